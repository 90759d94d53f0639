"""What the send gate's verdicts rest on: read from the request, its practice and the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.context import Settled
from core.errors import MalformedPayload
from core.log import get_logger
from core.rules.names.practice_names import check_practice_name
from core.rules.places.local_time import day_bounds, is_zone, local_date, month_bounds
from core.rules.places.phone import regions_of_number, zones_of_number
from core.rules.sending.quiet_hours import HourRule
from core.rules.sending.send_decision import OLDEST_VISIT
from core.rules.sending.send_inputs import (
    MessageInputs,
    PatientInputs,
    PracticeInputs,
    SendInputs,
)
from core.rules.vocabulary import Purpose
from core.store.database import Connection
from core.store.review_requests import (
    ReviewRequest,
    count_daily_sends,
    count_fresh_waiting,
    sum_spend,
)

log = get_logger(__name__)

_OPEN_AGAIN = frozenset({"delayed", "sending", "failed"})
_MOST_SEGMENTS = 2
"""Of a text to a patient: the linter lets none be longer."""
_PRACTICE_JITTER_SECONDS, _REQUEST_JITTER_SECONDS = 60, 240
"""A practice starts in its first lawful minute, and the night's requests follow over four more."""
_NORTH_AMERICA = "+1"
_COLUMN_OF_CHANNEL = {"sms": "patients.phone_e164", "email": "patients.email"}


@dataclass(frozen=True, slots=True)
class PracticeDay:
    """What a practice has used of its day's cap and its month's budget.

    `local_date` is None where its zone is not known.
    """

    local_date: date | None
    sends_today: int
    month_spend_usd: float
    fresh_waiting: int = 0


def read_practice_day(
    deps: Settled, connection: Connection, request: ReviewRequest, *, now: datetime
) -> PracticeDay:
    """Count the sends and the spend of the practice that `request` belongs to."""
    if request.timezone is None or not is_zone(request.timezone):
        return PracticeDay(None, 0, 0.0)
    today = local_date(now, request.timezone)
    day = day_bounds(today, request.timezone)
    return PracticeDay(
        today,
        count_daily_sends(connection, practice_id=request.practice_id, local_date=today, day=day),
        read_month_spend(deps, connection, request, today),
        count_fresh_waiting(
            connection,
            practice_id=request.practice_id,
            since=now - OLDEST_VISIT,
            until=day[1] - timedelta(minutes=request.send_delay_minutes),
        ),
    )


def read_month_spend(
    deps: Settled, connection: Connection, request: ReviewRequest, today: date
) -> float:
    """Sum the spend of the practice's local month; 0 where no budget asks for it."""
    if request.monthly_budget_usd is None:
        return 0.0
    return sum_spend(
        connection,
        practice_id=request.practice_id,
        between=month_bounds(today, request.timezone or "UTC"),
        segment_cost_usd=deps.config.sms_segment_cost_usd,
    )


def open_contact(deps: Settled, request: ReviewRequest) -> str | None:
    """Give the number or address that a request goes to; None if there is none that opens."""
    if request.contact is None or request.contact_hash is None:
        return None
    column = _COLUMN_OF_CHANNEL[request.channel]
    try:
        return deps.sealer.open(request.contact, practice_id=request.practice_id, column=column)
    except MalformedPayload:
        log.warning("contact_does_not_open", review_request_id=str(request.id), column=column)
        return None


def gather_inputs(
    deps: Settled,
    request: ReviewRequest,
    purpose: Purpose,
    now: datetime,
    day: PracticeDay,
    rules: Sequence[HourRule],
    contact: str | None,
) -> SendInputs:
    """Put together all that the verdict about the message of `purpose` at `now` rests on."""
    return SendInputs.of(
        _practice_inputs(request, day),
        _patient_inputs(request, contact, rules),
        _message_inputs(deps, request, purpose, now, day.local_date),
    )


