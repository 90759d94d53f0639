from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.rules.places.area_codes import STATE_BY_AREA_CODE
from core.rules.places.local_time import at_local
from core.rules.places.phone import regions_of_number, zones_of_number
from core.rules.sending.quiet_hours import (
    CONTINENTAL_ZONES,
    HourRule,
    next_lawful_minute,
    next_lawful_window,
)
from tests.core.rules.sending.hour_rules import hour_rules, is_lawful

LA, DENVER, CHICAGO, NY = reversed(CONTINENTAL_ZONES)
HI, PHOENIX = "Pacific/Honolulu", "America/Phoenix"
WEDNESDAY, SUNDAY = date(2026, 3, 4), date(2026, 3, 1)
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)
SECOND = timedelta(seconds=1)

FLORIDA = tuple(HourRule("FL", day, time(8), time(20)) for day in range(7))
TEXAS = (
    *(HourRule("TX", day, time(9), time(21)) for day in range(6)),
    HourRule("TX", 6, time(12), time(21)),
)
ALABAMA_SUNDAY = (HourRule("AL", 6, None, None),)


def given_hours(**changes) -> dict:
    return {
        "quiet_start": time(20),
        "quiet_end": time(9),
        "practice_zone": LA,
        "number_zones": (LA,),
        "regions": (),
        "rules": (),
    } | changes


WIDE = {"quiet_start": time(23), "quiet_end": time(6)}


@pytest.mark.parametrize(
    ("day", "clock", "zone", "hours", "expected"),
    [
        # the practice's own hours, start excluded from sending, end included
        (WEDNESDAY, time(8, 59, 59), LA, {}, (WEDNESDAY, time(9), LA)),
        (WEDNESDAY, time(9), LA, {}, None),
        (WEDNESDAY, time(19, 59, 59), LA, {}, None),
        (WEDNESDAY, time(20), LA, {}, (date(2026, 3, 5), time(9), LA)),
        (WEDNESDAY, time(0), LA, {}, (WEDNESDAY, time(9), LA)),
        # federal hours hold whatever a practice sets
        (WEDNESDAY, time(7, 59, 59), LA, WIDE, (WEDNESDAY, time(8), LA)),
        (WEDNESDAY, time(8), LA, WIDE, None),
        (WEDNESDAY, time(20, 59, 59, 999999), LA, WIDE, None),
        (WEDNESDAY, time(21), LA, WIDE, (date(2026, 3, 5), time(8), LA)),
        # no quiet hours of its own
        (WEDNESDAY, time(20, 30), LA, {"quiet_start": time(0), "quiet_end": time(0)}, None),
        # quiet hours that do not wrap midnight: closed at noon
        (WEDNESDAY, time(12), LA, {"quiet_start": time(12), "quiet_end": time(14)}, (WEDNESDAY, time(14), LA)),
        (WEDNESDAY, time(11, 59), LA, {"quiet_start": time(12), "quiet_end": time(14)}, None),
        # the number's zone: too late in the east, too early in the west
        (WEDNESDAY, time(18, 5), LA, {"number_zones": (NY,)}, (date(2026, 3, 5), time(9), LA)),
        (WEDNESDAY, time(17, 59), LA, {"number_zones": (NY,)}, None),
        (WEDNESDAY, time(9), LA, {"number_zones": (HI,)}, (WEDNESDAY, time(8), HI)),
        (WEDNESDAY, time(19), LA, {"number_zones": (CHICAGO,)}, (date(2026, 3, 5), time(9), LA)),
        # an area code in two zones: both count
        (WEDNESDAY, time(8, 30), NY, WIDE | {"practice_zone": NY, "number_zones": (CHICAGO, NY)}, (WEDNESDAY, time(8), CHICAGO)),
        # a number that may be anywhere: 8 in Los Angeles to 21 in New York
        (WEDNESDAY, time(10, 59), NY, WIDE | {"practice_zone": NY, "number_zones": ()}, (WEDNESDAY, time(8), LA)),
        (WEDNESDAY, time(11), NY, WIDE | {"practice_zone": NY, "number_zones": ()}, None),
        (WEDNESDAY, time(20, 59), NY, WIDE | {"practice_zone": NY, "number_zones": ()}, None),
        (WEDNESDAY, time(21), NY, WIDE | {"practice_zone": NY, "number_zones": ()}, (date(2026, 3, 5), time(8), LA)),
        # and still within the practice's own zone
        (WEDNESDAY, time(7), HI, WIDE | {"practice_zone": HI, "number_zones": ()}, (WEDNESDAY, time(8), HI)),
        # state windows, in the number's zone
        (WEDNESDAY, time(19, 59), NY, WIDE | {"number_zones": (NY,), "regions": ("FL",), "rules": FLORIDA}, None),
        (WEDNESDAY, time(20), NY, WIDE | {"number_zones": (NY,), "regions": ("FL",), "rules": FLORIDA}, (date(2026, 3, 5), time(8), LA)),
        (WEDNESDAY, time(20), NY, WIDE | {"number_zones": (NY,), "regions": ("GA",), "rules": FLORIDA}, None),
        (SUNDAY, time(11, 59), CHICAGO, WIDE | {"number_zones": (CHICAGO,), "regions": ("TX",), "rules": TEXAS}, (SUNDAY, time(12), CHICAGO)),
        (SUNDAY, time(12), CHICAGO, WIDE | {"number_zones": (CHICAGO,), "regions": ("TX",), "rules": TEXAS}, None),
        (WEDNESDAY, time(8, 30), CHICAGO, WIDE | {"practice_zone": CHICAGO, "number_zones": (CHICAGO,), "regions": ("TX",), "rules": TEXAS}, (WEDNESDAY, time(9), CHICAGO)),
        # a number of no known state: all of them count
        (WEDNESDAY, time(20), NY, WIDE | {"practice_zone": NY, "number_zones": (NY,), "rules": FLORIDA}, (date(2026, 3, 5), time(8), NY)),
        (SUNDAY, time(11, 59), CHICAGO, WIDE | {"practice_zone": CHICAGO, "number_zones": (CHICAGO,), "rules": TEXAS}, (SUNDAY, time(12), CHICAGO)),
        # a day on which a state allows nothing
        (SUNDAY, time(12), CHICAGO, WIDE | {"practice_zone": CHICAGO, "number_zones": (CHICAGO,), "regions": ("AL",), "rules": ALABAMA_SUNDAY}, (date(2026, 3, 2), time(8), CHICAGO)),
        # the nights clocks change
        (SPRING, time(0, 30), NY, WIDE | {"practice_zone": NY, "number_zones": (NY,)}, (SPRING, time(8), NY)),
        (AUTUMN, time(0, 30), NY, WIDE | {"practice_zone": NY, "number_zones": (NY,)}, (AUTUMN, time(8), NY)),
        (SPRING, time(8), NY, WIDE | {"practice_zone": NY, "number_zones": (NY,)}, None),
        # Arizona keeps its clocks: an hour from Denver since that morning
        (SPRING, time(8), DENVER, WIDE | {"practice_zone": DENVER, "number_zones": (PHOENIX,)}, (SPRING, time(8), PHOENIX)),
        (date(2026, 3, 7), time(8), DENVER, WIDE | {"practice_zone": DENVER, "number_zones": (PHOENIX,)}, None),
    ],
)  # fmt: skip
def test_the_next_lawful_minute(day, clock, zone, hours, expected):
    now = at_local(day, clock, zone)
    found = next_lawful_minute(now, **given_hours(**hours))
    assert found == (at_local(*expected) if expected else now)
    assert is_lawful(now, **given_hours(**hours)) is (expected is None)


