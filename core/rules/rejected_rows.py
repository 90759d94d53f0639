"""The rows of a visit list that were not taken, as a list to be mended and uploaded again."""

import csv
import io
from collections.abc import Sequence

from core.rules.csv_table import Unreadable, read_table
from core.rules.visit_columns import score_heading
from core.rules.visit_rejections import RejectedRow, explain_rejection

_HEADINGS = {"en": "What to mend", "es": "Qué corregir"}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_rejected_rows(
    data: bytes, header: Sequence[str], rejects: Sequence[RejectedRow], *, locale: str
) -> bytes:
    """Write the rejected rows of `data` as CSV under their heading, with the reason in front.

    The columns keep their names, so the mended list is read like the first. Cells that a
    spreadsheet would run as formulas are quoted with an apostrophe, which reading takes off again.
    UTF-8 with a byte order mark, which Excel needs.
    """
    table = read_table(data, score=score_heading)
    cells_by_line = (
        {} if isinstance(table, Unreadable) else {r.line: r.cells for r in table.records}
    )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_HEADINGS[locale], *map(_inert, header)])
    for row in rejects:
        reason = f"{row.line}: {explain_rejection(row.code, locale)}"
        writer.writerow([reason, *map(_inert, cells_by_line.get(row.line, []))])
    return text.getvalue().encode("utf-8-sig")


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
