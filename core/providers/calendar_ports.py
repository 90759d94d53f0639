"""What the engine asks of a calendar: trade a code for lasting access, and list what has ended."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from core.errors import ProviderRejected, TransientError
from core.providers import failures
from core.rules.calendars.causes import Cause
from core.rules.calendars.events import CalendarEvent
from core.rules.calendars.findings import CalendarName
from core.rules.calendars.refusals import Course

CHOSEN_GONE = "chosen_calendars_gone"

MOST_CALENDARS_LOOKED_AT = 25
"""Of one account, when an owner chooses among them."""


_MOST_ODD_ENTRIES = 3

KeepToken = Callable[[str], None]
"""Keeps the refresh token to use next, which replaces the one in use the moment it is given."""


def keep_no_token(_token: str) -> None:
    """Keep nothing, where access is for one call only."""


class CalendarRefused(ProviderRejected):
    """A provider refused, for a `cause` that its owner can be told of; `status` is HTTP's."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        cause: Cause = Cause.REFUSED,
        course: Course = Course.KEEP,
        status: int = 0,
    ) -> None:
        super().__init__(code, message)
        self.cause = cause
        self.course = course
        self.status = status


class AccessLost(CalendarRefused):
    """The owner's consent is gone for good; only they can renew it."""


class Throttled(TransientError):
    """The provider wants to be called less: nothing more is asked of it for now."""


@dataclass(frozen=True)
class Grant:
    """Lasting access to one account's calendars."""

    refresh_token: str = field(repr=False)


@dataclass(frozen=True)
class Unread:
    """A calendar of which not everything was read, and why."""

    calendar: CalendarName
    cause: Cause


@dataclass(frozen=True)
class Listing:
    """What stands between two instants in the calendars that could be read, at least one."""

    events: tuple[CalendarEvent, ...] = field(repr=False)
    unreadable: frozenset[str] = frozenset()
    """Ids of entries that stand there, and of which no more can be said."""
    read: tuple[CalendarName, ...] = ()
    """Those read to the end."""
    unread: tuple[Unread, ...] = ()
    is_list_whole: bool = True
    """Whether the account's list of calendars was had, so that one not in it is not there."""


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

        Of the `calendars` with these ids, or of all that the account keeps. Each stands alone: one
        that is refused, fails or repeats its pages is `unread`, and the others are read; where none
        can be, the first refusal is raised. Microsoft hands out another refresh token each time;
        `keep_token` gets it before anything else can fail. Raises AccessLost where the consent is
        gone, Throttled where the provider wants rest, and ProviderRejected with the code
        CHOSEN_GONE where no calendar is left.
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
