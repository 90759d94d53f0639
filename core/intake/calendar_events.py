"""Turns one listing of a practice's calendar into visits, and takes back those that went away.

Titles and descriptions are read here, in memory, and go no further.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from core.intake.missed_visits import call_off_visits
from core.intake.visits import VisitInput, VisitResult, ingest_visits
from core.rules.calendar_events import (
    CalendarEvent,
    NotAVisit,
    PatientContact,
    did_not_happen,
    parse_patient,
)
from core.rules.calendar_fields import USUAL_FIELDS, FieldChoice
from core.rules.calendar_titles import Doubt
from core.rules.local_time import local_date
from core.sealing import Sealer
from core.store.database import Connection
from core.store.visit_changes import IngestedVisit, list_ingested_visits, move_visit, revive_visit
from core.store.visits import lock_intake

_REVISION_CHARS = 12


@dataclass(frozen=True, slots=True)
class CalendarPractice:
    """Whose calendar it is."""

    id: UUID
    source: str
    zone: str
    delay_minutes: int


@dataclass(frozen=True, slots=True)
class Window:
    """What was listed: everything that ended after `since`, up to `until`."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class _Sighting:
    """An entry that is over and about a patient, with the two keys it may be known by."""

    event: CalendarEvent
    contact: PatientContact
    hashes: frozenset[str]
    revised_id: str
    """The key if somebody else stood in the entry before."""


@dataclass(frozen=True, slots=True)
class _Move:
    """A known visit, and the entry and time that it has now."""

    visit_id: UUID
    source_id: str
    ended_at: datetime


@dataclass
class _Plan:
    """What a listing comes to."""

    new: list[tuple[_Sighting, str]] = field(default_factory=list)
    moved: list[_Move] = field(default_factory=list)
    revived: list[_Move] = field(default_factory=list)
    gone: list[IngestedVisit] = field(default_factory=list)


def ingest_calendar_events(
    connection: Connection,
    sealer: Sealer,
    *,
    practice: CalendarPractice,
    events: Sequence[CalendarEvent],
    window: Window,
    now: datetime,
    fields: FieldChoice = USUAL_FIELDS,
    unreadable: Collection[str] = (),
) -> dict[str, int]:
    """Take in a complete listing of `window`; gives counts by what became of the entries.

    Of the `unreadable` ones only the ids are known: what they became stays as it is.

    An entry becomes a visit when its end has passed. A visit that nobody was asked about yet
    follows its entry: it moves with it, is called off if the entry is gone, not over any more, or
    about somebody else, and comes back with it. Listing the same window again changes nothing.
    """
    lock_intake(connection, practice.id)
    over = [e for e in events if window.since < e.ends_at <= window.until]
    parsed = [(event, parse_patient(event, fields)) for event in over]
    sightings = [
        _sight(sealer, event, found) for event, found in parsed if isinstance(found, PatientContact)
    ]
    known = list_ingested_visits(
        connection,
        practice_id=practice.id,
        source=practice.source,
        source_ids=[key for s in sightings for key in (s.event.event_id, s.revised_id)],
        since=window.since,
        until=window.until,
    )
    plan = _plan(sightings, known, _standing(parsed).union(unreadable), window)
    counts = Counter(f"not_a_visit_{p.reason.value}" for _, p in parsed if isinstance(p, NotAVisit))
    counts[f"not_a_visit_{Doubt.UNREADABLE.value}"] = len(unreadable)
    counts["entries"] = len(over) + len(unreadable)
    counts["canceled"] = call_off_visits(
        connection,
        practice_id=practice.id,
        visit_ids=[visit.id for visit in plan.gone],
        source=practice.source,
        now=now,
    )
    counts["moved"] = sum(_move(connection, practice, move) for move in plan.moved)
    counts["revived"] = sum(_revive(connection, practice, move, now) for move in plan.revived)
    canceled = {v.id for v in known if v.canceled_at is not None} | {v.id for v in plan.gone}
    counts.update(_take_in(connection, sealer, practice, plan.new, canceled, now))
    return {label: count for label, count in counts.items() if count or label == "entries"}


