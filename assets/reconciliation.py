"""Checkouts and subscriptions as Stripe has them: what lost webhooks would have told."""

import dagster as dg

from assets.reviews import DAILY
from core.billing.reconciliation import reconcile_checkouts
from core.engine import Engine
from core.inbox import apply_pending

GROUP = "billing"
OWNERS = ["team:operations"]

_NETWORK = dg.RetryPolicy(max_retries=2, delay=30, backoff=dg.Backoff.EXPONENTIAL)


@dg.asset(
    name="stripe_checkouts",
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python", "postgres", "stripe"},
    freshness_policy=DAILY,
    retry_policy=_NETWORK,
    pool="stripe",
    description=(
        "Paid checkouts and the standing of subscriptions, compared with Stripe's own lists."
        " What we were not told is stored as an event and applied like a webhook."
    ),
)
def stripe_checkouts(engine: dg.ResourceParam[Engine]) -> dg.MaterializeResult[None]:
    """Heal what was missed; a listing that cannot be read fails the run."""
    now = engine.now()
    counts = reconcile_checkouts(engine.deps, now=now)
    with engine.connect() as connection:
        applied = apply_pending(connection, engine.config, engine.sealer, now=now)
    return dg.MaterializeResult(
        metadata={
            **counts,
            "events_applied": applied["applied"],
            "events_waiting": applied["failed"],
        }
    )
