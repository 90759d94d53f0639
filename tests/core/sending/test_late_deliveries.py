"""A text that was reported lost and arrives after all: what its loss had started is taken back."""

from dataclasses import replace
from datetime import timedelta
from itertools import count, permutations
from threading import Thread

import pytest

from core.inbox import apply_pending, receive_raw_event
from core.store.database import Connection, connect
from core.worker import dispatch_due
from tests.core.conftest import World
from tests.locks import wait_until_blocked

QUARTER = timedelta(minutes=15)
DAYS = timedelta(days=4)


def report(world: World, sid: str, status: str, code: str | None = None, *, at=None) -> None:
    """Report on a text as Twilio would, over a connection of its own."""
    payload = {"MessageSid": sid, "MessageStatus": status} | ({"ErrorCode": code} if code else {})
    with connect(world.url) as connection:
        receive_raw_event(
            connection,
            world.deps.config,
            world.sealer,
            provider="twilio_status",
            external_id=f"{sid}:{status}",
            type=status,
            payload=payload,
            now=at or world.now,
        )


def last_sid(world: World) -> str:
    return world.sms.sent[-1].provider_msg_id


def assert_stands(world: World, request, sid: str) -> None:
    """The request was asked by text `sid`, and nothing waits to ask again."""
    row = world.request(request)
    assert (row["status"], row["provider_status"], row["provider_msg_id"]) == (
        "sent",
        "delivered",
        sid,
    )
    assert (row["reason"], row["not_before"], row["send_error_code"]) == (None, None, None)
    waiting = world.execute(
        "select * from jobs where type <> 'send_reminder' and status in ('queued', 'dead')"
    )
    assert waiting == []
    assert world.execute("select * from suppressions") == []


@pytest.fixture
def lost(world: World):
    """Give a function that sends a text and reports it lost."""

    def lose(code: str | None, **visit):
        request = world.add_visit(**visit)
        world.dispatch()
        sid = last_sid(world)
        report(world, sid, "undelivered", code)
        return request, sid

    return lose


@pytest.mark.parametrize("email", [None, "ana@example.com"])
@pytest.mark.parametrize("code", ["30008", "30003", "30005", "30410", "39999", None])
def test_a_text_that_arrives_after_all_is_the_only_message(world, lost, code, email):
    request, sid = lost(code, email=email)
    report(world, sid, "delivered", at=world.now + timedelta(minutes=1))
    assert_stands(world, request, sid)
    assert world.events("delivered")[-1]["review_request_id"] == str(request)
    world.dispatch(at=world.now + timedelta(hours=1))
    assert (len(world.sms.sent), world.email.sent) == (1, [])
    assert world.dispatch(at=world.now + timedelta(hours=48))["reminded"] == 1


def test_a_code_nobody_knows_that_waits_for_a_person_is_let_go(world, lost):
    request, _ = lost("39999")
    world.dispatch(at=world.now + QUARTER)
    again = last_sid(world)
    report(world, again, "undelivered", "39999")
    assert len(world.execute("select * from jobs where status = 'dead'")) == 1
    report(world, again, "delivered")
    assert_stands(world, request, again)


@pytest.mark.parametrize(
    "order", [*permutations(["undelivered", "failed", "delivered"]), ("undelivered", "read")]
)
def test_reports_in_any_order_and_given_twice_end_the_same(world, order):
    request = world.add_visit(email="ana@example.com")
    world.dispatch()
    sid = last_sid(world)
    for status in (*order, *order):
        report(world, sid, status, None if status in {"delivered", "read"} else "30005")
    world.dispatch(at=world.now + timedelta(hours=2))
    assert (len(world.sms.sent), world.email.sent) == (1, [])
    assert world.request(request)["status"] == "sent"
    assert world.messages()[0]["state"] == "delivered"
    assert world.execute("select * from suppressions") == []


def test_reports_that_come_side_by_side_end_the_same(world):
    for number in range(12):
        request = world.add_visit(phone=f"+141555502{number:02d}", email=f"p{number}@example.com")
        world.dispatch()
        sid = last_sid(world)
        reports = [("undelivered", "30005"), ("failed", "30008"), ("delivered", None)]
        threads = [Thread(target=report, args=(world, sid, *one)) for one in reports]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        apply_pending(world.connection, world.deps.config, world.sealer, now=world.now)
        assert_stands(world, request, sid)
    world.dispatch(at=world.now + timedelta(hours=1))
    assert (len(world.sms.sent), world.email.sent) == (12, [])


