"""MetricFlow and the marts are two readings of one definition."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from core.store.database import Connection
from tests.dbt.conftest import Project

DIGEST_COLUMN_OF = {
    "sends": "sent",
    "deliveries": "delivered",
    "clicks": "clicked",
    "click_through_rate": "ctr",
    "opt_outs": "opt_outs",
    "reviews_added": "reviews_added_7d",
    "sms_spend": "spend_usd",
}


@pytest.fixture(scope="module")
def environment(marts_url: str) -> dict[str, str]:
    """Name the database by the DBT_* keys, as the orchestration does."""
    parts = urlsplit(marts_url)
    return {
        "DBT_HOST": parse_qs(parts.query)["host"][0],
        "DBT_USER": parts.username or "",
        "DBT_DBNAME": parts.path.lstrip("/"),
    }


def query(
    project: Project, environment: dict[str, str], metrics: str, group_by: str, path: Path
) -> Iterator[dict[str, str]]:
    answer = project.run(
        *("mf", "query", "--metrics", metrics, "--group-by", group_by, "--csv", str(path)),
        environment=environment,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    with path.open(newline="") as lines:
        yield from csv.DictReader(lines)


def test_every_metric_of_a_week_is_the_figure_in_the_marts(
    project: Project, environment: dict[str, str], marts: Connection, tmp_path: Path
) -> None:
    lines = query(
        project,
        environment,
        ",".join([*DIGEST_COLUMN_OF, "opt_out_rate", "hours_to_first_request"]),
        "practice,metric_time__digest_week",
        tmp_path / "weeks.csv",
    )
    found = {(line["practice"], line["metric_time__digest_week"][:10]): line for line in lines}
    expected = list(expected_figures(marts))
    differing = []
    for practice, week, metric, figure in expected:
        answered = Decimal(found.get((practice, week), {}).get(metric) or 0)
        if abs(answered - Decimal(figure or 0)) > Decimal("0.00005"):
            differing.append((practice, week, metric, figure, answered))
    assert differing == []
    assert found.keys() <= {(practice, week) for practice, week, _, _ in expected}
    assert sum(int(line["sends"] or 0) for line in found.values()) == 11


def expected_figures(marts: Connection) -> Iterator[tuple[str, str, str, Decimal | None]]:
    for digest in marts.execute(b"select * from weekly_digest").fetchall():
        practice, week = str(digest["practice_id"]), str(digest["week_start"])
        for metric, column in DIGEST_COLUMN_OF.items():
            yield practice, week, metric, digest[column]
        if digest["sent"]:
            yield practice, week, "opt_out_rate", Decimal(digest["opt_outs"]) / digest["sent"]
    for sla in marts.execute(b"select * from sla_breaches").fetchall():
        sunday = sla["checkout_on"] - timedelta(days=(sla["checkout_on"].weekday() + 1) % 7)
        hours = sla["hours_to_first_request"]
        yield str(sla["practice_id"]), str(sunday), "hours_to_first_request", hours


def test_metricflows_own_weeks_work_too(
    project: Project, environment: dict[str, str], tmp_path: Path
) -> None:
    lines = query(project, environment, "sends", "metric_time__week", tmp_path / "mondays.csv")
    sends = {line["metric_time__week"][:10]: int(line["sends"]) for line in lines}
    assert sends == {"2026-02-09": 3, "2026-03-02": 2, "2026-03-09": 6}
