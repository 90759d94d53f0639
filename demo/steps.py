"""The demo, step by step: every step checks itself and tells in a line what happened."""

from collections.abc import Callable

from demo import first_week, going_live
from demo.story import Story

Step = tuple[str, Callable[[Story], str]]

STEPS: list[Step] = [
    ("Checkout", going_live.pay),
    ("Magic link", going_live.receive_magic_link),
    ("Proof text", going_live.text_the_owner),
    ("Onboarding", going_live.onboard),
    ("Visits by CSV", going_live.upload_csv),
    ("Visits at the front desk", going_live.tell_at_front_desk),
    ("Visits from calendars", going_live.connect_calendars),
    ("Monday 19:10", first_week.send_on_monday),
    ("Tuesday 10:00", first_week.send_on_tuesday),
    ("Clicks and STOP", first_week.patients_answer),
    ("Thursday: reminders", first_week.remind_on_thursday),
    ("Reviews", first_week.collect_reviews),
    ("Marts", first_week.build_marts),
    ("Sunday: digest", first_week.send_digest),
    ("Replay", first_week.replay),
    ("Audit", first_week.audit),
]
