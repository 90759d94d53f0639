"""A database of the test's own, the sandbox as every provider, and jobs run to their end."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import requests

from core.config import Config, load_config
from core.sealing import Sealer
from core.store.database import connect
from core.visits.intake import VisitInput, ingest_visit
from orchestration.job_runner import RunOutcome, run_job
from sandbox.server import SandboxHandle, start_background

ZONE = "America/Los_Angeles"
_BASES = (
    "STRIPE_API_BASE", "TWILIO_API_BASE", "AWS_ENDPOINT_URL", "PLACES_API_BASE",
)  # fmt: skip


@pytest.fixture(scope="session")
def running_sandbox() -> Iterator[SandboxHandle]:
    handle = start_background(
        config=replace(load_config({}), app_base_url="http://127.0.0.1:9"), seed=7
    )
    yield handle
    handle.stop()


@pytest.fixture
def sandbox(running_sandbox: SandboxHandle) -> str:
    requests.post(f"{running_sandbox.base_url}/_sandbox/reset", json={}, timeout=5)
    return running_sandbox.base_url


@dataclass
class Platform:
    """The engine as an operator has it: jobs by name, and a database to look at."""

    config: Config
    sandbox_url: str
    database_url: str
    sealer: Sealer
    now: datetime

    def run(
        self, job: str, *, at: datetime | None = None, partition: str | None = None
    ) -> RunOutcome:
        return run_job(
            job,
            config=self.config,
            database_url=self.database_url,
            now=at or self.now,
            partition=partition,
        )

    def execute(self, statement: str, **params: Any) -> list[dict[str, Any]]:
        with connect(self.database_url) as connection:
            cursor = connection.execute(statement.encode(), params)
            return cursor.fetchall() if cursor.description else []

    def events(self, event_type: str) -> list[dict[str, Any]]:
        rows = self.execute(
            "select payload from events where type = %(type)s order by occurred_at", type=event_type
        )
        return [row["payload"] for row in rows]

    def texts(self) -> list[dict[str, Any]]:
        return self._list("messages")

    def emails(self) -> list[dict[str, Any]]:
        return self._list("emails")

    def _list(self, name: str) -> list[dict[str, Any]]:
        return requests.get(f"{self.sandbox_url}/_sandbox/{name}", timeout=5).json()[name]

    def fault(self, **body: Any) -> None:
        requests.post(
            f"{self.sandbox_url}/_sandbox/faults", json=body, timeout=5
        ).raise_for_status()

    def add_practice(self, *, checkout_hours_ago: float = 2, **settings: Any) -> UUID:
        practice = uuid4()
        self.execute(
            "insert into practices (id, name, email, timezone, status, source_place_id,"
            " stripe_customer_id, created_at) values (%(id)s, 'Bright Smiles', 'owner@example.com',"
            " %(zone)s, 'active', 'ChIJbright0001', %(customer)s, %(at)s)",
            id=practice,
            zone=ZONE,
            customer=f"cus_{practice.hex[:14]}",
            at=self.now - timedelta(hours=checkout_hours_ago),
        )
        self.execute(
            "insert into settings (practice_id, review_link, sms_status, onboarding_completed_at,"
            " digest_email) values (%(id)s, 'https://g.page/r/abc/review', 'ready', %(at)s,"
            " 'owner@example.com')",
            id=practice,
            at=self.now,
        )
        self.execute(
            "insert into attestations (practice_id, version, accepted_name, accepted_at)"
            " values (%(id)s, '1', 'Owner', %(at)s)",
            id=practice,
            at=self.now,
        )
        self.execute(
            "insert into events (practice_id, type, occurred_at) values"
            " (%(id)s, 'stripe_checkout_at', %(at)s), (%(id)s, 'stripe_checkout', %(at)s)",
            id=practice,
            at=self.now - timedelta(hours=checkout_hours_ago),
        )
        for column, value in settings.items():
            self.execute(
                f"update settings set {column} = %(value)s where practice_id = %(id)s",  # noqa: S608
                value=value,
                id=practice,
            )
        return practice

    def add_visit(self, practice: UUID, phone: str, *, hours_ago: float = 3) -> None:
        with connect(self.database_url) as connection:
            ingest_visit(
                connection,
                self.sealer,
                practice_id=practice,
                zone=ZONE,
                delay_minutes=120,
                visit=VisitInput(
                    first_name="Ana",
                    phone_e164=phone,
                    email=None,
                    occurred_at=self.now - timedelta(hours=hours_ago),
                    locale=None,
                    source="frontdesk",
                    source_id=phone,
                ),
                now=self.now,
            )


@pytest.fixture
def platform(sandbox: str, database_url: str, sealer: Sealer, now: datetime) -> Platform:
    config = load_config({"SEND_RATE_PER_SECOND": "1000", **dict.fromkeys(_BASES, sandbox)})
    return Platform(config, sandbox, database_url, sealer, now)