def test_quiet_hours_that_cover_the_lawful_day_leave_nothing():
    hours = given_hours(quiet_start=time(8), quiet_end=time(21))
    assert next_lawful_minute(at_local(WEDNESDAY, time(12), LA), **hours) is None
    assert not is_lawful(at_local(WEDNESDAY, time(22), LA), **hours)


def test_a_number_on_the_other_side_of_the_world_may_leave_nothing():
    hours = given_hours(practice_zone=LA, number_zones=("Asia/Kolkata",), quiet_start=time(17))
    assert next_lawful_minute(at_local(WEDNESDAY, time(12), LA), **hours) is None


def test_a_week_of_closed_days_is_looked_past():
    closed = tuple(HourRule("XX", day, None, None) for day in range(7) if day != 2)
    hours = given_hours(regions=("XX",), rules=closed)
    now = at_local(WEDNESDAY, time(20), LA)
    assert next_lawful_minute(now, **hours) == at_local(date(2026, 3, 11), time(9), LA)


def test_seconds_in_a_setting_round_up_to_the_next_whole_minute():
    hours = given_hours(quiet_end=time(9, 0, 30))
    found = next_lawful_minute(at_local(WEDNESDAY, time(7), LA), **hours)
    assert found == at_local(WEDNESDAY, time(9, 1), LA)


def test_two_rules_for_one_day_are_both_kept():
    rules = (HourRule("FL", 2, time(8), time(20)), HourRule("FL", 2, time(10), time(21)))
    hours = given_hours(regions=("FL",), rules=rules, **WIDE)
    window = next_lawful_window(at_local(WEDNESDAY, time(7), LA), **hours)
    assert (window.start, window.end) == (
        at_local(WEDNESDAY, time(10), LA),
        at_local(WEDNESDAY, time(20), LA),
    )


