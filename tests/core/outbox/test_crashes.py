"""Whatever dies or hangs, a message goes out once or is looked up first; never twice, never lost."""

from datetime import timedelta

import pytest

from core.errors import ProviderRejected, TransientError
from core.outbox import job_runs
from tests.core.conftest import LEASE, raising


class Killed(BaseException):
    """Stands in for kill -9: nothing in the engine may catch it."""


def killed():
    raise Killed


def test_the_ledger_row_is_committed_before_the_provider_is_called(world):
    world.add_visit()
    seen = []
    world.sms.before = lambda: seen.extend(world.messages())
    world.dispatch()
    assert [row["state"] for row in seen] == ["sending"]


def test_killed_before_the_provider_heard_of_it_the_text_goes_out_once(world):
    request = world.add_visit()
    world.sms.before = killed
    with pytest.raises(Killed):
        world.dispatch()
    assert world.dispatch(at=world.now + timedelta(minutes=2)).claimed == 0
    counts = world.dispatch(at=world.now + LEASE)
    assert counts["sent"] == 1
    assert len(world.sms.sent) == 1
    assert world.request(request)["status"] == "sent"
    assert [row["state"] for row in world.messages()] == ["failed", "accepted"]
    assert world.one("select sends from daily_sends")["sends"] == 1


def test_killed_after_the_provider_took_it_the_text_is_found_and_not_repeated(world):
    request = world.add_visit()
    world.sms.after = killed
    with pytest.raises(Killed):
        world.dispatch()
    assert world.dispatch(at=world.now + LEASE)["sent"] == 1
    assert len(world.sms.sent) == 1
    row = world.request(request)
    assert (row["status"], row["provider_msg_id"]) == ("sent", world.sms.sent[0].provider_msg_id)
    assert len(world.events("send_ok")) == 1
    assert len(world.jobs("send_reminder")) == 1


@pytest.mark.parametrize("step", ["mark_accepted", "finish_jobs"])
def test_killed_while_settling_the_text_is_found_and_not_repeated(world, monkeypatch, step):
    world.add_visit()
    monkeypatch.setattr(job_runs, step, lambda *_, **__: killed())
    with pytest.raises(Killed):
        world.dispatch()
    monkeypatch.undo()
    assert [row["state"] for row in world.messages()] == ["sending"]
    assert world.dispatch(at=world.now + LEASE)["sent"] == 1
    assert len(world.sms.sent) == 1
    assert len(world.events("send_ok")) == 1


def test_killed_while_preparing_nothing_is_left_behind(world, monkeypatch):
    world.add_visit()
    monkeypatch.setattr("core.sending.review_requests.open_outbound", lambda *_, **__: killed())
    with pytest.raises(Killed):
        world.dispatch()
    monkeypatch.undo()
    assert world.messages() == []
    assert world.execute("select * from daily_sends") == []
    assert world.dispatch(at=world.now + LEASE)["sent"] == 1
    assert len(world.sms.sent) == 1


def test_a_timeout_after_sending_is_looked_up_before_anything_is_repeated(world):
    world.add_visit()
    world.sms.after = raising(TransientError("timed out", uncertain=True))
    assert world.dispatch()["retried"] == 1
    assert [row["state"] for row in world.messages()] == ["sending"]
    assert world.dispatch(at=world.now + timedelta(minutes=1))["sent"] == 1
    assert len(world.sms.sent) == 1


def test_not_found_is_believed_only_after_two_minutes(world):
    world.add_visit()
    world.sms.before = raising(TransientError("timed out", uncertain=True))
    world.dispatch()
    assert world.dispatch(at=world.now + timedelta(minutes=1))["deferred"] == 1
    assert world.sms.sent == []
    assert world.dispatch(at=world.now + timedelta(minutes=2))["sent"] == 1
    assert len(world.sms.sent) == 1


def test_a_stop_before_the_second_attempt_is_respected(world):
    request = world.add_visit()
    world.sms.before = raising(TransientError("timed out", uncertain=True))
    world.dispatch()
    world.execute("update patients set opted_out = true")
    world.dispatch(at=world.now + timedelta(minutes=2))
    assert world.sms.sent == []
    assert (world.request(request)["status"], world.request(request)["reason"]) == (
        "skipped",
        "opted_out",
    )


def test_where_the_provider_cannot_say_a_person_decides(world):
    request = world.add_visit()
    world.sms.before = raising(TransientError("timed out", uncertain=True))
    world.dispatch()
    at = world.now
    for _ in range(5):
        world.sms.listing = raising(TransientError("down"))
        at = world.one("select run_at from jobs")["run_at"]
        world.dispatch(at=at)
    assert world.one("select status from jobs")["status"] == "dead"
    assert [row["state"] for row in world.messages()] == ["unknown"]
    assert (world.request(request)["status"], world.request(request)["reason"]) == (
        "failed",
        "uncertain",
    )
    assert world.sms.sent == []
    assert at > world.now


def test_a_job_that_a_person_queues_again_is_looked_up_first(world):
    world.add_visit()
    world.sms.after = raising(TransientError("timed out", uncertain=True))
    world.dispatch()
    world.execute("update messages set state = 'unknown'")
    world.execute("update jobs set attempts = 0")
    assert world.dispatch(at=world.now + timedelta(minutes=5))["sent"] == 1
    assert len(world.sms.sent) == 1


