"""A state may ban or narrow texting on one date: that day counts where the number is."""

import json
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from core.rules.places.local_time import at_local
from core.rules.sending.quiet_hours import HourRule, next_lawful_window
from core.rules.sending.send_decision import Defer, Send, decide
from core.rules.sending.send_inputs import SendInputs
from core.rules.vocabulary import Reason
from tests.core.rules.sending.hour_rules import is_lawful
from tests.core.rules.sending.ready_requests import EMAIL, HOUR, LA, READY

NY, CHICAGO, HI = "America/New_York", "America/Chicago", "Pacific/Honolulu"
EVE, HOLIDAY, AFTER = date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26)

WEEKLY = tuple(HourRule("FL", day, time(8), time(20)) for day in range(7))
BAN = HourRule("FL", None, None, None, on_date=HOLIDAY)
NARROW = HourRule("FL", None, time(12), time(15), on_date=HOLIDAY)


def in_florida(*rules, **changes):
    return {
        "quiet_start": time(23),
        "quiet_end": time(6),
        "practice_zone": NY,
        "number_zones": (NY,),
        "regions": ("FL",),
        "rules": (*WEEKLY, *rules),
    } | changes


def window(day, clock, hours, zone=NY):
    found = next_lawful_window(at_local(day, clock, zone), **hours)
    return None if found is None else (found.start, found.end)


@pytest.mark.parametrize(
    ("day", "clock", "lawful"),
    [
        (EVE, time(19, 59), True),
        (EVE, time(20), False),
        (HOLIDAY, time(0), False),
        (HOLIDAY, time(8), False),
        (HOLIDAY, time(12), False),
        (HOLIDAY, time(19, 59), False),
        (AFTER, time(7, 59), False),
        (AFTER, time(8), True),
    ],
)
def test_on_a_banned_day_nothing_is_texted_and_on_its_neighbours_as_ever(day, clock, lawful):
    hours = in_florida(BAN)
    assert is_lawful(at_local(day, clock, NY), **hours) is lawful


def test_the_next_window_steps_over_the_banned_day():
    after = (at_local(AFTER, time(8), NY), at_local(AFTER, time(20), NY))
    for day, clock in ((EVE, time(20)), (HOLIDAY, time(0)), (HOLIDAY, time(23, 59))):
        assert window(day, clock, in_florida(BAN)) == after


def test_banned_days_in_a_row_are_stepped_over_as_far_as_fourteen_days():
    def banned(days):
        dates = [HOLIDAY + timedelta(days=n) for n in range(days)]
        return in_florida(*(HourRule("FL", None, None, None, on_date=day) for day in dates))

    assert window(EVE, time(20), banned(13))[0] == at_local(date(2027, 1, 7), time(8), NY)
    assert window(EVE, time(20), banned(14)) is None


@pytest.mark.parametrize(
    ("clock", "lawful"),
    [
        (time(11, 59, 59), False),
        (time(12), True),
        (time(14, 59, 59), True),
        (time(15), False),
        (time(19), False),
    ],
)
def test_a_narrowed_day_has_its_own_hours_to_the_second(clock, lawful):
    assert is_lawful(at_local(HOLIDAY, clock, NY), **in_florida(NARROW)) is lawful


@pytest.mark.parametrize(
    ("rule", "opens", "closes"),
    [
        (HourRule("FL", None, time(0), time(23), on_date=HOLIDAY), time(8), time(20)),
        (HourRule("FL", None, time(10), time(23), on_date=HOLIDAY), time(10), time(20)),
        (HourRule("FL", None, time(0), time(17), on_date=HOLIDAY), time(8), time(17)),
    ],
)
def test_a_rule_of_a_date_narrows_and_never_widens(rule, opens, closes):
    expected = (at_local(HOLIDAY, opens, NY), at_local(HOLIDAY, closes, NY))
    assert window(HOLIDAY, time(6), in_florida(rule)) == expected


def test_a_weekly_ban_is_not_lifted_by_hours_of_a_date():
    sunday = date(2026, 12, 27)
    rules = (HourRule("AL", 6, None, None), HourRule("AL", None, time(9), time(17), on_date=sunday))
    hours = in_florida(regions=("AL",)) | {"rules": rules}
    assert not is_lawful(at_local(sunday, time(12), NY), **hours)


def test_of_two_rules_of_one_date_both_hold():
    other = HourRule("FL", None, time(14), time(19), on_date=HOLIDAY)
    expected = (at_local(HOLIDAY, time(14), NY), at_local(HOLIDAY, time(15), NY))
    assert window(HOLIDAY, time(6), in_florida(NARROW, other)) == expected


