"""The words by which lists and calendars tell whether anybody came: the same for both, EN, ES."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from core.rules.names.folding import fold
from core.rules.visits.statuses import CAME, FILLING, FIRM, IN_OFFICE, OPEN


class Absence(StrEnum):
    """Why nobody was in the chair."""

    NO_SHOW = "no_show"
    CALLED_OFF = "called_off"
    MOVED = "moved"
    NEVER_DUE = "never_due"
    """It was only planned, or is a note."""


class Attendance(StrEnum):
    """What an appointment's status tells where it does not tell of an absence."""

    CAME = "came"
    OPEN = "open"
    """It was to be, or had begun, when the list was written."""
    UNKNOWN = "unknown"
    NOT_TOLD = "not_told"


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b")


_APPOINTMENT = r"(?:appts?|apts?|appointments?|visits?|citas?)"
_NOT = r"(?:did(?: not|n ?t)|has(?: not|n ?t)|never|not)"
_TOLD: Mapping[Absence, re.Pattern[str]] = {
    Absence.NO_SHOW: _words(
        *(r"no ?show\w*", "nshow", "ns", "dna", "dnka", "dns", "fta", "ftka", "ncns", "nsnc"),
        *("nc ns", "lwbs", "failed", "missed"),
        rf"{_NOT} (?:show|come|came|attend|turn up|keep|appear)\w*",
        r"(?:did(?: not|n ?t)|never) arrive\w*",
        *(r"fail(?:s|ure)? to (?:attend|show|keep|come|appear)", r"(?:unable|unwilling) to attend"),
        *(r"no call no show", r"left (?:without|before) (?:being )?(?:seen|treat\w+)"),
        *(r"was not brought", r"no[ -]?showed", r"stood (?:us|dr) up"),
        *("ghosted", "bailed", r"(?:nos )?dej(?:o|aron) plantad[oa]s?"),
        rf"(?:broken|bkn|brkn?) ?{_APPOINTMENT}",
        r"no (?:asist(?:io|ieron)|vino|vinieron|lleg(?:o|aron)|se present(?:o|aron)|acudio"
        r"|acudieron|compareci\w*|aparecio)\w*",
        *("falto", "faltaron", "ausente", "inasistencia", "inasistente"),
    ),
    Absence.CALLED_OFF: _words(
        r"cancel(?:s|l?ed|l?ing|l?ations?)?",
        r"cancel(?:ar|[oae]n?|ad[oa]s?|aron|acion|aciones)",
        *(r"cx(?:l|ld|led|d|s)?", r"cxl d", r"canx?c?d?", r"cncl\w*", "canceld", "snc"),
        *(r"called off", r"anulad[oa]s?", r"suspendid[oa]s?"),
    ),
    Absence.MOVED: _words(
        *(r"re ?sch(?:ed)?\w*", "reschd", "rs", "rsch?d?", r"reagend\w*", r"reprogram\w*"),
        *(r"postpon\w*", r"pospuest[oa]s?", r"aplazad[oa]s?", r"pospus\w+", r"aplaz(?:o|aron)"),
        *(r"(?:moved|changed) to(?:day|morrow|night)?", r"(?:movid|pasad)[oa] a\w*"),
    ),
    Absence.NEVER_DUE: _words(r"entered in error", r"wait will call", r"ingresad[oa] por error"),
}
"""As whole words of folded text, the plainest first. A title names people too, so no word of these
is a name, a tooth ("broken") or what is planned for one."""

