"""The send gate at work: gathers what a verdict rests on, asks for it, and writes it down."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from core.dispatch.verdicts import VerdictInputs, reach_verdict
from core.dispatch.work import DispatchDeps
from core.errors import MalformedPayload
from core.log import get_logger
from core.rules.local_time import day_bounds, is_zone, local_date
from core.rules.phone import regions_of_number, zones_of_number
from core.rules.quiet_hours import HourRule
from core.rules.send_decision import Defer, Refuse, Send, SendInputs, Verdict
from core.rules.vocabulary import EventType, Purpose, Reason
from core.store.database import Connection
from core.store.decisions import (
    DecisionRow,
    append_decisions,
    list_hour_rules,
    list_last_decisions,
)
from core.store.events import EventRow, append_events
from core.store.review_requests import (
    HeldRequest,
    ReviewRequest,
    count_daily_sends,
    hold_requests,
    mark_cap_reached,
)

log = get_logger(__name__)

_REPEATS = frozenset({Reason.ALREADY_SENT, Reason.SAME_DAY, Reason.COOLDOWN})
_OPEN_AGAIN = frozenset({"delayed", "sending", "failed"})
_EXCLUDED = "excluded"
_PRACTICE_JITTER_SECONDS, _REQUEST_JITTER_SECONDS = 60, 240
"""A practice starts in its first lawful minute, and the night's requests follow over four more."""

