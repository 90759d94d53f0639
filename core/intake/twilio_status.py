"""Twilio's delivery reports: the status itself, and what follows from a failure."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from core.intake.context import IntakeContext
from core.intake.waiting import Waiting
from core.rules.delivery_errors import ErrorPolicy, policy_of
from core.rules.vocabulary import EventType, JobType
from core.store.events import append_event_once
from core.store.jobs import enqueue_job
from core.store.practices import block_sms
from core.store.raw_events import RawEvent
from core.store.statuses import (
    FailedMessage,
    StatusReport,
    apply_statuses,
    fail_request,
    find_failed_message,
)
from core.store.suppressions import Suppression, add_suppressions

PROVIDER = "twilio_status"

_FAILED = {"failed", "undelivered"}
_PATIENCE = timedelta(hours=24)
_MAX_SEGMENTS = 100
_MAX_DIGITS = 8


def read_report(payload: Mapping[str, str], *, at: datetime) -> StatusReport:
    """Read a delivery report out of Twilio's fields."""
    sid = payload.get("MessageSid") or payload.get("SmsSid") or ""
    status = (payload.get("MessageStatus") or payload.get("SmsStatus") or "").lower()
    return StatusReport(
        provider=PROVIDER,
        external_id=f"{sid}:{status}",
        sid=sid,
        status=status,
        error_code=_code(payload.get("ErrorCode")),
        segments=_segments(payload.get("NumSegments")),
        price_usd=_price(payload.get("Price"), payload.get("PriceUnit")),
        at=at,
    )


def has_consequences(report: StatusReport) -> bool:
    """Tell whether a report asks for more than noting the status."""
    return report.status in _FAILED


def apply_status(context: IntakeContext, raw: RawEvent) -> None:
    """Apply one stored report; raises Waiting while its message is not known.

    The row of a message may be committed after the first report on it arrives.
    """
    report = read_report(raw.payload, at=raw.received_at)
    applied = apply_statuses(context.connection, [report], now=context.now)
    if raw.id not in applied:
        message = "unknown message"
        raise Waiting(message, patience=_PATIENCE)
    if has_consequences(report):
        _follow_up(context, report)


def _follow_up(context: IntakeContext, report: StatusReport) -> None:
    message = find_failed_message(context.connection, report.sid)
    if message is None or message.state not in _FAILED:
        return
    code = report.error_code or message.error_code or "unknown"
    policy = policy_of(code)
    if message.purpose == "proof":
        _tell_of_proof(context, message, report, code, policy)
    if policy.suppress and message.recipient_hash:
        stop = Suppression(message.practice_id, message.recipient_hash, "sms", f"carrier_{code}")
        add_suppressions(context.connection, [stop], now=context.now)
    if policy.halt_sender:
        block_sms(context.connection, message.practice_id)
    if message.review_request_id is None:
        return
    fail_request(
        context.connection,
        practice_id=message.practice_id,
        review_request_id=message.review_request_id,
        sid=report.sid,
        code=code,
    )
    if policy.fallback_email and message.email_hash and not message.opted_out:
        enqueue_job(
            context.connection,
            JobType.SEND_FALLBACK_EMAIL,
            practice_id=message.practice_id,
            payload={"review_request_id": str(message.review_request_id)},
            run_at=context.now,
            unique_key=f"fallback:{message.review_request_id}",
        )


def _tell_of_proof(
    context: IntakeContext,
    message: FailedMessage,
    report: StatusReport,
    code: str,
    policy: ErrorPolicy,
) -> None:
    append_event_once(
        context.connection,
        EventType.PROOF_SMS_FAIL,
        practice_id=message.practice_id,
        key={"provider_msg_id": report.sid},
        at=report.at,
        payload={"code": code, "meaning": policy.meaning_en},
    )


def _code(text: str | None) -> str | None:
    code = (text or "").strip()
    return code if _is_number(code) and code != "0" else None


def _segments(text: str | None) -> int | None:
    value = (text or "").strip()
    return int(value) if _is_number(value) and 0 < int(value) <= _MAX_SEGMENTS else None


def _price(text: str | None, unit: str | None) -> str | None:
    """Give the price without Twilio's sign; prices in other currencies are not known in USD."""
    value = (text or "").strip().removeprefix("-")
    is_dollars = (unit or "USD").upper() == "USD"
    return value if is_dollars and _is_number(value.replace(".", "", 1)) else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS
