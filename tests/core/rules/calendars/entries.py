"""Calendar entries as a practice writes them, and what is read of each."""

from datetime import UTC, datetime, timedelta

from core.rules.calendars.events import (
    CalendarEvent,
    NotAVisit,
    parse_patient,
)

START = datetime(2026, 3, 4, 18, tzinfo=UTC)
A, B = "+15105550142", "+15105550143"
PHONE = "510-555-0142"


def entry(title: str, description: str = "", **changes) -> CalendarEvent:
    given = {"starts_at": START, "ends_at": START + timedelta(hours=1)} | changes
    return CalendarEvent("gcal", "e1", None, "primary", title, description, **given)


def read(title: str, description: str = "", **changes) -> tuple | str:
    found = parse_patient(entry(title, description, **changes))
    if isinstance(found, NotAVisit):
        return found.reason.value
    return found.first_name, found.phone_e164, found.email, found.locale
