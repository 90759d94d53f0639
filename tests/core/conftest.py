"""A practice with patients to write to, and providers that can fail or die at any moment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from core.config import Config
from core.outbox.tasks import DispatchDeps
from core.providers.ports import EmailMessage, SentSms, SmsMessage, SmsReceipt
from core.rules.vocabulary import JobType
from core.sealing import Sealer
from core.store.database import Connection, connect
from core.store.jobs import enqueue_job
from core.worker import DispatchCounts, dispatch_due

LEASE = timedelta(seconds=301)
"""From then on a job that a worker has not come back from may go to another."""


def raising(error: Exception) -> Callable[[], None]:
    """Give what fails as a provider does."""

    def fail() -> None:
        raise error

    return fail


@dataclass
class FakeSms:
    """Accepts every text, unless told to fail before or after taking it."""

    sent: list[SentSms] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    before: Callable[[], None] | None = None
    after: Callable[[], None] | None = None
    listing: Callable[[], None] | None = None

    def send(self, message: SmsMessage, *, status_callback: str) -> SmsReceipt:
        assert status_callback.endswith("/webhooks/twilio/status")
        _fire(self, "before")
        sid = f"SM{len(self.sent):032d}"
        created_at = datetime.now(UTC)
        self.sent.append(SentSms(sid, message.body, "queued", 1, None, created_at, None))
        self.recipients.append(message.to)
        _fire(self, "after")
        return SmsReceipt(sid, "queued", 1, None)

    def find(self, *, to: str, since: datetime) -> list[SentSms]:
        _fire(self, "listing")
        return [
            one
            for one, recipient in zip(self.sent, self.recipients, strict=True)
            if recipient == to and one.created_at >= since
        ]


@dataclass
class FakeEmail:
    """Accepts every email, unless told to fail before or after taking it."""

    sent: list[EmailMessage] = field(default_factory=list)
    confirmed: list[tuple[str, str]] = field(default_factory=list)
    before: Callable[[], None] | None = None
    after: Callable[[], None] | None = None

    def send(self, message: EmailMessage) -> str:
        _fire(self, "before")
        self.sent.append(message)
        _fire(self, "after")
        return f"ses-{uuid4()}"

    def confirm_topic(self, topic: str, token: str) -> None:
        _fire(self, "before")
        self.confirmed.append((topic, token))


def _fire(provider: Any, moment: str) -> None:
    """Fail once, as told."""
    failure = getattr(provider, moment)
    setattr(provider, moment, None)
    if failure is not None:
        failure()


@dataclass
class World:
    """A database with one practice ready to send, and everything a test looks at."""

    url: str
    deps: DispatchDeps
    sealer: Sealer
    sms: FakeSms
    email: FakeEmail
    now: datetime
    practice_id: UUID = field(default_factory=uuid4)
    connection: Connection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = connect(self.url)
        self.connection.autocommit = True
        self.add_practice(self.practice_id)

    def execute(self, statement: str, **params: Any) -> list[dict[str, Any]]:
        cursor = self.connection.execute(statement.encode(), params)
        return cursor.fetchall() if cursor.description else []

    def one(self, statement: str, **params: Any) -> dict[str, Any]:
        (row,) = self.execute(statement, **params)
        return row

    def add_practice(self, practice_id: UUID, **settings: Any) -> None:
        self.execute(
            "insert into practices (id, name, phone, email, timezone, status, stripe_customer_id)"
            " values (%(id)s, 'Bright Smiles', '+14155550100', %(email)s, 'America/Los_Angeles',"
            " 'active', %(customer)s)",
            id=practice_id,
            email="owner@example.com",
            customer=f"cus_{practice_id}",
        )
        self.execute(
            "insert into settings (practice_id, review_link, sms_status, onboarding_completed_at,"
            " digest_email) values (%(id)s, 'https://g.page/r/abc/review', 'ready', %(now)s,"
            " 'owner@example.com')",
            id=practice_id,
            now=self.now,
        )
        self.execute(
            "insert into attestations (practice_id, version, accepted_name, accepted_at)"
            " values (%(id)s, '1', 'Owner', %(now)s)",
            id=practice_id,
            now=self.now,
        )
        if settings:
            self.set(practice_id=practice_id, **settings)

    def set(self, *, practice_id: UUID | None = None, **settings: Any) -> None:
        for column, value in settings.items():
            self.execute(
                f"update settings set {column} = %(value)s where practice_id = %(id)s",  # noqa: S608
                value=value,
                id=practice_id or self.practice_id,
            )

    def add_visit(
        self,
        *,
        phone: str | None = "+14155550123",
        email: str | None = None,
        hours_ago: float = 3,
        practice_id: UUID | None = None,
        locale: str | None = None,
        patient_id: UUID | None = None,
    ) -> UUID:
        """Add a patient, a visit, its request and the job; gives the request's id."""
        practice = practice_id or self.practice_id
        patient, visit, request = patient_id or uuid4(), uuid4(), uuid4()
        visited_at = self.now - timedelta(hours=hours_ago)
        if patient_id is None:
            self.execute(
                "insert into patients (practice_id, id, first_name, phone_e164, phone_hash, email,"
                " email_hash, locale) values (%(practice)s, %(id)s, 'Ana', %(phone)s,"
                " %(phone_hash)s, %(email)s, %(email_hash)s, %(locale)s)",
                practice=practice,
                id=patient,
                locale=locale,
                **self._contacts(practice, phone, email),
            )
        self.execute(
            "insert into visits (practice_id, id, patient_id, occurred_at, source, source_id,"
            " local_date) values (%(practice)s, %(id)s, %(patient)s, %(at)s, 'csv', %(key)s,"
            " (%(at)s::timestamptz at time zone 'America/Los_Angeles')::date)",
            practice=practice,
            id=visit,
            patient=patient,
            at=visited_at,
            key=str(visit),
        )
        self.execute(
            "insert into review_requests (practice_id, id, code, patient_id, visit_id, channel)"
            " values (%(practice)s, %(id)s, %(code)s, %(patient)s, %(visit)s, %(channel)s)",
            practice=practice,
            id=request,
            code=request.hex[:10],
            patient=patient,
            visit=visit,
            channel="sms" if phone else "email",
        )
        self.enqueue(
            JobType.SEND_REQUEST,
            {"review_request_id": str(request)},
            practice_id=practice,
            unique_key=f"request:{request}",
            run_at=visited_at,
        )
        return request

    def _contacts(self, practice: UUID, phone: str | None, email: str | None) -> dict[str, Any]:
        seal, digest = self.sealer.seal, self.sealer.hash
        return {
            "phone": phone and seal(phone, practice_id=practice, column="patients.phone_e164"),
            "phone_hash": phone and digest(phone),
            "email": email and seal(email, practice_id=practice, column="patients.email"),
            "email_hash": email and digest(email),
        }

    def enqueue(
        self,
        job_type: JobType,
        payload: dict[str, Any],
        *,
        practice_id: UUID | None = None,
        unique_key: str | None = None,
        platform: bool = False,
        run_at: datetime | None = None,
    ) -> int:
        job_id = enqueue_job(
            self.connection,
            job_type,
            practice_id=None if platform else practice_id or self.practice_id,
            payload=payload,
            run_at=run_at or self.now,
            unique_key=unique_key,
        )
        assert job_id is not None
        return job_id

    def dispatch(self, *, at: datetime | None = None, **options: Any) -> DispatchCounts:
        return dispatch_due(self.deps, now=at or self.now, **options)

    def request(self, request_id: UUID) -> dict[str, Any]:
        return self.one("select * from review_requests where id = %(id)s", id=request_id)

    def messages(self) -> list[dict[str, Any]]:
        return self.execute("select * from messages order by created_at, updated_at")

    def events(self, event_type: str) -> list[dict[str, Any]]:
        rows = self.execute(
            "select payload from events where type = %(type)s order by occurred_at, ctid",
            type=event_type,
        )
        return [row["payload"] for row in rows]

    def jobs(self, job_type: str) -> list[dict[str, Any]]:
        return self.execute("select * from jobs where type = %(type)s order by id", type=job_type)


@pytest.fixture
def world(database_url: str, config: Config, sealer: Sealer, now: datetime) -> Iterator[World]:
    sms, email = FakeSms(), FakeEmail()
    providers = SimpleNamespace(
        sms=sms, email=email, places=None, billing=SimpleNamespace(), slack=None
    )
    deps = DispatchDeps(
        config=replace(config, send_rate_per_second=10_000),
        sealer=sealer,
        providers=providers,
        connect=lambda: connect(database_url),
    )
    made = World(database_url, deps, sealer, sms, email, now)
    made.set(quiet_hours_start=time(20), quiet_hours_end=time(9))
    yield made
    made.connection.close()
