"""Turns one listing of a practice's calendar into visits, and takes back those that went away.

Titles and descriptions are read here, in memory, and go no further.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from core.calendars.coverage import Coverage
from core.calendars.doubts import drop_settled, heed_answers, keep_doubts, without_asked
from core.calendars.places import certainly_gone, place_sightings
from core.calendars.sightings import CalendarPractice, Parsed, Sighting, Window, sight
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


@dataclass
class _Plan:
    """What a listing comes to."""

    new: list[tuple[Sighting, str]] = field(default_factory=list)
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
    coverage: Coverage = Coverage(),  # noqa: B008 - it is frozen: everything was read
) -> dict[str, int]:
    """Take in a listing of `window`; gives counts by what became of the entries.

    An entry becomes a visit when its end has passed. A visit that nobody was asked about yet
    follows its entry: it moves with it, is called off if the entry is gone, not over any more, or
    about somebody else, and comes back with it. So it is too if a list or another calendar told of
    the visit first. What the `unreadable` ones became stays. An entry that leaves open whether
    anybody came waits for the office's word. What `coverage` lacks stays as it was.
    """
    lock_intake(connection, practice.id)
    over = [e for e in events if window.since < e.ends_at <= window.until]
    read = [(event, parse_patient(event, fields)) for event in over]
    parsed, doubts = heed_answers(connection, sealer, practice, read)
    sightings = _sight(sealer, parsed)
    known = _known(connection, practice, [*sightings, *(one.sighting for one in doubts)], window)
    _heed_bans(connection, sealer, practice, parsed, now)
    plan = _plan(sightings, known, _standing(parsed).union(unreadable), window)
    plan.gone = certainly_gone(plan.gone, over, coverage)
    doubts = without_asked(doubts, known)
    told = coverage.narrow(window)
    drop_settled(connection, practice, told, open_ones=doubts, seen=over, unreadable=unreadable)
    keep_doubts(connection, sealer, practice, doubts, now=now)
    counts = _count_entries(parsed, unreadable)
    counts.update(_change_known(connection, practice, plan, now))
    returning = {v.id for v in known if v.may_return} | {v.id for v in plan.gone}
    counts.update(_take_in(connection, sealer, practice, plan.new, returning, now))
    place_sightings(connection, practice, sightings, coverage)
    return {label: count for label, count in counts.items() if count or label == "entries"}


def _sight(sealer: Sealer, parsed: Iterable[Parsed]) -> list[Sighting]:
    return [sight(sealer, event, p) for event, p in parsed if isinstance(p, PatientContact)]


def _known(
    connection: Connection,
    practice: CalendarPractice,
    sightings: Iterable[Sighting],
    window: Window,
) -> list[IngestedVisit]:
    """List the visits that these entries, or any within the window, have become."""
    return list_ingested_visits(
        connection,
        practice_id=practice.id,
        source=practice.source,
        source_ids=[key for sighting in sightings for key in sighting.keys],
        since=window.since,
        until=window.until,
    )


def _heed_bans(
    connection: Connection,
    sealer: Sealer,
    practice: CalendarPractice,
    parsed: Iterable[Parsed],
    now: datetime,
) -> None:
    """Keep those from being asked of whom an entry says that they do not want it."""
    found = [p.banned for _, p in parsed if isinstance(p, NotAVisit) and p.banned is not None]
    keep_from_asking(connection, sealer, practice_id=practice.id, banned=found, now=now)


def _count_entries(parsed: Sequence[Parsed], unreadable: Collection[str]) -> Counter[str]:
    """Count the entries that are over, and those that are no visit by reason."""
    counts = Counter(f"not_a_visit_{p.reason.value}" for _, p in parsed if isinstance(p, NotAVisit))
    counts[f"not_a_visit_{Doubt.UNREADABLE.value}"] = len(unreadable)
    counts["entries"] = len(parsed) + len(unreadable)
    return counts


def _standing(parsed: Iterable[Parsed]) -> set[str]:
    """Name the entries that still stand, be they readable or not."""
    return {event.event_id for event, found in parsed if not did_not_happen(found)}


def _plan(
    sightings: Sequence[Sighting],
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
    kept.update(visit.id for visit in known if visit.entry_id in standing - sighted)
    for visit in known:
        if visit.id in kept or not visit.is_waiting or visit.is_off:
            continue
        if window.since < visit.occurred_at <= window.until or visit.entry_id in sighted:
            plan.gone.append(visit)
    return plan


def _known_as(sighting: Sighting, by_key: Mapping[str, IngestedVisit]) -> IngestedVisit | None:
    """Find the visit an entry became, if it was about the same person."""
    found = (visit for key in sighting.keys if (visit := by_key.get(key)))
    return next(filter(sighting.is_about, found), None)


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
    new: Sequence[tuple[Sighting, str]],
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


def _visit(practice: CalendarPractice, sighting: Sighting, source_id: str) -> VisitInput:
    return VisitInput(
        first_name=sighting.contact.first_name,
        phone_e164=sighting.contact.phone_e164,
        email=sighting.contact.email,
        occurred_at=sighting.event.ends_at,
        locale=sighting.contact.locale,
        source=practice.source,
        source_id=source_id,
    )
