"""Visits of which nobody knows if they took place: kept, shown, taken in on the office's word."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from core.context import IntakeContext
from core.rules.places.local_time import local_date
from core.rules.visits.lists import DoubtfulRow
from core.rules.visits.sources import CALENDARS
from core.rules.vocabulary import EventType
from core.sealing import Sealer
from core.store.doubtful_visits import (
    SEALED_COLUMN,
    DoubtfulVisit,
    keep_doubtful_visits,
    list_doubtful_visits,
    remember_answers,
    take_doubtful_visits,
)
from core.store.events import append_event
from core.store.practices import Practice
from core.store.visits import lock_intake
from core.visits.intake import VisitInput, VisitResult, ingest_visits

SHOWN_FOR = timedelta(days=30)
"""Later nobody would be asked."""

_AT_ONCE = 1000
_MOST_SHOWN = 1000
_LONGEST_TOLD = 40


@dataclass(frozen=True, slots=True)
class DoubtfulGroup:
    """Rows that wait for one and the same reason: the status told, first names and days."""

    reason: str
    told: str
    patients: Sequence[tuple[str, date]]


@dataclass(frozen=True, slots=True)
class Answer:
    """The office's word about one group, as it was shown at `shown_at`."""

    reason: str
    told: str
    came: bool
    shown_at: datetime
    ip_hash: str | None


def keep_doubtful_rows(
    context: IntakeContext, practice: Practice, rows: Iterable[DoubtfulRow], *, source: str
) -> None:
    """Keep the rows of a list that leave open whether anybody came; old ones are not worth it."""
    since = context.now - SHOWN_FOR
    coming = (row for row in rows if row.visit.occurred_at >= since)
    while part := list(islice(coming, _AT_ONCE)):
        keep_doubtful_visits(
            context.connection,
            practice_id=practice.id,
            source=source,
            visits=[_sealed(context, practice.id, row, source) for row in part],
            now=context.now,
        )


def list_doubtful_groups(context: IntakeContext, practice: Practice) -> list[DoubtfulGroup]:
    """Give what waits for the office's word, by reason and status."""
    found = list_doubtful_visits(
        context.connection, practice.id, since=context.now - SHOWN_FOR, most=_MOST_SHOWN
    )
    return _group(
        practice,
        (
            (one.reason, one.told, _open(context, practice.id, one)["first_name"], one.occurred_at)
            for one in found
        ),
    )


def group_rows(practice: Practice, rows: Iterable[DoubtfulRow]) -> list[DoubtfulGroup]:
    """Group the rows of a list that is looked at as they will be shown once it is taken in."""
    return _group(
        practice,
        [(r.code, told_safely(r.told), r.visit.first_name, r.visit.occurred_at) for r in rows],
    )


def answer_doubtful(context: IntakeContext, practice: Practice, answer: Answer) -> int:
    """Take a group in as visits, or drop it, as the office says; gives how many it was.

    A calendar's next poll reads its entries again, so the answer about them is remembered.
    """
    lock_intake(context.connection, practice.id)
    taken = take_doubtful_visits(
        context.connection,
        practice_id=practice.id,
        reason=answer.reason,
        told=answer.told,
        shown_at=answer.shown_at,
    )
    remember_answers(
        context.connection,
        practice_id=practice.id,
        visits=[one for one in taken if one.source in CALENDARS],
        came=answer.came,
        now=context.now,
    )
    accepted = _take_in(context, practice, taken) if answer.came else 0
    if taken:
        append_event(
            context.connection,
            EventType.DOUBTFUL_VISITS_ANSWERED,
            practice_id=practice.id,
            at=context.now,
            payload={
                "reason": answer.reason,
                "came": answer.came,
                "visits": len(taken),
                "accepted": accepted,
                "by": "owner",
            },
            ip_hash=answer.ip_hash,
        )
    return len(taken)


def seal_patient(
    sealer: Sealer,
    practice_id: UUID,
    *,
    first_name: str,
    phone: str | None,
    email: str | None,
    locale: str | None,
) -> str:
    """Seal whom a doubtful visit is about."""
    whom = {"first_name": first_name, "phone": phone, "email": email, "locale": locale}
    return sealer.seal(json.dumps(whom), practice_id=practice_id, column=SEALED_COLUMN)


def told_safely(told: str) -> str:
    """Give a status as it may be kept: not what could be somebody's number or address."""
    is_word = len(told) <= _LONGEST_TOLD and not any(c.isdigit() or c == "@" for c in told)
    return told if is_word and told.isprintable() else ""


def _take_in(context: IntakeContext, practice: Practice, taken: Sequence[DoubtfulVisit]) -> int:
    accepted = 0
    for source in sorted({one.source for one in taken}):
        outcomes = ingest_visits(
            context.connection,
            context.sealer,
            practice_id=practice.id,
            zone=practice.zone,
            delay_minutes=practice.send_delay_minutes,
            visits=[_visit(context, practice.id, one) for one in taken if one.source == source],
            now=context.now,
        )
        accepted += sum(outcome.result is VisitResult.ACCEPTED for outcome in outcomes)
    return accepted


def _group(
    practice: Practice, told: Iterable[tuple[str, str, str, datetime]]
) -> list[DoubtfulGroup]:
    groups: dict[tuple[str, str], list[tuple[str, date]]] = {}
    for reason, word, first_name, at in told:
        groups.setdefault((reason, word), []).append((first_name, local_date(at, practice.zone)))
    return [DoubtfulGroup(reason, word, rows) for (reason, word), rows in groups.items()]


def _sealed(
    context: IntakeContext, practice_id: UUID, row: DoubtfulRow, source: str
) -> DoubtfulVisit:
    visit = row.visit
    return DoubtfulVisit(
        source=source,
        source_id=context.sealer.hash(visit.fingerprint),
        reason=row.code,
        told=told_safely(row.told),
        sealed=seal_patient(
            context.sealer,
            practice_id,
            first_name=visit.first_name,
            phone=visit.phone_e164,
            email=visit.email,
            locale=visit.locale,
        ),
        occurred_at=visit.occurred_at,
    )


def _open(context: IntakeContext, practice_id: UUID, one: DoubtfulVisit) -> Mapping[str, Any]:
    text = context.sealer.open(one.sealed, practice_id=practice_id, column=SEALED_COLUMN)
    whom: Mapping[str, Any] = json.loads(text)
    return whom


def _visit(context: IntakeContext, practice_id: UUID, one: DoubtfulVisit) -> VisitInput:
    whom = _open(context, practice_id, one)
    return VisitInput(
        first_name=whom["first_name"],
        phone_e164=whom["phone"],
        email=whom["email"],
        occurred_at=min(one.occurred_at, context.now),
        locale=whom["locale"],
        source=one.source,
        source_id=one.source_id,
    )
