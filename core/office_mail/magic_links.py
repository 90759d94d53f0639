"""The link into the portal: made when it is mailed, and the same however often that is tried."""

from datetime import datetime, timedelta

from core.outbox.composition import Addressee, compose, open_outbound
from core.outbox.tasks import Answer, Dead, Done, Outbound, Outcome, Task, Work
from core.rules.tokens import issue_token, magic_link_nonce, token_hash
from core.rules.vocabulary import EventType, Purpose
from core.store.events import append_event
from core.store.jobs import amend_job
from core.store.magic_links import insert_magic_link
from core.store.practices import find_practice
from core.store.templates import get_template

LIFETIME = timedelta(days=7)


class MagicLinkEmail(Task):
    """Mails the link after checkout, or to who asks for a new one."""

    label = "magic_links_sent"
    may_repeat_email = True

    def prepare(self, work: Work) -> Outbound | Outcome:
        """Make the link known, then write the ledger row of the email that carries it."""
        practice = find_practice(work.connection, work.practice_id)
        if practice is None:
            return Dead("unknown practice")
        payload = work.job.payload
        to = work.deps.sealer.open(
            str(payload["email_sealed"]), practice_id=practice.id, column="jobs.payload.email"
        )
        template = get_template(
            work.connection, name="magic_link", locale=practice.default_locale, channel="email"
        )
        values = {
            "practice_name": practice.name,
            "portal_link": issue_magic_link(work),
            "reason": str(payload.get("reason") or "checkout"),
        }
        addressee = Addressee(practice.id, "email", to, work.deps.sealer.hash(to.lower()))
        composed = compose(
            work.deps.config, template, values, addressee, purpose=Purpose.MAGIC_LINK
        )
        return open_outbound(work, composed) or Done("repeated")

    def settle(self, work: Work, answer: Answer) -> Outcome:
        """Say that the link is on its way."""
        append_event(
            work.connection,
            EventType.MAGIC_LINK_SENT,
            practice_id=work.practice_id,
            payload={"reason": str(work.job.payload.get("reason") or "checkout")},
            at=work.now,
        )
        return super().settle(work, answer)


def issue_magic_link(work: Work) -> str:
    """Give the portal address with this job's own token, valid for seven days.

    The time it expires is kept with the job, so that every attempt makes the same token.
    """
    stored = work.job.payload.get("expires_at")
    expires_at = work.now + LIFETIME if stored is None else datetime.fromisoformat(str(stored))
    if stored is None:
        amend_job(work.connection, work.job.id, {"expires_at": expires_at.isoformat()})
    secret = work.deps.config.hmac_secrets[0]
    token = issue_token(
        secret,
        practice_id=work.practice_id,
        purpose="onboard",
        expires_at=expires_at,
        nonce=magic_link_nonce(secret, work.job.id),
    )
    insert_magic_link(
        work.connection,
        practice_id=work.practice_id,
        token_hash=token_hash(token),
        now=work.now,
        expires_at=expires_at,
    )
    return f"{work.deps.config.app_base_url}/onboard/{token}"
