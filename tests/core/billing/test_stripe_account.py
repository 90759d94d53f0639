"""A practice's life with Stripe: any order, any outage, and coming back."""

from collections.abc import Callable
from itertools import count, permutations
from typing import Any

import pytest

from core.inbox import apply_pending, receive_raw_event

T0 = 1_772_450_000
DAY = 86_400
ADDRESS = {"city": "Oakland", "state": "CA", "postal_code": "94607", "country": "US"}

Event = dict[str, Any]


def event(kind: str, at: int, thing: dict[str, Any], event_id: str | None = None) -> Event:
    name = event_id or f"evt_{kind}_{at}_{thing.get('id')}"
    return {"id": name, "type": kind, "created": T0 + at, "data": {"object": thing}}


def checkout(at: int = 0, number: int = 1, key: str = "", **session: Any) -> Event:
    base = {
        "id": f"cs_{number}{key}",
        "object": "checkout.session",
        "mode": "subscription",
        "created": T0 + at - 60,
        "payment_status": "paid",
        "customer": f"cus_{number}{key}",
        "subscription": f"sub_{number}{key}",
        "amount_total": 24900,
        "currency": "usd",
        "customer_details": {
            "name": "Dr Kim",
            "email": f"owner{key}@smile.example.com",
            "phone": "(415) 555-0100",
            "address": ADDRESS,
        },
    }
    return event("checkout.session.completed", at, base | session)


def subscription(word: str, at: int, number: int = 1, key: str = "", **fields: Any) -> Event:
    thing = {"id": f"sub_{number}{key}", "customer": f"cus_{number}{key}", "status": "canceled"}
    return event(f"customer.subscription.{word}", at, thing | fields)


def invoice(word: str, at: int, number: int = 1, key: str = "") -> Event:
    parent = {"subscription_details": {"subscription": f"sub_{number}{key}"}}
    thing = {"id": f"in_{at}{key}", "customer": f"cus_{number}{key}", "parent": parent}
    return event(f"invoice.{word}", at, thing)


@pytest.fixture
def tell(connection, config, sealer, now) -> Callable[..., None]:
    def run(*events: Event, settle: bool = True) -> None:
        for one in events:
            receive_raw_event(
                connection, config, sealer, provider="stripe", external_id=one["id"],
                type=one["type"], payload=one, now=now,
            )  # fmt: skip
        if settle:
            apply_pending(connection, config, sealer, now=now)

    return run


@pytest.fixture
def rows(connection) -> Callable[..., list[dict[str, Any]]]:
    return lambda text, *params: connection.execute(text.encode(), params).fetchall()


@pytest.fixture
def outcome(rows) -> Callable[[str], str]:
    """What the events about one owner came to, without ids that differ and times of arrival."""

    def of(key: str) -> str:
        practices = rows(
            "select p.id, p.name, p.email, p.phone, p.timezone, p.status, p.stripe_customer_id,"
            " p.stripe_subscription_id, p.subscription_status, p.stripe_state_at,"
            " s.billing_json from practices p join settings s on s.practice_id = p.id"
            " where p.email = %s",
            f"owner{key}@smile.example.com",
        )
        ids = [practice.pop("id") for practice in practices]
        events = rows(
            "select payload from events where type = 'stripe_checkout' and practice_id = any(%s)"
            " order by payload ->> 'session_id'",
            ids,
        )
        jobs = rows("select unique_key from jobs where practice_id = any(%s) order by 1", ids)
        return repr((practices, events, jobs)).replace(key, "")

    return of


def status(rows) -> str:
    [row] = rows("select status from practices")
    return row["status"]


