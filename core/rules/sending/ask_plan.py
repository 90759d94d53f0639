"""What would become of asks that are not made yet: the gate's own verdicts, day after day."""

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple
from uuid import UUID

from core.rules.places.local_time import day_bounds, local_date
from core.rules.sending.send_decision import REMINDER_AFTER, Defer, Refuse, Verdict, decide
from core.rules.sending.send_inputs import SendInputs
from core.rules.vocabulary import Reason

_PASSING = frozenset(
    {
        Reason.SEND_DELAY,
        Reason.VISIT_IN_FUTURE,
        Reason.QUIET_HOURS,
        Reason.DAILY_CAP,
        Reason.BUDGET,
    }
)
"""What time alone puts an end to; of everything else nobody knows how long it lasts."""
_NO_SENDER = frozenset({Reason.SMS_NOT_READY, Reason.SENDER_BLOCKED})


class NewAsk(NamedTuple):
    """A visit that is heard of for the first time, whom it is of, and keyed hashes of contacts."""

    patient_id: UUID
    is_known: bool
    """The patient was on record before."""
    phone_e164: str | None
    phone_hash: str | None
    email_hash: str | None
    visit_at: datetime


@dataclass(frozen=True)
class AskPlan:
    """What becomes of asks if nothing changes meanwhile; each is counted once."""

    by_day: Mapping[date, int] = field(default_factory=dict)
    """Asks by the practice's local day, in order."""
    never: Mapping[Reason, int] = field(default_factory=dict)
    too_late: int = 0
    """Of those that are never made as the visit is too old: how many were not so at first."""
    waiting: Mapping[Reason, int] = field(default_factory=dict)
    """Asks that go out only once somebody has done something."""

    @property
    def asked(self) -> int:
        """How many are made."""
        return sum(self.by_day.values())


class _Ask(NamedTuple):
    order: int
    visit_at: datetime
    people: tuple[int, ...]
    is_counted: bool


@dataclass(slots=True, eq=False)
class _Lane:
    """Asks that differ only in visit and patient: what defers one defers them all."""

    inputs: SendInputs
    run_at: datetime
    asks: deque[_Ask] = field(default_factory=deque)
    aging: list[_Ask] = field(default_factory=list)
    """The same, the oldest visit last, once they are gone through."""


