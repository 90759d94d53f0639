"""Delivery reports: applied in sets, forward only, to messages, requests and engagements."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.rules.sending.carrier_retries import halts_sender
from core.rules.sending.delivery_errors import POLICIES, policy_of
from core.rules.sending.message_state import PROVIDER_STATUS_RANK, STATE_OF_PROVIDER_STATUS
from core.store.database import Connection
from core.store.queries import load_queries
from core.store.review_requests import RequestKey
from core.store.suppressions import Suppression, add_suppressions, carrier_reason

_queries = load_queries("statuses")

APPLY_STATUSES = _queries.apply_statuses
"""The statement, for a caller that brings its own kind of connection."""

_ACCOUNT_CODES = [code for code, policy in POLICIES.items() if policy.account]
_HOUR = timedelta(hours=1)
_RANKS = Jsonb(dict(PROVIDER_STATUS_RANK))


@dataclass(frozen=True, slots=True)
class StatusReport:
    """One delivery report whose raw event is stored as (`provider`, `external_id`)."""

    provider: str
    external_id: str
    sid: str
    status: str
    error_code: str | None
    segments: int | None
    price_usd: str | None
    at: datetime
    sender_hash: str | None = None


@dataclass(frozen=True, slots=True)
class FailedMessage:
    """A message that a report says did not arrive."""

    practice_id: UUID
    id: UUID
    review_request_id: UUID | None
    provider_msg_id: str
    purpose: str
    channel: str
    recipient_hash: str | None
    state: str
    error_code: str | None
    email_hash: str | None
    opted_out: bool | None
    decides_request: bool | None
    """The request stands and falls with it: none of its messages was sent since, or is being."""


def status_params(reports: Sequence[StatusReport], *, now: datetime) -> dict[str, Any]:
    """Give the parameters of APPLY_STATUSES."""
    rows = [
        asdict(report)
        | {
            "state": STATE_OF_PROVIDER_STATUS.get(report.status),
            "rank": PROVIDER_STATUS_RANK.get(report.status, 0),
            "at": report.at.isoformat(),
        }
        for report in reports
    ]
    return {"rows": Jsonb(rows), "ranks": _RANKS, "now": now}


def apply_statuses(
    connection: Connection, reports: Sequence[StatusReport], *, now: datetime
) -> set[int]:
    """Apply stored reports; gives the raw events that are applied now.

    Left out are those applied before and those whose message is not known yet.
    """
    if not reports:
        return set()
    rows = connection.execute(APPLY_STATUSES, status_params(reports, now=now))
    return {row["id"] for row in rows}


def find_failed_message(connection: Connection, sid: str) -> FailedMessage | None:
    """Find the message with the provider's id `sid`, and its patient's address."""
    row = connection.execute(_queries.find_failed_message, {"sid": sid}).fetchone()
    return None if row is None else FailedMessage(**row)


def fail_request(connection: Connection, message: FailedMessage, *, code: str) -> bool:
    """End a request whose first message did not arrive; False if it was ended before."""
    params = _about(message) | {"code": code}
    return connection.execute(_queries.fail_request, params).rowcount == 1


def repeat_request(
    connection: Connection, message: FailedMessage, *, code: str, run_at: datetime, reason: str
) -> bool:
    """Let a request wait for its next attempt; False if it was clicked, or ended before."""
    params = _about(message) | {"code": code, "run_at": run_at, "reason": reason}
    return connection.execute(_queries.repeat_request, params).rowcount == 1


def _about(message: FailedMessage) -> dict[str, Any]:
    return {
        "practice_id": message.practice_id,
        "review_request_id": message.review_request_id,
        "sid": message.provider_msg_id,
    }


def count_lost_messages(connection: Connection, key: RequestKey, *, purpose: str) -> int:
    """Count the request's messages of `purpose` that a carrier refused or lost.

    What the provider did not take on account of our account does not count.
    """
    params = {
        "practice_id": key[0],
        "review_request_id": key[1],
        "purpose": purpose,
        "account_codes": _ACCOUNT_CODES,
    }
    row = connection.execute(_queries.count_lost_messages, params).fetchone()
    return 0 if row is None else int(row["lost"])


def is_sender_halted(
    connection: Connection, *, practice_id: UUID, message_id: UUID, code: str, now: datetime
) -> bool:
    """Tell whether a text's `code` means that nothing of this practice's sender gets through.

    A text from before the sender was last moved says nothing of it.
    """
    policy = policy_of(code)
    if not policy.halt_sender:
        return False
    params = {
        "practice_id": practice_id,
        "message_id": message_id,
        "code": code,
        "since": now - _HOUR,
    }
    row = connection.execute(_queries.count_failed_texts, params).fetchone() or {}
    return bool(row.get("is_of_late")) and halts_sender(
        policy, failed=row.get("failed", 0), texts=row.get("texts", 0)
    )


def suppress_number(
    connection: Connection, *, practice_id: UUID, phone_hash: str, code: str, now: datetime
) -> None:
    """Send this number no text again; where its owner has opted out, no email either."""
    reason = carrier_reason(code)
    rows = [Suppression(practice_id, phone_hash, "sms", reason)]
    if policy_of(code).opted_out:
        params = {"practice_id": practice_id, "phone_hash": phone_hash}
        rows += [
            Suppression(practice_id, row["email_hash"], "email", reason)
            for row in connection.execute(_queries.list_emails_of_phone, params)
        ]
    add_suppressions(connection, rows, now=now)
