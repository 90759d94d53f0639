"""What the onboarding page shows behind a link: the form, samples, and the test message's news."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.errors import PermanentError
from core.onboarding.portal_links import DeadLink, LinkProblem, open_link
from core.onboarding.sign_in import find_other_practice
from core.reviews.lookups import look_up_place
from core.rules.wording.languages import LANGUAGES
from core.rules.wording.proof_text import sample_values
from core.rules.wording.rendering import render
from core.store.database import Connection
from core.store.onboarding import find_proof
from core.store.practices import Practice, find_practice
from core.store.templates import get_template
from webhooks.deps import Deps
from webhooks.portal.views.forms import link_view, setup_view
from webhooks.portal.views.proofs import proof_news, read_job_id


@dataclass(frozen=True)
class FormState:
    """What was typed so far, what is wrong with it, and how the test message is doing."""

    given: Mapping[str, Any]
    problems: Mapping[str, str] = field(default_factory=dict)
    proof_text: str = ""
    """Where the test message was not even queued: why."""
    proof_id: int | None = None
    may_ask: bool = False
    """A person asks: the place behind the link may be looked up."""


@dataclass(frozen=True)
class Setup:
    """An onboarding page to be shown."""

    practice: Practice
    values: dict[str, Any]


def read_setup(
    connection: Connection,
    deps: Deps,
    token: str,
    form: FormState,
    locale: str,
    *,
    cookie: str | None,
) -> Setup | LinkProblem:
    """Read what the page behind a link shows; changes nothing unless a person asks for it.

    `cookie` is the browser's session: the page says so where it is another practice's.
    """
    link = open_link(connection, deps.config, token, now=deps.clock())
    if isinstance(link, DeadLink):
        return link.problem
    practice = find_practice(connection, link.practice_id)
    if practice is None:
        return LinkProblem.FORGED
    context = deps.context(connection)
    view = setup_view(deps.config, practice, locale, given=form.given, problems=form.problems)
    url = "" if "review_link" in form.problems else view["values"]["review_link"]
    once = form.given.get("proof_once") if form.proof_text else None
    view |= {
        "token": token,
        "other": find_other_practice(
            connection, deps.config, token=token, cookie=cookie, now=context.now
        ),
        "link": link_view(
            url, locale, look_up_place(context, practice.id, url, may_ask=form.may_ask)
        ),
        "samples": _samples(connection, deps, practice),
        "proof": _proof(connection, practice, form, locale)
        | {"once": once if isinstance(once, str) else secrets.token_urlsafe(9)},
    }
    return Setup(practice, view)


def _proof(
    connection: Connection, practice: Practice, form: FormState, locale: str
) -> dict[str, Any]:
    nothing = {"id": None, "state": None, "text": form.proof_text, "kind": "bad"}
    job_id = form.proof_id or read_job_id(form.given.get("proof_id"))
    if form.proof_text or job_id is None:
        return nothing
    state = find_proof(connection, practice_id=practice.id, job_id=job_id)
    return nothing if state is None else {"id": job_id} | proof_news(state, locale)


def _samples(connection: Connection, deps: Deps, practice: Practice) -> dict[str, str]:
    """Write the text that the owner gets, in both languages; nothing before it is seeded."""
    samples = {}
    for locale in LANGUAGES:
        values = sample_values(
            practice_name=practice.name,
            practice_phone=practice.phone,
            link=f"{deps.config.app_base_url}/r/{practice.proof_code}",
            locale=locale,
        )
        try:
            template = get_template(connection, name="initial", locale=locale, channel="sms")
            samples[locale] = render(template, values).text
        except PermanentError:
            continue
    return samples
