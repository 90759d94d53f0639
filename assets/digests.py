"""The weekly digest: one email a practice with the week's figures out of the marts."""

from datetime import date, timedelta

import dagster as dg

from assets._flags import skip_if_off
from core.engine import Engine
from core.office_mail.digests import enqueue_digests, week_before
from core.rules.places.local_time import PLATFORM_ZONE
from core.rules.vocabulary import JobType
from core.worker import dispatch_due

GROUP = "digests"
FLAG = "digest"
HOUR = 7
"""The hour of a Sunday at which digests are due."""

SUNDAYS = dg.WeeklyPartitionsDefinition(
    start_date="2025-01-05", timezone=PLATFORM_ZONE, hour_offset=HOUR, day_offset=0, end_offset=1
)
"""Weeks by the Sunday on which they are reported; each covers the seven days before."""


@dg.asset(
    group_name=GROUP,
    owners=["team:customer-success"],
    kinds={"python", "postgres", "ses"},
    partitions_def=SUNDAYS,
    deps=[
        ["analytics", "weekly_digest"],
        ["analytics", "guarantees"],
        ["analytics", "visit_outcomes"],
    ],
    freshness_policy=dg.FreshnessPolicy.time_window(fail_window=timedelta(days=8)),
    description=(
        "The email each practice gets on Sunday morning about its week: requests, clicks, new"
        " reviews, and why anybody was not asked. Sent once a practice and week."
    ),
)
def weekly_digests(
    context: dg.AssetExecutionContext, engine: dg.ResourceParam[Engine]
) -> dg.MaterializeResult[None]:
    """Queue the digests of one Sunday and send them."""
    if skipped := skip_if_off(engine, FLAG):
        return skipped
    sunday = date.fromisoformat(context.partition_key)
    now = engine.now()
    with engine.connect() as connection:
        queued = enqueue_digests(connection, sunday=sunday, now=now)
    sent = dispatch_due(engine.deps, now=now, types=[JobType.SEND_DIGEST])
    return dg.MaterializeResult(
        metadata={
            "digests_queued": queued.queued,
            "digests_without_address": queued.skipped,
            "week_start": week_before(sunday).isoformat(),
            **sent.labels,
        }
    )
