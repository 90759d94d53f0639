"""Google reviews, the daily totals, and the baseline that the guarantee counts from."""

from collections.abc import Iterator
from datetime import date, timedelta

import dagster as dg

from assets._flags import skip_if_off
from core.engine import Engine
from core.reviews.review_readings import ReviewReadings, read_places
from core.rules.places.local_time import PLATFORM_ZONE

GROUP = "reviews"
OWNERS = ["team:data"]
FLAG = "reviews"

DAYS = dg.DailyPartitionsDefinition(start_date="2025-01-01", timezone=PLATFORM_ZONE, end_offset=1)
"""A snapshot's date; today's partition exists from midnight on."""

DAILY = dg.FreshnessPolicy.time_window(
    fail_window=timedelta(hours=50), warn_window=timedelta(hours=27)
)
"""Of what is made once a day: one run may be late, two may not be missing."""

_NETWORK = dg.RetryPolicy(max_retries=2, delay=2, backoff=dg.Backoff.EXPONENTIAL)


def _spec(key: str, description: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        key,
        deps=["practices"],
        description=description,
        group_name=GROUP,
        owners=OWNERS,
        kinds={"python", "postgres", "google"},
        freshness_policy=DAILY,
        partitions_def=DAYS,
        skippable=True,
    )


@dg.multi_asset(
    name="reviews_reading",
    specs=[
        _spec(
            "reviews",
            "Public Google reviews as last fetched; text and author are kept thirty days at most.",
        ),
        _spec(
            "review_snapshots",
            "Each place's public total and average on a day. The first reading of a day stands.",
        ),
        _spec(
            "practice_baselines",
            "Where the thirty-day guarantee starts counting: the first snapshot, for ever.",
        ),
    ],
    retry_policy=_NETWORK,
    pool="google_places",
)
def reviews_reading(
    context: dg.AssetExecutionContext, engine: dg.ResourceParam[Engine]
) -> Iterator[dg.MaterializeResult[None]]:
    """Read every place once; the run fails only where no place could be read."""
    if skipped := skip_if_off(engine, FLAG):
        yield skipped._replace(asset_key=dg.AssetKey("reviews"))
        return
    snapshot_date = date.fromisoformat(context.partition_key)
    readings = read_places(engine.deps, snapshot_date=snapshot_date, now=engine.now())
    for practice_id, code in readings.failures.items():
        context.log.warning("place of practice %s not read: %s", practice_id, code)
    if readings.has_failed:
        none_read = f"none of {len(readings.places)} places could be read"
        raise dg.Failure(none_read, metadata=_failures(readings), allow_retries=readings.may_pass)
    counts = readings.counts()
    yield dg.MaterializeResult(
        asset_key="reviews",
        metadata={
            "places": counts["places"],
            "places_failed": counts["places_failed"],
            "reviews_fetched": counts["reviews_fetched"],
            **_failures(readings),
        },
    )
    yield dg.MaterializeResult(
        asset_key="review_snapshots", metadata={"snapshots": counts["snapshots"]}
    )
    yield dg.MaterializeResult(
        asset_key="practice_baselines", metadata={"baselines": counts["baselines"]}
    )


def _failures(readings: ReviewReadings) -> dict[str, dg.MetadataValue]:
    """Show which places failed with which code, where any did."""
    if not readings.failures:
        return {}
    return {"failures": dg.MetadataValue.json(readings.failures)}
