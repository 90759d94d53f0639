"""A provider that refuses our account: everything waits, nothing is lost, nobody is blamed."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest

from core.errors import ProviderRejected, TransientError
from core.operations.alerts import reconcile_alerts
from core.operations.conditions import find_conditions
from core.rules.vocabulary import Alert, JobType
from core.store.database import connect
from core.store.provider_circuits import list_circuits, open_circuit, take_probe
from tests.core.conftest import LEASE, World, raising
from tests.core.sending.test_carrier_codes import report

PAUSE = timedelta(minutes=5)


def refuse(world: World, code: str) -> None:
    """Let the next text be refused on account of ours."""
    world.sms.before = raising(ProviderRejected(code, "no"))


def refuse_all(world: World, code: str) -> None:
    """Let every text be refused on account of ours, until `world.sms.before` is cleared."""

    def fail() -> None:
        world.sms.before = fail
        raise ProviderRejected(code, "no")

    world.sms.before = fail


def watch(world: World, at) -> list[str]:
    """Look at the conditions as the alerts job does; gives the alerts that are open."""
    conditions = find_conditions(
        world.connection, world.deps.config, [Alert.PROVIDER_ACCOUNT], now=at
    )
    reconcile_alerts(
        world.connection, world.deps.config, conditions, watched=[Alert.PROVIDER_ACCOUNT], now=at
    )
    return [condition.alert.value for condition in conditions]


@pytest.mark.parametrize("code", ["20003", "401", "403", "20005", "10001", "21703"])
def test_a_refused_account_holds_back_every_practice_and_blocks_none(world, code):
    other = uuid4()
    world.add_practice(other)
    requests = [
        world.add_visit(email="ana@example.com"),
        world.add_visit(phone="+14155550177"),
        world.add_visit(practice_id=other),
    ]
    refuse_all(world, code)
    counts = world.dispatch()
    assert counts["halted"] == 3
    assert (world.sms.sent, world.email.sent) == ([], [])
    assert {row["sms_status"] for row in world.execute("select * from settings")} == {"ready"}
    for request in requests:
        row = world.request(request)
        assert (row["status"], row["reason"]) == ("delayed", "provider_down")
    jobs = world.jobs(JobType.SEND_REQUEST)
    assert {(job["status"], job["failures"], job["attempts"]) for job in jobs} == {("queued", 0, 0)}
    world.sms.before = None
    assert world.dispatch(at=world.now + PAUSE)["sent"] >= 1
    world.dispatch(at=world.now + 2 * PAUSE)
    assert len(world.sms.sent) == 3
    assert world.one("select sum(sends) as sends from daily_sends")["sends"] == 3


def test_one_job_at_a_time_finds_out_and_days_of_it_burn_no_attempt(world):
    for n in range(8):
        world.add_visit(phone=f"+1415555010{n}")
    calls, at = 0, world.now
    for _ in range(100):
        refuse(world, "20003")
        world.dispatch(at=at)
        calls += world.sms.before is None
        at += timedelta(minutes=1)
    assert calls == 20
    assert len(world.messages()) == 20
    world.sms.before = None
    world.dispatch(at=at + PAUSE)
    world.dispatch(at=at + 2 * PAUSE)
    assert len(world.sms.sent) == 8
    assert {job["failures"] for job in world.jobs(JobType.SEND_REQUEST)} == {0}


def test_two_workers_share_one_probe(world):
    with world.connection.transaction():
        open_circuit(world.connection, "sms", code="20003", now=world.now - PAUSE)
    barrier, taken = Barrier(2), []

    def probe() -> None:
        with connect(world.url) as connection:
            barrier.wait()
            taken.append(take_probe(connection, "sms", now=world.now))

    threads = [Thread(target=probe) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False, True]


def test_a_probe_that_nobody_comes_back_from_is_followed_by_another(world):
    world.add_visit()
    refuse(world, "20003")
    world.dispatch()
    world.sms.before = raising(TransientError("busy"))
    at = world.now + PAUSE
    world.dispatch(at=at)
    assert len(list_circuits(world.connection)) == 1
    assert world.dispatch(at=at + PAUSE + LEASE)["sent"] == 1
    assert list_circuits(world.connection) == []


def test_an_operator_is_paged_once_and_it_clears_when_a_call_succeeds(world):
    world.add_visit()
    world.add_visit(phone="+14155550177")
    at = world.now
    for _ in range(3):
        refuse(world, "20003")
        world.dispatch(at=at, types=[JobType.SEND_REQUEST])
        assert watch(world, at) == ["provider_account"]
        at += PAUSE
    world.sms.before = None
    world.dispatch(at=at)
    assert watch(world, at) == []
    assert len(world.jobs(JobType.SEND_ALERT)) == 1
    assert len(world.events("alert_raised")) == len(world.events("alert_cleared")) == 1
    assert "20003" in world.events("alert_raised")[0]["summary"]


def test_emails_go_on_while_texts_are_refused_and_the_other_way_round(world):
    world.add_visit()
    world.add_visit(phone=None, email="bo@example.com")
    refuse(world, "20003")
    world.dispatch()
    assert (len(world.sms.sent), len(world.email.sent)) == (0, 1)
    world.add_visit(phone=None, email="cy@example.com")
    world.email.before = raising(ProviderRejected("AccountSuspendedException", "no"))
    world.dispatch(at=world.now + PAUSE)
    assert (len(world.sms.sent), len(world.email.sent)) == (1, 1)
    world.dispatch(at=world.now + 2 * PAUSE)
    assert len(world.email.sent) == 2


def test_a_refused_account_is_not_held_against_a_text_that_a_carrier_loses_later(world):
    world.add_visit()
    at = world.now
    for _ in range(3):
        refuse(world, "20003")
        world.dispatch(at=at)
        at += PAUSE
    world.dispatch(at=at)
    report(world, world.sms.sent[0].provider_msg_id, "undelivered", "30003", at=at)
    assert world.dispatch(at=at + timedelta(minutes=15))["sent"] == 1


def test_a_suspension_told_by_report_halts_the_channel_and_sends_the_text_again(world):
    request = world.add_visit(email="ana@example.com")
    world.dispatch()
    report(world, world.sms.sent[0].provider_msg_id, "undelivered", "30002")
    assert [one.code for one in list_circuits(world.connection)] == ["30002"]
    assert world.one("select sms_status from settings")["sms_status"] == "ready"
    assert world.dispatch(at=world.now + timedelta(minutes=15))["sent"] == 1
    assert (world.request(request)["status"], world.email.sent) == ("sent", [])


def test_a_look_up_that_our_account_is_refused_is_tried_until_it_is_not(world):
    world.add_visit()
    world.sms.after = raising(TransientError("timed out", uncertain=True))
    world.dispatch()
    at = world.now + PAUSE
    for _ in range(10):
        world.sms.listing = raising(ProviderRejected("20003", "no"))
        assert world.dispatch(at=at)["halted"] == 1
        at += PAUSE
    assert world.dispatch(at=at)["sent"] == 1
    assert len(world.sms.sent) == 1
