"""Google Places API (New): a place's rating, its number of reviews, and up to five of them."""

from collections.abc import Mapping
from datetime import datetime
from http.client import HTTPException
from json import JSONDecodeError, loads
from typing import Any

import httplib2
from googleapiclient.discovery import build
from googleapiclient.errors import Error as ClientError
from googleapiclient.errors import HttpError

from core.errors import ProviderRejected
from core.providers import failures
from core.providers.ports import PlaceDetails, PlaceReview

FIELD_MASK = "id,displayName,rating,userRatingCount,reviews"
"""What is asked for, and with it what is billed."""

_PROVIDER = "Google Places"


class GooglePlaces:
    """Looks places up with an API key, which travels in a header and never in a URL."""

    def __init__(
        self, *, api_key: str, api_base: str, timeout_seconds: float = failures.READ_SECONDS
    ) -> None:
        """Build the client from the discovery document that ships with the library."""
        self._api_key = api_key
        self._timeout_seconds = timeout_seconds
        self._service = build(
            "places",
            "v1",
            static_discovery=True,
            http=httplib2.Http(timeout=timeout_seconds),
            client_options={"api_endpoint": api_base},
        )

    def fetch(self, place_id: str) -> PlaceDetails:
        """Give one place (https://developers.google.com/maps/documentation/places/web-service/place-details)."""
        try:
            request = self._service.places().get(name=f"places/{place_id}")
        except TypeError as error:  # the library checks the id's form against the document
            raise ProviderRejected(code="INVALID_ARGUMENT", message="not a place id") from error
        request.headers["X-Goog-Api-Key"] = self._api_key
        request.headers["X-Goog-FieldMask"] = FIELD_MASK
        try:
            # a connection of its own: httplib2's are not safe to share between threads
            return _details(request.execute(http=httplib2.Http(timeout=self._timeout_seconds)))
        except HttpError as error:
            raise _failure(error) from error
        except (httplib2.HttpLib2Error, HTTPException, OSError, ClientError) as error:
            raise failures.lost(_PROVIDER, error, changes_something=False) from error
        except failures.BAD_SHAPE as error:
            raise failures.lost(_PROVIDER, error, changes_something=False) from error


def _failure(error: HttpError) -> Exception:
    status = int(error.resp.status)
    if failures.is_transient(status):
        return failures.transient(_PROVIDER, status, dict(error.resp), changes_something=False)
    try:
        details = loads(error.content)["error"]
        return failures.rejected(_PROVIDER, str(details["status"]), str(details["message"]))
    except (*failures.BAD_SHAPE, JSONDecodeError):
        return failures.rejected(_PROVIDER, str(status), "no explanation")


def _details(place: Mapping[str, Any]) -> PlaceDetails:
    rating = place.get("rating")
    return PlaceDetails(
        place_id=str(place["id"]),
        name=str(place["displayName"]["text"]),
        average_rating=None if rating is None else float(rating),
        total_reviews=int(place.get("userRatingCount", 0)),
        reviews=tuple(_review(one) for one in place.get("reviews", ())),
    )


def _review(review: Mapping[str, Any]) -> PlaceReview:
    author = review.get("authorAttribution", {})
    words = review.get("originalText") or review.get("text") or {}
    return PlaceReview(
        external_review_id=str(review["name"]),
        author_name=str(author.get("displayName", "")),
        rating=round(float(review["rating"])),
        text=str(words.get("text", "")),
        url=review.get("googleMapsUri") or author.get("uri"),
        published_at=_instant(review["publishTime"]),
    )


def _instant(text: str) -> datetime:
    """Read Google's RFC 3339 times, which may carry nanoseconds; raises ValueError."""
    whole, dot, rest = text.removesuffix("Z").partition(".")
    return datetime.fromisoformat(f"{whole}{dot}{rest[:6].ljust(6, '0') if dot else ''}+00:00")
