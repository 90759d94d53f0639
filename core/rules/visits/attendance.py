"""The words by which lists and calendars tell that nobody came: one list for both, EN and ES."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from core.rules.names.folding import fold


class Absence(StrEnum):
    """Why nobody was in the chair."""

    NO_SHOW = "no_show"
    CALLED_OFF = "called_off"
    MOVED = "moved"
    NEVER_DUE = "never_due"
    """It was only planned, or is a note."""


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b")


_APPOINTMENT = r"(?:appts?|apts?|appointments?|visits?|citas?)"
_TOLD: Mapping[Absence, re.Pattern[str]] = {
    Absence.NO_SHOW: _words(
        *(r"no ?show\w*", "nshow", "ns", "dna", "fta", "failed", "missed"),
        r"did(?: not|n ?t) (?:show|come|attend)\w*",
        rf"(?:broken|bkn) ?{_APPOINTMENT}",
        r"no (?:asist(?:io|ieron)|vino|vinieron|lleg(?:o|aron)|se present(?:o|aron)|acudio)\w*",
        *("falto", "faltaron", "ausente", "inasistencia"),
    ),
    Absence.CALLED_OFF: _words(
        r"cancel(?:s|l?ed|l?ing|l?ations?)?",
        r"cancel(?:ar|[oae]n?|ad[oa]s?|aron|acion|aciones)",
        *(r"cx(?:l|ld|led)?", "anulad[oa]s?"),
    ),
    Absence.MOVED: _words(
        *(r"re ?sched\w*", "reschd", "rs", r"reagend\w*", r"reprogram\w*"),
        *(r"(?:moved|changed) to(?:day|morrow|night)?", r"(?:movid|pasad)[oa] a\w*"),
    ),
}
"""As whole words of folded text, the plainest first. A title names people too, so no word of these
is a name, a tooth ("broken") or what is planned for one."""

_BESIDE = r"(?:late|patient|pt|tx|treatment|appt|apt|appointment|visit)"
_TOLD_IN_STATUS: Mapping[Absence, re.Pattern[str]] = {
    Absence.NO_SHOW: _words(
        rf"{_BESIDE}?(?:broken|failed|missed){_BESIDE}?",
        *(r"\w*no ?show\w*", "n s"),
    ),
    Absence.CALLED_OFF: _words(r"\w*cancel\w*"),
    Absence.MOVED: _words(r"\w*(?:resched|reprogram)\w*", "r s"),
    Absence.NEVER_DUE: re.compile(
        rf"\b(?:\w*unsched\w*|{_BESIDE}?(?:deleted|planned){_BESIDE}?)\b|^(?:pt|patient) ?note"
    ),
}
"""What a column of states means beyond that: no names stand there, and systems glue words together
("PATIENTCANCELLED")."""
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def find_absence(words: str) -> Absence | None:
    """Find in folded words, of a title say, that nobody came to an appointment."""
    return next((absence for absence, told in _TOLD.items() if told.search(words)), None)


@lru_cache(maxsize=1024)
def read_status(status: str) -> Absence | None:
    """Read an appointment's status: why it is no visit, None where it may be one."""
    spellings = {fold(status), fold(_INNER_CAPITAL.sub(" ", status))}
    for absence in Absence:
        for told in filter(None, (_TOLD.get(absence), _TOLD_IN_STATUS.get(absence))):
            if any(map(told.search, spellings)):
                return absence
    return None


def did_not_happen(status: str) -> bool:
    """Tell from an appointment's status that it is no visit: missed, moved, only planned."""
    return read_status(status) is not None


def was_missed(status: str) -> bool:
    """Tell from an appointment's status that nobody came; what was moved may have come that day."""
    return read_status(status) in {Absence.NO_SHOW, Absence.CALLED_OFF}
