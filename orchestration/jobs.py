"""The jobs an operator sees: which assets run together, and what they are for."""

import dagster as dg

import assets.alerts
import assets.benchmarks
import assets.calendars
import assets.digests
import assets.fulfillment
import assets.housekeeping
import assets.onboarding
import assets.promises
import assets.reconciliation
import assets.reviews
from core.rules.visits.sources import CALENDARS
from orchestration import dbt


def _with_marts(asset: dg.AssetsDefinition) -> dg.AssetSelection:
    """Select an asset and the models below it, without their tests: those run in `metrics`."""
    own = dg.AssetSelection.assets(asset)
    models = dg.AssetSelection.assets(dbt.dbt_models) & own.upstream()
    return (own | models) - dg.AssetSelection.all_asset_checks()


raw_events = dg.define_asset_job(
    "raw_events",
    dg.AssetSelection.assets(assets.fulfillment.raw_events),
    description="Apply events that were stored and could not be acted on at once.",
)
fulfillment = dg.define_asset_job(
    "fulfillment",
    dg.AssetSelection.assets(assets.fulfillment.review_requests),
    description="Send what is due: requests, reminders, proofs, links, alerts.",
)
onboarding_nudges = dg.define_asset_job(
    "onboarding_nudges",
    dg.AssetSelection.assets(assets.onboarding.concierge_nudges),
    description="Nudge offices that began onboarding a day ago and did not finish.",
)
INGEST_OF = {
    name: dg.define_asset_job(
        f"{name}_ingest",
        dg.AssetSelection.assets(visits),
        description=f"Read finished appointments out of every {CALENDARS[name].title} connected.",
    )
    for name, visits in assets.calendars.VISITS_OF.items()
}
CALENDAR_INGESTS = list(INGEST_OF.values())
reviews_nightly = dg.define_asset_job(
    "reviews_nightly",
    dg.AssetSelection.assets(assets.reviews.reviews_reading),
    description="Read every practice's place on Google: reviews, totals, baselines.",
)
metrics = dg.define_asset_job(
    "metrics",
    dg.AssetSelection.assets(dbt.dbt_models) | dg.AssetSelection.checks_for_assets(dbt.dbt_models),
    description="Build and test every dbt model.",
)
weekly_digest = dg.define_asset_job(
    "weekly_digest",
    _with_marts(assets.digests.weekly_digests),
    description="Build the marts, then mail each practice the week before its Sunday.",
)
sla_check = dg.define_asset_job(
    "sla_check",
    _with_marts(assets.promises.sla_breaches),
    description="Record first requests that are late, and alert; also on those at risk.",
)
guarantee_check = dg.define_asset_job(
    "guarantee_check",
    _with_marts(assets.promises.guarantee_failures),
    description="Record guarantees that failed, and credit them where that is automatic.",
)
spend_check = dg.define_asset_job(
    "spend_check",
    _with_marts(assets.promises.spend_breaches),
    description="Record practice weeks whose texts cost more than the guardrail.",
)
alerts = dg.define_asset_job(
    "alerts",
    _with_marts(assets.alerts.operator_alerts),
    description="Tell operators what needs a person, and clear what no longer does.",
)
benchmark_email = dg.define_asset_job(
    "benchmark_email",
    _with_marts(assets.benchmarks.benchmarks),
    description="Compose the monthly comparison with peers. Nothing is sent.",
)
housekeeping = dg.define_asset_job(
    "housekeeping",
    dg.AssetSelection.groups(assets.housekeeping.GROUP),
    description=(
        "Forget what is past its time, seal anew what a former key sealed, learn what texts cost,"
        " recheck verdicts."
    ),
)
stripe_reconcile = dg.define_asset_job(
    "stripe_reconcile",
    dg.AssetSelection.assets(assets.reconciliation.stripe_checkouts),
    description="Compare checkouts and subscriptions with Stripe, and heal what was missed.",
)
