"""Turns one listing of a practice's calendar into visits, and takes back those that went away.

Titles and descriptions are read here, in memory, and go no further.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from core.rules.calendars.events import (
    CalendarEvent,
    NotAVisit,
    PatientContact,
    did_not_happen,
    parse_patient,
)
from core.rules.calendars.fields import USUAL_FIELDS, FieldChoice
from core.rules.calendars.titles import Doubt
from core.rules.places.local_time import local_date
from core.rules.visits.remarks import BannedContact
from core.sealing import Sealer
from core.store.database import Connection
from core.store.visit_changes import (
    IngestedVisit,
    VisitSighting,
    list_ingested_visits,
    move_visit,
    record_sightings,
    revive_visit,
)
from core.store.visits import lock_intake
from core.visits.banned_contacts import keep_from_asking
from core.visits.intake import VisitInput, VisitResult, ingest_visits
from core.visits.missed_visits import call_off_visits

_REVISION_CHARS = 12

_Parsed: TypeAlias = tuple[CalendarEvent, PatientContact | NotAVisit]


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


@dataclass
class _Plan:
    """What a listing comes to."""

    new: list[tuple[_Sighting, str]] = field(default_factory=list)
    moved: list[VisitSighting] = field(default_factory=list)
    revived: list[VisitSighting] = field(default_factory=list)
    shifted: list[VisitSighting] = field(default_factory=list)
    """Of visits whose time another source told first."""
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

    An entry becomes a visit when its end has passed. A visit that nobody was asked about yet
    follows its entry: it moves with it, is called off if the entry is gone, not over any more, or
    about somebody else, and comes back with it. So it is too if a list or another calendar told of
    the visit first. What the `unreadable` ones became stays. Listing again changes nothing.
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
    banned = _banned(parsed)
    keep_from_asking(connection, sealer, practice_id=practice.id, banned=banned, now=now)
    plan = _plan(sightings, known, _standing(parsed).union(unreadable), window)
    counts = _count_entries(parsed, unreadable)
    counts.update(_change_known(connection, practice, plan, now))
    returning = {v.id for v in known if v.may_return} | {v.id for v in plan.gone}
    counts.update(_take_in(connection, sealer, practice, plan.new, returning, now))
    return {label: count for label, count in counts.items() if count or label == "entries"}


def _banned(parsed: Iterable[_Parsed]) -> list[BannedContact]:
    return [p.banned for _, p in parsed if isinstance(p, NotAVisit) and p.banned is not None]


def _count_entries(parsed: Sequence[_Parsed], unreadable: Collection[str]) -> Counter[str]:
    """Count the entries that are over, and those that are no visit by reason."""
    counts = Counter(f"not_a_visit_{p.reason.value}" for _, p in parsed if isinstance(p, NotAVisit))
    counts[f"not_a_visit_{Doubt.UNREADABLE.value}"] = len(unreadable)
    counts["entries"] = len(parsed) + len(unreadable)
    return counts


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


def _standing(parsed: Iterable[_Parsed]) -> set[str]:
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
        seen = VisitSighting(visit.id, visit.source_id, sighting.event.ends_at)
        if visit.may_return:
            plan.revived.append(seen)
        elif visit.is_waiting and visit.occurred_at != seen.occurred_at:
            (plan.moved if visit.is_first else plan.shifted).append(seen)
    sighted = {sighting.event.event_id for sighting in sightings}
    kept.update(visit.id for visit in known if _entry(visit) in standing - sighted)
    for visit in known:
        if visit.id in kept or not visit.is_waiting or visit.is_off:
            continue
        if window.since < visit.occurred_at <= window.until or _entry(visit) in sighted:
            plan.gone.append(visit)
    return plan


def _entry(visit: IngestedVisit) -> str:
    return visit.source_id.partition("#")[0]


def _known_as(sighting: _Sighting, by_key: Mapping[str, IngestedVisit]) -> IngestedVisit | None:
    """Find the visit an entry became, if it was about the same person."""
    for key in (sighting.event.event_id, sighting.revised_id):
        visit = by_key.get(key)
        if visit is None:
            continue
        if visit.phone_hash in sighting.hashes or visit.email_hash in sighting.hashes:
            return visit
    return None


def _change_known(
    connection: Connection, practice: CalendarPractice, plan: _Plan, now: datetime
) -> dict[str, int]:
    """Call off, move and bring back the visits that are known already."""
    canceled = call_off_visits(
        connection,
        practice_id=practice.id,
        visit_ids=[visit.id for visit in plan.gone],
        source=practice.source,
        now=now,
    )
    moved = sum(_move(connection, practice, seen) for seen in plan.moved)
    revived = sum(_revive(connection, practice, seen, now) for seen in plan.revived)
    _keep(connection, practice, plan.shifted)
    return {"canceled": canceled, "moved": moved, "revived": revived}


def _move(connection: Connection, practice: CalendarPractice, seen: VisitSighting) -> bool:
    return move_visit(
        connection,
        practice_id=practice.id,
        visit_id=seen.visit_id,
        source=practice.source,
        source_id=seen.source_id,
        occurred_at=seen.occurred_at,
        local_date=local_date(seen.occurred_at, practice.zone),
    )


def _revive(
    connection: Connection, practice: CalendarPractice, seen: VisitSighting, now: datetime
) -> int:
    if not _move(connection, practice, seen):
        return 0
    _keep(connection, practice, [seen])
    return revive_visit(
        connection,
        practice_id=practice.id,
        visit_id=seen.visit_id,
        source=practice.source,
        run_at=max(now, seen.occurred_at + timedelta(minutes=practice.delay_minutes)),
    )


def _keep(
    connection: Connection, practice: CalendarPractice, seen: Sequence[VisitSighting]
) -> None:
    record_sightings(connection, practice_id=practice.id, source=practice.source, sightings=seen)


def _take_in(
    connection: Connection,
    sealer: Sealer,
    practice: CalendarPractice,
    new: Sequence[tuple[_Sighting, str]],
    returning: set[UUID],
    now: datetime,
) -> Counter[str]:
    """Take in new visits; one of a day whose visit we called off takes that one's place."""
    outcomes = ingest_visits(
        connection,
        sealer,
        practice_id=practice.id,
        zone=practice.zone,
        delay_minutes=practice.delay_minutes,
        visits=[_visit(practice, sighting, source_id) for sighting, source_id in new],
        now=now,
    )
    counts: Counter[str] = Counter()
    again = []
    for (sighting, source_id), outcome in zip(new, outcomes, strict=True):
        seen = VisitSighting(outcome.visit_id, source_id, sighting.event.ends_at)
        if outcome.result is VisitResult.ACCEPTED:
            counts["accepted"] += 1
        elif outcome.visit_id in returning:
            returning.discard(outcome.visit_id)
            counts["revived"] += _revive(connection, practice, seen, now)
        else:
            counts["duplicates"] += 1
            again.append(seen)
    _keep(connection, practice, again)
    return counts


def _visit(practice: CalendarPractice, sighting: _Sighting, source_id: str) -> VisitInput:
    return VisitInput(
        first_name=sighting.contact.first_name,
        phone_e164=sighting.contact.phone_e164,
        email=sighting.contact.email,
        occurred_at=sighting.event.ends_at,
        locale=sighting.contact.locale,
        source=practice.source,
        source_id=source_id,
    )