ORDERS = {
    "a life to its end": lambda key: [
        checkout(0, key=key),
        subscription("updated", 10, key=key, status="past_due"),
        invoice("payment_failed", 10, key=key),
        invoice("paid", 20, key=key),
        subscription("deleted", 30, key=key),
    ],
    "a payment that fails and then comes": lambda key: [
        checkout(0, key=key),
        invoice("payment_failed", 10, key=key),
        invoice("paid", 20, key=key),
        subscription("updated", 21, key=key, status="active"),
    ],
    "coming back": lambda key: [
        checkout(0, key=key),
        subscription("deleted", 30, key=key),
        checkout(40, 2, key=key, customer_details={"name": "Dr Kim", "email": f"OWNER{key}@smile.example.com"}),
        invoice("payment_failed", 50, 2, key=key),
    ],
    "all in one second": lambda key: [
        checkout(0, key=key),
        invoice("payment_failed", 0, key=key),
        subscription("updated", 0, key=key, status="active"),
        subscription("deleted", 0, key=key),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", ORDERS)
def test_every_order_of_arrival_ends_in_the_same_state(name, tell, outcome) -> None:
    ends: dict[str, list[str]] = {}
    numbers = count(100)
    for order in permutations(range(len(ORDERS[name]("")))):
        key = f"x{next(numbers)}x"
        events = ORDERS[name](key)
        tell(*[events[place] for place in order])
        ends.setdefault(outcome(key), []).append(str(order))
    assert len(ends) == 1, ends


def test_each_life_ends_as_it_should(tell, rows) -> None:
    for name, expected in zip(
        ORDERS, ["canceled", "provisioning", "past_due", "canceled"], strict=True
    ):
        key = name.replace(" ", "")
        tell(*ORDERS[name](key))
        [practice] = rows(
            "select status from practices where email = %s", f"owner{key}@smile.example.com"
        )
        assert practice["status"] == expected, name


def outage(key: str) -> list[Event]:
    """Three days of which we hear nothing."""
    return [
        checkout(0, key=key),
        invoice("payment_failed", DAY, key=key),
        subscription("updated", DAY, key=key, status="past_due"),
        invoice("paid", 2 * DAY, key=key),
        subscription("updated", 2 * DAY, key=key, status="active"),
        subscription("deleted", 3 * DAY, key=key),
    ]


def test_three_days_redelivered_backwards_and_twice_end_as_if_nothing_had_been(
    tell, outcome
) -> None:
    tell(*outage("x1x"))
    late = outage("x2x")
    tell(*reversed(late), *late, settle=False)
    tell()
    assert outcome("x2x") == outcome("x1x")


@pytest.fixture
def onboarded(tell, rows, connection):
    """A practice that is live, with a patient who opted out."""
    tell(checkout())
    [practice] = rows("select id from practices")
    connection.execute("update practices set status = 'active', name = 'Smile Dental'")
    connection.execute(
        b"update settings set onboarding_completed_at = now(), daily_cap = 7, review_link = 'https://g.page/r/x/review'"
    )
    connection.execute(
        b"insert into patients (practice_id, first_name, opted_out) values (%s, 'Ana', true)",
        [practice["id"]],
    )
    connection.execute(
        b"insert into suppressions (practice_id, contact_hash, channel, reason) values (%s, 'h', 'sms', 'stop')",
        [practice["id"]],
    )
    return practice["id"]


@pytest.mark.parametrize(
    "who",
    [
        {"customer": "cus_1"},
        {"customer_details": {"email": " Owner@SMILE.example.com "}},
        {
            "customer": None,
            "customer_details": {"email": "owner@smile.example.com", "name": "Somebody"},
        },
    ],
)
def test_who_comes_back_finds_everything_as_it_was(onboarded, tell, rows, who) -> None:
    tell(subscription("deleted", DAY))
    assert status(rows) == "canceled"
    tell(checkout(2 * DAY, 2, **who))
    [practice] = rows("select * from practices")
    assert (practice["id"], practice["status"], practice["name"]) == (
        onboarded,
        "active",
        "Smile Dental",
    )
    assert practice["stripe_subscription_id"] == "sub_2"
    [settings] = rows("select * from settings")
    assert (settings["daily_cap"], settings["billing_json"]["checkout_session_id"]) == (7, "cs_2")
    assert [row["opted_out"] for row in rows("select * from patients")] == [True]
    assert len(rows("select * from suppressions")) == 1
    links = rows("select unique_key from jobs where type = 'send_magic_link' order by 1")
    assert [row["unique_key"] for row in links] == ["magic_link:cs_1", "magic_link:cs_2"]


def test_who_was_never_onboarded_comes_back_to_onboarding(tell, rows) -> None:
    tell(checkout(), subscription("deleted", DAY), checkout(2 * DAY, 2))
    assert status(rows) == "provisioning"


def test_the_old_subscriptions_late_end_does_not_touch_the_new_one(onboarded, tell, rows) -> None:
    tell(subscription("deleted", DAY), checkout(2 * DAY, 2))
    tell(subscription("deleted", 3 * DAY, 1), invoice("payment_failed", 3 * DAY, 1))
    assert status(rows) == "active"
    tell(subscription("deleted", 4 * DAY, 2))
    assert status(rows) == "canceled"


def test_a_refund_of_the_old_subscriptions_charge_does_not_end_the_new_one(
    onboarded, tell, rows
) -> None:
    tell(subscription("deleted", DAY), checkout(2 * DAY, 2, customer="cus_1"))
    charge = {"id": "ch_1", "customer": "cus_1", "amount": 24900, "amount_refunded": 24900}
    tell(event("charge.refunded", 3 * DAY, charge | {"created": T0 - 5}))
    assert status(rows) == "active"
    tell(event("charge.refunded", 3 * DAY, charge | {"id": "ch_2", "created": T0 + 2 * DAY - 5}))
    assert status(rows) == "canceled"


def test_after_a_whole_refund_only_a_new_payment_brings_the_service_back(
    onboarded, tell, rows
) -> None:
    charge = {"id": "ch_1", "customer": "cus_1", "refunded": True}
    tell(event("charge.refunded", DAY, charge), subscription("updated", DAY + 2, status="active"))
    assert status(rows) == "canceled"
    tell(invoice("paid", 30 * DAY))
    assert status(rows) == "active"


def test_a_second_office_at_the_same_address_is_a_practice_of_its_own(
    onboarded, tell, rows
) -> None:
    tell(
        checkout(
            DAY, 2, custom_fields=[{"key": "practice_name", "text": {"value": "Smile Uptown"}}]
        )
    )
    assert sorted(row["name"] for row in rows("select name from practices")) == [
        "Smile Dental",
        "Smile Uptown",
    ]


def test_a_paused_subscription_holds_until_it_is_resumed(onboarded, tell, rows) -> None:
    tell(subscription("paused", DAY, status="paused"), invoice("paid", 2 * DAY))
    assert status(rows) == "past_due"
    tell(subscription("resumed", 3 * DAY, status="active"))
    assert status(rows) == "active"


def test_a_dispute_that_comes_before_its_charge_waits_for_it(onboarded, tell, rows) -> None:
    dispute = {"id": "dp_1", "charge": "ch_9", "status": "needs_response"}
    tell(event("charge.dispute.created", DAY, dispute))
    assert status(rows) == "active"
    tell(
        event("charge.succeeded", 5, {"id": "ch_9", "customer": {"id": "cus_1"}, "created": T0 + 5})
    )
    assert status(rows) == "past_due"
    tell(event("charge.dispute.closed", 2 * DAY, dispute | {"status": "won"}))
    assert status(rows) == "active"


def test_a_status_set_by_hand_stands_until_stripe_says_something_new(
    onboarded, tell, rows, connection
) -> None:
    connection.execute("update practices set status = 'canceled'")
    tell(invoice("paid", DAY))
    assert status(rows) == "canceled"
    tell(subscription("updated", 2 * DAY, status="active"))
    assert status(rows) == "active"


def test_a_practice_that_was_brought_in_without_a_checkout_follows_stripe(
    tell, rows, connection
) -> None:
    connection.execute(
        "insert into practices (name, status, stripe_customer_id) values ('A', 'active', 'cus_1')"
    )
    tell(subscription("deleted", DAY))
    assert status(rows) == "canceled"
