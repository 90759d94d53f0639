"""Practices and their settings: who pays, what they chose, in which state they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.rules.places.local_time import PLATFORM_ZONE
from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("practices")

PLATFORM_ID = UUID(int=0)
"""The practice_id under which the platform's own events, messages and suppressions are kept."""


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
    proof_code: str
    review_link: str | None
    quiet_hours_start: time | None
    quiet_hours_end: time | None
    daily_cap: int
    default_locale: str
    cooldown_days: int
    send_delay_minutes: int
    frontdesk_daily_quota: int
    sms_status: str
    monthly_budget_usd: Decimal | None
    digest_email: str | None
    data_source: str | None
    onboarding_completed_at: datetime | None
    paused_at: datetime | None

    @property
    def zone(self) -> str:
        """Its time zone, or Pacific time until it is known."""
        return self.timezone or PLATFORM_ZONE


@dataclass(frozen=True, slots=True)
class NewPractice:
    """What a checkout tells of a practice."""

    id: UUID
    name: str
    email: str | None
    phone: str | None
    city: str | None
    timezone: str | None


@dataclass(frozen=True, slots=True)
class AccountState:
    """What a practice's row says of its account with Stripe."""

    id: UUID
    status: str
    stripe_customer_id: str | None
    stripe_subscription_id: str | None
    stripe_state_at: datetime | None
    onboarding_completed_at: datetime | None

    @property
    def is_blank(self) -> bool:
        """Nothing is known of it yet: the row has just been made."""
        known = (self.stripe_customer_id, self.stripe_subscription_id, self.stripe_state_at)
        return self.status == "provisioning" and not any(known)


def tenant_of(practice_id: UUID) -> UUID | None:
    """Give the practice that a row is kept under, or None for a row of the platform."""
    return None if practice_id == PLATFORM_ID else practice_id


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


def find_returning_practice(connection: Connection, *, email: str, name: str) -> UUID | None:
    """Find the practice of this address that bears this name, or else the last that canceled.

    Another name at the address of a practice that has not left is another office.
    """
    params = {"email": email, "name": name}
    row = connection.execute(_queries.find_returning, params).fetchone()
    return None if row is None else UUID(str(row["id"]))


def list_practices_by_email(connection: Connection, email: str) -> list[UUID]:
    """Name the practices that this address may sign in to."""
    rows = connection.execute(_queries.list_by_email, {"email": email})
    return [row["id"] for row in rows]


def list_canceled(connection: Connection) -> set[UUID]:
    """Name the practices that have left."""
    return {row["id"] for row in connection.execute(_queries.list_canceled)}


def insert_practice(connection: Connection, practice: NewPractice, *, now: datetime) -> None:
    """Add a practice in status `provisioning`."""
    connection.execute(_queries.insert_practice, _columns(practice) | {"now": now})


def complete_practice(connection: Connection, practice: NewPractice) -> None:
    """Fill in what is not known yet of a practice that pays again."""
    connection.execute(_queries.complete_practice, _columns(practice))


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


def lock_account_state(connection: Connection, practice_id: UUID) -> AccountState:
    """Hold a practice and give the state of its account; LookupError if it is unknown."""
    row = connection.execute(_queries.lock_account, {"id": practice_id}).fetchone()
    if row is None:
        message = f"no practice {practice_id}"
        raise LookupError(message)
    return AccountState(**row)


def save_account_state(
    connection: Connection,
    practice_id: UUID,
    *,
    status: str,
    subscription_status: str,
    customer_id: str | None,
    subscription_id: str | None,
    state_at: datetime,
) -> None:
    """Set a practice's status as of a Stripe event's time; unknown ids leave those known."""
    connection.execute(
        _queries.save_account,
        {
            "id": practice_id,
            "status": status,
            "subscription_status": subscription_status,
            "customer_id": customer_id,
            "subscription_id": subscription_id,
            "state_at": state_at,
        },
    )


def fill_email(connection: Connection, practice_id: UUID, *, email: str) -> bool:
    """Give a practice the address that it lacks; False if it has one."""
    params = {"id": practice_id, "email": email}
    return connection.execute(_queries.fill_email, params).rowcount == 1


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
    }
