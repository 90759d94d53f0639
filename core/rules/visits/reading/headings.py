"""What a heading means by its words, where no list of known headings has it: EN and ES."""

import re
from functools import lru_cache

from core.rules.names.folding import fold, word_set
from core.rules.visits.marks import INNER_CAPITAL

_SAME_WORDS = {
    "phone": "phone phones ph phn telephone tel telefono fono",
    "mobile": "mobile cell cellular cel celular wireless movil mob",
    "home": "home hm casa residence fijo",
    "work": "work wk business trabajo oficina",
    "email": "email emails mail correo",
    "name": "name nm nombre",
    "date": "date dt fecha day dia",
    "time": "time tm hora",
    "visit": "visit visits appt appts appointment appointments apt apts cita citas visita visitas"
    " consulta encounter booking service treatment",
    "last": "last latest recent ultima ultimo",
    "start": "start starts begin begins inicio comienzo",
    "end": "end ends finish finishes fin final",
    "length": "length duration duracion",
    "minutes": "minutes minute mins min minutos",
    "status": "status estado estatus",
    "first": "first given",
}
_WORD = {word: name for name, words in _SAME_WORDS.items() for word in words.split()}
_GLUED = {
    "forename": "first name", "forenames": "first name", "fname": "first name",
    "firstname": "first name", "lname": "last name", "lastname": "last name",
    "surname": "last name", "apellido": "last name", "apellidos": "last name",
    "nombres": "first name", "dos": "visit date", "datetime": "date time",
    "checkout": "check out",
}  # fmt: skip
_LETTERS = {
    "phone": {"h": "home", "w": "work", "c": "mobile", "m": "mobile"},
    "name": {"f": "first", "l": "last"},
}
_FILLING = word_set(
    "patient patients pat pt client customer member paciente s of the de del la el y and most local"
    " sortable formatted bio mm dd yyyy yy aaaa hh"
)
_BESIDE_CONTACT = word_set(
    "number no num nbr numero address primary main principal preferred best contact contacto 1"
    " electronico direccion"
)
_MEANINGS: dict[str, tuple[str, ...]] = {
    "first_name": ("first name", "first legal name", "first middle name", "nickname name"),
    "last_name": ("last name", "family name", "last legal name"),
    "full_name": (
        "name", "full name", "first last name", "full legal name", "last first middle name",
    ),
    "mobile": ("mobile phone", "mobile", "text phone", "sms phone"),
    "phone": ("phone",),
    "home_phone": ("home phone", "home", "phone 2", "other phone", "alternate phone", "alt phone"),
    "work_phone": ("work phone", "work", "phone 3"),
    "email": ("email", "home email", "personal email", "email 2", "work email"),
    "date": (
        "visit date", "visit date time", "visit start date time", "visit start date", "visit",
        "start date time", "start date", "date time", "date", "visit completed date",
        "completed date", "visit date last", "visit last", "last seen", "last seen date",
        "last visit date time", "last completed visit", "last visit completed date",
    ),
    "end_time": (
        "visit end time", "end time", "visit end", "end", "check out time", "visit check out time",
        "end date time", "visit end date time",
    ),
    "time": ("visit time", "visit start time", "start time", "time"),
    "start": ("visit start", "start"),
    "duration": (
        "length", "visit length", "length minutes", "visit length minutes", "minutes",
        "visit minutes", "visit time length",
    ),
    "locale": ("language", "preferred language", "language spoken", "spoken language"),
    "status": ("visit status", "status", "visit state", "status description"),
}  # fmt: skip
_FIELDS = {
    frozenset(phrase.split()): (field, rank)
    for field, phrases in _MEANINGS.items()
    for rank, phrase in enumerate(phrases)
}
_KNOWN = (_WORD.keys() | _GLUED.keys() | _FILLING | word_set("number address out language")) - {
    *("s", "y", "no", "la", "el", "de", "pt", "1"),
}
_DIGIT = re.compile(r"(?<=[a-z])(?=\d)")
_LONGEST = 60


@lru_cache(maxsize=4096)
def read_heading(heading: str) -> tuple[str, int]:
    """Give the field that a heading means and how well it says so, 0 best; "" for none.

    Every word has to be understood: "Cell carrier" is no phone, and "Guarantor name" nobody's.
    """
    if len(heading) > _LONGEST:
        return ("", 0)
    words = _words(heading)
    kept = {word for word in words if word not in _FILLING}
    for letter_of, letters in _LETTERS.items():
        if letter_of in kept:
            kept = {letters.get(word, word) for word in kept}
    if kept & {"phone", "mobile", "email"}:
        kept -= _BESIDE_CONTACT
    if "status" in kept and kept != set(words):  # whether they are a patient is another question
        return ("", 0)
    return _FIELDS.get(frozenset(kept), ("", 0)) if kept else ("", 0)


def _words(heading: str) -> list[str]:
    """Split into words of one spelling: "Pat_CellPhone", "patientFirstName", "MOBILEPHONE"."""
    text = _DIGIT.sub(" ", fold(INNER_CAPITAL.sub(" ", heading)))
    parts = [part for word in text.split() for part in _unglued(word)]
    spelled = " ".join(_GLUED.get(part, part) for part in parts).replace("e mail", "email")
    return [_WORD.get(word, word) for word in spelled.split()]


def _unglued(word: str) -> list[str]:
    """Take words apart that stand together: "mobilephone", "apptdatetime"."""
    if word in _KNOWN:
        return [word]
    for at in range(len(word) - 2, 1, -1):
        if word[:at] in _KNOWN:
            rest = _unglued(word[at:])
            if all(part in _KNOWN for part in rest):
                return [word[:at], *rest]
    return [word]
