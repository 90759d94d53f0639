"""What follows when a provider refuses a message to a patient."""

from core.outbox.tasks import Dead, Done, Failed, Outcome, Refusal, Work
from core.rules.sending.carrier_retries import is_unknown
from core.rules.sending.delivery_errors import ErrorPolicy, policy_of
from core.rules.vocabulary import EventType, Purpose, Reason
from core.sending.request_states import RequestKey, enqueue_fallback, hold_request, message_key
from core.store.events import append_event
from core.store.messages import LedgerMessage
from core.store.practices import block_sms
from core.store.review_requests import get_requests
from core.store.statuses import count_lost_messages, is_sender_halted, suppress_number

_EMAIL_ACCOUNT_CODES = frozenset(
    {
        "AccessDeniedException",
        "AccountSuspendedException",
        "InvalidClientTokenId",
        "MailFromDomainNotVerifiedException",
        "NotFoundException",
        "SendingPausedException",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
        "no_credentials",
    }
)
"""SES codes that say nothing about the message: it waits until an operator has seen to them."""


def record_refusal(work: Work, refusal: Refusal) -> Outcome:
    """Act on a provider's code: suppress, fall back to email, stop the sender, or try later."""
    message, code = refusal.message, refusal.code
    key = message_key(message)
    if message is None:
        return Dead(f"refused: {code}")
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
    if message.channel == "email":
        if code in _EMAIL_ACCOUNT_CODES:
            return Failed(f"refused: {code}", reason=Reason.PROVIDER_DOWN)
        return _end(work, message, key, code)
    policy = policy_of(code)
    _protect(work, message, code, policy)
    if policy.retry:
        if is_unknown(policy) and _was_lost_before(work, message, key):
            return Dead(f"refused twice: {code}", Reason.CARRIER_ERROR)
        return Failed(f"refused: {code}", reason=Reason.CARRIER_ERROR)
    return _end(work, message, key, code, fallback=policy.fallback_email)


def _protect(work: Work, message: LedgerMessage, code: str, policy: ErrorPolicy) -> None:
    """Keep the next message from the same refusal."""
    connection, practice_id = work.connection, message.practice_id
    if policy.halt_sender and is_sender_halted(
        connection, practice_id=practice_id, code=code, now=work.now
    ):
        block_sms(connection, practice_id)
    if policy.suppress and message.recipient_hash is not None:
        suppress_number(
            connection,
            practice_id=practice_id,
            phone_hash=message.recipient_hash,
            code=code,
            now=work.now,
        )


def _was_lost_before(work: Work, message: LedgerMessage, key: RequestKey) -> bool:
    lost = count_lost_messages(
        work.connection, practice_id=key[0], review_request_id=key[1], purpose=message.purpose
    )
    return lost > 1


def _end(
    work: Work, message: LedgerMessage, key: RequestKey, code: str, *, fallback: bool = False
) -> Outcome:
    if message.purpose == Purpose.REMINDER.value:
        return Done("failed")
    hold_request(work, key, "failed", Reason.CARRIER_ERROR, code=code)
    request = get_requests(work.connection, [key]).get(key)
    if fallback and request is not None and request.has_email:
        enqueue_fallback(work, key)
    return Done("failed")
