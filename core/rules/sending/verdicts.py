"""Verdicts as they are stored: the gate's rule, what dispatching adds to it, and all inputs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from core.rules.sending.send_decision import Defer, Refuse, SendInputs, Verdict, decide
from core.rules.vocabulary import Reason

LOOK_AGAIN = timedelta(hours=1)
SENDER_PENDING = timedelta(hours=6)

_OVERFLOW = frozenset({Reason.DAILY_CAP, Reason.BUDGET})
_ENDED = frozenset({"failed", "skipped", "blocked"})
_BEING_REPEATED = frozenset({"delayed", "sending"})


@dataclass(frozen=True, slots=True)
class VerdictInputs:
    """What a verdict rests on: the rule's inputs, and what only dispatching knows.

    `overflow_jitter_seconds` is the same for a whole practice and never more than a request's own
    jitter: what a cap held back yesterday keeps its order and goes before what the night held back.
    """

    send: SendInputs
    overflow_jitter_seconds: int = 0
    has_email: bool = False
    template_rejected: bool = False
    request_status: str = "queued"

    def to_json(self) -> dict[str, Any]:
        """Give one flat JSON object."""
        return self.send.to_json() | {name: getattr(self, name) for name in _OWN_FIELDS}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "VerdictInputs":
        """Read what `to_json` wrote; raises KeyError where a field of the rule is missing."""
        own = {name: stored[name] for name in _OWN_FIELDS if name in stored}
        return cls(SendInputs.from_json(stored), **own)


_OWN_FIELDS = ("overflow_jitter_seconds", "has_email", "template_rejected", "request_status")


def reach_verdict(inputs: VerdictInputs) -> Verdict:
    """Decide by the rule, and then by what dispatching adds; the same inputs give the same verdict.

    A reminder does not wait for a practice that has stopped paying, and follows only an ask that
    has not failed. A text waits for a sender whose approval is pending, where no email can go
    instead, and any message for wording that has to be corrected.
    """
    verdict = decide(inputs.send)
    if isinstance(verdict, Defer) and verdict.reason in _OVERFLOW:
        in_order = replace(inputs.send, jitter_seconds=inputs.overflow_jitter_seconds)
        verdict = decide(in_order)
    if inputs.send.purpose == "reminder":
        return _remind(inputs, verdict)
    if verdict == Refuse(Reason.SMS_NOT_READY) and _awaits_sender(inputs):
        return Defer(inputs.send.now + SENDER_PENDING, Reason.SMS_NOT_READY)
    return _correct_wording(inputs, verdict)


def _remind(inputs: VerdictInputs, verdict: Verdict) -> Verdict:
    if isinstance(verdict, Refuse):
        return verdict
    if isinstance(verdict, Defer) and verdict.reason is Reason.PRACTICE_PAST_DUE:
        return Refuse(verdict.reason)
    if inputs.request_status in _ENDED:
        return Refuse(Reason.CARRIER_ERROR)
    if inputs.request_status in _BEING_REPEATED:
        return Defer(inputs.send.now + SENDER_PENDING, Reason.CARRIER_ERROR)
    return _correct_wording(inputs, verdict)


def _correct_wording(inputs: VerdictInputs, verdict: Verdict) -> Verdict:
    if inputs.template_rejected and not isinstance(verdict, Refuse | Defer):
        return Defer(inputs.send.now + LOOK_AGAIN, Reason.TEMPLATE_REJECTED)
    return verdict


def _awaits_sender(inputs: VerdictInputs) -> bool:
    return inputs.send.sms_status == "pending" and not inputs.has_email
