"""Saves what a practice tells in the portal, and how its test message is doing."""

from dataclasses import asdict, dataclass
from datetime import datetime, time
from decimal import Decimal
from uuid import UUID

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("onboarding")


@dataclass(frozen=True, slots=True)
class Choices:
    """A checked portal form; None leaves what was there.

    `consent_name` is given where a person vouches for the patients' consent.
    """

    timezone: str
    quiet_hours_start: time
    quiet_hours_end: time
    daily_cap: int
    default_locale: str
    review_link: str
    source_place_id: str | None
    consent_name: str | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    digest_email: str | None = None
    data_source: str | None = None
    send_delay_minutes: int | None = None
    cooldown_days: int | None = None
    monthly_budget_usd: Decimal | None = None
    """Most to spend on texts; only the settings page asks, and there None is no limit."""


@dataclass(frozen=True, slots=True)
class ProofState:
    """Where a test message stands."""

    job_status: str
    state: str | None
    provider_status: str | None
    error_code: str | None
    """Twilio's code, or the reason why there was nothing to send."""


def save_choices(
    connection: Connection,
    practice_id: UUID,
    choices: Choices,
    *,
    sms_status: str,
    now: datetime,
) -> None:
    """Store a practice's choices, and let a provisioning practice become active."""
    params = asdict(choices) | {
        "practice_id": practice_id,
        "sms_status": sms_status,
        "now": now,
    }
    connection.execute(_queries.save_practice, params)
    connection.execute(_queries.save_settings, params)


def set_monthly_budget(
    connection: Connection, practice_id: UUID, usd: Decimal | None, *, now: datetime
) -> None:
    """Limit what a practice's texts may cost in a month; None lifts the limit.

    Texts that wait for the next month are judged again at `now`.
    """
    params = {"practice_id": practice_id, "usd": usd, "now": now}
    connection.execute(_queries.set_monthly_budget, params)


def insert_attestation(
    connection: Connection,
    practice_id: UUID,
    *,
    version: str,
    statement: str,
    accepted_name: str | None,
    ip_hash: str | None,
    now: datetime,
) -> None:
    """Store a person's word that patients agreed; without a name, who vouched before does again."""
    connection.execute(
        _queries.insert_attestation,
        {
            "practice_id": practice_id,
            "version": version,
            "statement": statement,
            "accepted_name": accepted_name,
            "now": now,
            "ip_hash": ip_hash,
        },
    )


def find_proof(connection: Connection, *, practice_id: UUID, job_id: int) -> ProofState | None:
    """Find where the test message of job `job_id` stands; None if it is not this practice's."""
    params = {"practice_id": practice_id, "job_id": job_id}
    row = connection.execute(_queries.find_proof, params).fetchone()
    return None if row is None else ProofState(**row)


def find_proof_job(
    connection: Connection, *, practice_id: UUID, unique_key: str | None
) -> int | None:
    """Find the job of a test message that was asked for under this key."""
    params = {"practice_id": practice_id, "unique_key": unique_key}
    row = connection.execute(_queries.find_proof_job, params).fetchone()
    return None if row is None else int(row["id"])


def find_unconfirmed_proof(
    connection: Connection, *, practice_id: UUID, other_than: str, since: datetime
) -> datetime | None:
    """Find when a test message was asked for to another phone, none of whose was delivered."""
    params = {"practice_id": practice_id, "other_than": other_than, "since": since}
    row = connection.execute(_queries.find_unconfirmed_proof, params).fetchone()
    return None if row is None else row["asked_at"]
