"""What tells that nobody came: in a list's column of states, and in a calendar's title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.names.given_names import GIVEN_NAMES, SURNAMES
from core.rules.visits.attendance import (
    Absence,
    Attendance,
    did_not_happen,
    find_absence,
    read_status,
    was_missed,
)
from tests.core.rules.calendars.entries import PHONE, read

MISSED = {
    "no_show": (
        *("No Show", "no-show", "NoShow", "NO SHOWED", "N/S", "NS", "NShow", "DNA", "FTA"),
        *(
            "Failed",
            "Failed to attend",
            "Missed",
            "missed appt",
            "Broken appt",
            "BROKEN_APPOINTMENT",
        ),
        *("Did not show", "Didn't show up", "did not come", "Did not attend"),
        *("No asistió", "no vino", "No llegó", "no se presentó", "No acudió", "Faltó", "Ausente"),
        "Inasistencia",
    ),
    "canceled": (
        *("Cancelled", "CANCELED", "Cancel", "Cancelled by patient", "late cancellation"),
        *("CX", "CXL", "cxld", "cxled", "Cancelada", "Canceló", "Cancelación", "Cita anulada"),
    ),
}
MOVED = (
    *(
        "Rescheduled",
        "re-scheduled",
        "Resched",
        "reschd",
        "R/S",
        "Moved to Friday",
        "moved tomorrow",
    ),
    *("changed to 3/4", "Reagendada", "Reprogramado", "Movida al lunes", "pasado a mañana"),
)


@pytest.mark.parametrize(
    ("told", "reason"), [(told, reason) for reason, all_told in MISSED.items() for told in all_told]
)
def test_lists_and_calendars_know_the_same_words_for_who_did_not_come(told, reason):
    assert was_missed(told)
    assert read(f"{told} - Maria Lopez {PHONE}") == reason
    assert read(f"Maria Lopez {PHONE} {told}") == reason


@pytest.mark.parametrize("told", MOVED)
def test_lists_and_calendars_know_the_same_words_for_what_was_moved(told):
    assert did_not_happen(told)
    assert not was_missed(told)
    assert read(f"Maria Lopez {PHONE} {told}") == "canceled"


@pytest.mark.parametrize(
    "status",
    [
        "Cancelled",
        "CANCELED",
        "Broken",
        "No Show",
        "no-show",
        "NoShow",
        "UnschedList",
        "Rescheduled",
        "Missed",
        "Cancelada",
        "No asistió",
    ],
)
def test_appointments_that_did_not_happen(status):
    assert did_not_happen(status)


CAME = (
    *(
        "Complete",
        "Completed",
        "CHecked Out",
        "C/O",
        "COMP",
        "checked_out",
        "CheckedOut",
        "Checkout",
    ),
    *("Walked out", "Dismissed", "DISMISSED", "Patient dismissed", "Posted", "fulfilled", "Seen"),
    *("Treatment complete", "Kept appt", "Attended", "Arrived, Checked out", "Ready for checkout"),
    *("Completada", "Atendido", "Asistió", "Cita realizada", "Finalizada"),
)
OPEN = (
    *("Scheduled", "Confirmed", "Unconfirmed", "Left Message", "Not called", "booked", "pending"),
    *("Late", "Late (not arrived)", "Here", "Ready", "Chair", "In Operatory", "In Reception"),
    *("Available", "arrived", "checked-in", "proposed", "waitlist", "ASAP", "Active", "In surgery"),
    *("Programada", "Por confirmar", "En sala de espera", "Lista de espera", "Confirmed/Arrived"),
)
UNKNOWN = (
    *(
        "Incomplete",
        "not completed",
        "Completed?no",
        "Code 7",
        "Not cancelled",
        "Complete, unpaid by",
    ),
    *("Pendiente de completar", "12", "✓", "??", "Unbroken", "Removed to recall", "Unplanned"),
)


@pytest.mark.parametrize(
    ("attendance", "statuses"),
    [(Attendance.CAME, CAME), (Attendance.OPEN, OPEN), (Attendance.UNKNOWN, UNKNOWN)],
)
def test_only_a_status_known_to_end_a_visit_tells_that_they_came(attendance, statuses):
    assert {status: read_status(status) for status in statuses} == dict.fromkeys(
        statuses, attendance
    )


@pytest.mark.parametrize(
    ("absence", "statuses"),
    [
        (
            Absence.NO_SHOW,
            ("N/S", "NCNS", "DNKA", "LWBS", "FTA", "Did not attend", "Unable to attend"),
        ),
        (Absence.CALLED_OFF, ("SNC", "CX", "CANC", "CANX", "cxl'd", "Called off", "Suspendida")),
        (Absence.MOVED, ("R/S", "RESCH", "rs'd", "Postponed", "To reschedule", "Pospuesta")),
        (Absence.NEVER_DUE, ("entered-in-error", "Wait/Will Call", "Void", "Planned")),
    ],
)
def test_short_words_of_front_desks_for_who_did_not_come(absence, statuses):
    assert {status: read_status(status) for status in statuses} == dict.fromkeys(statuses, absence)


@pytest.mark.parametrize("status", ["", " ", "-", "--"])
def test_a_blank_status_tells_nothing(status):
    assert read_status(status) is Attendance.NOT_TOLD


@pytest.mark.parametrize(
    ("status", "absence"),
    [
        ("Broken", Absence.NO_SHOW),
        ("PatientCancelled", Absence.CALLED_OFF),
        ("PATIENTCANCELLED", Absence.CALLED_OFF),
        ("apptmissed", Absence.NO_SHOW),
        ("HygieneBroken", Absence.NO_SHOW),
        ("cANCELLED", Absence.CALLED_OFF),
        ("Rescheduled, then cancelled", Absence.CALLED_OFF),
        ("PatientRescheduled", Absence.MOVED),
        ("UnschedList", Absence.NEVER_DUE),
        ("Treatment planned", Absence.NEVER_DUE),
        ("TreatmentPlanned", Absence.NEVER_DUE),
        ("Deleted", Absence.NEVER_DUE),
        ("Patient note", Absence.NEVER_DUE),
        ("PtNote", Absence.NEVER_DUE),
    ],
)
def test_a_column_of_states_is_read_however_a_system_joins_its_words(status, absence):
    assert read_status(status) is absence


@pytest.mark.parametrize(
    "status",
    [
        "Dismissed",
        "DISMISSED",
        "Patient dismissed",
        "Unbroken",
        "Removed to recall",
        "Asfalto",
        "Unplanned",
    ],
)
def test_a_word_inside_another_is_not_that_word(status):
    assert not isinstance(read_status(status), Absence)


@pytest.mark.parametrize(
    "title",
    [
        f"Broken tooth - Maria Lopez {PHONE}",
        f"Maria Lopez {PHONE} moved tooth",
        f"Maria Lopez {PHONE} suture removed today",
        f"Rescheduled from 3/4: Maria Lopez {PHONE}",
        f"Maria Cancelleri {PHONE}",
        f"Maria Lopez {PHONE} - planned extraction",
    ],
)
def test_what_a_title_says_of_teeth_plans_and_names_is_no_absence(title):
    assert read(title)[0] == "Maria"


def test_no_name_tells_that_nobody_came():
    assert [name for name in sorted(GIVEN_NAMES | SURNAMES) if find_absence(name)] == []


@given(st.text(max_size=120))
def test_no_status_makes_it_fail(text):
    assert did_not_happen(text) or not was_missed(text)
