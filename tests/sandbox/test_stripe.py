"""Stripe's stand-in: checkouts and their signed webhooks."""

import pytest

BUYER = {
    "name": "Dana Whitfield",
    "email": "dana@lakeside.example.com",
    "phone": "+15108320143",
    "practice_name": "Lakeside Family Dental",
    "city": "Oakland",
    "state": "CA",
    "postal_code": "94610",
}


def test_a_checkout_delivers_one_signed_event_in_stripes_shape(sandbox, app):
    bought = sandbox.post("checkout", **BUYER, event_created="2026-03-03T01:30:00Z")
    assert sandbox.post("drain")["idle"]
    [event] = app.events
    assert (event.id, event.type, event.created) == (
        bought["event_id"],
        "checkout.session.completed",
        1772501400,
    )
    session = event.data.object
    assert session.id == bought["session_id"]
    assert (session.payment_status, session.amount_total, session.currency) == (
        "paid",
        24900,
        "usd",
    )
    assert session.customer == bought["customer_id"]
    assert session.subscription == bought["subscription_id"]
    assert session.customer_details.address.to_dict() == {
        "line1": None,
        "line2": None,
        "city": "Oakland",
        "state": "CA",
        "postal_code": "94610",
        "country": "US",
    }
    [name] = session.custom_fields
    assert name["text"]["value"] == "Lakeside Family Dental"


def test_one_event_can_be_delivered_many_times(sandbox, app):
    bought = sandbox.post("checkout", **BUYER, deliveries=3)
    sandbox.post("stripe-events", event_id=bought["event_id"])
    sandbox.post("drain")
    assert {event.id for event in app.events} == {bought["event_id"]}
    assert len(app.events) == 4
    assert sandbox.counts()["stripe_webhooks_by_status"] == {"200": 4}


def test_a_delivery_is_repeated_while_the_app_is_down_and_not_after_a_refusal(sandbox, app):
    app.statuses = [503, 400]
    sandbox.post("checkout", **BUYER)
    sandbox.post("drain")
    assert len(app.raw) == 2
    assert sandbox.counts()["stripe_webhooks_by_status"] == {"400": 1}


def test_a_known_object_can_change_and_tell(sandbox, app):
    bought = sandbox.post("checkout", **BUYER)
    sandbox.post(
        "stripe-events",
        type="customer.subscription.deleted",
        object_id=bought["subscription_id"],
        changes={"status": "canceled"},
    )
    sandbox.post("drain")
    told = {event.type: event.data.object for event in app.events}
    assert told["customer.subscription.deleted"].status == "canceled"
    assert told["customer.subscription.deleted"].customer == bought["customer_id"]


def test_any_object_can_be_told(sandbox, app):
    sandbox.post(
        "stripe-events", type="charge.refunded", object={"id": "ch_1", "customer": "cus_1"}
    )
    sandbox.post("drain")
    assert app.events[0].data.object.customer == "cus_1"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("checkout", {"name": "Dana"}, 422),
        ("stripe-events", {"event_id": "evt_0"}, 404),
        ("stripe-events", {"type": "x", "object_id": "sub_0"}, 404),
        ("inbound", {"from": "12", "body": "STOP"}, 422),
        ("inbound", {"from": "+15105550123"}, 422),
        ("faults", {"provider": "fax", "status": 500}, 422),
        ("faults", {"provider": "ses", "kind": "odd"}, 422),
        ("places/elsewhere/reviews", {}, 404),
        ("places/ChIJa/reviews", {"rating": 6}, 422),
    ],
)
def test_a_control_call_that_makes_no_sense_is_refused(sandbox, path, body, status):
    assert sandbox.try_post(path, **body).status_code == status
