"""The tables that dbt reads and no asset writes: the web app does, or every part of the engine."""

from collections.abc import Mapping

import dagster as dg

from assets.fulfillment import OWNERS

_DESCRIPTIONS: Mapping[str, str] = {
    "practices": "Paying dental offices, made by a completed checkout; status follows Stripe.",
    "settings": "What each practice chose at onboarding, and what it pays for.",
    "patients": "First names and sealed contacts of a practice's patients; nothing clinical.",
    "visits": "Finished appointments, told by uploads, the front desk or a connected calendar.",
    "messages": "The ledger of every outbound text and email, written before it is sent.",
    "engagements": "What became of each request: delivered, failed, clicked, stopped.",
    "events": "Append-only log of everything that happened; skips carry reasons, failures codes.",
    "jobs": "The outbox: what must be done, written with the change that caused it.",
    "templates": "The wording of every message, in English and Spanish.",
}

TABLES = [
    dg.AssetSpec(
        name,
        description=description,
        group_name="platform",
        owners=OWNERS,
        kinds={"postgres"},
    )
    for name, description in _DESCRIPTIONS.items()
]
"""External assets: Dagster shows where figures come from, and runs nothing."""
