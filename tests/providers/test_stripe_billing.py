"""Subscriptions, checkouts and credits through Stripe's SDK."""

from datetime import timedelta

import pytest

from core.errors import ProviderRejected, TransientError
from core.providers.stripe_billing import StripeBilling

BUYER = {"name": "Ann Lee", "email": "ann@example.com", "practice_name": "Bright Smiles"}


def test_terms_are_the_price_and_the_products_metadata(billing, control):
    bought = control("checkout", **BUYER)
    terms = billing.fetch_subscription(bought["subscription_id"])
    assert terms.customer_id == bought["customer_id"]
    assert (terms.status, terms.unit_amount_cents, terms.currency) == ("active", 24900, "usd")
    assert terms.interval == "month"
    assert terms.product_metadata["guarantee_reviews"] == "10"
    assert terms.price_metadata == {"sms_weekly_budget_usd": "0.70"}
    assert terms.to_json()["product_name"] == "Dental Review Engine"


def test_a_product_that_was_not_expanded_is_fetched(billing, control, monkeypatch):
    bought = control("checkout", **BUYER)
    monkeypatch.setattr("sandbox.stripe._expanded", lambda _ledger, found, _path: found)
    terms = billing.fetch_subscription(bought["subscription_id"])
    assert terms.product_name == "Dental Review Engine"


def test_an_unknown_subscription_is_a_rejection(billing):
    with pytest.raises(ProviderRejected) as caught:
        billing.fetch_subscription("sub_unknown")
    assert caught.value.code == "resource_missing"


def test_a_wrong_key_is_a_rejection_that_does_not_show_it(sandbox, now):
    billing = StripeBilling(api_key="sk_test_wrong", api_base=sandbox.base_url)
    with pytest.raises(ProviderRejected) as caught:
        billing.list_checkouts(now)
    assert "wrong" not in str(caught.value)


def test_checkouts_since_then_come_from_all_pages_oldest_first(billing, control, now):
    for minutes in (-10, *range(105)):
        at = (now + timedelta(minutes=minutes)).isoformat()
        control("checkout", **BUYER, event_created=at)
    found = billing.list_checkouts(now)
    assert [one.created_at for one in found] == [now + timedelta(minutes=m) for m in range(105)]
    assert found[0].payment_status == "paid"
    assert found[0].payload["customer_details"]["email"] == "ann@example.com"
    assert found[0].payload["amount_total"] == 24900


def test_a_credit_lowers_the_balance_once_a_key(billing, control, sandbox):
    customer = control("checkout", **BUYER)["customer_id"]
    first = billing.credit_customer(customer, 24900, "credit:1", "Guarantee")
    again = billing.credit_customer(customer, 24900, "credit:1", "Guarantee")
    assert first == again
    assert sandbox.stage.ledger.all("customer")[customer]["balance"] == -24900
    billing.credit_customer(customer, 100, "credit:2", "Courtesy")
    assert sandbox.stage.ledger.all("customer")[customer]["balance"] == -25000


def test_a_credit_lost_on_the_way_back_is_uncertain_and_safe_to_repeat(billing, control, sandbox):
    customer = control("checkout", **BUYER)["customer_id"]
    control("faults", provider="stripe", status=500, carried_out=True)
    with pytest.raises(TransientError) as caught:
        billing.credit_customer(customer, 24900, "credit:1", "Guarantee")
    assert caught.value.uncertain
    billing.credit_customer(customer, 24900, "credit:1", "Guarantee")
    assert sandbox.stage.ledger.all("customer")[customer]["balance"] == -24900


def test_a_key_used_for_something_else_is_a_rejection(billing, control):
    customer = control("checkout", **BUYER)["customer_id"]
    billing.credit_customer(customer, 24900, "credit:1", "Guarantee")
    with pytest.raises(ProviderRejected) as caught:
        billing.credit_customer(customer, 1, "credit:1", "Guarantee")
    assert caught.value.code == "idempotency_error"


@pytest.mark.parametrize("amount", [0, -24900])
def test_a_credit_is_never_a_charge(billing, amount):
    with pytest.raises(ProviderRejected):
        billing.credit_customer("cus_1", amount, "key", "no")


def test_a_key_in_use_may_pass(billing, control):
    control("faults", provider="stripe", status=409, code="idempotency_key_in_use")
    with pytest.raises(TransientError) as caught:
        billing.credit_customer("cus_1", 1, "key", "credit")
    assert not caught.value.uncertain
