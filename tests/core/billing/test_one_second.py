"""Events of one second, in any order and more than once, and what is asked where they leave it open."""

from itertools import permutations

import pytest

from core.inbox import apply_pending
from core.worker import dispatch_due
from tests.core.billing.test_stripe_account import (
    DAY,
    checkout,
    event,
    invoice,
    rows,
    status,
    subscription,
    tell,
)

__all__ = ["rows", "tell"]


def change(to, before=None, **previous):
    """Tell of a change as Stripe does; without `before` it is silent about what it has left."""
    thing = {"id": "sub_1", "customer": "cus_1", "status": to}
    told = event("customer.subscription.updated", DAY, thing, f"evt_{before}_{to}_{len(previous)}")
    if before is not None or previous:
        told["data"]["previous_attributes"] = previous | ({"status": before} if before else {})
    return told


SECONDS = {
    "a payment that failed and came": ([change("past_due", "active"), invoice("paid", DAY), change("active", "past_due")], "provisioning"),
    "a payment that came and another that failed": (
        [change("active", "past_due"), change("past_due", "active"), invoice("payment_failed", DAY)], "past_due"),
    "a change of something else": ([change("past_due", "active"), change("active", latest_invoice="in_0")], "past_due"),
    "an end among others": ([change("past_due", "active"), invoice("paid", DAY), subscription("deleted", DAY)], "canceled"),
}  # fmt: skip


@pytest.mark.parametrize("name", SECONDS)
def test_every_order_of_one_second_ends_the_same_however_often_it_is_told(
    tell, rows, connection, name
) -> None:
    events, expected = SECONDS[name]
    earlier = [checkout()]
    if name == "a payment that came and another that failed":
        earlier.append(subscription("updated", DAY - 9, status="past_due"))
    for order in permutations(events):
        with connection.transaction(force_rollback=True):
            tell(*earlier, *order, *reversed(order))
            assert status(rows) == expected, [one["id"] for one in order]
            assert rows("select from jobs where type = 'fetch_stripe'") == []


@pytest.mark.parametrize("answer", ["active", "past_due"])
def test_where_they_leave_it_open_stripe_is_asked_once_and_its_answer_stands(
    stripe, answer
) -> None:
    session = stripe.buy()
    stripe.deliver("checkout.session.completed", session, days_ago=1)
    running = stripe.change(session["subscription"], status=answer)
    for word in ("past_due", "active", "past_due"):
        thing = {"id": running["id"], "customer": running["customer"], "status": word}
        name = (
            "customer.subscription.resumed" if word == "active" else "customer.subscription.updated"
        )
        stripe.deliver(name, thing, days_ago=0.5)
    assert stripe.rows("select status from practices") == [{"status": "past_due"}]
    counts = dispatch_due(stripe.deps, now=stripe.now, types=["fetch_stripe"])
    assert counts["stripe_fetched"] == 1
    apply_pending(stripe.connection, stripe.deps.config, stripe.deps.sealer, now=stripe.now)
    [practice] = stripe.rows("select subscription_status from practices")
    assert practice["subscription_status"] == answer
    assert stripe.rows("select from raw_events where applied_at is null") == []
