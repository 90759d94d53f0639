import pytest

from core.rules.billing.concerns import Concern, Whose, concern_of_charge, concern_of_invoice

OURS = Concern(Whose.SUBSCRIPTION, "sub_1")
OTHER = Concern(Whose.OTHER)
UNTOLD = Concern(Whose.UNTOLD)
ASK = Concern(Whose.ASK)

_PARENT = {"type": "subscription_details", "subscription_details": {"subscription": "sub_1"}}
_LINE = {"parent": {"subscription_item_details": {"subscription": "sub_1"}}}


@pytest.mark.parametrize(
    ("invoice", "concern"),
    [
        ({"subscription": "sub_1"}, OURS),
        ({"subscription": {"id": "sub_1", "object": "subscription"}}, OURS),
        ({"subscription": "sub_1", "billing_reason": "subscription_cycle"}, OURS),
        ({"parent": _PARENT}, OURS),
        ({"parent": {"subscription_details": {"subscription": {"id": "sub_1"}}}}, OURS),
        ({"lines": {"data": [{"subscription": None}, {"subscription": "sub_1"}]}}, OURS),
        ({"parent": None, "lines": {"data": [_LINE]}}, OURS),
        ({"subscription": None}, OTHER),
        ({"subscription": ""}, OTHER),
        ({"parent": None}, OTHER),
        ({"parent": {"type": "quote_details", "quote_details": {"quote": "qt_1"}}}, OTHER),
        ({"subscription": None, "lines": {"data": [{"subscription": None}]}}, OTHER),
        ({"lines": {"data": "nonsense"}}, OTHER),
        ({"billing_reason": "manual"}, OTHER),
        ({"billing_reason": "manual", "subscription": "sub_1"}, OTHER),
        ({"billing_reason": "manual", "parent": _PARENT}, OTHER),
        ({"subscription": None, "billing_reason": "automatic_pending_invoice_item_invoice"}, OTHER),
        ({}, UNTOLD),
        ({"billing_reason": "subscription_create"}, UNTOLD),
    ],
)
def test_an_invoice_names_its_subscription_in_the_shape_of_every_version(invoice, concern):
    assert concern_of_invoice(invoice | {"id": "in_1", "customer": "cus_1"}) == concern


BY_HAND = {"object": "invoice", "billing_reason": "manual"}
RENEWAL = {"object": "invoice", "parent": _PARENT}
FIRST = {"object": "checkout.session", "mode": "subscription", "subscription": "sub_1"}
ONE_OFF = {"object": "checkout.session", "mode": "payment", "subscription": None}


@pytest.mark.parametrize(
    ("charge", "told", "concern"),
    [
        ({"invoice": {"subscription": "sub_1"}}, [], OURS),
        ({"invoice": {"parent": _PARENT}}, [], OURS),
        ({"invoice": "in_1"}, [RENEWAL], OURS),
        ({"invoice": "in_1"}, [FIRST], OURS),
        ({"invoice": "in_1"}, [BY_HAND], OTHER),
        ({"invoice": "in_1"}, [], UNTOLD),
        ({"invoice": {"subscription": None}}, [RENEWAL], OTHER),
        ({"invoice": None}, [], OTHER),
        ({"invoice": None, "payment_intent": "pi_1"}, [RENEWAL], OTHER),
        ({"payment_intent": "pi_1"}, [RENEWAL], OURS),
        ({"payment_intent": "pi_1"}, [FIRST], OURS),
        ({"payment_intent": "pi_1"}, [ONE_OFF], OTHER),
        ({"payment_intent": "pi_1"}, [BY_HAND], OTHER),
        ({"payment_intent": "pi_1"}, [{"object": "invoice"}], ASK),
        ({"payment_intent": "pi_1"}, [{"object": "invoice"}, BY_HAND], OTHER),
        ({"payment_intent": "pi_1"}, [], ASK),
        ({"payment_intent": {"id": "pi_1"}}, [], ASK),
        ({"payment_intent": {"id": "pi_1", "invoice": None}}, [], OTHER),
        ({"payment_intent": {"id": "pi_1", "invoice": {"subscription": "sub_1"}}}, [], OURS),
        ({"payment_intent": None}, [], OTHER),
        ({}, [], UNTOLD),
        ({}, [RENEWAL], OURS),
    ],
)  # fmt: skip
def test_a_charge_is_followed_to_what_it_paid_for(charge, told, concern):
    assert concern_of_charge(charge | {"id": "ch_1", "customer": "cus_1"}, told) == concern
