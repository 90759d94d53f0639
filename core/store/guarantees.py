"""The credit behind the ten-review guarantee."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from core.rules.billing.price import MONTHLY_PRICE_CENTS
from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("guarantees")

_CURRENCY = "usd"


@dataclass(frozen=True, slots=True)
class CreditTerms:
    """Whom to credit with how much, in the currency's smallest unit."""

    customer_id: str | None
    is_served: bool
    """Not canceled: there is a next invoice for a credit to lower."""
    amount_cents: int
    currency: str
    is_granted: bool
    """Credited already, as `settings` say, since the day the guarantee was due."""

    @property
    def may_be_credited(self) -> bool:
        """A balance entry in our currency will reach somebody; else a person pays back."""
        return self.customer_id is not None and self.is_served and self.currency == _CURRENCY


def get_credit_terms(connection: Connection, practice_id: UUID, *, due_on: date) -> CreditTerms:
    """Find whom to credit with what was paid for a month, for the guarantee due on a day.

    The price is ours where Stripe has not told it. LookupError for an unknown practice.
    """
    params = {
        "practice_id": practice_id,
        "due_on": due_on,
        "default_amount_cents": MONTHLY_PRICE_CENTS,
    }
    row = connection.execute(_queries.get_credit_terms, params).fetchone()
    if row is None:
        message = f"no practice {practice_id}"
        raise LookupError(message)
    return CreditTerms(**row)


def record_credit(
    connection: Connection, practice_id: UUID, *, credit_id: str, now: datetime
) -> None:
    """Keep the id of a granted credit."""
    params = {"practice_id": practice_id, "credit_id": credit_id, "at": now.isoformat()}
    connection.execute(_queries.record_credit, params)
