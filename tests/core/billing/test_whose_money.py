"""Refunds and disputes count where Stripe's chain leads from the charge to a subscription."""

import pytest

from core.inbox import apply_pending
from core.worker import dispatch_due
from tests.core.billing.test_stripe_account import DAY, T0, checkout, event, rows, tell

__all__ = ["rows", "tell"]

_PARENT = {"type": "subscription_details", "subscription_details": {"subscription": "sub_1"}}
PAID = {"id": "in_1", "object": "invoice", "customer": "cus_1", "parent": _PARENT}
BY_HAND = {"id": "in_2", "object": "invoice", "customer": "cus_1", "billing_reason": "manual"}
SHOP = {"id": "cs_9", "object": "checkout.session", "mode": "payment", "customer": "cus_1"}


def refund(**fields):
    charge = {"id": "ch_1", "object": "charge", "customer": "cus_1", "created": T0 + 5}
    return event("charge.refunded", DAY, charge | {"refunded": True} | fields)


def dispute(**fields):
    thing = {"id": "dp_1", "object": "dispute", "charge": "ch_1", "status": "needs_response"}
    return event("charge.dispute.created", DAY, thing | fields)


def told(kind, thing, at=5):
    return event(kind, at, thing)


def payments_of(intent):
    payment = {"object": "invoice_payment", "payment": {"payment_intent": intent}}
    return {"payments": {"data": [payment]}}


def charged(**fields):
    charge = {"id": "ch_1", "object": "charge", "customer": "cus_1", "created": T0 + 5}
    return told("charge.succeeded", charge | fields)


OURS = {
    "an invoice that names its charge": [told("invoice.paid", PAID | {"charge": "ch_1"}), refund(payment_intent="pi_1")],
    "an invoice that names its payment": [told("invoice.paid", PAID | {"payment_intent": "pi_1"}), refund(payment_intent="pi_1")],
    "an invoice that lists its payments": [told("invoice.paid", PAID | payments_of("pi_1")), refund(payment_intent="pi_1")],
    "an invoice payment": [
        told("invoice.paid", PAID),
        told("invoice_payment.paid", {"id": "inpay_1", "object": "invoice_payment", "invoice": "in_1", "payment": {"payment_intent": "pi_1"}}),
        refund(payment_intent="pi_1"),
    ],
    "a charge that names an invoice nobody told of": [refund(invoice="in_9", payment_intent="pi_1")],
    "a charge that brings its invoice": [refund(invoice=PAID)],
    "a bare charge": [refund()],
}  # fmt: skip

NOT_OURS = {
    "a charge without an invoice": [refund(invoice=None, payment_intent="pi_1")],
    "a charge without an intent": [refund(payment_intent=None)],
    "the invoice by hand that it names": [told("invoice.paid", BY_HAND), refund(invoice="in_2")],
    "the invoice by hand that names it": [told("invoice.paid", BY_HAND | {"charge": "ch_1"}), refund(payment_intent="pi_1")],
    "the invoice by hand that lists its payment": [told("invoice.paid", BY_HAND | payments_of("pi_1")), refund(payment_intent="pi_1")],
    "a shop's checkout": [told("checkout.session.completed", SHOP | {"payment_intent": "pi_1", "payment_status": "paid"}), refund(payment_intent="pi_1")],
    "another customer": [refund(customer="cus_9")],
    "no customer": [refund(customer=None, invoice=None)],
    "a dispute of a one-off charge": [charged(invoice=None), dispute(payment_intent="pi_1")],
    "a dispute that brings a one-off charge": [dispute(charge={"id": "ch_1", "customer": "cus_1", "invoice": None})],
    "a dispute of an invoice by hand": [told("invoice.paid", BY_HAND | {"charge": "ch_1"}), charged(), dispute()],
    "another subscription": [refund(invoice=PAID | {"parent": {"subscription_details": {"subscription": "sub_9"}}})],
}  # fmt: skip


