"""What a row says beside who, where and when: whether they came, and whether they may be asked."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.rules.names.folding import fold
from core.rules.visits.attendance import Absence, Attendance, find_absence, read_status
from core.rules.visits.columns import Columns
from core.rules.visits.mark_answers import read_mark
from core.rules.visits.marks import Asks
from core.rules.visits.remarks import Ban, find_ban, is_plain
from core.rules.visits.tables import Record

_NAMES = ("first_name", "full_name", "last_name")
_STANDINGS_REMEMBERED = 1024
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
_ASIDE = re.compile(r"[(\[*:/-]")


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
        self._known: dict[tuple[str, ...], Standing] = {}
        self.is_told = False
        """Whether any row of the list says if its patient came."""

    def look_at(self, record: Record) -> None:
        """Note whether a list tells of attendance at all."""
        if not self.is_told and (self._statuses or self._came):
            self.is_told = any(self._read(at, record) for at in (*self._statuses, *self._came))

    def judge(self, record: Record) -> Standing:
        """Give what stands against asking, the plainest first."""
        bans, absence = self._judge_names(record.cells)
        status = self._status(record)
        marked = [self._read(at, record) for at, _ in self._columns.marks]
        if bans or absence:
            return self._weigh(status, marked, bans, absence)
        said = (status, *marked)
        if said not in self._known:
            if len(self._known) == _STANDINGS_REMEMBERED:
                self._known.clear()
            self._known[said] = self._weigh(status, marked, bans, absence)
        return self._known[said]

    def _weigh(
        self, status: str, marked: Sequence[str], bans: list[Ban], absence: Absence | None
    ) -> Standing:
        told: list[tuple[Absence | Attendance, str]] = []
        refusals: list[str] = []
        if status:
            bans.extend(filter(None, [find_ban(status)]))
            told.append((read_status(status), status))
        for (_, mark), text in zip(self._columns.marks, marked, strict=True):
            if not text:
                continue
            numbered = self._words.get(_NUMBERED_AS.get(mark.asks, ""), {})
            verdict = read_mark(mark, numbered.get(text, text))
            bans.extend(filter(None, [verdict.ban]))
            refusals.extend(filter(None, [verdict.doubt]))
            if verdict.attendance is not None:
                told.append((verdict.attendance, text))
        absence = absence or next((one for one, _ in told if isinstance(one, Absence)), None)
        doubt, word = self._doubt_of(told)
        came = any(one is Attendance.CAME for one, _ in told)
        return Standing(absence, _widened(bans), next(iter(refusals), None), doubt, word, came)

    def _doubt_of(self, told: list[tuple[Absence | Attendance, str]]) -> tuple[str | None, str]:
        """Give why nobody knows whether they came, and the word that leaves it open."""
        said = {one for one, _ in told}
        if not self.is_told or Attendance.CAME in said:
            return None, ""
        for attendance, code in _DOUBTS:
            if attendance in said:
                return code, next(text for one, text in told if one is attendance)
        return "status_missing", ""

    def _status(self, record: Record) -> str:
        """Give the first status that is not blank, which is the most telling one."""
        for at in self._statuses:
            if text := self._read(at, record):
                return self._words.get("status", {}).get(text, text)
        return ""

    def _judge_names(self, cells: Sequence[str]) -> tuple[list[Ban], Absence | None]:
        """Find remarks beside names; most cells are one word, which is looked up as it stands."""
        texts = [cells[at] for at in self._names if at < len(cells) and not is_plain(cells[at])]
        if not texts:
            return [], None
        bans = [ban for ban in map(find_ban, texts) if ban is not None]
        folded = (fold(text) for text in texts if _ASIDE.search(text) or text.count(" ") > 1)
        return bans, next(filter(None, map(find_absence, folded)), None)


_DOUBTS = (
    (Attendance.UNKNOWN, "status_unknown"),
    (Attendance.OPEN, "status_open"),
    (Attendance.NOT_TOLD, "status_missing"),
)


def _widened(bans: list[Ban]) -> frozenset[Ban]:
    """Neither texts nor emails is no contact at all."""
    found = frozenset(bans)
    return found | {Ban.NO_CONTACT} if found >= {Ban.NO_TEXTS, Ban.NO_EMAILS} else found
