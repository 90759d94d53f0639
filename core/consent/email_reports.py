"""What SES reports by SNS: deliveries, and the bounces and complaints that end an address."""

import json
from collections.abc import Mapping
from typing import Any

from core.context import IntakeContext
from core.errors import MalformedPayload
from core.log import get_logger
from core.rules.vocabulary import EventType, JobType
from core.sealed_payloads import CONNECTED, open_notification
from core.sealing import Sealer
from core.store.events import append_event
from core.store.jobs import enqueue_job
from core.store.practices import tenant_of
from core.store.raw_events import RawEvent
from core.store.statuses import (
    StatusReport,
    apply_statuses,
    fail_request,
    find_failed_message,
)
from core.store.suppressions import Suppression, add_suppressions

PROVIDER = "ses"
CONFIRMATION_TOKEN_COLUMN = "jobs.payload.confirmation_token"  # noqa: S105 - a column's name

_log = get_logger(__name__)

_EVENT_OF_REASON = {
    "bounce": EventType.EMAIL_BOUNCED,
    "complaint": EventType.EMAIL_COMPLAINED,
    "unsubscribe": EventType.UNSUBSCRIBED,
}
_NOT_SPAM = "not-spam"
_STATUS_OF_TYPE = {
    "Delivery": ("delivered", None),
    "Bounce": ("undelivered", "bounce"),
    "Reject": ("failed", "rejected"),
    "Rendering Failure": ("failed", "rendering_failure"),
}
"""What a kind of event says of the message, and the code that it failed by."""
_NEVER_SENT = frozenset({"Reject", "Rendering Failure"})
"""SES took the message and then sent nothing: the wording, or its virus scan, is to blame."""


def apply_notification(context: IntakeContext, raw: RawEvent) -> None:
    """Suppress what bounced for good, complained or unsubscribed, and note what was delivered.

    Only for the practice that the message was of, which is told: a message that we do not know, or
    that was no practice's, suppresses nothing. Nor does a bounce that may pass, or a complaint that
    is taken back.
    Source: docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html.
    """
    report = _read(context.sealer, raw)
    kind = str(report.get("eventType") or report.get("notificationType") or "")
    mail = _mapping(report.get("mail"))
    message_id = str(mail.get("messageId") or "")
    bounce = _mapping(report.get("bounce"))
    is_passing = kind == "Bounce" and bounce.get("bounceType") != "Permanent"
    if kind in _STATUS_OF_TYPE and not is_passing and message_id:
        _note_status(context, raw, kind, message_id)
    if kind == "Bounce" and not is_passing:
        recipients = _addresses(bounce.get("bouncedRecipients"))
        payload = {"code": f"{bounce.get('bounceType')}/{bounce.get('bounceSubType')}"}
        _suppress(context, message_id, recipients, "bounce", payload)
    elif kind == "Complaint":
        _take_complaint(context, message_id, _mapping(report.get("complaint")))
    elif kind == "Subscription" and _is_unsubscribed(_mapping(report.get("subscription"))):
        recipients = _bare_addresses(mail.get("destination"))
        _suppress(context, message_id, recipients, "unsubscribe", {"channel": "email"})


def apply_confirmation(context: IntakeContext, raw: RawEvent) -> None:
    """Note that SNS asks to have a topic's subscription confirmed, or to keep it."""
    append_event(
        context.connection,
        EventType.SNS_SUBSCRIPTION,
        practice_id=None,
        at=raw.received_at,
        payload={"kind": raw.type, "topic": str(raw.payload.get("TopicArn") or "")},
    )


def ask_to_confirm(context: IntakeContext, *, topic: str, token: str) -> None:
    """Have a subscription confirmed that SNS asks about; the token is kept nowhere else."""
    sealed = context.sealer.seal(token, practice_id=None, column=CONFIRMATION_TOKEN_COLUMN)
    enqueue_job(
        context.connection,
        JobType.CONFIRM_TOPIC,
        practice_id=None,
        payload={"topic": topic, "token_sealed": sealed},
        run_at=context.now,
        unique_key=None,
    )


