"""Chromium against the real server, with the sandbox for providers and a database of its own."""

import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from core.config import Config, load_config
from core.inbox import apply_pending
from core.onboarding.sign_in import issue_frontdesk_token, start_session
from core.outbox.composition import unsubscribe_link
from core.outbox.tasks import DispatchDeps
from core.providers.assembly import build_providers
from core.rules.tokens import issue_token, sign_value, token_hash
from core.sealing import Sealer
from core.store.database import Connection, connect
from core.store.magic_links import insert_magic_link
from core.visits.intake import VisitInput, ingest_visits
from core.worker import dispatch_due
from sandbox.server import SandboxHandle, start_background
from tests.ports import kept_port

REVIEW_LINK = "https://search.google.com/local/writereview?placeid=ChIJN1t_tDeuEmsRUsoyG83frY4"
PHONE = {"width": 390, "height": 844}
PATIENCE_SECONDS = 60
"""Until what does not come is given up: long, as it costs only where something is wrong."""


@dataclass
class Stage:
    """A server, the sandbox, a database, and whatever browsers are opened on them."""

    url: str
    sandbox: SandboxHandle
    config: Config
    database_url: str
    now: datetime
    browser: Browser
    asked: list[str] = field(default_factory=list)
    _exits: ExitStack = field(default_factory=ExitStack)

    @property
    def sealer(self) -> Sealer:
        return Sealer(self.config.data_encryption_keys)

    def connect(self) -> Connection:
        return connect(self.database_url)

    def value(self, statement: str, *params: Any) -> Any:
        with self.connect() as connection:
            row = connection.execute(statement.encode(), params).fetchone()
        return next(iter(row.values())) if row else None

    def open(self, **options: Any) -> BrowserContext:
        """Open a browser that notes every address it asks for."""
        settings = {"viewport": PHONE, "locale": "en-US", "reduced_motion": "reduce"} | options
        context = self.browser.new_context(**settings)
        context.on("request", lambda request: self.asked.append(request.url))
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        self._exits.callback(context.close)
        return context

    def page(self, **options: Any) -> Page:
        return self.open(**options).new_page()

    def wait_until(self, page: Page, condition: str) -> None:
        """Wait for what a script would see.

        Looked at from here: the page's policy forbids Playwright's own way, and its clock may stand.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not page.evaluate(condition):
            assert time.monotonic() < deadline, f"it did not come true: {condition}"
            page.wait_for_timeout(20)

    def press(self, page: Page, selector: str) -> None:
        """Click what opens another page, and wait until all of that is there."""
        with page.expect_navigation():
            page.click(selector)

    @contextmanager
    def held(self, table: str) -> Iterator[None]:
        """Let whoever reads or writes a table wait."""
        with self.connect() as connection:
            connection.execute(f"lock table {table}".encode())
            yield

    def dispatch(self) -> None:
        """Do what is due, let the sandbox report back, and apply what outran its message."""
        deps = DispatchDeps(self.config, self.sealer, build_providers(self.config), self.connect)
        dispatch_due(deps, now=self.now)
        self.control("drain", timeout_seconds=PATIENCE_SECONDS)
        with self.connect() as connection:
            apply_pending(connection, self.config, self.sealer, now=self.now)

    def control(self, path: str, **body: Any) -> Any:
        answer = requests.post(
            f"{self.sandbox.base_url}/_sandbox/{path}", json=body, timeout=2 * PATIENCE_SECONDS
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def mails(self) -> list[dict[str, Any]]:
        return self._told("emails")

    def texts(self) -> list[dict[str, Any]]:
        return self._told("messages")

    def _told(self, kind: str) -> list[dict[str, Any]]:
        answer = requests.get(f"{self.sandbox.base_url}/_sandbox/{kind}", timeout=PATIENCE_SECONDS)
        return answer.json()[kind]

    def pay(self, *emails: str) -> None:
        """Let owners pay: their practices are there, and their magic links are mailed."""
        for email in emails:
            self.control(
                "checkout", name="Dana Whitfield", email=email, phone="+15108320143",
                practice_name="Lakeside Family Dental", city="Oakland", state="CA",
                postal_code="94610", event_created=self.now.isoformat(), deliveries=1,
            )  # fmt: skip
        self.control("drain", timeout_seconds=PATIENCE_SECONDS)
        self.dispatch()

    def magic_link(self, email: str) -> str:
        """Read the link in the mail to `email`."""
        [mail] = [m for m in self.mails() if email in str(m["to"])]
        start = mail["text"].index(f"{self.url}/onboard/")
        return mail["text"][start:].split()[0]

    def onboarded_practice(self, **settings: Any) -> UUID:
        """Insert a practice that is live."""
        practice_id = uuid.uuid4()
        with self.connect() as connection:
            connection.execute(
                "insert into practices (id, name, phone, email, timezone, status, source_place_id)"
                " values (%s, 'Lakeside Family Dental', '+15108320143', %s, 'America/Los_Angeles', 'active', 'ChIJN1t_tDeuEmsRUsoyG83frY4')",
                (practice_id, f"{practice_id.hex[:8]}@lakeside.example.com"),
            )
            values = {"review_link": REVIEW_LINK, "sms_status": "ready"} | settings
            names, marks = ", ".join(values), ", ".join(["%s"] * len(values))
            connection.execute(
                f"insert into settings (practice_id, onboarding_completed_at, {names}) values (%s, %s, {marks})".encode(),  # noqa: S608
                (practice_id, self.now - timedelta(days=9), *values.values()),
            )
        return practice_id

    def visits(self, practice_id: UUID, *names: str) -> None:
        """Take in a visit of this morning for each name."""
        visits = [
            VisitInput(
                first_name=name, phone_e164=f"+1510832{1000 + number}", email=None, locale="en",
                occurred_at=self.now - timedelta(hours=3), source="csv", source_id=f"{name}{number}",
            )
            for number, name in enumerate(names)
        ]  # fmt: skip
        with self.connect() as connection:
            ingest_visits(
                connection, self.sealer, practice_id=practice_id, zone="America/Los_Angeles",
                delay_minutes=120, visits=visits, now=self.now,
            )  # fmt: skip

    def signed_in(self, practice_id: UUID, **options: Any) -> Page:
        """Open a browser that is signed in for a practice."""
        with self.connect() as connection:
            value = start_session(connection, practice_id=practice_id, now=self.now)
        context = self.open(**options)
        signed = sign_value(self.config.hmac_secrets[0], value, purpose="session")
        context.add_cookies([{"name": "session", "value": signed, "url": self.url}])
        return context.new_page()

    def new_link(self, practice_id: UUID) -> str:
        """Give the address behind a link that is mailed on request."""
        expires_at = self.now + timedelta(days=7)
        token = issue_token(
            self.config.hmac_secrets[0],
            practice_id=practice_id,
            purpose="onboard",
            expires_at=expires_at,
            nonce=uuid.uuid4().bytes,
        )
        with self.connect() as connection:
            insert_magic_link(
                connection,
                practice_id=practice_id,
                token_hash=token_hash(token),
                now=self.now,
                expires_at=expires_at,
            )
        return f"{self.url}/onboard/{token}"

    def unsubscribe_link(self, practice_id: UUID) -> str:
        return unsubscribe_link(self.config, practice_id, self.sealer.hash("ana@example.com"))

    def connect_calendar(self, practice_id: UUID) -> None:
        """Let Google's calendar be connected, and Outlook's have been."""
        with self.connect() as connection:
            connection.execute(
                "insert into calendar_connections (practice_id, source, status, refresh_token, connected_at, polled_at, last_counts)"
                " values (%(id)s, 'gcal', 'connected', 'sealed', %(now)s, %(now)s, '{\"entries\": 9, \"accepted\": 6}'),"
                " (%(id)s, 'outlook', 'disconnected', null, %(now)s, %(now)s, '{}')",
                {"id": practice_id, "now": self.now - timedelta(minutes=15)},
            )

    def desk_link(self, practice_id: UUID) -> str:
        with self.connect() as connection:
            token = issue_frontdesk_token(connection, practice_id=practice_id, now=self.now)
        return f"{self.url}/frontdesk#token={token}"


@pytest.fixture(scope="module")  # its event loop must not outlive the browser tests
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def house(server_url: str, template_url: str) -> Iterator[Callable[[Browser], Stage]]:
    """Start one server and one sandbox for all files; each test opens browsers of its own."""
    now = datetime.fromisoformat("2026-03-04T20:00:00+00:00")
    name = f"browser_{uuid.uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as admin:
        admin.execute(f"create database {name} template engine_template strategy wal_log".encode())
    database_url = server_url.replace("/postgres?", f"/{name}?")
    with kept_port() as port:
        url = f"http://127.0.0.1:{port}"
        sandbox = start_background(config=replace(load_config({}), app_base_url=url), seed=7)
        environment = {
            "APP_BASE_URL": url,
            "DATABASE_URL": database_url,
            "ENGINE_NOW": now.isoformat(),
            **dict.fromkeys(("STRIPE_API_BASE", "TWILIO_API_BASE", "AWS_ENDPOINT_URL", "PLACES_API_BASE"), sandbox.base_url),
        }  # fmt: skip
        process = _start_server(port, environment)
        config = load_config(environment)
        try:
            yield lambda browser: Stage(url, sandbox, config, database_url, now, browser)
        finally:
            process.send_signal(signal.SIGINT)  # gunicorn's quick end: it waits for no idle client
            process.wait(timeout=PATIENCE_SECONDS)
            sandbox.stop()


@pytest.fixture(scope="module")
def running(house: Callable[[Browser], Stage], chromium: Browser) -> Callable[[], Stage]:
    """Start one browser for all tests of a file."""
    return lambda: house(chromium)


@pytest.fixture
def stage(running: Callable[[], Stage]) -> Iterator[Stage]:
    opened = running()
    yield opened
    opened._exits.close()


def _start_server(port: int, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    program = (
        "from core.config import load_config; from webhooks.server import serve;"
        f"serve(load_config(), {port}, workers=1, host='127.0.0.1')"
    )
    base = {"PATH": os.environ["PATH"], "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    process = subprocess.Popen([sys.executable, "-c", program], env=base | environment)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(requests.ConnectionError, requests.Timeout):
            requests.get(f"http://127.0.0.1:{port}/healthz", timeout=2)
            return process
        time.sleep(0.05)
    message = "the server did not come up"
    raise AssertionError(message)
