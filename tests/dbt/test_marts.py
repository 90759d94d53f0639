"""The marts say of the scenario what a person would count by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import md5
from typing import Any
from uuid import UUID

import pytest
from psycopg import sql

from core.store.database import Connection

WEEK = date(2026, 3, 8)


def uid(name: str) -> UUID:
    return UUID(md5(name.encode(), usedforsecurity=False).hexdigest())


def row(marts: Connection, mart: str, practice: str, **key: Any) -> dict[str, Any] | None:
    key["practice_id"] = uid(practice)
    statement = sql.SQL("select * from {} where {}").format(
        sql.Identifier(mart),
        sql.SQL(" and ").join(
            sql.SQL("{} = {}").format(sql.Identifier(column), sql.Placeholder(column))
            for column in key
        ),
    )
    return marts.execute(statement, key).fetchone()


def test_a_digest_counts_the_seven_local_days_before_its_sunday(marts: Connection) -> None:
    digest = row(marts, "weekly_digest", "acme", week_start=WEEK)
    assert digest is not None
    quotes = digest.pop("top_quotes")
    assert digest == {
        "practice_id": uid("acme"),
        "week_start": WEEK,
        "week_end": date(2026, 3, 14),
        "sent": 5,
        "delivered": 3,
        "clicked": 2,
        "ctr": Decimal("0.6667"),
        "opt_outs": 3,
        "reviews_added_7d": 5,
        "average_rating": Decimal("4.70"),
        "spend_usd": Decimal("0.0558"),
    }
    assert quotes == [
        {"author": "Bo", "rating": 5, "text": "The best", "url": "https://example.com/Bo"},
        {"author": "Ana", "rating": 4, "text": "Kind people", "url": "https://example.com/Ana"},
    ]


def test_the_weeks_around_hold_what_fell_a_second_outside(marts: Connection) -> None:
    before = row(marts, "weekly_digest", "acme", week_start=date(2026, 3, 1))
    after = row(marts, "weekly_digest", "acme", week_start=date(2026, 3, 15))
    assert before is not None
    assert after is not None
    assert (before["sent"], before["opt_outs"], before["spend_usd"]) == (1, 0, Decimal("0.0226"))
    assert [quote["author"] for quote in before["top_quotes"]] == ["Cy"]
    assert (after["sent"], after["opt_outs"], after["spend_usd"]) == (1, 1, Decimal("0.0113"))
    assert (after["reviews_added_7d"], after["average_rating"]) == (4, Decimal("4.80"))


@pytest.mark.parametrize(
    ("practice", "first_week"),
    [
        ("acme", date(2026, 2, 8)),
        ("bright", date(2026, 3, 8)),
        ("coral", date(2026, 3, 8)),  # 02:00 UTC on Sunday is Saturday evening in New York
        ("gold", date(2026, 3, 1)),
    ],
)
def test_every_practice_has_every_week_since_its_creation(
    marts: Connection, practice: str, first_week: date
) -> None:
    weeks = marts.execute(
        b"select week_start from weekly_digest where practice_id = %s order by week_start",
        (uid(practice),),
    ).fetchall()
    expected = [date.fromordinal(n) for n in range(first_week.toordinal(), WEEK.toordinal() + 8, 7)]
    assert [week["week_start"] for week in weeks] == expected


def test_a_practice_without_anything_still_gets_a_row_of_zeros(marts: Connection) -> None:
    digest = row(marts, "weekly_digest", "coral", week_start=WEEK)
    assert digest is not None
    assert (digest["sent"], digest["opt_outs"], digest["spend_usd"]) == (0, 0, 0)
    assert (digest["ctr"], digest["reviews_added_7d"], digest["average_rating"]) == (
        None,
        None,
        None,
    )
    assert digest["top_quotes"] == []


def test_the_audit_counts_people_not_messages(marts: Connection) -> None:
    assert row(marts, "opt_out_audit", "acme") == {
        "practice_id": uid("acme"),
        "stops_7d": 4,
        "sends_7d": 5,
        "opt_out_rate": Decimal("0.8000"),
        "sends_after_stop": 0,
    }
    quiet = row(marts, "opt_out_audit", "gold")
    assert quiet is not None
    assert (quiet["sends_7d"], quiet["opt_out_rate"]) == (0, None)


@pytest.mark.parametrize(
    ("practice", "hours", "breached", "at_risk"),
    [
        ("acme", Decimal("47.9833"), False, False),
        ("bright", None, True, False),  # its only text was blocked: 30034 is no first request
        ("coral", None, False, True),  # twelve hours to the second
        ("dune", Decimal("48.0003"), True, False),
        ("elm", Decimal("48.0000"), False, False),
    ],
)
def test_the_first_request_is_due_48_hours_after_checkout(
    marts: Connection, practice: str, hours: Decimal | None, *, breached: bool, at_risk: bool
) -> None:
    sla = row(marts, "sla_breaches", practice)
    assert sla is not None
    assert (sla["hours_to_first_request"], sla["breached"], sla["at_risk"]) == (
        hours,
        breached,
        at_risk,
    )


def test_the_clock_runs_from_stripes_own_time(marts: Connection) -> None:
    sla = row(marts, "sla_breaches", "acme")
    assert sla is not None
    assert sla["checkout_at"] == datetime(2026, 2, 10, 18, tzinfo=UTC)
    assert sla["deadline_at"] == datetime(2026, 2, 12, 18, tzinfo=UTC)
    assert row(marts, "sla_breaches", "gold") is None


@pytest.mark.parametrize(
    ("practice", "segments", "spend", "breached"),
    [
        ("acme", 6, Decimal("0.0558"), False),
        ("gold", 63, Decimal("0.7119"), True),
        ("hill", 61, Decimal("0.6893"), False),
    ],
)
def test_the_guardrail_is_hit_above_seventy_cents_a_week(
    marts: Connection, practice: str, segments: int, spend: Decimal, *, breached: bool
) -> None:
    week = row(marts, "spend_guardrail", practice, week_start=WEEK)
    assert week is not None
    assert (week["segments"], week["spend_usd"], week["breached"]) == (segments, spend, breached)
    assert week["threshold_usd"] == Decimal("0.7")


@pytest.mark.parametrize(
    ("practice", "latest_total", "due_on", "status"),
    [
        ("acme", 103, date(2026, 3, 12), "failed"),  # what came after day 30 is too late
        ("dune", 49, date(2026, 3, 14), "failed"),
        ("elm", 49, date(2026, 3, 15), "running"),  # today is the last day
        ("fern", 50, date(2026, 3, 22), "met"),
    ],
)
def test_the_guarantee_looks_at_the_total_of_day_thirty(
    marts: Connection, practice: str, latest_total: int, due_on: date, status: str
) -> None:
    promise = row(marts, "guarantees", practice)
    assert promise is not None
    assert (promise["latest_total"], promise["due_on"], promise["status"]) == (
        latest_total,
        due_on,
        status,
    )
    assert promise["reviews_added"] == latest_total - promise["baseline_total"]


@pytest.mark.parametrize(
    ("visit", "outcome", "reason"),
    [
        ("v1", "sent", None),
        ("v6", "delayed", "quiet_hours"),
        ("v7", "skipped", "opted_out"),
        ("v8", "blocked", "cooldown"),
        ("v9", "waiting", None),
        ("v10", "sent", None),
        ("v11", "skipped", "same_source_id"),
    ],
)
def test_a_visit_tells_why_its_patient_was_or_was_not_asked(
    marts: Connection, visit: str, outcome: str, reason: str | None
) -> None:
    found = row(marts, "visit_outcomes", "acme", visit_id=uid(visit))
    assert found is not None
    assert (found["outcome"], found["reason"]) == (outcome, reason)


def test_peers_are_compared_only_where_there_are_ten_others(marts: Connection) -> None:
    march = date(2026, 3, 1)
    figures = {
        name: row(marts, "benchmark_velocity", name, month=march)
        for name in ("acme", "dune", "peer1", "peer8")
    }
    assert all(figure is not None and figure["peers"] == 11 for figure in figures.values())
    compared = {
        name: (figure["reviews_added"], figure["peer_percentile"])
        for name, figure in figures.items()
        if figure
    }
    assert compared == {
        "acme": (14, Decimal("0.9091")),
        "dune": (20, Decimal("1.0000")),
        "peer1": (1, Decimal("0.0000")),
        "peer8": (8, Decimal("0.6364")),
    }
    february = row(marts, "benchmark_velocity", "acme", month=date(2026, 2, 1))
    assert february is not None
    assert (february["reviews_added"], february["peer_percentile"]) == (None, None)


def test_an_unknown_time_zone_is_taken_for_the_default_one(marts: Connection) -> None:
    zones = marts.execute(
        b"select practice_id, zone from int_practice_clocks where is_zone_assumed"
    ).fetchall()
    assert {zone["practice_id"]: zone["zone"] for zone in zones} == {
        uid("bright"): "America/Los_Angeles",
        uid("fern"): "America/Los_Angeles",
    }
