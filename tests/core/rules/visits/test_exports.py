"""Visit lists as practice systems and spreadsheets export them, read as a receptionist would."""

import codecs
import csv
import io
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.rules.places.local_time import at_local
from core.rules.visits.lists import ParsedVisits, parse_visits
from core.rules.visits.rejected_rows import write_rejected_rows

LA = "America/Los_Angeles"
NOW = at_local(date(2026, 3, 4), time(12), LA)
YESTERDAY = date(2026, 3, 3)


def parse(text: str | bytes, *, now: datetime = NOW, encoding: str = "utf-8") -> ParsedVisits:
    data = text.encode(encoding) if isinstance(text, str) else text
    return parse_visits(data, practice_zone=LA, now=now)


def read(text: str | bytes, **how) -> tuple[list[str], list[str]]:
    """Give the visits as "name phone-or-email day hour", and the rejects as "line code"."""
    parsed = parse(text, **how)
    visits = []
    for row in parsed.rows:
        local = row.occurred_at.astimezone(ZoneInfo(LA))
        contact = row.phone_e164 or row.email or ""
        visits.append(f"{row.first_name} {contact.removeprefix('+1')} {local:%m-%d %H:%M}")
    return visits, [f"{r.line} {r.code}" for r in parsed.rejects]


EXPORTS = {
    "Dentrix's appointment report, with its titles and its total": (
        ("Lakeside Family Dental\r\nAppointments List\r\nFrom 03/02/2026 To 03/03/2026\r\n\r\n"
        "Appt Date,Appt Time,Patient Name,Phone,Email,Amount\r\n"
        '03/03/2026,8:00 AM,"Abbott, Kenneth L",801-555-0111,,$190.00\r\n'
        '03/03/2026,9:00 AM,"Brown, ""Bet"" Betty",801-555-0112,,$90.00\r\n'
        "\r\nTotal Appointments: 2\r\nGrand Total,,,,,$280.00\r\n,,,,,$280.00\r\n"),
        ["Kenneth 8015550111 03-03 08:00", "Betty 8015550112 03-03 09:00"],
        [],
    ),
    "Dentrix Ascend's, with who did not come": (
        ("Patient Name,Date of Birth,Primary Phone,Email,Appointment Date,Start Time,Duration (min),Status\n"
        "Kenneth Abbott,01/02/1980,(801) 555-0111,k@example.com,03/03/2026,8:00 AM,60,Completed\n"
        "Betty Brown,,(801) 555-0112,,03/03/2026,9:00 AM,30,No Show\n"),
        ["Kenneth 8015550111 03-03 09:00"],
        ["3 visit_did_not_happen"],
    ),
    "Eaglesoft's, home and cell": (
        ("Patient Name,Home Phone,Work Phone,Cell Phone,Email Address,Date,Time,Provider\n"
        '"Abbott, Kenneth",801-555-0101,,801-555-0111,k@example.com,3/3/2026,8:00a,DDS1\n'
        '"Brown, Betty",801-555-0102,,,,3/3/2026,2:30p,DDS1\n'),
        ["Kenneth 8015550111 03-03 08:00", "Betty 8015550102 03-03 14:30"],
        [],
    ),
    "Open Dental's query, as it is shown": (
        ("LName\tFName\tWirelessPhone\tEmail\tAptDateTime\tAptStatus\tTxtMsgOk\r\n"
        "Abbott\tKenneth\t(801)555-0111\t\t03/03/2026 08:00:00 AM\tComplete\tYes\r\n"
        "Brown\tBetty\t(801)555-0112\t\t03/03/2026 09:00:00 AM\tComplete\tNo\r\n"
        "Cole\tCarl\t(801)555-0113\t\t03/03/2026 10:00:00 AM\tBroken\tYes\r\n"
        "Day\tDora\t(801)555-0114\t\t03/03/2026 10:00:00 AM\tPlanned\tYes\r\n"),
        ["Kenneth 8015550111 03-03 08:00"],
        ["3 may_not_text", "4 visit_did_not_happen", "5 visit_did_not_happen"],
    ),
    "Open Dental's query, as the database has it": (
        ("LName,FName,WirelessPhone,Email,AptDateTime,AptStatus,TxtMsgOk\n"
        "Abbott,Kenneth,(801)555-0111,,2026-03-03 08:00:00,2,0\n"
        "Brown,Betty,(801)555-0112,,2026-03-03 09:00:00,5,1\n"
        "Cole,Carl,(801)555-0113,,2026-03-03 10:00:00,2,2\n"
        "Day,Dora,8015550114,,2026-03-03 10:00:00,2,1\n"
        "Eck,Ed,8015550115,,2026-03-03 10:00:00,6,1\n"),
        ["Kenneth 8015550111 03-03 08:00", "Dora 8015550114 03-03 10:00"],
        ["3 visit_did_not_happen", "4 may_not_text", "6 visit_did_not_happen"],
    ),
    "Curve's, with preferred names where there is no other": (
        ("First Name,Last Name,Preferred Name,Mobile Phone,Email,Appointment Date,Appointment Time\n"
        "Kenneth,Abbott,Ken,8015550111,,2026-03-03,08:00\n,Brown,Betty,8015550112,,2026-03-03,09:00\n"),
        ["Kenneth 8015550111 03-03 08:00", "Betty 8015550112 03-03 09:00"],
        [],
    ),
    "a Spanish list of names in three columns": (
        ("Primer nombre;Primer apellido;Número de celular;Fecha de visita;Hora\n"
        "José;García;415 555 0132;03/03/2026;2:30 p. m.\n"),
        ["José 4155550132 03-03 14:30"],
        [],
    ),
    "headings that say what to write": (
        ("Patient First Name*,Cell Phone #,E-mail Address,Date of Service (MM/DD/YYYY)\n"
        "Ana,4155550132,,03/03/2026\n"),
        ["Ana 4155550132 03-03 17:00"],
        [],
    ),
    "phones told apart in brackets": (
        "Name,Phone (Home),Phone (Mobile),Date\nAna Lee,415-555-0132,415-555-0142,3/3/2026\n",
        ["Ana 4155550142 03-03 17:00"],
        [],
    ),
    "a heading that says in which order dates are": (
        "Nombre,Celular,Fecha (DD/MM/AAAA)\nAna,4155550132,02/03/2026\nBo,4155550133,03/02/2026\n",
        ["Ana 4155550132 03-02 17:00", "Bo 4155550133 02-03 17:00"],
        [],
    ),
    "notes of many lines": (
        ("First Name,Phone,Notes,Visit Date\n"
        'Ana,4155550132,"l1\nl2\nl3, and\nl4\nl5\nl6\nl7\n\nl9 said ""hi"", ok",3/3/2026\n'
        'Bo,4155550133,"1 Elm",3/3/2026\n'),
        ["Ana 4155550132 03-03 17:00", "Bo 4155550133 03-03 17:00"],
        [],
    ),
    "a spreadsheet's numbers for dates, times and phones": (
        ("First Name,Phone,Visit Date,Time\n"
        "Ana,4155550132.0,46084,0.604166667\nBo,4155550133.00,46084.604166667,\n"),
        ["Ana 4155550132 03-03 14:30", "Bo 4155550133 03-03 14:30"],
        [],
    ),
    "two phones in one cell": (
        ("First Name,Phone,Visit Date\nAna,415-555-0132 / 415-555-0142,3/3/2026\n"
        'Bo,"415-555-0133; 415-555-0143",3/3/2026\nCy,415/555-0134,3/3/2026\n'),
        ["Ana 4155550132 03-03 17:00", "Bo 4155550133 03-03 17:00", "Cy 4155550134 03-03 17:00"],
        [],
    ),
    "footnotes, totals and empty amounts": (
        ("First Name,Last Name,Phone,Visit Date,Amount\nAna,L,4155550132,3/3/2026,100\n"
        ',,,Total:,100\n"2 patients",,,,\n,,,,100.00\n* new patient,,,,\n'),
        ["Ana 4155550132 03-03 17:00"],
        [],
    ),
    "a row of which only the name is left": (
        "First Name,Last Name,Phone,Visit Date\nAna,Lopez,,\nBo,,,\n",
        [],
        ["2 contact_missing", "3 contact_missing"],
    ),
    "Open Dental's grid, with one column of names": (
        ("PatNum\tLName, FName\tWireless Ph\tHm Phone\tDate/Time Appt\tStatus\r\n"
        "12\tAbbott, Kenneth\t(801)555-0111\t\t03/03/2026 08:00\tComplete\r\n"),
        ["Kenneth 8015550111 03-03 08:00"],
        [],
    ),
    "Denticon's, with its short words for those who did not come": (
        ("Office,Patient Name,Cell Ph#,Home Ph#,Appt. Date,Appt. Time,Appt. Status\n"
        'Main,"ABBOTT, KENNETH L.",(801) 555-0111,,03/03/2026,08:00a,Completed\n'
        'Main,"BROWN, BETTY",(801) 555-0112,,03/03/2026,09:00a,CXL\n'
        'Main,"COLE, CARL",(801) 555-0113,,03/03/2026,09:30a,NS\n'
        'Main,"DAY, DORA",(801) 555-0114,,03/03/2026,10:00a,Cx - short notice\n'),
        ["Kenneth 8015550111 03-03 08:00"],
        ["3 visit_did_not_happen", "4 visit_did_not_happen", "5 visit_did_not_happen"],
    ),
    "Eaglesoft's last visits": (
        'Patient,Cell,Email,Last Date Seen\n"Abbott, Ken",8015550111,,03/03/2026\n',
        ["Ken 8015550111 03-03 17:00"],
        [],
    ),
    "a Spanish list of last visits": (
        "Nombre;Apellidos;Móvil;Fecha última visita\nJosé;Núñez;801 555 0111;03/03/2026\n",
        ["José 8015550111 03-03 17:00"],
        [],
    ),
    "names with what nobody sees, and what is no name": (
        ("First Name,Phone,Visit Date\nKen\u200b,8015550111,3/3/2026\n"
        '"Ken, DDS",8015550112,3/3/2026\nDup Do Not Use,8015550113,3/3/2026\n'),
        ["Ken 8015550111 03-03 17:00"],
        ["3 name_invalid", "4 name_invalid"],
    ),
    "appointments of today, the ones to come among them": (
        ("First Name,Phone,Date,Time\nAna,4155550132,3/4/2026,11:30 AM\nBo,4155550133,3/4/2026,2:00 PM\n"
        "Cy,4155550134,3/4/2026,\nDi,4155550135,2026-03-04T22:00:00Z,\n"),
        ["Ana 4155550132 03-04 11:30", "Cy 4155550134 03-04 17:00"],
        ["3 date_in_future", "5 date_in_future"],
    ),
    "an appointment that is not over": (
        "First Name,Phone,Date,Time,Length\nAna,4155550132,3/4/2026,11:30 AM,60\n",
        [],
        ["2 date_in_future"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "visits", "rejects"), EXPORTS.values(), ids=EXPORTS)
def test_an_export_is_read_as_a_person_would(text, visits, rejects) -> None:
    assert read(text) == (visits, rejects)


PLAIN = (
    'First Name,Phone,Visit Date\r\n"José",4155550132,3/3/2026\r\nÑusta,(415) 555-0133,3/3/2026\r\n'
)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("cp1252", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
)
def test_however_it_was_saved_a_list_says_the_same(delimiter, ending, encoding, mark) -> None:
    text = PLAIN.replace(",", delimiter).replace("\r\n", ending)
    assert read(mark + text.encode(encoding)) == (
        ["José 4155550132 03-03 17:00", "Ñusta 4155550133 03-03 17:00"],
        [],
    )


def mended(data: str, **changes: str) -> tuple[bytes, ParsedVisits]:
    """Download the rows to mend, and change in them what is named."""
    parsed = parse(data)
    written = write_rejected_rows(
        data.encode(), parsed.header, parsed.rejects, locale="en", order=parsed.date_order
    )
    rejects = b"".join(written)
    text = rejects.decode("utf-8-sig")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return rejects, parse(text)


def test_a_mended_row_keeps_the_order_of_dates_of_the_list_it_came_from() -> None:
    data = "First Name,Phone,Date\nAna,4155550132,28/02/2026\nBo,bad,02/03/2026\n"
    _, again = mended(data, bad="4155550133")
    assert [row.occurred_at for row in again.rows] == [at_local(date(2026, 3, 2), time(17), LA)]
    data = "First Name,Phone,Date\nAna,4155550132,12/31/2025\nBo,bad,1/2/2026\n"
    _, again = mended(data, bad="4155550133")
    assert [row.occurred_at for row in again.rows] == [at_local(date(2026, 1, 2), time(17), LA)]


def test_rows_mended_in_part_come_back_under_the_same_columns() -> None:
    data = "First Name,Phone,Date\nBo,bad,3/3/2026\nCy,worse,3/3/2026\n"
    first, again = mended(data, bad="4155550133")
    second = write_rejected_rows(
        first.replace(b"bad", b"4155550133"), again.header, again.rejects, locale="es",
        order=again.date_order,
    )  # fmt: skip
    lines = list(csv.reader(io.StringIO(b"".join(second).decode("utf-8-sig"))))
    assert lines[0] == ["Qué corregir (fechas: mes/día/año)", "First Name", "Phone", "Date"]
    assert lines[1][1:] == ["Cy", "worse", "3/3/2026"]


def test_no_cell_to_mend_runs_in_a_spreadsheet_and_each_reads_back() -> None:
    data = (
        'First Name,Phone,Email,Date\n"=HYPERLINK(""http://x"")",+14155550132,,3/3/2026\n'
        '@Bo,-,"+bo@example.com",3/3/2026\n"\tCy","\r\n=1+1",,3/3/2026\n'
    )
    rejects, again = mended(data, **{'\'=HYPERLINK(""http://x"")': "Ana", "'@Bo": "Bo"})
    cells = [cell for row in csv.reader(io.StringIO(rejects.decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]
    assert [(row.first_name, row.phone_e164, row.email) for row in again.rows] == [
        ("Ana", "+14155550132", None),
        ("Bo", None, "+bo@example.com"),
    ]


def test_a_quote_that_never_closes_still_costs_one_row_below_wide_headings() -> None:
    rows = "".join(f"P{chr(97 + n)},415555{n:04},x,3/3/2026\n" for n in range(20))
    visits, rejects = read(
        f'First Name,Phone,Notes,Date\nAna,4155550132,"never closed,3/3/2026\n{rows}'
    )
    assert (len(visits), rejects) == (20, ["2 row_broken"])


def test_a_day_of_visits_uploaded_at_its_end_is_taken_whole() -> None:
    text = "First Name,Phone,Date,Time\nAna,4155550132,3/4/2026,4:30 PM\n"
    assert read(text, now=NOW + timedelta(hours=5)) == (["Ana 4155550132 03-04 16:30"], [])
