"""Who leaves, and who comes back: what Stripe says becomes promises, through inbox and real builds."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from core.inbox import apply_pending
from core.operations.conditions import find_conditions
from core.operations.promises import record_failed_guarantees, record_sla_breaches
from core.rules.vocabulary import Alert
from core.store.database import Connection, connect
from tests.dbt.conftest import Project, create_database
from tests.dbt.paid_lives import BOUGHT, CASES, CONFIG, DAY, NOW, SEALER, World

PROMISES = [Alert.SLA_RISK, Alert.SLA_BREACH, Alert.GUARANTEE_FAILED, Alert.ONBOARDING_STALLED]


@pytest.fixture(scope="module")
def lived(
    project: Project, server_url: str, template_url: str, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """Let every case happen, and build once; gives the database."""
    url = create_database(server_url, "engine_paid_periods")
    with connect(url) as connection:
        for name, case in CASES.items():
            world = World(connection, name, case)
            world.live()
            world.ask()
            if case.by_hand:
                connection.execute(
                    b"update practices set status = 'canceled' where id = %s", (world.practice_id,)
                )
        assert apply_pending(connection, CONFIG, SEALER, now=NOW) == {"applied": 0, "failed": 0}
    built = project.copy(tmp_path_factory.mktemp("periods")).build_as_jobs_do(url)
    assert set(built.values()) <= {"success", "pass", "no-op"}
    return url


@pytest.fixture
def told(lived: str) -> Iterator[Connection]:
    with connect(lived) as connection:
        yield connection
        connection.rollback()


def ask(connection: Connection, name: str, columns: str, table: str, order: str = "1") -> list[Any]:
    text = (
        f"select {columns} from {table}"  # noqa: S608 - words of this file
        f" where practice_id = (select id from practices where email = %s) order by {order}"
    )
    return connection.execute(text.encode(), (f"{name}@example.com",)).fetchall()


@pytest.mark.parametrize("name", CASES)
def test_the_48_hours_end_with_the_subscription_and_begin_anew_with_a_return(told, name) -> None:
    case = CASES[name]
    [sla] = ask(told, name, "*", "analytics.sla_breaches")
    assert sla["risk_state"] == case.sla
    latest = 1 if name == "two_of_which_one_ends" else len(case.checkouts)
    assert sla["checkout_at"] == (case.bought + case.checkouts[latest - 1] * DAY).replace(
        microsecond=0
    )


@pytest.mark.parametrize("name", CASES)
def test_a_guarantee_is_of_one_paid_period(told, name) -> None:
    case = CASES[name]
    found = ask(told, name, "status", "analytics.guarantees")
    assert [row["status"] for row in found] == ([case.guarantee] if case.guarantee else [])
    history = ask(told, name, "status", "analytics.guarantee_history", "promise_number")
    assert tuple(row["status"] for row in history) == case.history


def test_reviews_of_one_period_do_not_count_for_another(told) -> None:
    former, running = ask(
        told, "next_day", "reviews_added", "analytics.guarantee_history", "promise_number"
    )
    assert (former["reviews_added"], running["reviews_added"]) == (8, 5)
    [kept] = ask(told, "next_day", "baseline_total", "practice_baselines")
    assert kept["baseline_total"] == 50
    assert ask(told, "in_ninety_days", "baseline_total", "practice_baselines") == []


def test_when_it_ended_is_said_where_anybody_knows(told) -> None:
    [sla] = ask(told, "in_time", "ended_at", "analytics.sla_breaches")
    assert sla["ended_at"] == (BOUGHT + timedelta(hours=47)).replace(microsecond=0)
    [promise] = ask(told, "day29", "ended_at, reason", "analytics.guarantees")
    assert promise == {"ended_at": BOUGHT + 29 * DAY, "reason": "practice_canceled"}
    [unknown] = ask(told, "by_hand", "ended_at, risk_state", "analytics.sla_breaches")
    assert unknown == {"ended_at": None, "risk_state": "ended"}


@pytest.fixture
def checked(told: Connection) -> Connection:
    """Let the jobs look at the marts, twice."""
    for _ in range(2):
        record_sla_breaches(told, now=NOW)
        record_failed_guarantees(told, CONFIG, now=NOW)
    return told


@pytest.mark.parametrize("name", CASES)
def test_only_what_was_decided_is_written_down_and_once(checked, name) -> None:
    case = CASES[name]
    events = [row["type"] for row in ask(checked, name, "type", "events")]
    assert events.count("sla_breach") == (case.sla == "breached")
    assert events.count("guarantee_failed") == ("failed" in case.history)
    assert events.count("credit_due") == (case.credit is not None)


@pytest.mark.parametrize("name", CASES)
def test_a_credit_is_automatic_only_for_who_will_have_a_next_invoice(checked, name) -> None:
    case = CASES[name]
    jobs = ask(checked, name, "payload", "(select * from jobs where type = 'grant_credit') as jobs")
    assert len(jobs) == (case.credit == "automatic")
    due = [
        row["payload"]
        for row in ask(
            checked, name, "payload", "(select * from events where type = 'credit_due') as e"
        )
    ]
    assert [one["is_automatic"] for one in due] == [case.credit == "automatic"] * len(due)


def test_nobody_is_woken_for_who_has_left(checked) -> None:
    left = {
        row["id"]: row["email"]
        for row in checked.execute(b"select id, email from practices where status = 'canceled'")
    }
    conditions = find_conditions(checked, CONFIG, PROMISES, now=NOW)
    woken = {one.practice_id for one in conditions}
    assert len(left) > 5
    assert not woken & left.keys()
    alive = {
        row["email"].split("@")[0]
        for row in checked.execute(b"select id, email from practices")
        if row["id"] in woken
    }
    assert alive == {
        "stays",
        "next_day",
        "in_ninety_days",
        "failed_then_back",
        "two_of_which_one_ends",
        "late_with_its_payment",
    }


def test_a_build_of_a_past_day_says_what_was_true_then(
    lived: str, project: Project, server_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    then = json.dumps({"as_of": (BOUGHT + 8 * DAY).isoformat()})
    copy = project.copy(tmp_path_factory.mktemp("then"))
    with connect(lived) as connection:
        [name] = connection.execute(b"select current_database() as name")
    with connect(server_url) as connection:
        connection.autocommit = True
        connection.execute(f"create database engine_then template {name['name']}".encode())
    url = server_url.replace("/postgres?", "/engine_then?")
    built = copy.run("dbt", "build", "--select", "+guarantees", "+sla_breaches", "--exclude-resource-type", "unit_test", "--vars", then, environment={"DATABASE_URL": url})  # fmt: skip
    assert built.returncode == 0, built.stdout
    with connect(url) as connection:
        [promise] = ask(connection, "next_day", "status, reviews_added", "analytics.guarantees")
        assert promise == {"status": "running", "reviews_added": 3}
        [sla] = ask(connection, "day29", "risk_state, ended_at", "analytics.sla_breaches")
        assert sla == {"risk_state": "kept", "ended_at": None}
