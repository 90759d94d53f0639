"""Review requests as the send gate sees and changes them, and the day's count of sends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.store.database import Connection
from core.store.practices import PLATFORM_ID
from core.store.queries import load_queries
from core.store.suppressions import LIFTED_BY_START

_queries = load_queries("review_requests")

RequestKey = tuple[UUID, UUID]
"""The practice and id of a review request."""


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """A request with its patient, visit, practice and history; `contact` is sealed."""

    practice_id: UUID
    id: UUID
    code: str
    patient_id: UUID
    visit_id: UUID
    channel: str
    status: str
    reason: str | None
    sent_at: datetime | None
    reminder_sent_at: datetime | None
    clicked_at: datetime | None
    first_name: str | None
    contact: str | None
    contact_hash: str | None
    has_email: bool
    opted_out: bool
    visit_at: datetime
    visit_canceled: bool
    is_backlog: bool
    """Told of more than two days after the visit."""
    practice_name: str
    practice_phone: str | None
    practice_status: str
    timezone: str | None
    locale: str
    review_link: str | None
    quiet_hours_start: time
    quiet_hours_end: time
    daily_cap: int
    cooldown_days: int
    send_delay_minutes: int
    sms_status: str
    monthly_budget_usd: float | None
    onboarding_completed_at: datetime | None
    paused_at: datetime | None
    attested: bool
    suppressed: bool
    excluded: bool
    """The practice itself never wants them asked."""
    last_asked_at: datetime | None
    initial_at: datetime | None
    has_arrived: bool
    """A first message about this visit was delivered, on whichever channel."""
    has_reminder: bool

    @property
    def key(self) -> RequestKey:
        """Practice and id."""
        return self.practice_id, self.id

    @property
    def has_initial(self) -> bool:
        """Tell whether its first message is on its way, or arrived, or nobody can say."""
        return self.initial_at is not None


@dataclass(frozen=True, slots=True)
class HeldRequest:
    """A request that is not sent now, or not at all, and why."""

    practice_id: UUID
    id: UUID
    status: str
    reason: str
    not_before: datetime | None = None
    code: str | None = None


def lock_for_sending(connection: Connection, *, practice_id: UUID, request_id: UUID) -> None:
    """Hold patient, contacts and request, in this order, until the transaction ends.

    Two requests to one phone, or a request and an opt-out, then come one after the other. A patient
    who is held is given no other contact than those that are held next.
    """
    params = {"practice_id": practice_id, "id": request_id}
    connection.execute(_queries.lock_patient, params)
    connection.execute(_queries.lock_contacts, params)
    connection.execute(_queries.lock_request, params)


def get_requests(
    connection: Connection, keys: Iterable[RequestKey]
) -> dict[RequestKey, ReviewRequest]:
    """Load requests with everything the gate looks at, by (practice, id); unknown ones lack."""
    wanted = [{"practice_id": str(practice_id), "id": str(id_)} for practice_id, id_ in keys]
    params = {
        "keys": Jsonb(wanted),
        "platform_id": PLATFORM_ID,
        "lifted_by_start": list(LIFTED_BY_START),
    }
    rows = connection.execute(_queries.get_requests, params)
    requests = (ReviewRequest(**row) for row in rows)
    return {request.key: request for request in requests}


def count_daily_sends(
    connection: Connection,
    *,
    practice_id: UUID,
    local_date: date,
    day: tuple[datetime, datetime],
) -> int:
    """Count the SMS to patients of a practice-local day; `day` holds its first and last instant."""
    row = connection.execute(
        _queries.count_daily_sends,
        {
            "practice_id": practice_id,
            "local_date": local_date,
            "day_start": day[0],
            "day_end": day[1],
        },
    ).fetchone()
    return 0 if row is None else int(row["sends"])


def count_fresh_waiting(
    connection: Connection, *, practice_id: UUID, since: datetime, until: datetime
) -> int:
    """Count unsent SMS requests about visits told in time, ended after `since` up to `until`."""
    params = {"practice_id": practice_id, "since": since, "until": until}
    row = connection.execute(_queries.count_fresh_waiting, params).fetchone()
    return 0 if row is None else int(row["waiting"])


def reserve_daily_send(
    connection: Connection,
    *,
    practice_id: UUID,
    local_date: date,
    sends_today: int,
    daily_cap: int,
) -> bool:
    """Take one of the day's sends; False if the cap is reached, whoever reached it."""
    if sends_today >= daily_cap:
        return False
    params = {
        "practice_id": practice_id,
        "local_date": local_date,
        "sends_today": sends_today,
        "daily_cap": daily_cap,
    }
    return connection.execute(_queries.reserve_daily_send, params).rowcount == 1


