"""What becomes of a list's visits before they are taken in: on which days, or why never."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from core.context import IntakeContext
from core.rules.places.phone import regions_of_number, zones_of_number
from core.rules.sending.ask_plan import AskPlan, AskPlanner, NewAsk
from core.rules.sending.send_decision import OLDEST_VISIT
from core.rules.sending.send_inputs import SendInputs
from core.rules.vocabulary import Purpose
from core.sending.ask_records import Ban, Standing, people_keys, read_people
from core.sending.gate_inputs import gather_inputs, open_contact, read_practice_day
from core.store.ask_facts import list_waiting_asks
from core.store.practices import Practice
from core.store.provider_circuits import list_circuits
from core.store.quiet_hour_rules import list_hour_rules
from core.store.review_requests import ReviewRequest, get_requests

_BACKLOG = timedelta(hours=48)
_MOST_WAITING = 5000
_EXCHANGE = 8
"""Signs of a number, its + included, by which its zones are told at the latest."""
_NOBODY = UUID(int=0)
_SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_QUIET = time(20), time(9)
"""As the gate reads a practice that has not chosen its hours."""

_BLANK = ReviewRequest(
    practice_id=_NOBODY,
    id=_NOBODY,
    code="",
    patient_id=_NOBODY,
    visit_id=_NOBODY,
    channel="sms",
    status="queued",
    reason=None,
    sent_at=None,
    reminder_sent_at=None,
    clicked_at=None,
    first_name=None,
    contact="",
    contact_hash="",
    has_email=False,
    opted_out=False,
    visit_at=_SOME_TIME,
    visit_canceled=False,
    is_backlog=False,
    practice_name="",
    practice_phone=None,
    practice_status="",
    timezone=None,
    locale="",
    review_link=None,
    quiet_hours_start=_QUIET[0],
    quiet_hours_end=_QUIET[1],
    daily_cap=0,
    cooldown_days=0,
    send_delay_minutes=0,
    sms_status="",
    monthly_budget_usd=None,
    onboarding_completed_at=None,
    paused_at=None,
    attested=True,
    suppressed=False,
    excluded=False,
    last_asked_at=None,
    initial_at=None,
    has_arrived=False,
    has_reminder=False,
)


class AskForecast:
    """Plans the asks about new visits behind all that waits already, by the gate's own verdicts.

    Read before the visits are stored. The list counts as vouched for, which its owner has to do.
    """

    def __init__(self, context: IntakeContext, practice: Practice) -> None:
        self._context, self._practice = context, practice
        self._rules = list_hour_rules(context.connection, today=context.now.date())
        self._blank = _blank_request(practice)
        self._day = read_practice_day(context, context.connection, self._blank, now=context.now)
        self._planner = AskPlanner(
            now=context.now,
            zone=practice.zone,
            halted=[one.channel for one in list_circuits(context.connection)],
            text_usd=context.config.sms_segment_cost_usd,
        )
        self._backlog_before = context.now - _BACKLOG
        self._banned: Collection[Ban] = ()
        self._kinds: dict[object, SendInputs] = {}
        self._places: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def begin(self, *, called_off: Collection[UUID], banned: Collection[Ban]) -> None:
        """Line up what waits already, but for visits that the list calls off."""
        self._banned = banned
        context, practice_id = self._context, self._practice.id
        reachable = max(1, self._practice.daily_cap) * (OLDEST_VISIT.days + 1)
        waiting = list_waiting_asks(
            context.connection, practice_id=practice_id, limit=min(reachable, _MOST_WAITING)
        )
        if not waiting:
            return
        requests = get_requests(context.connection, {(practice_id, w.request_id) for w in waiting})
        for one in waiting:
            request = requests.get((practice_id, one.request_id))
            if request is None or request.visit_id in called_off:
                continue
            purpose = Purpose.REMINDER if one.is_reminder else Purpose.INITIAL
            contact = open_contact(context, request)
            inputs = self._gather(request, purpose, contact)
            alike = replace(inputs, attested=True, visit_at=context.now, jitter_seconds=0)
            self._planner.add(
                self._kinds.setdefault(alike, alike),
                request.visit_at,
                people_keys(request.patient_id, request.contact_hash),
                run_at=one.run_at,
                is_counted=False,
            )

    def add(self, asks: Sequence[NewAsk]) -> None:
        """Line up a part of the list, in its order."""
        people = read_people(
            self._context.connection,
            practice_id=self._practice.id,
            asks=asks,
            banned=self._banned,
        )
        has_texts = self._practice.sms_status == "ready"
        for ask in asks:
            standing, keys = people.look_up(ask)
            if ask.phone_e164 is None:
                self._planner.add(self._kind(ask, standing, "email"), ask.visit_at, keys)
                continue
            falls_back = standing.may_be_emailed and not has_texts
            self._planner.add(
                self._kind(ask, standing, "sms"),
                ask.visit_at,
                keys,
                fallback=self._kind(ask, standing, "email") if falls_back else None,
            )

    def plan(self) -> AskPlan:
        """Let the days go by."""
        return self._planner.plan()

    def _kind(self, ask: NewAsk, standing: Standing, channel: str) -> SendInputs:
        """Give the inputs that asks of this kind share, all but the visit's time."""
        number = ask.phone_e164 if channel == "sms" else None
        is_backlog = ask.visit_at < self._backlog_before
        key = channel, standing, is_backlog, self._place(number) if number else None
        kind = self._kinds.get(key)
        if kind is None:
            request = replace(
                self._blank,
                channel=channel,
                has_email=standing.may_be_emailed,
                opted_out=standing.opted_out,
                suppressed=standing.no_texts if channel == "sms" else standing.no_emails,
                excluded=standing.excluded,
                last_asked_at=standing.last_asked_at,
                is_backlog=is_backlog,
            )
            kind = self._kinds[key] = self._gather(request, Purpose.INITIAL, number or "")
        return kind

    def _gather(self, request: ReviewRequest, purpose: Purpose, contact: str | None) -> SendInputs:
        return gather_inputs(
            self._context, request, purpose, self._context.now, self._day, self._rules, contact
        )

    def _place(self, number: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        exchange = number[:_EXCHANGE] if number.startswith("+1") else number
        if exchange not in self._places:
            self._places[exchange] = zones_of_number(number), regions_of_number(number)
        return self._places[exchange]


def _blank_request(practice: Practice) -> ReviewRequest:
    """Make a request of the practice, unsent and about nobody yet."""
    budget = practice.monthly_budget_usd
    return replace(
        _BLANK,
        practice_id=practice.id,
        practice_name=practice.name,
        practice_phone=practice.phone,
        practice_status=practice.status,
        timezone=practice.timezone,
        locale=practice.default_locale,
        review_link=practice.review_link,
        quiet_hours_start=practice.quiet_hours_start or _QUIET[0],
        quiet_hours_end=practice.quiet_hours_end or _QUIET[1],
        daily_cap=practice.daily_cap,
        cooldown_days=practice.cooldown_days,
        send_delay_minutes=practice.send_delay_minutes,
        sms_status=practice.sms_status,
        onboarding_completed_at=practice.onboarding_completed_at,
        paused_at=practice.paused_at,
        monthly_budget_usd=None if budget is None else float(budget),
    )
