"""Whose a Stripe event is: only ours make or move anything, and the rest is on record."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from core.config import Config
from core.errors import ProviderRejected
from core.inbox import apply_pending, receive_raw_event
from core.store.database import Connection, connect
from core.worker import dispatch_due
from tests.core.billing.test_stripe_shapes import SESSION


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    """Give a connection that commits at once: the job looks at the same rows from its own."""
    with connect(database_url) as opened:
        opened.autocommit = True
        yield opened


@pytest.fixture
def tell(connection, config, sealer, now):
    def run(
        settings: dict[str, Any] | None = None,
        number: int = 1,
        kind: str = "checkout.session.completed",
        session: dict[str, Any] | None = None,
        **event: Any,
    ):
        thing = SESSION | (session or {})
        payload = {"id": f"evt_{number}", "type": kind, "created": 1_772_450_060} | event
        payload.setdefault("data", {"object": thing})
        return receive_raw_event(
            connection, replace(config, **(settings or {})), sealer, provider="stripe",
            external_id=payload["id"], type=kind, payload=payload, now=now,
        )  # fmt: skip

    return run


@pytest.fixture
def rows(connection):
    return lambda text: connection.execute(text.encode()).fetchall()


def held(rows) -> list[str]:
    return [row["reason"] for row in rows("select payload ->> 'reason' as reason from events where type = 'checkout_held'")]  # fmt: skip


LIVE = {"stripe_api_key": "sk_live_abc"}
RESTRICTED = {"stripe_api_key": "rk_live_abc"}


@pytest.mark.parametrize(
    ("settings", "event", "makes"),
    [
        (LIVE, {"livemode": True}, 1),
        (RESTRICTED, {"livemode": True}, 1),
        (LIVE, {"livemode": False}, 0),
        (RESTRICTED, {"livemode": False}, 0),
        (LIVE, {}, 0),
        (LIVE, {"livemode": "true"}, 0),
        ({"stripe_api_key": "rk_test_abc"}, {"livemode": False}, 1),
        ({}, {"livemode": False}, 1),
        ({}, {"livemode": True}, 0),
        ({"stripe_api_key": "sk_test_live_abc"}, {"livemode": True}, 0),
    ],
)
def test_the_mode_of_an_event_has_to_be_the_keys(tell, rows, settings, event, makes) -> None:
    assert tell(settings, **event).is_applied
    assert len(rows("select from practices")) == makes
    assert held(rows) == ["other_mode"] * (1 - makes)


@pytest.mark.parametrize("origin", [{"account": "acct_9"}, {"context": "acct_9"}])
def test_what_a_connected_account_sells_makes_nothing_however_often_it_is_told(
    tell, rows, origin
) -> None:
    for number in (1, 2, 2):
        tell(number=number, **origin)
    assert rows("select from practices") == []
    assert rows("select from jobs") == []
    assert held(rows) == ["connect_account"]
    assert {row["error"] for row in rows("select error from raw_events")} == {"connect_account"}


@pytest.mark.parametrize("origin", [{"account": "acct_9"}, {"livemode": True}])
def test_what_is_not_ours_moves_nothing(tell, rows, origin) -> None:
    tell()
    subscription = {"id": "sub_1", "customer": "cus_1", "status": "canceled"}
    tell(number=2, kind="customer.subscription.deleted", data={"object": subscription}, **origin)
    assert rows("select status from practices") == [{"status": "provisioning"}]
    tell(number=3, kind="customer.subscription.deleted", data={"object": subscription})
    assert rows("select status from practices") == [{"status": "canceled"}]


@pytest.mark.parametrize(
    ("session", "reason"),
    [
        ({"mode": "payment", "amount_total": 100, "subscription": None}, "wrong_mode"),
        ({"mode": "setup", "payment_status": "no_payment_required"}, "wrong_mode"),
        ({"mode": "of_next_year"}, "wrong_mode"),
        ({"line_items": {"data": [{"price": {"id": "price_x", "type": "one_time"}}]}}, "other_product"),
    ],
)  # fmt: skip
def test_a_checkout_of_something_else_is_on_record_and_makes_nothing(
    tell, rows, session, reason
) -> None:
    tell(session=session)
    tell(number=2, kind="checkout.session.async_payment_succeeded", session=session)
    assert rows("select from practices") == []
    assert held(rows) == [reason]


PRICED = {"stripe_price_ids": ("price_ours", "price_older")}


@pytest.mark.parametrize(
    ("session", "makes"),
    [
        ({"line_items": {"data": [{"price": {"id": "price_older"}}]}}, 1),
        ({"line_items": {"data": [{"price": "price_x"}, {"price": "price_ours"}]}}, 1),
        ({"line_items": {"data": [{"price": {"id": "price_x", "type": "recurring"}}]}}, 0),
        ({"subscription": {"id": "sub_1", "items": {"data": [{"price": {"id": "price_ours"}}]}}}, 1),
        ({"subscription": {"id": "sub_1", "items": {"data": [{"price": {"id": "price_x"}}]}}}, 0),
    ],
)  # fmt: skip
def test_an_event_that_names_its_prices_is_judged_at_once(tell, rows, session, makes) -> None:
    assert tell(PRICED, session=session).is_applied
    assert len(rows("select from practices")) == makes
    assert held(rows) == ["other_product"] * (1 - makes)


@pytest.fixture
def look(connection, config: Config, sealer, now, deps_of):
    """Let the job ask Stripe, which answers as told, and apply what it brought."""

    def run(answer: Any, settings: dict[str, Any]) -> list[tuple[str, str]]:
        asked: list[tuple[str, str]] = []

        def fetch_object(kind: str, thing_id: str) -> Any:
            asked.append((kind, thing_id))
            if isinstance(answer, Exception):
                raise answer
            return answer

        seen = replace(config, **settings)
        deps = deps_of(seen, SimpleNamespace(fetch_object=fetch_object))
        dispatch_due(deps, now=now, types=["fetch_stripe"])
        apply_pending(connection, seen, sealer, now=now)
        return asked

    return run


@pytest.mark.parametrize(("price", "makes"), [("price_ours", 1), ("price_x", 0)])
def test_a_checkout_without_prices_waits_until_a_job_has_read_them(
    tell, rows, look, price, makes
) -> None:
    for number in (1, 1, 2):
        assert not tell(PRICED, number=number).is_applied
    assert rows("select from practices") == []
    answer = SESSION | {"line_items": {"data": [{"price": {"id": price, "type": "recurring"}}]}}
    assert look(answer, PRICED) == [("checkout_session", "cs_1")] * 2
    assert len(rows("select from practices")) == makes
    assert held(rows) == ["other_product"] * (1 - makes)
    assert rows("select from raw_events where applied_at is null") == []


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        ("v1.checkout.session.completed", {"related_object": {"id": "cs_1"}, "created": "2026-03-02T11:14:20.5Z"}),
        ("checkout.session.completed", {"related_object": {"id": "cs_1"}}),
        ("checkout.session.completed", {"data": {"object": {"id": "cs_1", "object": "checkout.session"}}}),
    ],
)  # fmt: skip
def test_a_thin_checkout_is_fetched_and_not_taken_for_done(tell, rows, look, kind, event) -> None:
    event = {"data": None} | event
    assert not tell(kind=kind, **event).is_applied
    assert look(SESSION, {}) == [("checkout_session", "cs_1")]
    [told] = rows("select payload ->> 'at' as at from events where type = 'stripe_checkout_at'")
    assert told["at"] == "2026-03-02T11:14:20+00:00"
    assert rows("select from raw_events where applied_at is null") == []


def test_a_thin_end_of_a_subscription_ends_it(tell, rows, look) -> None:
    tell()
    reference = {"id": "sub_1", "type": "subscription"}
    tell(number=2, kind="v1.customer.subscription.deleted", related_object=reference, data=None)
    look({"id": "sub_1", "customer": "cus_1", "status": "canceled"}, {})
    assert rows("select status from practices") == [{"status": "canceled"}]


def test_what_stripe_does_not_have_is_let_go_with_the_reason(tell, rows, look) -> None:
    tell(kind="v1.invoice.paid", related_object={"id": "in_1"}, data=None)
    look(ProviderRejected("resource_missing", "no such invoice"), {})
    assert rows("select error from raw_events where applied_at is not null") == [
        {"error": "not fetched: resource_missing"}
    ]


@pytest.mark.parametrize("origin", [{"context": "acct_9"}, {"livemode": True}])
def test_a_thin_event_of_somebody_else_is_not_asked_about(tell, rows, origin) -> None:
    reference = {"id": "cs_1"}
    assert tell(
        kind="v1.checkout.session.completed", related_object=reference, data=None, **origin
    ).is_applied
    assert rows("select from jobs") == []


def test_pausing_the_payments_pauses_the_practice_until_they_are_resumed(
    tell, rows, connection
) -> None:
    tell()
    connection.execute("update settings set onboarding_completed_at = now()")
    connection.execute("update practices set status = 'active'")
    statuses = []
    for number, pause in enumerate([{"behavior": "void"}, None, {"behavior": "keep_as_draft"}], 2):
        thing = {"id": "sub_1", "customer": "cus_1", "status": "active", "pause_collection": pause}
        tell(
            number=number, kind="customer.subscription.updated", data={"object": thing},
            created=1_772_450_060 + 100 * number,
        )  # fmt: skip
        statuses += rows("select status, subscription_status from practices")
    assert [(s["status"], s["subscription_status"]) for s in statuses] == [
        ("past_due", "paused"),
        ("active", "active"),
        ("past_due", "paused"),
    ]


def test_the_job_reads_a_sessions_prices_from_stripe_itself(stripe) -> None:
    session = stripe.buy()
    found = stripe.billing.fetch_object("checkout_session", session["id"])
    [item] = found["line_items"]["data"]
    subscription = stripe.billing.fetch_object("subscription", session["subscription"])
    assert item["price"]["recurring"]["interval"] == "month"
    assert (found["subscription"], subscription["status"]) == (session["subscription"], "active")


MONEY = [
    ("invoice.payment_failed", {"customer": "cus_1", "subscription": None}),
    ("invoice.payment_failed", {"customer": "cus_1", "billing_reason": "manual"}),
    ("invoice.payment_failed", {"customer": "cus_1", "billing_reason": "manual", "subscription": "sub_1"}),
    ("charge.refunded", {"customer": "cus_1", "refunded": True, "invoice": None}),
    ("charge.refunded", {"customer": "cus_1", "refunded": True, "invoice": {"billing_reason": "manual", "subscription": "sub_1"}}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "thing"), MONEY)
def test_money_that_is_not_the_subscriptions_does_not_move_the_standing(
    tell, rows, kind, thing
) -> None:
    tell()
    tell(number=2, kind=kind, created=1_772_450_900, data={"object": thing | {"id": "x_1"}})
    assert rows("select status from practices") == [{"status": "provisioning"}]
    assert rows("select from raw_events where applied_at is null") == []


def test_an_invoice_written_by_hand_and_paid_does_not_release(tell, rows) -> None:
    tell()
    failed = {"id": "in_1", "customer": "cus_1", "subscription": "sub_1"}
    tell(number=2, kind="invoice.payment_failed", created=1_772_450_900, data={"object": failed})
    paid = {"id": "in_2", "customer": "cus_1", "billing_reason": "manual", "amount_paid": 500}
    tell(number=3, kind="invoice.paid", created=1_772_450_999, data={"object": paid})
    assert rows("select status from practices") == [{"status": "past_due"}]
