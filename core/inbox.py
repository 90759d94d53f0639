"""Applies what providers said: one dispatcher for the web app and for the raw_events job."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from core.billing import checkouts, subscriptions
from core.billing.fetched_events import ask_stripe
from core.billing.foreign_events import CHECKOUT_TYPES, refuse_foreign
from core.billing.stripe_payloads import mapping_of, stripe_id
from core.config import Config
from core.consent import email_reports, inbound_texts
from core.context import IntakeContext
from core.error_traces import describe_error, trace_error
from core.errors import Waiting
from core.log import get_logger
from core.sealing import Sealer
from core.sending import delivery_reports
from core.store.database import Connection
from core.store.raw_events import (
    RawEvent,
    append_raw_event,
    claim_unapplied,
    claim_waiting_stripe,
    lock_raw_event,
    mark_applied,
    mark_failed,
)

_log = get_logger(__name__)

Handler = Callable[[IntakeContext, RawEvent], str | None]

_HANDLERS: Mapping[tuple[str, str], Handler] = {
    ("stripe", "checkout.session.completed"): checkouts.apply_checkout,
    ("stripe", "checkout.session.async_payment_succeeded"): checkouts.apply_checkout,
    ("stripe", "customer.subscription.updated"): subscriptions.apply_subscription,
    ("stripe", "customer.subscription.deleted"): subscriptions.apply_subscription,
    ("stripe", "customer.subscription.paused"): subscriptions.apply_subscription,
    ("stripe", "customer.subscription.resumed"): subscriptions.apply_subscription,
    ("stripe", "invoice.payment_failed"): subscriptions.apply_invoice,
    ("stripe", "invoice.paid"): subscriptions.apply_invoice,
    ("stripe", "charge.refunded"): subscriptions.apply_charge,
    ("stripe", "charge.dispute.created"): subscriptions.apply_dispute,
    ("stripe", "charge.dispute.closed"): subscriptions.apply_dispute,
    ("ses", "Notification"): email_reports.apply_notification,
    ("ses", "SubscriptionConfirmation"): email_reports.apply_confirmation,
    ("ses", "UnsubscribeConfirmation"): email_reports.apply_confirmation,
}
_HANDLERS_OF_TEXTS: Mapping[str, Handler] = {
    "inbound": inbound_texts.apply_inbound,
    "status": delivery_reports.apply_status,
}
"""By what a provider of texts tells: `twilio_inbound`, `twilio_status`, and those of any other."""


_SETTLING = CHECKOUT_TYPES | {"customer.subscription.deleted"}
"""What tells whose a customer and a subscription are: the latter ends a checkout's being held."""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of an event that a provider delivered; `confirmation` is ours to a text."""

    is_duplicate: bool
    is_applied: bool
    confirmation: str | None


@dataclass(frozen=True, slots=True)
class _Attempt:
    applied: bool
    confirmation: str | None = None


def receive_raw_event(
    connection: Connection,
    config: Config,
    sealer: Sealer,
    *,
    provider: str,
    external_id: str,
    type: str,  # noqa: A002 - the column's name
    payload: Mapping[str, Any],
    now: datetime,
    may_confirm: bool = False,
) -> Received:
    """Store an event once and apply it in the same transaction, behind a savepoint.

    Where applying fails the raw row stays, with its error, for the raw_events job; only a lost
    database raises.
    """
    raw = append_raw_event(
        connection,
        provider=provider,
        external_id=external_id,
        type=type,
        payload=payload,
        received_at=now,
    )
    if raw is None:
        return Received(is_duplicate=True, is_applied=False, confirmation=None)
    context = IntakeContext(connection, config, sealer, now, may_confirm)
    attempt = _try_apply(context, raw)
    return Received(
        is_duplicate=False, is_applied=attempt.applied, confirmation=attempt.confirmation
    )


def retry_raw_event(
    connection: Connection,
    config: Config,
    sealer: Sealer,
    *,
    provider: str,
    external_id: str,
    now: datetime,
) -> bool:
    """Apply one stored event behind a savepoint, unless it is applied; tells whether it did."""
    context = IntakeContext(connection, config, sealer, now)
    raw = lock_raw_event(connection, provider=provider, external_id=external_id)
    return raw is not None and _try_apply(context, raw).applied


def apply_pending(
    connection: Connection,
    config: Config,
    sealer: Sealer,
    *,
    now: datetime,
    limit: int = 500,
    since: datetime | None = None,
) -> dict[str, int]:
    """Apply up to `limit` stored events that are not applied, each behind a savepoint.

    Gives counts `applied` and `failed` (which includes those that wait for another event). Events
    that another worker holds are left to it.
    """
    context = IntakeContext(connection, config, sealer, now)
    counts = {"applied": 0, "failed": 0}
    for raw in claim_unapplied(connection, limit=limit, since=since):
        counts["applied" if _try_apply(context, raw).applied else "failed"] += 1
    return counts


def _apply(context: IntakeContext, raw: RawEvent) -> str | None:
    foreign = refuse_foreign(context, raw) if raw.provider == "stripe" else None
    if foreign is not None:
        mark_applied(context.connection, raw.id, now=context.now, error=foreign)
        return None
    handler = _HANDLERS.get((raw.provider, raw.type)) or _HANDLERS_OF_TEXTS.get(
        raw.provider.rpartition("_")[2]
    )
    confirmation = None if handler is None else handler(context, raw)
    mark_applied(context.connection, raw.id, now=context.now)
    return confirmation


def _try_apply(context: IntakeContext, raw: RawEvent) -> _Attempt:
    connection, now = context.connection, context.now
    try:
        with connection.transaction():
            if raw.provider == "stripe" and ask_stripe(context, raw):
                mark_failed(connection, raw.id, now=now, error="waiting for Stripe")
                return _Attempt(applied=False)
            confirmation = _apply(context, raw)
    except Waiting as error:
        if now - raw.received_at >= error.patience:
            mark_applied(connection, raw.id, now=now, error=str(error))
            return _Attempt(applied=True)
        mark_failed(connection, raw.id, now=now, error=str(error))
        return _Attempt(applied=False)
    except psycopg.OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 - the row is kept with its error and tried again
        name = describe_error(error)
        _log.error(
            "raw_event_failed",
            provider=raw.provider,
            type=raw.type,
            id=raw.id,
            error=name,
            trace=trace_error(error),
        )
        mark_failed(connection, raw.id, now=now, error=name)
        return _Attempt(applied=False)
    if raw.type in _SETTLING and raw.provider == "stripe":
        _apply_waiting(context, raw)
    return _Attempt(applied=True, confirmation=confirmation)


def _apply_waiting(context: IntakeContext, settling: RawEvent) -> None:
    """Apply what Stripe said of this customer before anybody knew whose it was."""
    told = mapping_of(mapping_of(settling.payload.get("data")).get("object"))
    for raw in claim_waiting_stripe(
        context.connection,
        except_id=settling.id,
        customer_id=stripe_id(told.get("customer")),
        subscription_id=stripe_id(told.get("subscription")) or stripe_id(told),
    ):
        if raw.type not in CHECKOUT_TYPES:
            _try_apply(context, raw)
