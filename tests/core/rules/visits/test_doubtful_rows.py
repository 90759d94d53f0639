"""Rows that leave open whether anybody came, or whether they may be asked: never taken as a yes."""

from datetime import date, time

import pytest

from core.rules.places.local_time import at_local
from core.rules.visits.lists import ParsedVisits, parse_visits

LA = "America/Los_Angeles"
NOW = at_local(date(2026, 7, 6), time(10), LA)
TODAY, LAST_WEEK = "07/06/2026", "07/02/2026"


def parse(heading: str, *rows: str) -> ParsedVisits:
    text = "\n".join((heading, *rows)) + "\n"
    return parse_visits(text.encode(), practice_zone=LA, now=NOW)


def outcome(heading: str, *rows: str) -> list[str]:
    """Give, line by line, the first name taken or the code of why there is none."""
    parsed = parse(heading, *rows)
    told = {row.line: row.first_name for row in parsed.rows}
    told |= {reject.line: reject.code for reject in parsed.rejects}
    return [told[line] for line in sorted(told)]


def of_statuses(*statuses: str, day: str = LAST_WEEK) -> dict[str, str]:
    rows = [f'"Kay",41555501{at:02},{day},"{status}"' for at, status in enumerate(statuses)]
    told = outcome("First Name,Cell,Appt Date,Status", *rows)
    return dict(zip(statuses, told, strict=True))


CAME, OFF, OPEN = "Kay", "visit_did_not_happen", "status_open"
UNKNOWN, MISSING = "status_unknown", "status_missing"
SYSTEMS = {
    "Denticon": {
        "Scheduled": OPEN, "Left Message": OPEN, "Confirmed": OPEN, "Unconfirmed": OPEN,
        "In Reception": OPEN, "Available": OPEN, "In Operatory": OPEN, "Posted": CAME,
        "CHecked Out": CAME, "Missed": OFF,
    },
    "Dentrix Ascend": {
        "Confirmed": OPEN, "Here": OPEN, "Ready": OPEN, "Chair": OPEN, "Checkout": CAME,
        "Complete": CAME, "Broken": OFF, "No Show": OFF, "Late": OPEN,
    },
    "Dentrix": {"Complete": CAME, "Wait/Will Call": OFF, "Broken": OFF, "Walked out": CAME},
    "Dentally": {
        "Completed": CAME, "Did not attend": OFF, "Cancelled": OFF, "FTA": OFF, "Pending": OPEN,
        "Failed to attend": OFF, "SNC": OFF, "Unable to attend": OFF, "In surgery": OPEN,
    },
    "FHIR": {
        "fulfilled": CAME, "arrived": OPEN, "checked-in": OPEN, "noshow": OFF, "cancelled": OFF,
        "entered-in-error": OFF, "waitlist": OPEN, "proposed": OPEN, "booked": OPEN,
    },
    "Open Dental": {"Complete": CAME, "UnschedList": OFF, "ASAP": OPEN, "Dismissed": CAME},
    "front desks": {
        "C/O": CAME, "N/S": OFF, "CX": OFF, "CANC": OFF, "R/S": OFF, "NCNS": OFF, "RESCH": OFF,
        "DNKA": OFF, "LWBS": OFF, "COMP": CAME, "pulled chart": UNKNOWN, "": MISSING,
    },
}  # fmt: skip


@pytest.mark.parametrize("statuses", SYSTEMS.values(), ids=SYSTEMS)
def test_the_statuses_of_a_system_are_taken_for_what_they_mean(statuses):
    assert of_statuses(*statuses) == statuses


def test_a_list_without_a_status_is_the_offices_own_word_that_these_were_visits():
    assert outcome("First Name,Cell,Date", f"Kay,4155550101,{LAST_WEEK}") == ["Kay"]
    assert of_statuses("", "") == {"": "Kay"}


def test_a_doubtful_row_is_kept_with_the_word_that_leaves_it_open():
    [doubtful] = parse(
        "Name,Cell,Date,Status", f'"Roe, Kay",4155550101,{LAST_WEEK},"Prelim"'
    ).doubtful
    assert (doubtful.visit.first_name, doubtful.code, doubtful.told) == ("Kay", UNKNOWN, "Prelim")
    assert doubtful.visit.phone_e164 == "+14155550101"


