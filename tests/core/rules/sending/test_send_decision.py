from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from core.rules.places.local_time import at_local
from core.rules.sending.quiet_hours import HourRule
from core.rules.sending.send_decision import Defer, Refuse, Send, decide
from core.rules.sending.send_inputs import SendInputs
from core.rules.vocabulary import Reason
from tests.core.rules.sending.ready_requests import DAY, EMAIL, HOUR, LA, NOON, READY, REMINDER

NY = "America/New_York"


def test_an_ordinary_request_is_sent():
    assert decide(READY) == Send()
    assert decide(REMINDER) == Send()
    assert decide(EMAIL) == Send()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"practice_status": "canceled"}, Reason.PRACTICE_CANCELED),
        ({"patient_opted_out": True}, Reason.OPTED_OUT),
        ({"suppressed": True}, Reason.SUPPRESSED),
        ({"excluded": True}, Reason.EXCLUDED),
        ({"has_contact": False}, Reason.NO_CONTACT),
        ({"already_sent": True}, Reason.ALREADY_SENT),
        ({"sent_same_local_day": True}, Reason.SAME_DAY),
        ({"visit_canceled": True}, Reason.VISIT_CANCELED),
        ({"last_asked_at": NOON - 179 * DAY}, Reason.COOLDOWN),
        ({"visit_at": NOON - 30 * DAY - timedelta(seconds=1)}, Reason.VISIT_TOO_OLD),
    ],
)
@pytest.mark.parametrize("base", [READY, EMAIL])
def test_what_rules_a_request_out_for_ever(base, changes, reason):
    assert decide(replace(base, **changes)) == Refuse(reason)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"practice_status": "canceled"}, Reason.PRACTICE_CANCELED),
        ({"patient_opted_out": True}, Reason.OPTED_OUT),
        ({"already_sent": True}, Reason.REMINDED),
        ({"clicked": True}, Reason.CLICKED),
        ({"first_sent_at": None}, Reason.UNCERTAIN),
        ({"first_sent_at": NOON - 31 * DAY}, Reason.VISIT_TOO_OLD),
        ({"visit_canceled": True}, Reason.VISIT_CANCELED),
    ],
)
def test_what_rules_a_reminder_out(changes, reason):
    assert decide(replace(REMINDER, **changes)) == Refuse(reason)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("pending", Reason.SMS_NOT_READY),
        ("blocked", Reason.SENDER_BLOCKED),
        ("anything else", Reason.SMS_NOT_READY),
    ],
)
def test_sms_that_the_carriers_do_not_take_is_refused_and_email_is_not(status, reason):
    with_email = replace(READY, sms_status=status, has_email=True)
    assert decide(with_email) == Refuse(reason)
    assert decide(replace(EMAIL, sms_status=status)) == Send()
    assert decide(replace(REMINDER, sms_status=status)) == Refuse(reason)


@pytest.mark.parametrize(
    ("status", "reason"), [("pending", Reason.SMS_NOT_READY), ("blocked", Reason.SENDER_BLOCKED)]
)
def test_a_text_waits_for_its_sender_only_where_no_email_can_go_instead(status, reason):
    waiting = replace(READY, sms_status=status)
    assert decide(waiting) == Defer(NOON + 6 * HOUR, reason)
    too_old = replace(waiting, visit_at=NOON - 30 * DAY - timedelta(seconds=1))
    assert decide(too_old) == Refuse(Reason.VISIT_TOO_OLD)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        *((status, Send()) for status in ("sent", "delivered", "clicked")),
        *((status, Refuse(Reason.CARRIER_ERROR)) for status in ("failed", "skipped", "blocked")),
        *((s, Defer(NOON + 6 * HOUR, Reason.CARRIER_ERROR)) for s in ("delayed", "sending")),
    ],
)
def test_a_reminder_follows_only_an_ask_that_has_not_failed(status, expected):
    assert decide(replace(REMINDER, request_status=status)) == expected
    assert decide(replace(READY, request_status=status)) == Send()


