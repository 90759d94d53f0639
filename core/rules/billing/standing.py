"""What a practice's status is by all that Stripe has said: the same in whatever order it came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

STATUS_OF_SUBSCRIPTION = {
    "active": "active",
    "trialing": "active",
    "past_due": "past_due",
    "unpaid": "past_due",
    "incomplete": "past_due",
    "paused": "paused",
    "canceled": "canceled",
    "incomplete_expired": "canceled",
}
"""Stripe's words for a subscription's status (https://docs.stripe.com/api/subscriptions/object)."""


class FactKind(StrEnum):
    """What a fact is about."""

    KNOWN = "known"
    """What the practice's row said before Stripe did; its status is as of then."""
    CHECKOUT = "checkout"
    SUBSCRIPTION = "subscription"
    INVOICE = "invoice"
    REFUND = "refund"
    DISPUTE = "dispute"


@dataclass(frozen=True, slots=True)
class BillingFact:
    """One thing that Stripe said, at its own time.

    `about_at` is when the session was opened, or the charge made, that it is about.
    """

    external_id: str
    kind: FactKind
    status: str
    occurred_at: datetime
    customer_id: str | None = None
    subscription_id: str | None = None
    subject_id: str | None = None
    about_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a practice stands: `active`, `past_due` or `canceled`, and by which subscription."""

    status: str
    subscription_status: str
    subscription_id: str | None
    customer_id: str | None
    started_by: str
    """The external id of the checkout that counts: the newest."""
    as_of: datetime


# Stripe's times are whole seconds. Within one second the graver word is taken to be the later one,
# save that a payment follows the attempt that failed.
_RANKS = {
    (FactKind.CHECKOUT, "active"): 0,
    (FactKind.INVOICE, "failed"): 1,
    (FactKind.INVOICE, "covered"): 2,
    (FactKind.INVOICE, "paid"): 2,
    (FactKind.SUBSCRIPTION, "active"): 3,
    (FactKind.SUBSCRIPTION, "past_due"): 4,
    (FactKind.SUBSCRIPTION, "paused"): 5,
    (FactKind.DISPUTE, "open"): 6,
    (FactKind.DISPUTE, "won"): 7,
    (FactKind.DISPUTE, "lost"): 8,
    (FactKind.REFUND, "whole"): 9,
    (FactKind.SUBSCRIPTION, "canceled"): 10,
}
_RANK_OF_KNOWN = 11
_STARTS = frozenset({FactKind.CHECKOUT, FactKind.KNOWN})
_OF_A_CHARGE = frozenset({FactKind.REFUND, FactKind.DISPUTE})


def standing_of(facts: Iterable[BillingFact]) -> Standing | None:
    """Compute where a practice stands; None while there is no checkout.

    The newest checkout starts the account anew: what was said before it, or of an older
    subscription or charge, no longer counts. A subscription's own word goes for the subscription;
    a failed invoice holds it and a paid one releases it; an open dispute holds; a whole refund or
    a lost dispute ends the service until the next payment.
    """
    ordered = sorted(facts, key=_order)
    start = _newest_start(ordered)
    if start is None:
        return None
    later = [f for f in ordered if f.kind not in _STARTS and _order(f) > _order(start)]
    subscription_id = start.subscription_id or next(
        (f.subscription_id for f in later if f.subscription_id), None
    )
    relevant = [fact for fact in later if _concerns(fact, start, subscription_id)]
    account = _Account(start.status)
    for fact in relevant:
        account.hear(fact)
    return Standing(
        status=account.status,
        subscription_status=account.subscription,
        subscription_id=subscription_id,
        customer_id=start.customer_id,
        started_by=start.external_id,
        as_of=max([start.occurred_at, *(fact.occurred_at for fact in relevant)]),
    )


def _newest_start(facts: Sequence[BillingFact]) -> BillingFact | None:
    """Choose the newest; of several in one second, one whose subscription is not over."""
    over = {
        f.subscription_id
        for f in facts
        if f.kind is FactKind.SUBSCRIPTION and f.status == "canceled"
    }

    def newness(start: BillingFact) -> tuple[datetime, bool, bool, datetime, str]:
        is_known = start.kind is FactKind.KNOWN
        opened_at = start.about_at or start.occurred_at
        is_alive = start.subscription_id not in over
        return start.occurred_at, is_known, is_alive, opened_at, start.external_id

    return max((f for f in facts if f.kind in _STARTS), key=newness, default=None)


def _order(fact: BillingFact) -> tuple[datetime, int, str]:
    rank = _RANKS.get((fact.kind, fact.status), _RANK_OF_KNOWN)
    return fact.occurred_at, rank, fact.external_id


def _concerns(fact: BillingFact, start: BillingFact, subscription_id: str | None) -> bool:
    """Tell whether a later fact is about the present subscription, or a charge made under it."""
    if fact.kind in _OF_A_CHARGE:
        return (
            fact.about_at is None or start.about_at is None or fact.about_at >= start.about_at
        ) and fact.subscription_id in {None, subscription_id}
    return fact.subscription_id is None or fact.subscription_id == subscription_id


@dataclass
class _Account:
    subscription: str
    has_ended: bool = False
    open_disputes: set[str | None] = field(default_factory=set)

    @property
    def status(self) -> str:
        if self.subscription == "canceled" or self.has_ended:
            return "canceled"
        if self.subscription != "active" or self.open_disputes:
            return "past_due"
        return "active"

    def hear(self, fact: BillingFact) -> None:
        if fact.kind is FactKind.SUBSCRIPTION:
            self.subscription = fact.status
        elif fact.kind is FactKind.REFUND:
            self.has_ended = True
        elif fact.kind is FactKind.INVOICE:
            self._hear_invoice(fact.status)
        elif fact.status == "open":
            self.open_disputes.add(fact.subject_id)
        else:
            self.open_disputes.discard(fact.subject_id)
            self.has_ended = self.has_ended or fact.status == "lost"

    def _hear_invoice(self, status: str) -> None:
        """Hold by a failed payment; release once it is settled. A canceled one stays so."""
        if status == "failed":
            if self.subscription == "active":
                self.subscription = "past_due"
            return
        self.has_ended = self.has_ended and status != "paid"
        if self.subscription == "past_due":
            self.subscription = "active"
