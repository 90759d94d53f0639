"""Which practice a request may act for: by session, portal link, or the front desk's token."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from core.onboarding.portal_links import DeadLink, LinkProblem, open_link
from core.onboarding.sign_in import find_front_desk, find_signed_in
from core.store.database import Connection
from core.store.practices import Practice, find_practice
from webhooks.deps import Deps
from webhooks.problems import Problem

STATUS_OF_LINK = {LinkProblem.FORGED: 404, LinkProblem.EXPIRED: 410, LinkProblem.USED: 410}

_TEXTS = {
    LinkProblem.FORGED: "This link is not one of ours.",
    LinkProblem.EXPIRED: "This link has expired. Ask for a new one.",
    LinkProblem.USED: "This link has been used. Ask for a new one.",
}


def find_practice_acting(
    connection: Connection, deps: Deps, *, cookie: str | None, bearer: str | None
) -> UUID | None:
    """Give the practice that a session or a front-desk token acts for."""
    if bearer is not None:
        return find_front_desk(connection, bearer)
    return find_signed_in(connection, cookie, now=deps.clock())


def find_practice_of(connection: Connection, deps: Deps, *, token: str, cookie: str | None) -> UUID:
    """Give the practice of an unused link, or of a session; raises the answer where it is none."""
    if not token:
        practice_id = find_signed_in(connection, cookie, now=deps.clock())
        if practice_id is None:
            raise unauthorized()
        return practice_id
    link = open_link(connection, deps.config, token, now=deps.clock())
    if isinstance(link, DeadLink):
        signed_in = find_signed_in(connection, cookie, now=deps.clock())
        if signed_in is not None and link.problem is LinkProblem.USED:
            return signed_in
        raise dead_link(link.problem)
    return link.practice_id


def find_signed_in_practice(
    connection: Connection, deps: Deps, cookie: str | None
) -> Practice | None:
    """Find the practice whose owner's browser this is."""
    practice_id = find_signed_in(connection, cookie, now=deps.clock())
    return find_practice(connection, practice_id) if practice_id else None


def get_signed_in_practice(connection: Connection, deps: Deps, cookie: str | None) -> Practice:
    """Give the practice whose owner's browser this is; raises the answer 401 if it is nobody's."""
    practice = find_signed_in_practice(connection, deps, cookie)
    if practice is None:
        raise unauthorized()
    return practice


def token_of(form: Mapping[str, Any]) -> str:
    """Give the token that a form carries, blank if it carries none."""
    token = form.get("token")
    return token if isinstance(token, str) else ""


def unauthorized() -> Problem:
    """Say that a session or a token is needed."""
    return Problem(
        401,
        "unauthorized",
        "Sign in, or send the front desk's token.",
        headers={"WWW-Authenticate": "Bearer"},
    )


def dead_link(problem: LinkProblem) -> Problem:
    """Say why a link opens nothing."""
    status, text = STATUS_OF_LINK[problem], _TEXTS[problem]
    if problem is LinkProblem.FORGED:
        return Problem(status, problem.value, text)
    return Problem(status, problem.value, text, new_link="POST /portal/link {email}")


def other_practice() -> Problem:
    """Say that a browser is signed in for another practice than a link's."""
    return Problem(409, "other_practice", "This browser is signed in for another practice.")


def wrong_practice() -> Problem:
    """Say that a form names another practice than its link."""
    return Problem(403, "wrong_practice", "The link is another practice's.")
