"""The day's upkeep: what must be forgotten, what is still to be learned, what must still add up."""

from collections.abc import Iterator
from datetime import timedelta

import dagster as dg

from core.engine import Engine
from core.operations.data_keys import reseal_values
from core.sending.prices import fetch_prices
from core.sending.rechecks import recheck_decisions
from core.store.retention import purge_expired

GROUP = "housekeeping"
OWNERS = ["team:operations"]

_RECHECKED = timedelta(days=2)


@dg.asset(
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python", "postgres"},
    description=(
        "Personal data past its time: review texts and authors after 30 days, inbound texts, sealed"
        " addresses, what providers' events said 90 days after they were applied, expired links and"
        " sessions, contacts of patients not seen for two years; and"
        " what was to last a day or less: lists not confirmed, windows of limits."
    ),
)
def retention_purges(engine: dg.ResourceParam[Engine]) -> dg.MaterializeResult[None]:
    """Forget what is due."""
    with engine.connect() as connection:
        purged = purge_expired(connection, now=engine.now())
    return dg.MaterializeResult(metadata={**purged})


@dg.asset(
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python", "postgres", "twilio"},
    description="What texts cost: Twilio knows some time after delivery, and is asked then.",
)
def message_prices(engine: dg.ResourceParam[Engine]) -> dg.MaterializeResult[None]:
    """Ask for the prices that are not known yet."""
    return dg.MaterializeResult(
        metadata={"prices_found": fetch_prices(engine.deps, now=engine.now())}
    )


@dg.asset(
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python", "postgres"},
    description=(
        "Contacts and calendar access that are kept for long, under the newest encryption key:"
        " what a former one sealed is sealed anew."
    ),
)
def sealed_values(engine: dg.ResourceParam[Engine]) -> dg.MaterializeResult[None]:
    """Seal anew what stands under a former key."""
    with engine.connect() as connection:
        counts = reseal_values(connection, engine.sealer)
    return dg.MaterializeResult(metadata={f"values_{name}": n for name, n in counts.items()})


@dg.asset(
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python", "postgres"},
    check_specs=[
        dg.AssetCheckSpec("every_verdict_follows_from_its_inputs", asset="decision_rechecks")
    ],
    description="Verdicts of the last two days, computed again from what was stored with them.",
)
def decision_rechecks(engine: dg.ResourceParam[Engine]) -> Iterator[dg.MaterializeResult[None]]:
    """Compute every recent verdict again; one that comes out otherwise fails the check."""
    with engine.connect() as connection:
        recheck = recheck_decisions(connection, since=engine.now() - _RECHECKED)
    yield dg.MaterializeResult(
        metadata={"decisions_checked": recheck.checked, "decisions_differing": recheck.disagreed},
        check_results=[
            dg.AssetCheckResult(
                passed=recheck.agrees,
                metadata={"decisions": [str(one.decision_id) for one in recheck.disagreements]},
            )
        ],
    )
