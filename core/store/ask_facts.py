"""What is on record about people who may be asked: read for many at once, before any request is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.store.database import Connection
from core.store.practices import PLATFORM_ID
from core.store.queries import load_queries
from core.store.suppressions import LIFTED_BY_START

_queries = load_queries("ask_facts")


@dataclass(frozen=True, slots=True)
class ContactFact:
    """One thing about a contact: `stop` or `suppressed` on a channel, `excluded`, or `asked`."""

    contact_hash: str
    kind: str
    channel: str | None
    asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class PatientFact:
    """A patient on record, and when a request of theirs was made last."""

    id: UUID
    phone_hash: str | None
    email_hash: str | None
    opted_out: bool
    asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class WaitingAsk:
    """A message that waits: the time of its job, and its request."""

    run_at: datetime
    is_reminder: bool
    request_id: UUID


def list_contact_facts(
    connection: Connection, *, practice_id: UUID, hashes: Collection[str]
) -> list[ContactFact]:
    """List what is known of these contacts; planned anew, as few and many differ."""
    params = {
        "practice_id": practice_id,
        "platform_id": PLATFORM_ID,
        "lifted_by_start": list(LIFTED_BY_START),
        "hashes": ",".join(hashes),
    }
    rows = connection.execute(_queries.list_contact_facts, params, prepare=False)
    return [ContactFact(**row) for row in rows]


def list_patient_facts(
    connection: Connection,
    *,
    practice_id: UUID,
    patient_ids: Collection[UUID],
    hashes: Collection[str],
) -> list[PatientFact]:
    """List these patients and all who share one of these contacts; planned anew, too."""
    params = {
        "practice_id": practice_id,
        "patient_ids": list(patient_ids),
        "hashes": ",".join(hashes),
    }
    rows = connection.execute(_queries.list_patient_facts, params, prepare=False)
    return [PatientFact(**row) for row in rows]


def list_waiting_asks(connection: Connection, *, practice_id: UUID, limit: int) -> list[WaitingAsk]:
    """List the first `limit` messages of a practice that wait, in the order of their turn."""
    params = {"practice_id": practice_id, "limit": limit}
    return [WaitingAsk(**row) for row in connection.execute(_queries.list_waiting_asks, params)]
