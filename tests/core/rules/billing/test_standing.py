from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.billing.facts import STATUS_OF_SUBSCRIPTION, BillingFact, FactKind
from core.rules.billing.standing import standing_of

START = datetime(2026, 3, 2, 12, tzinfo=UTC)


def fact(kind: str, status: str, seconds: float = 0, **fields: object) -> BillingFact:
    at = START + timedelta(seconds=seconds)
    values = {"customer_id": "cus_1", "subscription_id": "sub_1"} | fields
    return BillingFact(
        f"evt_{kind}_{status}_{seconds}_{len(fields)}", FactKind(kind), status, at, **values
    )


def checkout(seconds: float = 0, **fields: object) -> BillingFact:
    opened = {"about_at": START + timedelta(seconds=seconds - 60)}
    return fact("checkout", "active", seconds, **(opened | fields))


def status_of(*facts: BillingFact) -> str | None:
    found = standing_of(facts)
    return found and found.status


def test_without_a_checkout_there_is_no_standing():
    assert standing_of([]) is None
    assert standing_of([fact("subscription", "canceled")]) is None


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ([], "active"),
        ([fact("subscription", "past_due", 10)], "past_due"),
        ([fact("subscription", "paused", 10)], "past_due"),
        ([fact("subscription", "paused", 10), fact("invoice", "paid", 20)], "past_due"),
        ([fact("subscription", "paused", 10), fact("subscription", "active", 20)], "active"),
        ([fact("invoice", "failed", 10)], "past_due"),
        ([fact("invoice", "failed", 10), fact("invoice", "paid", 20)], "active"),
        ([fact("invoice", "failed", 10), fact("invoice", "covered", 20)], "active"),
        ([fact("invoice", "failed", 10), fact("invoice", "paid", 10)], "active"),
        ([fact("invoice", "failed", -5)], "active"),
        ([fact("subscription", "canceled", 10)], "canceled"),
        ([fact("subscription", "canceled", 10), fact("invoice", "paid", 20)], "canceled"),
        ([fact("subscription", "canceled", 10), fact("subscription", "active", 10)], "canceled"),
        ([fact("subscription", "canceled", 0)], "canceled"),
        ([fact("subscription", "canceled", 10, subscription_id="sub_old")], "active"),
        ([fact("invoice", "failed", 10, subscription_id=None)], "past_due"),
        ([fact("refund", "whole", 10)], "canceled"),
        ([fact("refund", "whole", 10), fact("subscription", "active", 20)], "canceled"),
        ([fact("refund", "whole", 10), fact("invoice", "covered", 20)], "canceled"),
        ([fact("refund", "whole", 10), fact("invoice", "paid", 20)], "active"),
        ([fact("refund", "whole", 10, subscription_id=None, about_at=START)], "canceled"),
        ([fact("refund", "whole", 10, subscription_id=None, about_at=START - timedelta(days=9))], "active"),
        ([fact("dispute", "open", 10, subject_id="dp_1", subscription_id=None)], "past_due"),
        ([fact("dispute", "open", 10, subject_id="dp_1"), fact("dispute", "won", 20, subject_id="dp_1")], "active"),
        ([fact("dispute", "open", 10, subject_id="dp_1"), fact("dispute", "won", 20, subject_id="dp_2")], "past_due"),
        ([fact("dispute", "open", 10, subject_id="dp_1"), fact("dispute", "lost", 20, subject_id="dp_1")], "canceled"),
        ([fact("dispute", "open", 10, subject_id="dp_1"), fact("invoice", "paid", 20)], "past_due"),
    ],
)  # fmt: skip
def test_what_is_said_after_the_checkout_decides(facts, status):
    assert status_of(checkout(), *facts) == status


def test_a_new_checkout_starts_anew_and_the_old_subscription_no_longer_counts():
    old_end = fact("subscription", "canceled", 500)
    again = checkout(400, subscription_id="sub_2", customer_id="cus_2")
    standing = standing_of([checkout(), fact("refund", "whole", 300), again, old_end])
    assert (standing.status, standing.subscription_id, standing.customer_id) == (
        "active",
        "sub_2",
        "cus_2",
    )
    assert standing.started_by == again.external_id


def test_of_two_checkouts_in_one_second_the_one_that_runs_counts():
    again = checkout(0, subscription_id="sub_0")
    standing = standing_of([again, checkout(), fact("subscription", "canceled", 0)])
    assert (standing.status, standing.subscription_id) == ("active", "sub_0")


def test_a_checkout_without_a_subscription_takes_the_first_that_is_named():
    standing = standing_of([checkout(subscription_id=None), fact("subscription", "past_due", 5)])
    assert (standing.status, standing.subscription_id) == ("past_due", "sub_1")


def test_what_the_row_said_stands_until_stripe_says_something_later():
    known = fact("known", "canceled", 100)
    assert status_of(checkout(), known) == "canceled"
    assert status_of(checkout(), known, fact("invoice", "paid", 200)) == "canceled"
    assert status_of(checkout(), known, fact("subscription", "active", 200)) == "active"
    assert status_of(checkout(), known, checkout(200, subscription_id="sub_2")) == "active"


LIFE = [
    checkout(),
    fact("invoice", "failed", 10),
    fact("subscription", "past_due", 10),
    fact("invoice", "paid", 20),
    fact("subscription", "active", 20),
    fact("subscription", "canceled", 30),
    checkout(40, subscription_id="sub_2"),
]


@pytest.mark.parametrize("length", range(1, len(LIFE) + 1))
def test_every_order_of_arrival_gives_the_same_standing(length):
    expected = standing_of(LIFE[:length])
    assert {standing_of(order) for order in permutations(LIFE[:length])} == {expected}


_SAID = st.sampled_from([
    ("subscription", "active"), ("subscription", "past_due"), ("subscription", "paused"),
    ("subscription", "canceled"), ("invoice", "paid"), ("invoice", "failed"),
    ("refund", "whole"), ("dispute", "open"), ("dispute", "won"), ("dispute", "lost"),
])  # fmt: skip


@given(st.data())
def test_order_never_matters_not_even_within_a_second(data):
    said = data.draw(st.lists(st.tuples(_SAID, st.integers(0, 3)), unique=True, max_size=8))
    facts = [checkout(), *(fact(*what, seconds, subject_id="x") for what, seconds in said)]
    assert standing_of(data.draw(st.permutations(facts))) == standing_of(facts)


def test_every_word_of_stripes_has_a_meaning():
    """https://docs.stripe.com/api/subscriptions/object#subscription_object-status."""
    words = {
        "incomplete",
        "incomplete_expired",
        "trialing",
        "active",
        "past_due",
        "canceled",
        "unpaid",
        "paused",
    }
    assert set(STATUS_OF_SUBSCRIPTION) == words
