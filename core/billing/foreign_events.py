"""Stripe events that are not about what we sell: put on record, and nothing made or moved."""

from collections.abc import Mapping
from typing import Any

from core.billing.stripe_payloads import event_time, mapping_of, stripe_id, text_of
from core.context import IntakeContext
from core.rules.billing.origin import (
    HeldReason,
    foreign_reason,
    is_of_other_mode,
    prices_of,
    sells_ours,
)
from core.rules.vocabulary import EventType
from core.store.events import append_event, has_event
from core.store.practices import lock_identity
from core.store.raw_events import RawEvent

CHECKOUT_TYPES = frozenset(
    {"checkout.session.completed", "checkout.session.async_payment_succeeded"}
)


def refuse_foreign(context: IntakeContext, raw: RawEvent) -> HeldReason | None:
    """Put an event of another mode or account on record; None for one of ours.

    What we have read from Stripe ourselves, with our own key, is ours.
    """
    if raw.payload.get("reconciled") is True:
        return None
    reason = foreign_reason(raw.payload, is_live=context.config.is_stripe_live)
    if reason is not None and raw.type in CHECKOUT_TYPES:
        record_held(
            context, raw, mapping_of(mapping_of(raw.payload.get("data")).get("object")), reason
        )
    return reason


def refuse_product(
    context: IntakeContext, raw: RawEvent, session: Mapping[str, Any]
) -> HeldReason | None:
    """Put a paid checkout of something else on record; None for one of what we sell."""
    if is_of_other_mode(session):
        reason = HeldReason.WRONG_MODE
    elif _is_other_product(context, session):
        reason = HeldReason.OTHER_PRODUCT
    else:
        return None
    record_held(context, raw, session, reason)
    return reason


def record_held(
    context: IntakeContext, raw: RawEvent, session: Mapping[str, Any], reason: HeldReason
) -> None:
    """Say once a session that its checkout made nothing, and why; for the platform to see."""
    session_id = stripe_id(session)
    lock_identity(context.connection, f"stripe_session:{session_id}")
    key = {"session_id": session_id, "reason": reason.value}
    if has_event(context.connection, EventType.CHECKOUT_HELD, practice_id=None, key=key):
        return
    told = {name: text_of(session.get(name)) for name in ("mode", "currency")}
    append_event(
        context.connection,
        EventType.CHECKOUT_HELD,
        practice_id=None,
        at=event_time(raw),
        payload=key | told | {"amount_total": session.get("amount_total")},
    )


def _is_other_product(context: IntakeContext, session: Mapping[str, Any]) -> bool:
    prices, ours = prices_of(session), context.config.stripe_price_ids
    if prices is None:  # a list of ours asks for proof; without one a subscription is ours
        return bool(ours)
    return not sells_ours(prices, ours)
