"""What a practice wants to spend on texts in a month holds its texts back until the next."""

import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from core.sending.rechecks import recheck_decisions
from core.store.database import connect
from core.store.onboarding import set_monthly_budget
from tests.locks import wait_until_blocked

APRIL = datetime(2026, 4, 1, 16, 0, tzinfo=UTC)
"""09:00 in Los Angeles on the first of April: the first lawful minute of the month."""
MARCH_FIRST = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
"""Midnight in Los Angeles."""


def spend(
    world, price, *, at=None, practice_id=None, segments=1, state="delivered", connection=None
):
    (connection or world.connection).execute(
        b"insert into messages (practice_id, purpose, channel, provider_msg_id, state, segments,"
        b" price_usd, created_at) values (%s, 'proof', 'sms', %s, %s, %s, %s, %s)",
        (
            practice_id or world.practice_id,
            f"SM{uuid4().hex}",
            state,
            segments,
            price,
            at or world.now - timedelta(hours=1),
        ),
    )


def test_over_the_budget_a_text_waits_for_the_next_months_first_lawful_minute(world):
    world.set(monthly_budget_usd="1.00")
    spend(world, "0.9900")
    request = world.add_visit()
    assert world.dispatch()["delayed"] == 1
    row = world.request(request)
    assert (row["status"], row["reason"]) == ("delayed", "budget")
    assert APRIL <= row["not_before"] < APRIL + timedelta(minutes=1)
    (event,) = world.events("send_delayed")
    assert (event["reason"], event["until"]) == ("budget", row["not_before"].isoformat())
    assert world.dispatch(at=row["not_before"])["sent"] == 1
    assert len(world.sms.sent) == 1


def test_a_verdict_by_the_budget_is_kept_with_the_figures_and_can_be_computed_again(world):
    world.set(monthly_budget_usd="1.00")
    spend(world, "0.9900")
    world.add_visit()
    world.dispatch()
    inputs = world.one("select inputs from send_decisions")["inputs"]
    assert (inputs["monthly_budget_usd"], inputs["month_spend_usd"]) == (1.0, 0.99)
    result = recheck_decisions(world.connection, since=world.now)
    assert (result.checked, result.disagreed) == (1, 0)
    world.execute("""update send_decisions set inputs = inputs || '{"month_spend_usd": 0}'""")
    assert recheck_decisions(world.connection, since=world.now).disagreed == 1


def test_what_twilio_did_not_price_yet_counts_by_its_segments(world):
    world.set(monthly_budget_usd="1.00")
    world.add_visit()
    spend(world, None, segments=87)  # 87 of 0.0113 = 0.9831, and two segments more are too much
    assert world.dispatch()["delayed"] == 1


def test_only_this_months_texts_of_this_practice_count_and_none_that_twilio_never_took(world):
    other = uuid4()
    world.add_practice(other)
    world.set(monthly_budget_usd="1.00")
    spend(world, "5.0000", at=MARCH_FIRST - timedelta(seconds=1))
    spend(world, "5.0000", practice_id=other)
    world.execute(
        "insert into messages (practice_id, purpose, channel, state, segments, created_at)"
        " values (%(id)s, 'proof', 'sms', 'failed', 999, %(at)s)",
        id=world.practice_id,
        at=world.now,
    )
    world.add_visit()
    assert world.dispatch()["sent"] == 1
    spend(world, "0.9999", at=MARCH_FIRST)
    world.add_visit(phone="+14155550124")
    assert world.dispatch()["delayed"] == 1


def test_a_backlog_is_spent_in_order_up_to_the_budget_and_not_a_text_further(world):
    world.set(monthly_budget_usd="0.06")
    requests = [world.add_visit(phone=f"+141555501{n:02d}", hours_ago=20 - n) for n in range(12)]
    counts = world.dispatch()
    assert (counts["sent"], counts["delayed"]) == (4, 8)  # 4 of 0.0113, and 0.0226 more is too much
    assert [world.request(r)["status"] for r in requests] == ["sent"] * 4 + ["delayed"] * 8


def test_email_costs_nothing_and_goes_whatever_was_spent(world):
    world.set(monthly_budget_usd="0")
    world.add_visit(phone=None, email="ana@example.com")
    assert world.dispatch()["sent"] == 1


def test_a_reminder_waits_for_the_next_month_too(world):
    world.add_visit()
    world.dispatch()
    world.set(monthly_budget_usd="0")
    reminding = world.now + timedelta(hours=49)
    assert world.dispatch(at=reminding)["delayed"] == 1
    assert world.events("send_delayed")[0]["reason"] == "budget"
    assert world.dispatch(at=APRIL + timedelta(minutes=5))["delayed"] == 1
    world.set(monthly_budget_usd=None)
    assert world.dispatch(at=APRIL + timedelta(days=31))["reminders_skipped"] == 1


def test_what_another_worker_spends_at_the_same_moment_counts(world):
    world.set(monthly_budget_usd="1.00")
    request = world.add_visit()
    with connect(world.url) as other:
        other.execute(
            b"insert into daily_sends (practice_id, local_date, sends) values (%s, '2026-03-04', 1)",
            (world.practice_id,),
        )
        spend(world, "0.9900", connection=other)
        ours = threading.Thread(target=world.dispatch)
        ours.start()
        wait_until_blocked(world.connection)
        other.commit()
    ours.join(30)
    assert world.sms.sent == []
    assert (world.request(request)["reason"], world.events("send_ok")) == ("budget", [])
    assert world.one("select sends from daily_sends")["sends"] == 1
    assert recheck_decisions(world.connection, since=world.now).agrees


@pytest.mark.parametrize(("usd", "sent"), [(None, 1), (Decimal(100), 1), (Decimal(1), 0)])
def test_changing_the_budget_lets_what_waits_be_judged_again(world, usd, sent):
    world.set(monthly_budget_usd="0.50")
    spend(world, "0.9900")
    waiting = world.add_visit()
    world.dispatch()
    later = world.now + timedelta(minutes=5)
    set_monthly_budget(world.connection, world.practice_id, usd, now=later)
    assert world.dispatch(at=later)["sent"] == sent
    assert world.request(waiting)["status"] == ("sent" if sent else "delayed")


def test_saving_the_same_budget_leaves_what_waits_alone(world):
    world.set(monthly_budget_usd="1.00")
    spend(world, "0.9900")
    world.add_visit()
    world.dispatch()
    before = world.one("select run_at from jobs where status = 'queued'")
    set_monthly_budget(world.connection, world.practice_id, Decimal("1.00"), now=world.now)
    assert world.one("select run_at from jobs where status = 'queued'") == before