@pytest.mark.parametrize(
    ("regions", "lawful"),
    [(("GA",), True), (("FL",), False), (("AL", "FL"), False), ((), False)],
)
def test_a_ban_is_one_state_s_and_binds_a_number_of_no_known_state(regions, lawful):
    hours = in_florida(BAN, regions=regions)
    assert is_lawful(at_local(HOLIDAY, time(12), NY), **hours) is lawful


def test_the_day_is_the_number_s_own_and_not_the_practice_s():
    hours = in_florida(BAN, practice_zone=HI, quiet_start=time(0), quiet_end=time(0))
    eve_in_florida = at_local(EVE, time(19, 59), NY)
    assert is_lawful(eve_in_florida, **hours)
    holiday_in_florida = at_local(HOLIDAY, time(13), NY)
    assert not is_lawful(holiday_in_florida, **hours)
    day_after = next_lawful_window(holiday_in_florida, **hours)
    assert day_after.start == at_local(AFTER, time(13), NY)  # 08:00 in Honolulu


def test_in_a_state_of_two_zones_the_day_ends_where_it_ends_last():
    hours = in_florida(BAN, number_zones=(CHICAGO, NY), quiet_start=time(0), quiet_end=time(0))
    first = next_lawful_window(at_local(HOLIDAY, time(12), NY), **hours)
    assert first.start == at_local(AFTER, time(8), CHICAGO)
    last = next_lawful_window(at_local(EVE, time(12), NY), **hours)
    assert last.end == at_local(EVE, time(20), NY)


def test_a_number_of_no_known_zone_waits_for_the_last_of_them():
    hours = in_florida(BAN, number_zones=(), regions=())
    first = next_lawful_window(at_local(EVE, time(20), NY), **hours)
    assert first.start == at_local(AFTER, time(8), LA)


HELD = replace(
    READY,
    now=at_local(HOLIDAY, time(12), NY),
    visit_at=at_local(HOLIDAY, time(12), NY) - 3 * HOUR,
    practice_zone=NY,
    number_zones=(NY,),
    regions=("FL",),
    rules=(*WEEKLY, BAN),
)


def test_the_gate_puts_a_text_off_to_the_day_after():
    morning = at_local(AFTER, time(9), NY)
    assert decide(HELD) == Defer(morning, Reason.QUIET_HOURS)
    assert decide(replace(HELD, now=morning)) == Send()
    assert decide(replace(HELD, regions=("GA",))) == Send()


def test_what_a_cap_holds_back_does_not_land_on_a_banned_day():
    full = replace(HELD, now=at_local(EVE, time(12), NY), visit_at=HELD.visit_at - 24 * HOUR)
    capped = decide(replace(full, sends_today=50))
    assert capped == Defer(at_local(AFTER, time(9), NY), Reason.DAILY_CAP)


def test_email_knows_no_state_and_no_holiday():
    email = replace(EMAIL, now=HELD.now, visit_at=HELD.visit_at, practice_zone=NY)
    assert decide(replace(email, number_zones=(NY,), regions=("FL",), rules=(BAN,))) == Send()


def test_rules_of_dates_are_kept_with_the_verdict_and_read_again():
    inputs = replace(HELD, rules=(*WEEKLY, BAN, NARROW))
    stored = json.loads(json.dumps(inputs.to_json()))
    assert stored["rules"][-2:] == [
        {"region": "FL", "weekday": None, "earliest": None, "latest": None, "on_date": "2026-12-25"},
        {"region": "FL", "weekday": None, "earliest": "12:00:00", "latest": "15:00:00", "on_date": "2026-12-25"},
    ]  # fmt: skip
    assert SendInputs.from_json(stored) == inputs


def test_rules_kept_before_there_were_dates_can_still_be_read():
    stored = replace(HELD, rules=()).to_json() | {
        "rules": [{"region": "AL", "weekday": 6, "earliest": "00:00:00", "latest": "00:01:00"}]
    }
    read = SendInputs.from_json(stored)
    assert read.rules == (HourRule("AL", 6, time(0), time(0, 1)),)
    sunday = at_local(date(2026, 12, 27), time(12), NY)
    in_alabama = replace(read, now=sunday, visit_at=sunday - 3 * HOUR, regions=("AL",))
    assert isinstance(decide(in_alabama), Defer)
