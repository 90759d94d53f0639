"""Twilio's delivery reports: the status itself, and what follows from a failure."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from core.context import IntakeContext
from core.errors import Waiting
from core.rules.places.phone import identify, names_channel
from core.rules.sending.delivery_errors import CANCELED
from core.rules.sending.message_state import STATE_OF_PROVIDER_STATUS
from core.sealed_payloads import open_param
from core.sealing import Sealer
from core.sending.late_deliveries import take_back
from core.sending.undelivered_texts import follow_up
from core.store.raw_events import RawEvent
from core.store.statuses import StatusReport, apply_statuses

PROVIDER = "twilio_status"

_FAILED = {"failed", "undelivered", CANCELED}
_PATIENCE = timedelta(hours=24)
_MAX_SEGMENTS = 100
_MAX_DIGITS = 8


def read_report(payload: Mapping[str, str], sealer: Sealer, *, at: datetime) -> StatusReport:
    """Read a delivery report out of Twilio's fields, in clear or sealed."""
    sid = payload.get("MessageSid") or payload.get("SmsSid") or ""
    status = (payload.get("MessageStatus") or payload.get("SmsStatus") or "").lower()
    return StatusReport(
        provider=PROVIDER,
        external_id=f"{sid}:{status}",
        sid=sid,
        status=status,
        error_code=_code(payload.get("ErrorCode"))
        or ("canceled" if status == "canceled" else None),
        segments=_segments(payload.get("NumSegments")),
        price_usd=_price(payload.get("Price"), payload.get("PriceUnit")),
        at=at,
        sender_hash=_sender_hash(payload, sealer),
    )


def has_consequences(report: StatusReport) -> bool:
    """Tell whether a report asks for more than noting the status."""
    return report.status in _FAILED


def is_arrival(report: StatusReport) -> bool:
    """Tell whether a report says that a text has arrived, which one lost before would correct."""
    return STATE_OF_PROVIDER_STATUS.get(report.status) == "delivered"


def apply_status(context: IntakeContext, raw: RawEvent) -> None:
    """Apply one stored report; raises Waiting while its message is not known.

    The row of a message may be committed after the first report on it arrives.
    """
    report = read_report(raw.payload, context.sealer, at=raw.received_at)
    applied = apply_statuses(context.connection, [report], now=context.now)
    if raw.id not in applied and not take_back(context, report):
        message = "unknown message"
        raise Waiting(message, patience=_PATIENCE)
    if has_consequences(report):
        follow_up(context, sid=report.sid, reported_code=report.error_code, at=report.at)


def _sender_hash(payload: Mapping[str, str], sealer: Sealer) -> str | None:
    sender = payload.get("From") or ""
    in_clear = sender.startswith("+") or names_channel(sender)
    number = sender if in_clear else open_param(sealer, payload, "From")
    return sealer.hash(identify(number)) if number else None


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
