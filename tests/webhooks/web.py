"""The web app, its database, and the practice that most tests are about."""

import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from falcon import testing

from core.config import Config
from core.onboarding.sign_in import issue_frontdesk_token, start_session
from core.rules.tokens import issue_token, sign_value, token_hash
from core.sealing import Sealer
from core.store.database import Connection
from core.store.magic_links import insert_magic_link
from tests.webhooks.client import Client
from tests.webhooks.signed import sign_stripe, sign_twilio
from webhooks.deps import Deps

REVIEW_LINK = "https://g.page/r/CdNQ3k1x0AbcEBM/review"


@dataclass
class Web:
    """The app, its database, and the practice that most tests are about."""

    deps: Deps
    database: Connection
    now: datetime
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = Client(self.deps)

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

    def post_json(self, path: str, body: dict[str, Any], **headers: str) -> testing.Result:
        sent = {"Content-Type": "application/json"} | headers
        return self.client.simulate_post(path, body=json.dumps(body), headers=sent)

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
        sent_at = columns.pop("sent_at", self.now - timedelta(hours=2))
        patient_id = self._patient(practice_id, phone, email, columns.pop("locale", "en"))
        visit_id, request_id = uuid.uuid4(), uuid.uuid4()
        ids = {
            "patient_id": patient_id, "visit_id": visit_id, "request_id": request_id,
            "sid": columns.pop("sid", f"SM{uuid.uuid4().hex}"),
            "code": columns.pop("code", uuid.uuid4().hex[:10]), "practice_id": practice_id,
        }  # fmt: skip
        self.database.execute(
            "insert into visits (practice_id, id, patient_id, occurred_at, source, source_id) values (%s, %s, %s, %s, 'csv', %s)",
            (practice_id, visit_id, patient_id, sent_at - timedelta(hours=3), str(visit_id)),
        )
        self._request(ids, phone, sent_at)
        self.database.execute(
            "insert into jobs (practice_id, type, payload, run_at, unique_key) values (%s, 'send_reminder', %s::jsonb, %s, %s)",
            (
                practice_id,
                json.dumps({"review_request_id": str(request_id)}),
                sent_at + timedelta(hours=48),
                f"reminder:{request_id}",
            ),
        )
        return ids

    def _patient(self, practice_id: UUID, phone: str, email: str | None, locale: str) -> UUID:
        patient_id = uuid.uuid4()
        seal = partial(self.sealer.seal, practice_id=practice_id)
        self.database.execute(
            "insert into patients (practice_id, id, first_name, name_key, phone_e164, phone_hash, email, email_hash, locale)"
            " values (%s, %s, 'Ana', 'ana', %s, %s, %s, %s, %s)",
            (
                practice_id,
                patient_id,
                seal(phone, column="patients.phone_e164"),
                self.sealer.hash(phone),
                email and seal(email, column="patients.email"),
                email and self.sealer.hash(email),
                locale,
            ),
        )
        return patient_id

    def _request(self, ids: dict[str, Any], phone: str, sent_at: datetime) -> None:
        practice_id, request_id, sid = ids["practice_id"], ids["request_id"], ids["sid"]
        self.database.execute(
            "insert into review_requests (practice_id, id, code, patient_id, visit_id, channel, status, sent_at, provider_msg_id, provider_status)"
            " values (%s, %s, %s, %s, %s, 'sms', 'sent', %s, %s, 'queued')",
            (
                practice_id,
                request_id,
                ids["code"],
                ids["patient_id"],
                ids["visit_id"],
                sent_at,
                sid,
            ),
        )
        self.database.execute(
            "insert into messages (practice_id, review_request_id, purpose, channel, provider_msg_id, state, provider_status, recipient_hash, created_at, accepted_at)"
            " values (%s, %s, 'initial', 'sms', %s, 'accepted', 'queued', %s, %s, %s)",
            (practice_id, request_id, sid, self.sealer.hash(phone), sent_at, sent_at),
        )

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
