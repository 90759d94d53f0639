"""The states' windows for texts to patients: of a weekday, or of one date."""

from datetime import date

from core.rules.sending.quiet_hours import HourRule
from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("quiet_hour_rules")


def list_hour_rules(connection: Connection, *, today: date) -> tuple[HourRule, ...]:
    """List the state windows in force on a date, and those of single dates to come."""
    rows = connection.execute(_queries.list_hour_rules, {"today": today})
    return tuple(HourRule(**row) for row in rows)
