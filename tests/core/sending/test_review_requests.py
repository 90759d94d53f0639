"""From a due job to a text on its way: what is written, what is withheld, and in which order."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from core.rules.vocabulary import JobType
from core.store.jobs import cancel_jobs


def test_a_due_request_becomes_one_text_and_a_reminder_two_days_later(world):
    request = world.add_visit()
    counts = world.dispatch()
    assert counts["sent"] == 1
    (sms,) = world.sms.sent
    assert f"/r/{world.request(request)['code']}" in sms.body
    assert "Ana" in sms.body
    row = world.request(request)
    assert (row["status"], row["sent_at"], row["provider_status"]) == ("sent", world.now, "queued")
    assert row["provider_msg_id"] == sms.provider_msg_id
    assert row["template_id"] is not None
    (message,) = world.messages()
    assert (message["state"], message["purpose"], message["segments"]) == ("accepted", "initial", 1)
    assert message["recipient"] != "+14155550123"
    (reminder,) = world.jobs("send_reminder")
    assert reminder["run_at"] == world.now + timedelta(hours=48)
    assert world.events("send_ok") == [
        {"review_request_id": str(request), "channel": "sms", "purpose": "initial"}
    ]
    assert len(world.events("template_selected")) == 1


def test_running_again_sends_nothing_more(world):
    world.add_visit()
    world.dispatch()
    assert world.dispatch().claimed == 0
    assert len(world.sms.sent) == 1


def test_the_verdict_is_kept_with_everything_it_rests_on(world):
    world.add_visit()
    world.dispatch()
    decision = world.one("select decision, inputs from send_decisions")
    assert decision["decision"] == "send"
    assert decision["inputs"]["sms_status"] == "ready"
    assert decision["inputs"]["number_zones"] == ["America/Los_Angeles"]


def test_spanish_goes_to_who_reads_spanish(world):
    world.add_visit(locale="es")
    world.dispatch()
    assert "ALTO" in world.sms.sent[0].body
    assert world.events("template_selected")[0]["locale"] == "es"


def test_an_email_request_carries_one_click_unsubscription(world):
    world.add_visit(phone=None, email="ana@example.com")
    assert world.dispatch()["sent"] == 1
    (email,) = world.email.sent
    assert email.to == "ana@example.com"
    assert email.headers["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/u/")
    assert email.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert email.headers["List-Unsubscribe"][1:-1] in email.text


def test_a_quiet_hour_defers_without_counting_as_an_attempt(world):
    request = world.add_visit(hours_ago=10)
    night = datetime(2026, 3, 5, 5, 0, tzinfo=UTC)  # 21:00 in Los Angeles
    assert world.dispatch(at=night)["delayed"] == 1
    row = world.request(request)
    assert (row["status"], row["reason"]) == ("delayed", "quiet_hours")
    morning = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
    assert morning <= row["not_before"] < morning + timedelta(minutes=5)
    (job,) = world.jobs("send_request")
    assert (job["status"], job["attempts"], job["run_at"]) == ("queued", 0, row["not_before"])
    (event,) = world.events("send_delayed")
    assert event["reason"] == "quiet_hours"
    assert world.dispatch(at=row["not_before"])["sent"] == 1


def test_a_delay_for_the_same_reason_is_told_once(world):
    world.set(paused_at=world.now)
    world.add_visit()
    for hour in range(3):
        world.dispatch(at=world.now + timedelta(hours=hour))
    assert [event["reason"] for event in world.events("send_delayed")] == ["paused"]
    world.set(paused_at=None, review_link=None)
    world.dispatch(at=world.now + timedelta(hours=3))
    assert [e["reason"] for e in world.events("send_delayed")] == ["paused", "no_review_link"]


def test_the_daily_cap_defers_the_rest_in_order_and_says_so_once(world):
    world.set(daily_cap=2)
    requests = [world.add_visit(phone=f"+1415555012{n}") for n in range(5)]
    counts = world.dispatch()
    assert (counts["sent"], counts["delayed"]) == (2, 3)
    assert [world.request(r)["status"] for r in requests] == ["sent"] * 2 + ["delayed"] * 3
    assert len(world.events("cap_reached")) == 1
    tomorrow = world.request(requests[4])["not_before"]
    assert world.dispatch(at=tomorrow + timedelta(minutes=5))["sent"] == 2
    assert [world.request(r)["status"] for r in requests] == ["sent"] * 4 + ["delayed"]


def test_sends_recorded_elsewhere_count_towards_the_cap(world):
    world.set(daily_cap=1)
    first = world.add_visit(phone="+14155550120")
    world.execute(
        "update review_requests set status = 'sent', sent_at = %(at)s where id = %(id)s",
        at=world.now - timedelta(hours=1),
        id=first,
    )
    world.execute("delete from jobs")
    world.add_visit(phone="+14155550121")
    assert world.dispatch()["delayed"] == 1


def test_one_phone_is_asked_once_whoever_in_the_family_came(world):
    first = world.add_visit(phone="+14155550123", hours_ago=4)
    second = world.add_visit(phone="+14155550123", hours_ago=3)
    assert world.dispatch()["sent"] == 1
    assert world.request(first)["status"] == "sent"
    assert (world.request(second)["status"], world.request(second)["reason"]) == (
        "blocked",
        "same_day",
    )
    assert world.events("repeat_send_blocked")[0]["reason"] == "same_day"


def test_the_cooldown_holds_for_a_later_visit(world):
    world.add_visit(hours_ago=30)
    world.dispatch(at=world.now - timedelta(hours=24))
    request = world.add_visit(hours_ago=3)
    world.execute("delete from jobs where type = 'send_reminder'")
    world.dispatch()
    assert world.request(request)["reason"] == "cooldown"


def test_an_opted_out_patient_is_skipped(world):
    request = world.add_visit()
    world.execute("update patients set opted_out = true")
    assert world.dispatch()["skipped"] == 1
    assert world.request(request)["status"] == "skipped"
    assert world.events("send_skipped")[0]["reason"] == "opted_out"
    assert world.sms.sent == []


def test_wording_that_breaks_a_rule_is_logged_with_the_way_to_mend_it(world, capsys):
    world.execute(
        "update templates set body = '{{ practice_name }}: review us, win a gift card {{ link }}"
        " Reply STOP to opt out' where name = 'initial' and channel = 'sms'"
    )
    world.add_visit()
    assert world.dispatch()["delayed"] == 1
    assert "Ask without a reward" in "".join(capsys.readouterr())


def test_stop_takes_queued_jobs_out_of_the_queue(world):
    request = world.add_visit()
    other = world.add_visit(phone="+14155550177")
    canceled = cancel_jobs(
        world.connection,
        practice_id=world.practice_id,
        patient_ids=[world.request(request)["patient_id"]],
        reason="opted_out",
        now=world.now,
    )
    assert [(job.type, job.review_request_id) for job in canceled] == [("send_request", request)]
    world.dispatch()
    assert world.request(request)["sent_at"] is None
    assert world.request(other)["sent_at"] is not None


def test_a_sender_that_is_not_ready_falls_back_to_email(world):
    world.set(sms_status="blocked")
    request = world.add_visit(email="ana@example.com")
    counts = world.dispatch()
    assert counts["fallback_emails_sent"] == 1
    assert world.sms.sent == []
    assert world.email.sent[0].to == "ana@example.com"
    assert world.request(request)["reason"] == "sender_blocked"
    by_email = world.one("select * from review_requests where channel = 'email'")
    assert by_email["visit_id"] == world.request(request)["visit_id"]
    assert by_email["status"] == "sent"
    assert len(by_email["code"]) == 10
    assert len(world.events("fallback_email_sent")) == 1


def test_a_pending_sender_is_waited_for_where_there_is_no_email(world):
    world.set(sms_status="pending")
    request = world.add_visit()
    world.dispatch()
    assert (world.request(request)["status"], world.request(request)["reason"]) == (
        "delayed",
        "sms_not_ready",
    )
    world.set(sms_status="ready")
    assert world.dispatch(at=world.now + timedelta(hours=6))["sent"] == 1


def test_wording_that_breaks_a_rule_holds_everything_back(world):
    world.execute(
        "update templates set body = '{{ practice_name }}: no placeholder {{ mystery }}'"
        " where name = 'initial' and channel = 'sms'"
    )
    request = world.add_visit()
    world.dispatch()
    assert (world.request(request)["status"], world.request(request)["reason"]) == (
        "delayed",
        "template_rejected",
    )
    assert world.sms.sent == []


def test_a_reminder_goes_out_once_and_not_to_who_clicked(world):
    quiet, clicked = world.add_visit(), world.add_visit(phone="+14155550177")
    world.dispatch()
    world.execute(
        "update review_requests set clicked_at = %(at)s where id = %(id)s",
        at=world.now,
        id=clicked,
    )
    later = world.now + timedelta(hours=48)
    counts = world.dispatch(at=later)
    assert (counts["reminded"], counts["reminders_skipped"]) == (1, 1)
    assert world.request(quiet)["reminder_sent_at"] == later
    assert world.events("reminder_sent")[0]["review_request_id"] == str(quiet)
    assert world.events("reminder_skipped")[0]["reason"] == "clicked"
    assert world.request(clicked)["status"] == "sent"


def test_a_practice_that_stopped_paying_reminds_nobody(world):
    world.add_visit()
    world.dispatch()
    world.execute("update practices set status = 'past_due'")
    world.dispatch(at=world.now + timedelta(hours=48))
    assert world.events("reminder_skipped")[0]["reason"] == "practice_past_due"


def test_a_job_about_nothing_is_given_up(world):
    world.enqueue(JobType.SEND_REQUEST, {"review_request_id": str(uuid4())})
    assert world.dispatch()["dead"] == 1


def test_a_job_that_makes_no_sense_harms_no_other(world):
    world.enqueue(JobType.SEND_REQUEST, {"nonsense": True})
    request: UUID = world.add_visit()
    counts = world.dispatch()
    assert (counts["retried"], counts["sent"]) == (1, 1)
    assert world.request(request)["status"] == "sent"


def test_jobs_of_many_practices_are_done_side_by_side(world):
    for n in range(6):
        practice = uuid4()
        world.add_practice(practice)
        world.add_visit(practice_id=practice, phone=f"+1415555013{n}")
    assert world.dispatch()["sent"] == 6


def test_a_backlog_that_has_to_wait_is_put_off_in_batches(world, monkeypatch):
    requests = [world.add_visit(phone=f"+141555501{n:02d}", hours_ago=10) for n in range(12)]
    monkeypatch.setattr("core.worker.JobRun.run", lambda _: pytest.fail("judged one by one"))
    night = datetime(2026, 3, 5, 5, 0, tzinfo=UTC)
    assert world.dispatch(at=night)["delayed"] == 12
    assert {world.request(r)["reason"] for r in requests} == {"quiet_hours"}
    assert len(world.events("send_delayed")) == 12
    assert {job["attempts"] for job in world.jobs("send_request")} == {0}


def test_a_batch_that_cannot_be_judged_at_once_is_judged_one_by_one(world, monkeypatch):
    requests = [world.add_visit(phone=f"+141555501{n:02d}") for n in range(6)]

    def broken(*_args, **_options):
        raise ValueError

    monkeypatch.setattr("core.worker.defer_waiting", broken)
    assert world.dispatch()["sent"] == 6
    assert {world.request(r)["status"] for r in requests} == {"sent"}
