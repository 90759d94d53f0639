"""In which of an account's calendars an entry stands, and when it is certain that it is gone."""

from collections.abc import Iterable, Sequence

from core.calendars.coverage import Coverage
from core.calendars.sightings import CalendarPractice, Sighting
from core.rules.calendars.events import CalendarEvent
from core.store.database import Connection
from core.store.visit_changes import IngestedVisit, place_entries


def certainly_gone(
    gone: Sequence[IngestedVisit], over: Iterable[CalendarEvent], coverage: Coverage
) -> list[IngestedVisit]:
    """Keep to the visits whose entries were seen to be off, or looked for where they stood."""
    seen = {event.event_id for event in over}
    return [one for one in gone if one.entry_id in seen or coverage.tells_of(one.calendar_hash)]


def place_sightings(
    connection: Connection,
    practice: CalendarPractice,
    sightings: Iterable[Sighting],
    coverage: Coverage,
) -> None:
    """Write down in which calendar each entry stands."""
    hashes = coverage.hashes
    place_entries(
        connection,
        practice_id=practice.id,
        source=practice.source,
        calendars={
            key: hashes[one.event.calendar_id]
            for one in sightings
            for key in one.keys
            if one.event.calendar_id in hashes
        },
    )
