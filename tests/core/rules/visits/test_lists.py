from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.rules.places.local_time import at_local, local_date
from core.rules.visits.lists import VisitRow, fingerprint_visit
from core.rules.visits.rejections import REASONS, explain_rejection
from tests.core.rules.visits.visit_lists import LA, NOW, ROOT, codes, parse, parse_row


def test_a_row_becomes_a_visit():
    row = parse_row("Jane,(415) 555-0132,Jane@Example.com,03/02/2026,2:30 PM,Spanish")
    assert row == VisitRow(
        line=2,
        first_name="Jane",
        phone_e164="+14155550132",
        email="jane@example.com",
        occurred_at=datetime(2026, 3, 2, 22, 30, tzinfo=UTC),
        locale="es",
        fingerprint=fingerprint_visit("jane", "+14155550132", date(2026, 3, 2)),
    )


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("First Name,Last Name,Mobile Phone,Email,Appointment Date", "Jane,Doe,415-555-0132,,3/2/2026"),
        ("Patient Name,Cell,Date", '"DOE, JANE",415-555-0132,3/2/2026'),
        ("Name,Phone,Date", "Jane Doe,415-555-0132,3/2/2026"),
        ("Name,Last Name,Phone,Date", "Jane,Doe,415-555-0132,3/2/2026"),
        ("first_name,phone,visit_date", "jane,4155550132,2026-03-02"),
        ("first_name,phone,occurred_at", "jane,4155550132,2026-03-02"),
        ("FName,LName,WirelessPhone,AptDateTime", "Jane,Doe,(415)555-0132,03/02/2026 00:00:00"),
        ("Nombre;Apellido;Celular;Fecha", "Jane;Doe;415 555 0132;3/2/2026"),
        ("Nombre;Teléfono;Fecha de la visita", "Jane Doe;415 555 0132;3/2/2026"),
        ("Paciente\tTeléfono\tFecha", "Doe, Jane\t415 555 0132\t2 de marzo de 2026"),
        ("Patient|Home Phone|DOS", "DOE, JANE|415-555-0132|03/02/26"),
        ('"First Name";"Phone";"Visit Date"', '"Jane";"415-555-0132";"3/2/2026"'),
        (" First  Name , PHONE , Visit-Date ", " Jane , 415-555-0132 , 3/2/2026 "),
        ("First Name,Phone,Visit Date", '="Jane",="4155550132",46083'),
    ],
)  # fmt: skip
def test_headings_of_many_systems_say_the_same(heading, row):
    visit = parse_row(row, heading)
    assert isinstance(visit, VisitRow), visit
    assert (visit.first_name, visit.phone_e164) == ("Jane", "+14155550132")
    assert visit.occurred_at == at_local(date(2026, 3, 2), time(17), LA)


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        (",415-555-0132,,3/2/2026,,", "first_name", "name_missing"),
        ("n/a,415-555-0132,,3/2/2026,,", "first_name", "name_missing"),
        ("=1+1,415-555-0132,,3/2/2026,,", "first_name", "name_invalid"),
        ("@SUM(A1),415-555-0132,,3/2/2026,,", "first_name", "name_invalid"),
        ("Jane,,,3/2/2026,,", "contact", "contact_missing"),
        ("Jane,none,no email,3/2/2026,,", "contact", "contact_missing"),
        ("Jane,000-000-0000,,3/2/2026,,", "contact", "contact_missing"),
        ("Jane,510-CALL-ME,,3/2/2026,,", "phone", "phone_invalid"),
        ("Jane,415-555-013,,3/2/2026,,", "phone", "phone_invalid"),
        ("Jane,415-555-0132 x4,,3/2/2026,,", "phone", "phone_invalid"),
        ("Jane,415-555-013,jane@,3/2/2026,,", "phone", "phone_invalid"),
        ("Jane,,jane@,3/2/2026,,", "email", "email_invalid"),
        ("Jane,415-555-0132,,,,", "date", "date_missing"),
        ("Jane,415-555-0132,,2/30/2026,,", "date", "date_invalid"),
        ("Jane,415-555-0132,,yesterday,,", "date", "date_invalid"),
        ("Jane,415-555-0132,,3/3/2026,,", "date", "date_in_future"),
        ("Jane,415-555-0132,,3/1/2024,,", "date", "date_too_old"),
        ("Jane,415-555-0132,,3/2/1926,,", "date", "date_too_old"),
        ("Jane,415-555-0132,,3/2/2026,,,extra", "row", "row_too_long"),
        ('"Jane,415-555-0132,,3/2/2026,,', "row", "row_broken"),
    ],
)
def test_a_bad_row_is_rejected_with_its_line_field_and_reason(row, field, code):
    reject = parse_row(row)
    assert (reject.line, reject.field, reject.code) == (2, field, code)
    assert reject.reason == explain_rejection(code)


