"""What patients texted back, as the office is told of it and reads it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("replies")


@dataclass(frozen=True, slots=True)
class PatientReply:
    """One inbound text; `body` is sealed as "inbound_messages.body", None once purged."""

    body: str | None = field(repr=False)
    kind: str
    received_at: datetime
    first_name: str | None


def get_reply(
    connection: Connection, *, practice_id: UUID, inbound_id: UUID
) -> PatientReply | None:
    """Find one text that a practice received."""
    params = {"practice_id": practice_id, "id": inbound_id}
    row = connection.execute(_queries.get_reply, params).fetchone()
    return None if row is None else PatientReply(**row)


def list_replies(connection: Connection, practice_id: UUID, *, now: datetime) -> list[PatientReply]:
    """List the last replies of thirty days, at most twenty."""
    params = {"practice_id": practice_id, "since": now - timedelta(days=30)}
    return [PatientReply(**row) for row in connection.execute(_queries.list_replies, params)]
