"""The one gate before a patient: send now, send later, or never, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeAlias

from core.rules.places.local_time import day_bounds, local_date, next_month
from core.rules.sending.quiet_hours import HourRule, LawfulWindow, next_lawful_window
from core.rules.sending.send_inputs import SendInputs
from core.rules.vocabulary import Reason

OLDEST_VISIT = timedelta(days=30)
REMINDER_AFTER = timedelta(hours=48)

_LOOK_AGAIN = timedelta(hours=1)
SENDER_PENDING = timedelta(hours=6)
"""How long a text waits before its sender is looked at again."""

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_ENDED = frozenset({"failed", "skipped", "blocked"})
_BEING_REPEATED = frozenset({"delayed", "sending"})


@dataclass(frozen=True)
class Send:
    """Send it now."""


@dataclass(frozen=True)
class Defer:
    """Ask again at `until`, always later than now."""

    until: datetime
    reason: Reason


@dataclass(frozen=True)
class Refuse:
    """Never send this message."""

    reason: Reason


Verdict: TypeAlias = Send | Defer | Refuse


def decide(inputs: SendInputs) -> Verdict:
    """Judge one message at `inputs.now`; the same inputs always give the same verdict.

    What rules it out for ever comes first, then what rules out its channel (the caller may fall
    back to email), then what only delays it: last of all wording that has to be corrected.
    """
    refusal = _lasting_refusal(inputs)
    if refusal:
        return Refuse(refusal)
    by_practice = _deferral_by_practice(inputs)
    return (
        _verdict_by_channel(inputs)
        or _verdict_by_first_ask(inputs, by_practice)
        or by_practice
        or _deferral_by_time(inputs)
        or _deferral_by_wording(inputs)
        or Send()
    )


def _lasting_refusal(inputs: SendInputs) -> Reason | None:
    is_initial = inputs.purpose == "initial"
    grounds = (
        (inputs.practice_status == "canceled", Reason.PRACTICE_CANCELED),
        (inputs.patient_opted_out, Reason.OPTED_OUT),
        (inputs.suppressed, Reason.SUPPRESSED),
        (inputs.excluded, Reason.EXCLUDED),
        (not inputs.has_contact, Reason.NO_CONTACT),
        (inputs.already_sent, Reason.ALREADY_SENT if is_initial else Reason.REMINDED),
        (inputs.sent_same_local_day, Reason.SAME_DAY),
        (inputs.visit_canceled, Reason.VISIT_CANCELED),
        (is_initial and _is_cooling_down(inputs), Reason.COOLDOWN),
        (_is_too_old(inputs), Reason.VISIT_TOO_OLD),
        (not is_initial and inputs.clicked, Reason.CLICKED),
        (not is_initial and inputs.first_sent_at is None, Reason.UNCERTAIN),
    )
    return next((reason for holds, reason in grounds if holds), None)


def _verdict_by_channel(inputs: SendInputs) -> Defer | Refuse | None:
    """Refuse a text without a sender, which is waited for where no email can go instead."""
    if inputs.channel != "sms" or inputs.sms_status == "ready":
        return None
    is_blocked = inputs.sms_status == "blocked"
    reason = Reason.SENDER_BLOCKED if is_blocked else Reason.SMS_NOT_READY
    if inputs.purpose == "initial" and not inputs.has_email:
        return Defer(inputs.now + SENDER_PENDING, reason)
    return Refuse(reason)


def _verdict_by_first_ask(inputs: SendInputs, by_practice: Defer | None) -> Defer | Refuse | None:
    """Hold a reminder to the ask before it, which may have failed or be on its way again.

    A reminder does not wait for a practice that has stopped paying.
    """
    if inputs.purpose != "reminder":
        return None
    if by_practice and by_practice.reason is Reason.PRACTICE_PAST_DUE:
        return Refuse(Reason.PRACTICE_PAST_DUE)
    if inputs.request_status in _ENDED:
        return Refuse(Reason.CARRIER_ERROR)
    if inputs.request_status in _BEING_REPEATED:
        return Defer(inputs.now + SENDER_PENDING, Reason.CARRIER_ERROR)
    return None


def _is_cooling_down(inputs: SendInputs) -> bool:
    if inputs.last_asked_at is None:
        return False
    return inputs.now < inputs.last_asked_at + timedelta(days=inputs.cooldown_days)


def _is_too_old(inputs: SendInputs) -> bool:
    """Count thirty days from the visit, or for a reminder from the ask it follows."""
    since = inputs.first_sent_at if inputs.purpose == "reminder" else inputs.visit_at
    return since is not None and inputs.now - since > OLDEST_VISIT


def _deferral_by_practice(inputs: SendInputs) -> Defer | None:
    """Look again in an hour while the practice itself is not ready to send."""
    grounds = (
        (not inputs.onboarding_completed, Reason.ONBOARDING_INCOMPLETE),
        (inputs.practice_zone is None, Reason.ONBOARDING_INCOMPLETE),
        (inputs.practice_status == "past_due", Reason.PRACTICE_PAST_DUE),
        (inputs.practice_status != "active", Reason.ONBOARDING_INCOMPLETE),
        (not inputs.attested, Reason.NOT_ATTESTED),
        (inputs.paused, Reason.PAUSED),
        (not inputs.has_review_link, Reason.NO_REVIEW_LINK),
        (inputs.name_held, Reason.PRACTICE_NAME),
    )
    reason = next((reason for holds, reason in grounds if holds), None)
    return Defer(inputs.now + _LOOK_AGAIN, reason) if reason else None


def _deferral_by_wording(inputs: SendInputs) -> Defer | None:
    if not inputs.template_rejected:
        return None
    return Defer(inputs.now + _LOOK_AGAIN, Reason.TEMPLATE_REJECTED)


def _deferral_by_time(inputs: SendInputs) -> Defer | None:
    early = _too_early(inputs)
    if early:
        return early
    if inputs.channel == "sms" and _is_over_budget(inputs):
        return Defer(_early_in(inputs, next_month), Reason.BUDGET)
    if inputs.channel == "sms" and inputs.sends_today >= inputs.cap:
        return Defer(_early_in(inputs, _next_day), Reason.DAILY_CAP)
    window = _lawful_window(inputs, inputs.now)
    if window is None:
        return Defer(inputs.now + _DAY, Reason.QUIET_HOURS)
    if window.start > inputs.now:
        return Defer(_within(window, inputs.jitter_seconds), Reason.QUIET_HOURS)
    return None


def _too_early(inputs: SendInputs) -> Defer | None:
    if inputs.purpose == "reminder" and inputs.first_sent_at is not None:
        due, reason = inputs.first_sent_at + REMINDER_AFTER, Reason.SEND_DELAY
    else:
        due = inputs.visit_at + timedelta(minutes=max(0, inputs.send_delay_minutes))
        in_future = inputs.now < inputs.visit_at
        reason = Reason.VISIT_IN_FUTURE if in_future else Reason.SEND_DELAY
    return Defer(due, reason) if inputs.now < due else None


def _is_over_budget(inputs: SendInputs) -> bool:
    """Tell whether this text, at its dearest, would take the month's spend over the budget."""
    budget = inputs.monthly_budget_usd
    return budget is not None and inputs.month_spend_usd + inputs.text_cost_usd > budget


