"""Onboarding: everything the portal form saves at once, and the test message to the owner."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from core.context import IntakeContext
from core.onboarding.form import check_form
from core.onboarding.portal_links import DeadLink, LinkProblem, open_link
from core.onboarding.sign_in import start_session
from core.onboarding.sign_in_changes import hold_address
from core.rules.places.phone import is_mobile_here, to_e164
from core.rules.tokens import token_hash
from core.rules.vocabulary import EventType, JobType
from core.rules.wording.catalogue import say, to_say
from core.rules.wording.languages import LANGUAGES
from core.store.events import append_event
from core.store.job_keys import proof_key
from core.store.jobs import enqueue_job
from core.store.magic_links import MagicLink, mark_used
from core.store.onboarding import (
    Choices,
    find_proof_job,
    find_unconfirmed_proof,
    insert_attestation,
    save_choices,
)
from core.store.practices import find_practice
from core.store.rate_limits import Limit, take_use

ATTESTATION_VERSION = "2026-03"
"""Which wording of the consent statement a person agreed to; a new wording gets a new version."""

ATTESTATION = to_say(
    "Our patients gave us their phone number and agreed to receive texts from us about their"
    " visits. We keep that consent, and whoever replies STOP is not texted again."
)
"""The statement a person signs with their name, in the language of the page."""

_PROOF_LIMIT = Limit(
    "test_sms", short_max=12, short=timedelta(minutes=10), long_max=30, long=timedelta(days=1)
)
"""An office may show it round the team; a script may not."""

_CONFIRMED_WITHIN = timedelta(days=1)
"""How long a phone that no test message has reached keeps others out."""


@dataclass(frozen=True, slots=True)
class Onboarded:
    """A saved form; `session` is the value of the portal's cookie."""

    practice_id: UUID
    session: str


@dataclass(frozen=True, slots=True)
class InvalidForm:
    """A form of which nothing was saved: a message for each field to be mended."""

    practice_id: UUID
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Queued:
    """A test message on its way."""

    job_id: int


@dataclass(frozen=True, slots=True)
class TooMany:
    """A test message over the limit; another is possible after this time."""

    retry_after_seconds: int


@dataclass(frozen=True, slots=True)
class InvalidPhone:
    """A test message to what is no phone number."""


class WrongPractice(Exception):
    """A form that names another practice than its link does."""


def complete_onboarding(
    context: IntakeContext,
    token: str,
    form: Mapping[str, Any],
    *,
    ip_hash: str | None,
    locale: str = "en",
) -> Onboarded | InvalidForm | LinkProblem:
    """Save the form, use the link up and sign the browser in, all or nothing.

    `locale` is the language of the page: of the problems named and of the statement signed. Raises
    WrongPractice where the form names another practice than the link's.
    """
    link = open_link(context.connection, context.config, token, now=context.now, lock=True)
    if isinstance(link, DeadLink):
        return link.problem
    require_practice(form, link.practice_id)
    choices = check_form(form, locale)
    if not isinstance(choices, Choices):
        return InvalidForm(link.practice_id, choices)
    _save(context, link, choices, ip_hash=ip_hash, locale=locale)
    mark_used(context.connection, link.token_hash, now=context.now)
    session = start_session(context.connection, practice_id=link.practice_id, now=context.now)
    return Onboarded(link.practice_id, session)


def sign_in_by_link(context: IntakeContext, token: str) -> Onboarded | LinkProblem:
    """Use a link up and sign the browser in, for a practice that was onboarded before.

    The link of a practice that was not is left alone: its form is what opens the portal.
    """
    link = open_link(context.connection, context.config, token, now=context.now, lock=True)
    if isinstance(link, DeadLink):
        return link.problem
    practice = find_practice(context.connection, link.practice_id)
    if practice is None or practice.onboarding_completed_at is None:
        return LinkProblem.FORGED
    mark_used(context.connection, link.token_hash, now=context.now)
    session = start_session(context.connection, practice_id=link.practice_id, now=context.now)
    return Onboarded(link.practice_id, session)


