"""Who has left sends nothing more, whatever was queued; who is held waits."""

from datetime import timedelta

import pytest

from core.inbox import receive_raw_event


@pytest.fixture
def stripe_says(world):
    def say(event_type: str, **thing: object) -> None:
        event_id = f"evt_{event_type}_{len(world.execute('select from raw_events'))}"
        event = {
            "id": event_id,
            "type": event_type,
            "created": int(world.now.timestamp()),
            "data": {"object": {"customer": f"cus_{world.practice_id}"} | thing},
        }
        received = receive_raw_event(
            world.connection, world.deps.config, world.sealer, provider="stripe",
            external_id=event_id, type=event_type, payload=event, now=world.now,
        )  # fmt: skip
        assert received.is_applied

    return say


ENDS = [
    ("customer.subscription.deleted", {"id": "sub_1", "status": "canceled"}),
    ("charge.refunded", {"id": "ch_1", "refunded": True}),
]


@pytest.mark.parametrize(("event_type", "thing"), ENDS)
def test_from_the_cancellation_on_nothing_is_sent_that_was_queued(
    world, stripe_says, event_type, thing
) -> None:
    by_text, by_email = world.add_visit(), world.add_visit(phone=None, email="ana@example.com")
    stripe_says(event_type, **thing)
    world.dispatch()
    assert world.messages() == []
    assert (world.sms.sent, world.email.sent) == ([], [])
    for request in (by_text, by_email):
        row = world.request(request)
        assert (row["status"], row["reason"]) == ("skipped", "practice_canceled")
    reasons = [payload["reason"] for payload in world.events("send_skipped")]
    assert reasons == ["practice_canceled"] * 2


def test_a_queued_reminder_is_refused_by_the_gate(world, stripe_says) -> None:
    world.add_visit()
    world.dispatch()
    assert len(world.sms.sent) == 1
    stripe_says("customer.subscription.deleted", id="sub_1", status="canceled")
    world.dispatch(at=world.now + timedelta(hours=49))
    assert len(world.sms.sent) == 1
    [skipped] = world.events("reminder_skipped")
    assert skipped["reason"] == "practice_canceled"
    [decision] = world.execute(
        "select decision, reason from send_decisions where purpose = 'reminder'"
    )
    assert decision == {"decision": "refuse", "reason": "practice_canceled"}


def test_a_failed_payment_holds_requests_until_it_is_made(world, stripe_says) -> None:
    request = world.add_visit()
    stripe_says("invoice.payment_failed", id="in_1", subscription="sub_1")
    world.dispatch()
    assert world.request(request)["reason"] == "practice_past_due"
    stripe_says("invoice.paid", id="in_1", subscription="sub_1", amount_paid=24900)
    world.dispatch(at=world.now + timedelta(hours=1, minutes=5))
    assert len(world.sms.sent) == 1
