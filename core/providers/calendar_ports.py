"""What the engine asks of a calendar: trade a code for lasting access, and list what has ended."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from core.errors import ProviderRejected
from core.rules.calendar_events import CalendarEvent

LONGEST_LISTING_PAGES = 200
"""A listing with more pages than this goes round in circles."""


class AccessLost(ProviderRejected):
    """The owner's consent is gone, or was never wide enough; only they can renew it."""


@dataclass(frozen=True)
class Grant:
    """Lasting access to one account's calendars."""

    refresh_token: str = field(repr=False)


@dataclass(frozen=True)
class Listing:
    """Everything between two instants, all pages of all calendars, or the call has raised.

    `refresh_token` is the one to use next: Microsoft hands out another each time.
    """

    events: tuple[CalendarEvent, ...] = field(repr=False)
    refresh_token: str = field(repr=False)


class CalendarClient(Protocol):
    """Reads the calendars that one practice has connected."""

    def exchange(self, code: str, *, verifier: str, redirect_uri: str) -> Grant:
        """Trade an authorization code, once; raises AccessLost for one that is used or too old."""
        ...

    def list_events(self, refresh_token: str, *, since: datetime, until: datetime) -> Listing:
        """List the entries that overlap the time between `since` and `until`, instances singly.

        Never gives a part: a page that fails fails the listing. Raises AccessLost where the
        consent is gone.
        """
        ...


def merge_copies(events: Iterable[CalendarEvent]) -> tuple[CalendarEvent, ...]:
    """Keep one of each entry that stands in several calendars: one that takes place, if any."""
    kept: dict[str, CalendarEvent] = {}
    for event in events:
        known = kept.get(event.event_id)
        if known is None or known.cancelled or known.declined:
            kept[event.event_id] = event
    return tuple(kept.values())
