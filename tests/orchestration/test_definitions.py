"""What the Dagster UI loads: all of it, anywhere, and in words an operator can read."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import dagster as dg
import pytest

from assets.alerts import LONGEST_SILENCE
from orchestration.definitions import defs

ROOT = Path(__file__).parent.parent.parent
JOBS = {
    "raw_events", "fulfillment", "onboarding_nudges", "gcal_ingest", "outlook_ingest",
    "reviews_nightly", "metrics", "weekly_digest", "sla_check", "guarantee_check", "spend_check",
    "alerts", "benchmark_email", "housekeeping", "stripe_reconcile",
}  # fmt: skip
NAMES = sorted(JOBS)
SENSORS = {"raw_events_pending", "due_jobs", "gcal_consents", "outlook_consents"}
ASSETS = {
    "benchmarks", "concierge_nudges", "decision_rechecks", "engagements", "events", "former_baselines",
    "gcal_visits", "guarantee_failures", "jobs", "message_prices", "messages", "operator_alerts", "outlook_visits",
    "paid_periods", "patients", "practice_baselines", "practices", "raw_events", "retention_purges",
    "review_requests", "review_snapshots", "reviews", "sealed_values", "settings", "sla_breaches",
    "spend_breaches", "stripe_checkouts", "templates", "visits", "weekly_digests",
}  # fmt: skip


def own_specs():
    return [
        spec
        for spec in defs.resolve_all_asset_specs()
        if "dagster_dbt/manifest" not in spec.metadata
    ]


def test_the_location_loads_with_no_network_and_nothing_set_and_without_dbt(tmp_path):
    probe = """
import json, socket, sys
def refused(*_): raise AssertionError("a socket was opened")
socket.socket.connect = refused
from assets.alerts import LONGEST_SILENCE
from orchestration.definitions import defs
assert "dbt" not in {name.partition(".")[0] for name in sys.modules}, "half of the start"
print(json.dumps(sorted(job.name for job in defs.resolve_all_job_defs())))
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", probe],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout.splitlines()[-1])) >= JOBS


def test_the_workspace_names_these_definitions():
    text = (ROOT / "workspace.yaml").read_text()
    assert "module_name: orchestration.definitions" in text


def test_every_job_sensor_schedule_and_asset_is_found():
    repository = defs.get_repository_def()
    found = {job.name for job in repository.get_all_jobs()}
    assert {name for name in found if not name.startswith("__")} == JOBS
    assert {sensor.name for sensor in repository.sensor_defs} == SENSORS
    scheduled = {schedule.job_name for schedule in repository.schedule_defs}
    assert len(scheduled) == len(repository.schedule_defs) == 13
    assert {spec.key.to_user_string() for spec in own_specs()} == ASSETS


@pytest.mark.parametrize("name", sorted(path.stem for path in (ROOT / "assets").glob("[!_]*.py")))
def test_a_module_of_assets_holds_assets(name):
    module = import_module(f"assets.{name}")
    assert dg.load_assets_from_modules([module], include_specs=True)


def test_every_job_that_may_be_missed_has_a_schedule():
    assert set(LONGEST_SILENCE) <= {s.job_name for s in defs.get_repository_def().schedule_defs}


@pytest.mark.parametrize("name", NAMES)
def test_every_job_has_a_description(name):
    job = defs.resolve_job_def(name)
    assert job.description
    assert job.executor_def is dg.in_process_executor


def test_every_asset_tells_an_operator_what_it_is_and_whose():
    for spec in own_specs():
        assert spec.description, spec.key
        assert len(spec.description) > 40, spec.key
        assert spec.owners, spec.key
        assert spec.kinds, spec.key
        assert spec.group_name, spec.key


def test_every_dbt_model_is_an_asset_below_what_it_reads():
    keys = {spec.key.to_user_string() for spec in defs.resolve_all_asset_specs()}
    assert {"analytics/weekly_digest", "analytics/sla_breaches", "review_requests"} <= keys
    staged = next(
        spec
        for spec in defs.resolve_all_asset_specs()
        if spec.key == dg.AssetKey(["analytics", "stg_review_requests"])
    )
    assert dg.AssetKey("review_requests") in {dep.asset_key for dep in staged.deps}


def test_dbt_tests_are_asset_checks_of_the_metrics_job():
    assert len(list(defs.resolve_job_def("metrics").asset_layer.asset_graph.asset_check_keys)) > 20


@pytest.mark.parametrize(
    "name", ["weekly_digest", "sla_check", "guarantee_check", "spend_check", "alerts"]
)
def test_a_job_that_reads_marts_builds_them_first(name):
    nodes = {node.name for node in defs.resolve_job_def(name).nodes}
    assert "dbt_models" in nodes
    assert len(nodes) == 2


def test_partitions_are_days_and_sundays():
    assert isinstance(
        defs.resolve_job_def("reviews_nightly").partitions_def, dg.DailyPartitionsDefinition
    )
    assert isinstance(
        defs.resolve_job_def("weekly_digest").partitions_def, dg.WeeklyPartitionsDefinition
    )


def test_everything_that_is_scheduled_or_sensed_runs_from_the_start():
    repository = defs.get_repository_def()
    assert {s.default_status for s in repository.schedule_defs} == {
        dg.DefaultScheduleStatus.RUNNING
    }
    assert {s.default_status for s in repository.sensor_defs} >= {dg.DefaultSensorStatus.RUNNING}
    started = {s.job_name for s in repository.schedule_defs} | {"raw_events", "fulfillment"}
    assert started == JOBS
