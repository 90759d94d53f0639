"""Review requests and every other message: due jobs, done until none is left."""

import time
from collections import Counter

import dagster as dg

from core.engine import Engine
from core.inbox import apply_pending
from core.store.jobs import count_jobs
from core.worker import DispatchCounts, dispatch_due

GROUP = "fulfillment"
OWNERS = ["team:operations"]

_PAUSE_SECONDS = 0.2
_LONGEST_SECONDS = 600.0
_BATCH = 500


class Patience(dg.Config):
    """How long a run stays for more work after it has done what was due."""

    linger_seconds: float = 0.0


@dg.multi_asset(
    name="pending_raw_events",  # no step may be called as a job is
    specs=[
        dg.AssetSpec(
            "raw_events",
            group_name="ingestion",
            owners=OWNERS,
            kinds={"python", "postgres"},
            description=(
                "Events from Stripe, Twilio and SES that the web app stored and could not act on"
                " at once, applied by the same code. Failing ones stay, with their error, and are"
                " tried again."
            ),
        )
    ],
)
def raw_events(engine: dg.ResourceParam[Engine]) -> dg.MaterializeResult[None]:
    """Apply what is stored and not applied, until nothing more can be."""
    totals: Counter[str] = Counter()
    while True:
        with engine.connect() as connection:
            counts = apply_pending(
                connection, engine.config, engine.sealer, now=engine.now(), limit=_BATCH
            )
        totals["applied"] += counts["applied"]
        totals["failed"] = counts["failed"]
        if not counts["applied"]:
            return dg.MaterializeResult(metadata={**totals})


@dg.asset(
    deps=["visits", "patients", "settings", "templates"],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python", "postgres", "twilio", "ses"},
    description=(
        "Messages that are due: requests and reminders to patients, proofs and links to offices,"
        " alerts to operators. Each passes the send gate at the moment it goes out. A request of"
        " unknown fate is looked up at the provider before anything is repeated."
    ),
)
def review_requests(
    context: dg.AssetExecutionContext, config: Patience, engine: dg.ResourceParam[Engine]
) -> dg.MaterializeResult[None]:
    """Do due jobs, then stay a while for those that become due."""
    counts = DispatchCounts()
    started = idle_since = time.monotonic()
    while True:
        done = dispatch_due(engine.deps, now=engine.now(), worker=_worker_name(context))
        counts = counts.plus(done)
        moment = time.monotonic()
        idle_since = moment if done.claimed else idle_since
        if moment - idle_since >= config.linger_seconds or moment - started > _LONGEST_SECONDS:
            break
        time.sleep(_PAUSE_SECONDS)
    with engine.connect() as connection:
        waiting = count_jobs(connection, now=engine.now())
    return dg.MaterializeResult(
        metadata={
            **counts.labels,
            "claimed": counts.claimed,
            "still_due": waiting.due,
            "dead_jobs": waiting.dead,
        }
    )


def _worker_name(context: dg.AssetExecutionContext) -> str:
    return f"run-{context.run.run_id[:12]}"
