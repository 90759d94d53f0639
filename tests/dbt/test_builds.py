"""The project parses anywhere, builds on anything, and finds what must never happen."""

import re
import subprocess

import pytest
import yaml

from core.rules.places.local_time import PLATFORM_ZONE
from core.rules.sending.delivery_errors import POLICIES
from core.rules.visits.sources import CALENDARS
from core.rules.vocabulary import EventType
from core.store.database import Connection, connect
from core.store.queries import load_queries
from tests.dbt.conftest import Project, create_database, run_script
from tests.statements import prepare

MARTS = {
    "weekly_digest",
    "opt_out_audit",
    "sla_breaches",
    "spend_guardrail",
    "guarantees",
    "guarantee_history",
    "visit_outcomes",
    "benchmark_velocity",
}


def test_it_parses_with_nothing_set_and_no_database(project: Project) -> None:
    assert (project.folder / "target" / "manifest.json").exists()


def test_it_builds_on_an_empty_database(
    empty_build: tuple[str, subprocess.CompletedProcess[str]],
) -> None:
    _, built = empty_build
    assert built.returncode == 0, built.stdout


def test_everything_lands_in_the_schema_analytics(marts_url: str) -> None:
    with connect(marts_url) as connection:
        rows = connection.execute(
            b"""
            select table_schema, table_name from information_schema.tables
            where table_name ~ '^(stg|int)_' or table_name = any(%(marts)s)
            """,
            {"marts": sorted(MARTS)},
        ).fetchall()
    assert {row["table_schema"] for row in rows} == {"analytics"}
    assert {row["table_name"] for row in rows} >= MARTS


def test_a_practice_without_a_zone_has_the_platforms_in_code_marts_and_database(
    project: Project, connection: Connection
) -> None:
    variables = yaml.safe_load((project.folder / "dbt_project.yml").read_text())["vars"]
    [trigger] = connection.execute(
        b"select pg_get_functiondef('fill_local_date'::regproc) as text"
    ).fetchall()
    zones = re.findall(r"'(\w+/\w+)'", trigger["text"])
    assert {variables["default_timezone"], *zones} == {PLATFORM_ZONE}


@pytest.fixture(scope="module")
def violated(
    project: Project, server_url: str, template_url: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """Build where everything forbidden has happened; gives how each node ended."""
    url = create_database(server_url, "engine_violations")
    run_script(url, "violations.sql")
    return project.copy(tmp_path_factory.mktemp("violated")).build_as_jobs_do(url)


def test_what_must_never_happen_is_found(violated: dict[str, str]) -> None:
    found = {name for name, status in violated.items() if status in {"fail", "warn"}}
    assert found == {
        "assert_no_message_after_stop",
        "assert_one_visit_per_patient_day",
        "assert_one_request_per_visit_channel",
        "assert_requests_are_about_their_patients_visit",
        "assert_nothing_is_sent_twice",
        "every_refusal_was_recorded_with_its_reason",
    }


def test_a_finding_holds_up_no_mart(violated: dict[str, str]) -> None:
    assert {violated[mart] for mart in MARTS} == {"success"}
    assert "skipped" not in violated.values()


def test_the_marts_know_every_event_that_the_code_can_write(project: Project) -> None:
    models = yaml.safe_load((project.folder / "models/staging/_staging__models.yml").read_text())
    [events] = [model for model in models["models"] if model["name"] == "stg_events"]
    [event_type] = [column for column in events["columns"] if column["name"] == "event_type"]
    known = event_type["data_tests"][0]["accepted_values"]["arguments"]["values"]
    assert set(known) == {*EventType, *(source.connected_event for source in CALENDARS.values())}


def test_the_marts_know_every_code_by_which_a_text_never_leaves_its_sender(
    project: Project,
) -> None:
    settings = yaml.safe_load((project.folder / "dbt_project.yml").read_text())
    known = settings["vars"]["sender_blocked_codes"]
    never_left = (code for code, one in POLICIES.items() if one.halt_sender or one.account)
    assert sorted(known) == sorted(never_left)


@pytest.mark.parametrize("noun", ["digests", "marts", "portal"])
def test_statements_that_read_marts_prepare_against_them(marts: Connection, noun: str) -> None:
    marts.execute("set local search_path to public")
    for _name, statement in load_queries(noun):
        prepare(marts, statement)
