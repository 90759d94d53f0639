"""Files as offices have them, each with what is read of it: today is Monday, 6 July 2026."""

from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.rules.places.local_time import at_local
from core.rules.visits.lists import parse_visits

LA = "America/Los_Angeles"
NOW = at_local(date(2026, 7, 6), time(10), LA)
LISTS = Path(__file__).resolve().parents[4] / "tests" / "fixtures" / "lists"


def read(data: str | bytes) -> tuple[list[str], list[str]]:
    """Give the visits as "name phone-or-email day hour", and the rejects as "line code"."""
    parsed = parse_visits(
        data.encode() if isinstance(data, str) else data, practice_zone=LA, now=NOW
    )
    visits = []
    for row in parsed.rows:
        local = row.occurred_at.astimezone(ZoneInfo(LA))
        contact = row.phone_e164 or row.email or ""
        visits.append(f"{row.first_name} {contact.removeprefix('+1')} {local:%m-%d %H:%M}")
    return visits, [f"{r.line} {r.code}" for r in parsed.rejects]


FILES: dict[str, tuple[list[str], list[str]]] = {
    "abbr.csv": (
        ["Amara 4155552520 07-02 09:00", "Jonas 4155552529 07-02 10:00"],
        [
            "3 visit_did_not_happen",
            "4 visit_did_not_happen",
            "5 visit_did_not_happen",
            "6 visit_did_not_happen",
            "7 visit_did_not_happen",
            "8 visit_did_not_happen",
            "9 visit_did_not_happen",
            "10 visit_did_not_happen",
        ],
    ),
    "appointments.csv": (
        [],
        ["1 file_is_spreadsheet"],
    ),
    "appt_report.csv": (
        ["Ngozi 5105552103 07-02 09:30"],
        [],
    ),
    "ascend.csv": (
        ["Elena 4155552284 07-02 13:00", "Farid 4155552285 07-02 14:00"],
        [
            "2 status_open",
            "3 status_open",
            "4 status_open",
            "5 status_open",
            "8 status_open",
            "9 status_open",
            "10 visit_did_not_happen",
            "11 visit_did_not_happen",
            "12 status_open",
        ],
    ),
    "attended.csv": (
        ["Amara 5105552301 07-02 17:00"],
        ["3 visit_did_not_happen"],
    ),
    "blanklines.csv": (
        ["Ngozi 5105552130 07-02 17:00", "Rosa 5105552131 07-02 17:00"],
        [],
    ),
    "bom_quoted.csv": (
        ["José 5105552423 07-02 17:00"],
        [],
    ),
    "bp_appointments.csv": (
        ["Ngozi 5105552101 07-02 09:30"],
        [],
    ),
    "cal.ics": (
        [],
        ["1 file_is_calendar"],
    ),
    "camel.csv": (
        ["Ngozi 5105552102 07-02 17:00"],
        [],
    ),
    "cp850.csv": (
        [
            "José 5105552411 07-02 17:00",
            "Íñigo 5105552412 07-02 17:00",
            "Zoë 5105552413 07-02 17:00",
            "Renée 5105552414 07-02 17:00",
        ],
        [],
    ),
    "datetimeoffset.csv": (
        ["Amara 5105552381 07-02 09:30", "Bodhi 5105552382 07-02 09:30"],
        [],
    ),
    "deceased_first.csv": (
        [],
        ["2 patient_deceased"],
    ),
    "deceased_flag.csv": (
        ["Amara 5105552309 07-02 17:00"],
        ["3 patient_deceased"],
    ),
    "deceased_name.csv": (
        ["Celia 5105552313 06-20 17:00"],
        ["2 patient_deceased", "3 patient_deceased"],
    ),
    "dentally.csv": (
        ["Amara 4155552360 07-02 09:00"],
        [
            "3 visit_did_not_happen",
            "4 visit_did_not_happen",
            "5 visit_did_not_happen",
            "6 visit_did_not_happen",
            "7 visit_did_not_happen",
            "8 visit_did_not_happen",
        ],
    ),
    "denticon.csv": (
        ["Hamid 4155552247 07-02 16:00", "Imani 4155552248 07-02 09:00"],
        [
            "2 status_open",
            "3 status_open",
            "4 status_open",
            "5 status_open",
            "6 status_open",
            "7 status_open",
            "8 status_open",
            "11 visit_did_not_happen",
        ],
    ),
    "dentrix_wait.csv": (
        ["Amara 4155552320 07-02 09:00"],
        ["3 visit_did_not_happen", "4 visit_did_not_happen"],
    ),
    "donottext.csv": (
        ["Amara 5105552323 07-02 17:00"],
        ["3 may_not_text", "4 may_not_text"],
    ),
    "dupheads.csv": (
        ["Ngozi 5105552122 07-02 17:00"],
        [],
    ),
    "excelserial.csv": (
        ["Ngozi 5105552135 07-02 09:30", "Rosa 5105552136 07-02 09:30"],
        [],
    ),
    "export.zip": (
        [],
        ["1 file_is_archive"],
    ),
    "fhir.csv": (
        ["Amara 4155552400 07-02 09:00"],
        [
            "3 status_open",
            "4 status_open",
            "5 visit_did_not_happen",
            "6 visit_did_not_happen",
            "7 visit_did_not_happen",
            "8 status_open",
            "9 status_open",
        ],
    ),
    "grouphead.csv": (
        ["Ngozi 5105552123 07-02 09:30"],
        [],
    ),
    "jsdate.csv": (
        ["Amara 5105552383 07-02 09:30"],
        [],
    ),
    "loosequotes.csv": (
        [
            "Ngozi 5105552124 07-02 17:00",
            "Rosa 5105552125 07-02 17:00",
            "Jin 5105552126 07-02 17:00",
            "Bo 5105552127 07-02 17:00",
        ],
        [],
    ),
    "mojibake.csv": (
        [
            "José 5105552424 07-02 17:00",
            "Pâmela 5105552425 07-02 17:00",
            "Sônia 5105552426 07-02 17:00",
            "Andrè 5105552427 07-02 17:00",
            "Renê 5105552428 07-02 17:00",
        ],
        [],
    ),
    "mysql_outfile.csv": (
        ["Ngozi 5105552128 07-02 17:00", "Rosa 5105552129 07-02 17:00"],
        [],
    ),
    "newcodes.csv": (
        [
            "Amara 6795550160 07-02 17:00",
            "Bodhi 4365550161 07-02 17:00",
            "Celia 8615550162 07-02 17:00",
            "Dario 9245550163 07-02 17:00",
            "Elena 4575550164 07-02 17:00",
            "Farid 9485550165 07-02 17:00",
            "Greta 3245550166 07-02 17:00",
            "Hamid 6595550167 07-02 17:00",
            "Imani 9835550168 07-02 17:00",
            "Jonas 3695550169 07-02 17:00",
        ],
        [],
    ),
    "nexhealth.csv": (
        ["Amara 5105552321 07-02 17:00"],
        ["3 may_not_text"],
    ),
    "note_in_name.csv": (
        ["Celia 5105552349 07-02 17:00"],
        ["2 may_not_text", "3 may_not_contact"],
    ),
    "notphones.csv": (
        [],
        [
            "2 phone_not_textable",
            "3 phone_not_textable",
            "4 phone_not_textable",
            "5 phone_not_textable",
            "6 phone_invalid",
        ],
    ),
    "open_dental_apptreport.csv": (
        ["Ngozi 5105552105 07-02 09:30"],
        [],
    ),
    "optedout.csv": (
        ["Amara 5105552345 07-02 17:00"],
        ["3 may_not_text"],
    ),
    "pages.csv": (
        ["Ngozi 5105552109 07-01 09:00", "Rosa 5105552110 07-02 10:00"],
        [],
    ),
    "patstatus.csv": (
        ["Amara 5105552306 07-02 17:00"],
        ["3 patient_deceased", "4 patient_gone"],
    ),
    "pipes.txt": (
        ["Ngozi 5105552133 07-02 17:00"],
        [],
    ),
    "range_datetime.csv": (
        [
            "Amara 5105552384 07-02 10:30",
            "Bodhi 5105552385 07-02 11:00",
            "Celia 5105552386 07-02 17:00",
        ],
        [],
    ),
    "report.xls": (
        ["Amara 5105552432 07-02 17:00"],
        [],
    ),
    "report_mht.xls": (
        [],
        ["1 file_is_web_archive"],
    ),
    "sep_semicolon.csv": (
        ["Ngozi 5105552132 07-02 17:00"],
        [],
    ),
    "softdent.csv": (
        ["Ngozi 5105552121 07-02 17:00"],
        [],
    ),
    "today_ampm.csv": (
        [],
        ["2 time_unclear", "3 time_unclear"],
    ),
    "today_dur.csv": (
        ["Bodhi 5105552371 07-06 09:00"],
        ["2 date_in_future"],
    ),
    "today_range.csv": (
        ["Amara 5105552361 07-06 09:00"],
        ["3 date_in_future"],
    ),
    "today_scheduled.csv": (
        ["Amara 5105552367 07-06 17:00"],
        ["3 status_open", "4 status_open"],
    ),
    "today_tz.csv": (
        ["Amara 5105552365 07-06 08:00"],
        ["3 date_in_future"],
    ),
    "today_word.csv": (
        [],
        ["2 date_invalid", "3 date_invalid"],
    ),
    "trailing0.csv": (
        ["Ngozi 5105552137 07-02 17:00"],
        ["3 phone_invalid"],
    ),
    "uk.csv": (
        ["Ngozi 5105552104 02-07 10:00"],
        [],
    ),
    "unquoted_comma.csv": (
        [],
        ["2 row_too_long"],
    ),
    "utf16_quoted.txt": (
        ["José 5105552422 07-02 17:00"],
        [],
    ),
    "utf16le_nobom.txt": (
        ["José 5105552421 07-02 17:00"],
        [],
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_as_a_person_would(name) -> None:
    assert read((LISTS / name).read_bytes()) == FILES[name]


def test_every_file_has_its_right_value() -> None:
    assert {path.name for path in LISTS.iterdir()} == FILES.keys()
