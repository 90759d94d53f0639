"""The same ask by email, where SMS cannot go."""

from core.outbox.tasks import Answer, Dead, Errand, Outbound, Outcome, Work
from core.rules.vocabulary import EventType, Purpose
from core.sending.request_states import message_key, request_key
from core.sending.review_requests import InitialAsk, prepare_message
from core.store.events import append_event
from core.store.review_requests import RequestKey, open_email_request
from core.store.tracking_codes import new_tracking_code


class FallbackEmail(InitialAsk):
    """Asks by email in a request of its own, beside the one by SMS that came to nothing."""

    label = "fallback_emails_sent"

    def prepare(self, work: Work) -> Outbound | Errand | Outcome:
        """Find or make the request by email, and pass the gate with it."""
        key = self._email_key(work)
        if key is None:
            return Dead("unknown review request")
        return prepare_message(work, key, Purpose.INITIAL)

    def settle(self, work: Work, answer: Answer) -> Outcome:
        """Count the request as sent, and say that it went by email instead."""
        outcome = super().settle(work, answer)
        key = message_key(answer.message)
        append_event(
            work.connection,
            EventType.FALLBACK_EMAIL_SENT,
            practice_id=key[0],
            payload={
                "review_request_id": str(key[1]),
                "instead_of": str(request_key(work)[1]),
            },
            at=work.now,
        )
        return outcome

    def target(self, work: Work) -> RequestKey:
        """Name the request by email, which failures are about."""
        return self._email_key(work) or request_key(work)

    def _email_key(self, work: Work) -> RequestKey | None:
        key = request_key(work)
        email_id = open_email_request(work.connection, key, code=new_tracking_code(), now=work.now)
        return None if email_id is None else (key[0], email_id)