def test_what_became_of_the_ask_counts_before_what_only_delays_the_reminder():
    night = at_local(date(2026, 3, 4), time(22), LA)
    late = replace(REMINDER, now=night, request_status="failed", paused=True)
    assert decide(late) == Refuse(Reason.CARRIER_ERROR)
    assert decide(replace(late, clicked=True)) == Refuse(Reason.CLICKED)


@pytest.mark.parametrize("base", [READY, REMINDER, EMAIL])
def test_wording_that_has_to_be_corrected_is_looked_at_again_in_an_hour(base):
    wait = Defer(NOON + HOUR, Reason.TEMPLATE_REJECTED)
    assert decide(replace(base, template_rejected=True)) == wait
    stopped = replace(base, template_rejected=True, patient_opted_out=True)
    assert decide(stopped) == Refuse(Reason.OPTED_OUT)
    paused = replace(base, template_rejected=True, paused=True)
    assert decide(paused) == Defer(NOON + HOUR, Reason.PAUSED)


def test_what_a_cap_held_back_goes_before_what_the_night_held_back():
    capped = replace(READY, daily_cap=0, jitter_seconds=200, overflow_jitter_seconds=30)
    nine = at_local(date(2026, 3, 5), time(9), LA)
    assert decide(capped) == Defer(nine + timedelta(seconds=30), Reason.DAILY_CAP)
    night = replace(capped, daily_cap=50, now=at_local(date(2026, 3, 4), time(22), LA))
    assert decide(night) == Defer(nine + timedelta(seconds=200), Reason.QUIET_HOURS)


def test_an_opted_out_patient_gets_no_email_instead():
    stopped = replace(READY, sms_status="pending", has_email=True, patient_opted_out=True)
    assert decide(stopped) == Refuse(Reason.OPTED_OUT)


NOT_READY = [
    ({"onboarding_completed": False}, Reason.ONBOARDING_INCOMPLETE),
    ({"practice_status": "provisioning"}, Reason.ONBOARDING_INCOMPLETE),
    ({"practice_zone": None}, Reason.ONBOARDING_INCOMPLETE),
    ({"practice_status": "past_due"}, Reason.PRACTICE_PAST_DUE),
    ({"attested": False}, Reason.NOT_ATTESTED),
    ({"paused": True}, Reason.PAUSED),
    ({"has_review_link": False}, Reason.NO_REVIEW_LINK),
]


@pytest.mark.parametrize(
    ("base", "changes", "reason"),
    [
        (base, changes, reason)
        for base in (READY, REMINDER, EMAIL)
        for changes, reason in NOT_READY
        if (base, reason) != (REMINDER, Reason.PRACTICE_PAST_DUE)
    ],
)
def test_a_practice_that_is_not_ready_is_asked_again_in_an_hour(base, changes, reason):
    assert decide(replace(base, **changes)) == Defer(NOON + HOUR, reason)


def test_a_reminder_does_not_wait_for_a_practice_that_has_stopped_paying():
    unpaid = replace(REMINDER, practice_status="past_due")
    assert decide(unpaid) == Refuse(Reason.PRACTICE_PAST_DUE)


def test_a_click_does_not_stop_an_initial_request_of_its_own():
    assert decide(replace(READY, clicked=True)) == Send()


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        (180 * DAY, Send()),
        (180 * DAY - timedelta(microseconds=1), Refuse(Reason.COOLDOWN)),
        (timedelta(0), Refuse(Reason.COOLDOWN)),
    ],
)
def test_the_cooldown_ends_to_the_instant(ago, expected):
    assert decide(replace(READY, last_asked_at=NOON - ago)) == expected


def test_no_cooldown_is_no_cooldown():
    assert decide(replace(READY, cooldown_days=0, last_asked_at=NOON - HOUR)) == Send()


