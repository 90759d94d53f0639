"""What Stripe tells of cards and accounts reaches no table, whichever event tells it."""

import json
import re

import pytest

CARD = {
    "brand": "visa",
    "checks": {
        "address_line1_check": None,
        "address_postal_code_check": "pass",
        "cvc_check": "pass",
    },
    "country": "US",
    "exp_month": 11,
    "exp_year": 2031,
    "fingerprint": "Xt5EWLLDS7FJjR1c",
    "funding": "credit",
    "iin": "42424242",
    "last4": "4242",
    "network": "visa",
    "network_token": {"used": False},
    "network_transaction_id": "104102978678771",
    "three_d_secure": None,
    "wallet": {"dynamic_last4": "4242", "type": "apple_pay", "apple_pay": {"type": "apple_pay"}},
}
HOLDER = {
    "address": {"city": "Oakland", "country": "US", "line1": "9 Cardholder Ct", "postal_code": "94607", "state": "CA"},
    "email": "private@card.example.com",
    "name": "CARD HOLDER",
    "phone": None,
}  # fmt: skip
METHOD = {
    "id": "pm_1", "object": "payment_method", "type": "card", "customer": "cus_1", "created": 1_772_650_000,
    "billing_details": HOLDER, "card": CARD,
}  # fmt: skip
CHARGE = {
    "id": "ch_1",
    "object": "charge",
    "amount": 24900,
    "amount_refunded": 0,
    "billing_details": HOLDER,
    "created": 1_772_650_100,
    "currency": "usd",
    "customer": "cus_1",
    "metadata": {"brand": "Founder"},
    "outcome": {"network_status": "approved_by_network", "type": "authorized"},
    "payment_intent": "pi_1",
    "payment_method": "pm_1",
    "payment_method_details": {"card": CARD, "type": "card"},
    "receipt_url": "https://pay.stripe.com/receipts/payment/CAcaFw",
    "refunded": False,
    "source": {"id": "card_1", "object": "card", **CARD, "name": "CARD HOLDER"},
    "status": "succeeded",
}
INTENT = {
    "id": "pi_1",
    "object": "payment_intent",
    "customer": "cus_1",
    "charges": {"object": "list", "data": [CHARGE]},
    "latest_charge": CHARGE,
    "last_payment_error": {"code": "card_declined", "payment_method": METHOD},
    "payment_method": METHOD,
    "payment_method_options": {"card": {"network": "visa", "request_three_d_secure": "automatic"}},
    "payment_method_types": ["card"],
}
INVOICE = {
    "id": "in_1",
    "object": "invoice",
    "amount_paid": 24900,
    "charge": CHARGE,
    "customer": "cus_1",
    "default_payment_method": METHOD,
    "hosted_invoice_url": "https://invoice.stripe.com/i/acct_1/test_visa4242",
    "invoice_pdf": "https://pay.stripe.com/invoice/acct_1/test_visa4242/pdf",
    "payment_intent": INTENT,
    "payment_settings": {"payment_method_options": {"card": {"network": "visa"}}},
    "subscription": "sub_1",
}
BANK = {
    "id": "ba_1",
    "object": "bank_account",
    "bank_name": "STRIPE TEST BANK",
    "last4": "6789",
    "routing_number": "110000000",
}
CUSTOMER = {
    "id": "cus_1",
    "object": "customer",
    "default_source": "card_1",
    "sources": {"object": "list", "data": [CHARGE["source"], BANK]},
    "invoice_settings": {"default_payment_method": METHOD},
}
SESSION = {
    "id": "cs_1",
    "object": "checkout.session",
    "created": 1_772_650_000,
    "customer": "cus_1",
    "customer_details": {"email": "owner@smile.example.com", "name": "Dr Kim", "address": {"state": "CA", "country": "US"}},
    "mode": "subscription",
    "payment_intent": INTENT,
    "payment_method_options": {"card": {"request_three_d_secure": "any"}},
    "payment_method_types": ["card"],
    "payment_status": "paid",
    "setup_intent": {"id": "seti_1", "object": "setup_intent", "payment_method": METHOD},
    "subscription": {"id": "sub_1", "object": "subscription", "default_payment_method": METHOD},
}  # fmt: skip
EVENTS = {
    "checkout.session.completed": SESSION,
    "checkout.session.async_payment_succeeded": SESSION,
    "charge.succeeded": CHARGE,
    "charge.refunded": CHARGE | {"refunded": True, "amount_refunded": 24900},
    "charge.dispute.created": {
        "id": "dp_1", "object": "dispute", "charge": CHARGE, "status": "needs_response",
        "payment_method_details": {"card": {"brand": "visa", "case_type": "chargeback", "network_reason_code": "10"}, "type": "card"},
    },
    "payment_intent.payment_failed": INTENT,
    "invoice.paid": INVOICE,
    "customer.subscription.updated": {
        "id": "sub_1", "object": "subscription", "customer": CUSTOMER, "status": "active", "default_payment_method": METHOD,
    },
    "customer.updated": CUSTOMER,
    "payment_method.attached": METHOD,
}  # fmt: skip
TELLTALES = (
    "visa", "4242", "6789", "110000000", "fingerprint", "exp_month", "exp_year", "2031", "Xt5EWLLDS7FJjR1c",
    "CARD HOLDER", "Cardholder Ct", "private@card", "apple_pay", "104102978678771", "cvc_check", "receipts/",
)  # fmt: skip


def event_of(kind: str, number: int = 1) -> dict[str, object]:
    thing = EVENTS[kind]
    data = {"object": thing, "previous_attributes": {"default_payment_method": METHOD}}
    return {
        "id": f"evt_{number}",
        "object": "event",
        "type": kind,
        "created": 1_772_650_200 + number,
        "data": data,
    }


@pytest.mark.parametrize("kind", EVENTS)
def test_no_event_leaves_a_card_behind(web, kind) -> None:
    assert web.post_stripe(event_of(kind)).json == {"received": True, "duplicate": False}
    stored = web.value("select payload::text from raw_events")
    assert not [word for word in TELLTALES if word.lower() in stored.lower()]
    assert json.loads(stored)["data"]["object"]["id"] == EVENTS[kind]["id"]


_DRAWN_BY_CHANCE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,}")
"""Ids and hashes, in which any four digits may stand."""


def test_what_is_left_still_moves_the_practice(web) -> None:
    # Refunded, paid again, and the dispute is open.
    for number, kind in enumerate(EVENTS):
        web.post_stripe(event_of(kind, number))
    assert web.value("select count(*) from raw_events where applied_at is null") == 0
    [practice] = web.rows(
        "select status, stripe_customer_id, stripe_subscription_id from practices"
    )
    assert practice == {
        "status": "past_due",
        "stripe_customer_id": "cus_1",
        "stripe_subscription_id": "sub_1",
    }
    everything = web.value(
        "select concat((select json_agg(s) from settings s), (select json_agg(e) from events e),"
        " (select json_agg(j) from jobs j), (select json_agg(f) from billing_facts f))"
    )
    said = _DRAWN_BY_CHANCE.sub("", everything.lower())
    assert not [word for word in TELLTALES if word.lower() in said]


def test_what_a_charge_is_traced_by_is_kept(web) -> None:
    web.post_stripe(event_of("charge.succeeded"))
    assert web.value("select payload #> '{data,object}' from raw_events") == {
        "id": "ch_1",
        "object": "charge",
        "created": 1_772_650_100,
        "status": "succeeded",
        "currency": "usd",
        "amount": 24900,
        "amount_refunded": 0,
        "refunded": False,
        "customer": "cus_1",
        "payment_intent": "pi_1",
    }
