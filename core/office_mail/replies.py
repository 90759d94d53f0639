"""What a patient texted back, passed on to the office by email."""

from uuid import UUID

from core.outbox.composition import Addressee, compose, open_outbound
from core.outbox.tasks import Dead, Done, Outbound, Outcome, Task, Work
from core.rules.vocabulary import Purpose
from core.store.practices import find_practice
from core.store.replies import get_reply
from core.store.templates import get_template


class ForwardReply(Task):
    """Mails the office what a patient wrote, and whether it may be about an appointment."""

    label = "replies_forwarded"

    def prepare(self, work: Work) -> Outbound | Outcome:
        """Write the ledger row of the mail."""
        practice = find_practice(work.connection, work.practice_id)
        inbound_id = UUID(str(work.job.payload["inbound_message_id"]))
        reply = get_reply(work.connection, practice_id=work.practice_id, inbound_id=inbound_id)
        if practice is None or reply is None:
            return Dead("unknown practice or reply")
        to = practice.email or practice.digest_email
        if to is None or reply.body is None:
            return Done("replies_skipped")
        may_mean_appointment = bool(work.job.payload.get("may_mean_appointment"))
        values = {
            "practice_name": practice.name,
            "portal_link": f"{work.deps.config.app_base_url}/portal",
            "kind": "appointment" if may_mean_appointment else "reply",
            "first_name": reply.first_name,
            "message": work.deps.sealer.open(
                reply.body, practice_id=practice.id, column="inbound_messages.body"
            ),
        }
        template = get_template(
            work.connection, name="notice", locale=practice.default_locale, channel="email"
        )
        addressee = Addressee(practice.id, "email", to, work.deps.sealer.hash(to.lower()))
        composed = compose(work.deps.config, template, values, addressee, purpose=Purpose.NOTICE)
        return open_outbound(work, composed) or Done("repeated")
