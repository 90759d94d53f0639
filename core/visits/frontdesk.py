"""A visit as the front desk tells it: checked, counted against the day's quota, taken in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from core.context import IntakeContext
from core.rules.names.emails import parse_email
from core.rules.names.folding import fold
from core.rules.names.persons import parse_desk_name
from core.rules.places.local_time import at_local, day_bounds, local_date
from core.rules.places.phone import may_be_patients, to_e164
from core.rules.visits.attendance import find_absence
from core.rules.visits.lists import fingerprint_visit
from core.rules.visits.remarks import BannedContact, find_ban
from core.rules.vocabulary import EventType
from core.rules.wording.languages import LANGUAGES
from core.store.events import append_event
from core.store.frontdesk import mark_limited, take_quota
from core.store.practices import Practice
from core.store.visit_changes import confirm_visit, revive_visit
from core.store.visits import lock_intake
from core.visits.banned_contacts import keep_from_asking
from core.visits.intake import VisitInput, VisitOutcome, VisitResult, ingest_visit

SOURCE = "frontdesk"

_CLOSE_OF_DAY = time(17)
_CLOCK_SKEW = timedelta(minutes=15)
_OLDEST = timedelta(days=730)
_MAX_TEXT_CHARS = 254
_MAX_NAME_CHARS = 40
_CODE_SIGNS = frozenset('<>{}[]()@/\\|=+*%$#:;"~^`')
_REMARKED = "By a remark beside the name, this patient is not to be asked."
_HOST = re.compile(r"[^\W_][.\u3002\uff0e\uff61][^\W\d_]{2}")
_NOT_TEXT = "This must be text of at most 254 characters."


@dataclass(frozen=True, slots=True)
class FrontdeskVisit:
    """A checked visit."""

    first_name: str
    phone_e164: str | None
    email: str | None
    occurred_at: datetime
    locale: str | None


@dataclass(frozen=True, slots=True)
class OverQuota:
    """A visit over the day's quota; the next day begins after this time."""

    retry_after_seconds: int


class _QuotaReached(Exception):
    """The visit was new, but the day is full."""


def check_visit(
    body: Mapping[str, Any], *, zone: str, now: datetime
) -> FrontdeskVisit | dict[str, str]:
    """Check a front-desk visit; gives it, or a message for each field to be mended.

    `sent_at`, the sender's own time, tells how long ago the visit was, however wrong its clock.
    """
    fields = ("first_name", "phone", "email", "occurred_at", "sent_at", "locale")
    texts = {field: _text(body.get(field)) for field in fields}
    problems = {field: _NOT_TEXT for field, text in texts.items() if text is None}
    given = {field: text or "" for field, text in texts.items()}
    if _is_remarked(given["first_name"]):
        problems.setdefault("first_name", _REMARKED)
    first_name = _first_name(given["first_name"])
    if first_name is None:
        problems.setdefault("first_name", "A first name is needed.")
    phone = to_e164(given["phone"]) if given["phone"] else None
    if given["phone"] and not (phone and may_be_patients(phone)):
        problems.setdefault("phone", "This is not a valid phone number.")
    email = parse_email(given["email"]) if given["email"] else None
    if given["email"] and email is None:
        problems.setdefault("email", "This is not a valid email address.")
    if not (given["phone"] or given["email"]):
        problems.setdefault("phone", "A phone or an email is needed.")
    sent_at = _moment(given["sent_at"], zone=zone, if_blank=now)
    if sent_at is None:
        problems.setdefault("sent_at", "This must be an ISO 8601 time.")
    occurred_at = _ended_at(given["occurred_at"], sent_at=sent_at or now, zone=zone, now=now)
    if occurred_at is None:
        problems.setdefault(
            "occurred_at", "This must be an ISO 8601 time within the last two years, not to come."
        )
    locale = given["locale"].lower().replace("_", "-").partition("-")[0] or None
    if locale is not None and locale not in LANGUAGES:
        problems.setdefault("locale", "Please use en or es.")
    if problems or first_name is None or occurred_at is None:
        return problems
    return FrontdeskVisit(first_name, phone, email, occurred_at, locale)


def heed_ban(context: IntakeContext, practice: Practice, body: Mapping[str, Any]) -> None:
    """Keep whom a remark beside the name forbids asking from being asked by any source."""
    name, phone, email = (
        _text(body.get(field)) or "" for field in ("first_name", "phone", "email")
    )
    ban = find_ban(name)
    numbers = filter(None, [to_e164(phone)])
    banned = ban and BannedContact(tuple(numbers), parse_email(email), ban)
    if banned:
        lock_intake(context.connection, practice.id)
        keep_from_asking(
            context.connection,
            context.sealer,
            practice_id=practice.id,
            banned=[banned],
            now=context.now,
        )


