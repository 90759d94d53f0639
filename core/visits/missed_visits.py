"""Appointments nobody came to: what one source queued is called off when a list tells so."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from core.context import IntakeContext
from core.rules.names.folding import fold_name
from core.rules.places.local_time import local_date
from core.rules.visits.lists import ParsedVisits, VisitRow
from core.rules.vocabulary import Reason
from core.store.database import Connection
from core.store.missed_visits import MissedVisit, find_waiting_visits
from core.store.practices import Practice
from core.store.visit_changes import cancel_visits
from core.visits.ended_requests import end_jobs

_SOUGHT_AT_ONCE = 2500


def find_missed_visits(
    context: IntakeContext, practice: Practice, parsed: ParsedVisits
) -> list[UUID]:
    """Find the visits, of those not asked about yet, that a list names as missed.

    Who came later that day, by the same list, is asked all the same.
    """
    if not parsed.missed:
        return []
    missed = dict.fromkeys(_sightings(practice, parsed.missed))
    for came in _sightings(practice, parsed.rows):
        missed.pop(came, None)
    sought = iter(missed)
    found: dict[UUID, None] = {}
    while part := list(islice(sought, _SOUGHT_AT_ONCE)):
        hashed = [
            MissedVisit(name, context.sealer.hash(contact), day) for name, contact, day in part
        ]
        waiting = find_waiting_visits(context.connection, practice_id=practice.id, missed=hashed)
        found |= dict.fromkeys(waiting)
    return list(found)


def call_off_visits(
    connection: Connection,
    *,
    practice_id: UUID,
    visit_ids: Sequence[UUID],
    source: str,
    now: datetime,
) -> int:
    """Mark visits as not having taken place, as `source` says; gives how many requests end."""
    if not visit_ids:
        return 0
    request_ids = cancel_visits(
        connection, practice_id=practice_id, visit_ids=visit_ids, source=source, now=now
    )
    end_jobs(
        connection,
        practice_id=practice_id,
        request_ids=request_ids,
        reason=Reason.VISIT_CANCELED,
        now=now,
    )
    return len(request_ids)


def _sightings(practice: Practice, rows: Sequence[VisitRow]) -> Iterator[tuple[str, str, date]]:
    for row in rows:
        day = local_date(row.occurred_at, practice.zone)
        for contact in filter(None, (row.phone_e164, row.email)):
            yield fold_name(row.first_name), contact, day
