import codecs

import pytest

from core.rules.visits.columns import score_heading
from core.rules.visits.reading import encodings
from core.rules.visits.tables import Table, Unreadable, read_table

TEXT = "First Name;Phone\nJosé;415-555-0132\nÑusta;415-555-0133\n"


def read(data: bytes) -> Table:
    table = read_table(data, score=score_heading)
    assert isinstance(table, Table)
    return table


def cells(data: bytes) -> list[list[str]]:
    return [record.cells for record in read(data).records()]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-32"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_every_encoding_that_offices_export_is_read(data, encoding):
    table = read(data)
    assert table.encoding == encoding
    assert table.delimiter == ";"
    assert [record.cells for record in table.records()] == [
        ["First Name", "Phone"],
        ["José", "415-555-0132"],
        ["Ñusta", "415-555-0133"],
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_ending(delimiter, ending):
    lines = [["First Name", "Phone", "Note"], ["Ana", "415", "a b"], ["Bo", "510", ""]]
    data = ending.join(delimiter.join(line) for line in lines).encode()
    table = read(data)
    records = list(table.records())
    assert table.delimiter == delimiter
    assert [r.cells for r in records] == lines
    assert [r.line for r in records] == [1, 2, 3]


def test_a_delimiter_named_by_excel_is_believed():
    assert cells(b"sep=;\r\na;b,c\r\n") == [["a", "b,c"]]


def test_titles_above_the_heading_do_not_choose_the_delimiter():
    data = b"Report; of; all; visits; ever; made\n\nFirst Name,Phone\nAna,415\n"
    assert read(data).delimiter == ","


def test_quotes_hold_delimiters_quotes_and_line_ends():
    data = b'First Name,Phone\n"LEE, ANA","415\n555"\n"O ""Bo"" X",510\n'
    records = list(read(data).records())
    assert [r.cells for r in records[1:]] == [["LEE, ANA", "415\n555"], ['O "Bo" X', "510"]]
    assert [r.line for r in records] == [1, 2, 4]


def test_a_quote_that_never_closes_costs_one_row():
    data = b'First Name,Phone\n"Ana,415\n' + b"Bo,510\n" * 20
    records = list(read(data).records())
    assert records[1].cells == []
    assert [r.cells for r in records[2:]] == [["Bo", "510"]] * 20


def test_two_stray_quotes_far_apart_swallow_nothing_between():
    data = b'First Name,Phone\n"Ana,415\n' + b"Bo,510\n" * 20 + b'Cy",212\n'
    records = list(read(data).records())
    assert [r.cells for r in records[2:22]] == [["Bo", "510"]] * 20


def test_careless_quotes_inside_a_cell_are_kept():
    assert cells(b'First Name,Phone\nRobert "Bob" X,415\n')[1] == ['Robert "Bob" X', "415"]
    assert cells(b'First Name,Phone\n"Robert "Bob" X",415\n')[1][1] == "415"


def test_blank_lines_are_no_records_but_count_as_lines():
    records = read(b"\n\nFirst Name,Phone\n\nAna,415\n\n\n").records()
    assert [r.line for r in records] == [3, 5]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_is_empty"),
        (b"\n \r\n\t\n", "file_is_empty"),
        (b"\xef\xbb\xbf", "file_is_empty"),
        (b"PK\x03\x04rest", "file_is_spreadsheet"),
        (b"\xd0\xcf\x11\xe0rest", "file_is_spreadsheet"),
        (b"\r\n<html><body>First Name</body>", "file_is_web_archive"),
        (
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html><table>",
            "file_is_web_archive",
        ),
        (b"\xef\xbb\xbfBEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "file_is_calendar"),
        (b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), "file_is_spreadsheet"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "file_is_locked"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "file_is_document"),
        (b"{\\rtf1\\ansi First Name}", "file_is_document"),
        (b"\xff\xd8\xff\xe0", "file_is_picture"),
        (b"7z\xbc\xaf\x27\x1c", "file_is_archive"),
        (b'<?xml version="1.0"?><Workbook>', "file_is_spreadsheet"),
        (b"%PDF-1.7", "file_is_pdf"),
        (b"\x89PNG\r\n", "file_is_picture"),
        (b"\x1f\x8b\x08", "file_is_archive"),
        (bytes(range(1, 32)) * 40, "file_is_not_text"),
    ],
)
def test_what_is_no_table_says_what_it_is(data, code):
    assert read_table(data, score=score_heading) == Unreadable(code)


def test_a_long_line_of_quotes_does_not_take_quadratic_time():
    data = b"First Name,Phone\n" + b'"\n' * 50_000
    assert len(list(read(data).records())) > 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_file_is_the_same_in_pieces_of_any_size(encoding, ending, monkeypatch):
    text = 'sep=;\nName;Phone\n\nJosé;415\n"a\n\nb";"“x”"\nÑusta;510\n"open;212\nCy;0\n\n\x1a\x1a'
    data = text.replace("\n", ending).encode(encoding)
    whole = list(read(data).records())
    assert [record.line for record in whole] == [2, 4, 5, 8, 9, 10]
    for size in range(1, 12):
        monkeypatch.setattr(encodings, "BYTES_AT_ONCE", size)
        assert list(read(data).records()) == whole


def test_lines_of_delimiters_alone_are_no_records():
    data = b"First Name,Phone\n,\nAna,415\n" + b" ,,,\n,,,\n" * 3 + b",510\n"
    assert [(r.line, r.cells) for r in read(data).records() if any(map(str.strip, r.cells))] == [
        (1, ["First Name", "Phone"]),
        (3, ["Ana", "415"]),
        (10, ["", "510"]),
    ]


@pytest.mark.parametrize(
    "line", ["a" * 3_000_000, f'"{"a" * 3_000_000}"', '"",' + "aa," * 1_000_000]
)
def test_a_line_without_an_end_is_cut(line):
    _, wide, last = read(f"First Name,Phone\n{line}\nAna,415\n".encode()).records()
    assert sum(map(len, wide.cells)) <= 501_000
    assert (last.line, last.cells) == (3, ["Ana", "415"])
