"""What follows when a text did not arrive: another try, another channel, or a person."""

from datetime import datetime

from core.intake.context import IntakeContext
from core.rules.carrier_retries import carrier_retry_at, is_unknown
from core.rules.delivery_errors import ErrorPolicy, policy_of
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
        _tell_of_proof(context, message, sid, code, at)
    _protect(context, message, code, policy)
    if message.purpose == Purpose.INITIAL.value and message.is_first_message:
        _ask_again(context, message, sid, code, policy)


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


def _ask_again(
    context: IntakeContext, message: FailedMessage, sid: str, code: str, policy: ErrorPolicy
) -> None:
    """Send it again if that may help and has not been tried too often, else by email if known."""
    connection, practice_id, request_id = (
        context.connection,
        message.practice_id,
        message.review_request_id,
    )
    if request_id is None:
        return
    lost = count_lost_messages(
        connection,
        practice_id=practice_id,
        review_request_id=request_id,
        purpose=message.purpose,
    )
    payload = {"review_request_id": str(request_id)}
    about = {"practice_id": practice_id, "review_request_id": request_id, "sid": sid, "code": code}
    again = carrier_retry_at(policy, lost, now=context.now)
    if again is not None and not message.opted_out:
        if repeat_request(connection, **about, run_at=again):
            enqueue_job(
                connection,
                JobType.SEND_REQUEST,
                practice_id=practice_id,
                payload=payload,
                run_at=again,
                unique_key=f"retry:{request_id}:{lost}",
            )
        return
    if not fail_request(connection, **about):
        return
    if is_unknown(policy):
        bury_new_job(
            connection,
            JobType.SEND_REQUEST,
            practice_id=practice_id,
            payload=payload,
            now=context.now,
            unique_key=f"retry:{request_id}:{lost}",
            error=f"not delivered twice, code {code}",
        )
    elif _may_email(message, policy):
        enqueue_job(
            connection,
            JobType.SEND_FALLBACK_EMAIL,
            practice_id=practice_id,
            payload=payload,
            run_at=context.now,
            unique_key=f"fallback:{request_id}",
        )


def _may_email(message: FailedMessage, policy: ErrorPolicy) -> bool:
    """An address is asked where texts cannot go, or were lost as often as they are tried."""
    return (policy.fallback_email or policy.retry) and bool(
        message.email_hash and not message.opted_out
    )


def _tell_of_proof(
    context: IntakeContext, message: FailedMessage, sid: str, code: str, at: datetime
) -> None:
    append_event_once(
        context.connection,
        EventType.PROOF_SMS_FAIL,
        practice_id=message.practice_id,
        key={"provider_msg_id": sid},
        at=at,
        payload={"code": code, "meaning": policy_of(code).meaning_en},
    )