def _take_complaint(context: IntakeContext, message_id: str, complaint: Mapping[str, Any]) -> None:
    """Suppress who calls our mail spam; who took that back is noted, and nothing else."""
    code = str(
        complaint.get("complaintFeedbackType") or complaint.get("complaintSubType") or "complaint"
    )
    if code == _NOT_SPAM:
        message = find_failed_message(context.connection, message_id) if message_id else None
        append_event(
            context.connection,
            EventType.EMAIL_NOT_SPAM,
            practice_id=message.practice_id if message else None,
            at=context.now,
            payload={"contact_hash": message.recipient_hash if message else None, "code": code},
        )
        return
    recipients = _addresses(complaint.get("complainedRecipients"))
    _suppress(context, message_id, recipients, "complaint", {"code": code})


def _is_unsubscribed(subscription: Mapping[str, Any]) -> bool:
    """Tell whether the recipient left SES's list: all of it, or a topic that they were in."""
    preferences = _mapping(subscription.get("newTopicPreferences"))
    topics = preferences.get("topicSubscriptionStatus") or preferences.get(
        "topicDefaultSubscriptionStatus"
    )
    listed = topics if isinstance(topics, list) else []
    left = any(_mapping(topic).get("subscriptionStatus") == "OptOut" for topic in listed)
    return preferences.get("unsubscribeAll") is True or left


def _read(sealer: Sealer, raw: RawEvent) -> Mapping[str, Any]:
    text = open_notification(sealer, raw.payload)
    try:
        report = json.loads(text)
    except ValueError:
        report = None
    if not isinstance(report, Mapping):
        if raw.payload.get("Type") == "Notification" and text.startswith(CONNECTED):
            return {}  # what SES sends when the topic is first connected
        message = "an SES notification that is not JSON"
        raise MalformedPayload(message)
    return report


def _note_status(context: IntakeContext, raw: RawEvent, kind: str, message_id: str) -> None:
    status, code = _STATUS_OF_TYPE[kind]
    report = StatusReport(
        provider=PROVIDER,
        external_id=raw.external_id,
        sid=message_id,
        status=status,
        error_code=code,
        segments=None,
        price_usd=None,
        at=raw.received_at,
    )
    apply_statuses(context.connection, [report], now=context.now)
    message = find_failed_message(context.connection, message_id)
    if kind in _NEVER_SENT and code and message and message.decides_request:
        fail_request(context.connection, message, code=code)


def _suppress(
    context: IntakeContext,
    message_id: str,
    addresses: list[str],
    reason: str,
    payload: Mapping[str, Any],
) -> None:
    """Suppress the address that we wrote to: a mailbox that it is forwarded to is not ours."""
    message = find_failed_message(context.connection, message_id) if message_id else None
    practice_id = tenant_of(message.practice_id) if message else None
    if practice_id is None:
        _log.warning("email_report_of_no_practice", reason=reason, is_known=message is not None)
        return
    hashes = sorted({context.sealer.hash(address) for address in addresses})
    if message is not None and message.recipient_hash is not None:
        hashes = [message.recipient_hash]
    added = add_suppressions(
        context.connection,
        [Suppression(practice_id, contact, "email", reason) for contact in hashes],
        now=context.now,
    )
    for _, contact_hash, _ in sorted(added, key=lambda row: row[1]):
        append_event(
            context.connection,
            _EVENT_OF_REASON[reason],
            practice_id=practice_id,
            at=context.now,
            payload={"contact_hash": contact_hash} | dict(payload),
        )


def _addresses(recipients: Any) -> list[str]:
    listed = recipients if isinstance(recipients, list) else []
    return _bare_addresses([_mapping(recipient).get("emailAddress") for recipient in listed])


def _bare_addresses(listed: Any) -> list[str]:
    found = listed if isinstance(listed, list) else []
    return [_bare_address(address) for address in found if isinstance(address, str)]


def _bare_address(text: str) -> str:
    """Give the address alone: SES repeats it as the sender wrote it, perhaps with a name."""
    inside = text.rpartition("<")[2].partition(">")[0] if "<" in text else text
    return inside.strip().lower()


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
