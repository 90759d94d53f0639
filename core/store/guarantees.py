"""The credit behind the ten-review guarantee."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.rules.billing.price import MONTHLY_PRICE_CENTS
from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("guarantees")


@dataclass(frozen=True, slots=True)
class CreditTerms:
    """Whom to credit with how much."""

    customer_id: str
    amount_cents: int


def get_credit_terms(connection: Connection, practice_id: UUID) -> CreditTerms | None:
    """Find whom to credit with one month's price, ours where Stripe has not told it.

    None without a Stripe customer.
    """
    params = {"practice_id": practice_id, "default_amount_cents": MONTHLY_PRICE_CENTS}
    row = connection.execute(_queries.get_credit_terms, params).fetchone()
    return None if row is None else CreditTerms(**row)


def record_credit(
    connection: Connection, practice_id: UUID, *, credit_id: str, now: datetime
) -> None:
    """Keep the id of a granted credit."""
    params = {"practice_id": practice_id, "credit_id": credit_id, "at": now.isoformat()}
    connection.execute(_queries.record_credit, params)