def status(rows) -> str:
    return rows("select status from practices order by created_at limit 1")[0]["status"]


@pytest.mark.parametrize("name", OURS)
def test_a_refund_that_leads_to_the_subscription_ends_the_service(tell, rows, name) -> None:
    tell(checkout(), *OURS[name])
    assert status(rows) == "canceled"


@pytest.mark.parametrize("name", NOT_OURS)
def test_money_that_leads_elsewhere_moves_nothing(tell, rows, name) -> None:
    tell(checkout(), *NOT_OURS[name])
    assert status(rows) == "provisioning"
    assert rows("select from jobs where type = 'fetch_stripe'") == []


def test_a_dispute_of_the_subscriptions_charge_holds(tell, rows) -> None:
    tell(checkout(), told("invoice.paid", PAID | {"charge": "ch_1"}), charged(), dispute())
    assert status(rows) == "past_due"
    [fact] = rows("select subscription_id from billing_facts where kind = 'dispute'")
    assert fact["subscription_id"] == "sub_1"


CHARGE = {"object": "charge", "refunded": True, "payment_intent": "pi_1"}


@pytest.fixture
def bought(stripe):
    session = stripe.buy()
    stripe.deliver("checkout.session.completed", session, days_ago=1)
    of_it = {"customer": session["customer"], "created": session["created"] + 5}
    charge = stripe.ledger.add("charge", "ch_", CHARGE | of_it)
    return session, charge


def settle(stripe) -> str:
    dispatch_due(stripe.deps, now=stripe.now, types=["fetch_stripe"])
    apply_pending(stripe.connection, stripe.deps.config, stripe.deps.sealer, now=stripe.now)
    [practice] = stripe.rows("select status from practices")
    return practice["status"]


def pay_invoice(stripe, subscription_id, intent="pi_1"):
    details = {"subscription": subscription_id}
    parent = {"type": "subscription_details", "subscription_details": details}
    invoice = stripe.ledger.add("invoice", "in_", {"parent": parent if subscription_id else None})
    payment = {"type": "payment_intent", "payment_intent": intent}
    stripe.ledger.add("invoice_payment", "inpay_", {"invoice": invoice["id"], "payment": payment})


@pytest.mark.parametrize("kind", ["charge.refunded", "charge.dispute.created"])
@pytest.mark.parametrize("is_ours", [True, False])
def test_where_nothing_tells_stripe_is_asked_and_nothing_moves_before(
    stripe, bought, kind, is_ours
) -> None:
    session, charge = bought
    pay_invoice(stripe, session["subscription"] if is_ours else None)
    pay_invoice(stripe, session["subscription"], intent="pi_2")
    thing = charge
    if kind != "charge.refunded":
        named = {"charge": charge["id"], "payment_intent": "pi_1", "status": "needs_response"}
        thing = stripe.ledger.add("dispute", "dp_", named)
    stripe.deliver(kind, thing, days_ago=0.5)
    assert stripe.rows("select status from practices") == [{"status": "provisioning"}]
    moved = {"charge.refunded": "canceled", "charge.dispute.created": "past_due"}[kind]
    assert settle(stripe) == (moved if is_ours else "provisioning")
    assert stripe.rows("select from raw_events where applied_at is null") == []


def test_a_charge_that_paid_no_invoice_at_stripe_moves_nothing(stripe, bought) -> None:
    stripe.deliver("charge.refunded", bought[1], days_ago=0.5)
    assert settle(stripe) == "provisioning"


def test_what_stripe_does_not_know_moves_nothing_and_says_so(stripe, bought) -> None:
    unknown = bought[1] | {"id": "ch_unknown"}
    stripe.deliver("charge.refunded", unknown, days_ago=0.5)
    assert settle(stripe) == "provisioning"
    [raw] = stripe.rows("select error from raw_events where type = 'charge.refunded'")
    assert raw["error"] == "not fetched: resource_missing"
