"""How much of an account a poll has read, calendar by calendar, and what follows of the rest.

An entry that is not there calls its visit off only if its calendar was read to the end. A calendar
that is refused, missing or read in part keeps its visits. Once it has been out of reach for six
polls and a day, the others stop waiting for it: it is set aside, and read back when it returns.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from core.calendars.sightings import Window
from core.providers.calendar_ports import Listing
from core.rules.calendars.causes import Cause
from core.rules.calendars.findings import CalendarName
from core.sealing import Sealer
from core.store.database import Connection
from core.store.known_calendars import (
    NAME_COLUMN,
    count_lagging,
    forget_left_out,
    record_missing,
    record_read,
    record_unread,
    set_aside,
)

FEWEST_POLLS = 6
LONGEST_WAIT = timedelta(hours=24)
"""A calendar is set aside after so many polls in a row and so long without it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of an account was read; with `whole` None everything that there is."""

    whole: frozenset[str] | None = None
    """Keyed hashes of the calendars read to the end."""
    chosen: frozenset[str] | None = None
    """Of those that the practice wants read; None for all."""
    is_complete: bool = True
    hashes: Mapping[str, str] = field(default_factory=dict)
    """By the calendar's id, for calendars that stood in the account's list."""

    def tells_of(self, calendar_hash: str | None) -> bool:
        """Tell whether what is not in the listing is not in that calendar any more either."""
        if self.whole is None:
            return True
        if calendar_hash is None:
            return self.is_complete
        if calendar_hash in self.whole:
            return True
        return self.chosen is not None and calendar_hash not in self.chosen

    def narrow(self, window: Window) -> Window:
        """Give the part of a window in which whatever is not listed is gone: all of it, or none."""
        return window if self.is_complete else Window(window.until, window.until)


@dataclass(frozen=True, slots=True)
class Fared:
    """How the calendars fared: the coverage, whether any lags, and what was set aside just now."""

    coverage: Coverage
    is_lagging: bool
    set_aside: tuple[Cause, ...]


def keep_coverage(
    connection: Connection,
    sealer: Sealer,
    *,
    practice_id: UUID,
    source: str,
    listing: Listing,
    chosen: Collection[str] | None,
    now: datetime,
) -> Fared:
    """Write down how each calendar fared in a listing, and give what may be made of it.

    Where the account's list was not had, the main calendar has no id to know it by again.
    """
    account = _Account(connection, sealer, practice_id, source, now)
    wanted = None if chosen is None else frozenset(map(sealer.hash, chosen))
    if wanted is not None:
        forget_left_out(connection, practice_id=practice_id, source=source, chosen=wanted)
    has_ids = listing.is_list_whole or chosen is not None
    if has_ids:
        account.record(listing)
    met = {sealer.hash(one.id) for one in (_all(listing) if has_ids else listing.read)}
    missing = record_missing(
        connection,
        practice_id=practice_id,
        source=source,
        met=met,
        chosen=wanted,
        cause=Cause.CALENDAR_GONE if listing.is_list_whole else Cause.PASSING,
        now=now,
    )
    coverage = Coverage(
        whole=frozenset(sealer.hash(one.id) for one in listing.read),
        chosen=wanted,
        is_complete=not listing.unread and not missing,
        hashes={one.id: sealer.hash(one.id) for one in _all(listing)} if has_ids else {},
    )
    aside = account.set_aside()
    lagging = count_lagging(connection, practice_id=practice_id, source=source)
    return Fared(coverage, lagging > 0, aside)


@dataclass(frozen=True, slots=True)
class _Account:
    """Whose calendars they are, and where that is written down."""

    connection: Connection
    sealer: Sealer
    practice_id: UUID
    source: str
    now: datetime

    def record(self, listing: Listing) -> None:
        """Write down which calendars were read, and why others were not."""
        record_read(
            self.connection,
            practice_id=self.practice_id,
            source=self.source,
            rows=[self._row(one) for one in listing.read],
            now=self.now,
        )
        record_unread(
            self.connection,
            practice_id=self.practice_id,
            source=self.source,
            rows=[self._row(one.calendar) | {"cause": one.cause.value} for one in listing.unread],
            now=self.now,
        )

    def set_aside(self) -> tuple[Cause, ...]:
        """Stop waiting for what is out of reach for long; gives why each was."""
        causes = set_aside(
            self.connection,
            practice_id=self.practice_id,
            source=self.source,
            fewest_polls=FEWEST_POLLS,
            unread_before=self.now - LONGEST_WAIT,
            never=Cause.PAGES_REPEAT,
            now=self.now,
        )
        return tuple(map(Cause, causes))

    def _row(self, calendar: CalendarName) -> dict[str, str]:
        name = self.sealer.seal(calendar.name, practice_id=self.practice_id, column=NAME_COLUMN)
        return {"calendar_hash": self.sealer.hash(calendar.id), "sealed_name": name}


def _all(listing: Listing) -> list[CalendarName]:
    return [*listing.read, *(one.calendar for one in listing.unread)]