COLUMN_OF_CHANNEL = {"sms": "patients.phone_e164", "email": "patients.email"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A request, the verdict about one of its messages, and what the verdict rests on."""

    request: ReviewRequest
    purpose: Purpose
    inputs: VerdictInputs
    verdict: Verdict
    contact: str | None
    local_date: date | None


def judge_requests(
    deps: DispatchDeps,
    connection: Connection,
    requests: Sequence[ReviewRequest],
    *,
    purpose: Purpose,
    now: datetime,
) -> list[Judged]:
    """Compute the verdict about the message of `purpose` of each request at `now`."""
    rules = list_hour_rules(connection, on_date=now.date())
    sends: dict[tuple[object, date], int] = {}
    judged = []
    for request in requests:
        today = _local_date(request, now)
        if today is not None and (request.practice_id, today) not in sends:
            sends[request.practice_id, today] = count_daily_sends(
                connection,
                practice_id=request.practice_id,
                local_date=today,
                day=day_bounds(today, request.timezone or "UTC"),
            )
        sends_today = 0 if today is None else sends[request.practice_id, today]
        judged.append(_judge(deps, request, purpose, now, today, sends_today, rules))
    return judged


def _local_date(request: ReviewRequest, now: datetime) -> date | None:
    if request.timezone is None or not is_zone(request.timezone):
        return None
    return local_date(now, request.timezone)


def _judge(
    deps: DispatchDeps,
    request: ReviewRequest,
    purpose: Purpose,
    now: datetime,
    today: date | None,
    sends_today: int,
    rules: Sequence[HourRule],
) -> Judged:
    contact = _open_contact(deps, request)
    practice_jitter = request.practice_id.int % _PRACTICE_JITTER_SECONDS
    inputs = VerdictInputs(
        _send_inputs(request, purpose, now, today, sends_today, rules, contact),
        overflow_jitter_seconds=practice_jitter,
        has_email=request.has_email,
        request_status=request.status,
    )
    return Judged(request, purpose, inputs, reach_verdict(inputs), contact, today)


def _send_inputs(
    request: ReviewRequest,
    purpose: Purpose,
    now: datetime,
    today: date | None,
    sends_today: int,
    rules: Sequence[HourRule],
    contact: str | None,
) -> SendInputs:
    is_sms = request.channel == "sms" and contact is not None
    regions = regions_of_number(contact) if is_sms and contact else ()
    asked_at = request.last_asked_at
    return SendInputs(
        now=now,
        purpose="reminder" if purpose is Purpose.REMINDER else "initial",
        channel="sms" if request.channel == "sms" else "email",
        practice_status=request.practice_status,
        onboarding_completed=request.onboarding_completed_at is not None,
        attested=request.attested,
        paused=request.paused_at is not None,
        has_review_link=bool(request.review_link),
        sms_status=request.sms_status,
        practice_zone=request.timezone if today is not None else None,
        quiet_start=request.quiet_hours_start,
        quiet_end=request.quiet_hours_end,
        daily_cap=request.daily_cap,
        sends_today=sends_today,
        cooldown_days=request.cooldown_days,
        send_delay_minutes=request.send_delay_minutes,
        visit_at=request.visit_at,
        patient_opted_out=request.opted_out,
        suppressed=request.suppressed_reason not in {None, _EXCLUDED},
        excluded=request.suppressed_reason == _EXCLUDED,
        has_contact=contact is not None,
        last_asked_at=asked_at,
        sent_same_local_day=(
            purpose is Purpose.INITIAL
            and asked_at is not None
            and today is not None
            and local_date(asked_at, request.timezone or "UTC") == today
        ),
        already_sent=_is_sent(request, purpose),
        clicked=request.clicked_at is not None,
        first_sent_at=_asked_at(request),
        number_zones=zones_of_number(contact) if is_sms and contact else (),
        regions=regions,
        rules=tuple(rule for rule in rules if rule.region in regions),
        budget_exceeded=False,
        visit_canceled=request.visit_canceled,
        jitter_seconds=(
            request.practice_id.int % _PRACTICE_JITTER_SECONDS
            + request.id.int % _REQUEST_JITTER_SECONDS
        ),
    )


def _open_contact(deps: DispatchDeps, request: ReviewRequest) -> str | None:
    if request.contact is None or request.contact_hash is None:
        return None
    column = COLUMN_OF_CHANNEL[request.channel]
    try:
        return deps.sealer.open(request.contact, practice_id=request.practice_id, column=column)
    except MalformedPayload:
        log.warning("contact_does_not_open", review_request_id=str(request.id), column=column)
        return None


def _is_sent(request: ReviewRequest, purpose: Purpose) -> bool:
    """Tell whether the message is out; a text that did not arrive may be sent again."""
    if purpose is Purpose.REMINDER:
        return request.reminder_sent_at is not None or request.has_reminder
    return request.has_initial or (
        request.sent_at is not None and request.status not in _OPEN_AGAIN
    )


def _asked_at(request: ReviewRequest) -> datetime | None:
    """Give when the message went out that a reminder follows: the repeated one, if it was."""
    if request.sent_at is None or request.initial_at is None:
        return request.sent_at
    return max(request.sent_at, request.initial_at)


def over_cap(judged: Judged) -> Judged:
    """Judge again a request whose reservation another sender was quicker to take."""
    send = replace(judged.inputs.send, sends_today=judged.inputs.send.daily_cap)
    inputs = replace(judged.inputs, send=send)
    return replace(judged, inputs=inputs, verdict=reach_verdict(inputs))


def over_wording(judged: Judged) -> Judged:
    """Judge again a request of which the wording may not go out."""
    inputs = replace(judged.inputs, template_rejected=True)
    return replace(judged, inputs=inputs, verdict=reach_verdict(inputs))


def record_verdicts(connection: Connection, judged: Sequence[Judged], *, now: datetime) -> None:
    """Write verdicts down, with the events and request states that follow from them.

    A deferral for the same reason as the last one is not news and leaves no trace but its time.
    """
    for purpose in {one.purpose for one in judged}:
        batch = [one for one in judged if one.purpose is purpose]
        last = list_last_decisions(
            connection, [one.request.key for one in batch], purpose=purpose.value
        )
        news = [
            one
            for one in batch
            if not isinstance(one.verdict, Defer)
            or (before := last.get(one.request.key)) is None
            or (before.decision, before.reason) != ("defer", one.verdict.reason.value)
        ]
        append_decisions(connection, [_decision_row(one, now) for one in news])
        append_events(connection, [event for one in news if (event := _event(one, now))])
        _note_caps(connection, batch, now)
        if purpose is Purpose.INITIAL:
            hold_requests(connection, [held for one in batch if (held := _held(one))])


def _decision_row(judged: Judged, now: datetime) -> DecisionRow:
    verdict = judged.verdict
    return DecisionRow(
        practice_id=judged.request.practice_id,
        review_request_id=judged.request.id,
        purpose=judged.purpose.value,
        decision=type(verdict).__name__.lower(),
        reason=None if isinstance(verdict, Send) else verdict.reason.value,
        until=verdict.until if isinstance(verdict, Defer) else None,
        inputs=judged.inputs.to_json(),
        decided_at=now,
    )


def _event(judged: Judged, now: datetime) -> EventRow | None:
    verdict = judged.verdict
    if isinstance(verdict, Send):
        return None
    payload = {
        "review_request_id": str(judged.request.id),
        "visit_id": str(judged.request.visit_id),
        "channel": judged.request.channel,
        "purpose": judged.purpose.value,
        "reason": verdict.reason.value,
    }
    if isinstance(verdict, Defer):
        payload["until"] = verdict.until.isoformat()
    return EventRow(_event_type(judged), judged.request.practice_id, now, payload)


def _event_type(judged: Judged) -> EventType:
    if isinstance(judged.verdict, Defer):
        return EventType.SEND_DELAYED
    if judged.purpose is Purpose.REMINDER:
        return EventType.REMINDER_SKIPPED
    is_repeat = isinstance(judged.verdict, Refuse) and judged.verdict.reason in _REPEATS
    return EventType.REPEAT_SEND_BLOCKED if is_repeat else EventType.SEND_SKIPPED


def _held(judged: Judged) -> HeldRequest | None:
    verdict, request = judged.verdict, judged.request
    if isinstance(verdict, Send):
        return None
    until = verdict.until if isinstance(verdict, Defer) else None
    if until is not None:
        status = "delayed"
    else:
        status = "blocked" if verdict.reason in _REPEATS else "skipped"
    return HeldRequest(request.practice_id, request.id, status, verdict.reason.value, until)


def _note_caps(connection: Connection, judged: Sequence[Judged], now: datetime) -> None:
    """Say once a day that a practice's cap holds something back."""
    capped = {
        (one.request.practice_id, one.local_date): one
        for one in judged
        if isinstance(one.verdict, Defer)
        and one.verdict.reason is Reason.DAILY_CAP
        and one.local_date is not None
    }
    for (practice_id, day), one in capped.items():
        if day is not None and mark_cap_reached(
            connection,
            practice_id=practice_id,
            local_date=day,
            sends_today=one.inputs.send.sends_today,
            now=now,
        ):
            payload = {
                "local_date": day.isoformat(),
                "daily_cap": one.inputs.send.daily_cap,
                "reason": Reason.DAILY_CAP.value,
            }
            append_events(connection, [EventRow(EventType.CAP_REACHED, practice_id, now, payload)])
