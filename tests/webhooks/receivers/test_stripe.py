"""POST /webhooks/stripe."""

import threading

import pytest

from core.inbox import apply_pending
from core.store.database import connect


def test_a_paid_checkout_makes_one_practice_with_everything_it_needs(web, checkout_event) -> None:
    event = checkout_event()
    answer = web.post_stripe(event)
    assert answer.status_code == 200
    [practice] = web.rows("select * from practices")
    assert practice["name"] == "Smile Dental"
    assert practice["email"] == "owner@smile.example.com"
    assert practice["city"] == "Oakland"
    assert practice["timezone"] == "America/Los_Angeles"
    assert practice["status"] == "provisioning"
    assert practice["stripe_customer_id"] == "cus_1"
    assert practice["stripe_subscription_id"] == "sub_1"
    [settings] = web.rows("select * from settings")
    assert settings["sms_status"] == "ready"
    assert settings["digest_email"] == "owner@smile.example.com"
    assert settings["billing_json"]["amount_total"] == 24900
    [checkout] = web.events("stripe_checkout")
    assert checkout["payload"]["session_id"] == "cs_test_1"
    [at] = web.events("stripe_checkout_at")
    assert at["payload"]["at"] == at["occurred_at"].isoformat() == "2026-03-04T19:59:00+00:00"
    jobs = {row["type"]: row for row in web.rows("select * from jobs")}
    assert set(jobs) == {"send_magic_link", "fetch_billing"}
    sealed = jobs["send_magic_link"]["payload"]["email_sealed"]
    opened = web.sealer.open(sealed, practice_id=practice["id"], column="jobs.payload.email")
    assert opened == "owner@smile.example.com"
    [raw] = web.rows("select * from raw_events")
    assert raw["external_id"] == event["id"]
    assert raw["applied_at"] is not None


