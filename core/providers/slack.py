"""Slack's incoming webhook: one line to the operators."""

from xml.sax.saxutils import escape

import requests

from core.providers import failures

_PROVIDER = "Slack"


class SlackWebhook:
    """Posts to one channel; with a blank URL it stays silent."""

    def __init__(
        self,
        *,
        webhook_url: str,
        connect_seconds: float = failures.CONNECT_SECONDS,
        read_seconds: float = failures.READ_SECONDS,
    ) -> None:
        """Keep the URL, which is a secret: it appears in no error."""
        self._webhook_url = webhook_url
        self._timeouts = (connect_seconds, read_seconds)

    def post(self, text: str) -> None:
        """Post one message (https://api.slack.com/messaging/webhooks), with no markup in it.

        The three signs that Slack reads as markup are escaped: a practice's name links to nothing.
        """
        if not self._webhook_url:
            return
        try:
            response = requests.post(
                self._webhook_url,
                json={"text": escape(text)},
                timeout=self._timeouts,
                allow_redirects=False,
            )
        except failures.NETWORK_ERRORS as error:
            # `from None`: the SDK's own error carries the URL
            raise failures.lost(_PROVIDER, error, changes_something=True) from None
        if failures.is_transient(response.status_code):
            raise failures.transient(
                _PROVIDER, response.status_code, response.headers, changes_something=True
            )
        if not response.ok or response.is_redirect:
            raise failures.rejected(_PROVIDER, str(response.status_code), response.text)
