"""What each class of carrier code leads to, whether the provider refuses or reports it later."""

from datetime import timedelta

import pytest

from core.errors import ProviderRejected
from core.inbox import receive_raw_event
from core.store.review_requests import sum_spend

UNKNOWN = "39999"


def report(world, sid, status="undelivered", code=None, *, at=None):
    """Report on a text as Twilio would."""
    payload = {"MessageSid": sid, "MessageStatus": status}
    if code is not None:
        payload["ErrorCode"] = code
    with world.connection.transaction():
        return receive_raw_event(
            world.connection,
            world.deps.config,
            world.sealer,
            provider="twilio_status",
            external_id=f"{sid}:{status}",
            type=status,
            payload=payload,
            now=at or world.now,
        )


def lose(world, code, *, at=None):
    """Report that the last text did not arrive."""
    report(world, world.sms.sent[-1].provider_msg_id, "undelivered", code, at=at)


def refused(code):
    def refuse():
        raise ProviderRejected(code, "refused")

    return refuse


def email_jobs(world):
    return world.jobs("send_fallback_email")


@pytest.mark.parametrize("code", ["30001", "30003", "30008"])
def test_a_passing_trouble_is_tried_three_times_more_at_growing_pauses(world, code):
    request = world.add_visit(hours_ago=3)
    world.dispatch()
    at, pauses = world.now, []
    while True:
        lose(world, code, at=at)
        row = world.request(request)
        if row["status"] == "failed":
            break
        assert (row["status"], row["reason"], row["send_error_code"]) == (
            "delayed",
            "carrier_error",
            code,
        )
        pauses.append(row["not_before"] - at)
        assert world.dispatch(at=row["not_before"] - timedelta(seconds=1))["sent"] == 0
        at = row["not_before"]
        sent = len(world.sms.sent)
        if world.dispatch(at=at)["sent"] == 0:  # the night came between
            at = world.one("select min(run_at) as at from jobs where status = 'queued'")["at"]
            world.dispatch(at=at)
        assert len(world.sms.sent) == sent + 1
        assert world.request(request)["status"] == "sent"
    assert pauses == [timedelta(minutes=15), timedelta(hours=2), timedelta(hours=12)]
    assert len(world.sms.sent) == 4
    assert email_jobs(world) == []


def test_after_the_last_try_a_known_address_is_asked_instead(world):
    request = world.add_visit(email="ana@example.com")
    world.dispatch()
    for _ in range(3):
        lose(world, "30003")
        world.execute(
            "update jobs set run_at = %(now)s where status = 'queued' and type = 'send_request'",
            now=world.now,
        )
        assert world.dispatch()["sent"] == 1
    lose(world, "30003")
    assert world.request(request)["status"] == "failed"
    assert world.dispatch()["fallback_emails_sent"] == 1
    assert len(world.sms.sent) == 4


def test_a_second_try_that_arrives_ends_well_and_its_reminder_counts_from_it(world):
    request = world.add_visit()
    world.dispatch()
    lose(world, "30003")
    again = world.now + timedelta(minutes=15)
    assert world.dispatch(at=again)["sent"] == 1
    report(world, world.sms.sent[-1].provider_msg_id, "delivered", at=again)
    row = world.request(request)
    assert (row["status"], row["provider_status"], row["sent_at"]) == (
        "sent",
        "delivered",
        world.now,
    )
    assert [m["state"] for m in world.messages()] == ["undelivered", "delivered"]
    assert world.dispatch(at=world.now + timedelta(hours=48))["reminded"] == 0
    assert world.dispatch(at=again + timedelta(hours=48))["reminded"] == 1


def test_a_failure_reported_again_and_again_is_tried_again_once(world):
    world.add_visit()
    world.dispatch()
    first = world.sms.sent[0].provider_msg_id
    for status in ("undelivered", "failed", "undelivered"):
        report(world, first, status, "30003")
    assert len(world.jobs("send_request")) == 2
    world.dispatch(at=world.now + timedelta(minutes=15))
    world.execute("update raw_events set external_id = external_id || 'x'")
    report(world, first, "undelivered", "30003", at=world.now + timedelta(minutes=16))
    assert world.dispatch(at=world.now + timedelta(hours=5)).claimed == 0
    assert len(world.sms.sent) == 2