@pytest.mark.parametrize("day", [SPRING, AUTUMN, date(2026, 7, 1)])
def test_no_area_code_is_ever_reached_before_eight_or_from_nine(day):
    for code in STATE_BY_AREA_CODE:
        number = f"+1{code}5550132"
        zones, regions = zones_of_number(number), regions_of_number(number)
        for practice_zone in (NY, HI):
            hours = given_hours(
                **WIDE, practice_zone=practice_zone, number_zones=zones, regions=regions
            )
            for zone in zones or CONTINENTAL_ZONES:
                opens, closes = at_local(day, time(8), zone), at_local(day, time(21), zone)
                assert not is_lawful(opens - SECOND, **hours)
                assert not is_lawful(closes, **hours)
                found = next_lawful_minute(closes, **hours)
                assert found is None or all(
                    8 <= found.astimezone(ZoneInfo(z)).hour < 21 for z in (*zones, practice_zone)
                )


# An oracle that shares nothing with the code under test: it reads clocks at one instant.


def lawful_by_the_clock(instant, hours) -> bool:
    def clock(zone):
        return instant.astimezone(ZoneInfo(zone)).time()

    def allows(rule, zone):
        day = instant.astimezone(ZoneInfo(zone)).date()
        if day != rule.on_date if rule.on_date else day.weekday() != rule.weekday:
            return True
        return rule.earliest is not None and rule.earliest <= clock(zone) < rule.latest

    start, end = hours["quiet_start"], hours["quiet_end"]
    here = clock(hours["practice_zone"])
    quiet = start <= here < end if start < end else (here >= start or here < end)
    if start == end:
        quiet = False
    zones = hours["number_zones"] or (NY, CHICAGO, DENVER, LA)
    return (
        not quiet
        and all(time(8) <= clock(zone) < time(21) for zone in (*zones, hours["practice_zone"]))
        and all(
            allows(rule, zone)
            for rule in hours["rules"]
            for zone in zones
            if rule.region in (hours["regions"] or {rule.region})
        )
    )


zones = st.sampled_from([*CONTINENTAL_ZONES, HI, PHOENIX, "America/Anchorage", "America/St_Johns"])
clocks = st.times().map(lambda t: t.replace(second=0, microsecond=0))
instants = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.builds(
        lambda day, minutes: datetime.combine(day, time(), UTC) + timedelta(minutes=minutes),
        st.sampled_from([SPRING, AUTUMN, SUNDAY]),
        st.integers(-1440, 2880),
    ),
)
rules = st.lists(hour_rules(), max_size=6).map(tuple)
all_hours = st.fixed_dictionaries(
    {
        "quiet_start": clocks,
        "quiet_end": clocks,
        "practice_zone": zones,
        "number_zones": st.lists(zones, max_size=3, unique=True).map(tuple),
        "regions": st.sampled_from([(), ("TX",), ("FL",), ("TX", "FL")]),
        "rules": rules,
    }
)


@given(instants, all_hours)
@settings(max_examples=400)
def test_lawful_is_what_every_clock_on_the_wall_allows(now, hours):
    assert is_lawful(now, **hours) == lawful_by_the_clock(now, hours)


@given(instants, all_hours)
@settings(max_examples=200)
def test_the_next_lawful_minute_is_lawful_and_no_earlier_one_is(now, hours):
    found = next_lawful_minute(now, **hours)
    assume(found is not None and found - now < timedelta(days=2))
    assert found >= now
    assert lawful_by_the_clock(found, hours)
    minute = now
    while minute < found:
        assert not lawful_by_the_clock(minute, hours)
        minute = (minute + timedelta(minutes=1)).replace(second=0, microsecond=0)


@given(instants, all_hours)
@settings(max_examples=100)
def test_where_nothing_is_found_no_hour_of_two_weeks_is_lawful(now, hours):
    if next_lawful_minute(now, **hours) is None:
        steps = range(0, 14 * 24 * 60, 10)
        assert not any(lawful_by_the_clock(now + timedelta(minutes=m), hours) for m in steps)


@given(instants, all_hours, zones)
@settings(max_examples=200)
def test_another_zone_never_adds_lawful_time(now, hours, zone):
    assume(hours["number_zones"])
    stricter = hours | {"number_zones": (*hours["number_zones"], zone)}
    if is_lawful(now, **stricter):
        assert is_lawful(now, **hours)


@given(instants, all_hours)
@settings(max_examples=200)
def test_the_whole_window_is_lawful_and_ends_where_the_law_does(now, hours):
    window = next_lawful_window(now, **hours)
    assume(window is not None)
    middle = window.start + (window.end - window.start) / 2
    assert all(
        lawful_by_the_clock(i, hours)
        for i in (window.start, middle, window.end - timedelta(microseconds=1))
    )
    assert not lawful_by_the_clock(window.end, hours)
