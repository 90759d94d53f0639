"""Checkouts of every shape: what is kept of them, and what becomes of the odd ones."""

from typing import Any

import pytest

from core.inbox import apply_pending, receive_raw_event

SESSION = {
    "id": "cs_1",
    "object": "checkout.session",
    "mode": "subscription",
    "created": 1_772_450_000,
    "payment_status": "paid",
    "customer": "cus_1",
    "subscription": "sub_1",
    "amount_subtotal": 29900,
    "amount_total": 24900,
    "currency": "usd",
    "total_details": {"amount_discount": 5000, "amount_shipping": 0, "amount_tax": 0},
    "custom_fields": [
        {"key": "practicename", "type": "text", "text": {"value": "Smile Dental"}},
        {"key": "chairs", "type": "numeric", "numeric": {"value": "4"}},
        {"key": "pms", "type": "dropdown", "dropdown": {"value": "dentrix", "options": []}},
    ],
    "metadata": {"campaign": "founder"},
    "customer_details": {
        "name": "Dr Kim",
        "email": "Owner@Smile.example.com",
        "phone": "415.555.0100",
        "address": {"line1": "1 Main St", "city": "Oakland", "state": "CA", "postal_code": "94607", "country": "US"},
        "tax_ids": [{"type": "us_ein", "value": "12-3456789"}],
    },
    "payment_method_types": ["card"],
    "payment_method_options": {"card": {"request_three_d_secure": "any"}},
    "payment_method_configuration_details": {"id": "pmc_1"},
}  # fmt: skip


@pytest.fixture
def tell(connection, config, sealer, now):
    def run(
        event_type: str = "checkout.session.completed",
        number: int = 1,
        created: Any = 1_772_450_060,
        **session: Any,
    ):
        event = {
            "id": f"evt_{number}",
            "type": event_type,
            "created": created,
            "data": {"object": {k: v for k, v in (SESSION | session).items() if v != "absent"}},
        }
        return receive_raw_event(
            connection, config, sealer, provider="stripe", external_id=event["id"],
            type=event_type, payload=event, now=now,
        )  # fmt: skip

    return run


@pytest.fixture
def rows(connection):
    return lambda text: connection.execute(text.encode()).fetchall()


def test_what_the_business_needs_is_kept_and_nothing_of_how_it_was_paid(tell, rows) -> None:
    tell()
    [settings] = rows("select billing_json from settings")
    assert settings["billing_json"] == {
        "checkout_session_id": "cs_1",
        "stripe_customer_id": "cus_1",
        "stripe_subscription_id": "sub_1",
        "mode": "subscription",
        "payment_status": "paid",
        "livemode": False,
        "client_reference_id": None,
        "currency": "usd",
        "amount_subtotal": 29900,
        "amount_total": 24900,
        "amount_tax": 0,
        "amount_discount": 5000,
        "email": "owner@smile.example.com",
        "name": "Dr Kim",
        "customer_details": {
            "name": "Dr Kim",
            "business_name": None,
            "email": "owner@smile.example.com",
            "phone": "+14155550100",
            "address": {"city": "Oakland", "state": "CA", "postal_code": "94607", "country": "US"},
        },
        "custom_fields": {"practicename": "Smile Dental", "chairs": "4", "pms": "dentrix"},
        "metadata": {"campaign": "founder"},
        "paid_at": "2026-03-02T11:14:20+00:00",
    }


@pytest.mark.parametrize("word", ["paid", "no_payment_required"])
def test_what_is_paid_or_needs_no_payment_provisions(tell, rows, word) -> None:
    tell(payment_status=word)
    assert len(rows("select from practices")) == 1


@pytest.mark.parametrize(
    "session",
    [
        {"payment_status": "unpaid"},
        {"payment_status": None},
        {"payment_status": "absent"},
        {"payment_status": "something_new"},
        {"mode": "payment"},
        {"mode": "setup"},
    ],
)
def test_what_is_not_paid_or_no_subscription_is_stored_and_does_nothing(
    tell, rows, session
) -> None:
    assert tell(**session).is_applied
    assert rows("select from practices") == []
    assert len(rows("select from raw_events where applied_at is not null")) == 1