def test_a_try_that_went_out_already_is_the_last(world, lost):
    request, first = lost("30003", email="ana@example.com")
    world.dispatch(at=world.now + QUARTER)
    second = last_sid(world)
    report(world, first, "delivered")
    report(world, second, "undelivered", "30003")
    assert_stands(world, request, first)
    world.dispatch(at=world.now + timedelta(hours=3))
    assert (len(world.sms.sent), world.email.sent) == (2, [])
    assert world.dispatch(at=world.now + DAYS)["reminded"] == 1
    assert len(world.sms.sent) == 3


def test_after_an_email_instead_one_reminder_goes_out_and_not_two(world, lost):
    request, sid = lost("30005", email="ana@example.com")
    assert world.dispatch()["fallback_emails_sent"] == 1
    report(world, sid, "delivered")
    assert_stands(world, request, sid)
    world.dispatch(at=world.now + DAYS)
    assert (len(world.sms.sent), len(world.email.sent)) == (1, 2)


def test_an_email_that_waits_for_the_morning_is_let_go(world):
    request = world.add_visit(email="ana@example.com")
    world.dispatch()
    world.set(quiet_hours_start="11:00")
    report(world, last_sid(world), "undelivered", "30005")
    assert world.dispatch()["delayed"] == 1
    report(world, last_sid(world), "delivered")
    assert_stands(world, request, last_sid(world))
    row = world.one("select status, reason from review_requests where channel = 'email'")
    assert row == {"status": "skipped", "reason": "already_sent"}


def test_what_another_text_says_of_the_number_stays(world, lost):
    world.set(cooldown_days=0)
    lost("30005", hours_ago=50)
    world.execute("delete from suppressions")
    world.now += timedelta(days=1)
    _, sid = lost("30005")
    report(world, sid, "delivered")
    assert len(world.execute("select * from suppressions")) == 1


def test_a_stop_told_by_the_carrier_stays(world, lost):
    _, sid = lost("21610", email="ana@example.com")
    report(world, sid, "delivered")
    assert len(world.execute("select * from suppressions")) == 2


def test_a_reminder_that_arrives_after_all_frees_the_number_alone(world):
    request = world.add_visit()
    world.dispatch()
    first = last_sid(world)
    report(world, first, "delivered")
    world.dispatch(at=world.now + timedelta(hours=48))
    report(world, last_sid(world), "undelivered", "30005")
    report(world, last_sid(world), "delivered")
    assert_stands(world, request, first)


class _Stopping:
    """Lets something happen before the n-th statement of whoever uses its connections."""

    def __init__(self, world: World, number: int, happen) -> None:
        self.world, self.left, self.happen = world, number, happen
        self.thread: Thread | None = None
        self.sent_before: int | None = None

    def connect(self) -> Connection:
        connection = connect(self.world.url)
        execute = connection.execute

        def stopped(*args, **kwargs):
            self.left -= 1
            if self.left == 0:
                self._stop()
            return execute(*args, **kwargs)

        connection.execute = stopped
        return connection

    def _stop(self) -> None:
        """Let it happen, as far as locks that are held here allow."""
        self.thread = thread = Thread(target=self.happen)
        thread.start()
        wait_until_blocked(self.world.connection, unless=lambda: not thread.is_alive())
        if not thread.is_alive():
            self.sent_before = len(self.world.sms.sent) + len(self.world.email.sent)


@pytest.mark.parametrize("code", ["30008", "30005"])
def test_whatever_a_worker_is_at_when_the_text_arrives_nothing_follows(world, code):
    world.set(daily_cap=1000)
    for number in count(1):
        phone, email = f"+1415555{3000 + number}", f"p{number}@example.com"
        request = world.add_visit(phone=phone, email=email)
        world.dispatch()
        sid = last_sid(world)
        report(world, sid, "undelivered", code)
        stopping = _Stopping(world, number, lambda sid=sid: report(world, sid, "delivered"))
        at = world.now + (QUARTER if code == "30008" else timedelta(0))
        messages = len(world.sms.sent) + len(world.email.sent)
        dispatch_due(replace(world.deps, connect=stopping.connect), now=at)
        if stopping.thread is None:
            assert number > 10
            return
        stopping.thread.join()
        followed = len(world.sms.sent) + len(world.email.sent) - messages
        assert followed <= (0 if stopping.sent_before == messages else 1)
        if followed and code == "30008":
            report(world, last_sid(world), "undelivered", code)
        assert_stands(world, request, sid)
        world.dispatch(at=at + timedelta(hours=1))
        assert len(world.sms.sent) + len(world.email.sent) == messages + followed
        world.execute("update jobs set status = 'done'")
