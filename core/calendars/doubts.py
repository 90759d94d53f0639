"""Entries that leave open whether anybody came: kept for the office to say, gone when clear."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.calendars.sightings import CalendarPractice, Parsed, Sighting, Window, sight
from core.rules.calendars.events import CalendarEvent, NotAVisit, PatientContact
from core.rules.calendars.titles import Doubt
from core.sealing import Sealer
from core.store.database import Connection
from core.store.doubtful_visits import (
    DoubtfulVisit,
    find_answers,
    keep_doubtful_visits,
    settle_doubtful_visits,
)
from core.store.visit_changes import IngestedVisit
from core.visits.doubtful_visits import SHOWN_FOR, seal_patient, told_safely

_REASONS: Mapping[Doubt, str] = {
    Doubt.NOT_ARRIVED: "status_open",
    Doubt.STATUS_OPEN: "status_open",
    Doubt.STATUS_UNKNOWN: "status_unknown",
}


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """An entry of which nobody knows whether its patient came."""

    sighting: Sighting
    reason: str
    told: str

    @property
    def key(self) -> str:
        """It names the patient too: an answer holds for nobody else who stands there later."""
        return self.sighting.revised_id


def heed_answers(
    connection: Connection, sealer: Sealer, practice: CalendarPractice, parsed: Sequence[Parsed]
) -> tuple[list[Parsed], list[OpenEntry]]:
    """Take the office's word that somebody came for the entry's own.

    Gives all entries anew, and the open ones that nobody has answered about.
    """
    opened = [_open(sealer, event, found) for event, found in parsed]
    answers = find_answers(
        connection,
        practice_id=practice.id,
        source=practice.source,
        source_ids=[one.key for one in opened if one],
    )
    heeded: list[Parsed] = [
        (event, one.sighting.contact if one and answers.get(one.key) else found)
        for (event, found), one in zip(parsed, opened, strict=True)
    ]
    return heeded, [one for one in opened if one and one.key not in answers]


def keep_doubts(
    connection: Connection,
    sealer: Sealer,
    practice: CalendarPractice,
    doubts: Iterable[OpenEntry],
    *,
    now: datetime,
) -> None:
    """Keep open entries until the office says whether their patients came."""
    keep_doubtful_visits(
        connection,
        practice_id=practice.id,
        source=practice.source,
        visits=[
            _sealed(sealer, practice, one)
            for one in doubts
            if one.sighting.event.ends_at >= now - SHOWN_FOR
        ],
        now=now,
    )


def drop_settled(
    connection: Connection,
    practice: CalendarPractice,
    window: Window,
    *,
    open_ones: Iterable[OpenEntry],
    seen: Iterable[CalendarEvent],
    unreadable: Collection[str],
) -> None:
    """Drop what was open before and is clear or gone by now; what cannot be read stays."""
    settle_doubtful_visits(
        connection,
        practice_id=practice.id,
        source=practice.source,
        still_open=[one.key for one in open_ones],
        seen=[event.event_id for event in seen],
        unreadable=unreadable,
        since=window.since,
        until=window.until,
    )


def without_asked(doubts: Iterable[OpenEntry], known: Collection[IngestedVisit]) -> list[OpenEntry]:
    """Leave out entries whose patient was asked about the visit before it became doubtful."""
    asked = {visit.source_id: visit for visit in known if not visit.is_waiting and not visit.is_off}
    return [
        one
        for one in doubts
        if not any(key in asked and one.sighting.is_about(asked[key]) for key in one.sighting.keys)
    ]


def _open(
    sealer: Sealer, event: CalendarEvent, found: PatientContact | NotAVisit
) -> OpenEntry | None:
    if isinstance(found, PatientContact) or found.patient is None:
        return None
    return OpenEntry(sight(sealer, event, found.patient), _REASONS[found.reason], found.told)


def _sealed(sealer: Sealer, practice: CalendarPractice, one: OpenEntry) -> DoubtfulVisit:
    contact = one.sighting.contact
    return DoubtfulVisit(
        source=practice.source,
        source_id=one.key,
        reason=one.reason,
        told=told_safely(one.told),
        sealed=seal_patient(
            sealer,
            practice.id,
            first_name=contact.first_name,
            phone=contact.phone_e164,
            email=contact.email,
            locale=contact.locale,
        ),
        occurred_at=one.sighting.event.ends_at,
    )