def test_twenty_deliveries_at_once_make_one_of_everything(web, checkout_event, serve) -> None:
    event = checkout_event()
    with serve() as server:
        answers: list[int] = []
        gate = threading.Barrier(20)

        def deliver() -> None:
            gate.wait()
            answers.append(server.post_stripe(event).status_code)

        threads = [threading.Thread(target=deliver) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == [200] * 20
    for table in ("practices", "settings", "raw_events"):
        assert web.count(table) == 1
    assert web.count("jobs") == 2
    assert web.count("events") == 2


def test_a_whole_life_told_at_once_ends_as_if_told_in_order(
    web, checkout_event, serve, database_url
) -> None:
    start = 1_772_650_000
    events = [checkout_event(created=start) for _ in range(4)]
    events += [checkout_event(type="checkout.session.async_payment_succeeded", created=start)]
    for at in range(1, 13):
        status = "past_due" if at % 2 else "active"
        events.append(subscription("updated", start + at, status=status))
    events.append(subscription("deleted", start + 20, status="canceled"))
    again = {"id": "cs_test_2", "customer": "cus_2", "subscription": "sub_2"}
    events += [checkout_event(created=start + 30, **again) for _ in range(2)]
    with serve() as server:
        gate = threading.Barrier(len(events))
        answers: list[int] = []

        def deliver(event: dict[str, object]) -> None:
            gate.wait()
            answers.append(server.post_stripe(event).status_code)

        threads = [threading.Thread(target=deliver, args=(event,)) for event in events]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == [200] * len(events)
    with connect(database_url) as connection:
        apply_pending(connection, web.config, web.sealer, now=web.now)
    assert web.value("select count(*) from raw_events where applied_at is null") == 0
    [practice] = web.rows("select status, stripe_subscription_id from practices")
    assert practice == {"status": "provisioning", "stripe_subscription_id": "sub_2"}
    assert len(web.events("stripe_checkout")) == 2


def test_two_events_of_one_session_provision_once(web, checkout_event) -> None:
    web.post_stripe(checkout_event())
    web.post_stripe(checkout_event(type="checkout.session.async_payment_succeeded"))
    assert web.count("practices") == 1
    assert len(web.events("stripe_checkout")) == 1
    assert web.count("jobs") == 2


def test_an_unpaid_checkout_waits_for_its_payment(web, checkout_event) -> None:
    assert web.post_stripe(checkout_event(payment_status="unpaid")).status_code == 200
    assert web.count("practices") == 0
    web.post_stripe(checkout_event(type="checkout.session.async_payment_succeeded"))
    assert web.count("practices") == 1


def field(key: str, value: str, *, label: str = "") -> dict[str, object]:
    """Give a custom field of a checkout as the buyer answered it."""
    asked = {"type": "custom", "custom": label or key}
    return {"key": key, "label": asked, "type": "text", "text": {"value": value}}


@pytest.mark.parametrize(
    ("session", "name"),
    [
        ({"custom_fields": []}, "Dr Kim"),
        ({"custom_fields": [], "customer_details": {"business_name": "Kim DDS", "name": "Kim", "email": "k@k.example.com"}}, "Kim DDS"),
        ({"custom_fields": [], "customer_details": {"email": "k@k.example.com"}, "metadata": {"practice_name": "Meta Dental"}}, "Meta Dental"),
        ({"custom_fields": None, "customer_details": None, "customer_email": "k@k.example.com"}, "Your practice"),
        ({"custom_fields": [field("fullname", "Ana Kim"), field("practice", "Kim Dental")]}, "Kim Dental"),
        ({"custom_fields": [field("name", "Ana Kim"), field("x1", "Kim Dental", label="Office")]}, "Kim Dental"),
        ({"custom_fields": [field("x1", "Ana", label="Your name"), field("x2", "Sonrisas", label="Nombre del consultorio")]}, "Sonrisas"),
        ({"custom_fields": [field("officemanager", "Bo", label="Office manager"), field("clinic", "Kim Clinic")]}, "Kim Clinic"),
        ({"custom_fields": [field("officephone", "555", label="Office phone"), field("business", "Kim LLC")]}, "Kim LLC"),
        ({"custom_fields": [field("clinica", "", label="Clínica")], "collected_information": {"business_name": "Kim PC"}}, "Kim PC"),
        ({"custom_fields": [field("name", "Ana Kim")], "collected_information": {"business_name": "Kim PC"}}, "Kim PC"),
        ({"custom_fields": [field("doctorname", "Ana")], "customer_details": {"business_name": "Kim DDS", "email": "k@k.example.com"}}, "Kim DDS"),
        ({"custom_fields": [], "customer_details": {"individual_name": "Ana Kim", "email": "k@k.example.com"}}, "Ana Kim"),
        ({"custom_fields": [], "collected_information": "nonsense", "customer_details": {"name": "Kim", "individual_name": "Ana", "email": "k@k.example.com"}}, "Kim"),
    ],
)  # fmt: skip
def test_the_name_is_taken_from_where_the_buyer_wrote_it(
    web, checkout_event, session, name
) -> None:
    web.post_stripe(checkout_event(**session))
    assert web.value("select name from practices") == name


def test_a_canceled_practice_that_pays_again_is_the_same_one(web, checkout_event) -> None:
    practice_id = web.practice(email="owner@smile.example.com", status="canceled")
    web.post_stripe(checkout_event())
    [practice] = web.rows("select * from practices")
    assert (practice["id"], practice["status"]) == (practice_id, "active")
    assert practice["stripe_customer_id"] == "cus_1"


def subscription(kind: str, at: int, **fields: object) -> dict[str, object]:
    body = {"id": "sub_1", "customer": "cus_1", "object": "subscription"} | fields
    event_id = f"evt_{kind}_{at}"
    return {
        "id": event_id,
        "type": f"customer.subscription.{kind}",
        "created": at,
        "data": {"object": body},
    }


def status_of(web) -> str:
    return web.value("select status from practices")


@pytest.fixture
def paying(web, checkout_event) -> int:
    """Provision and onboard a practice; gives the time of its checkout."""
    web.post_stripe(checkout_event(created=1_772_650_000))
    web.database.execute("update practices set status = 'active'")
    web.database.execute("update settings set onboarding_completed_at = now()")
    return 1_772_650_000


def test_the_status_follows_stripes_time_and_not_arrival(web, paying) -> None:
    web.post_stripe(subscription("updated", paying + 100, status="active"))
    web.post_stripe(subscription("updated", paying + 50, status="past_due"))
    assert status_of(web) == "active"
    web.post_stripe(subscription("deleted", paying + 200, status="canceled"))
    assert status_of(web) == "canceled"
    web.post_stripe(subscription("updated", paying + 150, status="active"))
    assert status_of(web) == "canceled"
    changes = [e["payload"]["to"] for e in web.events("subscription_changed")]
    assert changes == ["canceled"]


def test_a_failed_invoice_holds_and_a_paid_one_releases(web, paying) -> None:
    invoice = {"customer": "cus_1", "parent": {"subscription_details": {"subscription": "sub_1"}}}
    web.post_stripe(
        {
            "id": "evt_1",
            "type": "invoice.payment_failed",
            "created": paying + 10,
            "data": {"object": invoice},
        }
    )
    assert status_of(web) == "past_due"
    web.post_stripe(
        {"id": "evt_2", "type": "invoice.paid", "created": paying + 20, "data": {"object": invoice}}
    )
    assert status_of(web) == "active"


@pytest.mark.parametrize(
    ("charge", "status"),
    [
        ({"refunded": True, "amount": 24900, "amount_refunded": 24900}, "canceled"),
        ({"refunded": False, "amount": 24900, "amount_refunded": 5000}, "active"),
    ],
)
def test_a_whole_refund_ends_the_service_and_a_credit_does_not(web, paying, charge, status) -> None:
    body = {"id": "ch_1", "customer": "cus_1"} | charge
    web.post_stripe(
        {"id": "evt_r", "type": "charge.refunded", "created": paying + 10, "data": {"object": body}}
    )
    assert status_of(web) == status


def test_a_dispute_is_placed_by_what_stripe_said_of_its_charge(web, paying) -> None:
    paid = {"id": "in_1", "customer": "cus_1", "charge": "ch_9"}
    web.post_stripe(
        {"id": "evt_i", "type": "invoice.paid", "created": paying + 1, "data": {"object": paid}}
    )
    dispute = {"id": "dp_1", "charge": "ch_9", "status": "needs_response"}
    web.post_stripe(
        {
            "id": "evt_d",
            "type": "charge.dispute.created",
            "created": paying + 5,
            "data": {"object": dispute},
        }
    )
    assert status_of(web) == "past_due"
    dispute |= {"status": "won"}
    web.post_stripe(
        {
            "id": "evt_e",
            "type": "charge.dispute.closed",
            "created": paying + 9,
            "data": {"object": dispute},
        }
    )
    assert status_of(web) == "active"


def test_another_subscription_of_the_customer_moves_nothing(web, paying) -> None:
    web.post_stripe(subscription("deleted", paying + 10, id="sub_old"))
    assert status_of(web) == "active"


def test_what_comes_before_its_checkout_is_not_lost(web, checkout_event) -> None:
    created = 1_772_650_000
    assert web.post_stripe(subscription("deleted", created + 60)).status_code == 200
    [raw] = web.rows("select applied_at, error from raw_events")
    assert raw == {"applied_at": None, "error": "waiting for checkout"}
    web.post_stripe(checkout_event(created=created))
    assert status_of(web) == "canceled"
    assert web.value("select count(*) from raw_events where applied_at is null") == 0


def test_the_job_applies_what_waited_for_a_checkout(web, database_url, checkout_event) -> None:
    web.post_stripe(subscription("updated", 1_772_650_000 + 60, status="past_due"))
    web.database.execute(
        "insert into practices (name, stripe_customer_id, status) values ('A', 'cus_1', 'active')"
    )
    with connect(database_url) as connection:
        counts = apply_pending(connection, web.config, web.sealer, now=web.now)
    assert counts == {"applied": 1, "failed": 0}
    assert status_of(web) == "past_due"


def test_an_unknown_type_is_stored_and_answered_200(web) -> None:
    assert (
        web.post_stripe(
            {"id": "evt_x", "type": "customer.created", "data": {"object": {}}}
        ).status_code
        == 200
    )
    assert web.value("select applied_at is not null from raw_events")


def test_a_broken_event_is_kept_with_its_error_and_answered_200(web) -> None:
    event = {"id": "evt_x", "type": "checkout.session.completed", "data": {}}
    assert web.post_stripe(event).status_code == 200
    assert web.rows("select applied_at, error from raw_events") == [
        {"applied_at": None, "error": "MalformedPayload"}
    ]


def test_characters_that_the_database_cannot_hold_do_not_stop_an_event(web, checkout_event) -> None:
    event = checkout_event(custom_fields=[{"key": "name", "text": {"value": "A\x00B\ud800C"}}])
    assert web.post_stripe(event).status_code == 200
    assert web.value("select name from practices") == "A\ufffdB\ufffdC"
