"""Second checkouts of living practices, and all subscriptions that a practice has."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from core.rules.billing.standing import SubscriptionStanding
from core.store.database import Connection
from core.store.job_keys import checkout_notice_key
from core.store.practices import PLATFORM_ID
from core.store.queries import load_queries

_queries = load_queries("held_checkouts")


@dataclass(frozen=True, slots=True)
class HeldCheckout:
    """A paid checkout in the name of a living practice; `external_id` is that of its raw event."""

    practice_id: UUID
    session_id: str
    external_id: str
    held_at: datetime


@dataclass(frozen=True, slots=True)
class ForeignCheckout:
    """A paid checkout that is none of ours, and why."""

    session_id: str
    reason: str


def hold_checkout(
    connection: Connection,
    held: HeldCheckout,
    *,
    subscription_id: str | None,
    customer_id: str | None,
) -> bool:
    """Keep a checkout for a person to decide; False if it is held, or was decided, already."""
    params = {
        "practice_id": held.practice_id,
        "session_id": held.session_id,
        "external_id": held.external_id,
        "subscription_id": subscription_id,
        "customer_id": customer_id,
        "now": held.held_at,
    }
    return connection.execute(_queries.hold_checkout, params).rowcount == 1


def list_open_checkouts(
    connection: Connection, practice_id: UUID | None = None
) -> list[HeldCheckout]:
    """List what waits for a person, of one practice or of all."""
    query = _queries.list_all_open if practice_id is None else _queries.list_open
    return [HeldCheckout(**row) for row in connection.execute(query, {"practice_id": practice_id})]


def find_open_checkout(connection: Connection, *, subscription_id: str) -> HeldCheckout | None:
    """Find what waits that this subscription was bought by."""
    params = {"subscription_id": subscription_id}
    row = connection.execute(_queries.find_open_by_subscription, params).fetchone()
    return None if row is None else HeldCheckout(**row)


def find_held_checkout(connection: Connection, session_id: str) -> HeldCheckout | None:
    """Find what was held of a session, decided or not."""
    row = connection.execute(_queries.find_by_session, {"session_id": session_id}).fetchone()
    return None if row is None else HeldCheckout(**row)


def decide_checkout(
    connection: Connection, held: HeldCheckout, *, decision: str, decided_by: str, now: datetime
) -> bool:
    """Settle what waits as `accepted`, `refused` or `released`; False if it was settled before."""
    params = {
        "practice_id": held.practice_id,
        "session_id": held.session_id,
        "decision": decision,
        "decided_by": decided_by,
        "now": now,
    }
    is_decided = connection.execute(_queries.decide, params).rowcount == 1
    if is_decided:
        key = checkout_notice_key(held.session_id)
        connection.execute(_queries.withdraw_notice, {"unique_key": key})
    return is_decided


def list_foreign_checkouts(
    connection: Connection, *, since: datetime, now: datetime
) -> list[ForeignCheckout]:
    """List the checkouts of a stretch of time that were put on record and made nothing."""
    params = {"platform_id": PLATFORM_ID, "since": since, "now": now}
    return [ForeignCheckout(**row) for row in connection.execute(_queries.list_foreign, params)]


def has_ended(connection: Connection, subscription_id: str) -> bool:
    """Tell whether Stripe said that a subscription is over before anybody knew whose it is."""
    params = {"subscription_id": subscription_id}
    row = connection.execute(_queries.has_ended, params).fetchone()
    return row is not None and bool(row["found"])


def has_subscription(connection: Connection, practice_id: UUID, subscription_id: str) -> bool:
    """Tell whether a subscription is one of a practice's."""
    params = {"practice_id": practice_id, "subscription_id": subscription_id}
    row = connection.execute(_queries.has_subscription, params).fetchone()
    return row is not None and bool(row["found"])


def save_subscriptions(
    connection: Connection, practice_id: UUID, subscriptions: Iterable[SubscriptionStanding]
) -> None:
    """Keep how each subscription of a practice stands."""
    for one in subscriptions:
        params = asdict(one) | {"practice_id": practice_id}
        connection.execute(_queries.save_subscription, params)
