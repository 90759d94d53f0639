"""The portal's form: GET and POST /onboard/{token}, POST /onboard, the first opening."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from falcon.asgi import Request, Response

from core.onboarding.onboarding import (
    InvalidForm,
    Onboarded,
    WrongPractice,
    complete_onboarding,
    sign_in_by_link,
)
from core.onboarding.portal_links import BadLink, LinkProblem, open_link, start_onboarding
from core.onboarding.sign_in import find_signed_in
from core.store.database import Connection
from webhooks.bodies import is_form, read_form_or_json
from webhooks.deps import Deps
from webhooks.portal.languages import language_of
from webhooks.portal.pages import Pages, wants_html
from webhooks.portal.setup_page import FormState, Setup, read_setup
from webhooks.problems import Problem
from webhooks.visitors import (
    ip_hash,
    is_own_request,
    session_cookie,
    set_session_cookie,
    unauthorized,
)

MAX_BYTES = 64 * 1024
STATUS_OF_PROBLEM = {LinkProblem.FORGED: 404, LinkProblem.EXPIRED: 410, LinkProblem.USED: 410}
_TEXT_OF_PROBLEM = {
    LinkProblem.FORGED: "This link is not one of ours.",
    LinkProblem.EXPIRED: "This link has expired. Ask for a new one.",
    LinkProblem.USED: "This link has been used. Ask for a new one.",
}


def link_problem(problem: LinkProblem) -> Problem:
    """Say why a link opens nothing."""
    status, text = STATUS_OF_PROBLEM[problem], _TEXT_OF_PROBLEM[problem]
    if problem is LinkProblem.FORGED:
        return Problem(status, problem.value, text)
    return Problem(status, problem.value, text, new_link="POST /portal/link {email}")


class OnboardingPage:
    """GET /onboard/{token} shows the form; POST shows it with what was typed, and saves nothing."""

    def __init__(self, deps: Deps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    async def on_get(self, req: Request, resp: Response, token: str) -> None:
        """Show the form prefilled; a mail scanner may do this as often as it likes."""
        given = {name: req.get_param(name) or "" for name in ("visits",) if req.has_param(name)}
        await self._show(req, resp, token, FormState(given))

    on_head = on_get
    """Scanners that only look get the same status."""

    async def on_post(self, req: Request, resp: Response, token: str) -> None:
        """Show the form with what was typed: a forecast, a checked link, news of the test text."""
        form = await read_form_or_json(req, max_bytes=MAX_BYTES)
        await self._show(req, resp, token, FormState(form, may_ask=True))

    async def _show(self, req: Request, resp: Response, token: str, form: FormState) -> None:
        cookie, locale = session_cookie(req), language_of(req)

        def read(connection: Connection) -> tuple[Setup | LinkProblem, bool]:
            found = read_setup(connection, self._deps, token, form, locale)
            signed_in = isinstance(found, LinkProblem) and bool(
                find_signed_in(connection, cookie, now=self._deps.clock())
            )
            return found, signed_in

        found, signed_in = await self._deps.database.run(read)
        if isinstance(found, LinkProblem):
            status = STATUS_OF_PROBLEM[found]
            self._pages.link_problem(req, resp, found, status=status, signed_in=signed_in)
        elif found.practice.onboarding_completed_at is not None and not form.given:
            self._pages.show(req, resp, "welcome_back.html", practice=found.practice, token=token)
        else:
            self._pages.show(req, resp, "onboarding.html", **found.values)


class OnboardingStarted:
    """POST /events/onboarding_started: a person, not a scanner, looks at the page."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def on_post(self, req: Request, resp: Response) -> None:
        """Record it, once a token."""
        token = token_of(await read_form_or_json(req, max_bytes=MAX_BYTES))
        visitor = ip_hash(req, self._deps.config, self._deps.sealer)
        problem = await self._deps.database.run(
            lambda c: start_onboarding(
                c, self._deps.config, token, now=self._deps.clock(), ip_hash=visitor
            )
        )
        if problem is not None:
            raise link_problem(problem)
        resp.status = 204


