"""POST /onboard/test-sms, and GET /portal/messages/{job_id}/status: the owner's test message."""

from collections.abc import Mapping
from typing import Any

from falcon.asgi import Request, Response

from core.onboarding.form_problems import problem_text
from core.onboarding.onboarding import (
    InvalidPhone,
    Queued,
    TooMany,
    WrongPractice,
    queue_proof,
    require_practice,
)
from core.onboarding.portal_links import start_onboarding
from core.rules.wording.catalogue import to_say
from core.store.database import Connection
from core.store.onboarding import ProofState, find_proof
from webhooks.access import find_practice_of, token_of, wrong_practice
from webhooks.bodies import is_form, read_form_or_json
from webhooks.deps import Deps
from webhooks.portal.onboarding import MAX_BYTES
from webhooks.portal.views.languages import language_of, translator
from webhooks.portal.views.onboarding import FormState, Setup, read_setup
from webhooks.portal.views.pages import Pages, wants_html
from webhooks.portal.views.proofs import proof_news, read_job_id
from webhooks.problems import Problem, not_found
from webhooks.visitors import bearer_token, ip_hash, session_cookie

_TOO_MANY = to_say("That was the last test for now. Try again in {minutes} minutes.")


class ProofText:
    """POST /onboard/test-sms: a text to the owner's own phone."""

    def __init__(self, deps: Deps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages

    async def on_post(self, req: Request, resp: Response) -> None:
        """Queue it, within the practice's limit; to a browser show the form again.

        The browser's form comes with everything else that was typed, which is shown again.
        """
        form = await read_form_or_json(req, max_bytes=MAX_BYTES)
        cookie, locale = session_cookie(req), language_of(req)
        visitor = ip_hash(req, self._deps.config, self._deps.sealer)
        try:
            outcome = await self._deps.database.run(lambda c: self._queue(c, form, cookie, visitor))
        except WrongPractice as error:
            raise wrong_practice() from error
        if is_form(req) and wants_html(req) and token_of(form):
            await self._show(req, resp, form, outcome)
        elif isinstance(outcome, TooMany):
            raise _too_many(outcome, locale)
        elif isinstance(outcome, InvalidPhone):
            fields = {"to": problem_text("phone", locale)}
            raise Problem(422, "invalid", "Some values are not valid.", fields=fields)
        else:
            resp.status = 202
            resp.media = {"status": "queued", "id": outcome.job_id}

    def _queue(
        self,
        connection: Connection,
        form: Mapping[str, Any],
        cookie: str | None,
        visitor: str | None,
    ) -> Queued | TooMany | InvalidPhone:
        token, now = token_of(form), self._deps.clock()
        practice_id = find_practice_of(connection, self._deps, token=token, cookie=cookie)
        require_practice(form, practice_id)
        if token:  # whoever asks for a text is a person, scripts or not
            start_onboarding(connection, self._deps.config, token, now=now, ip_hash=visitor)
        to, locale, once = (form.get(name) for name in ("to", "locale", "proof_once"))
        return queue_proof(
            self._deps.context(connection),
            practice_id=practice_id,
            to=to if isinstance(to, str) else "",
            locale=locale if isinstance(locale, str) else _text(form.get("default_locale")),
            once=_text(once),
        )

    async def _show(
        self,
        req: Request,
        resp: Response,
        form: Mapping[str, Any],
        outcome: Queued | TooMany | InvalidPhone,
    ) -> None:
        cookie, locale = session_cookie(req), language_of(req)
        state, status = FormState(form), 422
        if isinstance(outcome, Queued):
            state, status = FormState(form, proof_id=outcome.job_id), 202
        elif isinstance(outcome, TooMany):
            problem = _too_many(outcome, locale)
            resp.set_headers(dict(problem.headers))
            state, status = FormState(form, proof_text=problem.message), 429
        else:
            state = FormState(form, problems={"to": problem_text("phone", locale)})
        setup = await self._deps.database.run(
            lambda c: read_setup(c, self._deps, token_of(form), state, locale, cookie=cookie)
        )
        if not isinstance(setup, Setup):  # used up since it was read above
            raise not_found()
        self._pages.show(req, resp, "onboarding.html", status=status, **setup.values)


class MessageStatus:
    """GET /portal/messages/{job_id}/status: how a test message is doing."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def on_get(self, req: Request, resp: Response, job_id: str) -> None:
        """Answer to the session, or to the unused link, that asked for the message."""
        token, cookie = bearer_token(req) or "", session_cookie(req)
        state = await self._deps.database.run(lambda c: self._find(c, job_id, token, cookie))
        if state is None:
            raise not_found()
        news = proof_news(state, language_of(req))
        resp.media = {"state": news["state"], "message": news["text"], "code": state.error_code}

    def _find(
        self, connection: Connection, job_id: str, token: str, cookie: str | None
    ) -> ProofState | None:
        practice_id = find_practice_of(connection, self._deps, token=token, cookie=cookie)
        number = read_job_id(job_id)
        if number is None:
            return None
        return find_proof(connection, practice_id=practice_id, job_id=number)


def _too_many(outcome: TooMany, locale: str) -> Problem:
    wait = outcome.retry_after_seconds
    return Problem(
        429,
        "rate_limited",
        translator(locale)(_TOO_MANY, minutes=-(-wait // 60)),
        headers={"Retry-After": str(wait)},
        retry_after_seconds=wait,
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
