"""What Stripe says of a subscription after checkout, as facts that the practice's status is of."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from core.billing.charges import charge_of_dispute, concern_of
from core.billing.checkouts import release_ended, release_returning
from core.billing.fetched_events import ask_how_it_stands
from core.billing.standing import find_account, take_in
from core.billing.stripe_payloads import event_object, event_time, instant_of, mapping_of, stripe_id
from core.context import IntakeContext
from core.errors import Waiting
from core.rules.billing.concerns import Whose, concern_of_invoice
from core.rules.billing.facts import STATUS_OF_SUBSCRIPTION, BillingFact, FactKind
from core.rules.billing.standing import Standing
from core.store.billing_facts import find_charge
from core.store.raw_events import RawEvent

_PATIENCE = timedelta(days=7)
"""Stripe retries a checkout for three days; what has no checkout after a week is not ours."""

_HELD = frozenset({"active", "past_due"})

_NOT_OURS = frozenset({Whose.OTHER, Whose.ASK})
"""What Stripe could not follow to a subscription when it was asked is not ours either."""

_OUTCOME_OF_DISPUTE = {
    "won": "won",
    "warning_closed": "won",
    "prevented": "won",
    "lost": "lost",
}


def apply_subscription(context: IntakeContext, raw: RawEvent) -> None:
    """Follow a subscription's own status; a deleted one is canceled.

    One whose payments are paused (https://docs.stripe.com/billing/subscriptions/pause-payment)
    keeps its status at Stripe, and is not served until they are taken again.
    """
    subscription = event_object(raw)
    is_over = raw.type == "customer.subscription.deleted"
    stripe_status = "canceled" if is_over else _word_of(subscription)
    status = STATUS_OF_SUBSCRIPTION.get(stripe_status)
    if status is None:
        return
    fact = BillingFact(
        external_id=raw.external_id,
        kind=FactKind.SUBSCRIPTION,
        status=status,
        occurred_at=event_time(raw),
        customer_id=stripe_id(subscription.get("customer")),
        subscription_id=stripe_id(subscription),
        previous_status=_previous_status(raw, subscription),
    )
    standing = _take_in(context, fact, reason=stripe_status)
    if (fact.subscription_id, fact.occurred_at) in standing.unclear:
        ask_how_it_stands(context, raw, str(fact.subscription_id))


def _word_of(subscription: Mapping[str, Any]) -> str:
    """Call one `paused` whose payments are, whatever else Stripe says of it but that it is over."""
    word = str(subscription.get("status"))
    is_held = subscription.get("pause_collection") and STATUS_OF_SUBSCRIPTION.get(word) in _HELD
    return "paused" if is_held else word


def _previous_status(raw: RawEvent, subscription: Mapping[str, Any]) -> str | None:
    """Read what a change has left; None where the event does not name what it changed."""
    previous = mapping_of(raw.payload.get("data")).get("previous_attributes")
    if not isinstance(previous, Mapping):
        return None
    return STATUS_OF_SUBSCRIPTION.get(_word_of({**subscription, **previous}))


def apply_invoice(context: IntakeContext, raw: RawEvent) -> None:
    """Hold by a failed invoice and release by a paid one, or one covered without a payment.

    An invoice that is not the subscription's own, such as one written by hand, does neither.
    """
    invoice = event_object(raw)
    subscription_id = concern_of_invoice(invoice).subscription_id
    if subscription_id is None:
        return
    has_failed = raw.type == "invoice.payment_failed"
    settled = "covered" if invoice.get("amount_paid") == 0 else "paid"
    fact = BillingFact(
        external_id=raw.external_id,
        kind=FactKind.INVOICE,
        status="failed" if has_failed else settled,
        occurred_at=event_time(raw),
        customer_id=stripe_id(invoice.get("customer")),
        subscription_id=subscription_id,
    )
    _take_in(context, fact, reason="payment_failed" if has_failed else "paid")


def apply_charge(context: IntakeContext, raw: RawEvent) -> None:
    """End the service by a refund of the whole charge; a partial one is a credit and does not.

    A charge that paid no invoice of a subscription, as far as Stripe can tell, does nothing.
    """
    charge = event_object(raw)
    amount, refunded = charge.get("amount"), charge.get("amount_refunded")
    is_whole = charge.get("refunded") is True or (
        isinstance(amount, int) and isinstance(refunded, int) and 0 < amount <= refunded
    )
    concern = concern_of(context, charge)
    if not is_whole or concern.whose in _NOT_OURS:
        return
    fact = BillingFact(
        external_id=raw.external_id,
        kind=FactKind.REFUND,
        status="whole",
        occurred_at=event_time(raw),
        customer_id=stripe_id(charge.get("customer")),
        subscription_id=concern.subscription_id,
        subject_id=stripe_id(charge),
        about_at=instant_of(charge.get("created")),
    )
    _take_in(context, fact, reason="refunded")


def apply_dispute(context: IntakeContext, raw: RawEvent) -> None:
    """Hold sending while a dispute is open; let it go on when won, end it when lost.

    A dispute names only its charge, so the customer is looked up in what Stripe said of that
    charge; where nothing was said yet, the dispute waits for it. One of a charge that paid no
    invoice of a subscription does nothing.
    """
    dispute = event_object(raw)
    is_opened = raw.type == "charge.dispute.created"
    status = "open" if is_opened else _OUTCOME_OF_DISPUTE.get(str(dispute.get("status")))
    concern = concern_of(context, charge_of_dispute(context, dispute))
    if status is None or concern.whose in _NOT_OURS:
        return
    customer_id, charged_at = _charge_of(context, dispute)
    if customer_id is None:
        message = "waiting for the charge"
        raise Waiting(message, patience=_PATIENCE)
    fact = BillingFact(
        external_id=raw.external_id,
        kind=FactKind.DISPUTE,
        status=status,
        occurred_at=event_time(raw),
        customer_id=customer_id,
        subscription_id=concern.subscription_id,
        subject_id=stripe_id(dispute),
        about_at=charged_at,
    )
    _take_in(context, fact, reason=f"dispute_{status}")


def _take_in(context: IntakeContext, fact: BillingFact, *, reason: str) -> Standing:
    is_over = fact.kind is FactKind.SUBSCRIPTION and fact.status == "canceled"
    if is_over and fact.subscription_id is not None:
        release_ended(context, fact.subscription_id)
    practice_id = find_account(
        context, customer_id=fact.customer_id, subscription_id=fact.subscription_id
    )
    if practice_id is None:
        message = "waiting for checkout"
        raise Waiting(message, patience=_PATIENCE)
    standing = take_in(context, practice_id, fact, reason=reason)
    if standing.status == "canceled":
        release_returning(context, practice_id)
    return standing


def _charge_of(
    context: IntakeContext, dispute: Mapping[str, Any]
) -> tuple[str | None, datetime | None]:
    """Give the customer and time of the disputed charge, as far as anything tells them."""
    charge = mapping_of(dispute.get("charge"))
    customer_id = stripe_id(dispute.get("customer")) or stripe_id(charge.get("customer"))
    charged_at = instant_of(charge.get("created"))
    if customer_id is not None and charged_at is not None:
        return customer_id, charged_at
    told = find_charge(
        context.connection,
        charge_id=stripe_id(dispute.get("charge")),
        payment_intent_id=stripe_id(dispute.get("payment_intent")),
    )
    if told is None:
        return customer_id, charged_at
    return customer_id or told.customer_id, charged_at or told.charged_at
