"""What operators are told: every condition that needs a person, raised once and cleared."""

from collections.abc import Mapping
from datetime import timedelta

import dagster as dg

from core.clock import current_instant
from core.engine import Engine
from core.operations.alerts import Condition, reconcile_alerts
from core.operations.conditions import WATCHES, find_conditions
from core.rules.vocabulary import Alert, JobType
from core.worker import dispatch_due

GROUP = "alerting"

LONGEST_SILENCE: Mapping[str, timedelta] = {
    "metrics": timedelta(hours=3),
    "sla_check": timedelta(hours=3),
    "onboarding_nudges": timedelta(hours=3),
    "guarantee_check": timedelta(hours=50),
    "spend_check": timedelta(hours=50),
    "reviews_nightly": timedelta(hours=50),
    "housekeeping": timedelta(hours=50),
    "weekly_digest": timedelta(days=8),
}
"""How long a scheduled job may go without a success before an operator is told."""


@dg.asset(
    group_name=GROUP,
    owners=["team:operations"],
    kinds={"python", "postgres", "ses"},
    deps=[["analytics", "sla_breaches"], ["analytics", "spend_guardrail"]],
    description=(
        "Conditions that need a person: dead jobs, a deep queue, opt-out spikes, failing webhooks,"
        " refused senders, messages of unknown fate, missed schedules and promises at risk. One"
        " email when one begins; it is cleared by itself when it ends."
    ),
)
def operator_alerts(
    context: dg.AssetExecutionContext, engine: dg.ResourceParam[Engine]
) -> dg.MaterializeResult[None]:
    """Compare what holds with what is open, and tell operators what is new."""
    now = engine.now()
    silent = [] if engine.is_time_fixed else find_missed_schedules(context.instance)
    with engine.connect() as connection:
        conditions = find_conditions(connection, engine.config, WATCHES, now=now)
        counts = reconcile_alerts(
            connection,
            engine.config,
            [*conditions, *silent],
            watched=[*WATCHES, Alert.SCHEDULE_MISSED],
            now=now,
        )
    mailed = dispatch_due(engine.deps, now=now, types=[JobType.SEND_ALERT])
    return dg.MaterializeResult(
        metadata={
            "alerts_raised": counts.raised,
            "alerts_cleared": counts.cleared,
            "alerts_open": counts.open,
            **mailed.labels,
        }
    )


def find_missed_schedules(instance: dg.DagsterInstance) -> list[Condition]:
    """Find scheduled jobs that have run before and not succeeded for too long."""
    silent = [
        job_name
        for job_name, longest in LONGEST_SILENCE.items()
        if _is_silent(instance, job_name, longest)
    ]
    if not silent:
        return []
    summary = f"No success for too long: {', '.join(silent)}. See their runs."
    return [Condition(Alert.SCHEDULE_MISSED, None, summary, {"jobs": silent})]


def _is_silent(instance: dg.DagsterInstance, job_name: str, longest: timedelta) -> bool:
    runs = instance.get_run_records(
        dg.RunsFilter(job_name=job_name, statuses=[dg.DagsterRunStatus.SUCCESS]), limit=1
    )
    return bool(runs) and current_instant() - runs[0].create_timestamp > longest
