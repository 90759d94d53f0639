"""What a text's loss had started, taken back when the text turns out to have arrived."""

from core.context import IntakeContext
from core.rules.sending.delivery_errors import policy_of
from core.rules.sending.message_state import STATE_OF_PROVIDER_STATUS
from core.rules.vocabulary import Purpose, Reason
from core.sending.senders import unblock_sender
from core.store.jobs import take_back_jobs
from core.store.late_deliveries import (
    correct_loss,
    end_emails_instead,
    is_asked_by_email,
    lift_carrier_suppression,
    restore_request,
)
from core.store.review_requests import lock_for_sending
from core.store.statuses import FailedMessage, StatusReport, find_failed_message


def take_back(context: IntakeContext, report: StatusReport) -> bool:
    """Undo the loss of a text that `report` says has arrived; False if the text is not known.

    Another try or an email that waits is canceled, a suppression and a block of the sender that
    rested on this text's loss are lifted, and the request stands as sent. What a worker has in
    hand, the send gate stops at its last look.
    """
    if STATE_OF_PROVIDER_STATUS.get(report.status) != "delivered":
        return False
    connection, now = context.connection, context.now
    message = find_failed_message(connection, report.sid)
    if message is None:
        return False
    if message.state == "delivered":
        return True
    if message.review_request_id is not None:
        lock_for_sending(
            connection, practice_id=message.practice_id, request_id=message.review_request_id
        )
    correct_loss(connection, report, now=now)
    lift_carrier_suppression(connection, message)
    if message.purpose == Purpose.INITIAL.value and message.review_request_id is not None:
        _settle(context, message, report.status)
    if message.error_code and policy_of(message.error_code).halt_sender:
        unblock_sender(connection, message.practice_id, now=now)
    return True


def _settle(context: IntakeContext, message: FailedMessage, status: str) -> None:
    """Ask nobody again; one reminder is enough where an email was quicker than the text."""
    connection = context.connection
    restore_request(connection, message, status=status)
    if message.review_request_id is not None:
        take_back_jobs(
            connection,
            practice_id=message.practice_id,
            review_request_id=message.review_request_id,
            reason="arrived after all",
            now=context.now,
            reminder_too=is_asked_by_email(connection, message),
        )
    end_emails_instead(connection, message, reason=Reason.ALREADY_SENT.value)
