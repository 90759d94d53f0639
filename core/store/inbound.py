"""What patients text back: whom they answer, what is kept, and the one confirmation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.store.database import Connection
from core.store.practices import PLATFORM_ID
from core.store.queries import load_queries

_queries = load_queries("inbound")


@dataclass(frozen=True, slots=True)
class AnsweredPractice:
    """A practice that a reply may be meant for; `texted` if it wrote to the number."""

    id: UUID
    name: str
    phone: str | None
    default_locale: str
    texted: bool


def list_answered_practices(
    connection: Connection, phone_hash: str, *, sender_hash: str | None = None
) -> list[AnsweredPractice]:
    """Name the practices a number may be answering, the one that texted it last first.

    Whoever texted it from the number that it answers to goes before others.
    """
    params = {"phone_hash": phone_hash, "sender_hash": sender_hash}
    rows = connection.execute(_queries.list_practices_of_number, params)
    return [AnsweredPractice(**row) for row in rows]


def lock_consent(connection: Connection, *, phone_hash: str) -> None:
    """Let no other STOP or START of this phone be acted on until the transaction ends."""
    connection.execute(_queries.lock_consent, {"phone_hash": phone_hash})


def has_stopped_since(
    connection: Connection, *, practice_ids: Sequence[UUID], phone_hash: str, since: datetime
) -> bool:
    """Tell whether one of these practices heard a STOP from this phone after `since`."""
    params = {"practice_ids": list(practice_ids), "phone_hash": phone_hash, "since": since}
    row = connection.execute(_queries.has_stopped_since, params).fetchone()
    return row is not None and bool(row["has_stopped"])


def find_patient_locale(
    connection: Connection, *, practice_id: UUID, phone_hash: str
) -> str | None:
    """Find the language in which a practice writes to this phone."""
    params = {"practice_id": practice_id, "phone_hash": phone_hash}
    row = connection.execute(_queries.find_locale, params).fetchone()
    return None if row is None else str(row["locale"])


def insert_inbound(
    connection: Connection,
    *,
    practice_id: UUID,
    provider_msg_id: str,
    from_hash: str,
    sealed_body: str,
    kind: str,
    now: datetime,
) -> UUID | None:
    """Keep a text once; None if it was kept before."""
    row = connection.execute(
        _queries.insert_inbound,
        {
            "practice_id": practice_id,
            "provider_msg_id": provider_msg_id,
            "from_hash": from_hash,
            "body": sealed_body,
            "kind": kind,
            "now": now,
        },
    ).fetchone()
    return None if row is None else row["id"]


def insert_confirmation(
    connection: Connection,
    *,
    practice_id: UUID | None,
    sealed_recipient: str,
    recipient_hash: str,
    body_hash: str,
    segments: int,
    now: datetime,
) -> None:
    """Enter the confirmation that a webhook's answer carries; Twilio gives it no id here."""
    connection.execute(
        _queries.insert_confirmation,
        {
            "practice_id": practice_id or PLATFORM_ID,
            "recipient": sealed_recipient,
            "recipient_hash": recipient_hash,
            "body_hash": body_hash,
            "segments": segments,
            "now": now,
        },
    )
