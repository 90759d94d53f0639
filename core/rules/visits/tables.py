"""Turns the bytes of a file somebody exported into records: encoding, delimiter, quoting."""

import codecs
import csv
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import NamedTuple

DELIMITERS = (",", ";", "\t", "|")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"\xef\xbb\xbf<")
"""What is called .xls, and opened as such, by systems that export to Excel."""
_NOT_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_MOST_LINES_A_RECORD = 6
_MOST_LINES_OF_TEXT = 100
_LINES_SNIFFED = 30
_MOST_COLUMNS = 500
_LONGEST_CELL = 1000
_LONGEST_LINE = 2 * _MOST_COLUMNS * _LONGEST_CELL
_CONTROL_SHARE = 0.05
_CHARS_LOOKED_AT = 4096
_BYTES_AT_ONCE = 64 * 1024


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
        lines = _lines(self.data, self.codec)
        if self.is_declared:
            lines = chain([""], islice(lines, 1, None))
        return _split_records(lines, self.delimiter)


@dataclass(frozen=True)
class Unreadable:
    """A file that holds no table; `code` says what it is instead."""

    code: str


def read_table(data: bytes, *, score: Callable[[Sequence[str]], int]) -> Table | Unreadable:
    """Read delimited text in whatever encoding and with whatever delimiter it was saved.

    `score` says how much a record looks like the heading; the delimiter under which one scores
    best is taken. Lines count from 1, as an editor shows them.
    """
    if data.startswith(_SPREADSHEETS) or data[:64].lstrip().lower().startswith(_MARKUP):
        return Unreadable("file_is_spreadsheet")
    codec = None if data.startswith(_NOT_TABLES) else _find_codec(data)
    if codec is None:
        return Unreadable("file_is_not_text")
    if not any(line.strip() for line in _lines(data, codec)):
        return Unreadable("file_is_empty")
    first = list(islice(_lines(data, codec), _LINES_SNIFFED))
    declared = _SEPARATOR_LINE.fullmatch(first[0].strip(" "))
    if declared and declared[1] in DELIMITERS:
        return Table(data, codec, declared[1], is_declared=True)
    return Table(data, codec, _sniff_delimiter(first, score), is_declared=False)


def _find_codec(data: bytes) -> str | None:
    """Name the codec under which all of a text can be read; None for what is no text."""
    codec = next((one for one in _candidate_encodings(data) if _can_decode(data, one)), "cp1252")
    head = "".join(islice(chain.from_iterable(_pieces(data, codec)), _CHARS_LOOKED_AT))
    controls = sum(1 for c in head if c < " " and c not in "\t\r\n\f\x1a")
    return None if controls > _CONTROL_SHARE * len(head) else codec


def _can_decode(data: bytes, codec: str) -> bool:
    try:
        deque(_pieces(data, codec), maxlen=0)
    except UnicodeDecodeError:
        return False
    return True


def _pieces(data: bytes, codec: str) -> Iterator[str]:
    """Decode a part at a time; only Windows-1252, which is tried last, takes whatever comes."""
    errors = "replace" if codec == "cp1252" else "strict"
    decoder = codecs.getincrementaldecoder(codec)(errors)
    for start in range(0, len(data), _BYTES_AT_ONCE):
        yield decoder.decode(data[start : start + _BYTES_AT_ONCE]).replace("\0", "")
    yield decoder.decode(b"", final=True)


def _lines(data: bytes, codec: str) -> Iterator[str]:
    """Give the lines without their ends, each cut where no line of visits reaches."""
    begun: list[str] = []
    length = 0
    was_return = False
    for piece in _pieces(data, codec):
        text = piece[1:] if was_return and piece.startswith("\n") else piece
        was_return = piece.endswith("\r") if piece else was_return
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        first, *rest = text.split("\n")
        if length < _LONGEST_LINE:
            begun.append(first)
            length += len(first)
        if rest:
            yield "".join(begun)[:_LONGEST_LINE]
            yield from rest[:-1]
            begun, length = [rest[-1]], len(rest[-1])
    yield "".join(begun)[:_LONGEST_LINE].rstrip("\x1a")


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
        pass
    if lines[0].count('"') % 2:
        return [], 1
    try:
        return next(csv.reader([lines[0]], delimiter=delimiter)), 1
    except csv.Error:
        return [], 1
