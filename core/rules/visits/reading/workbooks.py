"""Sheets of Excel workbooks (.xlsx) as rows of text, as a person would write them."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any

_ROWS_LOOKED_AT = 60
_MOST_COLUMNS = 200
_MOST_SHEETS = 20
_MOST_STRINGS_BYTES = 40 * 1024 * 1024
_MIDNIGHT = time(0)
_ERROR = re.compile(r"#(?:N/A|[A-Z]+[!?]|DIV/0!)")
_DAMAGED, _TOO_LARGE = "file_is_spreadsheet", "file_is_too_large_inside"
_FAILURES = (
    *(ArithmeticError, AttributeError, LookupError, NotImplementedError, OSError, RuntimeError),
    *(SyntaxError, TypeError, ValueError, EOFError, zipfile.BadZipFile, zlib.error),
)
"""What a damaged part makes the library raise: `ParseError` is a `SyntaxError`."""
_SHEETS = "xl/worksheets/"


class UnreadableWorkbookError(Exception):
    """A workbook that is damaged or made to be more than it says; `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_workbook(
    data: bytes, *, score: Callable[[Sequence[str]], int], most_rows: int
) -> Iterator[tuple[int, list[str]]]:
    """Give the rows, with their numbers, of the first sheet that has a heading.

    Raises `UnreadableWorkbookError` on the way. Blank rows are left out; after `most_rows` it ends.
    """
    import openpyxl  # noqa: PLC0415 - 25 MB that most web workers never need

    _check_parts(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [one for one in book.worksheets if one.sheet_state == "visible"] or book.worksheets
        sheet = _choose(sheets[:_MOST_SHEETS], score)
        if sheet is not None:
            yield from _rows(sheet, _width(sheet), most_rows)
    except _FAILURES as error:
        raise UnreadableWorkbookError(_DAMAGED) from error


def _check_parts(data: bytes) -> None:
    """Refuse entities, of which Excel writes none, and more strings than a list of visits has."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            is_sheet = entry.filename.startswith(_SHEETS)
            if not is_sheet and entry.file_size > _MOST_STRINGS_BYTES:
                raise UnreadableWorkbookError(_TOO_LARGE)
            if entry.filename.endswith((".xml", ".rels")):
                with archive.open(entry) as part:
                    if b"<!DOCTYPE" in part.read(1024):
                        raise UnreadableWorkbookError(_DAMAGED)


def _choose(sheets: Sequence[Any], score: Callable[[Sequence[str]], int]) -> Any:
    """Find the first sheet with a heading; else the first that is not blank."""
    filled = None
    for sheet in sheets:
        sheet.reset_dimensions()
        rows = [cells for _, cells in _rows(sheet, _MOST_COLUMNS, _ROWS_LOOKED_AT)]
        if any(score(cells) > 1 for cells in rows):
            return sheet
        filled = filled or (sheet if rows else None)
    return filled


def _width(sheet: Any) -> int:
    """Give how many columns are filled at the top, so that no row is padded to sixteen thousand."""
    rows = _rows(sheet, _MOST_COLUMNS, _ROWS_LOOKED_AT)
    return max((len(cells) for _, cells in rows), default=1) + 1


def _rows(sheet: Any, width: int, most: int) -> Iterator[tuple[int, list[str]]]:
    values = islice(sheet.iter_rows(max_col=width, values_only=True), 4 * most + 100)
    filled = (
        (number, _trimmed(row)) for number, row in enumerate(values, start=1) if any(map(_has, row))
    )
    yield from islice(filled, most)


def _has(value: Any) -> bool:
    return value is not None and value != ""


def _trimmed(row: Sequence[Any]) -> list[str]:
    cells = [_write(value) for value in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _write(value: Any) -> str:
    """Write a value as it would stand in a list: numbers without ".0", days without midnight."""
    if value is None or (isinstance(value, str) and _ERROR.fullmatch(value)):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, datetime) and value.time() == _MIDNIGHT:
        return value.date().isoformat()
    return str(value.replace(microsecond=0) if isinstance(value, datetime | time) else value)
