"""The web app as its callers see it: signed requests in, answers and rows out."""

import base64
import hashlib
import hmac
import json
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
import requests
from falcon import testing

from core.config import Config
from core.intake.sign_in import issue_frontdesk_token, start_session
from core.rules.tokens import issue_token, sign_value, token_hash
from core.sealing import Sealer
from core.store.database import Connection, connect
from core.store.magic_links import insert_magic_link
from webhooks.app import create_app
from webhooks.deps import Deps, build_deps

REVIEW_LINK = "https://g.page/r/CdNQ3k1x0AbcEBM/review"


def sign_stripe(body: bytes, secret: str, at: float | None = None) -> str:
    stamp = int(time.time() if at is None else at)
    mac = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={mac}"


def sign_twilio(url: str, params: dict[str, str], token: str) -> str:
    text = url + "".join(k + params[k] for k in sorted(params))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def checkout_event(**session: Any) -> dict[str, Any]:
    created = session.pop(
        "created", int(datetime.fromisoformat("2026-03-04T19:59:00Z").timestamp())
    )
    event_type = session.pop("type", "checkout.session.completed")
    event_id = session.pop("event_id", f"evt_{uuid.uuid4().hex}")
    details = {
        "email": "Owner@Smile.Example.com",
        "name": "Dr Kim",
        "phone": "+14155550100",
        "address": {"city": "Oakland", "state": "CA", "postal_code": "94607", "country": "US"},
    }
    base = {
        "id": "cs_test_1",
        "object": "checkout.session",
        "customer": "cus_1",
        "subscription": "sub_1",
        "payment_status": "paid",
        "mode": "subscription",
        "amount_total": 24900,
        "currency": "usd",
        "customer_details": details,
        "custom_fields": [
            {"key": "practice_name", "text": {"value": "Smile Dental"}, "type": "text"}
        ],
    }
    return {
        "id": event_id,
        "object": "event",
        "type": event_type,
        "created": created,
        "data": {"object": base | session},
    }