def queue_proof(
    context: IntakeContext,
    *,
    practice_id: UUID,
    to: str,
    locale: str | None = None,
    once: str | None = None,
) -> Queued | TooMany | InvalidPhone:
    """Queue a test message to the owner's own phone, within the practice's limit.

    It is written in `locale`, else in the practice's language. A request that says the same `once`
    again, as a page does that is loaded again, gets the same message.
    """
    phone = to_e164(to)
    if phone is None or not is_mobile_here(phone):
        return InvalidPhone()
    key = proof_key(practice_id, token_hash(once)) if once else None
    known = find_proof_job(context.connection, practice_id=practice_id, unique_key=key)
    if known is not None:
        return Queued(known)
    wait = _wait_for_other_phone(context, practice_id, phone) or take_use(
        context.connection, _PROOF_LIMIT, practice_id=practice_id, now=context.now
    )
    if wait is not None:
        return TooMany(wait)
    if locale is None or locale not in LANGUAGES:
        practice = find_practice(context.connection, practice_id)
        locale = practice.default_locale if practice else "en"
    job_id = _enqueue_proof(context, practice_id, phone, locale=locale, key=key)
    if job_id is None:  # the other of two requests at once has just queued it
        job_id = find_proof_job(context.connection, practice_id=practice_id, unique_key=key)
    if job_id is None:
        message = "a test message was neither queued nor known"
        raise RuntimeError(message)
    return Queued(job_id)


def _wait_for_other_phone(context: IntakeContext, practice_id: UUID, phone: str) -> int | None:
    """Give the seconds until another phone may be tried, while an earlier one has not answered."""
    asked_at = find_unconfirmed_proof(
        context.connection,
        practice_id=practice_id,
        other_than=context.sealer.hash(phone),
        since=context.now - _CONFIRMED_WITHIN,
    )
    if asked_at is None:
        return None
    return max(1, round((asked_at + _CONFIRMED_WITHIN - context.now).total_seconds()))


def _enqueue_proof(
    context: IntakeContext, practice_id: UUID, phone: str, *, locale: str, key: str | None
) -> int | None:
    return enqueue_job(
        context.connection,
        JobType.SEND_PROOF,
        practice_id=practice_id,
        payload={
            "to": context.sealer.seal(phone, practice_id=practice_id, column="jobs.payload.to"),
            "to_hash": context.sealer.hash(phone),
            "locale": locale,
        },
        run_at=context.now,
        unique_key=key,
    )


def require_practice(form: Mapping[str, Any], practice_id: UUID) -> None:
    """Raise WrongPractice where `form` names another practice; naming none is fine."""
    named = form.get("practice_id")
    if named not in (None, "", str(practice_id)):
        raise WrongPractice


def _save(
    context: IntakeContext, link: MagicLink, choices: Choices, *, ip_hash: str | None, locale: str
) -> None:
    before = find_practice(context.connection, link.practice_id)
    is_first = before is None or before.onboarding_completed_at is None
    save_choices(
        context.connection,
        link.practice_id,
        hold_address(context, before, choices),
        sms_status=context.config.sms_default_status,
        now=context.now,
    )
    insert_attestation(
        context.connection,
        link.practice_id,
        version=ATTESTATION_VERSION,
        statement=say(ATTESTATION, locale),
        accepted_name=choices.consent_name,
        ip_hash=ip_hash,
        now=context.now,
    )
    if is_first:
        append_event(
            context.connection,
            EventType.ONBOARDING_COMPLETED,
            practice_id=link.practice_id,
            at=context.now,
            ip_hash=ip_hash,
            payload={"seconds": _seconds(link, context.now), "locale": choices.default_locale},
        )


def _seconds(link: MagicLink, now: datetime) -> int:
    """Count from the first opening by a person, or else from the mail."""
    return max(0, round((now - (link.started_at or link.created_at)).total_seconds()))
