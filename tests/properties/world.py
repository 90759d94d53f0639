"""What the story of the two offices is told with: the engine, its database, and the network."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from hypothesis.stateful import RuleBasedStateMachine

from core.config import load_config
from core.inbox import receive_raw_event
from core.outbox.tasks import DispatchDeps
from core.sealing import Sealer
from core.store.database import connect
from tests.properties.network import Mails, Network, Sent, Texts
from tests.properties.offices import EMAILS, STARTS, Office

TABLES = (
    "send_decisions, daily_sends, engagements, messages, review_requests, visits, patients, jobs,"
    " events, suppressions, raw_events, inbound_messages, attestations, settings, practices"
)


class World(RuleBasedStateMachine):
    """An engine that texts and mails over a network which may be in any trouble."""

    url = ""

    def __init__(self) -> None:
        super().__init__()
        self.connection = connect(self.url)
        self.connection.autocommit = True
        self.connection.execute(f"truncate {TABLES} cascade".encode())
        self.config = replace(load_config({}), send_rate_per_second=100_000)
        self.sealer = Sealer(self.config.data_encryption_keys)
        self.network = Network(self.check, STARTS[0])
        self.stopped: set[tuple[UUID | None, str]] = set()
        self.history: list[tuple[Sent, Office, UUID, str]] = []
        self.serial = 0
        self.idle: list[Any] = []
        self.opened: list[Any] = []
        providers = SimpleNamespace(
            sms=Texts(self.network),
            email=Mails(self.network),
            places=None,
            billing=None,
            slack=None,
        )
        self.deps = DispatchDeps(self.config, self.sealer, providers, connect=self.lend)

    def teardown(self) -> None:
        try:
            if hasattr(self, "offices"):
                self.end()
        finally:
            for close in (*self.opened, self.connection.close):
                close()

    def check(self, message: Sent) -> None:
        """Judge a message at the moment it leaves."""
        raise NotImplementedError

    def end(self) -> None:
        """Judge what came of it all."""
        raise NotImplementedError

    def lend(self) -> Any:
        """Give a connection that survives being closed: opening them would take most of the time."""
        if self.idle:
            return self.idle.pop()
        connection = connect(self.url)
        self.opened.append(connection.close)
        connection.close = lambda: self.idle.append(connection)  # type: ignore[method-assign]
        return connection

    def pass_time(self, step: timedelta) -> None:
        self.now += step
        self.network.now = self.now

    def save(self, office: Office) -> None:
        self.execute(
            "update practices set status = %(status)s where id = %(id)s",
            status=office.status,
            id=office.id,
        )
        self.execute(
            "update settings set quiet_hours_start = %(start)s, quiet_hours_end = %(end)s,"
            " daily_cap = %(cap)s, cooldown_days = %(cooldown)s, send_delay_minutes = %(delay)s,"
            " paused_at = %(paused_at)s, monthly_budget_usd = %(budget)s where practice_id = %(id)s",
            start=time(*office.quiet[:2]),
            end=time(*office.quiet[2:]),
            cap=office.cap,
            cooldown=office.cooldown,
            delay=office.delay,
            budget=office.budget,
            paused_at=self.now if office.paused else None,
            id=office.id,
        )

    def emails_behind(self, office: Office, phone: str) -> set[str]:
        """Name the addresses that the practice knows of the patients with this phone."""
        known = self.rows(
            "select email_hash from patients where practice_id = %(id)s and phone_hash = %(hash)s",
            id=office.id,
            hash=self.sealer.hash(phone),
        )
        hashes = {row["email_hash"] for row in known}
        return {email for email in EMAILS if self.sealer.hash(email) in hashes}

    def text_back(self, phone: str, body: str) -> None:
        self.serial += 1
        seal = self.sealer.seal
        self.receive(
            "twilio_inbound",
            f"SMinbound{self.serial}",
            "inbound",
            {
                "From": seal(phone, practice_id=None, column="raw_events.payload"),
                "Body": seal(body, practice_id=None, column="raw_events.payload"),
            },
        )

    def receive(self, provider: str, external_id: str, kind: str, payload: dict[str, str]) -> None:
        with self.connection.transaction():
            received = receive_raw_event(
                self.connection,
                self.config,
                self.sealer,
                provider=provider,
                external_id=external_id,
                type=kind,
                payload=payload,
                now=self.now,
            )
        assert received.is_applied or received.is_duplicate

    def execute(self, statement: str, **params: Any) -> None:
        self.connection.execute(statement.encode(), params)

    def rows(self, statement: str, **params: Any) -> list[dict[str, Any]]:
        return self.connection.execute(statement.encode(), params).fetchall()

    def count_day(self, office: Office, at: datetime) -> int:
        return sum(
            one.channel == "sms" and whose is office and office.day(one.at) == office.day(at)
            for one, whose, _, _ in self.history
        )

    def count_month(self, office: Office, at: datetime) -> int:
        month = office.day(at).replace(day=1)
        return sum(
            one.channel == "sms" and whose is office and office.day(one.at).replace(day=1) == month
            for one, whose, _, _ in self.history
        )
