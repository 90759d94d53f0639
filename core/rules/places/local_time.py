"""Local days and times of day as instants, right on the days clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PLATFORM_ZONE = "America/Los_Angeles"
"""Where the platform's own days and weeks begin, and the clock of a practice whose is not known."""

_DAY = timedelta(days=1)


def local_date(instant: datetime, zone: str) -> date:
    """Give the calendar day that `instant` falls on in `zone`."""
    return instant.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=4096)
def at_local(day: date, clock: time, zone: str) -> datetime:
    """Give the instant, in UTC, at which clocks in `zone` show `clock` on `day`.

    A time that is skipped in spring moves forward by the hour skipped; one that comes twice in
    autumn is its first coming.
    """
    wall = datetime.combine(day, clock.replace(tzinfo=None, fold=0), tzinfo=ZoneInfo(zone))
    return wall.astimezone(UTC)


def day_bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """Give the first instant of a local day and that of the next: 23 to 25 hours apart."""
    return at_local(day, time(0), zone), at_local(day + _DAY, time(0), zone)


def next_month(day: date) -> date:
    """Give the first day of the month after that of `day`."""
    return (day.replace(day=1) + 31 * _DAY).replace(day=1)


def month_bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """Give the first instant of the local month that `day` is in, and that of the next."""
    midnight = time(0)
    return at_local(day.replace(day=1), midnight, zone), at_local(next_month(day), midnight, zone)


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Tell whether `name` is a zone of the IANA database, such as America/Los_Angeles."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
