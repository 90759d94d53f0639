"""The jobs an operator sees: which assets run together, and what they are for."""

import dagster as dg

from assets.alerts import operator_alerts
from assets.benchmarks import benchmarks
from assets.calendars import gcal_visits, outlook_visits
from assets.digests import weekly_digests
from assets.fulfillment import raw_events as raw_events_asset
from assets.fulfillment import review_requests
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
from orchestration.dbt import dbt_models


def _with_marts(asset: dg.AssetsDefinition) -> dg.AssetSelection:
    """Select an asset and the models below it, without their tests: those run in `metrics`."""
    own = dg.AssetSelection.assets(asset)
    models = dg.AssetSelection.assets(dbt_models) & own.upstream()
    return (own | models) - dg.AssetSelection.all_asset_checks()


raw_events = dg.define_asset_job(
    "raw_events",
    dg.AssetSelection.assets(raw_events_asset),
    description="Apply events that were stored and could not be acted on at once.",
)
fulfillment = dg.define_asset_job(
    "fulfillment",
    dg.AssetSelection.assets(review_requests),
    description="Send what is due: requests, reminders, proofs, links, alerts.",
)
onboarding_nudges = dg.define_asset_job(
    "onboarding_nudges",
    dg.AssetSelection.assets(concierge_nudges),
    description="Nudge offices that began onboarding a day ago and did not finish.",
)
gcal_ingest = dg.define_asset_job(
    "gcal_ingest",
    dg.AssetSelection.assets(gcal_visits),
    description="Read finished appointments out of connected Google calendars.",
)
outlook_ingest = dg.define_asset_job(
    "outlook_ingest",
    dg.AssetSelection.assets(outlook_visits),
    description="Read finished appointments out of connected Outlook calendars.",
)
reviews_nightly = dg.define_asset_job(
    "reviews_nightly",
    dg.AssetSelection.assets(reviews_reading),
    description="Read every practice's place on Google: reviews, totals, baselines.",
)
metrics = dg.define_asset_job(
    "metrics",
    dg.AssetSelection.assets(dbt_models) | dg.AssetSelection.checks_for_assets(dbt_models),
    description="Build and test every dbt model.",
)
weekly_digest = dg.define_asset_job(
    "weekly_digest",
    _with_marts(weekly_digests),
    description="Build the marts, then mail each practice the week before its Sunday.",
)
sla_check = dg.define_asset_job(
    "sla_check",
    _with_marts(sla_breaches),
    description="Record first requests that are late, and alert; also on those at risk.",
)
guarantee_check = dg.define_asset_job(
    "guarantee_check",
    _with_marts(guarantee_failures),
    description="Record guarantees that failed, and credit them where that is automatic.",
)
spend_check = dg.define_asset_job(
    "spend_check",
    _with_marts(spend_breaches),
    description="Record practice weeks whose texts cost more than the guardrail.",
)
alerts = dg.define_asset_job(
    "alerts",
    _with_marts(operator_alerts),
    description="Tell operators what needs a person, and clear what no longer does.",
)
benchmark_email = dg.define_asset_job(
    "benchmark_email",
    _with_marts(benchmarks),
    description="Compose the monthly comparison with peers. Nothing is sent.",
)
housekeeping = dg.define_asset_job(
    "housekeeping",
    dg.AssetSelection.assets(retention_purges, sealed_values, message_prices, decision_rechecks),
    description=(
        "Forget what is past its time, seal anew what a former key sealed, learn what texts cost,"
        " recheck verdicts."
    ),
)
stripe_reconcile = dg.define_asset_job(
    "stripe_reconcile",
    dg.AssetSelection.assets(stripe_checkouts),
    description="Compare checkouts and subscriptions with Stripe, and heal what was missed.",
)

JOBS = [
    raw_events,
    fulfillment,
    onboarding_nudges,
    gcal_ingest,
    outlook_ingest,
    reviews_nightly,
    metrics,
    weekly_digest,
    sla_check,
    guarantee_check,
    spend_check,
    alerts,
    benchmark_email,
    housekeeping,
    stripe_reconcile,
]
