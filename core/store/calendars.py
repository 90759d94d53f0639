"""Which practices have connected a calendar."""

from uuid import UUID

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("calendars")


def list_connected(connection: Connection, *, provider: str) -> list[UUID]:
    """Name the practices that have connected a calendar of `provider`: gcal or outlook."""
    rows = connection.execute(_queries.list_connected, {"event_type": f"{provider}_connected"})
    return [row["practice_id"] for row in rows]
