"""The stretches of time a practice is paid for: each has promises of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from core.rules.billing.facts import BillingFact, FactKind
from core.rules.billing.standing import standing_of


class BegunBy(StrEnum):
    """What began a paid period."""

    CHECKOUT = "checkout"
    PAYMENT = "payment"
    """A refunded or canceled account that was paid, or taken up, again without a checkout."""
    KNOWN = "known"
    """The row said so before Stripe did: nothing is promised from a day that nobody knows."""


@dataclass(frozen=True, slots=True)
class PaidPeriod:
    """From the checkout to the end of the last subscription; `ended_at` None while it goes on."""

    started_at: datetime
    ended_at: datetime | None
    begun_by: BegunBy
    session_id: str | None


def paid_periods_of(facts: Iterable[BillingFact]) -> list[PaidPeriod]:
    """Find when a practice was paid for, oldest first, by all that Stripe has said.

    It is while its standing is not `canceled`, seen at the end of each second: a payment that is
    late or disputed, and one of two subscriptions that ends, end nothing.
    """
    periods: list[PaidPeriod] = []
    told: list[BillingFact] = []
    is_paid = False
    ordered = sorted(facts, key=lambda fact: fact.occurred_at)
    for second, group in groupby(ordered, key=lambda fact: fact.occurred_at):
        news = list(group)
        told += news
        if is_paid and not any(_may_end(fact) for fact in news):
            continue
        standing = standing_of(told)
        is_served = standing is not None and standing.status != "canceled"
        if is_served and not is_paid:
            periods.append(_begun(second, news))
        elif is_paid and not is_served:
            last = periods.pop()
            periods.append(PaidPeriod(last.started_at, second, last.begun_by, last.session_id))
        is_paid = is_served
    return periods


def _may_end(fact: BillingFact) -> bool:
    """Spare the look at all that was said where nothing of the news can end a period."""
    return fact.kind in {FactKind.KNOWN, FactKind.CHECKOUT, FactKind.REFUND} or fact.status in {
        "canceled",
        "lost",
    }


def _begun(second: datetime, news: Iterable[BillingFact]) -> PaidPeriod:
    by_kind = {fact.kind: fact for fact in news}
    if FactKind.CHECKOUT in by_kind:
        session_id = by_kind[FactKind.CHECKOUT].subject_id
        return PaidPeriod(second, None, BegunBy.CHECKOUT, session_id)
    begun_by = BegunBy.KNOWN if FactKind.KNOWN in by_kind else BegunBy.PAYMENT
    return PaidPeriod(second, None, begun_by, None)
