"""Turns the bytes of a file somebody exported into records: encoding, delimiter, quoting."""

import csv
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import NamedTuple

from core.rules.visits.packed_rows import PackedRows
from core.rules.visits.reading.encodings import decode, find_codec, split_lines
from core.rules.visits.reading.file_kinds import FileKind, find_kind
from core.rules.visits.reading.web_tables import split_web_table
from core.rules.visits.reading.workbooks import UnreadableWorkbookError, read_workbook

DELIMITERS = (",", ";", "\t", "|")

_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_MOST_LINES_A_RECORD = 6
_MOST_LINES_OF_TEXT = 100
_LINES_SNIFFED = 30
_MOST_COLUMNS = 500
_LONGEST_CELL = 1000
_LONGEST_LINE = 2 * _MOST_COLUMNS * _LONGEST_CELL
_MOST_SHEET_ROWS = 250_100
"""Of a sheet; more than a list may have, so that a longer one is told from it."""


class Record(NamedTuple):
    """One record and the line it starts on; no cells at all if its quotes do not close."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """A file's records, and how they are told apart."""

    data: bytes = field(repr=False)
    codec: str
    delimiter: str
    is_declared: bool
    """Whether the first line names the delimiter, and holds nothing else."""

    @property
    def encoding(self) -> str:
        """Name the encoding."""
        return self.codec.removesuffix("-sig")

    def records(self) -> Iterator[Record]:
        """Read the records, anew each time, so that a long list need not be kept."""
        lines = split_lines(self.data, self.codec, longest=_LONGEST_LINE)
        if self.is_declared:
            lines = chain([""], islice(lines, 1, None))
        return _split_records(lines, self.delimiter)


@dataclass(frozen=True)
class Sheet:
    """A table whose cells are told apart already: of a workbook or a web page."""

    encoding: str
    rows: PackedRows[Record] = field(repr=False)
    delimiter: str = ""

    def records(self) -> Iterator[Record]:
        """Give the records; a line is a row of the sheet."""
        return iter(self.rows)


@dataclass(frozen=True)
class Unreadable:
    """A file that holds no table; `code` says what it is instead."""

    code: str


def read_table(data: bytes, *, score: Callable[[Sequence[str]], int]) -> Table | Sheet | Unreadable:
    """Read a table in whatever form, encoding and with whatever delimiter it was saved.

    `score` says how much a record looks like the heading; the delimiter under which one scores
    best is taken. Lines count from 1, as an editor shows them.
    """
    kind = find_kind(data)
    if isinstance(kind, str):
        return Unreadable(kind)
    if kind is FileKind.WORKBOOK:
        return _read_sheet(data, score)
    codec = find_codec(data)
    if codec is None:
        return Unreadable("file_is_not_text")
    if kind is FileKind.WEB_TABLE:
        rows = split_web_table("".join(decode(data, codec)))
        return _keep(enumerate(rows, start=1), codec.removesuffix("-sig"))
    return _read_text(data, codec, score)


def _read_text(
    data: bytes, codec: str, score: Callable[[Sequence[str]], int]
) -> Table | Unreadable:
    lines = split_lines(data, codec, longest=_LONGEST_LINE)
    if not any(line.strip() for line in lines):
        return Unreadable("file_is_empty")
    first = list(islice(split_lines(data, codec, longest=_LONGEST_LINE), _LINES_SNIFFED))
    declared = _SEPARATOR_LINE.fullmatch(first[0].strip(" "))
    if declared and declared[1] in DELIMITERS:
        return Table(data, codec, declared[1], is_declared=True)
    return Table(data, codec, _sniff_delimiter(first, score), is_declared=False)


def _read_sheet(data: bytes, score: Callable[[Sequence[str]], int]) -> Sheet | Unreadable:
    try:
        return _keep(read_workbook(data, score=score, most_rows=_MOST_SHEET_ROWS), "xlsx")
    except UnreadableWorkbookError as error:
        return Unreadable(error.code)


def _keep(rows: Iterable[tuple[int, list[str]]], encoding: str) -> Sheet | Unreadable:
    kept = PackedRows[Record]()
    kept.extend(Record(line, _bound(cells)) for line, cells in rows if any(map(str.strip, cells)))
    return Sheet(encoding, kept) if kept else Unreadable("file_is_empty")


def _sniff_delimiter(lines: list[str], score: Callable[[Sequence[str]], int]) -> str:
    def promise(delimiter: str) -> tuple[int, int]:
        records = [r.cells for r in _split_records(lines, delimiter)]
        return max(((score(cells), len(cells)) for cells in records), default=(0, 0))

    return max(DELIMITERS, key=promise)


def _split_records(lines: Iterable[str], delimiter: str) -> Iterator[Record]:
    """Split into records; a quote that never closes costs its own line, not the whole file.

    Lines of delimiters alone, of which spreadsheets save as many as were ever touched, are none.
    """
    coming, ahead = iter(lines), deque[str]()
    at = width = 0
    while (line := ahead.popleft() if ahead else next(coming, None)) is not None:
        at += 1
        if '"' in line:
            ahead.extend(islice(coming, _MOST_LINES_OF_TEXT - 1 - len(ahead)))
            cells, used = _split_quoted(_reach(line, ahead, delimiter, width), delimiter)
            width = max(width, len(cells))
            yield Record(at, _bound(cells))
            for _ in range(used - 1):
                ahead.popleft()
            at += used - 1
        elif line.strip(delimiter) and line.strip():
            cells = line.split(delimiter, _MOST_COLUMNS)
            width = max(width, len(cells))
            yield Record(at, _bound(cells) if len(line) > _LONGEST_CELL else cells)


def _reach(line: str, ahead: deque[str], delimiter: str, width: int) -> list[str]:
    """Give the lines within which the record that `line` starts has ended at the latest.

    A few lines may belong to its cells whatever they hold, more if they could be no records.
    """
    lines = [line, *islice(ahead, _MOST_LINES_A_RECORD - 1)]
    for following in islice(ahead, _MOST_LINES_A_RECORD - 1, None):
        if lines[-1].count(delimiter) >= width - 1:
            break
        lines.append(following)
    return lines


def _bound(cells: list[str]) -> list[str]:
    """Cut what no cell of a visit needs, so that no file can make reading it slow."""
    return [cell[:_LONGEST_CELL] for cell in cells[: _MOST_COLUMNS + 1]]


def _split_quoted(lines: list[str], delimiter: str) -> tuple[list[str], int]:
    """Give the cells of the record that starts `lines`, and how many of them it takes."""
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    try:
        return next(reader), reader.line_num
    except csv.Error:
        escaped = _split_escaped(lines, delimiter)
    if escaped:
        return escaped
    if lines[0].count('"') % 2:
        return [], 1
    try:
        return next(csv.reader([lines[0]], delimiter=delimiter)), 1
    except csv.Error:
        return [], 1


def _split_escaped(lines: list[str], delimiter: str) -> tuple[list[str], int] | None:
    """Split a record whose quotes have a backslash before them, as MySQL writes them."""
    if not any('\\"' in line for line in lines):
        return None
    ends = (f"{line}\n" for line in lines)
    reader = csv.reader(ends, delimiter=delimiter, strict=True, escapechar="\\", doublequote=False)
    try:
        return next(reader), reader.line_num
    except csv.Error:
        return None
