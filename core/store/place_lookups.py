"""Places that owners asked about: the question, and for an hour the answer."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("place_lookups")


@dataclass(frozen=True, slots=True)
class PlaceLookup:
    """One place that was asked about; `error` is Google's code where it told nothing."""

    place_id: str
    asked_at: datetime
    name: str | None = None
    total_reviews: int | None = None
    average_rating: Decimal | None = None
    error: str | None = None


def find_lookup(
    connection: Connection, *, practice_id: UUID, place_id: str, since: datetime
) -> PlaceLookup | None:
    """Find what was asked of a place after `since`."""
    params = {"practice_id": practice_id, "place_id": place_id, "since": since}
    row = connection.execute(_queries.find_lookup, params).fetchone()
    return None if row is None else PlaceLookup(**row)


def ask_place(connection: Connection, *, practice_id: UUID, place_id: str, now: datetime) -> None:
    """Record that a place is to be looked up."""
    params = {"practice_id": practice_id, "place_id": place_id, "now": now}
    connection.execute(_queries.ask, params)


def answer_place(
    connection: Connection,
    *,
    practice_id: UUID,
    place_id: str,
    now: datetime,
    name: str | None = None,
    total_reviews: int | None = None,
    average_rating: float | None = None,
    error: str | None = None,
) -> None:
    """Record what Google told of it."""
    connection.execute(
        _queries.answer,
        {
            "practice_id": practice_id,
            "place_id": place_id,
            "now": now,
            "name": name,
            "total_reviews": total_reviews,
            "average_rating": average_rating,
            "error": error,
        },
    )
