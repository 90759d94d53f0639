"""What SES reports by SNS: deliveries, and the bounces and complaints that end an address."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from core.context import IntakeContext
from core.errors import MalformedPayload
from core.rules.vocabulary import EventType
from core.sealed_payloads import open_notification
from core.sealing import Sealer
from core.store.events import append_event
from core.store.raw_events import RawEvent
from core.store.statuses import StatusReport, apply_statuses, find_failed_message
from core.store.suppressions import Suppression, add_suppressions

PROVIDER = "ses"

_STATUS_OF_TYPE = {"Delivery": "delivered", "Bounce": "undelivered", "Reject": "failed"}


def apply_notification(context: IntakeContext, raw: RawEvent) -> None:
    """Suppress what bounced for good or complained, and note what was delivered.

    The practice that the message was of is told; an address nobody can place is suppressed for
    all. A bounce that may pass suppresses nothing.
    """
    report = _read(context.sealer, raw)
    kind = str(report.get("eventType") or report.get("notificationType") or "")
    message_id = str(_mapping(report.get("mail")).get("messageId") or "")
    bounce = _mapping(report.get("bounce"))
    is_passing = kind == "Bounce" and bounce.get("bounceType") != "Permanent"
    if kind in _STATUS_OF_TYPE and not is_passing and message_id:
        _note_status(context, raw, _STATUS_OF_TYPE[kind], message_id)
    if kind == "Bounce" and not is_passing:
        recipients = _addresses(bounce.get("bouncedRecipients"))
        payload = {"code": f"{bounce.get('bounceType')}/{bounce.get('bounceSubType')}"}
        _suppress(context, message_id, recipients, "bounce", payload)
    elif kind == "Complaint":
        complaint = _mapping(report.get("complaint"))
        recipients = _addresses(complaint.get("complainedRecipients"))
        payload = {"code": str(complaint.get("complaintFeedbackType") or "complaint")}
        _suppress(context, message_id, recipients, "complaint", payload)


def _read(sealer: Sealer, raw: RawEvent) -> Mapping[str, Any]:
    text = open_notification(sealer, raw.payload)
    try:
        report = json.loads(text)
    except ValueError:
        report = None
    if not isinstance(report, Mapping):
        if raw.payload.get("Type") == "Notification" and text.startswith("Successfully validated"):
            return {}  # what SES sends when the topic is first connected
        message = "an SES notification that is not JSON"
        raise MalformedPayload(message)
    return report


def _note_status(context: IntakeContext, raw: RawEvent, status: str, message_id: str) -> None:
    report = StatusReport(
        provider=PROVIDER,
        external_id=raw.external_id,
        sid=message_id,
        status=status,
        error_code=None if status == "delivered" else "bounce",
        segments=None,
        price_usd=None,
        at=raw.received_at,
    )
    apply_statuses(context.connection, [report], now=context.now)


def _suppress(
    context: IntakeContext,
    message_id: str,
    addresses: list[str],
    reason: str,
    payload: Mapping[str, Any],
) -> None:
    message = find_failed_message(context.connection, message_id) if message_id else None
    practice_id: UUID | None = message.practice_id if message else None
    hashes = sorted({context.sealer.hash(address) for address in addresses})
    added = add_suppressions(
        context.connection,
        [Suppression(practice_id, contact, "email", reason) for contact in hashes],
        now=context.now,
    )
    event = EventType.EMAIL_BOUNCED if reason == "bounce" else EventType.EMAIL_COMPLAINED
    for _, contact_hash, _ in sorted(added, key=lambda row: row[1]):
        append_event(
            context.connection,
            event,
            practice_id=practice_id,
            at=context.now,
            payload={"contact_hash": contact_hash} | dict(payload),
        )


def _addresses(recipients: Any) -> list[str]:
    listed = recipients if isinstance(recipients, list) else []
    found = (_mapping(recipient).get("emailAddress") for recipient in listed)
    return [_bare_address(address) for address in found if isinstance(address, str)]


def _bare_address(text: str) -> str:
    """Give the address alone: SES repeats it as the sender wrote it, perhaps with a name."""
    inside = text.rpartition("<")[2].partition(">")[0] if "<" in text else text
    return inside.strip().lower()


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
