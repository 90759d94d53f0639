"""A practice, its calendar at the sandbox, and polls of it at any time."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import requests

from core.calendars.clients import build_clients
from core.calendars.poll import poll_calendars
from core.config import Config, load_config
from core.sealing import Sealer
from core.store.calendar_connections import TOKEN_COLUMN, connect_calendar
from core.store.database import Connection, connect
from sandbox.server import SandboxHandle, start_background
from tests.webhooks.client import Client
from webhooks.deps import build_deps

NOON = datetime(2026, 3, 4, 20, tzinfo=UTC)
"""A Wednesday, twelve in Los Angeles."""
ANA = "Cleaning - Ana Ruiz (510) 555-0142"


@pytest.fixture(scope="session")
def running_sandbox() -> Iterator[SandboxHandle]:
    handle = start_background(config=load_config({}), seed=11)
    yield handle
    handle.stop()


@dataclass
class Office:
    """A practice with a front desk that keeps its calendar, and an engine that reads it."""

    source: str
    config: Config
    sealer: Sealer
    database_url: str
    database: Connection
    base_url: str
    practice_id: UUID
    account: str = "desk@office.example"
    sleeps: list[float] = field(default_factory=list)
    clients: dict[Config, Client] = field(default_factory=dict)

    def client(self, now: datetime = NOON, **changes: Any) -> Client:
        """Give a client of the web app at a time; it is the same one for the same settings."""
        config = replace(self.config, engine_now=now, **changes)
        return self.clients.setdefault(config, Client(build_deps(config)))

    def desk(self, path: str = "events", **body: Any) -> dict[str, Any]:
        """Play the front desk; times are instants."""
        body = {k: v.isoformat() if isinstance(v, datetime) else v for k, v in body.items()}
        url = f"{self.base_url}/_sandbox/calendar/{self.source}/{path}"
        answer = requests.post(url, json=body, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def book(self, title: str = ANA, *, ends_at: datetime, **body: Any) -> str:
        start = ends_at - timedelta(minutes=body.pop("minutes", 60))
        entry = {"title": title, "start": start, "end": ends_at, "account": self.account}
        return self.desk(**entry | body)["id"]

    def move(self, entry_id: str, *, ends_at: datetime) -> None:
        self.desk(op="move", id=entry_id, start=ends_at - timedelta(hours=1), end=ends_at)

    def fail(self, **fault: Any) -> None:
        url = f"{self.base_url}/_sandbox/faults"
        requests.post(url, json={"provider": self.source} | fault, timeout=10).raise_for_status()

    def connect(self) -> str:
        """Connect the calendar without a browser; gives the refresh token."""
        token = self.desk("grants", account=self.account)["refresh_token"]
        connect_calendar(
            self.database,
            practice_id=self.practice_id,
            source=self.source,
            sealed_token=self.sealer.seal(token, practice_id=self.practice_id, column=TOKEN_COLUMN),
            now=NOON,
        )
        return token

    def poll(self, now: datetime = NOON, *, only_new: bool = False) -> dict[str, int]:
        return poll_calendars(
            self.source,
            config=self.config,
            sealer=self.sealer,
            connect=lambda: connect(self.database_url),
            clients=build_clients(self.config),
            now=now,
            sleep=self.sleeps.append,
            only_new=only_new,
        )

    def rows(self, statement: str, *params: Any) -> list[dict[str, Any]]:
        return self.database.execute(statement.encode(), params).fetchall()

    def visits(self) -> list[dict[str, Any]]:
        return self.rows(
            """
            select v.source_id, v.occurred_at, v.canceled_at, p.first_name, r.channel, r.status,
                r.reason, j.status as job, j.run_at, r.id as request_id, v.id
            from visits as v
            join patients as p on p.practice_id = v.practice_id and p.id = v.patient_id
            join review_requests as r on r.practice_id = v.practice_id and r.visit_id = v.id
            left join jobs as j on j.unique_key = 'request:' || r.id
            where v.practice_id = %s order by v.occurred_at, v.created_at, v.source_id
            """,
            self.practice_id,
        )

    def connection(self) -> dict[str, Any]:
        [row] = self.rows(
            "select * from calendar_connections where practice_id = %s and source = %s",
            self.practice_id,
            self.source,
        )
        return row

    def events(self, event_type: str) -> list[dict[str, Any]]:
        return self.rows(
            "select * from events where type = %s and practice_id = %s",
            event_type,
            self.practice_id,
        )

    def add_practice(self, *, status: str = "active") -> UUID:
        practice_id = uuid.uuid4()
        self.database.execute(
            "insert into practices (id, name, email, timezone, status) values (%s, 'Smile Dental', 'o@example.com', 'America/Los_Angeles', %s)",
            (practice_id, status),
        )
        self.database.execute("insert into settings (practice_id) values (%s)", (practice_id,))
        return practice_id


@pytest.fixture
def make_office(
    running_sandbox: SandboxHandle, database_url: str, config: Config, sealer: Sealer
) -> Iterator[Callable[[str], Office]]:
    base = running_sandbox.base_url
    requests.post(f"{base}/_sandbox/reset", json={}, timeout=5)
    seen = replace(
        config,
        google_oauth_base=base,
        google_api_base=base,
        graph_authority=base,
        graph_api_base=base,
        database_url=database_url,
        engine_now=NOON,
    )
    clients: dict[Config, Client] = {}
    with connect(database_url) as database:
        database.autocommit = True

        def make(source: str) -> Office:
            office = Office(
                source, seen, sealer, database_url, database, base, uuid.uuid4(), clients=clients
            )
            office.practice_id = office.add_practice()
            office.desk("clear")
            return office

        yield make
    for client in clients.values():
        client.close()


@pytest.fixture(params=["gcal", "outlook"])
def office(request: pytest.FixtureRequest, make_office: Callable[[str], Office]) -> Office:
    """Give an office with a calendar at either provider, connected."""
    made = make_office(request.param)
    made.connect()
    return made


@pytest.fixture
def google_office(make_office: Callable[[str], Office]) -> Office:
    """Give an office with a Google calendar, connected: for what does not depend on whose it is."""
    made = make_office("gcal")
    made.connect()
    return made


@pytest.fixture
def noon() -> datetime:
    return NOON
