"""A practice in Los Angeles texts across the country: the hours of each number's state hold."""

from datetime import UTC, datetime, timedelta

import pytest

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