@dataclass
class Web:
    """The app, its database, and the practice that most tests are about."""

    deps: Deps
    database: Connection
    now: datetime
    client: testing.TestClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = testing.TestClient(create_app(self.deps))

    @property
    def config(self) -> Config:
        return self.deps.config

    @property
    def sealer(self) -> Sealer:
        return self.deps.sealer

    def rows(self, statement: str, *params: Any) -> list[dict[str, Any]]:
        return self.database.execute(statement.encode(), params).fetchall()

    def value(self, statement: str, *params: Any) -> Any:
        [row] = self.rows(statement, *params)
        return next(iter(row.values()))

    def count(self, table: str) -> int:
        return self.value(f"select count(*) from {table}")  # noqa: S608

    def events(self, event_type: str) -> list[dict[str, Any]]:
        return self.rows("select * from events where type = %s order by occurred_at", event_type)

    def post_form(
        self, path: str, fields: dict[str, object] | None = None, **headers: str
    ) -> testing.Result:
        body = urlencode(fields or {})
        sent = {"Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"}
        return self.client.simulate_post(path, body=body, headers=sent | headers)

    def get_page(self, path: str, **headers: str) -> testing.Result:
        route, _, query = path.partition("?")
        sent = {"Accept": "text/html"} | headers
        return self.client.simulate_get(route, query_string=query, headers=sent)

    def post_stripe(self, event: dict[str, Any], **headers: str) -> testing.Result:
        body = json.dumps(event).encode()
        secret = self.config.stripe_webhook_secrets[0]
        sent = {"Stripe-Signature": sign_stripe(body, secret)} | headers
        return self.client.simulate_post("/webhooks/stripe", body=body, headers=sent)

    def post_twilio(self, path: str, params: dict[str, str], **headers: str) -> testing.Result:
        url = self.config.app_base_url + path
        token = self.config.twilio_auth_tokens[0]
        sent = {
            "X-Twilio-Signature": sign_twilio(url, params, token),
            "Content-Type": "application/x-www-form-urlencoded",
        } | headers
        route, _, query = path.partition("?")
        return self.client.simulate_post(
            route, query_string=query, body=urlencode(params), headers=sent
        )

    def post_status(self, sid: str, status: str, **params: str) -> testing.Result:
        fields = {"MessageSid": sid, "MessageStatus": status, "To": "+14155550132", **params}
        return self.post_twilio("/webhooks/twilio/status", fields)

    def post_text(self, body: str, **params: str) -> testing.Result:
        fields = {
            "MessageSid": f"SM{uuid.uuid4().hex}",
            "From": "+14155550132",
            "To": "+18335550199",
            "Body": body,
            **params,
        }
        return self.post_twilio("/webhooks/twilio/inbound", fields)

    def practice(self, **columns: Any) -> UUID:
        """Insert an active, onboarded practice."""
        practice_id = columns.pop("id", uuid.uuid4())
        self.database.execute(
            "insert into practices (id, name, phone, email, timezone, status) values (%s, %s, %s, %s, %s, %s)",
            (
                practice_id,
                columns.pop("name", "Smile Dental"),
                columns.pop("phone", "+15105550100"),
                columns.pop("email", "owner@smile.example.com"),
                "America/Los_Angeles",
                columns.pop("status", "active"),
            ),
        )
        values = {"review_link": REVIEW_LINK, "sms_status": "ready"} | columns
        names = ", ".join(values)
        marks = ", ".join(["%s"] * len(values))
        self.database.execute(
            f"insert into settings (practice_id, onboarding_completed_at, {names}) values (%s, %s, {marks})".encode(),  # noqa: S608
            (practice_id, self.now, *values.values()),
        )
        return practice_id

    def asked(
        self,
        practice_id: UUID,
        *,
        phone: str = "+14155550132",
        email: str | None = None,
        **columns: Any,
    ) -> dict[str, Any]:
        """Insert a patient who was texted about a visit, and the reminder that waits."""
        patient_id, visit_id, request_id = (uuid.uuid4() for _ in range(3))
        sid = columns.pop("sid", f"SM{uuid.uuid4().hex}")
        sent_at = columns.pop("sent_at", self.now - timedelta(hours=2))
        run = self.database.execute
        run(
            "insert into patients (practice_id, id, first_name, name_key, phone_e164, phone_hash, email, email_hash, locale)"
            " values (%s, %s, 'Ana', 'ana', %s, %s, %s, %s, %s)",
            (
                practice_id, patient_id,
                self.sealer.seal(phone, practice_id=practice_id, column="patients.phone_e164"),
                self.sealer.hash(phone),
                email and self.sealer.seal(email, practice_id=practice_id, column="patients.email"),
                email and self.sealer.hash(email),
                columns.pop("locale", "en"),
            ),
        )  # fmt: skip
        run(
            "insert into visits (practice_id, id, patient_id, occurred_at, source, source_id) values (%s, %s, %s, %s, 'csv', %s)",
            (practice_id, visit_id, patient_id, sent_at - timedelta(hours=3), str(visit_id)),
        )
        code = columns.pop("code", uuid.uuid4().hex[:10])
        run(
            "insert into review_requests (practice_id, id, code, patient_id, visit_id, channel, status, sent_at, provider_msg_id, provider_status)"
            " values (%s, %s, %s, %s, %s, 'sms', 'sent', %s, %s, 'queued')",
            (practice_id, request_id, code, patient_id, visit_id, sent_at, sid),
        )
        run(
            "insert into messages (practice_id, review_request_id, purpose, channel, provider_msg_id, state, provider_status, recipient_hash, created_at, accepted_at)"
            " values (%s, %s, 'initial', 'sms', %s, 'accepted', 'queued', %s, %s, %s)",
            (practice_id, request_id, sid, self.sealer.hash(phone), sent_at, sent_at),
        )
        run(
            "insert into jobs (practice_id, type, payload, run_at, unique_key) values (%s, 'send_reminder', %s::jsonb, %s, %s)",
            (
                practice_id,
                json.dumps({"review_request_id": str(request_id)}),
                sent_at + timedelta(hours=48),
                f"reminder:{request_id}",
            ),
        )
        return {
            "patient_id": patient_id, "visit_id": visit_id, "request_id": request_id,
            "sid": sid, "code": code, "practice_id": practice_id,
        }  # fmt: skip

    def magic_link(self, practice_id: UUID, *, days: float = 7) -> str:
        expires_at = self.now + timedelta(days=days)
        token = issue_token(
            self.config.hmac_secrets[0],
            practice_id=practice_id,
            purpose="onboard",
            expires_at=expires_at,
            nonce=uuid.uuid4().bytes,
        )
        insert_magic_link(
            self.database,
            practice_id=practice_id,
            token_hash=token_hash(token),
            now=self.now - timedelta(minutes=3),
            expires_at=expires_at,
        )
        return token

    def session(self, practice_id: UUID) -> dict[str, str]:
        value = start_session(self.database, practice_id=practice_id, now=self.now)
        signed = sign_value(self.config.hmac_secrets[0], value, purpose="session")
        return {"Cookie": f"session={signed}"}

    def frontdesk(self, practice_id: UUID) -> dict[str, str]:
        token = issue_frontdesk_token(self.database, practice_id=practice_id, now=self.now)
        return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def make_web(database_url: str, config: Config, now: datetime) -> Iterator[Callable[..., Web]]:
    """Give a maker of web apps over the test's own database, at the test's own time."""
    with connect(database_url) as database:
        database.autocommit = True

        def make(**changes: Any) -> Web:
            at = changes.pop("now", now)
            seen = replace(config, **({"database_url": database_url, "engine_now": at} | changes))
            return Web(build_deps(seen), database, at)

        yield make


