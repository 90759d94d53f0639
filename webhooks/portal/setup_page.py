"""What the onboarding page shows behind a link: the form, samples, and the test message's news."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.errors import PermanentError
from core.intake.links import BadLink, LinkProblem, open_link
from core.rules.rendering import render
from core.store.database import Connection
from core.store.onboarding import find_proof
from core.store.portal import find_place
from core.store.practices import Practice, find_practice
from core.store.templates import get_template
from webhooks.deps import Deps
from webhooks.portal.form_view import link_view, setup_view
from webhooks.portal.languages import LANGUAGES
from webhooks.portal.proof_view import proof_news, read_job_id

_SAMPLE_NAMES = {"en": "Maria", "es": "María"}


@dataclass(frozen=True)
class FormState:
    """What was typed so far, what is wrong with it, and how the test message is doing."""

    given: Mapping[str, Any]
    problems: Mapping[str, str] = field(default_factory=dict)
    proof_text: str = ""
    """Where the test message was not even queued: why."""
    proof_id: int | None = None


@dataclass(frozen=True)
class Setup:
    """An onboarding page to be shown."""

    practice: Practice
    values: dict[str, Any]


def read_setup(
    connection: Connection, deps: Deps, token: str, form: FormState, locale: str
) -> Setup | LinkProblem:
    """Read what the page behind a link shows; changes nothing."""
    link = open_link(connection, deps.config, token, now=deps.clock())
    if isinstance(link, BadLink):
        return link.problem
    practice = find_practice(connection, link.practice_id)
    if practice is None:
        return LinkProblem.FORGED
    view = setup_view(deps.config, practice, locale, given=form.given, problems=form.problems)
    url = "" if "review_link" in form.problems else view["values"]["review_link"]
    once = form.given.get("proof_once") if form.proof_text else None
    view |= {
        "token": token,
        "link": link_view(url, locale, find_place(connection, practice.id)),
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
    """Write what a patient would read, in both languages; nothing before the texts are seeded."""
    values = {
        "practice_name": practice.name,
        "link": f"{deps.config.app_base_url}/r/a1B2c3D4e5",
        "practice_phone": practice.phone or "",
    }
    samples = {}
    for locale in LANGUAGES:
        try:
            template = get_template(connection, name="initial", locale=locale, channel="sms")
            said = render(template, values | {"first_name": _SAMPLE_NAMES[locale]})
        except PermanentError:
            continue
        samples[locale] = said.text
    return samples
