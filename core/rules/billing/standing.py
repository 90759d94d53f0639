"""What a practice's status is by all that Stripe has said: the same in whatever order it came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from core.rules.billing.facts import BillingFact, FactKind
from core.rules.billing.last_words import last_word


@dataclass(frozen=True, slots=True)
class SubscriptionStanding:
    """How one subscription of a practice stands: active, past_due, paused or canceled."""

    subscription_id: str
    customer_id: str | None
    status: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a practice stands: `active`, `past_due` or `canceled`, and by which subscription."""

    status: str
    subscription_status: str
    subscription_id: str | None
    customer_id: str | None
    started_by: str
    """The external id of the checkout that counts."""
    as_of: datetime
    latest_start: str = ""
    """The external id of the newest checkout, whether or not it is the one that counts."""
    subscriptions: tuple[SubscriptionStanding, ...] = ()
    unclear: frozenset[tuple[str | None, datetime]] = frozenset()
    """Subscriptions and seconds of which only Stripe can tell the last word."""


# Stripe's times are whole seconds. Within one second the graver word is taken to be the later one,
# save that a payment follows the attempt that failed, and that changes tell what they changed.
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

    Each checkout starts an account of its own subscription, and the practice stands where the
    best of them does: it is served while any is. Of equals the newest counts. A subscription's own
    word goes for the subscription; a failed invoice holds it and a paid one releases it; an open
    dispute holds; a whole refund or a lost dispute ends the service until the next payment.
    """
    ordered = sorted(facts, key=_order)
    accounts = _open_accounts(ordered)
    if not accounts:
        return None
    as_of = [account.start.occurred_at for account in accounts]
    for fact in ordered:
        account = _account_of(fact, accounts)
        if account is not None:
            account.facts.append(fact)
            as_of.append(fact.occurred_at)
    for account in accounts:
        account.hear_all()
    best = max(accounts, key=_Account.worth)
    return Standing(
        status=best.status,
        subscription_status=best.subscription,
        subscription_id=best.subscription_id,
        customer_id=best.start.customer_id,
        started_by=best.start.external_id,
        as_of=max(as_of),
        latest_start=max(accounts, key=lambda one: _newness(one.start)).start.external_id,
        subscriptions=tuple(
            SubscriptionStanding(
                one.subscription_id, one.start.customer_id, one.subscription, one.start.occurred_at
            )
            for one in accounts
            if one.subscription_id is not None
        ),
        unclear=frozenset(
            (one.subscription_id, second) for one in accounts for second in one.unclear
        ),
    )


def _open_accounts(ordered: Sequence[BillingFact]) -> list["_Account"]:
    """Give an account for each subscription that was started, by its newest start.

    What the row said, where Stripe had not, replaces all before it. A start without a
    subscription is replaced by any newer one, for nothing could ever end it.
    """
    starts = sorted((fact for fact in ordered if fact.kind in _STARTS), key=_newness)
    known = [place for place, start in enumerate(starts) if start.kind is FactKind.KNOWN]
    counting = starts[known[-1] :] if known else starts
    newest = {start.subscription_id: start for start in counting}
    if counting and counting[-1].subscription_id is not None:
        newest.pop(None, None)
    accounts = [_Account(start, start.status, start.subscription_id) for start in newest.values()]
    for account in accounts:
        if account.subscription_id is None:
            account.adopt(fact for fact in ordered if fact.subscription_id not in newest)
    return accounts


def _newness(start: BillingFact) -> tuple[datetime, bool, datetime, str]:
    opened_at = start.about_at or start.occurred_at
    is_known = start.kind is FactKind.KNOWN
    return start.occurred_at, is_known, opened_at, start.external_id


def _account_of(fact: BillingFact, accounts: Sequence["_Account"]) -> "_Account | None":
    """Find whom a fact is about: its subscription, or else the newest that it can be about."""
    if fact.kind in _STARTS:
        return None
    fitting = [account for account in accounts if account.may_concern(fact)]
    return max(fitting, key=lambda account: _newness(account.start), default=None)


def _order(fact: BillingFact) -> tuple[datetime, int, str]:
    rank = _RANKS.get((fact.kind, fact.status), _RANK_OF_KNOWN)
    return fact.occurred_at, rank, fact.external_id


@dataclass
class _Account:
    start: BillingFact
    subscription: str
    subscription_id: str | None
    has_ended: bool = False
    open_disputes: set[str | None] = field(default_factory=set)
    facts: list[BillingFact] = field(default_factory=list)
    unclear: set[datetime] = field(default_factory=set)

    @property
    def status(self) -> str:
        if self.subscription == "canceled" or self.has_ended:
            return "canceled"
        if self.subscription != "active" or self.open_disputes:
            return "past_due"
        return "active"

    def worth(self) -> tuple[int, tuple[datetime, bool, datetime, str]]:
        """Order accounts by how good they are for the practice."""
        grade = ("canceled", "past_due", "active").index(self.status)
        return grade, _newness(self.start)

    def adopt(self, facts: Iterable[BillingFact]) -> None:
        """Take the first subscription named after a checkout that named none."""
        later = (f.subscription_id for f in facts if _order(f) > _order(self.start))
        self.subscription_id = next(filter(None, later), None)

    def may_concern(self, fact: BillingFact) -> bool:
        """Tell whether a later fact can be about this subscription, or a charge made under it."""
        start = self.start
        if _order(fact) <= _order(start) or fact.subscription_id not in {
            None,
            self.subscription_id,
        }:
            return False
        customers = {fact.customer_id, start.customer_id} - {None}
        if fact.subscription_id is None and len(customers) > 1:
            return False
        if fact.kind not in _OF_A_CHARGE or fact.about_at is None or start.about_at is None:
            return True
        return fact.about_at >= start.about_at

    def hear_all(self) -> None:
        """Follow what was said, second by second; its facts are in order."""
        for second, told in groupby(self.facts, key=lambda fact: fact.occurred_at):
            self._hear_second(second, list(told))

    def _hear_second(self, second: datetime, told: Sequence[BillingFact]) -> None:
        before = self.subscription
        invoices = [fact for fact in told if fact.kind is FactKind.INVOICE]
        changes = [fact for fact in told if fact.kind is FactKind.SUBSCRIPTION]
        for fact in invoices:
            self._hear_invoice(fact.status)
        if changes:
            word = last_word(before, changes, invoices)
            self.subscription = word.status
            if not word.is_clear:
                self.unclear.add(second)
        for fact in told:
            if fact.kind in _OF_A_CHARGE:
                self._hear_charge(fact)

    def _hear_charge(self, fact: BillingFact) -> None:
        if fact.kind is FactKind.REFUND:
            self.has_ended = True
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
