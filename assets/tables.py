"""The tables that dbt reads and no asset writes: the web app does, or every part of the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import dagster as dg

from assets.fulfillment import OWNERS
from core.rules.visits.sources import CALENDARS


@dataclass(frozen=True)
class _Table:
    group: str
    description: str
    written_with: Sequence[str] = ()


_FROM_CALENDARS = [f"{name}_visits" for name in CALENDARS]

_TABLES: Mapping[str, _Table] = {
    "practices": _Table(
        "onboarding",
        "Paying dental offices, made by a completed checkout; status follows Stripe.",
        ["raw_events", "stripe_checkouts"],
    ),
    "paid_periods": _Table(
        "promises",
        "When each practice was paid for, by all that Stripe has said; each has its own promises.",
        ["practices"],
    ),
    "former_baselines": _Table(
        "promises", "Where guarantees of paid periods that are over counted from.", ["paid_periods"]
    ),
    "settings": _Table(
        "onboarding", "What each practice chose at onboarding, and what it pays for.", ["practices"]
    ),
    "templates": _Table("onboarding", "The wording of every message, in English and Spanish."),
    "visits": _Table(
        "ingestion",
        "Finished appointments, told by uploads, the front desk or a connected calendar.",
        _FROM_CALENDARS,
    ),
    "patients": _Table(
        "ingestion",
        "First names and sealed contacts of a practice's patients; nothing clinical.",
        _FROM_CALENDARS,
    ),
    "messages": _Table(
        "fulfillment",
        "The ledger of every outbound text and email, written before it is sent.",
        ["review_requests"],
    ),
    "engagements": _Table(
        "fulfillment",
        "What became of each request: delivered, failed, clicked, stopped.",
        ["review_requests"],
    ),
    "events": _Table(
        "fulfillment",
        "Append-only log of everything that happened; skips carry reasons, failures codes.",
    ),
    "jobs": _Table(
        "fulfillment",
        "The outbox: what must be done, written with the change that caused it.",
    ),
}

TABLES = [
    dg.AssetSpec(
        name,
        deps=table.written_with,
        description=table.description,
        group_name=table.group,
        owners=OWNERS,
        kinds={"postgres"},
    )
    for name, table in _TABLES.items()
]
"""External assets: Dagster shows where figures come from, and runs nothing."""
