"""Practices and their settings: who pays, what they chose, in which state they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("practices")


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice with its settings; defaults stand in where settings have no row yet."""

    id: UUID
    name: str
    phone: str | None
    email: str | None
    city: str | None
    timezone: str | None
    status: str
    stripe_customer_id: str | None
    stripe_subscription_id: str | None
    stripe_state_at: datetime | None
    source_place_id: str | None
    review_link: str | None
    quiet_hours_start: time | None
    quiet_hours_end: time | None
    daily_cap: int
    default_locale: str
    cooldown_days: int
    send_delay_minutes: int
    frontdesk_daily_quota: int
    sms_status: str
    digest_email: str | None
    data_source: str | None
    onboarding_completed_at: datetime | None
    paused_at: datetime | None

    @property
    def zone(self) -> str:
        """Its time zone, or Pacific time until it is known."""
        return self.timezone or "America/Los_Angeles"


@dataclass(frozen=True, slots=True)
class NewPractice:
    """What a checkout tells of a practice."""

    id: UUID
    name: str
    email: str | None
    phone: str | None
    city: str | None
    timezone: str | None
    customer_id: str | None
    subscription_id: str | None
    state_at: datetime


@dataclass(frozen=True, slots=True)
class SubscriptionState:
    """What decides whether a Stripe event may move a practice."""

    id: UUID
    status: str
    stripe_subscription_id: str | None
    stripe_state_at: datetime | None
    onboarding_completed_at: datetime | None


def lock_identity(connection: Connection, *keys: str) -> None:
    """Hold these identities until the transaction ends, always in the same order."""
    for key in sorted(set(keys)):
        connection.execute(_queries.lock_identity, {"key": key})


def find_practice(connection: Connection, practice_id: UUID) -> Practice | None:
    """Find a practice with its settings."""
    row = connection.execute(_queries.get_practice, {"practice_id": practice_id}).fetchone()
    return None if row is None else Practice(**row)


def find_practice_by_stripe(
    connection: Connection, *, customer_id: str | None, subscription_id: str | None
) -> UUID | None:
    """Find whom a Stripe subscription, or else a customer, stands for."""
    if subscription_id is not None:
        query = _queries.find_by_subscription
        row = connection.execute(query, {"subscription_id": subscription_id}).fetchone()
        if row is not None:
            return UUID(str(row["id"]))
    if customer_id is None:
        return None
    row = connection.execute(_queries.find_by_customer, {"customer_id": customer_id}).fetchone()
    return None if row is None else UUID(str(row["id"]))


def find_canceled_practice(connection: Connection, *, email: str) -> UUID | None:
    """Find the practice that last canceled under this address."""
    row = connection.execute(_queries.find_canceled_by_email, {"email": email}).fetchone()
    return None if row is None else UUID(str(row["id"]))


def list_practices_by_email(connection: Connection, email: str) -> list[UUID]:
    """Name the practices whose owner or digest address this is."""
    rows = connection.execute(_queries.list_by_email, {"email": email})
    return [row["id"] for row in rows]


def insert_practice(connection: Connection, practice: NewPractice, *, now: datetime) -> None:
    """Add a practice in status `provisioning`."""
    connection.execute(_queries.insert_practice, _columns(practice) | {"now": now})


def revive_practice(connection: Connection, practice: NewPractice) -> bool:
    """Let a known practice start anew; False if Stripe has said something later already."""
    return connection.execute(_queries.revive_practice, _columns(practice)).rowcount == 1


def upsert_billing(
    connection: Connection,
    practice_id: UUID,
    *,
    sms_status: str,
    billing: Mapping[str, Any],
    digest_email: str | None,
) -> None:
    """Store billing facts, making the settings row with `sms_status` if there is none."""
    connection.execute(
        _queries.upsert_billing,
        {
            "practice_id": practice_id,
            "sms_status": sms_status,
            "billing_json": Jsonb(dict(billing)),
            "digest_email": digest_email,
        },
    )


def adopt_subscription(connection: Connection, practice_id: UUID, subscription_id: str) -> None:
    """Remember a subscription of a practice that has none."""
    params = {"id": practice_id, "subscription_id": subscription_id}
    connection.execute(_queries.adopt_subscription, params)


def lock_subscription_state(connection: Connection, practice_id: UUID) -> SubscriptionState:
    """Hold a practice and give the state of its subscription; LookupError if it is unknown."""
    row = connection.execute(_queries.lock_practice, {"id": practice_id}).fetchone()
    if row is None:
        message = f"no practice {practice_id}"
        raise LookupError(message)
    return SubscriptionState(**row)


def set_status(
    connection: Connection, practice_id: UUID, *, status: str, state_at: datetime
) -> None:
    """Set a practice's status as of a Stripe event's time."""
    params = {"id": practice_id, "status": status, "state_at": state_at}
    connection.execute(_queries.set_status, params)


def block_sms(connection: Connection, practice_id: UUID) -> bool:
    """Mark the practice's sender as refused by carriers; False if it was not `ready`."""
    return connection.execute(_queries.block_sms, {"practice_id": practice_id}).rowcount == 1


def set_paused(connection: Connection, practice_id: UUID, *, paused_at: datetime | None) -> None:
    """Pause all sending of a practice, or resume it with None."""
    params = {"practice_id": practice_id, "paused_at": paused_at}
    connection.execute(_queries.set_paused, params)


def _columns(practice: NewPractice) -> dict[str, Any]:
    return {
        "id": practice.id,
        "name": practice.name,
        "email": practice.email,
        "phone": practice.phone,
        "city": practice.city,
        "timezone": practice.timezone,
        "customer_id": practice.customer_id,
        "subscription_id": practice.subscription_id,
        "state_at": practice.state_at,
    }
