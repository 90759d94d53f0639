"""The nightly reading of Google: reviews, totals of the day, and the guarantee's baseline."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from core.errors import PermanentError, ProviderRejected, TransientError
from core.log import get_logger
from core.outbox.tasks import DispatchDeps
from core.providers.ports import PlaceDetails
from core.rules.places.review_link import ReviewLink, check_review_link
from core.rules.vocabulary import EventType
from core.store.database import Connection
from core.store.events import append_event_once
from core.store.reviews import (
    Place,
    PlaceTotals,
    ReviewRow,
    insert_baseline,
    insert_snapshot,
    list_places,
    set_place_id,
    upsert_reviews,
)

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """What came of one place: a failure's code, or what was new."""

    practice_id: UUID
    failure: str | None = None
    reviews: int = 0
    is_new_snapshot: bool = False
    is_new_baseline: bool = False


@dataclass(frozen=True, slots=True)
class ReviewReadings:
    """A night's readings of all places."""

    places: tuple[PlaceReading, ...]

    @property
    def failures(self) -> dict[str, str]:
        """The places that could not be read, by practice, with the code."""
        return {str(one.practice_id): one.failure for one in self.places if one.failure}

    @property
    def may_pass(self) -> bool:
        """Some of the failures may pass: it is worth trying again soon."""
        return TransientError.__name__ in self.failures.values()

    @property
    def has_failed(self) -> bool:
        """Every place failed, and there was at least one: nothing was read at all."""
        return bool(self.places) and len(self.failures) == len(self.places)

    def counts(self) -> dict[str, int]:
        """Give the figures a run reports."""
        return {
            "places": len(self.places),
            "places_failed": len(self.failures),
            "reviews_fetched": sum(one.reviews for one in self.places),
            "snapshots": sum(one.is_new_snapshot for one in self.places),
            "baselines": sum(one.is_new_baseline for one in self.places),
        }


def read_places(deps: DispatchDeps, *, snapshot_date: date, now: datetime) -> ReviewReadings:
    """Read every practice's place once, and store what it shows under `snapshot_date`.

    A place that cannot be read is reported and the others go on. Reading a day again keeps the
    snapshot that is there.
    """
    with deps.connect() as connection:
        places = list_places(connection)
    readings = []
    for place in places:
        place_id = place.place_id or _place_id_of(place)
        if place_id is not None:
            readings.append(_read_place(deps, place, place_id, snapshot_date, now))
    return ReviewReadings(tuple(readings))


def _place_id_of(place: Place) -> str | None:
    """Take the place's id out of the review link, where that names it."""
    checked = check_review_link(place.review_link or "")
    return checked.place_id if isinstance(checked, ReviewLink) else None


def _read_place(
    deps: DispatchDeps, place: Place, place_id: str, snapshot_date: date, now: datetime
) -> PlaceReading:
    try:
        details = deps.providers.places.fetch(place_id)
    except (TransientError, PermanentError) as error:
        code = error.code if isinstance(error, ProviderRejected) else type(error).__name__
        log.warning("place_not_read", practice_id=str(place.practice_id), code=code)
        return PlaceReading(place.practice_id, failure=code)
    with deps.connect() as connection:
        return _store(connection, place, details, snapshot_date, now)


def _store(
    connection: Connection,
    place: Place,
    details: PlaceDetails,
    snapshot_date: date,
    now: datetime,
) -> PlaceReading:
    practice_id = place.practice_id
    set_place_id(connection, practice_id, details.place_id)
    reviews = upsert_reviews(
        connection,
        practice_id=practice_id,
        place_id=details.place_id,
        reviews=[_review_row(review) for review in details.reviews],
        now=now,
    )
    totals = PlaceTotals(snapshot_date, details.total_reviews, details.average_rating)
    is_new_snapshot = insert_snapshot(connection, practice_id, totals)
    is_new_baseline = insert_baseline(
        connection, practice_id, totals, place_id=details.place_id, now=now
    )
    told: dict[EventType, dict[str, Any]] = {
        EventType.REVIEWS_FETCHED: {"reviews": reviews, "place_id": details.place_id},
        EventType.REVIEWS_SNAPSHOT: {
            "total_reviews": details.total_reviews,
            "average_rating": details.average_rating,
        },
    }
    if is_new_baseline:
        told[EventType.REVIEWS_BASELINED] = {"total_reviews": details.total_reviews}
    for event_type, payload in told.items():
        append_event_once(
            connection,
            event_type,
            practice_id=practice_id,
            key={"snapshot_date": snapshot_date.isoformat()},
            payload=payload,
            at=now,
        )
    return PlaceReading(practice_id, None, reviews, is_new_snapshot, is_new_baseline)


def _review_row(review: Any) -> ReviewRow:
    return ReviewRow(
        external_review_id=review.external_review_id,
        author_name=review.author_name,
        rating=review.rating,
        text=review.text,
        url=review.url,
        published_at=review.published_at,
    )
