"""The send gate at work: gathers what a verdict rests on, asks for it, and writes it down."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from core.outbox.tasks import DispatchDeps
from core.rules.sending.send_decision import Defer, Refuse, Send, Verdict, decide
from core.rules.sending.send_inputs import SendInputs
from core.rules.vocabulary import EventType, Purpose, Reason
from core.sending.gate_inputs import (
    PracticeDay,
    gather_inputs,
    open_contact,
    read_practice_day,
)
from core.store.database import Connection
from core.store.decisions import (
    DecisionRow,
    append_decisions,
    list_last_decisions,
)
from core.store.events import EventRow, append_events
from core.store.quiet_hour_rules import list_hour_rules
from core.store.review_requests import (
    HeldRequest,
    ReviewRequest,
    get_requests,
    hold_requests,
    mark_cap_reached,
)

_REPEATS = frozenset({Reason.ALREADY_SENT, Reason.SAME_DAY, Reason.COOLDOWN})


@dataclass(frozen=True, slots=True)
class Judged:
    """A request, the verdict about one of its messages, and what the verdict rests on."""

    request: ReviewRequest
    purpose: Purpose
    inputs: SendInputs
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
    rules = list_hour_rules(connection, today=now.date())
    days: dict[object, PracticeDay] = {}
    judged = []
    for request in requests:
        if request.practice_id not in days:
            days[request.practice_id] = read_practice_day(deps, connection, request, now=now)
        day = days[request.practice_id]
        contact = open_contact(deps, request)
        inputs = gather_inputs(deps, request, purpose, now, day, rules, contact)
        verdict = decide(inputs)
        judged.append(Judged(request, purpose, inputs, verdict, contact, day.local_date))
    return judged


def still_stands(
    deps: DispatchDeps, connection: Connection, judged: Judged, *, now: datetime
) -> bool:
    """Tell whether a message that was let go would be let go at `now`, its own traces aside.

    Who opted out, was called off or paused since the verdict gets nothing, and neither does a
    number or an address that has been corrected.
    """
    before, then = judged.request, judged.inputs
    current = get_requests(connection, [before.key]).get(before.key)
    if current is None:
        return False
    request = replace(current, initial_at=before.initial_at, has_reminder=before.has_reminder)
    day = PracticeDay(judged.local_date, then.sends_today, then.month_spend_usd, then.fresh_waiting)
    contact = open_contact(deps, request)
    inputs = gather_inputs(deps, request, judged.purpose, now, day, then.rules, contact)
    return contact == judged.contact and isinstance(decide(inputs), Send)


def over_cap(judged: Judged) -> Judged:
    """Judge again a request whose reservation another sender was quicker to take."""
    inputs = replace(judged.inputs, sends_today=judged.inputs.daily_cap)
    return replace(judged, inputs=inputs, verdict=decide(inputs))


def over_budget(judged: Judged, *, month_spend_usd: float) -> Judged:
    """Judge again with what others have spent since; the verdict may be the same."""
    inputs = replace(judged.inputs, month_spend_usd=month_spend_usd)
    return replace(judged, inputs=inputs, verdict=decide(inputs))


def over_wording(judged: Judged) -> Judged:
    """Judge again a request of which the wording may not go out."""
    inputs = replace(judged.inputs, template_rejected=True)
    return replace(judged, inputs=inputs, verdict=decide(inputs))


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
        and one.inputs.sends_today >= one.inputs.daily_cap
        and one.local_date is not None
    }
    for (practice_id, day), one in capped.items():
        if day is not None and mark_cap_reached(
            connection,
            practice_id=practice_id,
            local_date=day,
            sends_today=one.inputs.sends_today,
            now=now,
        ):
            payload = {
                "local_date": day.isoformat(),
                "daily_cap": one.inputs.daily_cap,
                "reason": Reason.DAILY_CAP.value,
            }
            append_events(connection, [EventRow(EventType.CAP_REACHED, practice_id, now, payload)])
