"""What follows when a text did not arrive: another try, another channel, or a person."""

from datetime import datetime

from core.context import IntakeContext
from core.rules.sending.carrier_retries import carrier_retry_at, is_unknown
from core.rules.sending.delivery_errors import ErrorPolicy, policy_of
from core.rules.vocabulary import EventType, JobType, Purpose
from core.store.events import append_event_once
from core.store.jobs import bury_new_job, enqueue_job
from core.store.practices import block_sms
from core.store.statuses import (
    FailedMessage,
    count_lost_messages,
    fail_request,
    find_failed_message,
    is_sender_halted,
    repeat_request,
    suppress_number,
)

_FAILED = {"failed", "undelivered"}


def follow_up(context: IntakeContext, *, sid: str, reported_code: str | None, at: datetime) -> None:
    """Act on the failure of text `sid`, once, however often it is reported."""
    message = find_failed_message(context.connection, sid)
    if message is None or message.state not in _FAILED:
        return
    code = reported_code or message.error_code or "unknown"
    policy = policy_of(code)
    if message.purpose == Purpose.PROOF.value:
        _tell_of_proof(context, message, code, at)
    _protect(context, message, code, policy)
    if message.purpose == Purpose.INITIAL.value and message.decides_request:
        _settle_request(context, message, code, policy)


def _protect(
    context: IntakeContext, message: FailedMessage, code: str, policy: ErrorPolicy
) -> None:
    """Keep the next text from the same end."""
    connection, now = context.connection, context.now
    if policy.suppress and message.recipient_hash:
        suppress_number(
            connection,
            practice_id=message.practice_id,
            phone_hash=message.recipient_hash,
            code=code,
            now=now,
        )
    if policy.halt_sender and is_sender_halted(
        connection, practice_id=message.practice_id, code=code, now=now
    ):
        block_sms(connection, message.practice_id)


def _settle_request(
    context: IntakeContext, message: FailedMessage, code: str, policy: ErrorPolicy
) -> None:
    """Send it again if that may help and was not tried too often; else by email, or to a person."""
    if message.review_request_id is None:
        return
    lost = count_lost_messages(
        context.connection,
        practice_id=message.practice_id,
        review_request_id=message.review_request_id,
        purpose=message.purpose,
    )
    retry_key = f"retry:{message.review_request_id}:{lost}"
    again = None if message.opted_out else carrier_retry_at(policy, lost, now=context.now)
    if again is not None:
        if repeat_request(context.connection, message, code=code, run_at=again):
            _enqueue(context, message, JobType.SEND_REQUEST, again, retry_key)
    elif not fail_request(context.connection, message, code=code) or message.opted_out:
        return
    elif is_unknown(policy):
        bury_new_job(
            context.connection,
            JobType.SEND_REQUEST,
            practice_id=message.practice_id,
            payload={"review_request_id": str(message.review_request_id)},
            now=context.now,
            unique_key=retry_key,
            error=f"not delivered, code {code}",
        )
    elif _may_email(message, policy):
        fallback_key = f"fallback:{message.review_request_id}"
        _enqueue(context, message, JobType.SEND_FALLBACK_EMAIL, context.now, fallback_key)


def _may_email(message: FailedMessage, policy: ErrorPolicy) -> bool:
    """Tell whether an email is due: texts cannot go, or were lost as often as they are tried."""
    is_due = policy.fallback_email or policy.retry
    return is_due and message.email_hash is not None


def _enqueue(
    context: IntakeContext,
    message: FailedMessage,
    job_type: JobType,
    run_at: datetime,
    unique_key: str,
) -> None:
    enqueue_job(
        context.connection,
        job_type,
        practice_id=message.practice_id,
        payload={"review_request_id": str(message.review_request_id)},
        run_at=run_at,
        unique_key=unique_key,
    )


def _tell_of_proof(context: IntakeContext, message: FailedMessage, code: str, at: datetime) -> None:
    append_event_once(
        context.connection,
        EventType.PROOF_SMS_FAIL,
        practice_id=message.practice_id,
        key={"provider_msg_id": message.provider_msg_id},
        at=at,
        payload={"code": code, "meaning": policy_of(code).meaning_en},
    )