def take_visit(
    context: IntakeContext, practice: Practice, visit: FrontdeskVisit
) -> VisitOutcome | OverQuota:
    """Take a visit in if it is new and the day has room; a repeated one costs nothing.

    One that a calendar calls off, before or after, is asked about all the same: the desk has seen
    the patient.
    """
    today = local_date(context.now, practice.zone)
    try:
        with context.connection.transaction():
            outcome = _ingest(context, practice, visit)
            if outcome.result is VisitResult.ACCEPTED:
                _take_room(context, practice, today)
    except _QuotaReached:
        return _limit(context, practice, today)
    if outcome.result is VisitResult.DUPLICATE:
        _confirm(context, practice, visit, outcome.visit_id)
    else:
        append_event(
            context.connection,
            EventType.FRONTDESK_VISIT,
            practice_id=practice.id,
            at=context.now,
            payload={"visit_id": str(outcome.visit_id)},
        )
    return outcome


def _ingest(context: IntakeContext, practice: Practice, visit: FrontdeskVisit) -> VisitOutcome:
    day = local_date(visit.occurred_at, practice.zone)
    contact = visit.phone_e164 or visit.email or ""
    return ingest_visit(
        context.connection,
        context.sealer,
        practice_id=practice.id,
        zone=practice.zone,
        delay_minutes=practice.send_delay_minutes,
        visit=VisitInput(
            first_name=visit.first_name,
            phone_e164=visit.phone_e164,
            email=visit.email,
            occurred_at=visit.occurred_at,
            locale=visit.locale,
            source=SOURCE,
            source_id=context.sealer.hash(fingerprint_visit(visit.first_name, contact, day)),
        ),
        now=context.now,
    )


def _confirm(
    context: IntakeContext, practice: Practice, visit: FrontdeskVisit, visit_id: UUID
) -> None:
    confirm_visit(context.connection, practice_id=practice.id, visit_id=visit_id, now=context.now)
    due_at = visit.occurred_at + timedelta(minutes=practice.send_delay_minutes)
    revive_visit(
        context.connection,
        practice_id=practice.id,
        visit_id=visit_id,
        source=SOURCE,
        run_at=max(context.now, due_at),
    )


def _take_room(context: IntakeContext, practice: Practice, today: date) -> None:
    used = take_quota(
        context.connection,
        practice_id=practice.id,
        local_date=today,
        quota=practice.frontdesk_daily_quota,
    )
    if used is None:
        raise _QuotaReached


def _limit(context: IntakeContext, practice: Practice, today: date) -> OverQuota:
    is_first = mark_limited(
        context.connection, practice_id=practice.id, local_date=today, now=context.now
    )
    if is_first:
        append_event(
            context.connection,
            EventType.FRONTDESK_RATE_LIMITED,
            practice_id=practice.id,
            at=context.now,
            payload={
                "reason": "daily_quota",
                "quota": practice.frontdesk_daily_quota,
                "local_date": today.isoformat(),
            },
        )
    _, tomorrow = day_bounds(today, practice.zone)
    return OverQuota(max(1, round((tomorrow - context.now).total_seconds())))


def _text(value: Any) -> str | None:
    """Give a text trimmed, blank where there is none; None where it cannot be taken."""
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > _MAX_TEXT_CHARS:
        return None
    return value.strip()


def _first_name(text: str) -> str | None:
    """Read a first name, out of "Lopez, Ana" too; a phone would make a link of what is a host."""
    if _HOST.search(text):
        return None
    return parse_desk_name(text) or _plain_name(text)


def _is_remarked(text: str) -> bool:
    """Tell a name from one with "(deceased)", "(do not text)" or "(no show)" beside it."""
    return find_ban(text) is not None or (" " in text and find_absence(fold(text)) is not None)


def _plain_name(text: str) -> str | None:
    """Take what someone typed for a name as it is, unless it has no letter or could be code."""
    is_plain = text.isprintable() and not set(text) & _CODE_SIGNS
    is_short = len(text) <= _MAX_NAME_CHARS
    return text if is_plain and is_short and any(c.isalpha() for c in text) else None


def _is_day(text: str) -> bool:
    return 0 < len(text) <= len("2026-01-31")


def _moment(text: str, *, zone: str, if_blank: datetime) -> datetime | None:
    """Read an instant; without an offset it is the office's own time, a day alone its close."""
    try:
        moment = datetime.fromisoformat(text) if text else if_blank
        if moment.tzinfo is not None:
            return moment
        clock = _CLOSE_OF_DAY if _is_day(text) else moment.time()
        return at_local(moment.date(), clock, zone)
    except (ValueError, OverflowError):
        return None


def _ended_at(text: str, *, sent_at: datetime, zone: str, now: datetime) -> datetime | None:
    """Give when the visit ended by our clock: now if blank, or if it is today's and not closed yet.

    None for what is no time, is to come, or is older than two years.
    """
    moment = _moment(text, zone=zone, if_blank=sent_at)
    if moment is None:
        return None
    waited = sent_at - moment
    if _is_day(text):
        is_today = local_date(moment, zone) == local_date(now, zone)
        waited = max(now - moment, timedelta()) if is_today else now - moment
    return min(now - waited, now) if -_CLOCK_SKEW <= waited <= _OLDEST else None
