"""Whom a calendar entry is about, by all its parts, and when it is no visit."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.calendars.contacts import patient_addresses
from core.rules.calendars.events import (
    NotAVisit,
    PatientContact,
    choose_patient,
    did_not_happen,
    mask_reading,
    parse_patient,
    read_entry,
    read_reading,
    write_reading,
)
from core.rules.calendars.fields import (
    HOLDERS,
    USUAL_FIELDS,
    FieldChoice,
    read_field_choice,
    write_field_choice,
)
from core.rules.calendars.titles import Doubt
from core.rules.calendars.words import (
    BUSINESSES,
    ERRANDS_FIRST,
    OFFICE_TIME,
    OFFICE_TIME_FIRST,
    RELATIVES,
    SEVERAL_PEOPLE,
)
from core.rules.names.given_names import GIVEN_NAMES
from tests.core.rules.calendars.entries import PHONE, START, A, entry, read


def test_an_invited_address_is_the_patients():
    assert read("Cleaning Maria Lopez", attendees=("ml@example.com",)) == (
        "Maria",
        None,
        "ml@example.com",
        None,
    )
    assert read("Cleaning Maria Lopez", attendees=("a@x.com", "b@x.com")) == "several_emails"
    assert read("Maria Lopez m@example.com", attendees=("other@x.com",))[2] == "m@example.com"


def test_the_offices_own_addresses_are_nobodys():
    invited = ["Dr@Smile.com", "ana@gmail.com", "desk@gmail.com", "bad", "ana@gmail.com"]
    assert patient_addresses(invited, own=["desk@smile.com", "desk@gmail.com"]) == (
        "ana@gmail.com",
    )


def looking(name: str = "", phone: str = "", email: str = "") -> FieldChoice:
    """Choose parts by their names, divided by blanks."""
    chosen = {"name": name.split(), "phone": phone.split(), "email": email.split()}
    return read_field_choice(chosen)


def test_only_the_chosen_parts_are_read():
    event = entry("Maria Lopez", f"Name: Maria Lopez\n{PHONE}", attendees=("m@x.com",))
    assert parse_patient(event, looking("title", "title")) == NotAVisit(Doubt.NO_CONTACT)
    assert parse_patient(event, looking("title", "title", "attendees")).email == "m@x.com"
    assert parse_patient(event, looking("description", "description")).phone_e164 == A
    assert parse_patient(event, looking(phone="description")) == NotAVisit(Doubt.NO_NAME)
    assert parse_patient(event, looking("title", "title")) == NotAVisit(Doubt.NO_CONTACT)


def test_a_practice_may_keep_the_patient_in_the_location_or_the_invitation():
    event = entry(
        "Hygiene with Dr. Kim",
        location=f"Maria Lopez {PHONE}",
        attendees=("m@x.com",),
        attendee_names=("Maria Lopez",),
    )
    assert parse_patient(event, looking("location", "location")).phone_e164 == A
    found = parse_patient(event, looking("attendees", "location", "attendees"))
    assert (found.first_name, found.phone_e164, found.email) == ("Maria", A, "m@x.com")
    assert isinstance(parse_patient(event), NotAVisit)


@pytest.mark.parametrize("title", [f"NO SHOW Maria {PHONE}", "CXL", "Lunch", "Test"])
def test_what_a_title_says_against_a_visit_holds_wherever_the_name_is(title):
    event = entry(title, f"Name: Maria Lopez\nPhone: {PHONE}")
    found = parse_patient(event, looking("description", "description"))
    assert isinstance(found, NotAVisit)
    assert found.reason not in {Doubt.NO_NAME, Doubt.NO_CONTACT}


def test_parts_that_disagree_about_the_name_name_nobody():
    event = entry(f"Ana Ruiz {PHONE}", location="Maria Lopez", attendee_names=("Ana", "Bo Chen"))
    assert parse_patient(event, looking("title", "title")).first_name == "Ana"
    for name in ("title location", "attendees"):
        assert parse_patient(event, looking(name, "title")) == NotAVisit(Doubt.SEVERAL_NAMES)


def test_a_choice_survives_being_written_and_nonsense_chooses_nothing():
    for choice in (USUAL_FIELDS, looking("location", "title", "attendees")):
        assert read_field_choice(write_field_choice(choice)) == choice
    assert read_field_choice({}) == USUAL_FIELDS
    nonsense = read_field_choice({"name": ["notes"], "phone": ["attendees"]})
    assert nonsense.parts == frozenset()
    assert set(HOLDERS) == {"name", "phone", "email"}


def test_a_reading_can_be_written_masked_and_gives_the_same_verdicts():
    event = entry(
        f"Ana Ruiz {PHONE} es", "Email: ana@x.com", location="Ana", attendees=("z@x.com",)
    )
    reading = read_entry(event)
    masked = read_reading(write_reading(mask_reading(reading)))
    assert PHONE[-8:] not in str(write_reading(mask_reading(reading)))
    seen = choose_patient(masked, USUAL_FIELDS)
    assert (seen.first_name, seen.locale) == ("Ana", "es")
    assert (seen.phone_e164, seen.email) == (
        "(\u2022\u2022\u2022) \u2022\u2022\u2022-0142",
        "a\u2022\u2022\u2022@x.com",
    )
    for fields in (looking("title"), looking("location"), looking("description", "title")):
        plain, shown = choose_patient(reading, fields), choose_patient(masked, fields)
        assert isinstance(plain, NotAVisit)
        assert plain == shown
    called_off = read_entry(entry(f"Ana {PHONE}", cancelled=True))
    assert read_reading(write_reading(called_off)) == called_off


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"cancelled": True}, Doubt.CANCELED),
        ({"declined": True}, Doubt.DECLINED),
        ({"all_day": True}, Doubt.ALL_DAY),
        ({"ends_at": START + timedelta(hours=11)}, Doubt.TOO_LONG),
        ({"ends_at": START + timedelta(days=2)}, Doubt.TOO_LONG),
    ],
)
def test_an_entry_of_the_wrong_kind_is_not_even_read(changes, reason):
    assert parse_patient(entry(f"Maria Lopez {PHONE}", **changes)) == NotAVisit(reason)


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (Doubt.CANCELED, True),
        (Doubt.NO_SHOW, True),
        (Doubt.DECLINED, True),
        (Doubt.NO_CONTACT, False),
        (Doubt.NO_NAME, False),
    ],
)
def test_only_some_doubts_say_that_nobody_came(reason, expected):
    assert did_not_happen(NotAVisit(reason)) is expected
    assert not did_not_happen(PatientContact("Ana", A, None, None))


def test_nothing_of_an_entry_or_a_patient_shows_in_a_repr():
    event = entry("Crown Maria 510-555-0142", "hepatitis", attendees=("m@x.com",))
    for shown in (repr(event), repr(parse_patient(event))):
        assert not any(word in shown for word in ("Maria", "555", "Crown", "hepatitis", "m@x"))


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_text_is_read_or_doubted_and_never_breaks(title, description):
    found = parse_patient(entry(title, description))
    if isinstance(found, PatientContact):
        assert found.first_name
        assert found.phone_e164 or found.email


@given(
    st.sampled_from(sorted(GIVEN_NAMES)),
    st.sampled_from(["Vandermolen", "Okonkwo", "Szymanski"]),
    st.sampled_from(
        ["{n} {s} {p}", "{p} {n} {s}", "Cleaning - {n} {s} - {p}", "{s}, {n} {p} exam"]
    ),
    st.sampled_from([str.title, str.upper, str.lower]),
)
def test_well_known_names_are_read_in_any_usual_order_and_case(name, surname, layout, case):
    words = {name, surname.lower()}
    told_apart = (
        OFFICE_TIME | OFFICE_TIME_FIRST | BUSINESSES | RELATIVES | SEVERAL_PEOPLE | ERRANDS_FIRST
    )
    if words & told_apart or (case is str.lower and layout.startswith("{s}")):
        return
    title = layout.format(n=case(name), s=case(surname), p=PHONE)
    assert read(title)[0].casefold() == name


@pytest.mark.parametrize(
    ("title", "description", "reason"),
    [
        (f"Kay Ruiz (DECEASED) {PHONE}", "", "deceased"),
        (f"Kay DECEASED {PHONE}", "", "deceased"),
        (f"Kay Ruiz {PHONE} fallecida", "", "deceased"),
        (f"Kay Ruiz {PHONE} (do not text)", "", "not_to_be_asked"),
        (f"Kay Ruiz (DNC) {PHONE}", "", "not_to_be_asked"),
        (f"Kay Ruiz {PHONE} no textear", "", "not_to_be_asked"),
        (f"Kay Ruiz {PHONE}", "Please note\ndo not text this patient", "not_to_be_asked"),
        (f"Kay Ruiz {PHONE}", "patient no showed", "no_show"),
        (f"Kay Ruiz {PHONE}", "no llegó a la cita", "no_show"),
        (f"Kay Ruiz {PHONE}", "Status: Cancelled", "canceled"),
        (f"Kay Ruiz {PHONE}", "Pt cancelled", "canceled"),
        (f"Missed: Kay Ruiz {PHONE}", "", "no_show"),
        (f"Kay Ruiz {PHONE} postponed", "", "canceled"),
        (f"Late (not arrived) Kay Ruiz {PHONE}", "", "not_arrived"),
    ],
)
def test_a_remark_in_an_entry_keeps_its_patient_from_being_asked(title, description, reason):
    assert read(title, description) == reason


@pytest.mark.parametrize(
    ("title", "description"),
    [
        (f"Amara Ruiz {PHONE}", "Cancellation policy: 24 hours. No-show fee $50."),
        (f"Amara Ruiz {PHONE}", "To reschedule or cancel call us"),
        (f"Amara Ruiz {PHONE}", "Reply STOP to opt out of messages"),
        (f"Amara Ruiz {PHONE}", "Husband deceased"),
        (f"Amara Ruiz {PHONE}", "Failed crown #3, missed cavity"),
        (f"Cleaning - Amara Ruiz {PHONE} - needs Ambien", ""),
        (f"Amara Ruiz needs Ride {PHONE}", ""),
        (f"Amara Ruiz walked out {PHONE}", ""),
        (f"Dismissed Amara Ruiz {PHONE}", ""),
    ],
)
def test_small_print_and_what_is_needed_keep_nobody_out(title, description):
    assert read(title, description) == ("Amara", A, None, None)


def test_a_remark_tells_whose_contacts_are_not_to_be_asked():
    found = parse_patient(entry(f"Kay Ruiz {PHONE} (deceased)", "Email: kay@example.com"))
    assert found.banned == ((A,), "kay@example.com", "deceased")
    assert "0142" not in repr(found)
