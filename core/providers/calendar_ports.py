"""What the engine asks of a calendar: trade a code for lasting access, and list what has ended."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from core.errors import ProviderRejected
from core.providers import failures
from core.rules.calendars.events import CalendarEvent
from core.rules.calendars.findings import CalendarName

LONGEST_LISTING_PAGES = 200
"""A listing with more pages than this goes round in circles."""


CHOSEN_GONE = "chosen_calendars_gone"

MOST_CALENDARS_LOOKED_AT = 25
"""Of one account, when an owner chooses among them."""


_MOST_ODD_ENTRIES = 3

KeepToken = Callable[[str], None]
"""Keeps the refresh token to use next, which replaces the one in use the moment it is given."""


def keep_no_token(_token: str) -> None:
    """Keep nothing, where access is for one call only."""


class AccessLost(ProviderRejected):
    """The owner's consent is gone, or was never wide enough; only they can renew it."""


@dataclass(frozen=True)
class Grant:
    """Lasting access to one account's calendars."""

    refresh_token: str = field(repr=False)


@dataclass(frozen=True)
class Listing:
    """Everything between two instants, all pages of all calendars, or the call has raised."""

    events: tuple[CalendarEvent, ...] = field(repr=False)
    unreadable: frozenset[str] = frozenset()
    """Ids of entries that stand there, and of which no more can be said."""


@dataclass(frozen=True)
class Look:
    """An account's calendars, and the entries of each, copies included."""

    calendars: tuple[CalendarName, ...]
    events: tuple[CalendarEvent, ...] = field(repr=False)


class CalendarClient(Protocol):
    """Reads the calendars that one practice has connected."""

    def exchange(self, code: str, *, verifier: str, redirect_uri: str) -> Grant:
        """Trade an authorization code, once; raises AccessLost for one that is used or too old."""
        ...

    def list_events(
        self,
        refresh_token: str,
        *,
        since: datetime,
        until: datetime,
        calendars: Collection[str] | None = None,
        keep_token: KeepToken = keep_no_token,
    ) -> Listing:
        """List the entries that overlap the time between `since` and `until`, instances singly.

        Of the `calendars` with these ids, or of all that the account keeps. Never gives a part: a
        page that fails fails the listing. Microsoft hands out another refresh token each time;
        `keep_token` gets it before anything else can fail. Raises AccessLost where the consent is
        gone, and ProviderRejected with the code CHOSEN_GONE where no calendar is left.
        """
        ...

    def look(
        self,
        refresh_token: str,
        *,
        since: datetime,
        until: datetime,
        keep_token: KeepToken = keep_no_token,
    ) -> Look:
        """List the account's calendars, those it merely follows too, and what stands in them."""
        ...

    def revoke(self, refresh_token: str) -> None:
        """Withdraw the consent behind a token; one that is not good any more is no failure."""
        ...


def choose_calendars(
    provider: str, known: Iterable[CalendarName], chosen: Collection[str] | None
) -> list[CalendarName]:
    """Give the chosen calendars that there still are, or those that the account keeps."""
    if chosen is None:
        return [calendar for calendar in known if calendar.is_kept]
    left = [calendar for calendar in known if calendar.id in chosen]
    if not left:
        raise ProviderRejected(CHOSEN_GONE, f"{provider} has none of the chosen calendars")
    return left


def entry_id(item: Mapping[str, Any]) -> str:
    """Give an entry's id; raises ValueError for one that cannot be kept."""
    found = str(item["id"])
    if not found or "\0" in found:
        message = "an entry's id cannot be kept"
        raise ValueError(message)
    return found


def read_entries(
    items: Sequence[Mapping[str, Any]], read: Callable[[Mapping[str, Any]], CalendarEvent | None]
) -> tuple[list[CalendarEvent], set[str]]:
    """Give the entries that are meetings, and the ids of those that cannot be read.

    One odd entry, such as one in a time zone of somebody's own making, is no reason to read none.
    Where most are odd it is the answer that is: then the first one's error is raised.
    """
    events: list[CalendarEvent] = []
    unreadable: dict[str, Exception] = {}
    for item in items:
        try:
            event = read(item)
        except failures.BAD_SHAPE as error:
            unreadable[str(item["id"])] = error
        else:
            events += [] if event is None else [event]
    if len(unreadable) > max(_MOST_ODD_ENTRIES, len(items) // 2):
        raise next(iter(unreadable.values()))
    return events, set(unreadable)


def merge_copies(events: Iterable[CalendarEvent]) -> tuple[CalendarEvent, ...]:
    """Keep one of each entry that stands in several calendars: one that takes place, if any."""
    kept: dict[str, CalendarEvent] = {}
    for event in events:
        known = kept.get(event.event_id)
        if known is None or known.cancelled or known.declined:
            kept[event.event_id] = event
    return tuple(kept.values())
