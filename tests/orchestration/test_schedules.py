"""When a tick asks for a run, for which partition, and when it says why not."""

from datetime import UTC, datetime

import dagster as dg
import pytest

from orchestration.partitions import latest_sunday
from orchestration.schedules import SCHEDULES, TIMETABLES, decide
from tests.flags import turn

TIMETABLE = {timetable.job_name: timetable for timetable in TIMETABLES}


@pytest.mark.parametrize(
    ("now", "sunday"),
    [
        ("2026-03-08T13:59:59+00:00", "2026-03-01"),  # the clocks change that night: 07:00 is 14:00
        ("2026-03-08T14:00:00+00:00", "2026-03-08"),
        ("2026-03-07T15:00:00+00:00", "2026-03-01"),
        ("2026-03-14T23:00:00+00:00", "2026-03-08"),
        ("2026-11-01T14:59:59+00:00", "2026-10-25"),  # and back: 07:00 is 15:00
        ("2026-11-01T15:00:00+00:00", "2026-11-01"),
        ("2026-03-09T02:00:00+00:00", "2026-03-08"),  # still Sunday in Los Angeles
    ],
)
def test_the_latest_sunday_is_the_one_whose_seven_o_clock_has_come(now, sunday):
    assert latest_sunday(datetime.fromisoformat(now)) == sunday


def test_the_digest_of_a_tick_is_that_of_its_own_sunday(config):
    at = datetime(2026, 3, 8, 14, 0, tzinfo=UTC)
    request = decide(TIMETABLE["weekly_digest"], config.features, at)
    assert request.partition_key == "2026-03-08"
    assert TIMETABLE["weekly_digest"].cron == "0 7 * * 0"


def test_a_night_reads_its_own_day(config):
    at = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
    assert decide(TIMETABLE["reviews_nightly"], config.features, at).partition_key == "2026-03-04"


@pytest.mark.parametrize("flag", ["reviews", "digest", "gcal", "outlook", "benchmark_email"])
def test_a_flag_that_is_off_skips_and_says_so(config, flag):
    timetable = next(t for t in TIMETABLES if t.flag == flag)
    features = turn(config.features, **{flag: False})
    skipped = decide(timetable, features, datetime(2026, 3, 4, tzinfo=UTC))
    assert isinstance(skipped, dg.SkipReason)
    assert skipped.skip_message == f"FEATURE_{flag.upper()} is off"
    on = turn(config.features, **{flag: True})
    assert isinstance(decide(timetable, on, datetime(2026, 3, 4, tzinfo=UTC)), dg.RunRequest)


def test_a_tick_has_one_key_however_often_it_is_evaluated(config):
    at = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
    keys = {decide(TIMETABLE["metrics"], config.features, at).run_key for _ in range(3)}
    assert len(keys) == 1


def test_every_schedule_names_its_time_zone():
    assert {schedule.execution_timezone for schedule in SCHEDULES} == {"America/Los_Angeles"}
