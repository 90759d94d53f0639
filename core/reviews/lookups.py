"""Which place a pasted review link leads to, as far as it is known or can be asked."""

from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from core.context import IntakeContext
from core.rules.places.review_link import ReviewLink, check_review_link
from core.rules.vocabulary import JobType
from core.store.jobs import enqueue_job
from core.store.place_lookups import PlaceLookup, ask_place, find_lookup
from core.store.portal import PlaceTotals, find_place
from core.store.rate_limits import Limit, take_use

_LIMIT = Limit(
    "place_lookup", short_max=10, short=timedelta(minutes=10), long_max=30, long=timedelta(days=1)
)
"""Google charges for every look."""

_SHOWN = timedelta(hours=1)
_PATIENCE = timedelta(seconds=60)
_UNKNOWN_PLACE = frozenset({"INVALID_ARGUMENT", "NOT_FOUND"})


class PlaceState(StrEnum):
    """Why there is nothing to show of a place."""

    PENDING = "pending"
    UNKNOWN = "unknown"
    """Google knows no such place."""
    UNTOLD = "untold"
    """The link names no place, or Google could not be asked: nothing is wrong with it."""


def look_up_place(
    context: IntakeContext, practice_id: UUID, url: str, *, may_ask: bool = True
) -> PlaceTotals | PlaceState:
    """Give what is known of the place that a link leads to; `may_ask` has it looked up.

    A job does the asking: call again for its answer.
    """
    link = check_review_link(url)
    if not isinstance(link, ReviewLink) or link.place_id is None:
        return PlaceState.UNTOLD
    counted = find_place(context.connection, practice_id)
    if counted is not None and counted.place_id == link.place_id:
        return counted
    lookup = find_lookup(
        context.connection,
        practice_id=practice_id,
        place_id=link.place_id,
        since=context.now - _SHOWN,
    )
    if lookup is not None:
        return _told(lookup, is_late=context.now - lookup.asked_at > _PATIENCE)
    return _ask(context, practice_id, link.place_id) if may_ask else PlaceState.UNTOLD


def _told(lookup: PlaceLookup, *, is_late: bool) -> PlaceTotals | PlaceState:
    if lookup.name is not None and lookup.total_reviews is not None:
        return PlaceTotals(
            lookup.place_id, lookup.name, lookup.total_reviews, lookup.average_rating
        )
    if lookup.error in _UNKNOWN_PLACE:
        return PlaceState.UNKNOWN
    return PlaceState.UNTOLD if lookup.error or is_late else PlaceState.PENDING


def _ask(context: IntakeContext, practice_id: UUID, place_id: str) -> PlaceState:
    connection, now = context.connection, context.now
    if take_use(connection, _LIMIT, practice_id=practice_id, now=now) is not None:
        return PlaceState.UNTOLD
    ask_place(connection, practice_id=practice_id, place_id=place_id, now=now)
    enqueue_job(
        connection,
        JobType.LOOK_UP_PLACE,
        practice_id=practice_id,
        payload={"place_id": place_id},
        run_at=now,
        unique_key=None,
    )
    return PlaceState.PENDING
