"""The keys under which jobs are enqueued once for ever.

Jobs in flight hold them, and the statements that cancel or requeue jobs build those of a review
request themselves, so that none may change. A job without a key may be enqueued at any time.
"""

from datetime import date, datetime
from uuid import UUID


def ask_key(request_id: UUID) -> str:
    """One first message a review request."""
    return f"request:{request_id}"


def retry_key(request_id: UUID, lost: int) -> str:
    """One more first message after each that a carrier lost, `lost` counting them from 1."""
    return f"retry:{request_id}:{lost}"


def reminder_key(request_id: UUID) -> str:
    """One reminder a review request."""
    return f"reminder:{request_id}"


def fallback_key(request_id: UUID) -> str:
    """One email instead of the text of a review request; `request_id` is that of the text."""
    return f"fallback:{request_id}"


def magic_link_key(stripe_id: str) -> str:
    """One link a checkout session, or a subscription where the session brought no address."""
    return f"magic_link:{stripe_id}"


def magic_link_request_key(practice_id: UUID | None, email_hash: str, slot: int) -> str:
    """One link a practice, address and stretch of time, however often it is asked for."""
    return f"magic_link_request:{practice_id}:{email_hash}:{slot}"


def billing_key(subscription_id: str) -> str:
    """One look at Stripe's price a subscription."""
    return f"billing:{subscription_id}"


def stripe_fetch_key(external_id: str) -> str:
    """One look at Stripe an event that brought too little."""
    return f"stripe_fetch:{external_id}"


def checkout_notice_key(session_id: str) -> str:
    """One mail a checkout that waits for the practice's word."""
    return f"checkout_notice:{session_id}"


def credit_key(practice_id: UUID, promise_number: int) -> str:
    """One credit a guarantee of a practice, of which the first, 1, is not named."""
    return f"credit:{practice_id}{_unless_first(promise_number)}"


def stripe_credit_key(practice_id: UUID, promise_number: int) -> str:
    """Tell Stripe by it that a credit is the same one."""
    return f"guarantee-credit-{practice_id}{_unless_first(promise_number)}"


def proof_key(practice_id: UUID, once_hash: str) -> str:
    """One test message a practice and page, told by the hash of what the page says again."""
    return f"proof:{practice_id}:{once_hash}"


def nudge_key(practice_id: UUID, *, channel: str) -> str:
    """One nudge a practice and channel, for ever."""
    return f"nudge:{practice_id}{_unless_email(channel)}"


def digest_key(practice_id: UUID, sunday: date) -> str:
    """One digest a practice and week, named by the Sunday it is sent."""
    return f"digest:{practice_id}:{sunday.isoformat()}"


def alert_key(alert: str, practice_id: UUID | None, *, raised_at: datetime, channel: str) -> str:
    """One message an alert, each time it is raised, and channel."""
    about = practice_id or "platform"
    return f"alert:{alert}:{about}:{raised_at.isoformat()}{_unless_email(channel)}"


def reply_key(inbound_message_id: UUID) -> str:
    """One email to the office a reply of a patient."""
    return f"reply:{inbound_message_id}"


def reconnect_key(practice_id: UUID, source: str, *, lost_at: datetime) -> str:
    """One notice a practice and calendar, each time access is lost."""
    return f"reconnect:{practice_id}:{source}:{lost_at.isoformat()}"


def _unless_first(number: int) -> str:
    return "" if number == 1 else f":{number}"


def _unless_email(channel: str) -> str:
    return "" if channel == "email" else f":{channel}"
