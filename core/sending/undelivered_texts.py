"""What follows when a text did not arrive: another try, another channel, or a person."""

from datetime import datetime

from core.context import IntakeContext
from core.rules.sending.carrier_retries import (
    CARRIER_RETRY_DELAYS,
    carrier_retry_at,
    is_email_due,
    is_unknown,
)
from core.rules.sending.delivery_errors import is_account_fault, policy_of
from core.rules.sending.send_decision import SENDER_PENDING
from core.rules.vocabulary import EventType, Purpose, Reason
from core.sending.protection import protect
from core.sending.request_jobs import bury_retry, enqueue_fallback, enqueue_retry
from core.store.events import append_event_once
from core.store.provider_circuits import open_circuit
from core.store.review_requests import RequestKey
from core.store.statuses import (
    FailedMessage,
    count_lost_messages,
    fail_request,
    find_failed_message,
    repeat_request,
)

_FAILED = {"failed", "undelivered"}


def follow_up(context: IntakeContext, *, sid: str, reported_code: str | None, at: datetime) -> None:
    """Act on the failure of text `sid`, once, however often it is reported."""
    message = find_failed_message(context.connection, sid)
    if message is None or message.state not in _FAILED:
        return
    code = reported_code or message.error_code or "unknown"
    if is_account_fault("sms", code):
        open_circuit(context.connection, "sms", code=code, now=context.now)
    if message.purpose == Purpose.PROOF.value:
        _tell_of_proof(context, message, code, at)
    is_blocked = protect(
        context.connection,
        practice_id=message.practice_id,
        message_id=message.id,
        recipient_hash=message.recipient_hash,
        code=code,
        now=context.now,
    )
    if message.review_request_id is None or not message.decides_request:
        return
    if message.purpose == Purpose.INITIAL.value:
        key = message.practice_id, message.review_request_id
        _settle_request(context, message, key, code, waits_for_sender=is_blocked)


def _settle_request(
    context: IntakeContext,
    message: FailedMessage,
    key: RequestKey,
    code: str,
    *,
    waits_for_sender: bool,
) -> None:
    """Send it again if that may help and was not tried too often; else by email, or to a person."""
    connection, now, policy = context.connection, context.now, policy_of(code)
    lost = count_lost_messages(connection, key, purpose=message.purpose)
    waits_for_sender &= message.email_hash is None and lost <= len(CARRIER_RETRY_DELAYS)
    again = now + SENDER_PENDING if waits_for_sender else carrier_retry_at(policy, lost, now=now)
    reason = Reason.SENDER_BLOCKED if waits_for_sender else Reason.CARRIER_ERROR
    if again is not None and not message.opted_out:
        if repeat_request(connection, message, code=code, run_at=again, reason=reason.value):
            enqueue_retry(connection, key, lost=lost, run_at=again)
    elif not fail_request(connection, message, code=code) or message.opted_out:
        return
    elif is_unknown(policy):
        bury_retry(connection, key, lost=lost, code=code, now=now)
    elif is_email_due(policy) and message.email_hash is not None:
        enqueue_fallback(connection, key, now=now)


def _tell_of_proof(context: IntakeContext, message: FailedMessage, code: str, at: datetime) -> None:
    append_event_once(
        context.connection,
        EventType.PROOF_SMS_FAIL,
        practice_id=message.practice_id,
        key={"provider_msg_id": message.provider_msg_id},
        at=at,
        payload={"code": code, "meaning": policy_of(code).meaning},
    )
