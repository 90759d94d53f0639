"""Everything Dagster loads; no network, no database and no environment is needed for that."""

import dagster as dg

from assets.alerts import operator_alerts
from assets.benchmarks import benchmarks
from assets.calendars import gcal_visits, outlook_visits
from assets.digests import weekly_digests
from assets.fulfillment import raw_events, review_requests
from assets.housekeeping import (
    decision_rechecks,
    message_prices,
    retention_purges,
    sealed_values,
)
from assets.onboarding import concierge_nudges
from assets.promises import guarantee_failures, sla_breaches, spend_breaches
from assets.reconciliation import stripe_checkouts
from assets.reviews import reviews_reading
from assets.tables import TABLES
from orchestration.dbt import dbt_models
from orchestration.jobs import JOBS
from orchestration.resources import ENGINE
from orchestration.schedules import SCHEDULES
from orchestration.sensors import SENSORS

ASSETS = [
    operator_alerts,
    benchmarks,
    dbt_models,
    gcal_visits,
    guarantee_failures,
    concierge_nudges,
    outlook_visits,
    raw_events,
    retention_purges,
    sealed_values,
    message_prices,
    decision_rechecks,
    review_requests,
    reviews_reading,
    sla_breaches,
    spend_breaches,
    stripe_checkouts,
    weekly_digests,
]

defs = dg.Definitions(
    assets=[*ASSETS, *TABLES],
    jobs=JOBS,
    schedules=SCHEDULES,
    sensors=SENSORS,
    resources={"engine": ENGINE},
    executor=dg.in_process_executor,
)
