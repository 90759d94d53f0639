"""Second checkouts of living practices: nothing changes until somebody who may decides."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from core.billing.stripe_payloads import event_time, stripe_id
from core.context import IntakeContext
from core.rules.billing.origin import HeldReason
from core.rules.vocabulary import EventType, JobType
from core.store.events import append_event, has_event
from core.store.held_checkouts import (
    HeldCheckout,
    has_ended,
    has_subscription,
    hold_checkout,
)
from core.store.job_keys import checkout_notice_key
from core.store.jobs import enqueue_job
from core.store.practices import lock_account_state
from core.store.raw_events import RawEvent


def is_second_checkout(
    context: IntakeContext, practice_id: UUID, session: Mapping[str, Any]
) -> bool:
    """Tell whether a checkout would give a living practice another subscription.

    Whoever pays in its name is not thereby the practice. One that has left is free to come back,
    and a subscription that is over already changes nothing. The practice's row stays locked.
    """
    state = lock_account_state(context.connection, practice_id)
    subscription_id = stripe_id(session.get("subscription"))
    if state.status == "canceled":
        return False
    if subscription_id is not None and (
        subscription_id == state.stripe_subscription_id
        or has_subscription(context.connection, practice_id, subscription_id)
        or has_ended(context.connection, subscription_id)
    ):
        return False
    if state.stripe_subscription_id is not None or _has_checkout(context, practice_id):
        return True
    customer_id = stripe_id(session.get("customer"))
    return state.stripe_customer_id is not None and state.stripe_customer_id != customer_id


def hold_second_checkout(
    context: IntakeContext, raw: RawEvent, practice_id: UUID, session: Mapping[str, Any]
) -> None:
    """Keep it for the practice's address on file, or an operator, to decide; once a session."""
    session_id = str(stripe_id(session))
    subscription_id = stripe_id(session.get("subscription"))
    customer_id = stripe_id(session.get("customer"))
    held = HeldCheckout(practice_id, session_id, raw.external_id, context.now)
    if not hold_checkout(
        context.connection, held, subscription_id=subscription_id, customer_id=customer_id
    ):
        return
    append_event(
        context.connection,
        EventType.CHECKOUT_HELD,
        practice_id=practice_id,
        at=event_time(raw),
        payload={
            "reason": HeldReason.SECOND_CHECKOUT,
            "session_id": session_id,
            "subscription_id": subscription_id,
            "customer_id": customer_id,
            "amount_total": session.get("amount_total"),
        },
    )
    enqueue_job(
        context.connection,
        JobType.SEND_CHECKOUT_NOTICE,
        practice_id=practice_id,
        payload={"session_id": session_id},
        run_at=context.now,
        unique_key=checkout_notice_key(session_id),
    )


def _has_checkout(context: IntakeContext, practice_id: UUID) -> bool:
    return has_event(context.connection, EventType.STRIPE_CHECKOUT, practice_id=practice_id, key={})
