"""One email and, where configured, one line on Slack when something needs an operator."""

from datetime import datetime

from core.outbox.composition import Addressee, compose, open_outbound
from core.outbox.tasks import Done, Errand, Outbound, Outcome, Task, Work
from core.rules.vocabulary import Purpose
from core.store.practices import find_practice
from core.store.templates import get_template


class SendAlert(Task):
    """Tells the operators that an alert was raised."""

    label = "alerts_sent"
    may_repeat_email = True

    def prepare(self, work: Work) -> Outbound | Errand | Outcome:
        """Write the ledger row of the mail, or the line for Slack."""
        payload = work.job.payload
        practice = (
            None
            if work.job.practice_id is None
            else find_practice(work.connection, work.job.practice_id)
        )
        name = None if practice is None else practice.name
        if payload.get("channel") == "slack":
            heading = " · ".join(part for part in (str(payload["alert"]), name) if part)
            text = f"*{heading}*: {payload['summary']}"
            slack = work.deps.providers.slack
            return Errand(lambda: slack.post(text))
        template = get_template(work.connection, name="alert", locale="en", channel="email")
        values = {
            "alert": str(payload["alert"]),
            "summary": str(payload["summary"]),
            "since": datetime.fromisoformat(str(payload["since"])),
            "practice_name": name,
        }
        to = work.deps.config.alert_email
        addressee = Addressee(work.job.practice_id, "email", to, work.deps.sealer.hash(to.lower()))
        composed = compose(work.deps.config, template, values, addressee, purpose=Purpose.ALERT)
        return open_outbound(work, composed) or Done("repeated")
