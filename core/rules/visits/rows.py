"""One row of a visit list: the visit it tells of, or what is wrong with it."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

from core.rules.names.emails import parse_email
from core.rules.names.folding import fold
from core.rules.names.persons import parse_first_name, parse_full_name
from core.rules.places.phone import may_be_patients
from core.rules.visits.attendance import Absence
from core.rules.visits.cells import clean_cell, is_contact, is_given, parse_locale
from core.rules.visits.columns import NUMBERED, PHONE_FIELDS, Columns, is_heading
from core.rules.visits.dates import detect_day_order, find_stated_order
from core.rules.visits.packed_rows import PackedRows
from core.rules.visits.progress import Report, Step
from core.rules.visits.reading.phone_cells import read_phone_cell
from core.rules.visits.reading.repairs import is_garbled
from core.rules.visits.rejections import Fault, RejectedRow, reject_row
from core.rules.visits.remarks import Ban, BannedContact, find_ban
from core.rules.visits.standings import CLEAR, Standing, StandingReader
from core.rules.visits.tables import Record
from core.rules.visits.visit_ends import End, EndReader, TimeCells

_FOOTER_WORDS = frozenset(
    {"total", "totals", "count", "page", "printed", "report", "generated", "pagina", "totales"}
)
_REPORTED_ROWS = 1000
_MOST_WARNINGS = 1000
_NOTHING: frozenset[Ban] = frozenset()
_CALLED_OFF = frozenset({Absence.NO_SHOW, Absence.CALLED_OFF})


class VisitRow(NamedTuple):
    """One visit that a list tells of."""

    line: int
    first_name: str
    phone_e164: str | None
    email: str | None
    occurred_at: datetime
    locale: str | None
    fingerprint: str
    """Equal for the same first name, contact and local day: the visit's `source_id`."""


class DoubtfulRow(NamedTuple):
    """A visit of which the list leaves open whether it took place: nobody is asked about it yet."""

    visit: VisitRow
    code: str
    told: str
    """The status that its list gives it."""


@dataclass(frozen=True, slots=True)
class _Contact:
    phone_e164: str | None
    email: str | None
    faults: tuple[Fault, ...]


