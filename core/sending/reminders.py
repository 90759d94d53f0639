"""The one reminder, 48 hours after the first message."""

from datetime import datetime

from core.outbox.tasks import Answer, Outbound, Outcome, Refusal, Task, Work
from core.rules.vocabulary import EventType, Purpose, Reason
from core.sending.refusals import record_refusal
from core.sending.request_states import message_key, request_key
from core.sending.review_requests import prepare_message, request_marker
from core.store.events import append_event
from core.store.messages import LedgerMessage
from core.store.review_requests import mark_reminder_sent


class Reminder(Task):
    """A second message to who has neither clicked nor opted out."""

    label = "reminded"

    def prepare(self, work: Work) -> Outbound | Outcome:
        """Pass the gate again, as a reminder."""
        return prepare_message(work, request_key(work), Purpose.REMINDER)

    def settle(self, work: Work, answer: Answer) -> Outcome:
        """Record the reminder on its request."""
        key = message_key(answer.message)
        mark_reminder_sent(work.connection, key, now=work.now)
        append_event(
            work.connection,
            EventType.REMINDER_SENT,
            practice_id=key[0],
            payload={
                "review_request_id": str(key[1]),
                "channel": None if answer.message is None else answer.message.channel,
            },
            at=work.now,
        )
        return super().settle(work, answer)

    def refuse(self, work: Work, refusal: Refusal) -> Outcome:
        """Act on the provider's code; a reminder is not tried on another channel."""
        return record_refusal(work, refusal)

    def delay(self, work: Work, until: datetime) -> None:
        """Leave the request as it is: it was sent."""

    def give_up(self, work: Work, reason: Reason) -> None:
        """Do without the reminder."""
        key = request_key(work)
        append_event(
            work.connection,
            EventType.REMINDER_SKIPPED,
            practice_id=key[0],
            payload={"review_request_id": str(key[1]), "reason": reason.value},
            at=work.now,
        )

    def marker(self, work: Work, message: LedgerMessage) -> str | None:
        """Give the tracking link, which no other request shares."""
        return request_marker(work, message)
