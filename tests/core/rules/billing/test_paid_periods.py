from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.billing.facts import BillingFact, FactKind
from core.rules.billing.paid_periods import PaidPeriod, paid_periods_of
from core.rules.billing.standing import standing_of

START = datetime(2026, 3, 2, 12, tzinfo=UTC)


def at(day):
    return START + timedelta(days=day)


def fact(kind, status, day, number=1):
    about_at = at(day) if kind == "checkout" else None
    return BillingFact(
        f"evt_{kind}_{status}_{day}_{number}", FactKind(kind), status, at(day), "cus_1",
        f"sub_{number}", f"cs_{number}" if kind == "checkout" else None, about_at,
    )  # fmt: skip


def bought(day, number=1):
    return fact("checkout", "active", day, number)


def ended(day, number=1):
    return fact("subscription", "canceled", day, number)


def period(start, end=None, begun_by="checkout", number=1):
    session_id = f"cs_{number}" if begun_by == "checkout" else None
    return PaidPeriod(at(start), None if end is None else at(end), begun_by, session_id)


@pytest.mark.parametrize(
    ("facts", "periods"),
    [
        ([], []),
        ([ended(1)], []),
        ([bought(0)], [period(0)]),
        ([bought(0), ended(0)], []),
        ([bought(0), ended(10)], [period(0, 10)]),
        ([bought(0), ended(10), ended(11)], [period(0, 10)]),
        ([bought(0), ended(10), bought(11, 2)], [period(0, 10), period(11, number=2)]),
        ([bought(0), ended(10), bought(100, 2), ended(101, 2)], [period(0, 10), period(100, 101, number=2)]),
        ([bought(0), bought(3, 2), ended(10)], [period(0)]),
        ([bought(0), bought(3, 2), ended(10), ended(20, 2)], [period(0, 20)]),
        ([bought(0), ended(10), bought(10, 2)], [period(0)]),
        ([bought(0), fact("subscription", "past_due", 5), fact("subscription", "paused", 6)], [period(0)]),
        ([bought(0), fact("invoice", "failed", 5)], [period(0)]),
        ([bought(0), fact("refund", "whole", 5)], [period(0, 5)]),
        ([bought(0), fact("refund", "whole", 5), fact("invoice", "paid", 30)], [period(0, 5), period(30, begun_by="payment")]),
        ([bought(0), fact("dispute", "open", 5)], [period(0)]),
        ([bought(0), fact("dispute", "open", 5), fact("dispute", "lost", 9)], [period(0, 9)]),
        ([fact("known", "active", 0)], [period(0, begun_by="known")]),
        ([bought(0), fact("known", "canceled", 5)], [period(0, 5)]),
    ],
)  # fmt: skip
def test_a_period_is_a_stretch_of_time_without_a_gap(facts, periods):
    assert {tuple(paid_periods_of(order)) for order in permutations(facts)} == {tuple(periods)}


_SAID = st.sampled_from([
    ("subscription", "active"), ("subscription", "past_due"), ("subscription", "canceled"),
    ("invoice", "paid"), ("invoice", "failed"), ("refund", "whole"), ("dispute", "open"),
    ("dispute", "lost"), ("checkout", "active"),
])  # fmt: skip


@given(
    st.lists(st.tuples(_SAID, st.integers(0, 5), st.integers(1, 2)), unique=True, max_size=8),
    st.randoms(),
)
def test_a_practice_is_in_a_period_exactly_while_it_is_not_canceled(said, chance):
    facts = [bought(0), *(fact(*what, day, number) for what, day, number in said)]
    facts = list({one.external_id: one for one in facts}.values())
    chance.shuffle(facts)
    periods = paid_periods_of(facts)
    for day in range(6):
        standing = standing_of(one for one in facts if one.occurred_at <= at(day))
        is_served = standing is not None and standing.status != "canceled"
        holding = [
            p
            for p in periods
            if p.started_at <= at(day) and (p.ended_at is None or p.ended_at > at(day))
        ]
        assert len(holding) == is_served
