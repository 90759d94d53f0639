"""Visits that wait to be asked about, found by who was to come on which day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg.types.json import Jsonb

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("missed_visits")


@dataclass(frozen=True, slots=True)
class MissedVisit:
    """Who did not come, by folded name and hashed contact, and on which local day."""

    name_key: str
    contact_hash: str
    local_date: date


def find_waiting_visits(
    connection: Connection, *, practice_id: UUID, missed: Sequence[MissedVisit]
) -> list[UUID]:
    """Find the visits meant that nobody was asked about; not those the front desk saw."""
    if not missed:
        return []
    rows = [
        {
            "name_key": one.name_key,
            "contact_hash": one.contact_hash,
            "local_date": one.local_date.isoformat(),
        }
        for one in missed
    ]
    params = {"practice_id": practice_id, "rows": Jsonb(rows)}
    found = connection.execute(_queries.find_waiting, params, prepare=False)
    return [row["id"] for row in found]