def test_a_reminder_knows_no_cooldown():
    assert decide(replace(REMINDER, last_asked_at=NOON - 2 * DAY)) == Send()


@pytest.mark.parametrize(
    ("base", "changes", "expected"),
    [
        (READY, {"visit_at": NOON - 2 * HOUR}, Send()),
        (READY, {"visit_at": NOON - 119 * timedelta(minutes=1)}, Defer(NOON + timedelta(minutes=1), Reason.SEND_DELAY)),
        (READY, {"visit_at": NOON}, Defer(NOON + 2 * HOUR, Reason.SEND_DELAY)),
        (READY, {"visit_at": NOON + HOUR}, Defer(NOON + 3 * HOUR, Reason.VISIT_IN_FUTURE)),
        (READY, {"visit_at": NOON, "send_delay_minutes": 0}, Send()),
        (READY, {"visit_at": NOON - 30 * DAY}, Send()),
        (REMINDER, {"first_sent_at": NOON - 47 * HOUR}, Defer(NOON + HOUR, Reason.SEND_DELAY)),
        (REMINDER, {"first_sent_at": NOON - 48 * HOUR}, Send()),
    ],
)  # fmt: skip
def test_time_since_the_visit_and_since_the_first_ask(base, changes, expected):
    assert decide(replace(base, **changes)) == expected


@pytest.mark.parametrize(
    ("cap", "sent", "goes"), [(50, 49, True), (50, 50, False), (50, 51, False), (0, 0, False)]
)
def test_the_daily_cap_is_the_last_one_sent(cap, sent, goes):
    verdict = decide(replace(READY, daily_cap=cap, sends_today=sent))
    tomorrow_nine = at_local(date(2026, 3, 5), time(9), LA)
    assert verdict == (Send() if goes else Defer(tomorrow_nine, Reason.DAILY_CAP))


SPENT = {"monthly_budget_usd": 5.0, "month_spend_usd": 4.99, "text_cost_usd": 0.0226}


def test_over_the_budget_means_next_month_and_is_told_before_the_cap():
    verdict = decide(replace(READY, **SPENT, sends_today=99))
    assert verdict == Defer(at_local(date(2026, 4, 1), time(9), LA), Reason.BUDGET)


@pytest.mark.parametrize(
    ("today", "following"),
    [
        (date(2026, 12, 31), date(2027, 1, 1)),
        (date(2026, 1, 31), date(2026, 2, 1)),
        (date(2024, 2, 29), date(2024, 3, 1)),
        (date(2026, 10, 1), date(2026, 11, 1)),
    ],
)
def test_the_next_month_is_the_practices_own(today, following):
    late = at_local(today, time(19, 59), LA)
    verdict = decide(replace(READY, **SPENT, now=late, visit_at=late - 3 * HOUR))
    assert verdict == Defer(at_local(following, time(9), LA), Reason.BUDGET)


def test_the_first_of_a_month_has_lawful_hours_of_its_own():
    no_sundays = tuple(HourRule("TX", 6, time(12), time(21)) for _ in range(1))
    sunday_first = at_local(date(2026, 10, 30), time(12), LA)
    at_home = {"number_zones": ("America/Chicago",), "regions": ("TX",), "rules": no_sundays}
    ready = replace(READY, **SPENT, **at_home, now=sunday_first, visit_at=sunday_first - 3 * HOUR)
    noon_in_texas = at_local(date(2026, 11, 1), time(12), "America/Chicago")
    assert decide(ready) == Defer(noon_in_texas, Reason.BUDGET)


@pytest.mark.parametrize(
    ("budget", "spent", "goes"),
    [
        (None, 1e6, True),
        (5.0, 4.9, True),
        (5.0, 4.9774, True),
        (5.0, 4.98, False),
        (5.0, 5.5, False),
        (0.0, 0.0, False),
    ],
)
def test_a_text_goes_if_even_at_its_dearest_it_stays_within_the_budget(budget, spent, goes):
    figures = {"monthly_budget_usd": budget, "month_spend_usd": spent, "text_cost_usd": 0.0226}
    assert isinstance(decide(replace(READY, **figures)), Send) is goes
    assert isinstance(decide(replace(REMINDER, **figures)), Send) is goes


