"""Reads an account calendar by calendar, and each of them page by page, to a certain end."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from core.errors import TransientError
from core.providers.calendar_ports import (
    AccessLost,
    CalendarRefused,
    Listing,
    Throttled,
    Unread,
    merge_copies,
)
from core.rules.calendars.causes import Cause
from core.rules.calendars.events import CalendarEvent
from core.rules.calendars.findings import CalendarName
from core.rules.calendars.refusals import Course

LONGEST_LISTING_PAGES = 200
"""Some 50,000 entries; a listing with more pages has no end."""

Page: TypeAlias = tuple[Sequence[Mapping[str, Any]], str | None]
"""The items of a page, and where the next one is."""


@dataclass(frozen=True)
class Pages:
    """What all pages hold; not `is_whole` where they repeat themselves or have no end."""

    items: list[Mapping[str, Any]] = field(repr=False)
    is_whole: bool = True


@dataclass(frozen=True)
class Reading:
    """What was read of one calendar."""

    events: Iterable[CalendarEvent] = field(repr=False)
    unreadable: frozenset[str]
    is_whole: bool


@dataclass
class _Gathered:
    """What was read of all calendars so far, and what went wrong."""

    events: list[CalendarEvent] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    read: list[CalendarName] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    errors: list[CalendarRefused | TransientError] = field(default_factory=list)


def walk_pages(fetch: Callable[[str | None], Page]) -> Pages:
    """Walk all pages; those that expire under way are walked anew, once."""
    try:
        return _walk(fetch)
    except CalendarRefused as error:
        if error.course is not Course.RESTART:
            raise
    return _walk(fetch)


def read_calendars(
    calendars: Iterable[CalendarName],
    read: Callable[[CalendarName], Reading],
    *,
    is_list_whole: bool,
) -> Listing:
    """Read each calendar by itself; raises what stopped it where not one could be read.

    Lost access and a provider that wants rest are about all of them, and are raised at once.
    """
    so_far = _Gathered()
    for calendar in calendars:
        try:
            reading = read(calendar)
        except (AccessLost, Throttled):
            raise
        except CalendarRefused as error:
            so_far.unread.append(Unread(calendar, error.cause))
            so_far.errors.append(error)
        except TransientError as error:
            if error.retry_after_seconds is not None:
                raise
            so_far.unread.append(Unread(calendar, Cause.PASSING))
            so_far.errors.append(error)
        else:
            _add(so_far, calendar, reading)
    if so_far.errors and len(so_far.errors) == len(so_far.unread) and not so_far.read:
        raise next((e for e in so_far.errors if isinstance(e, TransientError)), so_far.errors[0])
    return Listing(
        events=tuple(so_far.events),
        unreadable=frozenset(so_far.unreadable),
        read=tuple(so_far.read),
        unread=tuple(so_far.unread),
        is_list_whole=is_list_whole,
    )


def without_copies(listing: Listing) -> Listing:
    """Keep one of each entry that stands in several calendars."""
    return Listing(
        merge_copies(listing.events),
        listing.unreadable,
        listing.read,
        listing.unread,
        listing.is_list_whole,
    )


def _add(so_far: _Gathered, calendar: CalendarName, reading: Reading) -> None:
    so_far.events += reading.events
    so_far.unreadable |= reading.unreadable
    if reading.is_whole:
        so_far.read.append(calendar)
    else:
        so_far.unread.append(Unread(calendar, Cause.PAGES_REPEAT))


def _walk(fetch: Callable[[str | None], Page]) -> Pages:
    items: list[Mapping[str, Any]] = []
    known, links, link = set[object](), set[str](), None
    for _ in range(LONGEST_LISTING_PAGES):
        found, following = fetch(link)
        new = [item for item in found if item.get("id") not in known]
        known.update(item["id"] for item in new if "id" in item)
        items += new
        if not following:
            return Pages(items)
        if following in links or (found and not new):
            break  # this page was there before
        links.add(following)
        link = following
    return Pages(items, is_whole=False)
