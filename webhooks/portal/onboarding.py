"""The portal's form: GET and POST /onboard/{token}, POST /onboard, the first opening."""

from falcon.asgi import Request, Response

from core.onboarding.onboarding import InvalidForm, Onboarded, WrongPractice, complete_onboarding
from core.onboarding.portal_links import LinkProblem, start_onboarding
from core.onboarding.sign_in import find_other_practice, find_signed_in
from core.store.database import Connection
from core.store.practices import Practice
from webhooks.access import (
    STATUS_OF_LINK,
    dead_link,
    find_signed_in_practice,
    token_of,
    wrong_practice,
)
from webhooks.bodies import is_form, read_form_or_json
from webhooks.deps import Deps
from webhooks.portal.sign_in import require_agreement, sign_in
from webhooks.portal.views.languages import language_of
from webhooks.portal.views.onboarding import FormState, Setup, read_setup
from webhooks.portal.views.pages import Pages, wants_html
from webhooks.problems import Problem
from webhooks.visitors import ip_hash, is_browser, session_cookie

MAX_BYTES = 64 * 1024


class OnboardingPage:
    """GET /onboard/{token} shows the form; POST shows it with what was typed, and saves nothing."""

    def __init__(self, deps: Deps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    async def on_get(self, req: Request, resp: Response, token: str) -> None:
        """Show the form prefilled; a mail scanner may do this as often as it likes."""
        given = {name: req.get_param(name) or "" for name in ("visits",) if req.has_param(name)}
        await self._show(req, resp, token, FormState(given))

    async def on_post(self, req: Request, resp: Response, token: str) -> None:
        """Show the form with what was typed: a forecast, a checked link, news of the test text."""
        form = await read_form_or_json(req, max_bytes=MAX_BYTES)
        await self._show(req, resp, token, FormState(form, may_ask=True))

    async def _show(self, req: Request, resp: Response, token: str, form: FormState) -> None:
        cookie, locale = session_cookie(req), language_of(req)

        def read(connection: Connection) -> tuple[Setup | LinkProblem, Practice | None]:
            found = read_setup(connection, self._deps, token, form, locale, cookie=cookie)
            return found, find_signed_in_practice(connection, self._deps, cookie)

        found, signed_in = await self._deps.database.run(read)
        if isinstance(found, LinkProblem):
            status = STATUS_OF_LINK[found]
            self._pages.dead_link(req, resp, found, status=status, signed_in=bool(signed_in))
        elif found.practice.onboarding_completed_at is not None and not form.given:
            known = {name: found.values[name] for name in ("practice", "token", "other")}
            self._pages.show(req, resp, "welcome_back.html", **known)
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
            raise dead_link(problem)
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
        cookie, by_browser = session_cookie(req), as_page or is_browser(req)

        def complete(
            connection: Connection,
        ) -> tuple[
            Onboarded | InvalidForm | LinkProblem, Setup | LinkProblem | None, Practice | None
        ]:
            context = self._deps.context(connection)
            other = find_other_practice(
                connection, context.config, token=token, cookie=cookie, now=context.now
            )
            if by_browser:
                require_agreement(form, other)
            outcome = complete_onboarding(context, token, form, ip_hash=visitor, locale=locale)
            if not (as_page and isinstance(outcome, InvalidForm)):
                return outcome, None, other
            state = FormState(form, problems=outcome.fields)
            setup = read_setup(connection, self._deps, token, state, locale, cookie=cookie)
            return outcome, setup, other

        try:
            outcome, setup, other = await self._deps.database.run(complete)
        except WrongPractice as error:
            raise wrong_practice() from error
        if isinstance(outcome, LinkProblem):
            if not as_page:
                raise dead_link(outcome)
            await self._show_problem(req, resp, outcome, cookie)
        elif isinstance(outcome, Onboarded):
            sign_in(self._deps, resp, outcome, as_page=as_page, before=other)
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
        self._pages.dead_link(req, resp, problem, status=STATUS_OF_LINK[problem])
