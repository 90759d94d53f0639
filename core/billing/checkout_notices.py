"""Asks a practice, at its address on file, about a checkout that somebody paid in its name."""

from core.billing.checkout_links import issue_checkout_link
from core.outbox.composition import Addressee, compose, open_outbound
from core.outbox.tasks import Dead, Done, Outbound, Outcome, Task, Work
from core.rules.vocabulary import Purpose
from core.store.held_checkouts import list_open_checkouts
from core.store.practices import find_practice
from core.store.templates import get_template

_WORDS = {
    "en": (
        "Did you pay again?",
        (
            "Somebody paid for a second subscription in the name of your practice. Until you"
            " decide, nothing changes: your subscription, your sign-in and your guarantee stay as"
            " they are."
            " Use the link below to say whether it was you. If it was not, refuse it there."
        ),
    ),
    "es": (
        "¿Ha pagado otra vez?",
        (
            "Alguien pagó una segunda suscripción a nombre de su consultorio. Hasta que usted"
            " decida, nada cambia: su suscripción, su acceso y su garantía siguen igual. Use el"
            " enlace de abajo para decir si fue usted. Si no lo fue, rechácela ahí."
        ),
    ),
}


class CheckoutNotice(Task):
    """Mails the page on which a second checkout is confirmed or refused."""

    label = "checkout_notices_sent"
    may_repeat_email = True

    def prepare(self, work: Work) -> Outbound | Outcome:
        """Write the ledger row, unless it is settled by now or nobody can be asked."""
        session_id = str(work.job.payload["session_id"])
        practice = find_practice(work.connection, work.practice_id)
        if practice is None:
            return Dead("unknown practice")
        waiting = list_open_checkouts(work.connection, practice.id)
        held = next((one for one in waiting if one.session_id == session_id), None)
        to = practice.email or practice.digest_email
        if held is None or to is None:
            return Done("checkout_notices_skipped")
        heading, message = _WORDS.get(practice.default_locale, _WORDS["en"])
        values = {
            "practice_name": practice.name,
            "portal_link": issue_checkout_link(
                work.deps.config, held, locale=practice.default_locale
            ),
            "kind": "other",
            "heading_text": heading,
            "message": message,
        }
        template = get_template(
            work.connection, name="notice", locale=practice.default_locale, channel="email"
        )
        addressee = Addressee(practice.id, "email", to, work.deps.sealer.hash(to.lower()))
        composed = compose(work.deps.config, template, values, addressee, purpose=Purpose.NOTICE)
        return open_outbound(work, composed) or Done("repeated")
