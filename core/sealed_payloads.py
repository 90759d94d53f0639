"""Providers' payloads as they are stored: what a list names is kept, and who and what is sealed."""

import json
from collections.abc import Mapping
from typing import Any

from core.allow_list import Leaf, fields, keep_listed
from core.sealing import Sealer

_COLUMN = "raw_events.payload"
_SEALED = frozenset({"From", "To", "Body"})

_TEXT = fields("MessageSid SmsSid AccountSid From To Body OptOutType NumMedia")
"""Who said what to which sender, what Twilio answered already, and that pictures came with it.

Source: https://www.twilio.com/docs/messaging/guides/webhook-request; fields are added at any time.
"""

_REPORT_OF_TEXT = fields(
    "MessageSid SmsSid AccountSid From MessageStatus SmsStatus ErrorCode"
    " NumSegments Price PriceUnit"
)
"""What became of which text, at what cost, and whose sender it left from."""

_ENVELOPE = fields("Type MessageId TopicArn Timestamp")
"""Which notification of which topic; the token and addresses beside it act for who has them."""

_TOPICS = fields("topicName subscriptionStatus")
_REPORT_OF_EMAIL = fields(
    "eventType notificationType",
    mail=fields("messageId timestamp", destination=Leaf.MANY),
    bounce=fields(
        "bounceType bounceSubType timestamp feedbackId",
        bouncedRecipients=fields("emailAddress action status"),
    ),
    complaint=fields(
        "complaintFeedbackType complaintSubType timestamp feedbackId",
        complainedRecipients=fields("emailAddress"),
    ),
    delivery=fields("timestamp"),
    deliveryDelay=fields("delayType timestamp expirationTime"),
    reject=fields("reason"),
    failure=fields("templateName"),
    subscription=fields(
        "contactList timestamp source",
        newTopicPreferences=fields(
            "unsubscribeAll",
            topicSubscriptionStatus=_TOPICS,
            topicDefaultSubscriptionStatus=_TOPICS,
        ),
    ),
)
"""What befell which email and whose address: no subject, no headers, nobody's machine.

Source: docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html.
"""

CONNECTED = "Successfully validated"
"""How the one report begins that is no JSON: what SES sends when a topic is first connected."""


def seal_text(sealer: Sealer, params: Mapping[str, str]) -> dict[str, str]:
    """Give what is kept of a text to us, contacts and words sealed."""
    return _seal(sealer, keep_listed(params, _TEXT))


def seal_delivery_report(sealer: Sealer, params: Mapping[str, str]) -> dict[str, str]:
    """Give what is kept of a delivery report, the sender sealed."""
    return _seal(sealer, keep_listed(params, _REPORT_OF_TEXT))


def _seal(sealer: Sealer, kept: Mapping[str, str]) -> dict[str, str]:
    return {
        key: sealer.seal(value, practice_id=None, column=_COLUMN)
        if value and key in _SEALED
        else value
        for key, value in kept.items()
    }


def open_param(sealer: Sealer, payload: Mapping[str, str], key: str) -> str:
    """Open one sealed field; blank where it was not sent."""
    sealed = payload.get(key) or ""
    return sealer.open(sealed, practice_id=None, column=_COLUMN) if sealed else ""


def seal_notification(sealer: Sealer, envelope: Mapping[str, Any]) -> dict[str, Any]:
    """Give what is kept of SNS's envelope: of a report its message, which names addresses, sealed.

    What SNS asks of us itself brings a token, and no message of any use.
    """
    kept = keep_listed(envelope, _ENVELOPE)
    if kept.get("Type") != "Notification":
        return kept
    report = _keep_report(str(envelope.get("Message", "")))
    return kept | {"Message": sealer.seal(report, practice_id=None, column=_COLUMN)}


def open_notification(sealer: Sealer, payload: Mapping[str, Any]) -> str:
    """Open the message inside a stored envelope of SNS."""
    return sealer.open(str(payload.get("Message") or ""), practice_id=None, column=_COLUMN)


def _keep_report(text: str) -> str:
    """Give a report as JSON; blank for what is none, which stays with its error."""
    if text.startswith(CONNECTED):
        return CONNECTED
    try:
        report = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    return json.dumps(keep_listed(report, _REPORT_OF_EMAIL)) if isinstance(report, Mapping) else ""