def _sight(sealer: Sealer, event: CalendarEvent, contact: PatientContact) -> _Sighting:
    phone = sealer.hash(contact.phone_e164) if contact.phone_e164 else None
    email = sealer.hash(contact.email) if contact.email else None
    best = phone or email or ""
    return _Sighting(
        event=event,
        contact=contact,
        hashes=frozenset(one for one in (phone, email) if one),
        revised_id=f"{event.event_id}#{best[:_REVISION_CHARS]}",
    )


def _standing(parsed: Iterable[tuple[CalendarEvent, PatientContact | NotAVisit]]) -> set[str]:
    """Name the entries that still stand, be they readable or not."""
    return {event.event_id for event, found in parsed if not did_not_happen(found)}


def _plan(
    sightings: Sequence[_Sighting],
    known: Sequence[IngestedVisit],
    standing: set[str],
    window: Window,
) -> _Plan:
    plan, by_key, kept = _Plan(), {visit.source_id: visit for visit in known}, set[UUID]()
    for sighting in sightings:
        visit = _known_as(sighting, by_key)
        if visit is None:
            key = sighting.event.event_id
            plan.new.append((sighting, sighting.revised_id if key in by_key else key))
            continue
        kept.add(visit.id)
        move = _Move(visit.id, visit.source_id, sighting.event.ends_at)
        if visit.canceled_at is not None:
            plan.revived.append(move)
        elif visit.is_waiting and visit.occurred_at != move.ended_at:
            plan.moved.append(move)
    sighted = {sighting.event.event_id for sighting in sightings}
    for visit in known:
        entry = visit.source_id.partition("#")[0]
        unreadable = entry in standing and entry not in sighted
        if visit.id in kept or unreadable or not visit.is_waiting or visit.canceled_at is not None:
            continue
        if window.since < visit.occurred_at <= window.until or entry in sighted:
            plan.gone.append(visit)
    return plan


def _known_as(sighting: _Sighting, by_key: Mapping[str, IngestedVisit]) -> IngestedVisit | None:
    """Find the visit an entry became, if it was about the same person."""
    for key in (sighting.event.event_id, sighting.revised_id):
        visit = by_key.get(key)
        if visit is None:
            continue
        if visit.phone_hash in sighting.hashes or visit.email_hash in sighting.hashes:
            return visit
    return None


def _move(connection: Connection, practice: CalendarPractice, move: _Move) -> bool:
    return move_visit(
        connection,
        practice_id=practice.id,
        visit_id=move.visit_id,
        source_id=move.source_id,
        occurred_at=move.ended_at,
        local_date=local_date(move.ended_at, practice.zone),
    )


def _revive(connection: Connection, practice: CalendarPractice, move: _Move, now: datetime) -> int:
    if not _move(connection, practice, move):
        return 0
    run_at = max(now, move.ended_at + timedelta(minutes=practice.delay_minutes))
    return revive_visit(connection, practice_id=practice.id, visit_id=move.visit_id, run_at=run_at)


def _take_in(
    connection: Connection,
    sealer: Sealer,
    practice: CalendarPractice,
    new: Sequence[tuple[_Sighting, str]],
    canceled: set[UUID],
    now: datetime,
) -> Counter[str]:
    """Take in new visits; one of a day whose visit was called off takes that one's place."""
    outcomes = ingest_visits(
        connection,
        sealer,
        practice_id=practice.id,
        zone=practice.zone,
        delay_minutes=practice.delay_minutes,
        visits=[
            VisitInput(
                first_name=sighting.contact.first_name,
                phone_e164=sighting.contact.phone_e164,
                email=sighting.contact.email,
                occurred_at=sighting.event.ends_at,
                locale=sighting.contact.locale,
                source=practice.source,
                source_id=source_id,
            )
            for sighting, source_id in new
        ],
        now=now,
    )
    counts: Counter[str] = Counter()
    for (sighting, source_id), outcome in zip(new, outcomes, strict=True):
        if outcome.result is VisitResult.ACCEPTED:
            counts["accepted"] += 1
        elif outcome.visit_id in canceled:
            canceled.discard(outcome.visit_id)
            move = _Move(outcome.visit_id, source_id, sighting.event.ends_at)
            counts["revived"] += _revive(connection, practice, move, now)
        else:
            counts["duplicates"] += 1
    return counts