@pytest.mark.parametrize(
    ("row", "at"),
    [
        ("Jane,4155550132,,3/2/2026,,", "17:00"),
        ("Jane,4155550132,,3/2/2026,12:00 AM,", "17:00"),
        ("Jane,4155550132,,3/2/2026 00:00,,", "17:00"),
        ("Jane,4155550132,,3/2/2026 9:15 AM,,", "09:15"),
        ("Jane,4155550132,,3/2/2026 9:15 AM,10:45,", "10:45"),
        ("Jane,4155550132,,2026-03-02T17:15:00Z,,", "09:15"),
        ("Jane,4155550132,,3/2/2026,6:00 PM,", "18:00"),
    ],
)
def test_the_time_of_the_visit(row, at):
    visit = parse_row(row)
    assert visit.occurred_at == at_local(date(2026, 3, 2), time.fromisoformat(at), LA)


@pytest.mark.parametrize(
    ("heading", "row", "at"),
    [
        ("Time,Length", "9:00 AM,45", "09:45"),
        ("Time,Length", "9:00 AM,", "09:00"),
        ("Time,Length", ",45", "17:00"),
        ("Start Time,End Time", "9:00 AM,10:10 AM", "10:10"),
        ("Start Time,End Time", "9:00 AM,", "09:00"),
        ("Start Time,End Time,Length", "9:00 AM,10:10 AM,60", "10:10"),
        ("Time,Length", "9:00 AM,about an hour", "09:00"),
    ],
)
def test_a_visit_ends_when_its_end_or_its_length_says(heading, row, at):
    visit = parse_row(f"Jane,4155550132,3/2/2026,{row}", f"First Name,Phone,Date,{heading}")
    assert visit.occurred_at == at_local(date(2026, 3, 2), time.fromisoformat(at), LA)


def test_a_visit_on_the_night_clocks_change_is_an_hour_that_exists():
    row = "First Name,Phone,Date,Time\nJane,4155550132,3/8/2026,2:30 AM\n"
    visit = parse(row, now=NOW + timedelta(days=10)).rows[0]
    assert visit.occurred_at == datetime(2026, 3, 8, 10, 30, tzinfo=UTC)


def test_today_is_the_practices_today():
    late = at_local(date(2026, 3, 2), time(23, 30), LA)  # already tomorrow in UTC
    row = "First Name,Phone,Date\nJane,4155550132,3/3/2026\n"
    assert codes(parse(row, now=late)) == [(2, "date", "date_in_future")]
    assert parse(row, now=late, practice_zone="America/New_York").rows


def test_old_visits_are_kept_for_two_years():
    rows = "First Name,Phone,Date\nA,4155550132,3/2/2025\nB,4155550132,3/2/2024\nC,4155550132,3/1/2024\n"
    parsed = parse(rows)
    assert [r.first_name for r in parsed.rows] == ["A", "B"]
    assert codes(parsed) == [(4, "date", "date_too_old")]


