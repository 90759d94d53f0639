"""Google Places' stand-in: field masks and keys."""

import pytest

from core.config import load_config

KEY = {"X-Goog-Api-Key": load_config({}).google_places_api_key}


def _get(sandbox, mask, place="ChIJbright"):
    return sandbox.get(f"/v1/places/{place}", **KEY, **{"X-Goog-FieldMask": mask})


def test_only_what_the_mask_asks_for_is_given(sandbox):
    assert set(_get(sandbox, "id,rating").json()) == {"id", "rating"}
    nested = _get(sandbox, "displayName.text,reviews.rating,reviews.name").json()
    assert set(nested["displayName"]) == {"text"}
    assert [set(review) for review in nested["reviews"]] == [{"rating", "name"}] * 5
    assert set(_get(sandbox, "*").json()) > {"id", "displayName", "reviews"}


@pytest.mark.parametrize(
    ("headers", "status", "name"),
    [
        ({}, 403, "PERMISSION_DENIED"),
        ({"X-Goog-Api-Key": "wrong", "X-Goog-FieldMask": "id"}, 400, "INVALID_ARGUMENT"),
        (KEY, 400, "INVALID_ARGUMENT"),
        (KEY | {"X-Goog-FieldMask": "stars"}, 400, "INVALID_ARGUMENT"),
    ],
)
def test_a_call_without_key_or_mask_is_refused(sandbox, headers, status, name):
    refused = sandbox.get("/v1/places/ChIJbright", **headers)
    assert (refused.status_code, refused.json()["error"]["status"]) == (status, name)


def test_a_new_review_counts_and_comes_first(sandbox):
    before = _get(sandbox, "userRatingCount").json()["userRatingCount"]
    added = sandbox.post("places/ChIJbright/reviews", rating=1, text="Ouch", author="Bo")
    place = _get(sandbox, "userRatingCount,reviews").json()
    assert place["userRatingCount"] == before + 1 == added["total_reviews"]
    assert place["reviews"][0]["text"] == {"text": "Ouch", "languageCode": "en"}
    assert place["reviews"][0]["authorAttribution"]["displayName"] == "Bo"


def test_google_can_lose_reviews(sandbox):
    sandbox.post("places/ChIJbright", total_reviews=3, name="Bright Smiles")
    place = _get(sandbox, "userRatingCount,displayName").json()
    assert (place["userRatingCount"], place["displayName"]["text"]) == (3, "Bright Smiles")


def test_a_place_is_the_same_after_a_reset_with_the_same_seed(sandbox):
    sandbox.post("settings", now="2026-03-04T20:00:00Z")
    before = _get(sandbox, "*").json()
    sandbox.post("reset")
    assert _get(sandbox, "*").json() == before
