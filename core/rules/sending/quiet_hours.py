"""When a message may arrive: the practice's hours, the federal ones and the states' stricter ones.

Federal: no solicitation before 8 a.m. or after 9 p.m. where the called party is (47 CFR
64.1200(c)(1)). State windows are rows of `quiet_hour_rules`, never constants here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce

from core.rules.places.local_time import at_local, local_date

EARLIEST = time(8)
LATEST = time(21)
CONTINENTAL_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)
LOOK_AHEAD_DAYS = 14

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


Clocks = tuple[time, time]
"""From, included, and until, excluded, on one day's clock."""


@dataclass(frozen=True)
class HourRule:
    """The hours a state allows on one weekday (0 Monday), or on one date: latest is excluded.

    `weekday` is None beside `on_date`; without hours nothing is allowed that day. A rule of a date
    narrows those of its weekday and never widens them: the strictest wins.
    """

    region: str
    weekday: int | None
    earliest: time | None
    latest: time | None
    on_date: date | None = None

    def is_about(self, day: date) -> bool:
        """Tell whether the rule is one of the local date `day`."""
        return self.weekday == day.weekday() if self.on_date is None else self.on_date == day

    @property
    def hours(self) -> list[Clocks]:
        """What it allows."""
        if self.earliest is None or self.latest is None:
            return []
        return [(self.earliest, self.latest)]


@dataclass(frozen=True, order=True)
class LawfulWindow:
    """A stretch of lawful time in UTC: start included, end not."""

    start: datetime
    end: datetime


def next_lawful_minute(
    now: datetime,
    *,
    quiet_start: time,
    quiet_end: time,
    practice_zone: str,
    number_zones: tuple[str, ...],
    regions: tuple[str, ...],
    rules: Sequence[HourRule],
) -> datetime | None:
    """Give `now` if it is lawful, else the first lawful minute after it, in UTC.

    None if the fourteen days ahead hold none, as when the practice's quiet hours cover the day.
    """
    window = next_lawful_window(
        now,
        quiet_start=quiet_start,
        quiet_end=quiet_end,
        practice_zone=practice_zone,
        number_zones=number_zones,
        regions=regions,
        rules=rules,
    )
    return window.start if window else None


def next_lawful_window(
    now: datetime,
    *,
    quiet_start: time,
    quiet_end: time,
    practice_zone: str,
    number_zones: tuple[str, ...],
    regions: tuple[str, ...],
    rules: Sequence[HourRule],
) -> LawfulWindow | None:
    """Give what is left of the lawful stretch at `now`, or else the whole of the next one.

    Lawful is what is outside the practice's quiet hours and between 08:00 and 21:00 in the
    practice's zone and in every zone of the number, and within the window of each of its states.
    Without zones of its own a number may be anywhere: the four continental ones then all count, and
    without regions all `rules` do.
    """
    federal = [(EARLIEST, LATEST)]
    open_hours = _overlap_clocks(_waking_hours(quiet_start, quiet_end), federal)
    days = [local_date(now, practice_zone) + n * _DAY for n in range(-2, LOOK_AHEAD_DAYS + 2)]
    calendars = [_calendar(practice_zone, [(day, open_hours) for day in days])]
    for zone in dict.fromkeys(number_zones or CONTINENTAL_ZONES):
        hours = [(day, _state_hours(day, regions, rules)) for day in days]
        calendars.append(_calendar(zone, hours))
    lawful = reduce(_overlap, calendars)
    horizon = now + LOOK_AHEAD_DAYS * _DAY
    return next((w for w in _from(now, lawful) if w.start <= horizon), None)


def _waking_hours(quiet_start: time, quiet_end: time) -> list[Clocks]:
    """Turn quiet hours, which may wrap midnight, into the rest of the day; equal ends are none."""
    if quiet_start == quiet_end:
        return [(time.min, time.max)]
    if quiet_start > quiet_end:
        return [(quiet_end, quiet_start)]
    return [(time.min, quiet_start), (quiet_end, time.max)]


def _state_hours(day: date, regions: tuple[str, ...], rules: Sequence[HourRule]) -> list[Clocks]:
    hours = [(EARLIEST, LATEST)]
    for rule in rules:
        if rule.is_about(day) and (rule.region in regions or not regions):
            hours = _overlap_clocks(hours, rule.hours)
    return hours


def _overlap_clocks(some: list[Clocks], others: list[Clocks]) -> list[Clocks]:
    pairs = [(max(a[0], b[0]), min(a[1], b[1])) for a in some for b in others]
    return [(start, end) for start, end in pairs if start < end]


def _calendar(zone: str, hours: list[tuple[date, list[Clocks]]]) -> list[LawfulWindow]:
    return [
        LawfulWindow(at_local(day, start, zone), at_local(day, end, zone))
        for day, clocks in hours
        for start, end in clocks
    ]


def _overlap(some: list[LawfulWindow], others: list[LawfulWindow]) -> list[LawfulWindow]:
    """Intersect two ordered lists of disjoint windows."""
    found: list[LawfulWindow] = []
    i = j = 0
    while i < len(some) and j < len(others):
        start, end = max(some[i].start, others[j].start), min(some[i].end, others[j].end)
        if start < end:
            found.append(LawfulWindow(start, end))
        if some[i].end < others[j].end:
            i += 1
        else:
            j += 1
    return found


def _from(now: datetime, windows: list[LawfulWindow]) -> Iterator[LawfulWindow]:
    """Cut what is before `now`; a later window starts on a whole minute."""
    for window in windows:
        if window.start <= now < window.end:
            yield LawfulWindow(now.astimezone(UTC), window.end)
        elif now < window.start:
            start = window.start + (-(window.start - datetime.min.replace(tzinfo=UTC)) % _MINUTE)
            if start < window.end:
                yield LawfulWindow(start, window.end)
