"""Excel workbooks and web pages under Excel's name, as offices save them."""

import io
import time as stopwatch
import zipfile
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest

from core.rules.places.local_time import at_local
from core.rules.visits.reading import file_kinds, workbooks
from core.rules.visits.rejected_rows import write_rejected_rows
from tests.core.rules.visits.visit_lists import LA, codes, parse

HEADING = ["Patient Name", "Cell Phone", "Email", "Appt Date", "Appt Time", "Status"]
DAY = datetime(2026, 2, 27)  # noqa: DTZ001 - a workbook has no zones


def workbook(*sheets: list[list[object]], **names: str) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet{number}")
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def visits(data: bytes) -> list[tuple[object, ...]]:
    return [(r.line, r.first_name, r.phone_e164, r.email, r.occurred_at) for r in parse(data).rows]


def test_a_workbook_is_read_with_its_days_times_and_numbers():
    data = workbook(
        [
            ["Smile Dental"],
            [],
            HEADING,
            ["Ruiz, Amara", 5105550142, None, DAY, time(9, 30), "Completed"],
            [
                "Hale, Bo",
                5105550143.0,
                "b@x.example",
                DAY.replace(hour=14),
                None,
                "Complete",
            ],
            ["Park, Jin", "(510) 555-0144", None, date(2026, 2, 27), 0.5, "Checked Out"],
            ["Chu, Li", "510-555-0145", None, "2/27/2026", "9:30 AM", "No Show"],
            [None, None, None, None, None, None],
            ["Total", 4],
        ]
    )
    at = [at_local(DAY.date(), clock, LA) for clock in (time(9, 30), time(14), time(12))]
    assert visits(data) == [
        (4, "Amara", "+15105550142", None, at[0]),
        (5, "Bo", "+15105550143", "b@x.example", at[1]),
        (6, "Jin", "+15105550144", None, at[2]),
    ]
    parsed = parse(data)
    assert codes(parsed) == [(7, "status", "visit_did_not_happen")]
    assert (parsed.encoding, parsed.header[0]) == ("xlsx", "Patient Name")


def test_the_first_sheet_with_a_heading_is_read():
    notes = [["How to use this workbook"], ["Nothing here"]]
    rows = [["First Name", "Phone", "Visit Date"], ["Ana", "510-555-0142", DAY]]
    assert [
        v[1] for v in visits(workbook(notes, [], rows, [*rows, ["Bo", "510-555-0143", DAY]]))
    ] == ["Ana"]


def test_a_length_of_an_hour_is_one_however_it_is_kept():
    rows = [["First Name", "Phone", "Visit Date", "Time", "Duration"]]
    rows += [
        ["Ana", "510-555-0142", DAY, time(9), length]
        for length in (timedelta(hours=1), time(1), 60, "60 min")
    ]
    assert {v[4] for v in visits(workbook(rows))} == {at_local(DAY.date(), time(10), LA)}


def test_an_empty_workbook_is_empty():
    assert codes(parse(workbook([]))) == [(1, "file", "file_is_empty")]


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def changed(data: bytes, part: str, content: bytes) -> bytes:
    """Put other content into one part of a workbook."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in {*old.namelist(), part}:
            new.writestr(name, content if name == part else old.read(name))
    return out.getvalue()


ROWS = [["First Name", "Phone", "Visit Date"], ["Ana", "510-555-0142", DAY]]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (archive(**{"visits.csv": b"First Name,Phone,Visit Date\n"}), "file_is_archive"),
        (archive(**{"word/document.xml": b"<x/>"}), "file_is_document"),
        (archive(**{"content.xml": b"<x/>"}), "file_is_spreadsheet"),
        (
            archive(**{"xl/workbook.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}),
            "file_is_spreadsheet",
        ),
        (workbook(ROWS)[:-40], "file_is_spreadsheet"),
        (changed(workbook(ROWS), SHEET, b"<worksheet><sheetData><row"), "file_is_spreadsheet"),
        (
            changed(workbook(ROWS), SHEET, b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'),
            "file_is_spreadsheet",
        ),
    ],
)
def test_what_is_no_readable_workbook_says_what_it_is(data, code):
    assert codes(parse(data)) == [(1, "file", code)]


def test_a_workbook_that_unpacks_to_far_more_is_not_unpacked(monkeypatch):
    bomb = changed(workbook(ROWS), SHEET, b" " * (file_kinds._MOST_BYTES_INSIDE + 1))
    assert len(bomb) < 1_000_000
    assert codes(parse(bomb)) == [(1, "file", "file_is_too_large_inside")]
    strings = changed(
        workbook(ROWS), "xl/sharedStrings.xml", b" " * (workbooks._MOST_STRINGS_BYTES + 1)
    )
    assert codes(parse(strings)) == [(1, "file", "file_is_too_large_inside")]


def test_rows_that_reach_to_the_last_column_are_not_padded():
    row = b'<row r="%d"><c r="XFD%d" t="inlineStr"><is><t>x</t></is></c></row>'
    rows = b"".join(row % (n, n) for n in range(3, 5_000))
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>First Name</t></is></c></row>'
        + rows
        + b"</sheetData></worksheet>"
    )
    started = stopwatch.process_time()
    assert not parse(changed(workbook(ROWS), SHEET, sheet)).rows
    assert stopwatch.process_time() - started < 5


def test_the_strings_that_excel_keeps_apart_are_read():
    strings = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>First Name</t></si>'
        b"<si><t>Phone</t></si><si><t>Visit Date</t></si><si><r><t>A</t></r><r><t>na</t></r></si></sst>"
    )
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>'
        b'<row r="7"><c r="A7" t="s"><v>3</v></c><c r="B7"><v>5105550142</v></c><c r="C7"><v>46080</v></c></row>'
        b"</sheetData></worksheet>"
    )
    types = (
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    data = changed(workbook(ROWS), SHEET, sheet)
    data = changed(data, "xl/sharedStrings.xml", strings)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        told = file.read("[Content_Types].xml")
    data = changed(data, "[Content_Types].xml", told.replace(b"</Types>", types))
    assert [v[:3] for v in visits(data)] == [(7, "Ana", "+15105550142")]


PAGE = (
    "<html><head><meta charset=utf-8><style>tr {}</style></head><body><table><tr><td colspan=3>Report</td></tr>"
    "<tr><th>First Name</th><th>Cell<br>Phone</th><th>Visit Date</th></tr>"
    "<tr class=x><td>Jos&eacute;</td><td><b>(510) 555-0142</b></td><td>2/27/2026&nbsp;</td></tr>"
    "<!-- <tr><td>Bo</td></tr> --><TR><TD>Ñusta<TD>(510) 555-0143<TD>2/27/2026</TABLE></body></html>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_web_table_under_excels_name_is_read(encoding):
    assert [(v[0], v[1], v[2]) for v in visits(PAGE.encode(encoding))] == [
        (3, "José", "+15105550142"),
        (4, "Ñusta", "+15105550143"),
    ]


def test_the_rows_to_mend_of_a_workbook_are_written_as_csv():
    rows = [["First Name", "Phone", "Visit Date"], ["Ana", 4155550142, DAY], ["Bo", "bad", DAY]]
    data = workbook(rows)
    parsed = parse(data)
    written = b"".join(
        write_rejected_rows(data, parsed.header, parsed.rejects, locale="en", order="month_first")
    ).decode("utf-8-sig")
    assert written.splitlines()[1].endswith(",Bo,bad,2026-02-27")