def test_who_clicked_has_got_the_text_whatever_the_carrier_says(world):
    request = world.add_visit()
    world.dispatch()
    world.execute("update review_requests set clicked_at = %(now)s", now=world.now)
    lose(world, "30003")
    assert world.request(request)["status"] == "sent"
    assert len(world.jobs("send_request")) == 1


def test_stop_ends_the_wait_for_another_try(world):
    request = world.add_visit()
    world.dispatch()
    lose(world, "30003")
    stop(world)
    assert (world.request(request)["status"], world.request(request)["reason"]) == (
        "skipped",
        "opted_out",
    )
    assert world.dispatch(at=world.now + timedelta(days=3)).claimed == 0
    assert len(world.sms.sent) == 1


def test_a_lost_ask_is_not_followed_by_a_reminder(world):
    request = world.add_visit()
    world.dispatch()
    lose(world, "30005")
    world.execute("delete from suppressions")
    world.dispatch(at=world.now + timedelta(hours=48))
    assert world.request(request)["reminder_sent_at"] is None
    assert world.events("reminder_skipped")[-1]["reason"] == "carrier_error"


def test_a_lost_reminder_asks_nobody_a_second_time_by_email(world):
    request = world.add_visit(email="ana@example.com")
    world.dispatch()
    world.dispatch(at=world.now + timedelta(hours=48))
    assert world.request(request)["reminder_sent_at"] is not None
    lose(world, "30005", at=world.now + timedelta(hours=49))
    assert world.request(request)["status"] == "sent"
    assert email_jobs(world) == []


@pytest.mark.parametrize("code", ["30003", "30005", UNKNOWN])
def test_a_loss_reported_after_the_reminder_asks_nobody_again(world, code):
    request = world.add_visit(email="ana@example.com")
    world.dispatch()
    world.dispatch(at=world.now + timedelta(hours=48))
    first = world.sms.sent[0].provider_msg_id
    report(world, first, "undelivered", code, at=world.now + timedelta(hours=49))
    world.dispatch(at=world.now + timedelta(days=4))
    assert world.request(request)["status"] == "sent"
    assert (len(world.sms.sent), world.email.sent) == (2, [])
    assert world.execute("select id from jobs where status = 'dead'") == []


@pytest.mark.parametrize("code", [UNKNOWN, None])
def test_a_code_nobody_knows_is_tried_once_more_and_then_a_persons(world, code):
    request = world.add_visit(email="ana@example.com")
    world.dispatch()
    lose(world, code)
    assert world.dispatch(at=world.now + timedelta(minutes=15))["sent"] == 1
    lose(world, code)
    assert world.request(request)["status"] == "failed"
    dead = world.one("select * from jobs where status = 'dead'")
    assert code is None or code in dead["last_error"]
    assert email_jobs(world) == []
    world.execute("update jobs set status = 'queued', attempts = 0 where status = 'dead'")
    assert world.dispatch(at=world.now + timedelta(hours=1))["sent"] == 1


def test_a_refusal_nobody_knows_is_tried_once_more_and_then_a_persons(world):
    request = world.add_visit(email="ana@example.com")
    world.sms.before = refused(UNKNOWN)
    assert world.dispatch()["retried"] == 1
    world.sms.before = refused(UNKNOWN)
    assert world.dispatch(at=world.now + timedelta(minutes=1))["dead"] == 1
    assert (world.request(request)["status"], world.request(request)["reason"]) == (
        "failed",
        "carrier_error",
    )
    assert world.dispatch(at=world.now + timedelta(days=1)).claimed == 0


@pytest.mark.parametrize("reported", [False, True])
def test_who_told_the_carrier_stop_gets_neither_texts_nor_emails(world, reported):
    world.add_visit(email="ana@example.com")
    world.sms.before = None if reported else refused("21610")
    world.dispatch()
    if reported:
        lose(world, "21610")
    suppressed = world.execute("select channel, reason from suppressions order by channel")
    assert suppressed == [
        {"channel": "email", "reason": "carrier_21610"},
        {"channel": "sms", "reason": "carrier_21610"},
    ]
    assert email_jobs(world) == []
    later = world.add_visit(phone=None, email="ana@example.com", hours_ago=2)
    world.execute("update settings set cooldown_days = 0")
    world.dispatch(at=world.now + timedelta(days=2))
    assert world.email.sent == []
    assert world.request(later)["status"] in {"skipped", "blocked"}


