"""The ways into the portal: a new link for who lost theirs, and the button behind it."""

import asyncio

from falcon.asgi import Request, Response

from core.onboarding.onboarding import Onboarded, sign_in_by_link
from core.onboarding.portal_links import request_link
from core.rules.names.emails import find_email
from webhooks.access import STATUS_OF_LINK, token_of
from webhooks.bodies import is_form, read_form_or_json
from webhooks.deps import Deps
from webhooks.portal.views.pages import Pages, wants_html
from webhooks.problems import Problem
from webhooks.visitors import ip_hash, is_own_request, set_session_cookie

_MAX_BYTES = 64 * 1024
_MAX_ADDRESS_BYTES = 4096
_ANSWER_AFTER_SECONDS = 0.25
"""Every answer takes this long, which the work does not: its time tells nothing either."""
_NOBODY = "nobody@invalid.example"


class PortalLink:
    """POST /portal/link: mails a link to a known address, and tells nobody whether it is known."""

    def __init__(self, deps: Deps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    async def on_post(self, req: Request, resp: Response) -> None:
        """Answer the same, after the same time, whether the address is known or not."""
        loop = asyncio.get_running_loop()
        due = loop.time() + _ANSWER_AFTER_SECONDS
        form = await read_form_or_json(req, max_bytes=_MAX_ADDRESS_BYTES)
        given = form.get("email")
        email = (find_email(given) if isinstance(given, str) else None) or _NOBODY
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


class SignIn:
    """POST /portal/sign-in: the button behind a new link, once everything is set up."""

    def __init__(self, deps: Deps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    async def on_post(self, req: Request, resp: Response) -> None:
        """Use the link up and open the portal."""
        if not is_own_request(req):
            raise Problem(403, "forbidden", "This is not allowed.")
        token = token_of(await read_form_or_json(req, max_bytes=_MAX_BYTES))
        outcome = await self._deps.database.run(
            lambda c: sign_in_by_link(self._deps.context(c), token)
        )
        if isinstance(outcome, Onboarded):
            sign_in(self._deps, resp, outcome, as_page=True)
        else:
            self._pages.dead_link(req, resp, outcome, status=STATUS_OF_LINK[outcome])


def sign_in(deps: Deps, resp: Response, outcome: Onboarded, *, as_page: bool) -> None:
    """Set the session's cookie, and answer a program with JSON, a browser with the portal."""
    set_session_cookie(resp, deps.config, outcome.session)
    if as_page:
        resp.status, resp.location = 303, "/portal"
    else:
        resp.media = {"status": "active", "practice_id": str(outcome.practice_id)}
