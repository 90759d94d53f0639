"""What follows when a provider refuses a message to a patient."""

from core.outbox.tasks import Dead, Deferred, Done, Failed, Outcome, Refusal, Work
from core.rules.sending.carrier_retries import is_email_due, is_spent, is_unknown
from core.rules.sending.delivery_errors import policy_of
from core.rules.sending.send_decision import SENDER_PENDING
from core.rules.vocabulary import EventType, Purpose, Reason
from core.sending.protection import protect
from core.sending.request_jobs import enqueue_fallback
from core.sending.request_states import hold_request, message_key
from core.store.events import append_event
from core.store.messages import LedgerMessage
from core.store.review_requests import RequestKey, get_requests
from core.store.statuses import count_lost_messages


def record_refusal(work: Work, refusal: Refusal) -> Outcome:
    """Act on a provider's code: suppress, fall back to email, stop the sender, or try later."""
    message, code = refusal.message, refusal.code
    key = message_key(message)
    if message is None:
        return Dead(f"refused: {code}")
    _note(work, message, key, code)
    if message.channel == "email":
        return _end(work, message, key, code)
    policy = policy_of(code)
    is_blocked = protect(
        work.connection,
        practice_id=message.practice_id,
        message_id=message.id,
        recipient_hash=message.recipient_hash,
        code=code,
        now=work.now,
    )
    if policy.retry:
        if is_unknown(policy) and is_spent(
            policy, count_lost_messages(work.connection, key, purpose=message.purpose)
        ):
            return Dead(f"refused twice: {code}", Reason.CARRIER_ERROR)
        return Failed(f"refused: {code}", reason=Reason.CARRIER_ERROR)
    if is_blocked and message.purpose == Purpose.INITIAL.value and not _has_email(work, key):
        until = work.now + SENDER_PENDING
        hold_request(work, key, "delayed", Reason.SENDER_BLOCKED, until=until, code=code)
        return Deferred(until, "delayed")
    return _end(work, message, key, code, fallback=is_email_due(policy))


def _note(work: Work, message: LedgerMessage, key: RequestKey, code: str) -> None:
    append_event(
        work.connection,
        EventType.SEND_FAIL,
        practice_id=key[0],
        payload={
            "review_request_id": str(key[1]),
            "channel": message.channel,
            "purpose": message.purpose,
            "code": code,
            "reason": Reason.CARRIER_ERROR.value,
        },
        at=work.now,
    )


def _end(
    work: Work, message: LedgerMessage, key: RequestKey, code: str, *, fallback: bool = False
) -> Outcome:
    if message.purpose == Purpose.REMINDER.value:
        return Done("failed")
    hold_request(work, key, "failed", Reason.CARRIER_ERROR, code=code)
    if fallback and _has_email(work, key):
        enqueue_fallback(work.connection, key, now=work.now)
    return Done("failed")


def _has_email(work: Work, key: RequestKey) -> bool:
    request = get_requests(work.connection, [key]).get(key)
    return request is not None and request.has_email
