"""What a failed guarantee gives back: once a promise, what was really paid, and to who is still there."""

import json
from datetime import timedelta

import pytest

from core.rules.vocabulary import JobType


@pytest.fixture
def credited(world):
    """Collect what is asked of Stripe."""
    asked = []
    world.deps.providers.billing.credit_customer = lambda *words: asked.append(words) or "cbtxn_1"
    return asked


def owe(world, *, promise_number=1, due_on="2026-03-01", **payload):
    number = {} if promise_number == 1 else {"promise_number": promise_number}
    world.enqueue(JobType.GRANT_CREDIT, {"guarantee_due_on": due_on} | number | payload)
    return world.dispatch()


def pay(world, number, amount, *, days_ago=20, reason="subscription_create", **invoice):
    at = world.now - timedelta(days=days_ago)
    thing = {
        "id": f"in_{number}", "customer": f"cus_{world.practice_id}", "amount_paid": amount,
        "currency": "usd", "billing_reason": reason,
    } | invoice  # fmt: skip
    payload = {"created": int(at.timestamp()), "data": {"object": thing}}
    world.execute(
        "insert into raw_events (provider, external_id, type, payload, received_at)"
        " values ('stripe', %(id)s, 'invoice.paid', %(payload)s::jsonb, %(at)s)",
        id=f"evt_{number}",
        payload=json.dumps(payload),
        at=at,
    )


@pytest.mark.parametrize(
    ("invoices", "billing", "cents"),
    [
        ([(1, 14900, {}), (2, 24900, {"reason": "subscription_cycle", "days_ago": 1})], {}, 14900),
        ([(1, 0, {}), (2, 24900, {"reason": "subscription_cycle", "days_ago": 6})], {}, 24900),
        ([(1, 5000, {"reason": "manual"})], {"amount_total": 19900}, 19900),
        ([(1, 5000, {"customer": "cus_other"})], {"amount_total": 19900}, 19900),
        ([(1, 9900, {"days_ago": 90})], {"amount_total": 19900}, 19900),
        ([], {"amount_total": 0, "unit_amount": 22900}, 22900),
        ([], {}, 24900),
    ],
)
def test_it_is_what_was_really_paid_for_the_month(world, credited, invoices, billing, cents):
    begun = world.now - timedelta(days=30)
    world.execute(
        "insert into paid_periods (practice_id, started_at, begun_by) values (%(id)s, %(at)s, 'checkout')",
        id=world.practice_id,
        at=begun,
    )
    world.execute("update settings set billing_json = %(json)s::jsonb", json=json.dumps(billing))
    for number, amount, fields in invoices:
        pay(world, number, amount, **fields)
    assert owe(world)["credits_granted"] == 1
    [(customer, paid, _, _)] = credited
    assert (customer, paid) == (f"cus_{world.practice_id}", cents)


def test_each_promise_has_a_key_of_its_own_at_stripe_and_is_written_down(world, credited):
    owe(world)
    owe(world, promise_number=2, due_on="2026-06-01")
    practice = world.practice_id
    assert [key for _, _, key, _ in credited] == [
        f"guarantee-credit-{practice}",
        f"guarantee-credit-{practice}:2",
    ]
    assert [event["due_on"] for event in world.events("credit_granted")] == [
        "2026-03-01",
        "2026-06-01",
    ]


def test_who_has_left_since_gets_none_and_the_job_is_no_dead_one(world, credited):
    world.execute("update practices set status = 'canceled'")
    assert owe(world)["credits_not_automatic"] == 1
    assert credited == []
    assert world.events("credit_granted") == []


def test_a_price_in_another_currency_waits_for_a_person(world, credited):
    world.execute('update settings set billing_json = \'{"currency": "cad"}\'')
    assert owe(world)["credits_not_automatic"] == 1
    assert credited == []


def test_without_a_stripe_customer_a_person_is_told(world, credited):
    world.execute("update practices set stripe_customer_id = null")
    assert owe(world)["dead"] == 1
    assert credited == []
