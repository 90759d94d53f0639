"""The catalogue check, against the sandbox's Stripe and against every way to get it wrong."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from core.billing.catalog import METADATA, CatalogCheck, inspect_catalog
from core.providers.ports import CatalogPrice

METADATA_AS_IT_SHOULD_BE = {
    "guarantee_live_48h": "true",
    "guarantee_plus10_reviews_30d": "true",
    "sms_overage_rate": "0.02",
    "addl_location_monthly": "149",
}
PRICE = CatalogPrice(
    price_id="price_1",
    lookup_key="dental_review_engine_founder_249_monthly",
    is_active=True,
    unit_amount=24900,
    currency="usd",
    interval="month",
    interval_count=1,
    product_id="prod_1",
    product_name="Dental Review Engine",
    is_product_active=True,
    metadata=METADATA_AS_IT_SHOULD_BE,
)


def billing_with(price: CatalogPrice | None) -> SimpleNamespace:
    return SimpleNamespace(find_price=lambda _key: price)


def mismatches(billing) -> list[CatalogCheck]:
    return [check for check in inspect_catalog(billing) if not check.is_met]


def test_a_catalogue_as_it_should_be_has_no_mismatch_and_says_what_was_looked_at():
    assert mismatches(billing_with(PRICE)) == []
    lines = [str(check) for check in inspect_catalog(billing_with(PRICE))]
    assert len(lines) == 6 + len(METADATA)
    assert all(line.startswith("ok ") for line in lines)


def test_the_sandbox_sells_what_is_needed(stripe):
    assert mismatches(stripe.billing) == []


def test_without_the_price_that_is_the_mismatch():
    [mismatch] = mismatches(billing_with(None))
    assert "dental_review_engine_founder_249_monthly" in str(mismatch)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"is_active": False}, "price.active"),
        ({"is_product_active": False}, "product.active"),
        ({"unit_amount": 19900}, "price.unit_amount"),
        ({"unit_amount": None}, "price.unit_amount"),
        ({"currency": "eur"}, "price.currency"),
        ({"interval": "year"}, "price.recurring"),
        ({"interval": ""}, "price.recurring"),
        ({"interval_count": 3}, "price.recurring"),
    ],
)
def test_each_thing_that_differs_is_named(changes, name):
    [mismatch] = mismatches(billing_with(replace(PRICE, **changes)))
    assert mismatch.name == name
    assert str(mismatch).startswith("MISMATCH")


@pytest.mark.parametrize("key", METADATA)
@pytest.mark.parametrize("value", [None, "", "no", "-1", "NaN", "1000000", "false"])
def test_each_key_has_to_be_there_and_make_sense(key, value):
    metadata = METADATA_AS_IT_SHOULD_BE | {key: value}
    if value is None:
        del metadata[key]
    [mismatch] = mismatches(billing_with(replace(PRICE, metadata=metadata)))
    assert mismatch.name == f"metadata.{key}"


def test_everything_that_differs_is_named_at_once():
    price = replace(PRICE, is_active=False, currency="eur", metadata={})
    assert len(mismatches(billing_with(price))) == 2 + len(METADATA)
