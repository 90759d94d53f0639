"""The place behind a pasted review link: asked once by a job, and told to its owner."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.context import IntakeContext
from core.errors import ProviderRejected, TransientError
from core.providers.ports import PlaceDetails
from core.reviews.lookups import _LIMIT, PlaceState, look_up_place
from core.store.portal import PlaceTotals

PLACE = "ChIJlakeside0001"
URL = "https://search.google.com/local/writereview?placeid="


class Places:
    """Answers for one place, or raises what a test puts there."""

    def __init__(self):
        self.asked = []
        self.error = None

    def fetch(self, place_id):
        self.asked.append(place_id)
        if self.error:
            raise self.error
        return PlaceDetails(place_id, "Lakeside Dental", 4.7, 131, ())


@pytest.fixture
def places(world):
    world.deps.providers.places = Places()
    return world.deps.providers.places


@pytest.fixture
def look(world):
    def run(place_id=PLACE, *, later=timedelta(0), **options):
        with world.connection.transaction():
            now = world.now + later
            context = IntakeContext(world.connection, world.deps.config, world.sealer, now)
            return look_up_place(context, world.practice_id, URL + place_id, **options)

    return run


def test_a_place_is_asked_once_and_told_with_its_rating(world, places, look):
    assert [look(), look()] == [PlaceState.PENDING] * 2
    assert world.dispatch()["places_looked_up"] == 1
    assert look() == PlaceTotals(PLACE, "Lakeside Dental", 131, Decimal("4.70"))
    assert places.asked == [PLACE]
    later = timedelta(minutes=61)
    assert look(later=later) is PlaceState.PENDING
    world.dispatch(at=world.now + later)
    assert places.asked == [PLACE, PLACE]


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("NOT_FOUND", PlaceState.UNKNOWN),
        ("INVALID_ARGUMENT", PlaceState.UNKNOWN),
        ("PERMISSION_DENIED", PlaceState.UNTOLD),
    ],
)
def test_a_place_that_google_does_not_know_is_told_from_one_it_does_not_tell(
    world, places, look, code, state
):
    places.error = ProviderRejected(code, "no")
    look()
    assert world.dispatch()["places_not_found"] == 1
    assert look() is state


def test_who_waits_longer_than_a_minute_is_not_kept_waiting(world, places, look):
    places.error = TransientError("away")
    look()
    world.dispatch()
    assert look() is PlaceState.PENDING
    assert look(later=timedelta(seconds=61)) is PlaceState.UNTOLD
    world.dispatch(at=world.now + timedelta(minutes=2))
    assert places.asked == [PLACE]
    assert world.one("select error from place_lookups")["error"] == "provider_down"


def test_looks_are_limited_and_a_page_alone_asks_nothing(world, places, look):
    assert look(may_ask=False) is PlaceState.UNTOLD
    states = [look(f"ChIJplace{number:04}") for number in range(_LIMIT.short_max + 1)]
    assert states == [PlaceState.PENDING] * _LIMIT.short_max + [PlaceState.UNTOLD]
    assert world.dispatch()["places_looked_up"] == _LIMIT.short_max


def test_a_link_that_names_no_place_is_taken_without_asking(world, places, look):
    with world.connection.transaction():
        context = IntakeContext(world.connection, world.deps.config, world.sealer, world.now)
        url = "https://g.page/r/CabcDEF/review"
        assert look_up_place(context, world.practice_id, url) is PlaceState.UNTOLD
    assert world.dispatch().claimed == 0
