"""A practice in Los Angeles texts across the country: the hours of each number's state hold."""

from datetime import UTC, datetime, timedelta

import pytest

from core.sending.rechecks import recheck_decisions

AT_20_IN_NEW_YORK = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
AT_18_30_IN_NEW_YORK = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
SUNDAY_NOON_IN_LOS_ANGELES = datetime(2026, 3, 8, 19, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "at", "waits_until"),
    [
        ("+12125550123", AT_20_IN_NEW_YORK, None),
        ("+13055550123", AT_20_IN_NEW_YORK, datetime(2026, 3, 5, 17, tzinfo=UTC)),
        ("+14015550123", AT_18_30_IN_NEW_YORK, datetime(2026, 3, 5, 17, tzinfo=UTC)),
        ("+15125550123", SUNDAY_NOON_IN_LOS_ANGELES, None),
        ("+13345550123", SUNDAY_NOON_IN_LOS_ANGELES, datetime(2026, 3, 9, 16, tzinfo=UTC)),
        # toll-free, and a Canadian overlay: nobody knows the state, so the strictest of all holds
        ("+18005550123", AT_18_30_IN_NEW_YORK, datetime(2026, 3, 5, 18, tzinfo=UTC)),
        ("+18005550123", SUNDAY_NOON_IN_LOS_ANGELES, datetime(2026, 3, 9, 17, tzinfo=UTC)),
        ("+14165550123", AT_18_30_IN_NEW_YORK, datetime(2026, 3, 5, 17, tzinfo=UTC)),
    ],
)
def test_a_text_goes_when_its_reader_may_be_texted(world, number, at, waits_until):
    request = world.add_visit(phone=number)
    world.dispatch(at=at)
    row = world.request(request)
    if waits_until is None:
        assert row["status"] == "sent"
    else:
        assert (row["status"], row["reason"]) == ("delayed", "quiet_hours")
        assert waits_until <= row["not_before"] < waits_until + timedelta(minutes=5)
        assert world.dispatch(at=row["not_before"])["sent"] == 1


AT_13_IN_NEW_YORK = datetime(2026, 3, 4, 18, 0, tzinfo=UTC)
NEXT_MORNING = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
"""09:00 in Los Angeles, where the practice is."""


def rule_of_one_date(world, region, earliest=None, latest=None, on_date="2026-03-04"):
    world.execute(
        "insert into quiet_hour_rules (region, on_date, earliest, latest, source)"
        " values (%(region)s, %(on_date)s, %(earliest)s, %(latest)s, 'https://example.com')",
        region=region,
        on_date=on_date,
        earliest=earliest,
        latest=latest,
    )


@pytest.mark.parametrize(
    ("number", "waits"),
    [
        ("+13055550123", True),
        ("+12125550123", False),
        ("+18005550123", True),
    ],
)
def test_on_a_state_s_holiday_its_numbers_and_those_of_no_known_state_wait(world, number, waits):
    rule_of_one_date(world, "FL")
    request = world.add_visit(phone=number, hours_ago=6)
    world.dispatch(at=AT_13_IN_NEW_YORK)
    row = world.request(request)
    if not waits:
        assert row["status"] == "sent"
        return
    assert (row["status"], row["reason"]) == ("delayed", "quiet_hours")
    assert NEXT_MORNING <= row["not_before"] < NEXT_MORNING + timedelta(hours=1, minutes=5)
    assert world.dispatch(at=row["not_before"])["sent"] == 1
    assert recheck_decisions(world.connection, since=world.now - timedelta(days=1)).agrees


def test_a_holiday_of_two_days_and_two_states_is_each_states_own(world):
    rule_of_one_date(world, "FL")
    rule_of_one_date(world, "FL", on_date="2026-03-05")
    rule_of_one_date(world, "TX")
    florida = world.add_visit(phone="+13055550123", hours_ago=6)
    texas = world.add_visit(phone="+15125550123", hours_ago=6)
    world.dispatch(at=AT_13_IN_NEW_YORK)
    waits = [world.request(request)["not_before"] for request in (florida, texas)]
    for wait, morning in zip(waits, (NEXT_MORNING + timedelta(days=1), NEXT_MORNING), strict=True):
        assert morning <= wait < morning + timedelta(minutes=5)


def test_hours_of_one_date_narrow_the_day_to_them(world):
    rule_of_one_date(world, "FL", "14:00", "15:00")
    request = world.add_visit(phone="+13055550123", hours_ago=6)
    world.dispatch(at=AT_13_IN_NEW_YORK)
    opens = AT_13_IN_NEW_YORK + timedelta(hours=1)
    assert opens <= world.request(request)["not_before"] < opens + timedelta(minutes=5)


def test_a_holiday_leaves_email_alone(world):
    rule_of_one_date(world, "FL")
    request = world.add_visit(phone=None, email="ana@example.com", hours_ago=6)
    world.dispatch(at=AT_13_IN_NEW_YORK)
    assert world.request(request)["status"] == "sent"


def test_a_holiday_that_an_operator_took_back_holds_nothing(world):
    rule_of_one_date(world, "FL")
    world.execute(
        "update quiet_hour_rules set effective_to = '2026-03-03' where on_date is not null"
    )
    request = world.add_visit(phone="+13055550123", hours_ago=6)
    world.dispatch(at=AT_13_IN_NEW_YORK)
    assert world.request(request)["status"] == "sent"
