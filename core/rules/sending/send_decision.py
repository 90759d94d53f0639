"""The one gate before a patient: send now, send later, or never, and why."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal, TypeAlias

from core.rules.places.local_time import day_bounds, local_date, next_month
from core.rules.sending.quiet_hours import HourRule, Window, next_lawful_window
from core.rules.vocabulary import Reason

OLDEST_VISIT = timedelta(days=30)
REMINDER_AFTER = timedelta(hours=48)

_LOOK_AGAIN = timedelta(hours=1)
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class SendInputs:
    """All that a verdict rests on; stored with it, so that anyone can compute it again."""

    now: datetime
    purpose: Literal["initial", "reminder"]
    channel: Literal["sms", "email"]
    practice_status: str
    onboarding_completed: bool
    attested: bool
    paused: bool
    has_review_link: bool
    sms_status: str
    practice_zone: str | None
    quiet_start: time
    quiet_end: time
    daily_cap: int
    sends_today: int
    """SMS to patients already reserved in this practice-local day."""
    cooldown_days: int
    send_delay_minutes: int
    visit_at: datetime
    patient_opted_out: bool
    suppressed: bool
    """This contact, on this channel, by this practice or the platform."""
    excluded: bool
    has_contact: bool
    last_asked_at: datetime | None
    """Last accepted ask of this phone or email about another visit, whoever the patient."""
    sent_same_local_day: bool
    already_sent: bool
    """This request has an accepted message of this purpose."""
    clicked: bool
    first_sent_at: datetime | None
    number_zones: tuple[str, ...]
    regions: tuple[str, ...]
    rules: tuple[HourRule, ...]
    visit_canceled: bool
    jitter_seconds: int
    """Spreads a backlog over the first minutes of a lawful window."""
    monthly_budget_usd: float | None = None
    month_spend_usd: float = 0.0
    """Spent on this practice's SMS in its local month so far, as billed or as estimated."""
    text_cost_usd: float = 0.0
    """The most that this message can cost."""
    is_backlog: bool = False
    """We were told of the visit long after it."""
    fresh_waiting: int = 0
    """Requests of the practice about visits told in time, due today and not sent."""

    @property
    def cap(self) -> int:
        """What of the day's cap is open to this message.

        A backlog and reminders leave the visits of these days their places.
        """
        if self.is_backlog or self.purpose == "reminder":
            return max(0, self.daily_cap - self.fresh_waiting)
        return self.daily_cap

    def to_json(self) -> dict[str, Any]:
        """Give a flat JSON object: instants and clock times as ISO 8601, rules as objects."""
        return {f.name: _to_json(getattr(self, f.name)) for f in fields(self)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "SendInputs":
        """Read what `to_json` wrote; raises KeyError where a field without a default is missing."""
        read = [f.name for f in fields(cls) if f.default is MISSING or f.name in stored]
        return cls(**{name: _FROM_JSON.get(name, _same)(stored[name]) for name in read})


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
    """Judge one message at `inputs.now`.

    What rules it out for ever comes first, then what rules out its channel (the caller may fall
    back to email), then what only delays it.
    """
    refusal = _lasting_refusal(inputs) or _refusal_by_channel(inputs)
    if refusal:
        return Refuse(refusal)
    return _deferral_by_practice(inputs) or _deferral_by_time(inputs) or Send()


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


def _refusal_by_channel(inputs: SendInputs) -> Reason | None:
    if inputs.channel == "sms" and inputs.sms_status != "ready":
        return Reason.SMS_NOT_READY
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
    )
    reason = next((reason for holds, reason in grounds if holds), None)
    return Defer(inputs.now + _LOOK_AGAIN, reason) if reason else None


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
    return _within(window, inputs.jitter_seconds) if window else start


def _next_day(day: date) -> date:
    return day + _DAY


def _lawful_window(inputs: SendInputs, at: datetime) -> Window | None:
    """Email knows the practice's clock only: no number tells where its reader is."""
    zone = inputs.practice_zone or "UTC"
    by_number = inputs.channel == "sms"
    return next_lawful_window(
        at,
        quiet_start=inputs.quiet_start,
        quiet_end=inputs.quiet_end,
        practice_zone=zone,
        number_zones=inputs.number_zones if by_number else (zone,),
        regions=inputs.regions if by_number else (),
        rules=inputs.rules if by_number else (),
    )


def _within(window: Window, jitter_seconds: int) -> datetime:
    latest = max(window.start, window.end - _SECOND)
    return min(window.start + timedelta(seconds=max(0, jitter_seconds)), latest)


def _to_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, HourRule):
        return {f.name: _to_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    return value


def _same(value: Any) -> Any:
    return value


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _rules(stored: list[dict[str, Any]]) -> tuple[HourRule, ...]:
    return tuple(
        HourRule(
            region=rule["region"],
            weekday=rule["weekday"],
            earliest=time.fromisoformat(rule["earliest"]),
            latest=time.fromisoformat(rule["latest"]),
        )
        for rule in stored
    )


_FROM_JSON: dict[str, Any] = {
    "now": _instant,
    "visit_at": _instant,
    "last_asked_at": _instant,
    "first_sent_at": _instant,
    "quiet_start": time.fromisoformat,
    "quiet_end": time.fromisoformat,
    "number_zones": tuple,
    "regions": tuple,
    "rules": _rules,
}
