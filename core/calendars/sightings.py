"""Whose calendar is read, what of it, and the entries in it that are over and about a patient."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from core.rules.calendars.events import CalendarEvent, NotAVisit, PatientContact
from core.sealing import Sealer
from core.store.visit_changes import IngestedVisit

_REVISION_CHARS = 12

Parsed: TypeAlias = tuple[CalendarEvent, PatientContact | NotAVisit]


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
class Sighting:
    """An entry that is over and about a patient, with the two keys it may be known by."""

    event: CalendarEvent
    contact: PatientContact
    hashes: frozenset[str]
    revised_id: str
    """The key if somebody else stood in the entry before."""

    @property
    def keys(self) -> tuple[str, str]:
        """What its visit may be stored under."""
        return self.event.event_id, self.revised_id

    def is_about(self, visit: IngestedVisit) -> bool:
        """Tell whether a visit is of the same person."""
        return visit.phone_hash in self.hashes or visit.email_hash in self.hashes


def sight(sealer: Sealer, event: CalendarEvent, contact: PatientContact) -> Sighting:
    """Give an entry with its keys."""
    phone = sealer.hash(contact.phone_e164) if contact.phone_e164 else None
    email = sealer.hash(contact.email) if contact.email else None
    best = phone or email or ""
    return Sighting(
        event=event,
        contact=contact,
        hashes=frozenset(one for one in (phone, email) if one),
        revised_id=f"{event.event_id}#{best[:_REVISION_CHARS]}",
    )
