"""The rows of a visit list that were not taken, as a list to be mended and uploaded again."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from core.rules.names.folding import fold
from core.rules.visits.columns import score_heading
from core.rules.visits.dates import DayOrder
from core.rules.visits.rejections import RejectedRow, explain_rejection
from core.rules.visits.tables import Unreadable, read_table
from core.rules.wording.catalogue import say, to_say
from core.rules.wording.languages import LANGUAGES

_HEADINGS: Mapping[DayOrder, str] = to_say(
    {
        "month_first": "What to mend (dates: month/day/year)",
        "day_first": "What to mend (dates: day/month/year)",
    }
)
_OWN = {fold(say(text, locale)) for text in _HEADINGS.values() for locale in LANGUAGES}
_ROWS_A_PART = 1000
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # noqa: RUF001 - as wide, they run too


def write_rejected_rows(
    data: bytes,
    header: Sequence[str],
    rejects: Sequence[RejectedRow],
    *,
    locale: str,
    order: DayOrder,
) -> Iterator[bytes]:
    """Write the rejected rows of `data` as CSV under their heading, with the reason in front.

    In parts, as they may be many; `rejects` are in the order of their lines.

    The columns keep their names, and the reasons' heading tells the order of dates, so the mended
    list is read like the first; reasons from an earlier mending are left out. Cells that a
    spreadsheet would run as formulas are quoted with an apostrophe, which reading takes off again.
    UTF-8 with a byte order mark, which Excel needs.
    """
    yield codecs.BOM_UTF8
    skipped = 1 if header and fold(header[0]) in _OWN else 0
    yield _write([[say(_HEADINGS[order], locale), *map(_inert, header[skipped:])]])
    coming = _with_cells(data, rejects)
    while part := list(islice(coming, _ROWS_A_PART)):
        yield _write(
            [
                f"{row.line}: {explain_rejection(row.code, locale)}",
                *map(_inert, cells[skipped:]),
            ]
            for row, cells in part
        )


def _with_cells(
    data: bytes, rejects: Sequence[RejectedRow]
) -> Iterator[tuple[RejectedRow, list[str]]]:
    table = read_table(data, score=score_heading)
    records = iter(()) if isinstance(table, Unreadable) else table.records()
    for row in rejects:
        record = next((one for one in records if one.line >= row.line), None)
        yield row, record.cells if record and record.line == row.line else []


def _write(rows: Iterable[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" \n").startswith(_FORMULA_STARTS) else cell
