from collections import defaultdict
from datetime import date, time, timedelta
from importlib.resources import files

import psycopg
import pytest

from core.rules.places.area_codes import AREA_CODES_BY_STATE
from core.rules.sending.quiet_hours import EARLIEST, LATEST, HourRule
from core.store.quiet_hour_rules import list_hour_rules
from core.store.seeds import apply_seeds

CLOSED = (None, None)
EVERY_DAY = range(7)
EVE, HOLIDAY = date(2031, 12, 24), date(2031, 12, 25)


@pytest.fixture
def rules(connection):
    rows = connection.execute(
        "select * from quiet_hour_rules where effective_to is null and on_date is null"
    )
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
        for earliest, latest in set(days.values()) - {CLOSED}:
            assert earliest > EARLIEST or latest < LATEST
            assert earliest >= EARLIEST
            assert latest <= LATEST


def test_every_rule_names_its_source(connection):
    rows = connection.execute("select source from quiet_hour_rules").fetchall()
    assert rows
    assert all("https://" in row["source"] for row in rows)


def test_seeding_again_changes_nothing_but_repairs_hours(connection):
    everything = "select * from quiet_hour_rules order by region, weekday, effective_from"
    before = connection.execute(everything).fetchall()
    connection.execute(
        "update quiet_hour_rules set latest = '21:00' where region = 'FL' and on_date is null"
    )
    apply_seeds(connection)
    assert connection.execute(everything).fetchall() == before


def test_a_rule_that_an_operator_ended_stays_ended(connection):
    connection.execute(
        "update quiet_hour_rules set effective_to = '2026-02-01', latest = '19:00' where region = 'FL' and on_date is null"
    )
    apply_seeds(connection)
    rows = connection.execute(
        "select distinct effective_to, latest from quiet_hour_rules where region = 'FL' and on_date is null"
    ).fetchall()
    assert [(str(r["effective_to"]), r["latest"]) for r in rows] == [("2026-02-01", time(19))]


BANNED = (
    "insert into quiet_hour_rules (region, on_date, source) values ('FL', '2031-12-25', 'https://')"
)


def test_a_row_of_one_date_needs_no_more_than_state_date_and_source(connection):
    connection.execute(BANNED)
    [found] = [rule for rule in list_hour_rules(connection, today=EVE) if rule.on_date]
    assert found == HourRule("FL", None, None, None, on_date=HOLIDAY)


@pytest.mark.parametrize(
    ("today", "is_listed"),
    [
        (HOLIDAY - timedelta(days=100), True),
        (HOLIDAY, True),
        (HOLIDAY + timedelta(days=1), True),  # it is still the day before in Honolulu
        (HOLIDAY + timedelta(days=2), False),
    ],
)
def test_a_row_of_one_date_is_listed_until_that_day_is_over_everywhere(
    connection, today, is_listed
):
    connection.execute(BANNED)
    rules = list_hour_rules(connection, today=today)
    assert any(rule.on_date for rule in rules) is is_listed
    assert len([rule for rule in rules if rule.on_date is None]) > 100


def test_a_row_of_one_date_that_an_operator_ended_is_not_listed(connection):
    connection.execute(BANNED)
    connection.execute(
        "update quiet_hour_rules set effective_to = '2026-12-01' where on_date > '2026-01-01'"
    )
    assert any(rule.on_date for rule in list_hour_rules(connection, today=date(2026, 12, 1)))
    assert not any(rule.on_date for rule in list_hour_rules(connection, today=EVE))


@pytest.mark.parametrize(
    ("columns", "values", "broken"),
    [
        ("on_date, earliest", "'2031-12-25', '09:00'", "window"),
        ("on_date, latest", "'2031-12-25', '09:00'", "window"),
        ("on_date, earliest, latest", "'2031-12-25', '09:00', '09:00'", "window"),
        ("on_date, weekday", "'2031-12-25', 4", "weekly_or_dated"),
        ("on_date, effective_from", "'2031-12-25', '2031-12-25'", "weekly_or_dated"),
        ("weekday", "4", "weekly_or_dated"),
        ("effective_from", "'2031-12-25'", "weekly_or_dated"),
        ("weekday, effective_from", "7, '2031-12-25'", "weekday_range"),
    ],
)
def test_a_row_that_says_neither_a_weekday_nor_a_date_or_half_a_window_is_refused(
    connection, columns, values, broken
):
    row = f"insert into quiet_hour_rules (region, source, {columns}) values ('ZZ', 'x', {values})"  # noqa: S608
    with pytest.raises(psycopg.errors.CheckViolation) as refused:
        connection.execute(row.encode())
    assert refused.value.diag.constraint_name == f"quiet_hour_rules_{broken}"


def test_a_state_has_one_row_a_date(connection):
    connection.execute(BANNED)
    with pytest.raises(psycopg.errors.UniqueViolation):
        connection.execute(BANNED)


def test_the_seed_file_takes_a_row_of_one_date_and_applies_it_again(connection):
    seed = (files("sql") / "seeds" / "quiet_hour_rules.sql").read_text("utf-8")
    dated = "('FL', null, null, date '2031-12-25', time '10:00', time '12:00', 'https://x', null),"
    with_date = seed.replace("('CT', 0, 6,", f"{dated}\n        ('CT', 0, 6,")
    for _ in range(2):
        connection.execute(with_date.encode())
    rules = [rule for rule in list_hour_rules(connection, today=EVE) if rule.on_date]
    assert rules == [HourRule("FL", None, time(10), time(12), on_date=HOLIDAY)]


def test_a_sunday_kept_in_the_former_way_is_given_no_hours_by_the_seed(connection):
    connection.execute(
        "update quiet_hour_rules set earliest = '00:00', latest = '00:01'"
        " where earliest is null and on_date is null"
    )
    apply_seeds(connection)
    rows = connection.execute(
        "select region from quiet_hour_rules where earliest is null and on_date is null"
    )
    assert {row["region"] for row in rows} == {"AL", "LA", "MS"}
