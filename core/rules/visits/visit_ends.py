"""When the visit of a row ended, as far as its list tells."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core.rules.places.local_time import at_local, local_date
from core.rules.visits.cells import is_given
from core.rules.visits.clocks import Clock, read_clock, read_length
from core.rules.visits.dates import DayOrder, Moment, parse_moment
from core.rules.visits.rejections import Fault

OLDEST_DAYS = 2 * 365
CLOSE_OF_DAY = time(17)

_MOMENTS_REMEMBERED = 8192
_MIDNIGHT = time(0)
_HALF_DAY = timedelta(hours=12)
_LONGEST_VISIT = timedelta(hours=8)


class TimeCells(NamedTuple):
    """What a row says of time, cell by cell."""

    date: str
    time: str
    end_time: str
    duration: str


class End(NamedTuple):
    """When a visit ended, and what of its cells was not understood.

    `is_certain` is False where that leaves open whether a visit of today is over.
    """

    instant: datetime
    day: date
    faults: tuple[Fault, ...]
    is_certain: bool = True


class EndReader:
    """Reads when visits ended, by the clock of the practice."""

    def __init__(self, zone: str, now: datetime) -> None:
        self.order: DayOrder = "month_first"
        self.today = local_date(now, zone)
        self._zone = zone
        self._now = now
        self._moments: dict[str, Moment | None] = {}
        self._ends: dict[TimeCells, End | Fault] = {}

    def read(self, cells: TimeCells) -> End | Fault:
        """Give the end of a visit; what is to come, or long past, is a fault.

        The order of dates is settled before the first is read.
        """
        if cells not in self._ends:
            if len(self._ends) == _MOMENTS_REMEMBERED:
                self._ends.clear()
            self._ends[cells] = self._read(cells)
        return self._ends[cells]

    def _read(self, cells: TimeCells) -> End | Fault:
        if not is_given(cells.date):
            return Fault("date", "date_missing")
        moment = self._moment(cells.date)
        if moment is None:
            return Fault("date", "date_invalid")
        fault = self._fault_of_day(moment.day)
        if fault:
            return fault
        clock, faults = self._choose_clock(cells, moment)
        instant = moment.instant or self._instant(moment.day, clock)
        instant = instant.astimezone(UTC)
        length, is_length_read = _length(cells, moment, clock)
        instant += length
        has_time = clock is not None or moment.instant is not None
        if instant > self._now and has_time:
            return Fault("date", "date_in_future")
        day = local_date(instant, self._zone)
        is_long_past = has_time and instant + _LONGEST_VISIT <= self._now
        is_read = (is_length_read or is_long_past) and not (faults and clock is None)
        is_over = is_read and self._is_surely_over(instant, clock, moment)
        return End(instant, day, faults, is_certain=is_over or day < self.today)

    def _moment(self, text: str) -> Moment | None:
        if text not in self._moments:
            if len(self._moments) == _MOMENTS_REMEMBERED:
                self._moments.clear()
            self._moments[text] = parse_moment(text, order=self.order, today=self.today)
        return self._moments[text]

    def _choose_clock(
        self, cells: TimeCells, moment: Moment
    ) -> tuple[Clock | None, tuple[Fault, ...]]:
        """Give the end of the visit if it is told; midnight is how systems write no time."""
        faults: tuple[Fault, ...] = ()
        for text, is_end in ((cells.end_time, True), (cells.time, False)):
            found = self._clock(text, moment.day) if is_given(text) else None
            if found and found.at != _MIDNIGHT:
                end = found.is_end or is_end
                return Clock(found.at, found.zone, is_end=end, is_sure=found.is_sure), ()
            if is_given(text) and not found:
                faults = (Fault("time", "time_invalid"),)
        if moment.clock and moment.clock.at != _MIDNIGHT:
            return moment.clock, ()
        return None, faults

    def _clock(self, text: str, day: date) -> Clock | None:
        """Read a time of day, also one that has its date, which has to be the visit's."""
        clock = read_clock(text)
        if clock is not None:
            return clock
        moment = self._moment(text)
        if moment is None or moment.day != day:
            return None
        if moment.instant is None:
            return moment.clock
        local = moment.instant.astimezone(ZoneInfo(self._zone))
        return Clock(local.time()) if local.date() == day else None

    def _fault_of_day(self, day: date) -> Fault | None:
        if day > self.today:
            return Fault("date", "date_in_future")
        return Fault("date", "date_too_old") if (self.today - day).days > OLDEST_DAYS else None

    def _instant(self, day: date, clock: Clock | None) -> datetime:
        if clock is None:
            return at_local(day, CLOSE_OF_DAY, self._zone)
        if clock.zone is None or self._has_zone(day, clock.zone):
            return at_local(day, clock.at, self._zone)
        return at_local(day, clock.at, clock.zone)

    def _has_zone(self, day: date, zone: str) -> bool:
        """Tell whether the practice's clock is the named zone's by night and day of that day."""
        noon = datetime.combine(day, time(12))
        here, there = (noon.replace(tzinfo=ZoneInfo(one)) for one in (self._zone, zone))
        return here.utcoffset() == there.utcoffset()

    def _is_surely_over(self, instant: datetime, clock: Clock | None, moment: Moment) -> bool:
        if clock is None or clock.is_sure or moment.instant is not None:
            return True
        return instant + _HALF_DAY <= self._now


def _length(cells: TimeCells, moment: Moment, clock: Clock | None) -> tuple[timedelta, bool]:
    """Give what the visit took, where only its start is known, and whether it was understood."""
    has_start = clock is not None or moment.instant is not None
    if not has_start or (clock and clock.is_end) or not is_given(cells.duration):
        return timedelta(), True
    length = read_length(cells.duration)
    return (timedelta(), False) if length is None else (length, True)