_BESIDE = r"(?:late|patient|pt|tx|treatment|appt|apt|appointment|visit)"
_TOLD_IN_STATUS: Mapping[Absence, re.Pattern[str]] = {
    Absence.NO_SHOW: _words(
        rf"{_BESIDE}?(?:broken|failed|missed){_BESIDE}?",
        *(
            r"\w*no ?show\w*",
            "wnb",
            "uta",
            "n s",
            "f t a",
            "d n a",
            "n c n s",
            "absent",
            "bkn",
            "brkn?",
            "brok",
        ),
    ),
    Absence.CALLED_OFF: _words(r"\w*cancel\w*", "s n c", "c x", "cnx", "declined", "rechazada"),
    Absence.MOVED: _words(r"\w*(?:resched|reprogram)\w*", "r s", "r sch", "r s d", "deferred"),
    Absence.NEVER_DUE: re.compile(
        rf"\b(?:\w*unsched\w*|{_BESIDE}?(?:deleted|planned|void(?:ed)?){_BESIDE}?)\b"
        r"|^(?:pt|patient) ?note|^(?:will call|unscheduled|error|in error|duplicate|short call"
        r"|short ?notice list|pinboard)$"
    ),
}
"""What a column of states means beyond that: no names stand there, and systems glue words together
("PATIENTCANCELLED")."""
_AWAITED = _words(
    *(r"not (?:yet )?(?:arrived|seen)", r"has ?n ?t arrived", "not completed", "incomplete"),
    *(r"(?:aun )?no ha (?:llegado|venido)", "aun no llega"),
)
_DENIED = re.compile(
    r"\b(?:not?|never|un|sin) ?(?:been )?(?:cancel|resched|miss|fail|broke|postpon)"
)
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BETWEEN_STATES = re.compile(r"[,;/|&+()\[\]]|\s-+\s|->|→|\b(?:and|then|y)\b")


def find_absence(words: str) -> Absence | None:
    """Find in folded words, of a title say, that nobody came to an appointment."""
    return next((absence for absence, told in _TOLD.items() if told.search(words)), None)


def had_not_come(words: str) -> bool:
    """Tell from folded words that somebody was still waited for when they were written."""
    return _AWAITED.search(words) is not None


@lru_cache(maxsize=1024)
def read_status(status: str) -> Absence | Attendance:
    """Read an appointment's status; whatever is in no table is unknown, as its system may be.

    Only a status that stands for a finished visit is one: a list may be written long after its
    days, and one that still says "Confirmed" of last week does not say that anybody came.
    """
    spellings = {fold(status), fold(_INNER_CAPITAL.sub(" ", status))} - {""}
    if not spellings:
        return Attendance.UNKNOWN if status.strip(" -.") else Attendance.NOT_TOLD
    if any(map(_DENIED.search, spellings)):
        return Attendance.UNKNOWN
    absence = _find_absence_in_status(spellings)
    if absence is not None:
        return absence
    states = {_state_of(spelled) for spelled in spellings}
    for state in (Attendance.CAME, Attendance.OPEN):
        if state in states:
            return state
    return _read_states(status)


def is_expected(status: str) -> bool:
    """Tell whether a status says of an appointment that it stands, or that its patient was there.

    In a calendar, where nobody writes more once it is over, it tells as little as none.
    """
    return _bare(fold(status)) in FIRM | IN_OFFICE


def did_not_happen(status: str) -> bool:
    """Tell from an appointment's status that it is no visit: missed, moved, only planned."""
    return isinstance(read_status(status), Absence)


def was_missed(status: str) -> bool:
    """Tell from an appointment's status that nobody came; what was moved may have come that day."""
    return read_status(status) in {Absence.NO_SHOW, Absence.CALLED_OFF}


def _find_absence_in_status(spellings: set[str]) -> Absence | None:
    for absence in Absence:
        for told in (_TOLD[absence], _TOLD_IN_STATUS[absence]):
            if any(map(told.search, spellings)):
                return absence
    return None


def _state_of(folded: str) -> Attendance:
    """Look one state up, as it is written or without "appointment" and the like around it."""
    for spelled in (folded, _bare(folded)):
        if spelled in CAME:
            return Attendance.CAME
        if spelled in OPEN or spelled in IN_OFFICE:
            return Attendance.OPEN
    return Attendance.UNKNOWN


def _bare(folded: str) -> str:
    return " ".join(word for word in folded.split() if word not in FILLING)


def _read_states(status: str) -> Attendance:
    """Read states told one after another: "Arrived, Checked out"."""
    told = [folded for part in _BETWEEN_STATES.split(status) if (folded := fold(part))]
    states = {_state_of(folded) for folded in told}
    if Attendance.UNKNOWN in states or not states:
        return Attendance.UNKNOWN
    in_office = all(one in IN_OFFICE or _state_of(one) is Attendance.CAME for one in told)
    return Attendance.CAME if Attendance.CAME in states and in_office else Attendance.OPEN
