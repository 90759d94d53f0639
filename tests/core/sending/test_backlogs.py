"""A list of a month's visits, uploaded at once: dripped day by day, and fresh visits go first."""

from datetime import timedelta

import pytest

from core.visits.intake import VisitInput, ingest_visits

DAY = timedelta(days=1)
ZONE = "America/Los_Angeles"


@pytest.fixture
def take_in(world):
    """Give what takes visits in at a time, each ended `ago` before it."""
    told = iter(range(10_000))

    def run(count: int, *, at, ago: timedelta, source: str = "csv") -> None:
        visits = [
            VisitInput(
                "Ana", f"+1415555{next(told):04d}", None, at - ago, None, source, f"k{n}-{at}"
            )
            for n in range(count)
        ]
        with world.connection.transaction():
            ingest_visits(
                world.connection,
                world.deps.sealer,
                practice_id=world.practice_id,
                zone=ZONE,
                delay_minutes=120,
                visits=visits,
                now=at,
            )

    return run


def sent_on(world, at) -> dict[str, int]:
    """Count what was sent in the day that began four hours before `at`, by source."""
    rows = world.execute(
        "select v.source, count(*) as sent from review_requests as r"
        " join visits as v on v.practice_id = r.practice_id and v.id = r.visit_id"
        " where r.sent_at >= %(at)s::timestamptz - interval '4 hours'"
        " and r.sent_at < %(at)s::timestamptz + interval '20 hours' group by v.source",
        at=at,
    )
    return {row["source"]: row["sent"] for row in rows}


def test_a_backlog_takes_what_fresh_visits_leave_and_never_more_than_the_cap(world, take_in):
    world.set(daily_cap=6)
    take_in(40, at=world.now, ago=10 * DAY)
    days = []
    for day in range(5):
        noon = world.now + day * DAY
        for hours in (0, 4, 8):
            world.dispatch(at=noon + timedelta(hours=hours))
            if hours == 0:
                take_in(2, at=noon + timedelta(hours=1), ago=DAY / 24, source="gcal")
        days.append(sent_on(world, noon))
    assert all(sum(day.values()) <= 6 for day in days)
    assert days[0] == {"csv": 6}
    assert days[1:] == [{"csv": 4, "gcal": 2}] * 4
    waiting = world.one(
        "select count(*) as n from review_requests where status in ('queued', 'delayed')"
    )
    assert waiting["n"] == 40 - 6 - 16 + 2


def test_fresh_visits_wait_until_the_next_morning_at_most(world, take_in):
    world.set(daily_cap=3)
    take_in(30, at=world.now, ago=5 * DAY)
    world.dispatch(at=world.now)
    take_in(3, at=world.now + timedelta(hours=1), ago=DAY / 24, source="frontdesk")
    world.dispatch(at=world.now + timedelta(hours=4))
    for hours in range(20, 26):
        world.dispatch(at=world.now + timedelta(hours=hours))
    assert sent_on(world, world.now + DAY) == {"frontdesk": 3}


def test_among_fresh_visits_who_waited_longer_goes_first(world, take_in):
    world.set(daily_cap=1)
    take_in(4, at=world.now, ago=timedelta(hours=3), source="gcal")
    order = [r["id"] for r in world.execute(
        "select r.id from review_requests as r join jobs as j on j.unique_key = 'request:' || r.id"
        " order by j.id"
    )]  # fmt: skip
    for day in range(4):
        world.dispatch(at=world.now + day * DAY)
    sent = [
        row["review_request_id"]
        for row in sorted(world.messages(), key=lambda row: row["created_at"])
        if row["purpose"] == "initial"
    ]
    assert sent == order[: len(sent)]
    assert len(sent) >= 3


def test_the_cap_is_said_to_be_reached_only_when_it_is(world, take_in):
    world.set(daily_cap=2)
    take_in(2, at=world.now, ago=timedelta(minutes=30), source="gcal")
    take_in(1, at=world.now, ago=9 * DAY)
    world.dispatch(at=world.now)
    [held] = world.events("send_delayed")
    assert held["reason"] == "daily_cap"
    assert world.events("cap_reached") == []
