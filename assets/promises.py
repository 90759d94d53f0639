"""The promises to practices, checked against fresh marts; each breach is written down once."""

from collections.abc import Collection

import dagster as dg

from assets._flags import skip_if_off
from core.engine import Engine
from core.operations.alerts import reconcile_alerts
from core.operations.conditions import find_conditions
from core.operations.promises import (
    record_failed_guarantees,
    record_sla_breaches,
    record_spend_breaches,
)
from core.rules.vocabulary import Alert, JobType
from core.store.database import Connection
from core.worker import dispatch_due

GROUP = "promises"
OWNERS = ["team:operations"]
GUARANTEE_FLAG = "reviews"
"""Without readings of places nobody knows whether a guarantee was kept."""
KINDS = {"python", "postgres"}


@dg.asset(
    group_name=GROUP,
    owners=OWNERS,
    kinds=KINDS,
    deps=[["analytics", "sla_breaches"]],
    description=(
        "Practices whose first request did not go out within 48 hours of checkout, recorded once;"
        " operators hear of them, and of those at risk from hour 12 on."
    ),
)
def sla_breaches(engine: dg.ResourceParam[Engine]) -> dg.MaterializeResult[None]:
    """Record late first requests, and alert."""
    with engine.connect() as connection:
        recorded = record_sla_breaches(connection, now=engine.now())
        alerts = _watch(engine, connection, [Alert.SLA_BREACH, Alert.SLA_RISK])
    return _result(engine, {"sla_breaches": recorded, **alerts})


@dg.asset(
    group_name=GROUP,
    owners=OWNERS,
    kinds=KINDS,
    deps=[["analytics", "guarantees"], ["analytics", "guarantee_history"]],
    description=(
        "Practices that did not gain ten reviews in thirty days, recorded once with the credit that"
        " is due. With FEATURE_AUTO_CREDIT one month is credited at Stripe."
    ),
)
def guarantee_failures(engine: dg.ResourceParam[Engine]) -> dg.MaterializeResult[None]:
    """Record failed guarantees, queue their credits, and alert."""
    if skipped := skip_if_off(engine, GUARANTEE_FLAG):
        return skipped
    now = engine.now()
    with engine.connect() as connection:
        recorded = record_failed_guarantees(connection, engine.config, now=now)
        alerts = _watch(engine, connection, [Alert.GUARANTEE_FAILED])
    credits_ = dispatch_due(engine.deps, now=now, types=[JobType.GRANT_CREDIT])
    return _result(engine, {"guarantees_failed": recorded, **alerts, **credits_.labels})


@dg.asset(
    group_name=GROUP,
    owners=OWNERS,
    kinds=KINDS,
    deps=[["analytics", "spend_guardrail"]],
    description=(
        "Practice weeks whose texts cost more than the guardrail, recorded once. A warning with a"
        " figure: it stops no send."
    ),
)
def spend_breaches(engine: dg.ResourceParam[Engine]) -> dg.MaterializeResult[None]:
    """Record weeks above the guardrail, and alert."""
    with engine.connect() as connection:
        recorded = record_spend_breaches(connection, now=engine.now())
        alerts = _watch(engine, connection, [Alert.SPEND_WEEKLY])
    return _result(engine, {"guardrails_hit": recorded, **alerts})


def _watch(engine: Engine, connection: Connection, alerts: Collection[Alert]) -> dict[str, int]:
    """Raise and clear these alerts as their conditions stand."""
    now = engine.now()
    conditions = find_conditions(connection, engine.config, alerts, now=now)
    counts = reconcile_alerts(connection, engine.config, conditions, watched=alerts, now=now)
    return {"alerts_raised": counts.raised, "alerts_cleared": counts.cleared}


def _result(engine: Engine, counts: dict[str, int]) -> dg.MaterializeResult[None]:
    """Mail what was raised and report."""
    mailed = dispatch_due(engine.deps, now=engine.now(), types=[JobType.SEND_ALERT])
    return dg.MaterializeResult(metadata={**counts, **mailed.labels})
