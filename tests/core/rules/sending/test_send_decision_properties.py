"""What holds of every decision, whatever it rests on."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from core.rules.places.local_time import local_date
from core.rules.sending.quiet_hours import CONTINENTAL_ZONES, next_lawful_window
from core.rules.sending.send_decision import Defer, Refuse, Send, decide
from core.rules.sending.send_inputs import SendInputs
from core.rules.vocabulary import Reason
from tests.core.rules.sending.hour_rules import hour_rules
from tests.core.rules.sending.ready_requests import DAY, HOUR, LA, READY

zones = st.sampled_from(
    [*CONTINENTAL_ZONES, "Pacific/Honolulu", "America/Phoenix", "America/Anchorage"]
)
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
instants = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.builds(
        lambda day, minutes: datetime.combine(day, time(), UTC) + timedelta(minutes=minutes),
        st.sampled_from([date(2026, 3, 8), date(2026, 11, 1), date(2026, 3, 1)]),
        st.integers(-1440, 2880),
    ),
)
rarely = st.sampled_from([False] * 9 + [True])
mostly = st.sampled_from([True] * 9 + [False])
ages = st.one_of(
    st.timedeltas(timedelta(hours=-5), timedelta(days=1)),
    st.timedeltas(timedelta(0), timedelta(days=35)),
)
drawn = {
    "purpose": st.sampled_from(["initial", "reminder"]),
    "channel": st.sampled_from(["sms", "sms", "email"]),
    "practice_status": st.sampled_from(["active"] * 6 + ["provisioning", "past_due", "canceled"]),
    "onboarding_completed": mostly,
    "attested": mostly,
    "paused": rarely,
    "has_review_link": mostly,
    "sms_status": st.sampled_from(["ready"] * 6 + ["pending", "blocked"]),
    "practice_zone": st.one_of(zones, zones, zones, st.none()),
    "quiet_start": st.one_of(st.just(time(20)), clocks),
    "quiet_end": st.one_of(st.just(time(9)), clocks),
    "daily_cap": st.integers(0, 100),
    "sends_today": st.integers(0, 60),
    "cooldown_days": st.integers(0, 365),
    "send_delay_minutes": st.integers(0, 600),
    "patient_opted_out": rarely,
    "suppressed": rarely,
    "excluded": rarely,
    "has_contact": mostly,
    "sent_same_local_day": rarely,
    "already_sent": rarely,
    "clicked": rarely,
    "number_zones": st.lists(zones, max_size=2, unique=True).map(tuple),
    "regions": st.sampled_from([(), ("TX",), ("FL",)]),
    "rules": st.lists(hour_rules(), max_size=4).map(tuple),
    "visit_canceled": rarely,
    "jitter_seconds": st.integers(0, 5000),
    "overflow_jitter_seconds": st.integers(0, 60),
    "has_email": st.booleans(),
    "template_rejected": rarely,
    "request_status": st.sampled_from(["queued", "sent", "delivered", "delayed", "failed"]),
    "monthly_budget_usd": st.sampled_from([None, 0.0, 5.0]),
    "month_spend_usd": st.sampled_from([0.0, 4.9, 4.99, 7.0]),
}
"""Made once: to make the strategies anew for every example takes longer than to draw from them."""

send_inputs = st.builds(
    lambda now, visit, asked, first, **others: SendInputs(
        now=now,
        visit_at=now - visit,
        last_asked_at=None if asked is None else now - asked,
        first_sent_at=None if first is None else now - first,
        text_cost_usd=0.0226,
        **others,
    ),
    now=instants,
    visit=ages,
    asked=st.one_of(st.none(), st.none(), ages),
    first=st.one_of(ages, ages, st.none()),
    **drawn,
)


def is_lawful_by_the_clock(inputs: SendInputs, at: datetime) -> bool:
    def clock(zone):
        return at.astimezone(ZoneInfo(zone)).time()

    def allows(rule, zone):
        day = at.astimezone(ZoneInfo(zone)).date()
        if day != rule.on_date if rule.on_date else day.weekday() != rule.weekday:
            return True
        return rule.earliest is not None and rule.earliest <= clock(zone) < rule.latest

    start, end = inputs.quiet_start, inputs.quiet_end
    here = clock(inputs.practice_zone)
    quiet = start != end and (start <= here < end if start < end else (here >= start or here < end))
    own = not quiet and time(8) <= here < time(21)
    if inputs.channel == "email":
        return own
    zones_of_number = inputs.number_zones or CONTINENTAL_ZONES
    return (
        own
        and all(time(8) <= clock(zone) < time(21) for zone in zones_of_number)
        and all(
            allows(rule, zone)
            for rule in inputs.rules
            for zone in zones_of_number
            if rule.region in (inputs.regions or {rule.region})
        )
    )


@given(send_inputs)
@settings(max_examples=1000)
def test_nothing_is_sent_that_any_rule_forbids(inputs):
    if decide(inputs) != Send():
        return
    assert is_lawful_by_the_clock(inputs, inputs.now)
    assert not inputs.patient_opted_out
    assert not inputs.suppressed
    assert not inputs.excluded
    assert not inputs.already_sent
    assert not inputs.sent_same_local_day
    assert not inputs.visit_canceled
    assert not inputs.paused
    assert inputs.attested
    assert inputs.onboarding_completed
    assert inputs.has_review_link
    assert inputs.has_contact
    assert inputs.practice_status == "active"
    assert not inputs.template_rejected
    assert inputs.now >= inputs.visit_at or inputs.purpose == "reminder"
    if inputs.channel == "sms":
        assert inputs.sms_status == "ready"
        assert inputs.sends_today < inputs.daily_cap
        budget = inputs.monthly_budget_usd
        assert budget is None or inputs.month_spend_usd + inputs.text_cost_usd <= budget
    if inputs.purpose == "initial":
        assert inputs.now - inputs.visit_at >= timedelta(minutes=inputs.send_delay_minutes)
        assert inputs.now - inputs.visit_at <= timedelta(days=30)
        asked = inputs.last_asked_at
        assert asked is None or inputs.now - asked >= timedelta(days=inputs.cooldown_days)
    else:
        assert not inputs.clicked
        assert inputs.request_status not in {"delayed", "failed"}
        assert inputs.now - inputs.first_sent_at >= timedelta(hours=48)


@given(send_inputs)
@settings(max_examples=500)
def test_a_decision_can_be_computed_again_from_what_was_stored(inputs):
    stored = json.loads(json.dumps(inputs.to_json()))
    assert SendInputs.from_json(stored) == inputs
    assert decide(SendInputs.from_json(stored)) == decide(inputs)
    assert set(stored) == {f.name for f in fields(SendInputs)}
    assert all(not isinstance(value, dict) for value in stored.values())


@given(send_inputs)
@settings(max_examples=500)
def test_a_deferral_is_always_for_later(inputs):
    verdict = decide(inputs)
    if isinstance(verdict, Defer):
        assert verdict.until > inputs.now
        assert verdict.until.utcoffset() == timedelta(0)


def held_by_the_clock_alone(inputs: SendInputs) -> SendInputs:
    return replace(
        READY,
        now=inputs.now,
        channel=inputs.channel,
        practice_zone=inputs.practice_zone or LA,
        quiet_start=inputs.quiet_start,
        quiet_end=inputs.quiet_end,
        number_zones=inputs.number_zones,
        regions=inputs.regions,
        rules=inputs.rules,
        jitter_seconds=inputs.jitter_seconds,
        visit_at=inputs.now - 3 * HOUR,
    )


@given(send_inputs)
@settings(max_examples=500)
def test_who_waited_for_the_hours_is_sent_when_they_come(inputs):
    ready = held_by_the_clock_alone(inputs)
    verdict = decide(ready)
    by_number = ready.channel == "sms"
    window = next_lawful_window(
        ready.now,
        quiet_start=ready.quiet_start,
        quiet_end=ready.quiet_end,
        practice_zone=ready.practice_zone,
        number_zones=ready.number_zones if by_number else (ready.practice_zone,),
        regions=ready.regions if by_number else (),
        rules=ready.rules if by_number else (),
    )
    if is_lawful_by_the_clock(ready, ready.now):
        assert verdict == Send()
    elif window is None:
        assert verdict == Defer(ready.now + DAY, Reason.QUIET_HOURS)
    else:
        assert verdict.reason == Reason.QUIET_HOURS
        assert is_lawful_by_the_clock(ready, verdict.until)
        assert decide(replace(ready, now=verdict.until)) == Send()


@given(send_inputs)
@settings(max_examples=500)
def test_cap_and_budget_wait_for_another_local_day(inputs):
    verdict = decide(inputs)
    if isinstance(verdict, Defer) and verdict.reason in {Reason.DAILY_CAP, Reason.BUDGET}:
        today = local_date(inputs.now, inputs.practice_zone)
        then = local_date(verdict.until, inputs.practice_zone)
        assert then > today
        if verdict.reason is Reason.BUDGET:
            assert (then.year, then.month) > (today.year, today.month)


@given(send_inputs)
@settings(max_examples=300)
def test_every_request_of_a_working_practice_ends(inputs):
    working = replace(
        inputs,
        practice_status="active",
        onboarding_completed=True,
        attested=True,
        paused=False,
        has_review_link=True,
        practice_zone=inputs.practice_zone or LA,
        daily_cap=max(1, inputs.daily_cap),
        template_rejected=False,
    )
    waits_for_carrier = inputs.sms_status != "ready" or inputs.request_status == "delayed"
    most = 4 * 31 if waits_for_carrier else 35
    verdict, decisions = decide(working), 1
    while isinstance(verdict, Defer):
        working = replace(working, now=verdict.until, sends_today=0, month_spend_usd=0.0)
        verdict, decisions = decide(working), decisions + 1
        # Until the visit is too old: a day at a time at worst, or six hours for a carrier's word.
        assert decisions <= most
    assert isinstance(verdict, Send | Refuse)