def sum_spend(
    connection: Connection,
    *,
    practice_id: UUID,
    between: tuple[datetime, datetime],
    segment_cost_usd: float,
) -> float:
    """Sum what a practice's SMS cost: Twilio's price where told, else by segments; in dollars."""
    row = connection.execute(
        _queries.sum_spend,
        {
            "practice_id": practice_id,
            "since": between[0],
            "until": between[1],
            "segment_cost_usd": segment_cost_usd,
        },
    ).fetchone()
    return 0.0 if row is None else float(row["spend_usd"])


def release_daily_send(connection: Connection, *, practice_id: UUID, at: datetime) -> None:
    """Give back a send reserved at `at` for a message that did not go out."""
    connection.execute(_queries.release_daily_send, {"practice_id": practice_id, "at": at})


def mark_cap_reached(
    connection: Connection,
    *,
    practice_id: UUID,
    local_date: date,
    sends_today: int,
    now: datetime,
) -> bool:
    """Note that the cap holds something back; False if it did so earlier that day."""
    params = {
        "practice_id": practice_id,
        "local_date": local_date,
        "sends_today": sends_today,
        "now": now,
    }
    return connection.execute(_queries.mark_cap_reached, params).rowcount == 1


def mark_request_sending(
    connection: Connection, key: RequestKey, *, template_id: UUID, locale: str
) -> None:
    """Record that a request is about to be handed to a provider."""
    params = {"practice_id": key[0], "id": key[1], "template_id": template_id, "locale": locale}
    connection.execute(_queries.mark_request_sending, params)


def mark_request_sent(
    connection: Connection,
    key: RequestKey,
    *,
    provider_msg_id: str,
    provider_status: str | None,
    now: datetime,
) -> datetime:
    """Record the accepted first message; gives when the request counts as sent.

    The lock comes first, so that a text which arrives meanwhile, taken for lost before, is seen.
    """
    connection.execute(_queries.lock_request, {"practice_id": key[0], "id": key[1]})
    row = connection.execute(
        _queries.mark_request_sent,
        {
            "practice_id": key[0],
            "id": key[1],
            "provider_msg_id": provider_msg_id,
            "provider_status": provider_status,
            "now": now,
        },
    ).fetchone()
    if row is None:
        message = f"no review request {key[1]}"
        raise LookupError(message)
    sent_at: datetime = row["sent_at"]
    return sent_at


def mark_reminder_sent(connection: Connection, key: RequestKey, *, now: datetime) -> None:
    """Record the accepted reminder."""
    params = {"practice_id": key[0], "id": key[1], "now": now}
    connection.execute(_queries.mark_reminder_sent, params)


def hold_requests(connection: Connection, held: Sequence[HeldRequest]) -> int:
    """Record why requests are not sent; those that were sent, and not lost, stay untouched."""
    rows: list[dict[str, Any]] = [
        {
            "practice_id": str(one.practice_id),
            "id": str(one.id),
            "status": one.status,
            "reason": one.reason,
            "not_before": None if one.not_before is None else one.not_before.isoformat(),
            "code": one.code,
        }
        for one in held
    ]
    if not rows:
        return 0
    return connection.execute(_queries.hold_requests, {"rows": Jsonb(rows)}).rowcount


def open_email_request(
    connection: Connection, key: RequestKey, *, code: str, now: datetime
) -> UUID | None:
    """Find or make the request by email about the same visit; None if `key` is unknown."""
    params = {"practice_id": key[0], "id": key[1], "code": code, "now": now}
    connection.execute(_queries.make_email_request, params)
    row = connection.execute(_queries.find_email_request, params).fetchone()
    return None if row is None else UUID(str(row["id"]))
