"""Requests that are sent as they are: tests of the decision change one thing about them."""

from dataclasses import replace
from datetime import date, time, timedelta

from core.rules.places.local_time import at_local
from core.rules.sending.send_inputs import SendInputs

LA = "America/Los_Angeles"
NOON = at_local(date(2026, 3, 4), time(12), LA)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

READY = SendInputs(
    now=NOON,
    purpose="initial",
    channel="sms",
    practice_status="active",
    onboarding_completed=True,
    attested=True,
    paused=False,
    has_review_link=True,
    sms_status="ready",
    practice_zone=LA,
    quiet_start=time(20),
    quiet_end=time(9),
    daily_cap=50,
    sends_today=0,
    cooldown_days=180,
    send_delay_minutes=120,
    visit_at=NOON - timedelta(hours=3),
    patient_opted_out=False,
    suppressed=False,
    excluded=False,
    has_contact=True,
    last_asked_at=None,
    sent_same_local_day=False,
    already_sent=False,
    clicked=False,
    first_sent_at=None,
    number_zones=(LA,),
    regions=("CA",),
    rules=(),
    visit_canceled=False,
    jitter_seconds=0,
)
REMINDER = replace(READY, purpose="reminder", visit_at=NOON - 3 * DAY, first_sent_at=NOON - 2 * DAY)
EMAIL = replace(READY, channel="email", number_zones=(), regions=())
