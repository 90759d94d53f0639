"""How fast messages leave, and what is looked at again when their turn comes."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import psycopg

from core import worker
from core.outbox.pace import Pace
from core.sending.review_requests import InitialAsk


def test_a_text_that_waited_too_long_for_its_turn_is_judged_again_and_not_sent_at_night(world):
    world.set(quiet_hours_start="12:01")
    request = world.add_visit()
    times = [world.now]
    world.deps = replace(world.deps, clock=lambda: times[-1])
    slow = SimpleNamespace(
        ahead=lambda _: 0.0, wait=lambda _: times.append(world.now + timedelta(minutes=3)) or 0.0
    )
    world.deps.__dict__["pace"] = slow
    counts = world.dispatch()
    assert (counts["paced"], counts["delayed"]) == (1, 1)
    assert world.sms.sent == []
    assert (world.request(request)["status"], world.request(request)["reason"]) == (
        "delayed",
        "quiet_hours",
    )
    assert world.one("select sends from daily_sends")["sends"] == 0


def test_a_message_far_from_its_turn_is_not_judged_before_it(world):
    world.deps = replace(world.deps, config=replace(world.deps.config, send_rate_per_second=0.1))
    world.deps.__dict__["pace"] = Pace(0.1, monotonic=lambda: 0.0, sleep=lambda _: None)
    for n in range(3):
        world.add_visit(phone=f"+1415555012{n}")
    counts = world.dispatch()
    assert (counts["sent"], counts["paced"]) == (1, 2)
    runs = [job["run_at"] for job in world.jobs("send_request") if job["status"] == "queued"]
    assert runs == [world.now + timedelta(seconds=40)] * 2
    assert len(world.execute("select id from send_decisions")) == 1


def test_one_practice_takes_no_more_than_a_quarter_of_the_rate():
    slept = []
    pace = Pace(20, monotonic=lambda: 0.0, sleep=slept.append)
    assert [round(pace.wait("a"), 3) for _ in range(4)] == [0, 0.2, 0.4, 0.6]
    assert round(pace.ahead("a"), 3) == 0.8
    assert pace.ahead("b") < 0.8
    assert [round(second, 3) for second in slept] == [0.2, 0.4, 0.6]


def test_all_practices_together_keep_to_the_rate():
    pace = Pace(20, monotonic=lambda: 0.0, sleep=lambda _: None)
    turns = [pace.wait(n) for n in range(100)]
    assert turns == sorted(turns)
    assert round(turns[-1], 6) == round(99 / 20, 6)


def test_a_deadlock_harms_one_job_for_a_minute_and_no_other(world, monkeypatch):
    for n in range(3):
        world.add_visit(phone=f"+1415555012{n}")
    real, losers = InitialAsk.prepare, ["first"]

    def prepare(task, work):
        if losers:
            losers.pop()
            raise psycopg.errors.DeadlockDetected
        return real(task, work)

    monkeypatch.setattr(InitialAsk, "prepare", prepare)
    counts = world.dispatch()
    assert (counts["retried"], counts["sent"]) == (1, 2)
    assert world.dispatch(at=world.now + timedelta(minutes=1))["sent"] == 1


def test_a_deadlock_over_a_batch_leaves_its_jobs_to_be_judged_one_by_one(world, monkeypatch):
    for n in range(6):
        world.add_visit(phone=f"+1415555012{n}")

    def give_way(*_, **__):
        raise psycopg.errors.DeadlockDetected

    monkeypatch.setattr(worker, "defer_waiting", give_way)
    assert world.dispatch()["sent"] == 6