def _early_in(inputs: SendInputs, following: Callable[[date], date]) -> datetime:
    """Give a lawful moment early in the day that follows, or its start if none is near."""
    zone = inputs.practice_zone or "UTC"
    start, _ = day_bounds(following(local_date(inputs.now, zone)), zone)
    window = _lawful_window(inputs, start)
    return _within(window, inputs.overflow_jitter_seconds) if window else start


def _next_day(day: date) -> date:
    return day + _DAY


def _lawful_window(inputs: SendInputs, at: datetime) -> LawfulWindow | None:
    """Email knows the practice's clock only: no number tells where its reader is."""
    zone = inputs.practice_zone or "UTC"
    by_number = inputs.channel == "sms"
    return _window_at(
        at,
        (inputs.quiet_start, inputs.quiet_end),
        zone,
        inputs.number_zones if by_number else (zone,),
        inputs.regions if by_number else (),
        inputs.rules if by_number else (),
    )


@lru_cache(maxsize=256)
def _window_at(
    at: datetime,
    quiet: tuple[time, time],
    practice_zone: str,
    number_zones: tuple[str, ...],
    regions: tuple[str, ...],
    rules: tuple[HourRule, ...],
) -> LawfulWindow | None:
    """Give the window, which the messages of one moment mostly share."""
    return next_lawful_window(
        at,
        quiet_start=quiet[0],
        quiet_end=quiet[1],
        practice_zone=practice_zone,
        number_zones=number_zones,
        regions=regions,
        rules=rules,
    )


def _within(window: LawfulWindow, jitter_seconds: int) -> datetime:
    latest = max(window.start, window.end - _SECOND)
    return min(window.start + timedelta(seconds=max(0, jitter_seconds)), latest)
