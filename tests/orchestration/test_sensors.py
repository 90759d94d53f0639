"""When work starts a run, and when it does not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import dagster as dg
import pytest

from core.engine import Engine, fixed_engine
from core.errors import PermanentError
from core.rules.vocabulary import JobType
from core.store.database import connect
from core.store.jobs import enqueue_job
from core.store.raw_events import append_raw_event
from orchestration.sensors import (
    calendar_consents,
    decide,
    due_jobs,
    raw_events_pending,
)
from tests.flags import turn

AT = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)

gcal_consents, outlook_consents = calendar_consents


def test_nothing_to_do_starts_nothing():
    skipped = decide("fulfillment", is_pending=False, active_since=None, at=AT)
    assert skipped == dg.SkipReason("nothing to do")


def test_work_starts_one_run_under_a_key_of_its_second():
    asked = {
        decide(
            "fulfillment", is_pending=True, active_since=None, at=AT + timedelta(milliseconds=n)
        ).run_key
        for n in (0, 400, 999)
    }
    assert asked == {"fulfillment:20260304T200000"}


def test_a_run_that_is_at_it_is_enough():
    started = AT - timedelta(minutes=14)
    skipped = decide("fulfillment", is_pending=True, active_since=started, at=AT)
    assert skipped == dg.SkipReason("a run is at it")


def test_a_run_that_died_without_a_word_blocks_nothing():
    started = AT - timedelta(minutes=15)
    assert isinstance(
        decide("fulfillment", is_pending=True, active_since=started, at=AT), dg.RunRequest
    )


@pytest.fixture
def engine(config, database_url, now):
    return fixed_engine(config, database_url, now=now)


def evaluate(sensor, engine):
    with dg.DagsterInstance.ephemeral() as instance:
        context = dg.build_sensor_context(instance=instance, resources={"engine": engine})
        return sensor(context)


def test_a_due_job_wakes_fulfillment_which_stays_a_while(engine, database_url, now):
    assert evaluate(due_jobs, engine) == dg.SkipReason("nothing to do")
    with connect(database_url) as connection:
        enqueue_job(
            connection,
            JobType.SEND_ALERT,
            practice_id=None,
            payload={},
            run_at=now,
            unique_key=None,
        )
    request = evaluate(due_jobs, engine)
    assert isinstance(request, dg.RunRequest)
    assert request.run_config["ops"]["review_requests"]["config"]["linger_seconds"] > 0


def test_a_job_for_later_wakes_nobody(engine, database_url, now):
    with connect(database_url) as connection:
        enqueue_job(
            connection,
            JobType.SEND_ALERT,
            practice_id=None,
            payload={},
            run_at=now + timedelta(seconds=1),
            unique_key=None,
        )
    assert isinstance(evaluate(due_jobs, engine), dg.SkipReason)


def test_a_stored_event_wakes_raw_events(engine, database_url, now):
    assert isinstance(evaluate(raw_events_pending, engine), dg.SkipReason)
    with connect(database_url) as connection:
        append_raw_event(
            connection,
            provider="stripe",
            external_id="evt_1",
            type="x",
            payload={},
            received_at=now,
        )
    assert isinstance(evaluate(raw_events_pending, engine), dg.RunRequest)


@pytest.mark.parametrize("sensor", [due_jobs, raw_events_pending])
def test_a_failed_look_is_not_an_empty_one(sensor, config):
    nowhere = fixed_engine(config, "postgresql://nobody@127.0.0.1:1/none?connect_timeout=1")
    skipped = evaluate(sensor, nowhere)
    assert skipped == dg.SkipReason("could not look: OperationalError")


def test_a_server_that_does_not_start_is_a_failed_look(config):
    def refuses(_config):
        message = "no room"
        raise PermanentError(message)

    skipped = evaluate(due_jobs, Engine(lambda: config, refuses))
    assert skipped == dg.SkipReason("could not look: PermanentError")


@pytest.mark.parametrize(
    ("sensor", "job_type"),
    [
        (gcal_consents, "exchange_gcal_code"),
        (gcal_consents, "look_at_gcal"),
        (gcal_consents, "revoke_gcal"),
        (outlook_consents, "exchange_outlook_code"),
        (outlook_consents, "look_at_outlook"),
    ],
)
def test_what_an_owner_does_wakes_its_poll_and_not_fulfillment(
    sensor, job_type, engine, database_url, now
):
    assert isinstance(evaluate(sensor, engine), dg.SkipReason)
    with connect(database_url) as connection:
        enqueue_job(connection, job_type, practice_id=None, payload={}, run_at=now, unique_key=None)
    asked = evaluate(sensor, engine)
    assert isinstance(asked, dg.RunRequest)
    assert [one["config"] for one in asked.run_config["ops"].values()] == [{"only_new": True}]
    assert isinstance(evaluate(due_jobs, engine), dg.SkipReason)


@pytest.mark.parametrize(
    ("sensor", "flag"), [(gcal_consents, "gcal"), (outlook_consents, "outlook")]
)
def test_a_calendar_that_is_switched_off_is_not_looked_at(sensor, flag, config, database_url):
    off = replace(config, features=turn(config.features, **{flag: False}))
    assert evaluate(sensor, fixed_engine(off, database_url)) == dg.SkipReason(
        f"FEATURE_{flag.upper()} is off"
    )