ON_TODAY = "First Name,Cell,Appt Date,Appt Time,Length,Status"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("8:00 AM - 9:00 AM,,Checked Out", "Kay"),
        ("3:00 PM - 4:00 PM,,Confirmed", "date_in_future"),
        ("8:00 - 9:00 AM,,", "Kay"),
        ("9:30-10:15,,", "date_in_future"),
        ("8:00 AM PDT,,", "Kay"),
        ("3:00 PM PDT,,", "date_in_future"),
        ("8:00 AM Pacific Time,,", "Kay"),
        ("12:30 PM EDT,,", "Kay"),
        ("12:30 PM CDT,,", "date_in_future"),
        ("9:30 AM,60 min,", "date_in_future"),
        ("9:30 AM,20 minutes,", "Kay"),
        ("8:00 AM,1:00,", "Kay"),
        ("8:00 AM,2h 30m,", "date_in_future"),
        ("8:00 AM,1.5 hrs,", "Kay"),
        ("9:30 AM,a while,", "time_unclear"),
        ("am,,", "time_unclear"),
        ("pm,,", "time_unclear"),
        ("after lunch,,", "time_unclear"),
        ("3:00,,", "time_unclear"),
        ("9:00,,", "Kay"),
        ("15:00,,", "date_in_future"),
        ("8:00,,Scheduled", "status_open"),
        (",,Checked Out", "Kay"),
        (",,Scheduled", "status_open"),
        (",,Unconfirmed", "status_open"),
        (",,", "Kay"),
    ],
)
def test_a_visit_of_today_is_over_only_where_its_row_says_so(row, expected):
    assert outcome(ON_TODAY, f"Kay,4155550101,{TODAY},{row}") == [expected]


@pytest.mark.parametrize(
    ("when", "at"),
    [
        ("2026-07-02 09:30:00.0000000 -07:00", "09:30"),
        ("2026-07-02T16:30:00.123456789Z", "09:30"),
        ("Thu Jul 02 2026 09:30:00 GMT-0700 (Pacific Daylight Time)", "09:30"),
        ("07/02/2026 9:30 AM - 10:30 AM", "10:30"),
        ("07/02/2026 at 11:00 AM", "11:00"),
        ("Thursday 07/02/2026 (Thu)", "17:00"),
    ],
)
def test_a_day_with_its_time_is_read_as_systems_write_it(when, at):
    [row] = parse("First Name,Cell,Appointment Date", f'Kay,4155550101,"{when}"').rows
    local = at_local(date(2026, 7, 2), time.fromisoformat(at), LA)
    assert row.occurred_at.replace(microsecond=0) == local


@pytest.mark.parametrize("word", ["Today", "Yesterday", "hoy"])
def test_a_day_told_by_a_word_is_no_date(word):
    assert outcome("First Name,Cell,Date", f"Kay,4155550101,{word}") == ["date_invalid"]


@pytest.mark.parametrize(
    ("heading", "free", "forbidden"),
    [
        ("unsubscribe_sms", ("false", "", "0"), ("true", "1")),
        ("Do Not Text", ("", "No", "☐"), ("X", "Yes", "✓", "checked", "2026-05-01")),
        ("DoNotText", ("N",), ("Y", "on")),
        ("SMS Opt Out", ("No", "N/A"), ("Yes", "opted out")),
        ("Text Opt-Out Date", ("", "0001-01-01"), ("5/1/2026",)),
        ("Consent to text", ("Y", "granted", "??"), ("N", "declined", "revoked")),
        ("OK to text?", ("yes", "X", "✔"), ("no", "opt out")),
        ("TxtMsgOk", ("Yes", "??"), ("No",)),
        ("text_opt_in", ("true",), ("false",)),
        ("SMS Status", ("Subscribed",), ("Unsubscribed", "Opted Out")),
        ("Acepta SMS", ("sí",), ("no",)),
        ("No textear", ("", "no"), ("sí", "X")),
        ("No enviar mensajes", ("",), ("x",)),
        ("Contact preference", ("Text", "Any"), ("Email only", "Email", "Call")),
        ("Notes", ("prefers texts", "husband deceased", "no call no show 2019"), ("do not text",)),
    ],
)
def test_a_column_that_forbids_a_text_is_heeded_however_it_is_asked(heading, free, forbidden):
    told = [(cell, "Kay") for cell in free] + [(cell, "may_not_text") for cell in forbidden]
    rows = [f'Kay,4155550101,{LAST_WEEK},"{cell}"' for cell, _ in told]
    got = outcome(f"First Name,Cell,Date,{heading}", *rows)
    assert got == [expected for _, expected in told]


