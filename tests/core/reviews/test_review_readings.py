"""The nightly reading of Google: what is stored, what stays, and what fails alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from core.errors import ProviderRejected, TransientError
from core.providers.ports import PlaceDetails, PlaceReview
from core.reviews.review_readings import read_places
from core.rules.billing.paid_periods import BegunBy, PaidPeriod
from core.store.paid_periods import list_periods, save_periods

DAY = date(2026, 3, 4)


class Places:
    """Answers with what a test puts there."""

    def __init__(self):
        self.totals = {}
        self.failures = {}
        self.text = "Kind people"
        self.moved = {}

    def fetch(self, place_id):
        if place_id in self.failures:
            raise self.failures[place_id]
        total = self.totals.get(place_id, 40)
        review = PlaceReview(
            "places/r1", "A. Person", 5, self.text, "https://maps.google.com/r1",
            datetime(2026, 3, 1, tzinfo=UTC),
        )  # fmt: skip
        place = self.moved.get(place_id, place_id)
        return PlaceDetails(place, "Bright Smiles", 4.7, total, (review,))


@pytest.fixture
def places(world):
    world.deps.providers.places = Places()
    world.execute("update practices set source_place_id = 'ChIJplace0001'")
    return world.deps.providers.places


def snapshots(world):
    return world.execute(
        "select snapshot_date, total_reviews, average_rating, five_star from review_snapshots"
        " order by snapshot_date"
    )


def test_a_night_stores_reviews_totals_and_the_baseline(world, places):
    readings = read_places(world.deps, snapshot_date=DAY, now=world.now)
    assert readings.counts() == {
        "places": 1, "places_failed": 0, "reviews_fetched": 1, "snapshots": 1, "baselines": 1,
    }  # fmt: skip
    (snapshot,) = snapshots(world)
    assert (snapshot["total_reviews"], float(snapshot["average_rating"])) == (40, 4.7)
    assert snapshot["five_star"] is None
    baseline = world.one("select baseline_date, baseline_total from practice_baselines")
    assert baseline == {"baseline_date": DAY, "baseline_total": 40}
    assert world.one("select author_name, rating from reviews") == {
        "author_name": "A. Person",
        "rating": 5,
    }
    for event in ("reviews_fetched", "reviews_snapshot", "reviews_baselined"):
        assert [e["snapshot_date"] for e in world.events(event)] == ["2026-03-04"]


def test_reading_a_day_again_leaves_the_same_rows(world, places):
    read_places(world.deps, snapshot_date=DAY, now=world.now)
    before = world.execute("select * from reviews"), snapshots(world)
    places.totals["ChIJplace0001"] = 41
    again = read_places(world.deps, snapshot_date=DAY, now=world.now)
    assert (world.execute("select * from reviews"), snapshots(world)) == before
    assert again.counts()["snapshots"] == 0
    assert len(world.events("reviews_snapshot")) == 1


def test_the_next_day_adds_a_snapshot_and_keeps_the_baseline(world, places):
    read_places(world.deps, snapshot_date=DAY, now=world.now)
    places.totals["ChIJplace0001"] = 43
    read_places(
        world.deps, snapshot_date=DAY + timedelta(days=1), now=world.now + timedelta(days=1)
    )
    assert [row["total_reviews"] for row in snapshots(world)] == [40, 43]
    assert world.one("select baseline_total from practice_baselines")["baseline_total"] == 40


def test_an_edited_review_is_updated_and_not_added(world, places):
    read_places(world.deps, snapshot_date=DAY, now=world.now)
    places.text = "Very kind people"
    read_places(world.deps, snapshot_date=DAY, now=world.now + timedelta(hours=1))
    assert world.one("select text from reviews")["text"] == "Very kind people"


def test_a_place_that_fails_harms_no_other(world, places):
    other = uuid4()
    world.add_practice(other)
    world.execute(
        "update practices set source_place_id = 'ChIJother0002' where id = %(id)s", id=other
    )
    places.failures["ChIJplace0001"] = ProviderRejected("NOT_FOUND", "gone")
    readings = read_places(world.deps, snapshot_date=DAY, now=world.now)
    assert readings.failures == {str(world.practice_id): "NOT_FOUND"}
    assert not readings.has_failed
    assert len(snapshots(world)) == 1


def test_a_night_without_any_reading_has_failed(world, places):
    places.failures["ChIJplace0001"] = TransientError("down")
    assert read_places(world.deps, snapshot_date=DAY, now=world.now).has_failed


def test_nobody_to_read_is_not_a_failure(world, places):
    world.execute("update practices set status = 'canceled'")
    readings = read_places(world.deps, snapshot_date=DAY, now=world.now)
    assert readings.counts()["places"] == 0
    assert not readings.has_failed


def test_the_place_is_taken_from_the_review_link_where_that_names_it(world, places):
    world.execute("update practices set source_place_id = null")
    world.set(review_link="https://search.google.com/local/writereview?placeid=ChIJfromlink003")
    read_places(world.deps, snapshot_date=DAY, now=world.now)
    assert (
        world.one("select source_place_id from practices")["source_place_id"] == "ChIJfromlink003"
    )


def test_a_place_that_moved_is_followed(world, places):
    places.moved["ChIJplace0001"] = "ChIJmoved0009"
    read_places(world.deps, snapshot_date=DAY, now=world.now)
    assert world.one("select source_place_id from practices")["source_place_id"] == "ChIJmoved0009"


def test_who_comes_back_gets_a_baseline_of_the_new_period(world, places):
    begin = datetime(2026, 3, 3, 18, tzinfo=UTC)
    first = PaidPeriod(begin, None, BegunBy.CHECKOUT, "cs_1")
    save_periods(world.connection, world.practice_id, [first], now=begin)
    read_places(world.deps, snapshot_date=DAY, now=begin + timedelta(hours=16))
    ended = replace(first, ended_at=begin + timedelta(days=10))
    again = PaidPeriod(begin + timedelta(days=20), None, BegunBy.CHECKOUT, "cs_2")
    for _ in range(2):
        save_periods(world.connection, world.practice_id, [ended, again], now=again.started_at)
    assert world.execute("select baseline_date from practice_baselines") == []
    assert world.execute("select baseline_date from former_baselines") == [{"baseline_date": DAY}]
    late = again.started_at + timedelta(hours=16)
    read_places(world.deps, snapshot_date=DAY + timedelta(days=1), now=late)
    assert world.execute("select baseline_date from practice_baselines") == []
    read_places(world.deps, snapshot_date=late.date(), now=late)
    row = world.one("select baseline_date, read_at, source_place_id from practice_baselines")
    assert (row["baseline_date"], row["read_at"]) == (late.date(), late)
    assert row["source_place_id"]
    assert list_periods(world.connection, world.practice_id) == [ended, again]
