"""What a cell says in a column that tells who came, who lives and who may be asked."""

import re
from dataclasses import dataclass

from core.rules.names.folding import fold, word_set
from core.rules.visits.answers import Answer, read_answer
from core.rules.visits.attendance import Absence, Attendance, read_status
from core.rules.visits.marks import INNER_CAPITAL, Asks, Mark
from core.rules.visits.remarks import Ban, find_ban


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one cell of such a column comes to."""

    ban: Ban | None = None
    attendance: Absence | Attendance | None = None
    doubt: str | None = None
    """The code of why the row is not taken, where a cell leaves it open or the person is gone."""


NOTHING = Verdict()
_UNCLEAR = Verdict(doubt="mark_unclear")

_CONTACT_ASKS = frozenset({Asks.FORBIDS, Asks.ALLOWS, Asks.EITHER})
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}|\d{1,2}/\d{1,2}/\d{2}|\d{4}-\d{2}-\d{2}")
_PATIENTS = word_set(
    """
    patient pt pat active current existing established new regular returning paciente activo
    activa actual nuevo nueva status member cliente client recall prospective prospect
    guarantor
    """
)
_GONE_WORDS = word_set(
    """
    inactive archived deleted nonpatient non dismissed transferred moved left former
    discharged inactivo inactiva archivado archivada eliminado eliminada terminated lost
    collections
    """
)
_BY_TEXT = word_set(
    """
    text texts texting txt sms any all either both cualquiera ambos texto
    """
)
_BY_PHONE = word_set(
    """
    phone telephone mobile cell cellphone wireless hm home wk work ph celular telefono movil
    default
    """
)


def read_mark(mark: Mark, cell: str) -> Verdict:
    """Read one cell of such a column; doubtful ones refuse the row."""
    if not cell:
        return NOTHING
    if mark.asks in _CONTACT_ASKS:
        return _read_permission(mark, read_answer(cell))
    return _READERS[mark.asks](mark, cell)


def _read_permission(mark: Mark, answer: Answer) -> Verdict:
    forbidden = Verdict(ban=mark.ban)
    if answer is Answer.BLANK or answer is Answer.WANTS:
        return NOTHING
    if answer is Answer.REFUSES:
        return forbidden
    if mark.asks is Asks.EITHER:
        return _UNCLEAR
    if answer is Answer.UNCLEAR:
        return forbidden if mark.is_day else _UNCLEAR
    return forbidden if (answer is Answer.YES) is (mark.asks is Asks.FORBIDS) else NOTHING


def _read_attended(mark: Mark, cell: str) -> Verdict:
    said = read_status(cell)
    if said is not Attendance.UNKNOWN and fold(cell) not in {"new", "x"}:
        return Verdict(attendance=said)
    answer = read_answer(cell)
    if answer is Answer.YES or _CLOCK.search(cell):
        return Verdict(attendance=Attendance.CAME)
    if answer is Answer.NO:
        return Verdict(attendance=mark.absence or Attendance.OPEN)
    return Verdict(attendance=Attendance.NOT_TOLD if answer is Answer.BLANK else Attendance.UNKNOWN)


def _read_missed(mark: Mark, cell: str) -> Verdict:
    answer = read_answer(cell)
    if answer in {Answer.NO, Answer.BLANK}:
        return NOTHING
    said = read_status(cell)
    return Verdict(attendance=said if isinstance(said, Absence) else mark.absence)


def _read_standing(_mark: Mark, cell: str) -> Verdict:
    ban = find_ban(cell)
    if ban is not None:
        return Verdict(ban=ban)
    words = set(fold(INNER_CAPITAL.sub(" ", cell)).split())
    if (
        not words
        or (words <= _PATIENTS and words - {"status"})
        or read_answer(cell) is Answer.BLANK
    ):
        return NOTHING
    return Verdict(doubt="patient_gone" if words & _GONE_WORDS else "mark_unclear")


def _read_gone(mark: Mark, cell: str) -> Verdict:
    answer = read_answer(cell)
    if answer is Answer.BLANK:
        return NOTHING
    if answer in {Answer.YES, Answer.NO}:
        is_gone = (answer is Answer.YES) is (mark.asks is Asks.GONE)
        return Verdict(doubt="patient_gone") if is_gone else NOTHING
    return _read_standing(mark, cell)


def _read_preference(_mark: Mark, cell: str) -> Verdict:
    ban = find_ban(cell)
    if ban is not None:
        return Verdict(ban=ban)
    folded = fold(INNER_CAPITAL.sub(" ", cell))
    if folded in {"none", "ninguno", "ninguna", "nothing", "no", "no contact", "nobody", "never"}:
        return Verdict(ban=Ban.NO_CONTACT)
    words = set(folded.split())
    if not words or words & _BY_TEXT or read_answer(cell) is Answer.BLANK:
        return NOTHING
    if words & {"email", "mail", "e", "correo", "letter", "carta", "postal", "post"}:
        is_email = bool(words & {"email", "e", "correo"})
        return Verdict(ban=Ban.NO_TEXTS if is_email else Ban.NO_CONTACT)
    if words & {"call", "calls", "voice", "landline", "llamada", "llamadas"}:
        return Verdict(ban=Ban.NO_TEXTS)
    return NOTHING if words & _BY_PHONE else _UNCLEAR


def _read_remarks(_mark: Mark, cell: str) -> Verdict:
    ban = find_ban(cell)
    return Verdict(ban=ban) if ban is not None else NOTHING


_READERS = {
    Asks.PREFERENCE: _read_preference,
    Asks.CAME: _read_attended,
    Asks.MISSED: _read_missed,
    Asks.STANDING: _read_standing,
    Asks.GONE: _read_gone,
    Asks.STAYS: _read_gone,
    Asks.REMARKS: _read_remarks,
}