@pytest.mark.parametrize(
    ("heading", "cells", "code"),
    [
        ("OptedOut", ("true", "Yes", "X"), "may_not_contact"),
        ("Do not contact", ("Y", "1"), "may_not_contact"),
        ("Contact preference", ("None", "Do not contact", "ninguno"), "may_not_contact"),
        ("Deceased", ("true", "Y", "7/1/2026", "1"), "patient_deceased"),
        ("Date of Death", ("2026-07-01",), "patient_deceased"),
        ("Fallecido", ("sí",), "patient_deceased"),
        ("PatStatus", ("Deceased",), "patient_deceased"),
        ("PatStatus", ("Archived", "Inactive", "NonPatient", "Deleted"), "patient_gone"),
        ("Inactive", ("true", "Y"), "patient_gone"),
        ("Active", ("N", "false"), "patient_gone"),
        ("Patient Status", ("Probationary?",), "mark_unclear"),
        ("OK to text", ("ask mother", "sometimes"), "mark_unclear"),
        ("Notes", ("pt passed away 3/1", "DECEASED"), "patient_deceased"),
        ("Alert", ("DNC", "do not call", "No llamar"), "may_not_contact"),
        ("Attended", ("No", "N", "0", "No show"), "visit_did_not_happen"),
        ("Asistió", ("no",), "visit_did_not_happen"),
        ("No Show", ("X", "Yes"), "visit_did_not_happen"),
        ("Cancelled", ("true", "6/30/2026"), "visit_did_not_happen"),
        ("Attended", ("?",), "status_unknown"),
        ("Checked out", ("No",), "status_open"),
    ],
)
def test_a_mark_against_asking_refuses_the_row_with_its_reason(heading, cells, code):
    rows = [f'Kay,4155550101,{LAST_WEEK},"{cell}"' for cell in cells]
    if code == "status_unknown":
        rows.append(f"Lee,4155550102,{LAST_WEEK},Yes")
        assert outcome(f"First Name,Cell,Date,{heading}", *rows) == [MISSING, "Lee"]
        return
    assert outcome(f"First Name,Cell,Date,{heading}", *rows) == [code] * len(cells)


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Deceased", "false"), ("Deceased", "alive"), ("Date of Death", ""), ("PatStatus", "Patient"),
        ("PatStatus", "Active"), ("Inactive", "0"), ("Attended", "Yes"), ("Attended", "✓"),
        ("Checked out", "9:45 AM"), ("No Show", ""), ("No Shows", "3"), ("# Cancelled", "2"),
        ("Spouse deceased", "Yes"), ("Preferred phone", "Cell"), ("HIPAA signed", "No"),
        ("Email opt out", "Yes"),
    ],
)  # fmt: skip
def test_what_is_no_mark_against_asking_keeps_nobody_out(heading, cell):
    rows = outcome(f"First Name,Cell,Date,{heading}", f'Kay,4155550101,{LAST_WEEK},"{cell}"')
    assert rows == ["Kay"]


def test_who_wants_no_texts_is_asked_by_email_if_nothing_forbids_that():
    heading = "First Name,Cell,Email,Date,Do not text,Do not email"
    rows = (
        f"Kay,4155550101,kay@example.com,{LAST_WEEK},X,",
        f"Lee,4155550102,lee@example.com,{LAST_WEEK},X,X",
        f"Mae,4155550103,mae@example.com,{LAST_WEEK},,X",
    )
    parsed = parse(heading, *rows)
    assert [(row.phone_e164, row.email) for row in parsed.rows] == [
        (None, "kay@example.com"),
        ("+14155550103", None),
    ]
    assert [reject.code for reject in parsed.rejects] == ["may_not_contact"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ('"Roe, Kay (DECEASED)"', "patient_deceased"),
        ('"DECEASED Roe, Kay"', "patient_deceased"),
        ("Kay DECEASED", "patient_deceased"),
        ("Kay (fallecida)", "patient_deceased"),
        ("Difunto Roe", "patient_deceased"),
        ('"Roe, Kay (do not text)"', "may_not_text"),
        ("Kay NO TEXT", "may_not_text"),
        ("Kay (no textear)", "may_not_text"),
        ('"Roe, Kay (DNC)"', "may_not_contact"),
        ("Kay - no llamar", "may_not_contact"),
        ('"Roe, Kay (no show)"', "visit_did_not_happen"),
        ('"Roe, Kay"', "Kay"),
        ("Don Texter", "Don"),
    ],
)
def test_a_remark_beside_a_name_is_heeded(name, code):
    assert outcome("Patient Name,Cell,Date", f"{name},4155550101,{LAST_WEEK}") == [code]


def test_whom_a_row_keeps_from_being_asked_is_told_with_every_phone():
    heading = "First Name,Cell,Home Phone,Email,Date,Deceased"
    [banned] = parse(heading, f"Kay,4155550101,4155550102,k@example.com,{LAST_WEEK},Y").banned
    assert banned == (("+14155550101", "+14155550102"), "k@example.com", "deceased")
