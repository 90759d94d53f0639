"""Public Google reviews as fetched, the daily totals, and the baseline of the guarantee."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("reviews")


@dataclass(frozen=True, slots=True)
class Place:
    """A practice's place on Google: its id where known, and the link that may name it."""

    practice_id: UUID
    place_id: str | None
    review_link: str | None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One public review."""

    external_review_id: str
    author_name: str | None
    rating: int
    text: str | None
    url: str | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlaceTotals:
    """A place's public totals on a day; no average while there is no review."""

    snapshot_date: date
    total_reviews: int
    average_rating: float | None


def list_places(connection: Connection) -> list[Place]:
    """List the practices whose place is known, or may be named by their review link."""
    return [Place(**row) for row in connection.execute(_queries.list_places, {})]


def set_place_id(connection: Connection, practice_id: UUID, place_id: str) -> bool:
    """Record a place's current id; False if it was known."""
    params = {"practice_id": practice_id, "place_id": place_id}
    return connection.execute(_queries.set_place_id, params).rowcount == 1


def upsert_reviews(
    connection: Connection,
    *,
    practice_id: UUID,
    place_id: str,
    reviews: Iterable[ReviewRow],
    now: datetime,
) -> int:
    """Store reviews as fetched at `now`, in one statement; gives their number."""
    rows = [
        {
            "external_review_id": review.external_review_id,
            "author_name": review.author_name,
            "rating": review.rating,
            "text": review.text,
            "url": review.url,
            "published_at": review.published_at.isoformat() if review.published_at else None,
        }
        for review in reviews
    ]
    if not rows:
        return 0
    params = {"practice_id": practice_id, "place_id": place_id, "rows": Jsonb(rows), "now": now}
    return connection.execute(_queries.upsert_reviews, params).rowcount


def insert_snapshot(connection: Connection, practice_id: UUID, totals: PlaceTotals) -> bool:
    """Store a day's totals; False if the day has them already."""
    return connection.execute(_queries.insert_snapshot, _params(practice_id, totals)).rowcount == 1


def insert_baseline(
    connection: Connection,
    practice_id: UUID,
    totals: PlaceTotals,
    *,
    place_id: str,
    now: datetime,
) -> bool:
    """Let the running period's guarantee count from totals read `now`; False if it does already.

    False too for a day before that period.
    """
    params = _params(practice_id, totals) | {"place_id": place_id, "now": now}
    return connection.execute(_queries.insert_baseline, params).rowcount == 1


def _params(practice_id: UUID, totals: PlaceTotals) -> dict[str, object]:
    return {
        "practice_id": practice_id,
        "snapshot_date": totals.snapshot_date,
        "total_reviews": totals.total_reviews,
        "average_rating": totals.average_rating,
    }
