"""A database server of a benchmark's own, and offices with patients who came this morning."""

import atexit
import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psycopg

from core.sealing import Sealer
from core.store.database import Connection, connect
from core.store.migrations import apply_migrations
from core.store.seeds import apply_seeds
from core.visits.intake import VisitInput, ingest_visits
from orchestration.embedded_postgres_server import start_server
from sandbox.twilio_fates import FATES

_ZONE = "America/Los_Angeles"
_PATIENTS = 50
"""Of each office."""


def open_folder(name: str) -> tuple[Path, str]:
    """Make a folder with a server in it; gives both, which end with this process."""
    folder = Path(tempfile.mkdtemp(prefix=f"review-engine-{name}-"))
    # Registered before the server's own end, and so run after it.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder, start_server(folder / "postgres", keep_running=False)


def new_database(server_url: str, name: str) -> str:
    """Make a migrated and seeded database; gives its URL."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"create database {name}".encode())
    url = server_url.replace("/postgres?", f"/{name}?")
    with connect(url) as connection:
        apply_migrations(connection)
        apply_seeds(connection)
    return url


def seed_requests(database_url: str, sealer: Sealer, requests: int, *, now: datetime) -> set[str]:
    """Make offices and `requests` due requests by SMS; gives the codes of their links."""
    numbers = (n for n in range(8_000_000) if f"{n % 10_000:04}" not in FATES)
    with connect(database_url) as connection:
        for start in range(0, requests, _PATIENTS):
            practice_id = uuid4()
            add_office(connection, practice_id)
            ingest_visits(
                connection,
                sealer,
                practice_id=practice_id,
                zone=_ZONE,
                delay_minutes=0,
                visits=[
                    _visit(next(numbers), now) for _ in range(min(_PATIENTS, requests - start))
                ],
                now=now - timedelta(hours=1),
            )
            connection.commit()
        connection.execute(b"analyze")
        connection.commit()
        return {str(row["code"]) for row in connection.execute(b"select code from review_requests")}


def _visit(number: int, now: datetime) -> VisitInput:
    phone = f"+1415{2_000_000 + number}"
    return VisitInput("Ana", phone, None, now - timedelta(hours=3), None, "csv", f"row-{number}")


def add_office(connection: Connection, practice_id: UUID) -> None:
    """Add an office that is ready to text."""
    params = {"id": practice_id, "customer": f"cus_{practice_id}", "zone": _ZONE}
    connection.execute(
        b"insert into practices (id, name, timezone, status, stripe_customer_id)"
        b" values (%(id)s, 'Bright Smiles', %(zone)s, 'active', %(customer)s)",
        params,
    )
    connection.execute(
        b"insert into settings (practice_id, review_link, sms_status, onboarding_completed_at,"
        b" daily_cap, send_delay_minutes)"
        b" values (%(id)s, 'https://g.page/r/abc/review', 'ready', now(), 1000, 0)",
        params,
    )
    connection.execute(
        b"insert into attestations (practice_id, version, accepted_name, accepted_at)"
        b" values (%(id)s, '1', 'Owner', now())",
        params,
    )
