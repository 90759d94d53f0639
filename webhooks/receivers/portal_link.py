"""POST /portal/link: a new magic link for who lost theirs."""

import asyncio

from falcon.asgi import Request, Response

from core.onboarding.portal_links import request_link
from core.rules.names.persons import parse_email
from webhooks.bodies import is_form, read_form_or_json
from webhooks.deps import Deps
from webhooks.portal.pages import Pages, wants_html
from webhooks.visitors import ip_hash

_MAX_BYTES = 4096
_ANSWER_AFTER_SECONDS = 0.25
"""Every answer takes this long, which the work does not: its time tells nothing either."""
_NOBODY = "nobody@invalid.example"


class PortalLink:
    """Mails a link to an address that is known, and tells nobody whether it is."""

    def __init__(self, deps: Deps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    async def on_post(self, req: Request, resp: Response) -> None:
        """Answer the same, after the same time, whether the address is known or not."""
        loop = asyncio.get_running_loop()
        due = loop.time() + _ANSWER_AFTER_SECONDS
        form = await read_form_or_json(req, max_bytes=_MAX_BYTES)
        given = form.get("email")
        email = (parse_email(given) if isinstance(given, str) else None) or _NOBODY
        visitor = ip_hash(req, self._deps.config, self._deps.sealer)
        await self._deps.database.run(
            lambda c: request_link(self._deps.context(c), email, visitor=visitor)
        )
        await asyncio.sleep(max(0.0, due - loop.time()))
        if is_form(req) and wants_html(req):
            self._pages.link_sent(req, resp)
        else:
            resp.media = {"status": "accepted"}
        resp.status = 202
