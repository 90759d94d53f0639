"""Retention: what has to be forgotten is forgotten every day."""

import dagster as dg

from assets.engine import Engine
from core.store.retention import purge_expired

GROUP = "housekeeping"


@dg.asset(
    group_name=GROUP,
    owners=["team:operations"],
    kinds={"python", "postgres"},
    description=(
        "Personal data past its time: review texts and authors after 30 days, inbound texts, sealed"
        " addresses, expired links and sessions, contacts of patients not seen for two years."
    ),
)
def retention_purges(engine: dg.ResourceParam[Engine]) -> dg.MaterializeResult[None]:
    """Forget what is due."""
    with engine.connect() as connection:
        purged = purge_expired(connection, now=engine.now())
    return dg.MaterializeResult(metadata={**purged})
