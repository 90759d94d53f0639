"""What an owner chooses calendars and fields by: their names, and what could be taken of entries.

Titles and descriptions are not in it, and contacts are masked.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from core.rules.calendars.events import (
    CalendarEvent,
    NotAVisit,
    PatientContact,
    Reading,
    choose_patient,
    did_not_happen,
    mask_reading,
    read_entry,
    read_reading,
    write_reading,
)
from core.rules.calendars.fields import FieldChoice

_MOST_ENTRIES_A_CALENDAR = 25


@dataclass(frozen=True, slots=True)
class CalendarName:
    """One of an account's calendars; `is_kept` where the account may write to it."""

    id: str = field(repr=False)
    name: str = field(repr=False)
    is_kept: bool
    is_main: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One coming entry, read and masked; copies in several calendars carry one `event_id`."""

    event_id: str
    calendar_id: str = field(repr=False)
    ends_at: datetime
    reading: Reading = field(repr=False)


@dataclass(frozen=True, slots=True)
class Findings:
    """An account's calendars, and the next entries of each."""

    calendars: tuple[CalendarName, ...]
    entries: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One coming entry, and what would become of it; contacts are masked."""

    ends_at: datetime
    verdict: PatientContact | NotAVisit = field(repr=False)


def find_out(calendars: Iterable[CalendarName], events: Iterable[CalendarEvent]) -> Findings:
    """Read the next entries of each calendar; nothing of their words is kept."""
    entries: list[Finding] = []
    seen: dict[str, int] = {}
    for event in sorted(events, key=lambda e: (e.ends_at, e.event_id)):
        seen[event.calendar_id] = seen.get(event.calendar_id, 0) + 1
        if seen[event.calendar_id] <= _MOST_ENTRIES_A_CALENDAR:
            reading = mask_reading(read_entry(event))
            entries.append(Finding(event.event_id, event.calendar_id, event.ends_at, reading))
    return Findings(tuple(calendars), tuple(entries))


def foresee(
    findings: Findings, *, calendars: Collection[str], fields: FieldChoice
) -> list[Foreseen]:
    """Say what these calendars and fields would make of the next entries, each entry once."""
    kept: dict[str, Foreseen] = {}
    for entry in findings.entries:
        if entry.calendar_id in calendars:
            known = kept.get(entry.event_id)
            if known is None or did_not_happen(known.verdict):
                verdict = choose_patient(entry.reading, fields)
                kept[entry.event_id] = Foreseen(entry.ends_at, verdict)
    return sorted(kept.values(), key=lambda one: one.ends_at)


def write_findings(findings: Findings) -> str:
    """Write findings as JSON, to be sealed."""
    return json.dumps(
        {
            "calendars": [[c.id, c.name, c.is_kept, c.is_main] for c in findings.calendars],
            "entries": [
                [e.event_id, e.calendar_id, e.ends_at.isoformat(), write_reading(e.reading)]
                for e in findings.entries
            ],
        }
    )


def read_findings(text: str) -> Findings:
    """Read what `write_findings` wrote."""
    written = json.loads(text)
    return Findings(
        tuple(CalendarName(*row) for row in written["calendars"]),
        tuple(
            Finding(event_id, calendar_id, datetime.fromisoformat(ends_at), read_reading(reading))
            for event_id, calendar_id, ends_at, reading in written["entries"]
        ),
    )
