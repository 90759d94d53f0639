"""How jobs, messages and review requests find each other, and what holds a request back."""

from datetime import datetime
from uuid import UUID

from core.outbox.tasks import Work
from core.rules.vocabulary import JobType, Reason
from core.store.jobs import enqueue_job
from core.store.messages import LedgerMessage
from core.store.review_requests import HeldRequest, hold_requests

RequestKey = tuple[UUID, UUID]
"""The practice and id of a review request."""


def request_key(work: Work) -> RequestKey:
    """Name the request that a job is about; LookupError where it names none."""
    return work.practice_id, UUID(str(work.job.payload["review_request_id"]))


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


def enqueue_fallback(work: Work, key: RequestKey) -> None:
    """Ask by email about the same visit, once."""
    enqueue_job(
        work.connection,
        JobType.SEND_FALLBACK_EMAIL,
        practice_id=key[0],
        payload={"review_request_id": str(key[1])},
        run_at=work.now,
        unique_key=f"fallback:{key[1]}",
    )