def test_inputs_kept_before_there_were_budgets_can_still_be_read():
    new = ("monthly_budget_usd", "month_spend_usd", "text_cost_usd")
    stored = {k: v for k, v in READY.to_json().items() if k not in new} | {"budget_exceeded": False}
    assert SendInputs.from_json(stored) == READY


def test_inputs_kept_before_dispatching_added_its_own_can_still_be_read():
    new = ("overflow_jitter_seconds", "has_email", "template_rejected", "request_status")
    stored = {k: v for k, v in READY.to_json().items() if k not in new}
    assert SendInputs.from_json(stored) == READY


def test_email_knows_neither_cap_nor_budget_nor_where_the_number_is():
    verdict = decide(
        replace(
            EMAIL,
            sends_today=999,
            **SPENT,
            number_zones=(NY,),
            regions=("FL",),
            rules=tuple(HourRule("FL", day, time(8), time(8, 1)) for day in range(7)),
        )
    )
    assert verdict == Send()


def test_email_keeps_the_quiet_hours_of_the_practice():
    verdict = decide(replace(EMAIL, now=at_local(date(2026, 3, 4), time(20), LA)))
    assert verdict == Defer(at_local(date(2026, 3, 5), time(9), LA), Reason.QUIET_HOURS)


def test_the_capped_request_waits_for_the_state_too():
    texas_sunday = (HourRule("TX", 6, time(12), time(21)),)
    saturday = at_local(date(2026, 3, 7), time(12), LA)
    verdict = decide(
        replace(
            READY,
            now=saturday,
            visit_at=saturday - 5 * HOUR,
            sends_today=50,
            number_zones=("America/Chicago",),
            regions=("TX",),
            rules=texas_sunday,
        )
    )
    assert verdict == Defer(
        at_local(date(2026, 3, 8), time(12), "America/Chicago"), Reason.DAILY_CAP
    )


def test_jitter_spreads_the_first_minutes_and_stays_lawful():
    night = replace(READY, now=at_local(date(2026, 3, 4), time(22), LA))
    nine = at_local(date(2026, 3, 5), time(9), LA)
    assert decide(replace(night, jitter_seconds=90)).until == nine + timedelta(seconds=90)
    assert decide(replace(night, jitter_seconds=-5)).until == nine
    last = at_local(date(2026, 3, 5), time(20), LA) - timedelta(seconds=1)
    assert decide(replace(night, jitter_seconds=10**6)).until == last


def test_a_practice_whose_quiet_hours_cover_the_day_is_looked_at_once_a_day():
    never = replace(READY, quiet_start=time(8), quiet_end=time(21))
    assert decide(never) == Defer(NOON + DAY, Reason.QUIET_HOURS)
    too_late = replace(never, now=NOON + 31 * DAY)
    assert decide(too_late) == Refuse(Reason.VISIT_TOO_OLD)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"practice_status": "canceled", "patient_opted_out": True, "sms_status": "pending"}, Reason.PRACTICE_CANCELED),
        ({"patient_opted_out": True, "suppressed": True, "already_sent": True}, Reason.OPTED_OUT),
        ({"already_sent": True, "sent_same_local_day": True, "last_asked_at": NOON}, Reason.ALREADY_SENT),
        ({"visit_at": NOON - 40 * DAY, "sms_status": "pending"}, Reason.VISIT_TOO_OLD),
        ({"sms_status": "pending", "has_email": True, "paused": True}, Reason.SMS_NOT_READY),
    ],
)  # fmt: skip
def test_the_graver_reason_is_the_one_given(changes, reason):
    assert decide(replace(READY, **changes)) == Refuse(reason)
