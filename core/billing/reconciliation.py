"""The nightly look at Stripe itself: heals what a lost webhook would have told."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core.billing.event_fields import RECONCILED, keep_stripe_event
from core.billing.standing import compute_missing_periods
from core.errors import PermanentError, ProviderRejected, TransientError
from core.log import get_logger
from core.outbox.tasks import DispatchDeps
from core.providers.ports import Billing, Checkout, SubscriptionState
from core.rules.billing.facts import STATUS_OF_SUBSCRIPTION
from core.store.billing_facts import (
    KnownSubscription,
    list_known_sessions,
    list_known_subscriptions,
    list_unpaid_sessions,
)
from core.store.raw_events import append_raw_event

log = get_logger(__name__)

CHECKOUT_WINDOW = timedelta(days=4)
"""Stripe delivers for three days; a day more covers the night between."""

PAYMENT_WINDOW = timedelta(days=21)
"""Bank debits can take two weeks to settle after the checkout."""

_PAID = frozenset({"paid", "no_payment_required"})
_SECOND = timedelta(seconds=1)
_CLOCK_MARGIN = timedelta(minutes=1)
"""A reading is dated back by this, so that no clock of ours outruns Stripe's next event."""


@dataclass(frozen=True, slots=True)
class _Missed:
    """An event that Stripe did not get through to us, or not yet."""

    external_id: str
    type: str
    occurred_at: datetime
    thing: Mapping[str, Any] = field(repr=False)

    def to_payload(self) -> dict[str, Any]:
        """Write it as Stripe would have, marked as our own."""
        event = {
            "id": self.external_id,
            "object": "event",
            "type": self.type,
            "created": int(self.occurred_at.timestamp()),
            "data": {"object": dict(self.thing)},
        }
        return {**keep_stripe_event(event), **RECONCILED}


def reconcile_checkouts(deps: DispatchDeps, *, now: datetime) -> dict[str, int]:
    """Store an event for every paid checkout, and every status of a subscription, that we missed.

    The events are appended as webhooks are, for the same code to apply. Their ids are our own and
    say what they tell, so telling it again, by us or by Stripe, changes nothing. Gives counts.
    Raises TransientError or PermanentError where a listing fails: what could not be read is not
    nothing.
    """
    with deps.connect() as connection:
        subscriptions = list_known_subscriptions(connection)  # before Stripe: see _changed
    counts: Counter[str] = Counter(subscriptions=len(subscriptions))
    missed = [
        *_missed_checkouts(deps, now, counts),
        *_missed_statuses(deps.providers.billing, subscriptions, now, counts),
    ]
    with deps.connect() as connection:
        compute_missing_periods(connection, now=now)
        for event in missed:
            appended = append_raw_event(
                connection,
                provider="stripe",
                external_id=event.external_id,
                type=event.type,
                payload=event.to_payload(),
                received_at=now,
            )
            counts["events_appended"] += appended is not None
    for name in ("checkouts_missed", "statuses_missed", "unreadable", "events_appended"):
        counts.setdefault(name, 0)
    return dict(counts)


def _missed_checkouts(deps: DispatchDeps, now: datetime, counts: Counter[str]) -> Iterator[_Missed]:
    """Find recent checkouts that are paid, and older ones that have been paid since."""
    billing = deps.providers.billing
    recent = {one.session_id: one for one in billing.list_checkouts(now - CHECKOUT_WINDOW)}
    counts["checkouts"] = len(recent)
    with deps.connect() as connection:
        unpaid = list_unpaid_sessions(connection, since=now - PAYMENT_WINDOW)
        known = list_known_sessions(connection, list(recent))
    sessions = [one for one in recent.values() if one.session_id not in known]
    sessions += _fetch_checkouts(billing, [one for one in unpaid if one not in recent], counts)
    for session in sessions:
        is_subscription = session.payload.get("mode", "subscription") == "subscription"
        if session.payment_status in _PAID and is_subscription:
            counts["checkouts_missed"] += 1
            yield from _completed(billing, session, now)


def _fetch_checkouts(
    billing: Billing, session_ids: Iterable[str], counts: Counter[str]
) -> Iterator[Checkout]:
    for session_id in session_ids:
        try:
            yield billing.fetch_checkout(session_id)
        except (TransientError, PermanentError) as error:
            _note_unreadable(error, session_id, counts)


def _completed(billing: Billing, session: Checkout, now: datetime) -> Iterator[_Missed]:
    """Tell of a checkout, and of what became of its subscription where that does not run.

    It is dated by its payment; by its subscription, or itself, where that is not told.
    """
    at, state = session.created_at, None
    subscription = session.payload.get("subscription")
    if isinstance(subscription, str):
        try:
            state = billing.fetch_state(subscription)
            at = max(at, state.first_paid_at or state.created_at)
        except (TransientError, PermanentError) as error:
            log.warning("subscription_not_read", subscription=subscription, code=_code(error))
    yield _Missed(
        f"reconcile:{session.session_id}", "checkout.session.completed", at, session.payload
    )
    if state is not None and STATUS_OF_SUBSCRIPTION.get(state.status) not in {None, "active"}:
        yield _changed(state, now, after=at)


def _missed_statuses(
    billing: Billing,
    subscriptions: Iterable[KnownSubscription],
    now: datetime,
    counts: Counter[str],
) -> Iterator[_Missed]:
    """Compare what we think of each subscription with what Stripe says of it."""
    running = {one.subscription_id: one for one in billing.list_states()}
    for known in subscriptions:
        state = running.get(known.subscription_id)
        if state is None and known.status != "canceled":
            try:
                state = billing.fetch_state(known.subscription_id)
            except (TransientError, PermanentError) as error:
                _note_unreadable(error, known.subscription_id, counts)
        if state is None:
            continue
        status = STATUS_OF_SUBSCRIPTION.get(state.status)
        if status is not None and status != known.status:
            counts["statuses_missed"] += 1
            yield _changed(state, now, after=known.state_at)


def _changed(state: SubscriptionState, now: datetime, *, after: datetime | None) -> _Missed:
    """Tell of a status as of Stripe's own time, or of the reading.

    `after` is as of when we knew better: it was read before Stripe was, so Stripe's is the later
    word of the two.
    """
    at = state.ended_at or now - _CLOCK_MARGIN
    if after is not None:
        at = max(at, after + _SECOND)
    is_over = state.status == "canceled"
    return _Missed(
        f"reconcile:{state.subscription_id}:{state.status}:{int(at.timestamp())}",
        "customer.subscription.deleted" if is_over else "customer.subscription.updated",
        at,
        {
            "id": state.subscription_id,
            "object": "subscription",
            "customer": state.customer_id,
            "status": state.status,
        },
    )


def _note_unreadable(error: Exception, thing: str, counts: Counter[str]) -> None:
    counts["unreadable"] += 1
    log.warning("stripe_not_read", id=thing, code=_code(error))


def _code(error: Exception) -> str:
    return error.code if isinstance(error, ProviderRejected) else type(error).__name__
