"""How jobs, messages and review requests find each other, and what holds a request back."""

from datetime import datetime

from core.outbox.tasks import Work
from core.rules.vocabulary import Reason
from core.sending.request_jobs import find_request_key
from core.store.messages import LedgerMessage
from core.store.review_requests import HeldRequest, RequestKey, hold_requests


def request_key(work: Work) -> RequestKey:
    """Name the request that a job is about; LookupError where it names none."""
    key = find_request_key(work.job)
    if key is None:
        text = f"job {work.job.id} of type {work.job.type} names no review request"
        raise LookupError(text)
    return key


def message_key(message: LedgerMessage | None) -> RequestKey:
    """Name the request that a message belongs to; LookupError where it belongs to none."""
    if message is None or message.review_request_id is None:
        text = "a message to a patient must belong to a review request"
        raise LookupError(text)
    return message.practice_id, message.review_request_id


def hold_request(
    work: Work,
    key: RequestKey,
    status: str,
    reason: Reason,
    *,
    until: datetime | None = None,
    code: str | None = None,
) -> None:
    """Show why a request is not sent, or not yet; one that was sent is left alone."""
    held = HeldRequest(key[0], key[1], status, reason.value, until, code)
    hold_requests(work.connection, [held])
