"""Which partition a moment belongs to, for runs that name none."""

from datetime import datetime, time, timedelta

import dagster as dg

from assets.digests import HOUR, SUNDAYS
from assets.reviews import DAYS
from core.rules.places.local_time import PLATFORM_ZONE, at_local, local_date

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


def default_partition(partitions: dg.PartitionsDefinition[str] | None, now: datetime) -> str | None:
    """Give the partition a run at `now` is for: today, or the Sunday reported last."""
    if partitions == DAYS:
        return current_day(now)
    if partitions == SUNDAYS:
        return latest_sunday(now)
    return None


def current_day(now: datetime) -> str:
    """Name the day that `now` falls on in Los Angeles."""
    return local_date(now, PLATFORM_ZONE).isoformat()


def latest_sunday(now: datetime) -> str:
    """Name the latest Sunday whose 07:00 in Los Angeles has come by `now`."""
    today = local_date(now, PLATFORM_ZONE)
    sunday = today - _DAY * (today.isoweekday() % 7)
    if at_local(sunday, time(HOUR), PLATFORM_ZONE) > now:
        sunday -= _WEEK
    return sunday.isoformat()
