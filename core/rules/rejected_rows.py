"""The rows of a visit list that were not taken, as a list to be mended and uploaded again."""

import csv
import io
from collections.abc import Sequence

from core.rules.csv_table import Unreadable, read_table
from core.rules.visit_columns import fold, score_heading
from core.rules.visit_dates import DayOrder
from core.rules.visit_rejections import RejectedRow, explain_rejection

_HEADINGS: dict[str, dict[DayOrder, str]] = {
    "en": {
        "month_first": "What to mend (dates: month/day/year)",
        "day_first": "What to mend (dates: day/month/year)",
    },
    "es": {
        "month_first": "Qué corregir (fechas: mes/día/año)",
        "day_first": "Qué corregir (fechas: día/mes/año)",
    },
}
_OWN = {fold(heading) for by_order in _HEADINGS.values() for heading in by_order.values()}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_rejected_rows(
    data: bytes,
    header: Sequence[str],
    rejects: Sequence[RejectedRow],
    *,
    locale: str,
    order: DayOrder,
) -> bytes:
    """Write the rejected rows of `data` as CSV under their heading, with the reason in front.

    The columns keep their names, and the reasons' heading tells the order of dates, so the mended
    list is read like the first; reasons from an earlier mending are left out. Cells that a
    spreadsheet would run as formulas are quoted with an apostrophe, which reading takes off again.
    UTF-8 with a byte order mark, which Excel needs.
    """
    table = read_table(data, score=score_heading)
    cells_by_line = (
        {} if isinstance(table, Unreadable) else {r.line: r.cells for r in table.records}
    )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    skipped = 1 if header and fold(header[0]) in _OWN else 0
    writer.writerow([_HEADINGS[locale][order], *map(_inert, header[skipped:])])
    for row in rejects:
        reason = f"{row.line}: {explain_rejection(row.code, locale)}"
        cells = cells_by_line.get(row.line, [])[skipped:]
        writer.writerow([reason, *map(_inert, cells)])
    return text.getvalue().encode("utf-8-sig")


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" \n").startswith(_FORMULA_STARTS) else cell
