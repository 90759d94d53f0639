"""A scheduled job that has stopped succeeding is missed; one that never ran is not."""

from datetime import timedelta

import dagster as dg
import pytest

from assets import alerts
from assets.alerts import LONGEST_SILENCE, find_missed_schedules


@dg.op
def nothing() -> None:
    pass


@dg.job
def housekeeping() -> None:
    nothing()


@pytest.fixture
def instance():
    with dg.DagsterInstance.ephemeral() as opened:
        yield opened


def test_a_job_that_never_ran_is_not_missed(instance):
    assert find_missed_schedules(instance) == []


def test_a_job_that_succeeded_of_late_is_not_missed(instance):
    housekeeping.execute_in_process(instance=instance)
    assert find_missed_schedules(instance) == []


def test_a_job_whose_last_success_is_too_long_ago_is_missed(instance, monkeypatch):
    housekeeping.execute_in_process(instance=instance)
    real = alerts.current_instant
    later = LONGEST_SILENCE["housekeeping"] + timedelta(minutes=1)
    monkeypatch.setattr(alerts, "current_instant", lambda: real() + later)
    (condition,) = find_missed_schedules(instance)
    assert condition.alert == "schedule_missed"
    assert condition.figures == {"jobs": ["housekeeping"]}
