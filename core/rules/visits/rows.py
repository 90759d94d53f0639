"""One row of a visit list: the visit it tells of, or what is wrong with it."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from core.rules.names.emails import parse_email
from core.rules.names.folding import fold
from core.rules.names.persons import parse_first_name, parse_full_name
from core.rules.places.local_time import at_local, local_date
from core.rules.places.phone import to_e164
from core.rules.visits.attendance import did_not_happen, was_missed
from core.rules.visits.cells import (
    clean_cell,
    is_contact,
    is_given,
    parse_locale,
    says_no,
)
from core.rules.visits.columns import NUMBERED, PHONE_FIELDS, Columns, is_heading
from core.rules.visits.dates import (
    DayOrder,
    Moment,
    detect_day_order,
    find_stated_order,
    parse_clock,
    parse_moment,
)
from core.rules.visits.packed_rows import PackedRows
from core.rules.visits.progress import Report, Step
from core.rules.visits.rejections import RejectedRow, reject_row
from core.rules.visits.tables import Record

OLDEST_DAYS = 2 * 365
CLOSE_OF_DAY = time(17)

_FOOTER_WORDS = frozenset(
    {"total", "totals", "count", "page", "printed", "report", "generated", "pagina", "totales"}
)
_LONGEST_VISIT_MINUTES = 12 * 60
_REPORTED_ROWS = 1000
_MOST_WARNINGS = 1000
_MOMENTS_REMEMBERED = 8192
_MIDNIGHT = time(0)
_MINUTES = re.compile(r"[0-9]{1,3}")
_SEVERAL_PHONES = re.compile(r"[/;,|\n]| (?:or|o|y|and) |\.0+$")


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


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: the field, and the code of why."""

    field: str
    code: str


@dataclass(frozen=True, slots=True)
class _Contact:
    phone_e164: str | None
    email: str | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _End:
    instant: datetime
    day: date
    faults: tuple[Fault, ...]


