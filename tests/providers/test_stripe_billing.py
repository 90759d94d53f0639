"""Subscriptions, checkouts and credits through Stripe's SDK."""

from datetime import UTC, datetime, timedelta

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
    assert terms.product_metadata == {
        "guarantee_live_48h": "true",
        "guarantee_plus10_reviews_30d": "true",
    }
    assert terms.price_metadata == {"sms_overage_rate": "0.02", "addl_location_monthly": "149"}
    assert terms.lookup_key == "dental_review_engine_founder_249_monthly"
    assert terms.customer_email == "ann@example.com"
    assert "ann@example.com" not in str(terms.to_json())
    assert terms.to_json()["product_name"] == "Dental Review Engine"


def test_a_product_that_was_not_expanded_is_fetched(billing, control, monkeypatch):
    bought = control("checkout", **BUYER)
    monkeypatch.setattr("sandbox.stripe._expanded", lambda _ledger, found, _path: found)
    terms = billing.fetch_subscription(bought["subscription_id"])
    assert terms.product_name == "Dental Review Engine"


def test_states_are_of_all_pages_and_leave_out_what_is_over(billing, control):
    bought = [control("checkout", **BUYER)["subscription_id"] for _ in range(103)]
    control(
        "stripe-events",
        type="customer.subscription.deleted",
        object_id=bought[0],
        changes={"status": "canceled", "ended_at": 1_772_650_000},
    )
    states = {state.subscription_id: state.status for state in billing.list_states()}
    assert states == dict.fromkeys(bought[1:], "active")
    over = billing.fetch_state(bought[0])
    assert (over.status, over.ended_at) == ("canceled", datetime.fromtimestamp(1_772_650_000, UTC))


@pytest.mark.parametrize(
    ("reason", "paid_at"),
    [
        ("subscription_create", datetime(2026, 3, 4, 20, 0, tzinfo=UTC)),
        ("subscription_cycle", None),
    ],
)
def test_a_state_tells_when_the_first_invoice_was_paid(billing, control, sandbox, reason, paid_at):
    bought = control("checkout", **BUYER)["subscription_id"]
    sandbox.stage.ledger.all("subscription")[bought]["latest_invoice"] = {
        "billing_reason": reason,
        "status_transitions": {"paid_at": 1_772_654_400},
    }
    assert billing.fetch_state(bought).first_paid_at == paid_at


def test_one_checkout_is_fetched_as_it_stands(billing, control):
    bought = control("checkout", **BUYER, payment_status="unpaid")
    assert billing.fetch_checkout(bought["session_id"]).payment_status == "unpaid"


def test_a_price_is_found_by_its_lookup_key_with_both_kinds_of_metadata(billing):
    price = billing.find_price("dental_review_engine_founder_249_monthly")
    assert (price.unit_amount, price.currency, price.interval) == (24900, "usd", "month")
    assert (price.is_active, price.is_product_active) == (True, True)
    assert price.metadata["guarantee_live_48h"] == "true"
    assert price.metadata["sms_overage_rate"] == "0.02"
    assert billing.find_price("another") is None


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
