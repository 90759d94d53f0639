"""Reads what the portal's pages show of a practice's sources."""

from datetime import datetime

from core.store.calendar_connections import list_connection_states
from core.store.database import Connection
from core.store.known_calendars import list_unread_calendars
from core.store.portal import find_desk_issued, list_sources
from core.store.practices import Practice
from webhooks.portal.views.sources import CONNECTING, Sources


def read_sources(connection: Connection, practice: Practice, *, now: datetime) -> Sources:
    """Read how all of a practice's sources are doing."""
    return Sources(
        calendars=list_connection_states(connection, practice.id, recently=now - CONNECTING),
        unread=list_unread_calendars(connection, practice.id),
        counts=list_sources(connection, practice.id, now=now),
        desk_issued=find_desk_issued(connection, practice.id),
    )