def _practice_inputs(request: ReviewRequest, day: PracticeDay) -> PracticeInputs:
    return PracticeInputs(
        practice_status=request.practice_status,
        onboarding_completed=request.onboarding_completed_at is not None,
        attested=request.attested,
        paused=request.paused_at is not None,
        has_review_link=bool(request.review_link),
        name_held=check_practice_name(request.practice_name) is not None,
        sms_status=request.sms_status,
        practice_zone=None if day.local_date is None else request.timezone,
        quiet_start=request.quiet_hours_start,
        quiet_end=request.quiet_hours_end,
        daily_cap=request.daily_cap,
        sends_today=day.sends_today,
        fresh_waiting=day.fresh_waiting,
        cooldown_days=request.cooldown_days,
        send_delay_minutes=request.send_delay_minutes,
        monthly_budget_usd=request.monthly_budget_usd,
        month_spend_usd=day.month_spend_usd,
    )


def _patient_inputs(
    request: ReviewRequest, contact: str | None, rules: Sequence[HourRule]
) -> PatientInputs:
    number = contact if request.channel == "sms" else None
    regions = regions_of_number(number) if number else ()
    return PatientInputs(
        visit_at=request.visit_at,
        visit_canceled=request.visit_canceled,
        is_backlog=request.is_backlog,
        patient_opted_out=request.opted_out,
        suppressed=request.suppressed,
        excluded=request.excluded,
        has_contact=contact is not None,
        has_email=request.has_email,
        last_asked_at=request.last_asked_at,
        number_zones=zones_of_number(number) if number else (),
        regions=regions,
        rules=_rules_for(number, regions, rules) if number else (),
    )


def _message_inputs(
    deps: Settled,
    request: ReviewRequest,
    purpose: Purpose,
    now: datetime,
    today: date | None,
) -> MessageInputs:
    practice_jitter = request.practice_id.int % _PRACTICE_JITTER_SECONDS
    return MessageInputs(
        now=now,
        purpose="reminder" if purpose is Purpose.REMINDER else "initial",
        channel="sms" if request.channel == "sms" else "email",
        request_status=request.status,
        sent_same_local_day=_is_second_today(request, purpose, today),
        already_sent=_is_sent(request, purpose),
        clicked=request.clicked_at is not None,
        first_sent_at=_asked_at(request),
        text_cost_usd=_MOST_SEGMENTS * deps.config.sms_segment_cost_usd,
        jitter_seconds=practice_jitter + request.id.int % _REQUEST_JITTER_SECONDS,
        overflow_jitter_seconds=practice_jitter,
    )


def _rules_for(
    number: str, regions: Sequence[str], rules: Sequence[HourRule]
) -> tuple[HourRule, ...]:
    """Give the windows of the number's states: all there are where none is known, as toll-free."""
    if not number.startswith(_NORTH_AMERICA):
        return ()
    return tuple(rule for rule in rules if rule.region in regions or not regions)


def _is_second_today(request: ReviewRequest, purpose: Purpose, today: date | None) -> bool:
    asked_at = request.last_asked_at
    if purpose is not Purpose.INITIAL or asked_at is None or today is None:
        return False
    return local_date(asked_at, request.timezone or "UTC") == today


def _is_sent(request: ReviewRequest, purpose: Purpose) -> bool:
    """Tell whether the message is out; a text that did not arrive may be sent again."""
    if purpose is Purpose.REMINDER:
        return request.reminder_sent_at is not None or request.has_reminder
    return (
        request.has_initial
        or request.has_arrived
        or (request.sent_at is not None and request.status not in _OPEN_AGAIN)
    )


def _asked_at(request: ReviewRequest) -> datetime | None:
    """Give when the message went out that a reminder follows: the repeated one, if it was."""
    if request.sent_at is None or request.initial_at is None:
        return request.sent_at
    return max(request.sent_at, request.initial_at)
