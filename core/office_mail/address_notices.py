"""Mails about a new sign-in address: to it, for confirmation, and to the one before."""

from core.outbox.composition import Addressee, compose, open_outbound
from core.outbox.tasks import Dead, Done, Outbound, Outcome, Task, Work
from core.rules.vocabulary import Purpose
from core.store.practices import find_practice
from core.store.templates import get_template


class AddressNotice(Task):
    """Writes to the address that the change names, whatever the practice's own is by now."""

    label = "address_notices_sent"
    may_repeat_email = True

    def prepare(self, work: Work) -> Outbound | Outcome:
        """Write the ledger row; the link to confirm goes to nobody but the new address."""
        practice = find_practice(work.connection, work.practice_id)
        if practice is None:
            return Dead("unknown practice")
        payload, base = work.job.payload, work.deps.config.app_base_url

        def unseal(name: str) -> str:
            column = f"jobs.payload.{name}"
            sealed = str(payload[f"{name}_sealed"])
            return work.deps.sealer.open(sealed, practice_id=practice.id, column=column)

        to = unseal("email")
        path = f"/confirm-address/{unseal('token')}" if "token_sealed" in payload else ""
        values = {
            "practice_name": practice.name,
            "portal_link": f"{base}/portal{path}",
            "kind": str(payload["kind"]),
        }
        template = get_template(
            work.connection, name="notice", locale=practice.default_locale, channel="email"
        )
        addressee = Addressee(practice.id, "email", to, work.deps.sealer.hash(to.lower()))
        composed = compose(work.deps.config, template, values, addressee, purpose=Purpose.NOTICE)
        return open_outbound(work, composed) or Done("repeated")