class Onboarding:
    """POST /onboard: saves everything at once."""

    def __init__(self, deps: Deps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    async def on_post(self, req: Request, resp: Response) -> None:
        """Save the form and sign the browser in; JSON for programs, a page for people."""
        form = await read_form_or_json(req, max_bytes=MAX_BYTES)
        token, visitor = token_of(form), ip_hash(req, self._deps.config, self._deps.sealer)
        locale, as_page = language_of(req), is_form(req) and wants_html(req)
        cookie = session_cookie(req)

        def complete(
            connection: Connection,
        ) -> tuple[Onboarded | InvalidForm | LinkProblem, Setup | LinkProblem | None]:
            context = self._deps.context(connection)
            outcome = complete_onboarding(context, token, form, ip_hash=visitor, locale=locale)
            if not (as_page and isinstance(outcome, InvalidForm)):
                return outcome, None
            state = FormState(form, problems=outcome.fields)
            return outcome, read_setup(connection, self._deps, token, state, locale)

        try:
            outcome, setup = await self._deps.database.run(complete)
        except WrongPractice as error:
            raise wrong_practice() from error
        if isinstance(outcome, LinkProblem):
            if not as_page:
                raise link_problem(outcome)
            await self._show_problem(req, resp, outcome, cookie)
        elif isinstance(outcome, Onboarded):
            _answer_saved(self._deps, resp, outcome, as_page=as_page)
        elif isinstance(setup, Setup):
            self._pages.show(req, resp, "onboarding.html", status=422, **setup.values)
        else:
            fields = dict(outcome.fields)
            raise Problem(422, "invalid", "Some values are not valid.", fields=fields)

    async def _show_problem(
        self, req: Request, resp: Response, problem: LinkProblem, cookie: str | None
    ) -> None:
        """Say why nothing is saved; a second tap on the button, after the first, leads home."""
        signed_in = await self._deps.database.run(
            lambda c: find_signed_in(c, cookie, now=self._deps.clock())
        )
        if signed_in and problem is LinkProblem.USED:
            resp.status, resp.location = 303, "/portal"
            return
        self._pages.link_problem(req, resp, problem, status=STATUS_OF_PROBLEM[problem])


class SignIn:
    """POST /portal/sign-in: the button behind a new link, once everything is set up."""

    def __init__(self, deps: Deps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    async def on_post(self, req: Request, resp: Response) -> None:
        """Use the link up and open the portal."""
        if not is_own_request(req):
            raise Problem(403, "forbidden", "This is not allowed.")
        token = token_of(await read_form_or_json(req, max_bytes=MAX_BYTES))
        outcome = await self._deps.database.run(
            lambda c: sign_in_by_link(self._deps.context(c), token)
        )
        if isinstance(outcome, Onboarded):
            _answer_saved(self._deps, resp, outcome, as_page=True)
        else:
            self._pages.link_problem(req, resp, outcome, status=STATUS_OF_PROBLEM[outcome])


def find_practice_of(connection: Connection, deps: Deps, *, token: str, cookie: str | None) -> UUID:
    """Give the practice of an unused link, or of a session; raises the answer where it is none."""
    if not token:
        practice_id = find_signed_in(connection, cookie, now=deps.clock())
        if practice_id is None:
            raise unauthorized()
        return practice_id
    link = open_link(connection, deps.config, token, now=deps.clock())
    if isinstance(link, BadLink):
        signed_in = find_signed_in(connection, cookie, now=deps.clock())
        if signed_in is not None and link.problem is LinkProblem.USED:
            return signed_in
        raise link_problem(link.problem)
    return link.practice_id


def token_of(form: Mapping[str, Any]) -> str:
    """Give the token that a form carries, blank if it carries none."""
    token = form.get("token")
    return token if isinstance(token, str) else ""


def wrong_practice() -> Problem:
    """Say that a form names another practice than its link."""
    return Problem(403, "wrong_practice", "The link is another practice's.")


def _answer_saved(deps: Deps, resp: Response, outcome: Onboarded, *, as_page: bool) -> None:
    set_session_cookie(resp, deps.config, outcome.session)
    if as_page:
        resp.status = 303
        resp.location = "/portal"
        return
    resp.media = {"status": "active", "practice_id": str(outcome.practice_id)}
