"""Places through Google's client."""

import pytest

from core.errors import ProviderRejected
from core.providers.google_places import GooglePlaces, _instant


def test_a_place_comes_with_rating_total_and_at_most_five_reviews(places, control):
    control("places/ChIJbright/reviews", rating=4, text="Muy amables", author="Ana R.", times=9)
    place = places.fetch("ChIJbright")
    assert place.place_id == "ChIJbright"
    assert place.name
    assert 1 <= place.average_rating <= 5
    assert place.total_reviews >= 9
    assert len(place.reviews) == 5
    newest = place.reviews[0]
    assert (newest.author_name, newest.rating, newest.text) == ("Ana R.", 4, "Muy amables")
    assert newest.external_review_id.startswith("places/ChIJbright/reviews/")
    assert newest.url.startswith("https://www.google.com/maps/")
    assert newest.published_at.tzinfo is not None


def test_review_ids_are_the_same_on_every_fetch(places):
    first, second = places.fetch("ChIJbright"), places.fetch("ChIJbright")
    assert first == second


def test_a_place_without_reviews_has_no_rating(places, control):
    control("places/ChIJnew", total_reviews=0)
    place = places.fetch("ChIJnew")
    assert (place.average_rating, place.total_reviews) == (None, 0)


def test_a_moved_place_answers_with_its_new_id(places):
    assert places.fetch("ChIJofficeMoved").place_id == "ChIJofficeNew"


@pytest.mark.parametrize(
    ("place_id", "code"),
    [
        ("ChIJofficeGone", "NOT_FOUND"),
        ("elsewhere", "NOT_FOUND"),
        ("a/b", "INVALID_ARGUMENT"),
        ("", "INVALID_ARGUMENT"),
    ],
)
def test_a_place_that_is_not_there_is_a_rejection(places, place_id, code):
    with pytest.raises(ProviderRejected) as caught:
        places.fetch(place_id)
    assert caught.value.code == code


def test_a_wrong_key_is_a_rejection_that_does_not_show_it(sandbox):
    places = GooglePlaces(api_key="AIza-wrong", api_base=sandbox.base_url)
    with pytest.raises(ProviderRejected) as caught:
        places.fetch("ChIJbright")
    assert caught.value.code == "INVALID_ARGUMENT"
    assert "AIza" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-03-04T20:00:00Z", "2026-03-04T20:00:00+00:00"),
        ("2026-03-04T20:00:00.5Z", "2026-03-04T20:00:00.500000+00:00"),
        ("2026-03-04T20:00:00.123456789Z", "2026-03-04T20:00:00.123456+00:00"),
    ],
)
def test_googles_times_are_read_whatever_their_precision(text, iso):
    assert _instant(text).isoformat() == iso
