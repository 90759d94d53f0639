"""Suppressions: who must not be contacted by whom on which channel, and what an opt-out changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from core.rules.sending.delivery_errors import POLICIES
from core.store.database import Connection
from core.store.practices import PLATFORM_ID, tenant_of
from core.store.queries import load_queries

_queries = load_queries("suppressions")


def carrier_reason(code: str) -> str:
    """Give the reason of a suppression that a carrier's code led to."""
    return f"carrier_{code}"


LIFTED_BY_START = (
    "stop",
    *(carrier_reason(code) for code, policy in POLICIES.items() if policy.opted_out),
)
"""The person's own word, said to us or to the carrier: it holds for every channel, and ends with
their asking for messages again. All other reasons stay."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """One contact on one channel; `practice_id` None holds for every practice."""

    practice_id: UUID | None
    contact_hash: str
    channel: str
    reason: str


@dataclass(frozen=True, slots=True)
class OptedOutPatient:
    """A patient behind a phone, and the address that is known for them."""

    practice_id: UUID
    id: UUID
    email_hash: str | None
    locale: str | None


def add_suppressions(
    connection: Connection, rows: Iterable[Suppression], *, now: datetime
) -> set[tuple[UUID | None, str, str]]:
    """Suppress contacts; gives (practice, contact hash, channel) of those that are new."""
    values = [
        {
            "practice_id": str(row.practice_id or PLATFORM_ID),
            "contact_hash": row.contact_hash,
            "channel": row.channel,
            "reason": row.reason,
        }
        for row in rows
    ]
    if not values:
        return set()
    params = {"rows": Jsonb(values), "now": now, "lifted_by_start": list(LIFTED_BY_START)}
    rows_kept = connection.execute(_queries.add_suppressions, params)
    return {
        (tenant_of(row["practice_id"]), row["contact_hash"], row["channel"])
        for row in rows_kept
        if row["is_new"]
    }


def list_stopped_anew(
    connection: Connection, *, practice_ids: Sequence[UUID], phone_hash: str
) -> set[UUID]:
    """Name practices that text a number no more for a carrier's reason, and never heard STOP."""
    params = {"practice_ids": list(practice_ids), "phone_hash": phone_hash}
    return {row["practice_id"] for row in connection.execute(_queries.list_stopped_anew, params)}


def is_suppressed(
    connection: Connection, *, practice_id: UUID | None, contact_hash: str, channel: str
) -> bool:
    """Tell whether a contact is suppressed on a channel, for this practice or for all."""
    params = {
        "practice_id": practice_id or PLATFORM_ID,
        "contact_hash": contact_hash,
        "channel": channel,
        "platform_id": PLATFORM_ID,
    }
    row = connection.execute(_queries.is_suppressed, params).fetchone()
    return row is not None and bool(row["suppressed"])


def lift_suppressions(
    connection: Connection,
    *,
    practice_ids: Sequence[UUID | None],
    contact_hashes: Sequence[str],
    reasons: Sequence[str],
) -> set[tuple[UUID | None, str, str]]:
    """Lift what was suppressed for one of `reasons`; gives those that no other reason holds."""
    params = {
        "practice_ids": [p or PLATFORM_ID for p in practice_ids],
        "contact_hashes": list(contact_hashes),
        "reasons": list(reasons),
    }
    rows = connection.execute(_queries.lift_suppressions, params)
    return {
        (tenant_of(row["practice_id"]), row["contact_hash"], row["channel"])
        for row in rows
        if row["is_free"]
    }


def list_reasons(connection: Connection, *, practice_id: UUID, contact_hash: str) -> set[str]:
    """Give why a practice does not write to a contact, on whichever channel."""
    params = {
        "practice_id": practice_id,
        "contact_hash": contact_hash,
        "platform_id": PLATFORM_ID,
    }
    rows = connection.execute(_queries.list_reasons, params)
    return {reason for row in rows for reason in row["reasons"]}


def opt_patients_out(
    connection: Connection, *, practice_ids: Sequence[UUID], phone_hash: str, now: datetime
) -> list[OptedOutPatient]:
    """Mark every patient of these practices with this phone as opted out, and name them."""
    params = {"practice_ids": list(practice_ids), "phone_hash": phone_hash, "now": now}
    rows = connection.execute(_queries.opt_patients_out, params)
    return [OptedOutPatient(**row) for row in rows]


def opt_patients_in(
    connection: Connection, *, practice_ids: Sequence[UUID], phone_hash: str
) -> list[OptedOutPatient]:
    """Take the opt-out mark off these patients, and name them."""
    params = {"practice_ids": list(practice_ids), "phone_hash": phone_hash}
    rows = connection.execute(_queries.opt_patients_in, params)
    return [OptedOutPatient(**row) for row in rows]


def record_stopped(
    connection: Connection, *, practice_id: UUID, patient_ids: Sequence[UUID], now: datetime
) -> None:
    """Record `stopped` on the last request sent to each of these patients."""
    params = {"practice_id": practice_id, "patient_ids": list(patient_ids), "now": now}
    connection.execute(_queries.stop_requests, params)


def skip_requests(
    connection: Connection, *, practice_id: UUID, patient_ids: Sequence[UUID], reason: str
) -> list[UUID]:
    """End the unsent requests of these patients, and name them."""
    params = {"practice_id": practice_id, "patient_ids": list(patient_ids), "reason": reason}
    return [row["id"] for row in connection.execute(_queries.skip_requests, params)]


def skip_contacts(
    connection: Connection, *, practice_id: UUID, contacts: Sequence[Suppression], reason: str
) -> list[UUID]:
    """End the unsent requests to these contacts on their channel, and name them."""
    rows = [{"contact_hash": one.contact_hash, "channel": one.channel} for one in contacts]
    params = {"practice_id": practice_id, "rows": Jsonb(rows), "reason": reason}
    found = connection.execute(_queries.skip_contacts, params, prepare=False)
    return [row["id"] for row in found]


def find_contact_by_prefix(connection: Connection, *, practice_id: UUID, prefix: str) -> str | None:
    """Find the hash of an email address of this practice by its first hex digits."""
    params = {"practice_id": practice_id, "prefix": prefix}
    row = connection.execute(_queries.find_contact_by_prefix, params).fetchone()
    return None if row is None else str(row["hash"])
