from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.places.local_time import at_local, day_bounds, is_zone, local_date

LA, NY, HI = "America/Los_Angeles", "America/New_York", "Pacific/Honolulu"
ZONES = [LA, NY, HI, "America/Chicago", "America/Phoenix", "America/St_Johns", "Asia/Kolkata"]
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)


@pytest.mark.parametrize(
    ("day", "clock", "zone", "expected"),
    [
        (date(2026, 3, 2), time(18, 5), LA, "2026-03-03T02:05"),
        (date(2026, 7, 4), time(9), NY, "2026-07-04T13:00"),
        (date(2026, 7, 4), time(9), HI, "2026-07-04T19:00"),
        (SPRING, time(1, 59), NY, "2026-03-08T06:59"),
        (SPRING, time(2, 30), NY, "2026-03-08T07:30"),  # skipped: shown as 03:30
        (SPRING, time(3, 0), NY, "2026-03-08T07:00"),
        (AUTUMN, time(1, 30), NY, "2026-11-01T05:30"),  # twice: the first
        (AUTUMN, time(2, 0), NY, "2026-11-01T07:00"),
    ],
)
def test_a_local_time_is_one_instant(day, clock, zone, expected):
    assert at_local(day, clock, zone) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [(SPRING, NY, 23), (AUTUMN, NY, 25), (SPRING, HI, 24), (date(2026, 5, 1), NY, 24)],
)
def test_days_have_the_hours_their_clocks_show(day, zone, hours):
    start, end = day_bounds(day, zone)
    assert end - start == timedelta(hours=hours)


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.times(), st.sampled_from(ZONES))
def test_an_instant_of_a_day_is_on_that_day_and_within_its_bounds(day, clock, zone):
    instant = at_local(day, clock, zone)
    start, end = day_bounds(day, zone)
    assert instant.utcoffset() == timedelta(0)
    assert start <= instant < end
    assert local_date(instant, zone) == day


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.sampled_from(ZONES))
def test_days_leave_no_gap_between_them(day, zone):
    assert day_bounds(day, zone)[1] == day_bounds(day + timedelta(days=1), zone)[0]


@pytest.mark.parametrize("name", [LA, "UTC", "America/Indiana/Knox"])
def test_iana_names_are_zones(name):
    assert is_zone(name)


@pytest.mark.parametrize(
    "name", ["", "Pacific", "US/Nowhere", "../etc/passwd", "/etc/passwd", "a\0b", "America"]
)
def test_other_names_are_not(name):
    assert not is_zone(name)
