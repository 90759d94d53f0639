"""What Stripe says of a subscription after checkout: moves the practice's status by event time."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from core.intake.context import IntakeContext
from core.intake.stripe_checkout import event_object, event_time, stripe_id
from core.intake.waiting import Waiting
from core.rules.vocabulary import EventType
from core.store.events import append_event
from core.store.practices import (
    SubscriptionState,
    adopt_subscription,
    find_practice_by_stripe,
    lock_subscription_state,
    set_status,
)
from core.store.raw_events import RawEvent, find_stripe_customer

_PATIENCE = timedelta(days=7)
"""Stripe retries a checkout for three days; what has no checkout after a week is not ours."""

_STATUS_OF_SUBSCRIPTION = {
    "active": "active",
    "trialing": "active",
    "past_due": "past_due",
    "unpaid": "past_due",
    "incomplete": "past_due",
    "paused": "past_due",
    "canceled": "canceled",
    "incomplete_expired": "canceled",
}


def apply_subscription(context: IntakeContext, raw: RawEvent) -> None:
    """Follow a subscription's own status; a deleted one cancels."""
    subscription = event_object(raw)
    deleted = raw.type == "customer.subscription.deleted"
    stripe_status = "canceled" if deleted else str(subscription.get("status"))
    status = _STATUS_OF_SUBSCRIPTION.get(stripe_status)
    state = _get_state(context, subscription.get("customer"), subscription.get("id"))
    if status is not None and _is_current(context, state, stripe_id(subscription)):
        _move(context, raw, state, status, reason=stripe_status)


def apply_invoice(context: IntakeContext, raw: RawEvent) -> None:
    """Mark a practice past due by a failed invoice, and clear that by a paid one."""
    invoice = event_object(raw)
    subscription_id = _subscription_of_invoice(invoice)
    state = _get_state(context, invoice.get("customer"), subscription_id)
    if not _is_current(context, state, subscription_id) or state.status == "canceled":
        return
    if raw.type == "invoice.payment_failed":
        _move(context, raw, state, "past_due", reason="payment_failed")
    elif state.status == "past_due":
        _move(context, raw, state, "active", reason="paid")


def apply_charge(context: IntakeContext, raw: RawEvent) -> None:
    """End the service by a refund of the whole charge; a partial one is a credit and does not."""
    charge = event_object(raw)
    amount, refunded = charge.get("amount"), charge.get("amount_refunded")
    is_whole = charge.get("refunded") is True or (
        isinstance(amount, int) and isinstance(refunded, int) and 0 < amount <= refunded
    )
    state = _get_state(context, charge.get("customer"), None)
    if is_whole:
        _move(context, raw, state, "canceled", reason="refunded")


def apply_dispute(context: IntakeContext, raw: RawEvent) -> None:
    """Hold sending while a dispute is open; let it go on when won, end it when lost.

    A dispute names only its charge, so the customer is looked up in what Stripe said of that
    charge before; where nothing was said, there is nobody to hold.
    """
    dispute = event_object(raw)
    customer_id = stripe_id(dispute.get("customer")) or find_stripe_customer(
        context.connection,
        charge_id=stripe_id(dispute.get("charge")),
        payment_intent_id=stripe_id(dispute.get("payment_intent")),
    )
    if customer_id is None:
        return
    state = _get_state(context, customer_id, None)
    outcome = {"won": "active", "warning_closed": "active", "lost": "canceled"}
    status = (
        "past_due"
        if raw.type == "charge.dispute.created"
        else outcome.get(str(dispute.get("status")))
    )
    if status is not None and state.status != "canceled":
        _move(context, raw, state, status, reason=f"dispute_{dispute.get('status')}")


def _get_state(context: IntakeContext, customer: Any, subscription: Any) -> SubscriptionState:
    practice_id = _find(context, stripe_id(customer), stripe_id(subscription))
    if practice_id is None:
        message = "waiting for checkout"
        raise Waiting(message, patience=_PATIENCE)
    return lock_subscription_state(context.connection, practice_id)


def _find(
    context: IntakeContext, customer_id: str | None, subscription_id: str | None
) -> UUID | None:
    return find_practice_by_stripe(
        context.connection, customer_id=customer_id, subscription_id=subscription_id
    )


def _is_current(
    context: IntakeContext, state: SubscriptionState, subscription_id: str | None
) -> bool:
    """Tell whether an event is about the subscription the practice has now."""
    if subscription_id is None:
        return True
    if state.stripe_subscription_id is None:
        adopt_subscription(context.connection, state.id, subscription_id)
        return True
    return subscription_id == state.stripe_subscription_id


def _move(
    context: IntakeContext, raw: RawEvent, state: SubscriptionState, status: str, *, reason: str
) -> None:
    """Set the status as of the event's time; what is older than the last event moves nothing.

    Stripe's times are whole seconds: within the same second a cancellation stays.
    """
    at = event_time(raw)
    if status == "active" and state.onboarding_completed_at is None:
        status = "provisioning"
    last_at = state.stripe_state_at
    if last_at is not None and (at < last_at or (at == last_at and state.status == "canceled")):
        return
    set_status(context.connection, state.id, status=status, state_at=at)
    if status != state.status:
        append_event(
            context.connection,
            EventType.SUBSCRIPTION_CHANGED,
            practice_id=state.id,
            at=at,
            payload={"from": state.status, "to": status, "reason": reason, "type": raw.type},
        )


def _subscription_of_invoice(invoice: Mapping[str, Any]) -> str | None:
    """Find it where Stripe's API has it: at the top until 2025, below `parent` since."""
    found = stripe_id(invoice.get("subscription"))
    parent = invoice.get("parent")
    if found is None and isinstance(parent, Mapping):
        details = parent.get("subscription_details")
        if isinstance(details, Mapping):
            found = stripe_id(details.get("subscription"))
    return found
