"""Twilio Programmable Messaging: texts out, and what became of them."""

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.base.values import unset
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance

from core.errors import EngineError
from core.providers import failures
from core.providers.ports import SentSms, SmsMessage, SmsReceipt

VALIDITY_SECONDS = 1800
"""How long Twilio may queue a text before giving it up, so that it cannot slip into quiet hours."""

_PROVIDER = "Twilio"
_LARGEST_PAGE = 1000
_silent = logging.Logger("twilio_sms", logging.CRITICAL + 1)  # noqa: LOG001 - see below
"""The SDK would log every query string, and with it phone numbers. Not one of the registered
loggers, which whoever configures logging turns on again."""

T = TypeVar("T")


class TwilioSms:
    """Sends texts through one Messaging Service."""

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        messaging_service_sid: str,
        api_base: str,
        connect_seconds: float = failures.CONNECT_SECONDS,
        read_seconds: float = failures.READ_SECONDS,
    ) -> None:
        """Build the client; connects to nothing yet."""
        self._messaging_service_sid = messaging_service_sid
        http_client = _HttpClient((connect_seconds, read_seconds))
        self._client = Client(account_sid, auth_token, http_client=http_client)
        self._client.api.base_url = api_base

    def send(self, message: SmsMessage, *, status_callback: str) -> SmsReceipt:
        """Send one text (https://www.twilio.com/docs/messaging/api/message-resource)."""
        variables = message.content_variables
        content = (
            {
                "content_sid": message.content_sid,
                "content_variables": json.dumps(dict(variables)) if variables else unset,
            }
            if message.content_sid
            else {"body": message.body}
        )
        return _call(
            lambda: _receipt(
                self._client.messages.create(
                    to=message.to,
                    messaging_service_sid=self._messaging_service_sid,
                    status_callback=status_callback,
                    validity_period=VALIDITY_SECONDS,
                    **content,
                )
            ),
            changes_something=True,
        )

    def find(self, *, to: str, since: datetime) -> list[SentSms]:
        """List by recipient alone and cut by creation time, newest first.

        Twilio's DateSent filter is not used: it cannot see a text that is still queued, which is
        the very one a caller in doubt is looking for.
        """
        sent = _call(
            lambda: [
                _sent_sms(found)
                for found in self._client.messages.stream(to=to, page_size=_LARGEST_PAGE)
            ],
            changes_something=False,
        )
        recent = [one for one in sent if one.created_at >= since.replace(microsecond=0)]
        return sorted(recent, key=lambda one: one.created_at, reverse=True)

    def fetch(self, provider_msg_id: str) -> SentSms:
        """Give one text by its SID; an unknown one is refused with 20404."""
        return _call(
            lambda: _sent_sms(self._client.messages(provider_msg_id).fetch()),
            changes_something=False,
        )


class _HttpClient(TwilioHttpClient):  # type: ignore[misc]  # the SDK ships no types
    """Twilio's HTTP client with two timeouts, which does not lose Retry-After."""

    def __init__(self, timeouts: tuple[float, float]) -> None:
        super().__init__(logger=_silent)
        self.timeout = timeouts  # set past the constructor, which takes one number only

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        changes_something = method.upper() != "GET"
        try:
            response = super().request(method, url, *args, **kwargs)
        except failures.NETWORK_ERRORS as error:
            raise failures.lost(_PROVIDER, error, changes_something=changes_something) from error
        if failures.is_transient(response.status_code):
            raise failures.transient(
                _PROVIDER,
                response.status_code,
                response.headers or {},
                changes_something=changes_something,
            )
        return response


def _call(call: Callable[[], T], *, changes_something: bool) -> T:
    try:
        return call()
    except EngineError:
        raise
    except (TwilioRestException, TwilioServiceException) as error:
        message = str(getattr(error, "msg", "") or getattr(error, "title", ""))
        raise failures.rejected(_PROVIDER, str(error.code or error.status), message) from error
    except TwilioException as error:
        raise _page_refusal(error) from error
    except failures.BAD_SHAPE as error:
        raise failures.lost(_PROVIDER, error, changes_something=changes_something) from error


def _page_refusal(error: TwilioException) -> EngineError:
    """Read a refusal that the SDK raises bare: those of lists come with the response beside."""
    response = next((part for part in error.args if isinstance(part, Response)), None)
    if response is None:
        return failures.lost(_PROVIDER, error, changes_something=False)
    try:
        details = json.loads(response.text)
        code, message = str(details["code"]), str(details["message"])
    except failures.BAD_SHAPE:
        code, message = str(response.status_code), "no explanation"
    return failures.rejected(_PROVIDER, code, message)


def _receipt(message: MessageInstance) -> SmsReceipt:
    if not message.sid:
        missing = "sid"
        raise KeyError(missing)
    return SmsReceipt(
        provider_msg_id=message.sid,
        provider_status=str(message.status or "queued"),
        segments=_segments(message),
        price_usd=_price_usd(message),
    )


def _sent_sms(message: MessageInstance) -> SentSms:
    if not message.sid or not isinstance(message.date_created, datetime):
        missing = "sid or date_created"
        raise KeyError(missing)
    return SentSms(
        provider_msg_id=message.sid,
        body=message.body or "",
        provider_status=str(message.status),
        segments=_segments(message),
        price_usd=_price_usd(message),
        created_at=message.date_created.astimezone(UTC),
        error_code=None if message.error_code is None else str(message.error_code),
    )


def _segments(message: MessageInstance) -> int | None:
    """Read num_segments; a Messaging Service says 0 until a sender is chosen."""
    return int(message.num_segments or 0) or None


def _price_usd(message: MessageInstance) -> float | None:
    """Turn Twilio's negative price into a cost; another currency counts as unknown."""
    if message.price is None or (message.price_unit or "USD").upper() != "USD":
        return None
    return abs(float(message.price))
