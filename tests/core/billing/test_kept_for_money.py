"""What the order of a second, and the chain from a charge to its subscription, rest on is kept."""

import pytest

from core.billing.event_fields import keep_stripe_event

_LINE = {"id": "il_1", "parent": {"subscription_item_details": {"subscription": "sub_1"}}}
_PAYMENT = {"type": "payment_intent", "payment_intent": "pi_1"}
_INVOICE = {"id": "in_1", "billing_reason": "subscription_cycle", "lines": {"data": [_LINE]}}


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("customer.subscription.updated", {"object": {"id": "sub_1"}, "previous_attributes": {"status": "past_due"}}),
        ("customer.subscription.updated", {"object": {"id": "sub_1"}, "previous_attributes": {"pause_collection": None}}),
        ("customer.subscription.updated", {"object": {"id": "sub_1"}, "previous_attributes": {}}),
        ("invoice.paid", {"object": _INVOICE | {"payments": {"data": [{"payment": _PAYMENT}]}}}),
        ("invoice_payment.paid", {"object": {"id": "inpay_1", "invoice": "in_1", "payment": _PAYMENT}}),
        ("charge.refunded", {"object": {"id": "ch_1", "invoice": _INVOICE}}),
        ("charge.refunded", {"object": {"id": "ch_1", "invoice": None, "payment_intent": None}}),
        ("charge.dispute.created", {"object": {"id": "dp_1", "charge": {"id": "ch_1", "invoice": _INVOICE}}}),
    ],
)  # fmt: skip
def test_it_outlives_what_is_dropped(kind, data) -> None:
    event = {"id": "evt_1", "type": kind, "data": data}
    assert keep_stripe_event(event) == event
