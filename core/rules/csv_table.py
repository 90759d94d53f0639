"""Turns the bytes of a file somebody exported into records: encoding, delimiter, quoting."""

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

DELIMITERS = (",", ";", "\t", "|")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_NOT_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b")
_LINE_END = re.compile(r"\r\n|\r|\n")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_MOST_LINES_A_RECORD = 6
_MOST_LINES_OF_TEXT = 100
_LINES_SNIFFED = 30
_MOST_COLUMNS = 500
_LONGEST_CELL = 1000
_CONTROL_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Record:
    """One record and the line it starts on; no cells at all if its quotes do not close."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """A file's records, and how they were told apart."""

    records: list[Record]
    encoding: str
    delimiter: str


@dataclass(frozen=True)
class Unreadable:
    """A file that holds no table; `code` says what it is instead."""

    code: str


def read_table(data: bytes, *, score: Callable[[Sequence[str]], int]) -> Table | Unreadable:
    """Read delimited text in whatever encoding and with whatever delimiter it was saved.

    `score` says how much a record looks like the heading; the delimiter under which one scores
    best is taken. Lines count from 1, as an editor shows them.
    """
    if data.startswith(_SPREADSHEETS):
        return Unreadable("file_is_spreadsheet")
    decoded = None if data.startswith(_NOT_TABLES) else _decode(data)
    if decoded is None:
        return Unreadable("file_is_not_text")
    text, encoding = decoded
    lines = _LINE_END.split(text)
    if not any(line.strip() for line in lines):
        return Unreadable("file_is_empty")
    declared = _SEPARATOR_LINE.fullmatch(lines[0].strip(" "))
    if declared and declared[1] in DELIMITERS:
        lines[0] = ""
        delimiter = declared[1]
    else:
        delimiter = _sniff_delimiter(lines[:_LINES_SNIFFED], score)
    return Table(list(_split_records(lines, delimiter)), encoding, delimiter)


def _decode(data: bytes) -> tuple[str, str] | None:
    for encoding in _candidate_encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        encoding, text = "cp1252", data.decode("cp1252", errors="replace")
    text = text.replace("\0", "")
    controls = sum(1 for c in text[:4096] if c < " " and c not in "\t\r\n\f\x1a")
    if controls > _CONTROL_SHARE * len(text[:4096]):
        return None
    return text.rstrip("\x1a"), encoding.removesuffix("-sig")


def _candidate_encodings(data: bytes) -> Iterator[str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            yield encoding
    sample = data[:1024]
    if sample.count(0) * 3 > len(sample) > 3:  # noqa: PLR2004 - UTF-16 without its mark
        yield "utf-16-be" if sample[0] == 0 else "utf-16-le"
    yield "utf-8"


def _sniff_delimiter(lines: list[str], score: Callable[[Sequence[str]], int]) -> str:
    def promise(delimiter: str) -> tuple[int, int]:
        records = [r.cells for r in _split_records(lines, delimiter)]
        return max(((score(cells), len(cells)) for cells in records), default=(0, 0))

    return max(DELIMITERS, key=promise)


def _split_records(lines: list[str], delimiter: str) -> Iterator[Record]:
    """Split into records; a quote that never closes costs its own line, not the whole file."""
    at = width = 0
    while at < len(lines):
        line = lines[at]
        used = 1
        if '"' in line:
            end = _reach(lines, at, delimiter, width)
            cells, used = _split_quoted(lines[at:end], delimiter)
            width = max(width, len(cells))
            yield Record(at + 1, _bound(cells))
        elif line.strip():
            cells = line.split(delimiter, _MOST_COLUMNS)
            width = max(width, len(cells))
            yield Record(at + 1, _bound(cells) if len(line) > _LONGEST_CELL else cells)
        at += used


def _reach(lines: list[str], at: int, delimiter: str, width: int) -> int:
    """Give where the record that starts at `at` has ended at the latest.

    A few lines may belong to its cells whatever they hold, more if they could be no records.
    """
    end = at + _MOST_LINES_A_RECORD
    last = min(at + _MOST_LINES_OF_TEXT, len(lines))
    while end < last and lines[end - 1].count(delimiter) < width - 1:
        end += 1
    return end


def _bound(cells: list[str]) -> list[str]:
    """Cut what no cell of a visit needs, so that no file can make reading it slow."""
    return [cell[:_LONGEST_CELL] for cell in cells[: _MOST_COLUMNS + 1]]


def _split_quoted(lines: list[str], delimiter: str) -> tuple[list[str], int]:
    """Give the cells of the record that starts `lines`, and how many of them it takes."""
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    try:
        return next(reader), reader.line_num
    except csv.Error:
        pass
    if lines[0].count('"') % 2:
        return [], 1
    try:
        return next(csv.reader([lines[0]], delimiter=delimiter)), 1
    except csv.Error:
        return [], 1
