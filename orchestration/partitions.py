"""Which partition a moment belongs to, for runs that name none."""

from datetime import datetime, time, timedelta

import dagster as dg

from assets.digests import SUNDAYS
from assets.digests import TIMEZONE as DIGEST_TIMEZONE
from assets.reviews import DAYS
from assets.reviews import TIMEZONE as REVIEWS_TIMEZONE
from core.rules.places.local_time import at_local, local_date

DIGEST_TIME = time(7)

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


def default_partition(partitions: dg.PartitionsDefinition[str] | None, now: datetime) -> str | None:
    """Give the partition a run at `now` is for: today, or the Sunday reported last."""
    if partitions == DAYS:
        return local_date(now, REVIEWS_TIMEZONE).isoformat()
    if partitions == SUNDAYS:
        return latest_sunday(now)
    return None


def latest_sunday(now: datetime) -> str:
    """Name the latest Sunday whose 07:00 in Los Angeles has come by `now`."""
    today = local_date(now, DIGEST_TIMEZONE)
    sunday = today - _DAY * (today.isoweekday() % 7)
    if at_local(sunday, DIGEST_TIME, DIGEST_TIMEZONE) > now:
        sunday -= _WEEK
    return sunday.isoformat()
