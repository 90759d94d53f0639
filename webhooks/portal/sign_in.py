"""The ways into the portal: a new link for who lost theirs, and the button behind it."""

import asyncio
from collections.abc import Mapping
from typing import Any

from falcon.asgi import Request, Response

from core.onboarding.onboarding import Onboarded, sign_in_by_link
from core.onboarding.portal_links import LinkProblem, request_link
from core.onboarding.sign_in import find_other_practice
from core.rules.names.emails import find_email
from core.rules.visits.sources import CALENDARS
from core.store.database import Connection
from core.store.practices import Practice
from webhooks.access import STATUS_OF_LINK, other_practice, token_of
from webhooks.bodies import is_form, read_form_or_json
from webhooks.deps import Deps
from webhooks.portal.views.pages import Pages, wants_html
from webhooks.visitors import ip_hash, session_cookie, set_session_cookie

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
        """Use the link up and open the portal, or the page of the calendar named by `then`."""
        form, cookie = await read_form_or_json(req, max_bytes=_MAX_BYTES), session_cookie(req)
        token = token_of(form)

        def enter(connection: Connection) -> Onboarded | LinkProblem:
            context = self._deps.context(connection)
            other = find_other_practice(
                connection, context.config, token=token, cookie=cookie, now=context.now
            )
            require_agreement(form, other)
            return sign_in_by_link(context, token)

        outcome = await self._deps.database.run(enter)
        if isinstance(outcome, Onboarded):
            sign_in(self._deps, resp, outcome, as_page=True)
            if form.get("then") in CALENDARS:
                resp.location = f"/connectors/{form['then']}/connect"
        else:
            self._pages.dead_link(req, resp, outcome, status=STATUS_OF_LINK[outcome])


def require_agreement(form: Mapping[str, Any], other: Practice | None) -> None:
    """Raise the answer 409 unless a page that named the `other` practice was agreed to.

    Whoever looks at their own practice must not be signed in for a stranger's without a word.
    """
    if other is not None and form.get("instead_of") != str(other.id):
        raise other_practice()


def sign_in(
    deps: Deps, resp: Response, outcome: Onboarded, *, as_page: bool, before: Practice | None = None
) -> None:
    """Set the session's cookie, and answer a program with JSON, a browser with the portal.

    A program is told of another practice that was signed in for `before`.
    """
    set_session_cookie(resp, deps.config, outcome.session)
    if as_page:
        resp.status, resp.location = 303, "/portal"
    else:
        resp.media = {"status": "active", "practice_id": str(outcome.practice_id)}
        if before is not None:
            resp.media["instead_of"] = str(before.id)
