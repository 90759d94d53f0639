"""The states' windows for texts to patients, each in force from one date to another."""

from datetime import date

from core.rules.sending.quiet_hours import HourRule
from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("quiet_hour_rules")


def list_hour_rules(connection: Connection, *, on_date: date) -> tuple[HourRule, ...]:
    """List the state windows in force on a date."""
    rows = connection.execute(_queries.list_hour_rules, {"on_date": on_date})
    return tuple(HourRule(**row) for row in rows)
