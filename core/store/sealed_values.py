"""Values that are kept sealed for long, to be sealed anew once there is another key."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from psycopg.types.json import Jsonb

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("sealed_values")

SEALED_COLUMNS = (
    "patients.phone_e164",
    "patients.email",
    "exclusions.contact",
    "calendar_connections.refresh_token",
    "calendar_connections.sealed_calendars",
)
"""Those that retention does not empty within ninety days."""

_BATCH = 1000
_FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True)
class SealedValue:
    """A value as it stands; `key` tells the row within the practice."""

    practice_id: UUID
    key: str
    sealed: str


@dataclass(frozen=True, slots=True)
class ResealedValue:
    """A value, and the same under another key."""

    practice_id: UUID
    key: str
    sealed: str
    resealed: str


def list_values_sealed_otherwise(
    connection: Connection, column: str, *, prefix: str
) -> Iterator[list[SealedValue]]:
    """Walk once through the values of `column` that do not begin with `prefix`, batch by batch."""
    list_values = getattr(_queries, f"list_{column.replace('.', '_')}")
    practice_id, key = _FIRST, str(_FIRST) if column.startswith("patients.") else ""
    while True:
        params = {"practice_id": practice_id, "key": key, "prefix": prefix, "most": _BATCH}
        batch = [SealedValue(**row) for row in connection.execute(list_values, params)]
        if not batch:
            return
        yield batch
        practice_id, key = batch[-1].practice_id, batch[-1].key


def replace_values(connection: Connection, column: str, values: Sequence[ResealedValue]) -> int:
    """Store values under their new key, unless they changed meanwhile; gives how many."""
    statement = getattr(_queries, f"reseal_{column.replace('.', '_')}")
    rows = [asdict(value) | {"practice_id": str(value.practice_id)} for value in values]
    return connection.execute(statement, {"rows": Jsonb(rows)}).rowcount
