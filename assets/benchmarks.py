"""How practices compare with their peers, composed monthly and not sent."""

import dagster as dg

from assets._flags import skip_if_off
from core.engine import Engine
from core.store.marts import count_benchmarks

GROUP = "digests"
FLAG = "benchmark_email"


@dg.asset(
    group_name=GROUP,
    owners=["team:customer-success"],
    kinds={"python", "postgres"},
    deps=[["analytics", "benchmark_velocity"]],
    description=(
        "What a monthly benchmark email would say of each practice. Nothing is sent: the wording"
        " is not approved. Practices with fewer than ten peers are not compared."
    ),
)
def benchmarks(engine: dg.ResourceParam[Engine]) -> dg.MaterializeResult[None]:
    """Count the practices that could be compared this month."""
    if skipped := skip_if_off(engine, FLAG):
        return skipped
    with engine.connect() as connection:
        counts = count_benchmarks(connection, month=engine.now().date().replace(day=1))
    return dg.MaterializeResult(
        metadata={
            "practices_compared": counts.compared,
            "practices_without_peers": counts.without_peers,
            "benchmarks_sent": 0,
        }
    )
