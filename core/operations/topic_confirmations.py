"""Tells Amazon SNS that we want the reports of our own topics, when it asks."""

from core.consent.email_reports import CONFIRMATION_TOKEN_COLUMN
from core.outbox.tasks import Answer, Done, Errand, Outcome, Refusal, Task, Work
from core.store.jobs import amend_job


class ConfirmTopic(Task):
    """Confirms a subscription by its token."""

    label = "topics_confirmed"

    def prepare(self, work: Work) -> Errand | Outcome:
        """Ask for the reports of the topic that the question was about."""
        payload, email = work.job.payload, work.deps.providers.email
        token = work.deps.sealer.open(
            str(payload["token_sealed"]), practice_id=None, column=CONFIRMATION_TOKEN_COLUMN
        )
        return Errand(lambda: email.confirm_topic(str(payload["topic"]), token))

    def settle(self, work: Work, answer: Answer) -> Outcome:
        """Forget the token, which is used up."""
        del answer
        amend_job(work.connection, work.job.id, {"token_sealed": None})
        return Done(self.label)

    def refuse(self, work: Work, refusal: Refusal) -> Outcome:
        """Forget a token that is too old or used up already: the alert about the topic stands."""
        del refusal
        amend_job(work.connection, work.job.id, {"token_sealed": None})
        return Done("topics_refused")
