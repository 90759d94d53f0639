"""What Stripe said of practices' standing, event by event, and what is missing of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.rules.billing.facts import BillingFact, FactKind
from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("billing_facts")


@dataclass(frozen=True, slots=True)
class Charge:
    """Whose a charge was; `charged_at` None where no event has told when it was made."""

    customer_id: str
    charged_at: datetime | None


@dataclass(frozen=True, slots=True)
class KnownSubscription:
    """A practice's subscription and what is thought of it."""

    practice_id: UUID
    subscription_id: str
    status: str
    """active, past_due, paused or canceled."""
    state_at: datetime | None


def append_fact(connection: Connection, practice_id: UUID, fact: BillingFact) -> bool:
    """Keep a fact; False if it is known already."""
    params = asdict(fact) | {"practice_id": practice_id, "kind": fact.kind.value}
    return connection.execute(_queries.append_fact, params).rowcount == 1


def list_facts(connection: Connection, practice_id: UUID) -> list[BillingFact]:
    """List all facts of a practice."""
    rows = connection.execute(_queries.list_facts, {"practice_id": practice_id})
    return [BillingFact(**row | {"kind": FactKind(row["kind"])}) for row in rows]


def find_practice_by_fact(
    connection: Connection,
    *,
    session_id: str | None,
    customer_id: str | None,
    subscription_id: str | None,
) -> UUID | None:
    """Find whom a session, else a subscription, else a customer was ever known for."""
    row = connection.execute(
        _queries.find_practice,
        {
            "session_id": session_id,
            "customer_id": customer_id,
            "subscription_id": subscription_id,
        },
    ).fetchone()
    return None if row is None else UUID(str(row["practice_id"]))


def find_charge(
    connection: Connection, *, charge_id: str | None, payment_intent_id: str | None
) -> Charge | None:
    """Find whose charge or payment it was in what other Stripe events said; None if in none."""
    params = {"charge_id": charge_id, "payment_intent_id": payment_intent_id}
    row = connection.execute(_queries.find_charge, params).fetchone()
    return None if row is None else Charge(**row)


def list_witnesses(
    connection: Connection,
    *,
    invoice_id: str | None,
    charge_id: str | None,
    payment_intent_id: str | None,
) -> list[Mapping[str, Any]]:
    """List the invoices and checkouts that a charge was for, as Stripe told them, newest first."""
    params = {
        "invoice_id": invoice_id,
        "charge_id": charge_id,
        "payment_intent_id": payment_intent_id,
    }
    rows = connection.execute(_queries.list_witnesses, params)
    return [row["witness"] for row in rows]


def find_charge_object(connection: Connection, charge_id: str) -> Mapping[str, Any] | None:
    """Find a charge as Stripe told it, rather with its invoice than without; None if it did not."""
    row = connection.execute(_queries.find_charge_object, {"charge_id": charge_id}).fetchone()
    return None if row is None else row["charge"]


def list_known_sessions(connection: Connection, session_ids: Sequence[str]) -> set[str]:
    """Name those of some checkout sessions that have provisioned a practice."""
    rows = connection.execute(_queries.list_known_sessions, {"session_ids": list(session_ids)})
    return {row["session_id"] for row in rows}


def list_unpaid_sessions(connection: Connection, *, since: datetime) -> list[str]:
    """Name the sessions told of since then as not paid yet, of which no payment is known."""
    rows = connection.execute(_queries.list_unpaid_sessions, {"since": since})
    return [row["session_id"] for row in rows]


def list_known_subscriptions(connection: Connection) -> list[KnownSubscription]:
    """List the subscription of every practice that has one."""
    return [KnownSubscription(**row) for row in connection.execute(_queries.list_subscriptions)]
