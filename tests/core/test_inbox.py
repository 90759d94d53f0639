"""The dispatcher behind both the web app and the raw_events job."""

from datetime import timedelta

import pytest

from core.inbox import apply_pending, receive_raw_event, retry_raw_event
from core.store.raw_events import append_raw_event, has_unapplied

FIRST = {"provider": "stripe", "external_id": "evt_1"}


@pytest.fixture
def store(connection, now):
    def run(number: int, **fields: object):
        values = {
            "provider": "stripe",
            "external_id": f"evt_{number}",
            "type": "ping",
            "payload": {},
            "received_at": now,
        }
        return append_raw_event(connection, **(values | fields))

    return run


def unapplied(connection) -> list[str]:
    rows = connection.execute(
        "select external_id from raw_events where applied_at is null order by id"
    )
    return [row["external_id"] for row in rows]


def test_an_event_is_stored_once(connection, config, sealer, now) -> None:
    event = {
        "provider": "stripe",
        "external_id": "evt_1",
        "type": "ping",
        "payload": {},
        "now": now,
    }
    first = receive_raw_event(connection, config, sealer, **event)
    second = receive_raw_event(connection, config, sealer, **event)
    assert (first.is_duplicate, first.is_applied, second.is_duplicate) == (False, True, True)


def test_what_nobody_acts_on_is_marked_applied(connection, config, sealer, now, store) -> None:
    store(1)
    assert retry_raw_event(connection, config, sealer, **FIRST, now=now)
    assert unapplied(connection) == []


def test_what_came_too_early_stays_with_what_it_waits_for(
    connection, config, sealer, now, store
) -> None:
    store(
        1,
        type="customer.subscription.deleted",
        payload={"data": {"object": {"id": "sub", "customer": "cus"}}},
    )
    assert not retry_raw_event(connection, config, sealer, **FIRST, now=now)
    assert unapplied(connection) == ["evt_1"]
    [kept] = connection.execute("select error from raw_events").fetchall()
    assert kept["error"] == "waiting for checkout"


def test_one_event_that_fails_does_not_keep_others_from_being_applied(
    connection, config, sealer, now, store
) -> None:
    store(1, type="checkout.session.completed", payload={"data": "broken"})
    for number in range(2, 5):
        store(number)
    assert apply_pending(connection, config, sealer, now=now) == {"applied": 3, "failed": 1}
    assert unapplied(connection) == ["evt_1"]


def test_events_that_keep_failing_do_not_stand_in_the_way(
    connection, config, sealer, now, store
) -> None:
    for number in range(3):
        store(number, type="checkout.session.completed", payload={"data": "broken"})
    assert apply_pending(connection, config, sealer, now=now, limit=3)["failed"] == 3
    store(9)
    assert apply_pending(connection, config, sealer, now=now, limit=1)["applied"] == 1


def test_only_what_came_since_is_applied_when_asked(connection, config, sealer, now, store) -> None:
    store(1, received_at=now - timedelta(hours=2))
    store(2)
    counts = apply_pending(connection, config, sealer, now=now, since=now - timedelta(hours=1))
    assert counts == {"applied": 1, "failed": 0}
    assert unapplied(connection) == ["evt_1"]


def test_a_sensor_sees_new_events_and_those_not_tried_lately(
    connection, config, sealer, now, store
) -> None:
    assert not has_unapplied(connection, tried_before=now)
    store(1, type="checkout.session.completed", payload={"data": "broken"})
    assert has_unapplied(connection, tried_before=now - timedelta(minutes=1))
    apply_pending(connection, config, sealer, now=now)
    assert not has_unapplied(connection, tried_before=now - timedelta(minutes=1))
    assert has_unapplied(connection, tried_before=now + timedelta(minutes=1))


def test_a_subscription_without_a_checkout_is_let_go_after_a_week(
    connection, config, sealer, now, store
) -> None:
    store(
        1,
        type="customer.subscription.updated",
        payload={"data": {"object": {"id": "sub", "customer": "cus", "status": "active"}}},
    )
    assert apply_pending(connection, config, sealer, now=now + timedelta(days=6))["failed"] == 1
    assert apply_pending(connection, config, sealer, now=now + timedelta(days=7))["applied"] == 1
    assert (
        connection.execute("select error from raw_events").fetchone()["error"]
        == "waiting for checkout"
    )