def test_the_mobile_is_preferred_and_the_next_valid_number_taken():
    heading = "First Name,Home Phone,Mobile,Work Phone,Date"
    assert parse_row("A,415-555-0101,415-555-0102,,3/2/2026", heading).phone_e164 == "+14155550102"
    assert parse_row("A,415-555-0101,bad,,3/2/2026", heading).phone_e164 == "+14155550101"
    assert parse_row("A,,,415-555-0103,3/2/2026", heading).phone_e164 == "+14155550103"


def test_a_bad_phone_beside_a_good_email_is_a_warning_and_not_a_loss():
    parsed = parse("First Name,Phone,Email,Date,Time\nJane,555,jane@example.com,3/1/2026,soon\n")
    assert [(r.phone_e164, r.email) for r in parsed.rows] == [(None, "jane@example.com")]
    assert [(w.line, w.field, w.code) for w in parsed.warnings] == [
        (2, "phone", "phone_invalid"),
        (2, "time", "time_invalid"),
    ]
    assert not parsed.rejects


def test_a_rejected_row_gives_one_reject_and_no_warnings():
    parsed = parse("First Name,Phone,Email,Date,Time\nJane,555,jane@example.com,3/9/2026,soon\n")
    assert codes(parsed) == [(2, "date", "date_in_future")]
    assert not parsed.warnings


def test_patients_who_do_not_want_texts_are_asked_by_email_or_not_at_all():
    heading = "First Name,WirelessPhone,Email,AptDateTime,TxtMsgOk"
    by_email = parse_row("Jane,4155550132,jane@example.com,3/2/2026,No", heading)
    assert (by_email.phone_e164, by_email.email) == (None, "jane@example.com")
    assert parse_row("Jane,4155550132,,3/2/2026,No", heading).code == "may_not_text"
    assert parse_row("Jane,4155550132,,3/2/2026,??", heading).phone_e164 == "+14155550132"


@pytest.mark.parametrize("status", ["Broken", "Cancelled", "No Show"])
def test_appointments_nobody_came_to_are_no_visits(status):
    reject = parse_row(f"Jane,4155550132,3/2/2026,{status}", "First Name,Phone,Date,Status")
    assert reject.code == "visit_did_not_happen"


def test_titles_repeated_headings_blank_rows_and_footers_are_passed_over():
    parsed = parse(
        "Bright Smiles Dental\nVisits of 3/2/2026\n\nFirst Name,Phone,Date\n"
        "Jane,4155550132,3/2/2026\n,,\n\nFirst Name,Phone,Date\nBo,4155550133,3/2/2026\n"
        "Total: 2,,\n"
    )
    assert [(r.line, r.first_name) for r in parsed.rows] == [(5, "Jane"), (9, "Bo")]
    assert not parsed.rejects


def test_a_short_row_is_read_as_far_as_it_goes():
    heading = "First Name,Phone,Date,Email,Language"
    assert parse_row("Jane,4155550132,3/2/2026", heading).email is None
    assert parse_row("Jane,4155550132", heading).code == "date_missing"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_is_empty"),
        (b"PK\x03\x04...", "file_is_spreadsheet"),
        (b"%PDF-1.4", "file_is_pdf"),
        (b"Jane,4155550132,3/2/2026\n", "file_has_no_heading"),
        (b"hello\n", "file_has_no_heading"),
        (b"Phone,Date\n4155550132,3/2/2026\n", "file_has_no_name"),
        (b"First Name,Date\nJane,3/2/2026\n", "file_has_no_contact"),
        (b"First Name,Phone\nJane,4155550132\n", "file_has_no_date"),
    ],
)
def test_a_file_that_is_no_visit_list_is_one_reject_that_says_what_to_do(data, code):
    parsed = parse(data)
    assert codes(parsed) == [(1, "file", code)]
    assert not parsed.rows


