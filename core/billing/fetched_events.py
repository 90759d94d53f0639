"""Events that bring too little: what of them has to be asked of Stripe."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.billing.charges import charge_of_dispute, concern_of
from core.billing.stripe_payloads import mapping_of, stripe_id
from core.config import Config
from core.context import IntakeContext
from core.rules.billing.concerns import Whose
from core.rules.billing.facts import FETCHED
from core.rules.billing.origin import foreign_reason, is_of_other_mode, prices_of
from core.rules.vocabulary import JobType
from core.store.job_keys import stripe_fetch_key
from core.store.jobs import enqueue_job
from core.store.raw_events import RawEvent

_THIN_PREFIX = "v1."
_KINDS = {
    "checkout.session.": "checkout_session",
    "customer.subscription.": "subscription",
    "invoice.": "invoice",
    "charge.dispute.": "dispute",
    "charge.": "charge",
}
_OF_A_CHARGE = frozenset({"charge.refunded", "charge.dispute.created", "charge.dispute.closed"})
_OF_A_REFERENCE = frozenset({"id", "object", "livemode"})


def full_type(event_type: str) -> str:
    """Give the name of an event's type as whole events have it: thin ones begin with `v1.`."""
    return event_type.removeprefix(_THIN_PREFIX)


def needed_object(config: Config, raw: RawEvent) -> tuple[str, str] | None:
    """Name the kind and id of what has to be fetched before an event can be applied.

    Thin events (https://docs.stripe.com/event-destinations#thin-events) bring a reference, and a
    checkout never its prices, which matter where only some of the account's are ours. None where
    the event can be applied as it is, or was fetched already.
    """
    kind = next((k for head, k in _KINDS.items() if full_type(raw.type).startswith(head)), None)
    is_read = raw.external_id.endswith(FETCHED)
    is_ours = raw.payload.get("reconciled") is True
    is_foreign = (
        not is_ours and foreign_reason(raw.payload, is_live=config.is_stripe_live) is not None
    )
    if kind is None or is_read or is_foreign:
        return None
    found = mapping_of(mapping_of(raw.payload.get("data")).get("object"))
    thing_id = stripe_id(found) or stripe_id(mapping_of(raw.payload.get("related_object")))
    if thing_id is None:
        return None
    is_thin = set(found) <= _OF_A_REFERENCE
    is_priceless = kind == "checkout_session" and _lacks_prices(config, found)
    return (kind, thing_id) if is_thin or is_priceless else None


def ask_stripe(context: IntakeContext, raw: RawEvent) -> bool:
    """Enqueue the look at Stripe that an event needs, once; False where it needs none."""
    needed = needed_object(context.config, raw) or _needed_chain(context, raw)
    if needed is None:
        return False
    kind, thing_id = needed
    _enqueue(context, raw, kind, thing_id)
    return True


def _needed_chain(context: IntakeContext, raw: RawEvent) -> tuple[str, str] | None:
    """Name the charge or dispute of which nothing says whether a subscription was paid by it."""
    name = full_type(raw.type)
    if name not in _OF_A_CHARGE or raw.external_id.endswith(FETCHED):
        return None
    if foreign_reason(raw.payload, is_live=context.config.is_stripe_live) is not None:
        return None
    thing = mapping_of(mapping_of(raw.payload.get("data")).get("object"))
    is_dispute = name.startswith("charge.dispute.")
    charge = charge_of_dispute(context, thing) if is_dispute else thing
    if concern_of(context, charge).whose is not Whose.ASK:
        return None
    thing_id = stripe_id(thing)
    return None if thing_id is None else ("dispute" if is_dispute else "charge", thing_id)


def ask_how_it_stands(context: IntakeContext, raw: RawEvent, subscription_id: str) -> None:
    """Enqueue a look at a subscription of which events of one second do not tell the order.

    The answer is stored as of that second, after all that happened in it.
    """
    _enqueue(context, raw, "subscription", subscription_id)


def _enqueue(context: IntakeContext, raw: RawEvent, kind: str, thing_id: str) -> None:
    enqueue_job(
        context.connection,
        JobType.FETCH_STRIPE,
        practice_id=None,
        payload={
            "raw_id": raw.id,
            "external_id": raw.external_id,
            "type": full_type(raw.type),
            "occurred_at": _occurred_at(raw),
            "kind": kind,
            "object_id": thing_id,
        },
        run_at=context.now,
        unique_key=stripe_fetch_key(raw.external_id),
    )


def _lacks_prices(config: Config, session: Mapping[str, Any]) -> bool:
    is_paid = session.get("payment_status") in {"paid", "no_payment_required"}
    is_ours_to_judge = bool(config.stripe_price_ids) and is_paid and not is_of_other_mode(session)
    return is_ours_to_judge and prices_of(session) is None


def _occurred_at(raw: RawEvent) -> int:
    """Give Unix seconds; thin events write their time in ISO 8601."""
    created = raw.payload.get("created")
    if isinstance(created, int) and not isinstance(created, bool):
        return created
    if isinstance(created, str):
        try:
            return int(datetime.fromisoformat(created).timestamp())
        except ValueError:
            pass
    return int(raw.received_at.timestamp())