class RowReader:
    """Reads the rows below one heading.

    `rows`, `rejects` and the first `warnings` are what it found; `missed` are the appointments
    among the rejects that nobody came to.
    """

    def __init__(self, heading: Sequence[str], columns: Columns, zone: str, now: datetime) -> None:
        self.heading = [fold(cell) for cell in heading]
        self.columns = columns
        self.phone_fields = [name for name in PHONE_FIELDS if columns.has(name)]
        self.words = NUMBERED.get(columns.preset or "", {})
        self.zone = zone
        self.now = now
        self.today = local_date(now, zone)
        self.order: DayOrder = "month_first"
        self.moments: dict[str, Moment | None] = {}
        self.rows: PackedRows[VisitRow] = PackedRows()
        self.rejects: list[RejectedRow] = []
        self.warnings: list[RejectedRow] = []
        self.missed: PackedRows[VisitRow] = PackedRows()

    def look_through(self, records: Iterable[Record]) -> int:
        """Settle in which order dates are written, and count the records."""
        count = 0

        def dates() -> Iterator[str]:
            nonlocal count
            for record in records:
                count += 1
                yield self._cell("date", record)

        detected = detect_day_order(dates(), today=self.today)
        self.order = find_stated_order(self.heading) or detected
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
        result = self._row(record)
        if isinstance(result, VisitRow):
            self.rows.append(result)
            return
        self.rejects.append(reject_row(record.line, result.field, result.code))
        if record.cells and was_missed(self._word("status", record)):
            missed = self._visit(record, [])
            if isinstance(missed, VisitRow):
                self.missed.append(missed)

    def _cell(self, name: str, record: Record) -> str:
        if name not in self.columns.positions:
            return ""
        return clean_cell(self.columns.cell(name, record.cells))

    def _word(self, name: str, record: Record) -> str:
        text = self._cell(name, record)
        return self.words.get(name, {}).get(text, text)

    def _is_no_row(self, cells: list[str]) -> bool:
        """Pass over blank rows, the heading printed again, and a report's footer."""
        filled = [cell for cell in cells if cell.strip()]
        if not filled:
            return True
        if len(filled) <= 2:  # noqa: PLR2004
            words = fold(filled[0]).split()
            return bool(words and words[0] in _FOOTER_WORDS) or self._says_nothing(cells)
        if fold(cells[0]) != self.heading[0]:
            return False
        return is_heading(cells) and [fold(cell) for cell in cells] == self.heading

    def _says_nothing(self, cells: list[str]) -> bool:
        """Tell a footnote or a sum from a visit: it has no name, no contact and no day."""
        record = Record(0, cells)
        read = (self._name(record), self._contact(record), self._occurred_at(record))
        return all(isinstance(one, Fault) for one in read)

    def _row(self, record: Record) -> VisitRow | Fault:
        """Give the visit, or what is wrong with the row."""
        return self._fault_of_row(record) or self._visit(record, self.warnings)

    def _visit(self, record: Record, warnings: list[RejectedRow]) -> VisitRow | Fault:
        name, contact, at = self._name(record), self._contact(record), self._occurred_at(record)
        if isinstance(name, Fault):
            return name
        if isinstance(contact, Fault):
            return contact
        if isinstance(at, Fault):
            return at
        if len(warnings) < _MOST_WARNINGS:
            faults = [*contact.faults, *at.faults]
            warnings.extend(reject_row(record.line, f.field, f.code) for f in faults)
        return VisitRow(
            line=record.line,
            first_name=name,
            phone_e164=contact.phone_e164,
            email=contact.email,
            occurred_at=at.instant,
            locale=parse_locale(self._cell("locale", record)),
            fingerprint=fingerprint_visit(name, contact.phone_e164 or contact.email or "", at.day),
        )

    def _fault_of_row(self, record: Record) -> Fault | None:
        if not record.cells:
            return Fault("row", "row_broken")
        if any(cell.strip() for cell in record.cells[self.columns.count :]):
            return Fault("row", "row_too_long")
        if did_not_happen(self._word("status", record)):
            return Fault("status", "visit_did_not_happen")
        return None

    def _name(self, record: Record) -> str | Fault:
        first, full = self._cell("first_name", record), self._cell("full_name", record)
        if is_given(first):
            name = parse_full_name(first) if "," in first else parse_first_name(first)
        elif is_given(full):
            name = parse_full_name(full)
        else:
            return Fault("first_name", "name_missing")
        return name or Fault("first_name", "name_invalid")

    def _contact(self, record: Record) -> _Contact | Fault:
        """Read phone and email: one of them suffices, and a bad other one is only a warning."""
        cells = (self._cell(name, record) for name in self.phone_fields)
        phones = [text for text in cells if is_contact(text)]
        email_text = self._cell("email", record)
        phone = next((e164 for e164 in map(_first_phone, phones) if e164), None)
        email = parse_email(email_text) if is_contact(email_text) else None
        faults = []
        if phones and not phone:
            faults.append(Fault("phone", "phone_invalid"))
        if is_contact(email_text) and not email:
            faults.append(Fault("email", "email_invalid"))
        if phone and says_no(self._word("may_text", record)):
            phone = None
            if not email:
                return Fault("phone", "may_not_text")
        if phone or email:
            return _Contact(phone, email, tuple(faults))
        return faults[0] if faults else Fault("contact", "contact_missing")

    def _occurred_at(self, record: Record) -> _End | Fault:
        text = self._cell("date", record)
        if not is_given(text):
            return Fault("date", "date_missing")
        if text not in self.moments:
            if len(self.moments) == _MOMENTS_REMEMBERED:
                self.moments.clear()
            self.moments[text] = parse_moment(text, order=self.order, today=self.today)
        moment = self.moments[text]
        if moment is None:
            return Fault("date", "date_invalid")
        fault = self._fault_of_day(moment.day)
        if fault:
            return fault
        clock, faults = self._clock(record, moment)
        instant = moment.instant or at_local(moment.day, clock or CLOSE_OF_DAY, self.zone)
        instant = instant.astimezone(UTC) + self._duration(record, moment)
        if instant > self.now and (clock or moment.instant):
            return Fault("date", "date_in_future")
        return _End(instant, local_date(instant, self.zone), faults)

    def _fault_of_day(self, day: date) -> Fault | None:
        if day > self.today:
            return Fault("date", "date_in_future")
        return Fault("date", "date_too_old") if (self.today - day).days > OLDEST_DAYS else None

    def _clock(self, record: Record, moment: Moment) -> tuple[time | None, tuple[Fault, ...]]:
        """Give the end of the visit if it is told; midnight is how systems write no time."""
        faults: tuple[Fault, ...] = ()
        for name in ("end_time", "time"):
            text = self._cell(name, record)
            found = parse_clock(text) if is_given(text) else None
            if found and found != _MIDNIGHT:
                return found, ()
            if is_given(text) and not found:
                faults = (Fault("time", "time_invalid"),)
        if moment.clock and moment.clock != _MIDNIGHT:
            return moment.clock, ()
        return None, faults

    def _duration(self, record: Record, moment: Moment) -> timedelta:
        """Give what the visit took, where only its start is known."""
        text = self._cell("duration", record)
        has_start = self._cell("time", record) or moment.clock or moment.instant
        if not has_start or self._cell("end_time", record) or not _MINUTES.fullmatch(text):
            return timedelta()
        return timedelta(minutes=min(int(text), _LONGEST_VISIT_MINUTES))


def _first_phone(text: str) -> str | None:
    """Read a phone, the first of several if a cell holds more than one."""
    whole = to_e164(text)
    if whole or not _SEVERAL_PHONES.search(text):
        return whole
    return next((one for one in map(to_e164, _SEVERAL_PHONES.split(text)) if one), None)


def fingerprint_visit(first_name: str, contact: str, day: date) -> str:
    """Hash a visit to 32 hex digits, blind to case and accents of the name."""
    key = "\x1f".join((fold(first_name), contact.lower(), day.isoformat()))
    return hashlib.sha256(key.encode()).hexdigest()[:32]