def test_a_provider_that_is_down_is_tried_four_times_more_and_then_given_up(world):
    request = world.add_visit()
    waits, at = [], world.now
    for _ in range(5):
        world.sms.before = raising(TransientError("busy"))
        world.dispatch(at=at)
        job = world.one("select * from jobs where type = 'send_request'")
        waits.append(job["run_at"] - at)
        at = max(at, job["run_at"])
    assert waits[:4] == [
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=3),
    ]
    assert job["status"] == "dead"
    assert world.sms.sent == []
    assert (world.request(request)["status"], world.request(request)["reason"]) == (
        "failed",
        "provider_down",
    )
    assert world.events("send_fail")[-1]["code"] == "provider_down"
    assert world.one("select sends from daily_sends")["sends"] == 0


def test_uncertain_five_times_over_ends_with_a_last_look(world):
    world.add_visit()
    at = world.now
    for _ in range(8):
        world.sms.before = raising(TransientError("HTTP 500", uncertain=True))
        world.dispatch(at=at)
        job = world.one("select * from jobs where type = 'send_request'")
        at = max(at, job["run_at"])
        if job["status"] == "dead":
            break
    assert job["status"] == "dead"
    assert {row["state"] for row in world.messages()} == {"failed"}
    assert world.sms.sent == []


def test_the_wish_to_come_back_later_is_heard(world):
    world.add_visit()
    world.sms.before = raising(TransientError("busy", retry_after_seconds=600))
    world.dispatch()
    assert world.one("select run_at from jobs")["run_at"] == world.now + timedelta(minutes=10)


def test_a_number_out_of_service_is_suppressed_and_asked_by_email(world):
    request = world.add_visit(email="ana@example.com")
    world.sms.before = raising(ProviderRejected("21211", "invalid number"))
    counts = world.dispatch()
    assert (counts["failed"], counts["fallback_emails_sent"]) == (1, 1)
    row = world.request(request)
    assert (row["status"], row["send_error_code"], row["reason"]) == (
        "failed",
        "21211",
        "carrier_error",
    )
    assert world.events("send_fail")[0]["code"] == "21211"
    assert world.one("select channel, reason from suppressions") == {
        "channel": "sms",
        "reason": "carrier_21211",
    }
    assert world.one("select sends from daily_sends")["sends"] == 0


def test_an_opted_out_number_gets_no_email_either(world):
    world.add_visit(email="ana@example.com")
    world.sms.before = raising(ProviderRejected("21610", "opted out"))
    world.dispatch()
    assert world.email.sent == []


def test_a_refused_sender_is_stopped_for_the_practice(world):
    world.add_visit(email="ana@example.com")
    world.add_visit(phone="+14155550177", email="bo@example.com")
    world.sms.before = raising(ProviderRejected("30034", "unregistered"))
    counts = world.dispatch()
    assert counts["fallback_emails_sent"] == 2
    assert world.sms.sent == []
    assert world.one("select sms_status from settings")["sms_status"] == "blocked"


def test_an_email_to_a_patient_of_unknown_fate_is_left_to_a_person(world):
    world.add_visit(phone=None, email="ana@example.com")
    world.email.after = raising(TransientError("timed out", uncertain=True))
    assert world.dispatch()["dead"] == 1
    assert [row["state"] for row in world.messages()] == ["unknown"]
    assert world.dispatch(at=world.now + timedelta(days=1)).claimed == 0
    assert len(world.email.sent) == 1


def test_an_email_killed_on_its_way_is_not_repeated(world):
    world.add_visit(phone=None, email="ana@example.com")
    world.email.after = killed
    with pytest.raises(Killed):
        world.dispatch()
    assert world.dispatch(at=world.now + LEASE)["dead"] == 1
    assert len(world.email.sent) == 1


@pytest.mark.parametrize("phone", [None, "+14155550188"])
def test_who_shares_an_email_is_not_asked_while_nobody_knows_of_a_text(world, phone):
    world.add_visit(email="ana@example.com", hours_ago=4)
    world.sms.after = killed
    with pytest.raises(Killed):
        world.dispatch()
    sharing = world.add_visit(phone=phone, email="ana@example.com")
    world.dispatch(at=world.now + timedelta(minutes=2))
    assert (len(world.sms.sent), world.email.sent) == (1, [])
    assert world.request(sharing)["status"] == "blocked"


def test_a_report_that_overtook_the_receipt_is_kept(world):
    world.add_visit()
    world.sms.after = lambda: world.execute(
        "update messages set state = 'delivered', provider_status = 'delivered'"
    )
    world.dispatch()
    (row,) = world.messages()
    assert (row["state"], row["provider_status"]) == ("delivered", "delivered")
    assert row["provider_msg_id"] is not None


def test_an_unknown_job_type_is_given_up(world):
    world.execute("insert into jobs (type, run_at) values ('dance', %(now)s)", now=world.now)
    assert world.dispatch()["dead"] == 1


def test_what_a_job_given_up_over_a_bug_may_have_sent_is_shown_as_uncertain(world, monkeypatch):
    request = world.add_visit()
    monkeypatch.setattr(job_runs, "mark_accepted", lambda *_, **__: 1 / 0)
    at = world.now
    for _ in range(5):
        world.dispatch(at=at)
        at = max(at, world.one("select run_at from jobs")["run_at"])
    assert world.one("select status from jobs")["status"] == "dead"
    assert len(world.sms.sent) == 1
    assert [row["state"] for row in world.messages()] == ["unknown"]
    row = world.request(request)
    assert (row["status"], row["reason"]) == ("failed", "uncertain")
