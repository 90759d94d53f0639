"""The weekly digest: whom it goes to, and its figures as the marts have them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("digests")

GUARANTEED_REVIEWS = 10
"""How many more reviews the guarantee promises; the mart's variable of the same meaning."""


@dataclass(frozen=True, slots=True)
class DigestRecipient:
    """A practice due for a digest; without an address there is nowhere to send it."""

    practice_id: UUID
    digest_email: str | None


@dataclass(frozen=True, slots=True)
class DigestFigures:
    """One practice's week; None is "not known", never zero."""

    week_start: date
    week_end: date
    sent: int
    delivered: int
    clicked: int
    ctr: Decimal | None
    opt_outs: int
    reviews_added_7d: int | None
    average_rating: Decimal | None
    top_quotes: list[dict[str, Any]]
    spend_usd: Decimal
    total_reviews: int | None
    guarantee: dict[str, Any] | None
    not_sent: list[dict[str, Any]]
    delayed: list[dict[str, Any]]


def list_recipients(connection: Connection) -> list[DigestRecipient]:
    """List the onboarded practices that are still with us."""
    return [DigestRecipient(**row) for row in connection.execute(_queries.list_recipients, {})]


def get_digest(
    connection: Connection, *, practice_id: UUID, week_start: date
) -> DigestFigures | None:
    """Give a practice's week from the marts; None where they have no such week."""
    params = {
        "practice_id": practice_id,
        "week_start": week_start,
        "guarantee_reviews": GUARANTEED_REVIEWS,
    }
    row = connection.execute(_queries.get_digest, params).fetchone()
    return None if row is None else DigestFigures(**row)