@pytest.fixture
def web(make_web: Callable[..., Web]) -> Web:
    return make_web()


@pytest.fixture(name="checkout_event")
def _checkout_event() -> Callable[..., dict[str, Any]]:
    return checkout_event


@pytest.fixture(name="sign_stripe")
def _sign_stripe() -> Callable[..., str]:
    return sign_stripe


@pytest.fixture(name="sign_twilio")
def _sign_twilio() -> Callable[..., str]:
    return sign_twilio


CLOSE = {"Connection": "close"}
"""An idle connection would be waited for when the server stops."""


@dataclass
class Server:
    """The app under gunicorn, over HTTP."""

    url: str
    config: Config

    def post_stripe(self, event: dict[str, Any]) -> requests.Response:
        body = json.dumps(event).encode()
        headers = {"Stripe-Signature": sign_stripe(body, self.config.stripe_webhook_secrets[0])}
        headers |= CLOSE
        return requests.post(f"{self.url}/webhooks/stripe", data=body, headers=headers, timeout=20)

    def post_status(self, sid: str, status: str, **params: str) -> requests.Response:
        fields = {"MessageSid": sid, "MessageStatus": status, **params}
        return self.post_twilio("/webhooks/twilio/status", fields)

    def post_twilio(self, path: str, fields: dict[str, str]) -> requests.Response:
        signed = sign_twilio(
            self.config.app_base_url + path, fields, self.config.twilio_auth_tokens[0]
        )
        headers = {"X-Twilio-Signature": signed} | CLOSE
        return requests.post(f"{self.url}{path}", data=fields, headers=headers, timeout=20)

    def get(self, path: str, **headers: str) -> requests.Response:
        return requests.get(
            f"{self.url}{path}", headers=headers | CLOSE, allow_redirects=False, timeout=20
        )


@pytest.fixture
def serve(database_url: str, config: Config, now: datetime) -> Callable[..., Any]:
    """Give a maker of real servers: gunicorn in a process of its own, on a free port."""

    @contextmanager
    def start(*, workers: int = 2, url: str = database_url) -> Iterator[Server]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        program = (
            "import sys; from core.config import load_config; from webhooks.server import serve;"
            f"serve(load_config(), {port}, workers={workers}, host='127.0.0.1')"
        )
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            "DATABASE_URL": url,
            "ENGINE_NOW": now.isoformat(),
            "APP_BASE_URL": f"http://127.0.0.1:{port}",
        }
        process = subprocess.Popen([sys.executable, "-c", program], env=environment)
        try:
            server = Server(
                f"http://127.0.0.1:{port}", replace(config, app_base_url=f"http://127.0.0.1:{port}")
            )
            _wait_until_up(server.url, process)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=20)

    return start


def _wait_until_up(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(requests.ConnectionError):
            requests.get(f"{url}/healthz", timeout=2)
            return
        time.sleep(0.05)
    message = "the server did not come up"
    raise AssertionError(message)


@pytest.fixture
def practice_id(web: Web) -> UUID:
    return web.practice()


@pytest.fixture
def owner(web: Web, practice_id: UUID) -> dict[str, str]:
    return web.session(practice_id)
