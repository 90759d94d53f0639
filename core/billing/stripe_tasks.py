"""What the engine asks of Stripe: a subscription's terms, what events lack, and credits."""

from datetime import date

from core.billing.event_fields import RECONCILED, keep_stripe_event
from core.outbox.tasks import Answer, Dead, Done, Errand, Outcome, Refusal, Task, Work
from core.providers.ports import SubscriptionTerms
from core.rules.billing.facts import FETCHED
from core.rules.names.emails import check_email
from core.rules.vocabulary import EventType, JobType
from core.store.events import append_event_once
from core.store.guarantees import get_credit_terms, record_credit
from core.store.job_keys import magic_link_key, stripe_credit_key
from core.store.jobs import enqueue_job
from core.store.practices import fill_email, find_practice, upsert_billing
from core.store.raw_events import append_raw_event, mark_applied

_DESCRIPTION = "Ten-review guarantee: one month credited"


class FetchBilling(Task):
    """Completes `settings.billing_json` with the subscription's price and product."""

    def prepare(self, work: Work) -> Errand | Outcome:
        """Ask for the subscription that the checkout named."""
        subscription_id = str(work.job.payload["subscription_id"])
        billing = work.deps.providers.billing
        return Errand(lambda: billing.fetch_subscription(subscription_id))

    def settle(self, work: Work, answer: Answer) -> Outcome:
        """Merge the terms into what the checkout told, unless a newer subscription has come."""
        terms: SubscriptionTerms = answer.result
        practice = find_practice(work.connection, work.practice_id)
        if practice is None or practice.stripe_subscription_id not in {None, terms.subscription_id}:
            return Done("billing_outdated")
        _reach_owner(work, terms)
        upsert_billing(
            work.connection,
            work.practice_id,
            sms_status=work.deps.config.sms_default_status,
            billing=terms.to_json(),
            digest_email=terms.customer_email,
        )
        return Done("billing_fetched")


def _reach_owner(work: Work, terms: SubscriptionTerms) -> None:
    """Mail the link to the address that Stripe has, where the checkout brought none."""
    email = check_email((terms.customer_email or "").strip())
    if email is None or not fill_email(work.connection, work.practice_id, email=email):
        return
    sealed = work.deps.sealer.seal(email, practice_id=work.practice_id, column="jobs.payload.email")
    enqueue_job(
        work.connection,
        JobType.SEND_MAGIC_LINK,
        practice_id=work.practice_id,
        payload={"email_sealed": sealed, "reason": "checkout"},
        run_at=work.now,
        unique_key=magic_link_key(terms.subscription_id),
    )


class GrantCredit(Task):
    """Credits one month's price to a practice's Stripe balance, once."""

    def prepare(self, work: Work) -> Errand | Outcome:
        """Find whom to credit with how much; Stripe holds the idempotency key.

        Who has left since gets none: nothing would ever be lowered by it.
        """
        due_on = date.fromisoformat(str(work.job.payload["guarantee_due_on"]))
        terms = get_credit_terms(work.connection, work.practice_id, due_on=due_on)
        customer_id = terms.customer_id
        if customer_id is None:
            return Dead("no Stripe customer to credit")
        if not terms.may_be_credited:
            return Done("credits_not_automatic")
        billing = work.deps.providers.billing
        key = stripe_credit_key(work.practice_id, _promise_number(work))
        return Errand(
            lambda: billing.credit_customer(customer_id, terms.amount_cents, key, _DESCRIPTION)
        )

    def settle(self, work: Work, answer: Answer) -> Outcome:
        """Keep the id of the balance entry beside the billing facts."""
        credit_id = str(answer.result)
        record_credit(work.connection, work.practice_id, credit_id=credit_id, now=work.now)
        append_event_once(
            work.connection,
            EventType.CREDIT_GRANTED,
            practice_id=work.practice_id,
            key={"due_on": work.job.payload["guarantee_due_on"]},
            payload={"credit_id": credit_id},
            at=work.now,
        )
        return Done("credits_granted")


def _promise_number(work: Work) -> int:
    """Take a job that was queued before practices could come back for one of the first promise."""
    return int(work.job.payload.get("promise_number", 1))


class FetchStripeObject(Task):
    """Reads what an event is about and stores the event anew with it, for the inbox to apply."""

    def prepare(self, work: Work) -> Errand | Outcome:
        """Ask for the object as it stands now."""
        kind, thing_id = str(work.job.payload["kind"]), str(work.job.payload["object_id"])
        billing = work.deps.providers.billing
        return Errand(lambda: billing.fetch_object(kind, thing_id))

    def settle(self, work: Work, answer: Answer) -> Outcome:
        """Append the whole event; the bare one is dealt with."""
        asked = work.job.payload
        event_id = f"{asked['external_id']}{FETCHED}"
        event = {
            "id": event_id,
            "object": "event",
            "type": asked["type"],
            "created": asked["occurred_at"],
            "data": {"object": dict(answer.result)},
        }
        append_raw_event(
            work.connection,
            provider="stripe",
            external_id=event_id,
            type=str(asked["type"]),
            payload={**keep_stripe_event(event), **RECONCILED},
            received_at=work.now,
        )
        mark_applied(work.connection, int(asked["raw_id"]), now=work.now)
        return Done("stripe_fetched")

    def refuse(self, work: Work, refusal: Refusal) -> Outcome:
        """Let go of an event about something that Stripe does not have, or not for us."""
        raw_id = int(work.job.payload["raw_id"])
        mark_applied(work.connection, raw_id, now=work.now, error=f"not fetched: {refusal.code}")
        return Done("stripe_not_found")