def test_a_payment_that_fails_does_nothing_and_one_that_comes_provisions(tell, rows) -> None:
    tell(payment_status="unpaid")
    tell("checkout.session.async_payment_failed", 2, payment_status="unpaid")
    assert rows("select from practices") == []
    tell("checkout.session.async_payment_succeeded", 3, created=1_772_709_260)
    [at] = rows("select payload from events where type = 'stripe_checkout_at'")
    assert at["payload"]["at"] == "2026-03-05T11:14:20+00:00"
    tell("checkout.session.async_payment_succeeded", 3)
    assert len(rows("select from practices")) == 1


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        ({"customer_details": "absent"}, {"email": None, "phone": None, "timezone": None}),
        ({"customer_details": None, "customer_email": "A@b.example.com"}, {"email": "a@b.example.com"}),
        ({"customer_details": {"email": None, "address": None}}, {"email": None, "city": None}),
        ({"customer_details": {"email": 7, "phone": ["x"], "address": "Main St", "name": {}}}, {"email": None, "name": "Smile Dental"}),
        ({"customer_details": "nonsense", "custom_fields": "nonsense", "metadata": [], "total_details": 3}, {"name": "Your practice"}),
        ({"customer": {"id": "cus_1", "object": "customer"}, "subscription": {"id": "sub_1", "items": {}}}, {"stripe_customer_id": "cus_1", "stripe_subscription_id": "sub_1"}),
        ({"customer": None, "subscription": None}, {"stripe_customer_id": None, "status": "provisioning"}),
        ({"currency": "jpy", "amount_total": 38000, "amount_subtotal": True}, {"status": "provisioning"}),
        ({"amount_total": "24900", "currency": None, "created": None}, {"status": "provisioning"}),
        ({"a_field_of_next_year": {"deep": [1, 2, {"x": None}]}}, {"name": "Smile Dental"}),
        ({"mode": "absent"}, {"status": "provisioning"}),
    ],
)  # fmt: skip
def test_odd_checkouts_still_make_a_practice(tell, rows, session, expected) -> None:
    assert tell(**session).is_applied
    [practice] = rows("select * from practices")
    assert {key: practice[key] for key in expected} == expected
    assert len(rows("select from events where type = 'stripe_checkout'")) == 1


def test_amounts_stay_in_the_currencys_own_unit(tell, rows) -> None:
    tell(currency="jpy", amount_total=38000)
    [settings] = rows("select billing_json from settings")
    assert (settings["billing_json"]["amount_total"], settings["billing_json"]["currency"]) == (
        38000,
        "jpy",
    )


def test_without_customer_and_address_two_events_of_a_session_are_one_practice(tell, rows) -> None:
    bare = {"customer": None, "subscription": None, "customer_details": None}
    tell(**bare)
    tell("checkout.session.async_payment_succeeded", 2, **bare)
    assert len(rows("select from practices")) == 1


@pytest.mark.parametrize(
    ("address", "zone"),
    [
        ({"state": "TX", "postal_code": "79901", "country": "US"}, "America/Denver"),
        ({"state": "NY", "postal_code": "10001", "country": "US"}, "America/New_York"),
        ({"state": "CA", "postal_code": "10001", "country": "US"}, None),
        ({"state": "ON", "postal_code": "M5V 2T6", "country": "CA"}, None),
        ({"state": "TN", "postal_code": None, "country": "US"}, None),
    ],
)
def test_the_zone_is_the_addresss_where_that_leaves_no_doubt(tell, rows, address, zone) -> None:
    tell(customer_details={"email": "a@b.example.com", "address": address})
    assert rows("select timezone from practices") == [{"timezone": zone}]


@pytest.mark.parametrize(
    ("phone", "country", "e164"),
    [
        ("(415) 555-0100", "US", "+14155550100"),
        ("+1 415 555 0100", "US", "+14155550100"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("555-0100", "US", None),
        ("call me", "US", None),
        ("", "US", None),
    ],
)
def test_the_phone_is_e164_or_the_portal_asks(tell, rows, phone, country, e164) -> None:
    tell(
        customer_details={
            "email": "a@b.example.com",
            "phone": phone,
            "address": {"country": country},
        }
    )
    assert rows("select phone from practices") == [{"phone": e164}]


@pytest.mark.parametrize(
    ("event", "error"),
    [
        ({"data": None}, "MalformedPayload"),
        ({"data": {"object": "cs_1"}}, "MalformedPayload"),
        ({"data": {"object": SESSION | {"id": None}}}, "MalformedPayload"),
        ({"data": {"object": SESSION | {"id": 7}}}, "MalformedPayload"),
        ({"created": 1e300, "data": {"object": SESSION}}, "MalformedPayload"),
    ],
)
def test_what_cannot_be_read_stays_with_its_error(
    connection, config, sealer, now, rows, event, error
) -> None:
    payload = {"id": "evt_1", "type": "checkout.session.completed", "created": 1} | event
    received = receive_raw_event(
        connection, config, sealer, provider="stripe", external_id="evt_1",
        type="checkout.session.completed", payload=payload, now=now,
    )  # fmt: skip
    assert not received.is_applied
    assert rows("select applied_at, error from raw_events") == [
        {"applied_at": None, "error": error}
    ]
    assert apply_pending(connection, config, sealer, now=now) == {"applied": 0, "failed": 1}
    assert rows("select from practices") == []


@pytest.mark.parametrize("created", [None, "2026-03-02", True])
def test_an_event_without_a_time_happened_when_it_came(tell, rows, now, created) -> None:
    tell(created=created)
    [event] = rows("select occurred_at from events where type = 'stripe_checkout'")
    assert event["occurred_at"] == now
