"""Messages that arrive although they were reported lost, and what that makes undone."""

from dataclasses import asdict
from datetime import datetime

from core.rules.sending.delivery_errors import POLICIES
from core.store.database import Connection
from core.store.queries import load_queries
from core.store.statuses import FailedMessage, StatusReport
from core.store.suppressions import carrier_reason

_queries = load_queries("late_deliveries")

_LIFTED_BY_ARRIVAL = [
    carrier_reason(code) for code, policy in POLICIES.items() if not policy.opted_out
]
"""What says of a number that it takes no texts, and not that its owner wants none."""


def correct_loss(connection: Connection, report: StatusReport, *, now: datetime) -> None:
    """Record that a message which had been reported lost has arrived, with its outcome."""
    connection.execute(_queries.correct_loss, asdict(report) | {"now": now})


def restore_request(connection: Connection, message: FailedMessage, *, status: str) -> None:
    """Let a request stand by the message that has arrived, as if it had never been lost."""
    params = _about(message) | {"sid": message.provider_msg_id, "status": status}
    connection.execute(_queries.restore_request, params)


def end_emails_instead(connection: Connection, message: FailedMessage, *, reason: str) -> None:
    """End an ask by email about the same visit of which nothing has gone out."""
    connection.execute(_queries.end_emails_instead, _about(message) | {"reason": reason})


def is_asked_by_email(connection: Connection, message: FailedMessage) -> bool:
    """Tell whether an email about the same visit went out, or is on its way."""
    row = connection.execute(_queries.is_asked_by_email, _about(message)).fetchone()
    return row is not None and bool(row["asked"])


def lift_carrier_suppression(connection: Connection, message: FailedMessage) -> None:
    """Let a number get texts again that none but this message spoke against; a STOP stays."""
    params = {
        "practice_id": message.practice_id,
        "recipient_hash": message.recipient_hash,
        "reasons": _LIFTED_BY_ARRIVAL,
    }
    connection.execute(_queries.lift_carrier_suppression, params)


def _about(message: FailedMessage) -> dict[str, object]:
    return {
        "practice_id": message.practice_id,
        "review_request_id": message.review_request_id,
    }
