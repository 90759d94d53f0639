"""Which of a subscription's statuses is the last, where one second brought several."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from core.rules.billing.facts import BillingFact, FactKind

_GRAVITY = ("active", "past_due", "paused", "canceled")
_SETTLED = frozenset({"paid", "covered"})


@dataclass(frozen=True, slots=True)
class LastWord:
    """How a subscription stands after a second; `is_clear` False: only Stripe can tell."""

    status: str
    is_clear: bool = True


def last_word(
    before: str, told: Sequence[BillingFact], invoices: Collection[BillingFact]
) -> LastWord:
    """Find where the changes of one second lead, from how it stood before.

    Stripe's times are whole seconds, so the order is not told. An end is final, and an answer
    counts for more than what was asked about. Else each change names the status that it left
    (`previous_attributes`), and the one that none of them leaves is the last; then the invoice:
    a payment is followed by `active`, a failed one by `past_due`. Otherwise the gravest is taken.
    """
    statuses = {fact.status for fact in told}
    if "canceled" in statuses:
        return LastWord("canceled")
    readings = sorted(fact.external_id for fact in told if fact.is_reading)
    if readings:
        return next(LastWord(fact.status) for fact in told if fact.external_id == readings[-1])
    if len(statuses) == 1:
        return LastWord(statuses.pop())
    found = _end_of_changes(before, told) or _word_of_invoices(invoices)
    if found in statuses:
        return LastWord(found)
    return LastWord(max(statuses, key=_GRAVITY.index), is_clear=False)


def _end_of_changes(before: str, told: Sequence[BillingFact]) -> str | None:
    """Walk every change once: where more lead to a status than away from it, the walk ends.

    Where all lead back, it ends where it began. None where a change does not say what it left.
    """
    if any(fact.previous_status is None for fact in told):
        return None
    balance: Counter[str] = Counter()
    for fact in told:
        balance[fact.status] += 1
        balance[str(fact.previous_status)] -= 1
    ends = [status for status, surplus in balance.items() if surplus > 0]
    if len(ends) == 1:
        return ends[0]
    return before if not ends and before in balance else None


def _word_of_invoices(invoices: Collection[BillingFact]) -> str | None:
    words = {fact.status for fact in invoices if fact.kind is FactKind.INVOICE}
    if words & _SETTLED:
        return "active"
    return "past_due" if "failed" in words else None