def test_columns_chosen_by_hand_win():
    data = "Whom,Ring,When,Phone\nJane,4155550132,3/2/2026,junk\n"
    chosen = {"Whom": "first_name", "Ring": "phone", "When": "date"}
    visit = parse(data, column_map=chosen).rows[0]
    assert (visit.first_name, visit.phone_e164) == ("Jane", "+14155550132")
    missing = parse(data, column_map=chosen | {"Mail": "email"})
    assert codes(missing) == [(1, "file", "file_has_no_heading")]
    missing = parse("First Name,Phone,Date\n", column_map={"Mail": "email"})
    assert codes(missing) == [(1, "file", "file_lacks_chosen_column")]


def test_day_first_files_are_read_day_first_throughout():
    parsed = parse("First Name,Phone,Date\nA,4155550132,27/02/2026\nB,4155550133,02/03/2026\n")
    assert [local_date(r.occurred_at, LA) for r in parsed.rows] == [
        date(2026, 2, 27),
        date(2026, 3, 2),
    ]


def test_a_family_on_one_phone_is_several_visits_and_a_repeated_row_one():
    rows = parse(
        "First Name,Phone,Date,Time\nAna,4155550132,3/2/2026,9:00\nBo,4155550132,3/2/2026,9:00\n"
        "ANA,(415) 555-0132,3/2/26,14:00\nÁna,415.555.0132,03/02/2026,\nAna,4155550132,3/1/2026,9:00\n"
    ).rows
    prints = [row.fingerprint for row in rows]
    assert prints[0] == prints[2] == prints[3]
    assert len(set(prints)) == 3


def test_a_fingerprint_is_stable_from_release_to_release():
    assert fingerprint_visit("Jane", "+14155550132", date(2026, 3, 2)) == (
        "87f034e7333c944109b0b94c24e7076c"
    )


def test_the_sample_of_a_practice_system_is_read_as_a_person_would():
    parsed = parse((ROOT / "tests/fixtures/visits_dentrix.csv").read_bytes())
    assert (parsed.encoding, parsed.delimiter, parsed.preset) == ("utf-8", ",", "dentrix")
    assert [r.first_name for r in parsed.rows] == [
        "Paola", "María José", "Seán", "Jean-Paul", "Íñigo", "Íñigo", "Mary Ann", "Min", "Ida", "Ted",
    ]  # fmt: skip
    assert [code for _, _, code in codes(parsed)] == [
        "phone_invalid", "phone_invalid", "contact_missing", "name_missing", "name_invalid",
        "date_invalid", "date_in_future", "date_too_old", "visit_did_not_happen",
    ]  # fmt: skip
    assert [w.code for w in parsed.warnings] == ["email_invalid", "time_invalid"]


def test_the_sandbox_file_shows_every_kind_of_row():
    parsed = parse((ROOT / "sandbox/data/visits.csv").read_bytes())
    assert (len(parsed.rows), len(parsed.rejects), parsed.warnings) == (52, 8, [])
    assert len({row.fingerprint for row in parsed.rows}) == 48
    assert {r.code for r in parsed.rejects} == {
        "contact_missing", "phone_invalid", "name_missing", "date_invalid", "date_in_future",
        "date_missing", "visit_did_not_happen",
    }  # fmt: skip
    numbers = [row.phone_e164 for row in parsed.rows if row.phone_e164]
    assert all(number[5:10] == "55501" for number in numbers)
    assert {"+1214", "+1305", "+1212", "+1808"} <= {number[:5] for number in numbers}
    assert sum(row.phone_e164 is None for row in parsed.rows) == 3
    assert sum(row.locale == "es" for row in parsed.rows) >= 15
    assert sum(NOW - row.occurred_at > timedelta(days=30) for row in parsed.rows) == 3


def test_every_reason_is_a_sentence_in_both_languages():
    for code in REASONS:
        english, spanish = (explain_rejection(code, locale) for locale in ("en", "es"))
        assert english.endswith(".")
        assert spanish.endswith(".")
        assert english != spanish
    assert explain_rejection("name_missing", "es") == "Falta el nombre del paciente."
