"""The contacts that a practice itself keeps from being asked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("exclusions")


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One contact on the list; `contact` is sealed for the column `exclusions.contact`."""

    contact_hash: str
    contact: str


def add_exclusion(
    connection: Connection, *, practice_id: UUID, exclusion: Exclusion, now: datetime, most: int
) -> bool:
    """Put a contact on the list; False where it has `most` already."""
    params = {
        "practice_id": practice_id,
        "contact_hash": exclusion.contact_hash,
        "contact": exclusion.contact,
        "now": now,
        "most": most,
    }
    return connection.execute(_queries.add_exclusion, params).fetchone() is not None


def remove_exclusion(connection: Connection, *, practice_id: UUID, contact_hash: str) -> None:
    """Take a contact off the list, if it is on it."""
    params = {"practice_id": practice_id, "contact_hash": contact_hash}
    connection.execute(_queries.remove_exclusion, params)


def list_exclusions(connection: Connection, practice_id: UUID) -> list[Exclusion]:
    """List a practice's contacts that are not to be asked, newest first."""
    rows = connection.execute(_queries.list_exclusions, {"practice_id": practice_id})
    return [Exclusion(**row) for row in rows]
