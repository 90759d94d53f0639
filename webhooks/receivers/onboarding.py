"""The portal's form: GET /onboard/{token}, POST /onboard, the test message, the first opening."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from falcon.asgi import Request, Response

from core.intake.links import BadLink, LinkProblem, open_link, start_onboarding
from core.intake.onboarding import (
    InvalidForm,
    InvalidPhone,
    Onboarded,
    Queued,
    TooMany,
    WrongPractice,
    complete_onboarding,
    queue_proof,
    require_practice,
)
from core.intake.sign_in import find_signed_in
from core.store.database import Connection
from core.store.practices import Practice, find_practice
from webhooks.bodies import is_form, read_form_or_json
from webhooks.deps import Deps
from webhooks.portal.pages import Pages, wants_html
from webhooks.problems import Problem
from webhooks.visitors import ip_hash, session_cookie, set_session_cookie, unauthorized

_MAX_BYTES = 64 * 1024
_STATUS_OF_PROBLEM = {LinkProblem.FORGED: 404, LinkProblem.EXPIRED: 410, LinkProblem.USED: 410}
_TEXT_OF_PROBLEM = {
    LinkProblem.FORGED: "This link is not one of ours.",
    LinkProblem.EXPIRED: "This link has expired. Ask for a new one.",
    LinkProblem.USED: "This link has been used. Ask for a new one.",
}


def link_problem(problem: LinkProblem) -> Problem:
    """Say why a link opens nothing."""
    status, text = _STATUS_OF_PROBLEM[problem], _TEXT_OF_PROBLEM[problem]
    if problem is LinkProblem.FORGED:
        return Problem(status, problem.value, text)
    return Problem(status, problem.value, text, new_link="POST /portal/link {email}")


class OnboardingPage:
    """GET /onboard/{token}: shows the form, changes nothing."""

    def __init__(self, deps: Deps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    async def on_get(self, req: Request, resp: Response, token: str) -> None:
        """Show the form prefilled; a mail scanner may do this as often as it likes."""
        del req
        found = await self._deps.database.run(lambda c: self._find(c, token))
        if isinstance(found, LinkProblem):
            self._pages.link_problem(resp, found, status=_STATUS_OF_PROBLEM[found])
            return
        self._pages.onboarding(resp, token=token, practice=found)

    def _find(self, connection: Connection, token: str) -> Practice | LinkProblem:
        link = open_link(connection, self._deps.config, token, now=self._deps.clock())
        if isinstance(link, BadLink):
            return link.problem
        return find_practice(connection, link.practice_id) or LinkProblem.FORGED


class OnboardingStarted:
    """POST /events/onboarding_started: a person, not a scanner, looks at the page."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def on_post(self, req: Request, resp: Response) -> None:
        """Record it, once a token."""
        token = _token(await read_form_or_json(req, max_bytes=_MAX_BYTES))
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
        form = await read_form_or_json(req, max_bytes=_MAX_BYTES)
        token, visitor = _token(form), ip_hash(req, self._deps.config, self._deps.sealer)
        try:
            outcome, practice = await self._deps.database.run(
                lambda c: self._complete(c, token, form, visitor)
            )
        except WrongPractice as error:
            raise Problem(403, "wrong_practice", "The link is another practice's.") from error
        as_page = is_form(req) and wants_html(req)
        if isinstance(outcome, LinkProblem):
            if not as_page:
                raise link_problem(outcome)
            self._pages.link_problem(resp, outcome, status=_STATUS_OF_PROBLEM[outcome])
        elif isinstance(outcome, InvalidForm):
            self._answer_invalid(resp, outcome, practice, form, token, as_page=as_page)
        else:
            self._answer_saved(resp, outcome, as_page=as_page)

    def _complete(
        self, connection: Connection, token: str, form: Mapping[str, Any], visitor: str | None
    ) -> tuple[Onboarded | InvalidForm | LinkProblem, Practice | None]:
        context = self._deps.context(connection)
        outcome = complete_onboarding(context, token, form, ip_hash=visitor)
        if not isinstance(outcome, InvalidForm):
            return outcome, None
        return outcome, find_practice(connection, outcome.practice_id)

    def _answer_invalid(
        self,
        resp: Response,
        outcome: InvalidForm,
        practice: Practice | None,
        form: Mapping[str, Any],
        token: str,
        *,
        as_page: bool,
    ) -> None:
        if not as_page or practice is None:
            fields = dict(outcome.fields)
            raise Problem(422, "invalid", "Some values are not valid.", fields=fields)
        self._pages.onboarding(
            resp, token=token, practice=practice, given=form, problems=outcome.fields
        )
        resp.status = 422

    def _answer_saved(self, resp: Response, outcome: Onboarded, *, as_page: bool) -> None:
        set_session_cookie(resp, self._deps.config, outcome.session)
        if as_page:
            resp.status = 303
            resp.location = "/portal"
            return
        resp.media = {"status": "active", "practice_id": str(outcome.practice_id)}


class TestMessage:
    """POST /onboard/test-sms: a text to the owner's own phone."""

    __test__ = False  # not a test case, whatever pytest thinks of its name

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def on_post(self, req: Request, resp: Response) -> None:
        """Queue it; at most three in ten minutes and ten a day."""
        form = await read_form_or_json(req, max_bytes=_MAX_BYTES)
        cookie = session_cookie(req)
        try:
            outcome = await self._deps.database.run(lambda c: self._queue(c, form, cookie))
        except WrongPractice as error:
            raise Problem(403, "wrong_practice", "The link is another practice's.") from error
        if isinstance(outcome, TooMany):
            wait = outcome.retry_after_seconds
            raise Problem(
                429,
                "rate_limited",
                f"That was the last test for now. Try again in {-(-wait // 60)} minutes.",
                headers={"Retry-After": str(wait)},
                retry_after_seconds=wait,
            )
        if isinstance(outcome, InvalidPhone):
            fields = {"to": "This is not a valid phone number."}
            raise Problem(422, "invalid", "Some values are not valid.", fields=fields)
        resp.status = 202
        resp.media = {"status": "queued", "id": outcome.job_id}

    def _queue(
        self, connection: Connection, form: Mapping[str, Any], cookie: str | None
    ) -> Queued | TooMany | InvalidPhone:
        practice_id = find_practice_of(connection, self._deps, token=_token(form), cookie=cookie)
        require_practice(form, practice_id)
        to = form.get("to")
        context = self._deps.context(connection)
        return queue_proof(context, practice_id=practice_id, to=to if isinstance(to, str) else "")


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


def _token(form: Mapping[str, Any]) -> str:
    token = form.get("token")
    return token if isinstance(token, str) else ""
