"""Every stored verdict computed again: what was decided must follow from what was written down."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.rules.sending.send_decision import Defer, Send, Verdict, decide
from core.rules.sending.send_inputs import SendInputs
from core.store.database import Connection
from core.store.decisions import StoredDecision, stream_decisions

UNREADABLE = "unreadable"
"""What stored inputs come to that cannot be read any more."""

_MOST_SHOWN = 100

Finding = tuple[str, str | None, datetime | None]
"""Decision, reason and until."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A stored verdict that its own stored inputs do not give."""

    practice_id: UUID
    decision_id: UUID
    review_request_id: UUID
    stored: Finding
    computed: Finding


@dataclass(frozen=True, slots=True)
class Recheck:
    """How many verdicts were computed again, how many came out otherwise, and the first of these.

    `disagreements` holds no more than a hundred; `disagreed` counts all.
    """

    checked: int
    disagreed: int
    disagreements: tuple[Disagreement, ...]

    @property
    def agrees(self) -> bool:
        """Tell whether every verdict follows from its inputs."""
        return self.disagreed == 0


def recheck_decisions(connection: Connection, *, since: datetime) -> Recheck:
    """Compute again every verdict that was stored at or after `since`, from its stored inputs."""
    checked = disagreed = 0
    shown: list[Disagreement] = []
    with connection.transaction():
        for decision in stream_decisions(connection, since=since):
            checked += 1
            stored = (decision.decision, decision.reason, decision.until)
            computed = _compute(decision)
            if computed == stored:
                continue
            disagreed += 1
            if len(shown) < _MOST_SHOWN:
                shown.append(
                    Disagreement(
                        decision.practice_id,
                        decision.id,
                        decision.review_request_id,
                        stored,
                        computed,
                    )
                )
    return Recheck(checked, disagreed, tuple(shown))


def _compute(decision: StoredDecision) -> Finding:
    try:
        inputs = SendInputs.from_json(decision.inputs)
        if inputs.purpose != decision.purpose:
            return UNREADABLE, "another purpose", None
        return _finding(decide(inputs))
    except (KeyError, TypeError, ValueError) as error:
        return UNREADABLE, type(error).__name__, None


def _finding(verdict: Verdict) -> Finding:
    return (
        type(verdict).__name__.lower(),
        None if isinstance(verdict, Send) else verdict.reason.value,
        verdict.until if isinstance(verdict, Defer) else None,
    )
