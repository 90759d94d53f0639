from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.billing.facts import BillingFact, FactKind
from core.rules.billing.last_words import LastWord, last_word
from core.rules.billing.standing import standing_of

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = START + timedelta(seconds=60)


def change(status, previous=None, external_id="evt"):
    name = f"{external_id}_{previous}_{status}"
    return BillingFact(
        name, FactKind.SUBSCRIPTION, status, SECOND, "cus_1", "sub_1", previous_status=previous
    )


def invoice(status):
    return BillingFact(f"in_{status}", FactKind.INVOICE, status, SECOND, "cus_1", "sub_1")


READING = BillingFact("evt_1:fetched", FactKind.SUBSCRIPTION, "active", SECOND, "cus_1", "sub_1")


@pytest.mark.parametrize(
    ("before", "told", "invoices", "word"),
    [
        ("active", [change("past_due", "active"), change("active", "past_due")], [], LastWord("active")),
        ("past_due", [change("past_due", "active"), change("active", "past_due")], [], LastWord("past_due")),
        ("active", [change("past_due", "active"), change("active", "active")], [], LastWord("past_due")),
        ("past_due", [change("active", "past_due"), change("past_due", "past_due")], [], LastWord("active")),
        ("active", [change("past_due", "active"), change("active", "past_due"), change("paused", "active")], [], LastWord("paused")),
        ("active", [change("past_due"), change("active")], [invoice("paid")], LastWord("active")),
        ("active", [change("past_due"), change("active")], [invoice("covered")], LastWord("active")),
        ("active", [change("past_due"), change("active")], [invoice("failed")], LastWord("past_due")),
        ("active", [change("past_due"), change("active")], [invoice("failed"), invoice("paid")], LastWord("active")),
        ("active", [change("past_due", "active"), change("active")], [invoice("paid")], LastWord("active")),
        ("active", [change("past_due"), change("active")], [], LastWord("past_due", is_clear=False)),
        ("active", [change("paused"), change("past_due")], [invoice("paid")], LastWord("paused", is_clear=False)),
        ("paused", [change("past_due", "active"), change("active", "past_due")], [], LastWord("past_due", is_clear=False)),
        ("active", [change("past_due"), change("active"), READING], [], LastWord("active")),
        ("active", [change("canceled", "active"), change("active", "past_due"), READING], [], LastWord("canceled")),
        ("active", [change("past_due")], [invoice("paid")], LastWord("past_due")),
    ],
)  # fmt: skip
def test_changes_of_one_second_tell_their_order(before, told, invoices, word):
    assert {last_word(before, order, invoices) for order in permutations(told)} == {word}


def test_a_second_that_only_stripe_can_order_is_named_until_it_has_answered():
    checkout = BillingFact("cs", FactKind.CHECKOUT, "active", START, "cus_1", "sub_1")
    facts = [checkout, change("past_due"), change("active")]
    assert standing_of(facts).unclear == {("sub_1", SECOND)}
    answered = standing_of([*facts, READING])
    assert (answered.status, answered.unclear) == ("active", frozenset())


_STATUSES = ["active", "past_due", "paused"]


@st.composite
def histories(draw):
    """What really happened, in its order, within seconds that several events share."""
    status, at, facts = "active", START, []
    facts.append(BillingFact("cs", FactKind.CHECKOUT, "active", START, "cus_1", "sub_1"))
    for number in range(draw(st.integers(1, 7))):
        at += timedelta(seconds=draw(st.sampled_from([0, 0, 0, 1])) or (number == 0))
        new = draw(st.sampled_from(_STATUSES))
        word = {("active", "past_due"): "failed", ("past_due", "active"): "paid"}.get((status, new))
        if word is not None and draw(st.booleans()):
            facts.append(BillingFact(f"in_{number}", FactKind.INVOICE, word, at, "cus_1", "sub_1"))
        facts.append(
            BillingFact(
                f"evt_{number}", FactKind.SUBSCRIPTION, new, at, "cus_1", "sub_1",
                previous_status=status,
            )
        )  # fmt: skip
        status = new
    return facts, status


@given(histories(), st.randoms())
def test_a_history_ends_where_it_ended_in_whatever_order_it_is_told(history, chance):
    facts, status = history
    told = list(facts)
    chance.shuffle(told)
    standing = standing_of(told)
    assert standing is not None
    assert standing.subscription_status == status
    assert standing.unclear == frozenset()
