"""Practices whose onboarding has come to a halt."""

from datetime import datetime
from uuid import UUID

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("nudges")


def list_stalled(connection: Connection, *, started_before: datetime) -> list[UUID]:
    """Name the practices that began onboarding before a time and have not finished it."""
    rows = connection.execute(_queries.list_stalled, {"started_before": started_before})
    return [row["id"] for row in rows]
