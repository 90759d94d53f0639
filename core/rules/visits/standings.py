"""What a row says beside who, where and when: whether they came, and whether they may be asked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from core.rules.names.folding import fold
from core.rules.visits.attendance import Absence, Attendance, find_absence, read_status
from core.rules.visits.columns import Columns
from core.rules.visits.mark_answers import read_mark
from core.rules.visits.marks import Asks
from core.rules.visits.remarks import Ban, find_ban
from core.rules.visits.tables import Record

_NAMES = ("first_name", "full_name", "last_name")
_NUMBERED_AS = {Asks.ALLOWS: "may_text", Asks.STANDING: "patient_status"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands against asking about a row, with the word that its list uses."""

    absence: Absence | None = None
    bans: frozenset[Ban] = frozenset()
    refusal: str | None = None
    """The code of why nobody knows whether they may be asked."""
    doubt: str | None = None
    """The code of why nobody knows whether they came."""
    told: str = ""
    came: bool = False
    """The row says so itself."""


CLEAR = Standing()


class StandingReader:
    """Judges rows by their statuses, marks and remarks."""

    def __init__(
        self,
        columns: Columns,
        words: Mapping[str, Mapping[str, str]],
        read: Callable[[int, Record], str],
    ) -> None:
        self._columns = columns
        self._words = words
        self._read = read
        self._statuses = columns.positions.get("status", ())
        self._names = tuple(p for name in _NAMES for p in columns.positions.get(name, ()))
        self._came = tuple(at for at, mark in columns.marks if mark.asks is Asks.CAME)
        self.is_told = False
        """Whether any row of the list says if its patient came."""

    def look_at(self, record: Record) -> None:
        """Note whether a list tells of attendance at all."""
        if not self.is_told and (self._statuses or self._came):
            self.is_told = any(self._read(at, record) for at in (*self._statuses, *self._came))

    def judge(self, record: Record) -> Standing:
        """Give what stands against asking, the plainest first."""
        told: list[tuple[Absence | Attendance, str]] = []
        bans = self._bans_in_names(record)
        doubts: list[str] = []
        absence = self._absence_in_names(record)
        for text in self._status_texts(record):
            bans.extend(filter(None, [find_ban(text)]))
            told.append((read_status(text), text))
        for at, mark in self._columns.marks:
            if not (text := self._read(at, record)):
                continue
            verdict = read_mark(
                mark, self._words.get(_NUMBERED_AS.get(mark.asks, ""), {}).get(text, text)
            )
            bans.extend(filter(None, [verdict.ban]))
            doubts.extend(filter(None, [verdict.doubt]))
            if verdict.attendance is not None:
                told.append((verdict.attendance, text))
        absence = absence or next((one for one, _ in told if isinstance(one, Absence)), None)
        doubt, word = self._doubt_of(told)
        came = any(one is Attendance.CAME for one, _ in told)
        return Standing(absence, _widened(bans), next(iter(doubts), None), doubt, word, came)

    def _doubt_of(self, told: list[tuple[Absence | Attendance, str]]) -> tuple[str | None, str]:
        """Give why nobody knows whether they came, and the word that leaves it open."""
        said = {one for one, _ in told}
        if not self.is_told or Attendance.CAME in said:
            return None, ""
        for attendance, code in _DOUBTS:
            if attendance in said:
                return code, next(text for one, text in told if one is attendance)
        return "status_missing", ""

    def _status_texts(self, record: Record) -> Iterable[str]:
        """Give the first status that is not blank, which is the most telling one."""
        words = self._words.get("status", {})
        for at in self._statuses:
            if text := self._read(at, record):
                yield words.get(text, text)
                return

    def _bans_in_names(self, record: Record) -> list[Ban]:
        found = (find_ban(self._read(at, record)) for at in self._names)
        return [ban for ban in found if ban is not None]

    def _absence_in_names(self, record: Record) -> Absence | None:
        for at in self._names:
            text = self._read(at, record)
            if _has_aside(text) and (absence := find_absence(fold(text))):
                return absence
        return None


_DOUBTS = (
    (Attendance.UNKNOWN, "status_unknown"),
    (Attendance.OPEN, "status_open"),
    (Attendance.NOT_TOLD, "status_missing"),
)


def _widened(bans: list[Ban]) -> frozenset[Ban]:
    """Neither texts nor emails is no contact at all."""
    found = frozenset(bans)
    return found | {Ban.NO_CONTACT} if found >= {Ban.NO_TEXTS, Ban.NO_EMAILS} else found


def _has_aside(text: str) -> bool:
    return any(sign in text for sign in "([*-:/") or text.count(" ") > 1
