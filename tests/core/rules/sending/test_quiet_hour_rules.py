from collections import defaultdict
from datetime import time

import pytest

from core.rules.places.area_codes import AREA_CODES_BY_STATE
from core.rules.sending.quiet_hours import EARLIEST, LATEST
from core.store.seeds import apply_seeds

CLOSED = (time(0), time(0, 1))
EVERY_DAY = range(7)


@pytest.fixture
def rules(connection):
    rows = connection.execute("select * from quiet_hour_rules where effective_to is null")
    found = defaultdict(dict)
    for row in rows.fetchall():
        found[row["region"]][row["weekday"]] = (row["earliest"], row["latest"])
    return found


@pytest.mark.parametrize("region", ["FL", "OK", "MD", "MS", "NJ", "WA", "MA", "AL", "LA"])
def test_these_states_end_at_eight_in_the_evening(rules, region):
    assert all(rules[region][day] == (time(8), time(20)) for day in range(6))


@pytest.mark.parametrize("region", ["FL", "OK", "MD", "NJ", "WA", "MA"])
def test_these_keep_the_same_hours_on_sundays(rules, region):
    assert rules[region][6] == (time(8), time(20))


@pytest.mark.parametrize("region", ["AL", "LA", "MS"])
def test_these_allow_nothing_on_sundays(rules, region):
    assert rules[region][6] == CLOSED


@pytest.mark.parametrize(
    ("region", "days", "hours"),
    [
        ("CT", EVERY_DAY, (time(9), time(20))),
        ("KY", EVERY_DAY, (time(10), time(21))),
        ("NV", EVERY_DAY, (time(9), time(20))),
        ("MN", EVERY_DAY, (time(9), time(21))),
        ("TX", range(6), (time(9), time(21))),
        ("TX", [6], (time(12), time(21))),
        ("RI", range(5), (time(9), time(18))),
        ("RI", [5, 6], (time(10), time(17))),
    ],
)
def test_the_other_windows(rules, region, days, hours):
    assert all(rules[region][day] == hours for day in days)


def test_every_listed_state_is_stricter_than_the_federal_hours_each_day(rules):
    assert set(rules) <= set(AREA_CODES_BY_STATE)
    for days in rules.values():
        assert set(days) == set(EVERY_DAY)
        for earliest, latest in days.values():
            assert earliest > EARLIEST or latest < LATEST
            assert (earliest >= EARLIEST and latest <= LATEST) or (earliest, latest) == CLOSED


def test_every_rule_names_its_source(connection):
    rows = connection.execute("select source from quiet_hour_rules").fetchall()
    assert rows
    assert all("https://" in row["source"] for row in rows)


def test_seeding_again_changes_nothing_but_repairs_hours(connection):
    everything = "select * from quiet_hour_rules order by region, weekday, effective_from"
    before = connection.execute(everything).fetchall()
    connection.execute("update quiet_hour_rules set latest = '21:00' where region = 'FL'")
    apply_seeds(connection)
    assert connection.execute(everything).fetchall() == before


def test_a_rule_that_an_operator_ended_stays_ended(connection):
    connection.execute(
        "update quiet_hour_rules set effective_to = '2026-02-01', latest = '19:00' where region = 'FL'"
    )
    apply_seeds(connection)
    rows = connection.execute(
        "select distinct effective_to, latest from quiet_hour_rules where region = 'FL'"
    ).fetchall()
    assert [(str(r["effective_to"]), r["latest"]) for r in rows] == [("2026-02-01", time(19))]
