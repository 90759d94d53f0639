"""Delivery reports move a message forward or not at all, whatever order they come in."""

from itertools import permutations
from uuid import uuid4

import pytest

from core.sending.delivery_reports import PROVIDER, read_report
from core.store.raw_events import append_raw_event
from core.store.statuses import apply_statuses


@pytest.fixture
def report(connection, sealer, now):
    """Give a function that has a message in a state, and takes reports of it."""

    def reported(*statuses: str, state: str = "accepted") -> tuple[str, str | None]:
        practice, sid = uuid4(), f"SM{uuid4().hex}"
        connection.execute(
            "insert into practices (id, name) values (%s, 'Bright')",
            (practice,),
        )
        connection.execute(
            "insert into messages (practice_id, purpose, channel, provider_msg_id, state)"
            " values (%s, 'proof', 'sms', %s, %s)",
            (practice, sid, state),
        )
        for status in statuses:
            report = read_report({"MessageSid": sid, "MessageStatus": status}, sealer, at=now)
            append_raw_event(
                connection,
                provider=PROVIDER,
                external_id=report.external_id,
                type="status",
                payload={},
                received_at=now,
            )
            apply_statuses(connection, [report], now=now)
        row = connection.execute(
            "select state, provider_status from messages where provider_msg_id = %s", (sid,)
        ).fetchone()
        return row["state"], row["provider_status"]

    return reported


@pytest.mark.parametrize(
    ("state", "status", "following"),
    [
        ("sending", "queued", "accepted"),
        ("sending", "sent", "accepted"),
        ("sending", "delivered", "delivered"),
        ("accepted", "sent", "accepted"),
        ("accepted", "Delivered", "delivered"),
        ("accepted", "undelivered", "undelivered"),
        ("accepted", "failed", "failed"),
        ("accepted", "canceled", "failed"),
        ("accepted", "read", "delivered"),
        ("accepted", "partially_delivered", "accepted"),
        ("accepted", "", "accepted"),
        ("unknown", "queued", "accepted"),
        ("unknown", "delivered", "delivered"),
        ("delivered", "sent", "delivered"),
        ("delivered", "failed", "delivered"),
        ("failed", "delivered", "failed"),
        ("undelivered", "delivered", "undelivered"),
    ],
)
def test_a_status_moves_a_message_forward_or_not_at_all(report, state, status, following):
    assert report(status, state=state)[0] == following


@pytest.mark.parametrize("order", [*permutations(["queued", "sending", "sent", "delivered"])])
def test_reports_in_any_order_end_in_the_same_state(report, order):
    assert report(*order, state="sending") == ("delivered", "delivered")


@pytest.mark.parametrize("order", [*permutations(["delivered", "undelivered", "failed"])])
def test_the_first_final_state_stays(report, order):
    assert report("queued", *order) == (order[0], order[0])