class RowReader:
    """Reads the rows below one heading.

    `rows`, `rejects` and the first `warnings` are what it found. Of the rejects, `missed` are the
    appointments nobody came to, `doubtful` those that may be visits;
    `banned` are the contacts of people who are not to be asked.
    """

    def __init__(
        self,
        heading: Sequence[str],
        columns: Columns,
        zone: str,
        now: datetime,
        *,
        titles: Sequence[Sequence[str]] = (),
    ) -> None:
        self.heading = [fold(cell) for cell in heading]
        self.titles = {fold(cell) for cells in titles for cell in cells} - {""}
        self.columns = columns
        self.phone_fields = [name for name in PHONE_FIELDS if columns.has(name)]
        self.ends = EndReader(zone, now)
        words = NUMBERED.get(columns.preset or "", {})
        self.standings = StandingReader(columns, words, _read_cell)
        self.rows: PackedRows[VisitRow] = PackedRows()
        self.rejects: list[RejectedRow] = []
        self.warnings: list[RejectedRow] = []
        self.missed: PackedRows[VisitRow] = PackedRows()
        self.doubtful: PackedRows[DoubtfulRow] = PackedRows()
        self.banned: PackedRows[BannedContact] = PackedRows()

    def look_through(self, records: Iterable[Record]) -> int:
        """Settle in which order dates are written, and count the records."""
        count = 0

        def dates() -> Iterator[str]:
            nonlocal count
            for record in records:
                count += 1
                self.standings.look_at(record)
                yield self._cell("date", record)

        detected = detect_day_order(dates(), today=self.ends.today)
        self.ends.order = find_stated_order(self.heading) or detected
        return count

    def read(self, records: Iterable[Record], count: int, report: Report) -> None:
        """Sort every record, of which there are `count`, into visits and rejects."""
        for done, record in enumerate(records, start=1):
            self._read(record)
            if done % _REPORTED_ROWS == 0 or done == count:
                report(Step.READING, done, count)

    def _read(self, record: Record) -> None:
        if record.cells and self._is_no_row(record.cells):
            return
        standing = self.standings.judge(record) if record.cells else CLEAR
        result = self._row(record, standing)
        if isinstance(result, VisitRow):
            self.rows.append(result)
            return
        if isinstance(result, DoubtfulRow):
            self.doubtful.append(result)
            self.rejects.append(reject_row(record.line, _FIELDS[result.code], result.code))
            return
        self.rejects.append(reject_row(record.line, result.field, result.code))
        if standing.absence in _CALLED_OFF:
            missed = self._visit(record, [], _NOTHING)
            if isinstance(missed, tuple):
                self.missed.append(missed[0])

    def _cell(self, name: str, record: Record) -> str:
        if name not in self.columns.positions:
            return ""
        return clean_cell(self.columns.cell(name, record.cells))

    def _is_no_row(self, cells: list[str]) -> bool:
        """Pass over blank rows, the heading printed again, and a report's footer."""
        filled = list(islice(filter(str.strip, cells), 3))
        if not filled:
            return True
        if len(filled) <= 2:  # noqa: PLR2004
            text = fold(filled[0])
            is_title = text in self.titles or text.partition(" ")[0] in _FOOTER_WORDS
            return is_title or self._says_nothing(cells)
        if fold(cells[0]) != self.heading[0]:
            return False
        return is_heading(cells) and [fold(cell) for cell in cells] == self.heading

    def _says_nothing(self, cells: list[str]) -> bool:
        """Tell a footnote or a sum from a visit: it has no name, no contact and no day."""
        record = Record(0, cells)
        read = (self._name(record, _NOTHING), self._contact(record, _NOTHING), self._end(record))
        return all(isinstance(one, Fault) for one in read)

    def _row(self, record: Record, standing: Standing) -> VisitRow | DoubtfulRow | Fault:
        """Give the visit, or what is wrong with the row."""
        fault = self._fault_of_row(record, standing)
        if fault:
            return fault
        found = self._visit(record, self.warnings, standing.bans)
        if isinstance(found, Fault):
            return found
        visit, end = found
        if standing.doubt:
            return DoubtfulRow(visit, standing.doubt, standing.told)
        is_over = end.is_certain or standing.came
        return visit if is_over else DoubtfulRow(visit, "time_unclear", "")

    def _visit(
        self, record: Record, warnings: list[RejectedRow], bans: frozenset[Ban]
    ) -> tuple[VisitRow, End] | Fault:
        name, contact, end = (
            self._name(record, bans),
            self._contact(record, bans),
            self._end(record),
        )
        if isinstance(name, Fault):
            return name
        if isinstance(contact, Fault):
            return contact
        if isinstance(end, Fault):
            return end
        if len(warnings) < _MOST_WARNINGS:
            faults = [*contact.faults, *end.faults]
            warnings.extend(reject_row(record.line, f.field, f.code) for f in faults)
        visit = VisitRow(
            line=record.line,
            first_name=name,
            phone_e164=contact.phone_e164,
            email=contact.email,
            occurred_at=end.instant,
            locale=parse_locale(self._cell("locale", record)),
            fingerprint=fingerprint_visit(name, contact.phone_e164 or contact.email or "", end.day),
        )
        return visit, end

    def _fault_of_row(self, record: Record, standing: Standing) -> Fault | None:
        if not record.cells:
            return Fault("row", "row_broken")
        if any(map(str.strip, record.cells[self.columns.count :])):
            return Fault("row", "row_too_long")
        if standing.bans:
            self._ban(record, standing.bans)
        if Ban.DECEASED in standing.bans:
            return Fault("patient", "patient_deceased")
        if standing.absence is not None:
            return Fault("status", "visit_did_not_happen")
        if Ban.NO_CONTACT in standing.bans:
            return Fault("contact", "may_not_contact")
        return Fault("patient", standing.refusal) if standing.refusal else None

    def _ban(self, record: Record, bans: frozenset[Ban]) -> None:
        """Note whom the row keeps from being asked, by whatever source."""
        cells = [self._cell(name, record) for name in self.phone_fields]
        phones = tuple(dict.fromkeys(filter(None, map(read_phone_cell, cells))))
        email = parse_email(self._cell("email", record))
        if phones or email:
            self.banned.extend(BannedContact(phones, email, ban) for ban in sorted(bans))

    def _name(self, record: Record, bans: frozenset[Ban]) -> str | Fault:
        first, full = self._cell("first_name", record), self._cell("full_name", record)
        if is_given(first):
            name = parse_full_name(first) if "," in first else parse_first_name(first)
        elif is_given(full):
            name = parse_full_name(full)
        else:
            return Fault("first_name", "name_missing")
        if bans and name and find_ban(name):
            return Fault("first_name", "name_invalid")
        told = first or full
        if (name is None or not told.isascii()) and is_garbled(told):
            return Fault("first_name", "name_garbled")
        return name or Fault("first_name", "name_invalid")

    def _contact(self, record: Record, bans: frozenset[Ban]) -> _Contact | Fault:
        """Read phone and email: one of them suffices, and a bad other one is only a warning."""
        cells = (self._cell(name, record) for name in self.phone_fields)
        phones = [text for text in cells if is_contact(text)]
        email_text = self._cell("email", record)
        found = filter(None, map(read_phone_cell, phones))
        first = next(found, None)
        phone = (
            first
            if first and may_be_patients(first)
            else next(filter(may_be_patients, found), None)
        )
        has_email = is_contact(email_text)
        email = parse_email(email_text) if has_email else None
        faults = []
        if phones and not phone:
            faults.append(Fault("phone", "phone_not_textable" if first else "phone_invalid"))
        if has_email and not email:
            faults.append(Fault("email", "email_invalid"))
        if phone and Ban.NO_TEXTS in bans:
            phone = None
            if not email:
                return Fault("phone", "may_not_text")
        if email and Ban.NO_EMAILS in bans:
            email = None
            if not phone:
                return Fault("email", "may_not_email")
        if phone or email:
            return _Contact(phone, email, tuple(faults))
        return faults[0] if faults else Fault("contact", "contact_missing")

    def _end(self, record: Record) -> End | Fault:
        return self.ends.read(
            TimeCells(
                date=self._cell("date", record),
                time=self._cell("time", record),
                end_time=self._cell("end_time", record),
                duration=self._cell("duration", record),
            )
        )


_FIELDS = {
    "status_unknown": "status",
    "status_open": "status",
    "status_missing": "status",
    "time_unclear": "time",
}


def _read_cell(position: int, record: Record) -> str:
    cells = record.cells
    return clean_cell(cells[position]) if position < len(cells) else ""


def fingerprint_visit(first_name: str, contact: str, day: date) -> str:
    """Hash a visit to 32 hex digits, blind to case and accents of the name."""
    key = "\x1f".join((fold(first_name), contact.lower(), day.isoformat()))
    return hashlib.sha256(key.encode()).hexdigest()[:32]
