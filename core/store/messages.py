"""The ledger of outbound messages: committed before a provider is called, settled afterwards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from core.rules.vocabulary import Purpose
from core.store.database import Connection
from core.store.practices import PLATFORM_ID, tenant_of
from core.store.queries import load_queries

_queries = load_queries("messages")


@dataclass(frozen=True, slots=True)
class LedgerMessage:
    """One row of the ledger; `recipient` is sealed as "messages.recipient".

    `updated_at` of a row in state `sending` is the database's own time of writing it.
    """

    practice_id: UUID
    id: UUID
    review_request_id: UUID | None
    purpose: str
    channel: str
    state: str
    provider_msg_id: str | None
    recipient: str | None
    recipient_hash: str | None
    body_hash: str | None
    created_at: datetime
    updated_at: datetime

    @property
    def tenant_id(self) -> UUID | None:
        """The practice, or None for a message of the platform."""
        return tenant_of(self.practice_id)


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message about to be sent."""

    practice_id: UUID | None
    purpose: Purpose
    channel: str
    job_id: int
    recipient: str
    recipient_hash: str
    body_hash: str
    segments: int | None = None
    review_request_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class UnpricedMessage:
    """A text that the provider knows and has not told the price of."""

    practice_id: UUID
    id: UUID
    provider_msg_id: str


@dataclass(frozen=True, slots=True)
class MessagePrice:
    """What a provider says a text cost; None while it does not say."""

    practice_id: UUID
    id: UUID
    price_usd: float | None
    segments: int | None


def open_message(
    connection: Connection, message: NewMessage, *, now: datetime
) -> LedgerMessage | None:
    """Write a message as `sending`; None if its request has one of this purpose already.

    The caller commits before the provider is called.
    """
    row = connection.execute(
        _queries.open_message,
        {
            "practice_id": message.practice_id or PLATFORM_ID,
            "review_request_id": message.review_request_id,
            "purpose": message.purpose.value,
            "channel": message.channel,
            "job_id": message.job_id,
            "recipient": message.recipient,
            "recipient_hash": message.recipient_hash,
            "body_hash": message.body_hash,
            "segments": message.segments,
            "now": now,
        },
    ).fetchone()
    return None if row is None else LedgerMessage(**row)


def find_job_message(connection: Connection, job_id: int) -> LedgerMessage | None:
    """Find the latest message that a job has written."""
    row = connection.execute(_queries.find_job_message, {"job_id": job_id}).fetchone()
    return None if row is None else LedgerMessage(**row)


def list_jobs_in_doubt(connection: Connection, job_ids: Sequence[int]) -> set[int]:
    """Give those jobs that have written a message of unknown fate."""
    rows = connection.execute(_queries.list_jobs_in_doubt, {"job_ids": list(job_ids)})
    return {int(row["job_id"]) for row in rows}


def mark_accepted(
    connection: Connection,
    message: LedgerMessage,
    *,
    provider_msg_id: str,
    provider_status: str | None,
    segments: int | None,
    price_usd: float | None,
    now: datetime,
) -> bool:
    """Record the provider's receipt; a delivery report that came before it stays.

    False if another worker was quicker: it has recorded the receipt, or taken the message for lost.
    """
    row = connection.execute(
        _queries.mark_accepted,
        {
            "practice_id": message.practice_id,
            "id": message.id,
            "provider_msg_id": provider_msg_id,
            "provider_status": provider_status,
            "segments": segments,
            "price_usd": price_usd,
            "now": now,
        },
    ).fetchone()
    return row is not None and row["state"] != "failed"


def mark_failed(
    connection: Connection, message: LedgerMessage, *, code: str, now: datetime
) -> bool:
    """Record that a message did not go out, so that another may; False if it was settled."""
    params = {"practice_id": message.practice_id, "id": message.id, "code": code, "now": now}
    return connection.execute(_queries.mark_failed, params).rowcount == 1


def mark_unknown(connection: Connection, message: LedgerMessage, *, now: datetime) -> bool:
    """Record that a message may or may not have gone out; False if it was settled."""
    params = {"practice_id": message.practice_id, "id": message.id, "now": now}
    return connection.execute(_queries.mark_unknown, params).rowcount == 1


def list_unpriced(
    connection: Connection,
    *,
    earliest: datetime,
    latest: datetime,
    asked_before: datetime,
    limit: int,
) -> list[UnpricedMessage]:
    """List texts written between two times of which no price is known and none was asked lately."""
    params = {
        "earliest": earliest,
        "latest": latest,
        "asked_before": asked_before,
        "limit": limit,
    }
    return [UnpricedMessage(**row) for row in connection.execute(_queries.list_unpriced, params)]


def record_prices(connection: Connection, prices: Iterable[MessagePrice], *, now: datetime) -> None:
    """Keep what the provider said about prices, and that it was asked."""
    rows = [
        {
            "practice_id": str(price.practice_id),
            "id": str(price.id),
            "price_usd": price.price_usd,
            "segments": price.segments,
        }
        for price in prices
    ]
    if rows:
        connection.execute(_queries.record_prices, {"rows": Jsonb(rows), "now": now})


def list_known_ids(connection: Connection, provider_msg_ids: Sequence[str]) -> set[str]:
    """Give those of the provider's ids that some ledger row holds."""
    params = {"provider_msg_ids": list(provider_msg_ids)}
    rows = connection.execute(_queries.list_known_ids, params)
    return {str(row["provider_msg_id"]) for row in rows}
