"""Visit lists as practices export them: which rows are visits, and why the others are not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from core.rules.names.folding import fold
from core.rules.visits.cells import clean_cell
from core.rules.visits.columns import (
    PHONE_FIELDS,
    Columns,
    is_heading,
    match_columns,
    score_heading,
)
from core.rules.visits.dates import DayOrder
from core.rules.visits.progress import Report, tell_nobody
from core.rules.visits.reading.meanings import ListedColumn, describe_columns
from core.rules.visits.rejections import RejectedRow, reject_row
from core.rules.visits.remarks import BannedContact
from core.rules.visits.rows import (
    DoubtfulRow,
    RowReader,
    VisitRow,
    fingerprint_visit,
)
from core.rules.visits.tables import Record, Sheet, Table, Unreadable, read_table

__all__ = [
    "BannedContact",
    "DoubtfulRow",
    "ParsedVisits",
    "RejectedRow",
    "VisitRow",
    "fingerprint_visit",
    "parse_visits",
]

MOST_ROWS = 250_000

_HEADING_WITHIN_RECORDS = 25
_ROWS_SAMPLED = 200


@dataclass(frozen=True)
class ParsedVisits:
    """What a file holds; never an exception, whatever the bytes."""

    rows: Sequence[VisitRow] = ()
    rejects: list[RejectedRow] = field(default_factory=list)
    warnings: list[RejectedRow] = field(default_factory=list)
    """The first rows that were taken without their phone, email or time of day."""
    missed: Sequence[VisitRow] = ()
    """What would have been visits, among the rejects, had anybody come."""
    doubtful: Sequence[DoubtfulRow] = ()
    """What may be visits, among the rejects: the list leaves open whether they took place."""
    banned: Sequence[BannedContact] = ()
    """People who are not to be asked, by whatever source."""
    header: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    date_order: DayOrder = "month_first"
    """How dates such as 3/2/2026 were read."""
    columns: tuple[ListedColumn, ...] = field(default=(), repr=False)
    """Every column with its first values, also where nothing could be read, to be said by hand."""
    preset: str | None = None
    """The practice system whose export it is, where its headings tell."""


def parse_visits(
    data: bytes,
    *,
    practice_zone: str,
    now: datetime,
    column_map: Mapping[str, str] | None = None,
    remembered: Mapping[str, str] | None = None,
    report: Report = tell_nobody,
) -> ParsedVisits:
    """Read a visit list; a file that is none comes back as one reject on line 1.

    `column_map` gives, for headings, what they were said to mean: names of `list_meanings`; those
    `remembered` of an earlier list hold where its headings stand again. A visit without a
    time of day is taken as ended at 17:00 in `practice_zone`; those to come, or two years old, are
    rejected. Of a list of more than `MOST_ROWS`, nothing is read.
    """
    table = read_table(data, score=score_heading)
    if isinstance(table, Unreadable):
        return ParsedVisits(rejects=[reject_row(1, "file", table.code)])
    at = _find_heading(table, column_map or {}, remembered or {})
    first = _guess_heading(table) if at is None else at
    heading = tuple(map(clean_cell, next(_records(table, first)).cells))
    sample = [one.cells for one in _records(table, first + 1, most=_ROWS_SAMPLED)]
    chosen = _known_choices(heading, remembered or {}) | dict(column_map or {})
    columns = match_columns(heading, chosen, sample)
    found = ParsedVisits(
        header=() if at is None else heading,
        encoding=table.encoding,
        delimiter=table.delimiter,
        columns=describe_columns(heading, sample, columns.positions),
    )
    problem = "file_has_no_heading" if at is None else _problem_with(columns)
    titles = [one.cells for one in _records(table, 0, most=first)]
    reader, below = RowReader(heading, columns, practice_zone, now, titles=titles), first + 1
    count = 0 if problem else reader.look_through(_records(table, below, most=MOST_ROWS + 1))
    problem = "file_is_too_long" if count > MOST_ROWS else problem
    if problem:
        return replace(found, rejects=[reject_row(1, "file", problem)])
    reader.read(_records(table, below), count, report)
    return _with_rows(found, reader, columns.preset)


def _with_rows(found: ParsedVisits, reader: RowReader, preset: str | None) -> ParsedVisits:
    return replace(
        found,
        rows=reader.rows,
        rejects=reader.rejects,
        warnings=reader.warnings,
        missed=reader.missed,
        doubtful=reader.doubtful,
        banned=reader.banned,
        date_order=reader.ends.order,
        preset=preset,
    )


def _records(table: Table | Sheet, start: int, *, most: int | None = None) -> Iterator[Record]:
    return islice(table.records(), start, None if most is None else start + most)


def _find_heading(
    table: Table | Sheet, column_map: Mapping[str, str], remembered: Mapping[str, str]
) -> int | None:
    """Find the heading, which may stand below titles; None if there is none."""
    chosen = {fold(heading) for heading in column_map}
    best, best_score = None, 0
    for index, record in enumerate(_records(table, 0, most=_HEADING_WITHIN_RECORDS)):
        folded = {fold(cell) for cell in record.cells}
        if chosen and chosen <= folded:
            return index
        known = len(_known_choices(record.cells, remembered))
        score = score_heading(record.cells) + known
        if (is_heading(record.cells) or known > 1) and score > best_score:
            best, best_score = index, score
    return best


def _guess_heading(table: Table | Sheet) -> int:
    """Find what may be a heading, for a person to say what it means: words above any figures."""
    for index, record in enumerate(_records(table, 0, most=_HEADING_WITHIN_RECORDS)):
        filled = [cell for cell in record.cells if cell.strip()]
        if len(filled) > 1 and not any(any(c.isdecimal() for c in cell) for cell in filled):
            return index
    return 0


def _known_choices(heading: Sequence[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """Give the remembered choices whose headings stand in this file too."""
    if not remembered:
        return {}
    folded = {fold(cell) for cell in heading}
    return {chosen: name for chosen, name in remembered.items() if fold(chosen) in folded}


def _problem_with(columns: Columns) -> str | None:
    grounds = (
        (bool(columns.missing), "file_lacks_chosen_column"),
        (not columns.has("first_name", "full_name"), "file_has_no_name"),
        (not columns.has("email", *PHONE_FIELDS), "file_has_no_contact"),
        (not columns.has("date"), "file_has_no_date"),
    )
    return next((code for holds, code in grounds if holds), None)
