"""What is forgotten, and after how long."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from core.store.calendar_choices import delete_old_looks
from core.store.calendar_connections import delete_old_authorizations
from core.store.database import Connection
from core.store.jobs import delete_finished_jobs
from core.store.queries import load_queries

_queries = load_queries("retention")

_TWO_HOURS = timedelta(hours=2)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MONTH = timedelta(days=30)
_QUARTER = timedelta(days=90)
_TWO_YEARS = timedelta(days=730)

RETENTION: Mapping[str, timedelta] = {
    "purge_review_texts": _MONTH,
    "delete_magic_links": _MONTH,
    "delete_portal_sessions": _MONTH,
    "purge_inbound_payloads": _MONTH,
    "purge_raw_payloads": _QUARTER,
    "purge_inbound_bodies": _QUARTER,
    "purge_recipients": _MONTH,
    "purge_job_contacts": _MONTH,
    "purge_patient_contacts": _TWO_YEARS,
    "delete_upload_previews": _DAY,
    "delete_doubtful_visits": _MONTH,
    "delete_doubt_answers": _MONTH,
    "delete_place_lookups": _DAY,
    "delete_visitor_uses": _TWO_HOURS,
    "delete_rate_limits": 2 * _DAY,
    "delete_webhook_failures": _MONTH,
}
"""How old what a statement forgets must be.

Thirty days for review texts is Google's rule. Of limits, twice the longest window is kept.
"""


def purge_expired(connection: Connection, *, now: datetime) -> dict[str, int]:
    """Forget everything that is due; gives how many rows each statement touched."""
    purged = {
        name: connection.execute(
            getattr(_queries, name), {"before": now - age, "now": now}
        ).rowcount
        for name, age in RETENTION.items()
    }
    row = connection.execute(_queries.delete_counters, {"before": now - _QUARTER}).fetchone()
    purged["delete_counters"] = 0 if row is None else int(row["deleted"])
    purged["delete_old_authorizations"] = delete_old_authorizations(
        connection, before=now - _MONTH, unreturned_before=now - _HOUR
    )
    purged["delete_old_looks"] = delete_old_looks(connection, before=now - _HOUR)
    purged["delete_finished_jobs"] = delete_finished_jobs(connection, before=now - _MONTH)
    return purged
