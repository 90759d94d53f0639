"""All that a verdict of the send gate rests on, and how it is kept beside the verdict."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, date, datetime, time
from typing import Any, Literal, Self

from core.rules.sending.quiet_hours import HourRule


@dataclass(frozen=True, kw_only=True)
class PracticeInputs:
    """What is asked of the practice, and what it has used of its day and its month."""

    practice_status: str
    onboarding_completed: bool
    attested: bool
    paused: bool
    has_review_link: bool
    name_held: bool = False
    """The practice's name may not open a text."""
    sms_status: str
    practice_zone: str | None
    quiet_start: time
    quiet_end: time
    daily_cap: int
    sends_today: int
    """SMS to patients already reserved in this practice-local day."""
    fresh_waiting: int = 0
    """Requests of the practice about visits told in time, due today and not sent."""
    cooldown_days: int
    send_delay_minutes: int
    monthly_budget_usd: float | None = None
    month_spend_usd: float = 0.0
    """Spent on this practice's SMS in its local month so far, as billed or as estimated."""


@dataclass(frozen=True, kw_only=True)
class PatientInputs:
    """What is asked of the patient, the visit and the contact."""

    visit_at: datetime
    visit_canceled: bool
    is_backlog: bool = False
    """We were told of the visit long after it."""
    patient_opted_out: bool
    suppressed: bool
    """This contact, on this channel, by this practice or the platform."""
    excluded: bool
    has_contact: bool
    has_email: bool = False
    """An email can go where a text cannot."""
    last_asked_at: datetime | None
    """Last accepted ask of this phone or email about another visit, whoever the patient."""
    number_zones: tuple[str, ...]
    regions: tuple[str, ...]
    rules: tuple[HourRule, ...]


@dataclass(frozen=True, kw_only=True)
class MessageInputs:
    """What is asked of the message itself, and of the request it belongs to."""

    now: datetime
    purpose: Literal["initial", "reminder"]
    channel: Literal["sms", "email"]
    request_status: str = "queued"
    sent_same_local_day: bool
    already_sent: bool
    """This request has an accepted message of this purpose."""
    clicked: bool
    first_sent_at: datetime | None
    template_rejected: bool = False
    """The wording may not go out until it is corrected."""
    text_cost_usd: float = 0.0
    """The most that this message can cost."""
    jitter_seconds: int
    """Spreads a backlog over the first minutes of a lawful window."""
    overflow_jitter_seconds: int = 0
    """The same for a whole practice and never more than a request's own jitter: what a cap held
    back yesterday keeps its order and goes before what the night held back."""


@dataclass(frozen=True, kw_only=True)
class SendInputs(PracticeInputs, PatientInputs, MessageInputs):
    """All that a verdict rests on; stored with it, so that anyone can compute it again."""

    @classmethod
    def of(cls, practice: PracticeInputs, patient: PatientInputs, message: MessageInputs) -> Self:
        """Put the three together."""
        return cls(**vars(practice), **vars(patient), **vars(message))

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
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote; raises KeyError where a field without a default is missing."""
        read = [f.name for f in fields(cls) if f.default is MISSING or f.name in stored]
        return cls(**{name: _FROM_JSON.get(name, _same)(stored[name]) for name in read})


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


def _clock(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _rules(stored: list[dict[str, Any]]) -> tuple[HourRule, ...]:
    return tuple(
        HourRule(
            region=rule["region"],
            weekday=rule["weekday"],
            earliest=_clock(rule["earliest"]),
            latest=_clock(rule["latest"]),
            on_date=_day(rule.get("on_date")),
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