class AskPlanner:
    """Lets asks pass the gate one by one, and the days go by, without sending any.

    Each comes with the inputs of its kind, one object a kind, whose counts of the day and the month
    are where these begin. Reminders take of the cap what they will if nobody opens the link.
    """

    def __init__(
        self, *, now: datetime, zone: str, halted: Collection[str] = (), text_usd: float = 0.0
    ) -> None:
        self._now, self._zone, self._halted, self._text_usd = now, zone, halted, text_usd
        self._today = local_date(now, zone)
        self._kinds: list[SendInputs] = []
        self._first: dict[tuple[int, datetime], Verdict] = {}
        self._lanes: dict[tuple[int, datetime], _Lane] = {}
        self._queue: list[tuple[datetime, int, _Lane]] = []
        self._reminders: dict[tuple[int, datetime], SendInputs] = {}
        self._orders = count()
        self._gone: set[int] = set()
        self._left = 0
        self._sends: Counter[date] = Counter()
        self._spent: defaultdict[date, float] = defaultdict(float)
        self._asked_at: dict[int, datetime] = {}
        self._fresh: Counter[datetime] = Counter()
        self._by_day: Counter[date] = Counter()
        self._never: Counter[Reason] = Counter()
        self._waiting: Counter[Reason] = Counter()
        self._too_late = 0

    def add(
        self,
        inputs: SendInputs,
        visit_at: datetime,
        people: tuple[int, ...],
        *,
        run_at: datetime | None = None,
        is_counted: bool = True,
        fallback: SendInputs | None = None,
    ) -> None:
        """Add an ask behind those there are; `fallback` is the kind of the email in its stead.

        `people` are keys of patient and contacts: who shares one is asked once. `run_at` is when
        its job comes up, for a new one the practice's delay after the visit.
        """
        if run_at is None:
            delay = timedelta(minutes=max(0, inputs.send_delay_minutes))
            run_at = max(self._now, visit_at + delay)
        ask = _Ask(next(self._orders), visit_at, people, is_counted)
        key = id(inputs), visit_at
        verdict = self._first.get(key)
        if verdict is None:
            self._kinds.append(inputs)
            verdict = self._first[key] = self._judge(inputs, ask, max(self._now, run_at))
        if isinstance(verdict, Refuse) and verdict.reason in _NO_SENDER and fallback:
            self.add(fallback, visit_at, people, run_at=run_at, is_counted=is_counted)
        elif isinstance(verdict, Refuse):
            self._count(self._never, verdict.reason, ask)
        elif isinstance(verdict, Defer) and verdict.reason not in _PASSING:
            self._count(self._waiting, verdict.reason, ask)
        else:
            self._left += is_counted
            self._fresh[visit_at] += _is_fresh(inputs)
            self._line_up(inputs, ask, run_at)

    def plan(self) -> AskPlan:
        """Let the days go by until every ask that counts is made or ruled out."""
        while self._queue and self._left:
            _, _, lane = heappop(self._queue)
            self._step(lane, max(self._now, lane.run_at))
            while lane.asks and lane.asks[0].order in self._gone:
                lane.asks.popleft()
            if lane.asks:
                heappush(self._queue, (lane.run_at, lane.asks[0].order, lane))
        days = dict(sorted(self._by_day.items()))
        return AskPlan(days, dict(self._never), self._too_late, dict(self._waiting))

    def _line_up(self, inputs: SendInputs, ask: _Ask, run_at: datetime) -> None:
        lane = self._lanes.get((id(inputs), run_at))
        if lane is None:
            lane = self._lanes[id(inputs), run_at] = _Lane(inputs, run_at)
            heappush(self._queue, (run_at, ask.order, lane))
        lane.asks.append(ask)

    def _step(self, lane: _Lane, at: datetime) -> None:
        """Judge the next ask of a lane; where it waits, all do that are not ruled out by now."""
        if not lane.aging:
            lane.aging = sorted(lane.asks, key=lambda ask: ask.visit_at, reverse=True)
        ask = lane.asks[0]
        verdict = self._judge(lane.inputs, ask, at)
        if isinstance(verdict, Defer) and verdict.reason in _PASSING:
            self._sweep(lane, at)
            lane.run_at = verdict.until
            return
        lane.asks.popleft()
        self._end(lane.inputs, ask, verdict, at)

    def _sweep(self, lane: _Lane, at: datetime) -> None:
        while lane.aging:
            ask = lane.aging[-1]
            if ask.order not in self._gone:
                verdict = self._judge(lane.inputs, ask, at)
                if not isinstance(verdict, Refuse):
                    return
                self._end(lane.inputs, ask, verdict, at)
            lane.aging.pop()

    def _end(self, inputs: SendInputs, ask: _Ask, verdict: Verdict, at: datetime) -> None:
        self._gone.add(ask.order)
        self._left -= ask.is_counted
        self._fresh[ask.visit_at] -= _is_fresh(inputs)
        if isinstance(verdict, Refuse):
            self._count(self._never, verdict.reason, ask)
            self._too_late += ask.is_counted and verdict.reason is Reason.VISIT_TOO_OLD
        elif isinstance(verdict, Defer):
            self._count(self._waiting, verdict.reason, ask)
        elif inputs.channel in self._halted:
            self._count(self._waiting, Reason.PROVIDER_DOWN, ask)
        else:
            self._send(inputs, ask, at)

    def _send(self, inputs: SendInputs, ask: _Ask, at: datetime) -> None:
        today = local_date(at, self._zone)
        if inputs.channel == "sms":
            self._sends[today] += 1
            self._spent[today.replace(day=1)] += self._text_usd
        if inputs.purpose == "reminder":
            return
        self._by_day[today] += ask.is_counted
        self._asked_at.update(dict.fromkeys(ask.people, at))
        if inputs.channel == "sms":
            reminder = _Ask(next(self._orders), ask.visit_at, ask.people, is_counted=False)
            self._line_up(self._reminder_of(inputs, at), reminder, at + REMINDER_AFTER)

    def _reminder_of(self, inputs: SendInputs, at: datetime) -> SendInputs:
        key = id(inputs), at
        if key not in self._reminders:
            changes = {"purpose": "reminder", "request_status": "sent", "first_sent_at": at}
            self._reminders[key] = replace(inputs, **changes)  # type: ignore[arg-type]
        return self._reminders[key]

    def _judge(self, inputs: SendInputs, ask: _Ask, at: datetime) -> Verdict:
        """Let an ask pass the gate as it will be then, with what was sent by then."""
        today = local_date(at, self._zone)
        month = today.replace(day=1)
        before = [inputs.last_asked_at, *map(self._asked_at.get, ask.people)]
        asked_at = max(filter(None, before), default=None)
        is_second = asked_at is not None and local_date(asked_at, self._zone) == today
        sent = inputs.sends_today if today == self._today else 0
        spent = inputs.month_spend_usd if month == self._today.replace(day=1) else 0.0
        now_known = {
            "now": at,
            "visit_at": ask.visit_at,
            "last_asked_at": asked_at,
            "sent_same_local_day": is_second and inputs.purpose == "initial",
            "sends_today": sent + self._sends[today],
            "month_spend_usd": spent + self._spent[month],
            "fresh_waiting": self._count_fresh(today, inputs.send_delay_minutes),
        }
        return decide(replace(inputs, **now_known))  # type: ignore[arg-type]

    def _count_fresh(self, today: date, delay_minutes: int) -> int:
        until = day_bounds(today, self._zone)[1] - timedelta(minutes=delay_minutes)
        return sum(asks for visit_at, asks in self._fresh.items() if visit_at <= until)

    @staticmethod
    def _count(counts: Counter[Reason], reason: Reason, ask: _Ask) -> None:
        if ask.is_counted:
            counts[reason] += 1


def _is_fresh(inputs: SendInputs) -> bool:
    """Tell whether an ask is one of those that a backlog leaves their places."""
    return inputs.purpose == "initial" and inputs.channel == "sms" and not inputs.is_backlog