@pytest.mark.parametrize("reported", [False, True])
@pytest.mark.parametrize("code", ["21211", "21614", "30005", "30006"])
def test_a_number_that_takes_no_texts_is_suppressed_and_its_owner_asked_by_email(
    world, code, reported
):
    request = world.add_visit(email="ana@example.com")
    world.sms.before = None if reported else refused(code)
    world.dispatch()
    if reported:
        lose(world, code)
        world.dispatch()
    assert world.request(request)["status"] == "failed"
    assert world.execute("select channel, reason from suppressions") == [
        {"channel": "sms", "reason": f"carrier_{code}"}
    ]
    assert len(world.email.sent) == 1
    assert len(world.events("fallback_email_sent")) == 1


@pytest.mark.parametrize(
    ("texts", "lost", "is_halted"),
    [(1, 1, False), (2, 2, False), (12, 1, False), (3, 3, True), (149, 3, True), (150, 3, False)],
)
def test_three_filtered_texts_above_two_percent_of_an_hour_halt_the_sender(
    world, texts, lost, is_halted
):
    world.set(daily_cap=1000)
    for n in range(texts):
        world.add_visit(phone=f"+14155551{n:03d}", hours_ago=4)
    world.dispatch()
    assert len(world.sms.sent) == texts
    for sent in world.sms.sent[:lost]:
        report(world, sent.provider_msg_id, "undelivered", "30007")
    status = world.one("select sms_status from settings")["sms_status"]
    assert status == ("blocked" if is_halted else "ready")
    assert world.execute("select * from suppressions") == []


def test_filtered_texts_of_the_hours_before_do_not_count(world):
    for n in range(2):
        world.add_visit(phone=f"+1415555010{n}", hours_ago=4)
    world.dispatch()
    for sent in world.sms.sent:
        report(world, sent.provider_msg_id, "undelivered", "30007")
    later = world.now + timedelta(hours=2)
    world.now = later
    world.add_visit(phone="+14155550199", hours_ago=4)
    world.dispatch(at=later)
    lose(world, "30007", at=later)
    assert world.one("select sms_status from settings")["sms_status"] == "ready"


def test_a_text_canceled_at_the_provider_ends_its_request_and_costs_nothing(world):
    request = world.add_visit(email="ana@example.com")
    world.dispatch()
    report(world, world.sms.sent[0].provider_msg_id, "canceled")
    row = world.request(request)
    assert (row["status"], row["reason"], row["send_error_code"], row["provider_status"]) == (
        "failed",
        "carrier_error",
        "canceled",
        "canceled",
    )
    assert spend(world) == 0
    world.dispatch(at=world.now + timedelta(hours=50))
    assert (len(world.sms.sent), world.email.sent) == (1, [])


def test_a_refused_text_keeps_no_segments_and_costs_nothing(world):
    world.add_visit()
    world.sms.before = refused("21211")
    world.dispatch()
    [message] = world.messages()
    assert (message["state"], message["segments"], message["price_usd"]) == ("failed", None, None)
    assert spend(world) == 0


def spend(world):
    between = (world.now - timedelta(days=1), world.now + timedelta(days=1))
    return sum_spend(
        world.connection, practice_id=world.practice_id, between=between, segment_cost_usd=0.01
    )


def stop(world, phone="+14155550123"):
    """Take a STOP as the web app does."""
    with world.connection.transaction():
        receive_raw_event(
            world.connection,
            world.deps.config,
            world.sealer,
            provider="twilio_inbound",
            external_id=f"SMstop{phone}",
            type="inbound",
            payload={
                key: world.sealer.seal(value, practice_id=None, column="raw_events.payload")
                for key, value in {"From": phone, "Body": "STOP"}.items()
            },
            now=world.now,
        )


def test_a_loss_reported_while_the_reminder_is_on_its_way_asks_nobody_again(world):
    request = world.add_visit(email="ana@example.com")
    world.dispatch()
    world.sms.before = lambda: lose(world, "30005", at=world.now + timedelta(hours=48))
    world.dispatch(at=world.now + timedelta(hours=48))
    world.dispatch(at=world.now + timedelta(hours=49))
    assert (len(world.sms.sent), world.email.sent) == (2, [])
    assert world.request(request)["status"] == "sent"
