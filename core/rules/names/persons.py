"""What a person is called: first names and full names out of a cell or title."""

import re
from functools import lru_cache

from core.rules.names.folding import fold, word_set
from core.rules.names.given_names import GIVEN_NAMES, SURNAMES, follows_courtesy
from core.rules.names.stand_ins import is_stand_in, is_stand_in_word

PARTICLES = word_set(
    """
    de la del las los da das do dos di van von der den ter st san santa el bin mac mc le du des
    y e
    """
)

_MAX_NAME_CHARS = 40
_MAX_CELL_CHARS = 200
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|\"[^\"]*\"|“[^”]*”")
_APOSTROPHES = "'`\u00b4\u2018\u2019"
_NAME = re.compile(rf"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|[ .{_APOSTROPHES}-])*")
_TITLES = frozenset(
    {
        *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "master", "jr", "ii", "iii", "iv"),
        *("sr", "sra", "srta", "dra", "dds", "dmd", "md", "rdh", "phd", "esq", "hon", "fr"),
    }
)
_SUFFIXES = _TITLES | word_set(
    """
    ma ms mba do dc np pa pe rn jd edd psyd od dvm dpm mph lcsw lmft cpa cfp bsn msn lpn ret usn
    usa usaf usmc facs dnp crna aprn fnp pharmd mft scd dsc lld ba bs v vi 2nd 3rd 4th
    """
)
"""What may stand behind a whole name and a comma."""
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])*")
_NEVER_FIRST = word_set("de del della los las da dos das do von der den ter y e el")
"""Particles by which no first name begins; "Van" and "Le" are first names."""
_JOINING_NAMES = frozenset(
    ("ana", "anna", "jean", "jose", "juan", "luis", "ma", "maria", "mary", "miguel", "rosa")
)
_GIVEN_ONLY, _SURNAME_ONLY = GIVEN_NAMES - SURNAMES, SURNAMES - GIVEN_NAMES
_SECOND_NAMES = word_set("beth bell jo lou kay rae sue ann lynn mae marie paul pierre luc carlo")
_RETIRED_CHART = re.compile(r"\bdo not use\b|\bduplicate\b|\bno usar\b")
_CHART_NUMBER = re.compile(
    r"(?<=\S)\s+(?:-\s?)?(?:#\s?\d+|\d{3,}|\d(?:st|nd|rd|th))(?=\s|$|,)", re.IGNORECASE
)


@lru_cache(maxsize=8192)
def parse_first_name(cell: str) -> str | None:
    """Read a first name as one would say it: "MARY ANN Q." is "Mary Ann"; None if it is no name.

    A surname or a chart number behind the name is left out; other digits or signs, formulas among
    them, make it no name.
    """
    words = _name_words(cell[:_MAX_CELL_CHARS])
    if len(words) == 1 and not is_stand_in_word(words[0]):
        is_abbreviated = cell.rstrip().endswith(".") and _is_initial(words[0])
        return None if is_abbreviated else _spoken(words)
    words = _before_surname(words)
    return _spoken(words) if words and not _is_nobody(words) else None


@lru_cache(maxsize=8192)
def parse_desk_name(text: str) -> str | None:
    """Read the first name out of what a front desk types, which may be a whole name."""
    words = _turned(_name_words(text[:_MAX_CELL_CHARS]))
    if "," in text or len(words) > 2:  # noqa: PLR2004
        return parse_full_name(text)
    is_joined = len(words) > 1 and (_is_given(words[1]) or fold(words[0]) in PARTICLES)
    return parse_first_name(" ".join(words[: 2 if is_joined else 1]))


@lru_cache(maxsize=8192)
def parse_full_name(cell: str) -> str | None:
    """Read the first name out of "LAST, FIRST M." or "First Last"; None if it is no name.

    Only the first line of the cell counts; a surname alone, "LAST,", is no name to greet with.
    """
    line = _ASIDE.sub(" ", cell[:_MAX_CELL_CHARS].strip().partition("\n")[0])
    line, comma, after = _without_suffixes(line).partition(",")
    before = _name_words(line)
    if not before or is_stand_in(f"{line} {after}"):
        return None
    if not comma:
        return _first_of(_turned(before))
    parts = (_name_words(part, is_surname_told=True) for part in after.split(","))
    words = next(filter(None, parts), [])
    return _first_of(words, is_surname_told=True) if words else None


def _without_suffixes(line: str) -> str:
    """Take ", PhD" and ", Jr." off a whole name; behind a surname alone they say too little."""
    before, _, after = line.partition(",")
    ends = [fold(part).replace(" ", "") for part in after.split(",")]
    words = [word for word in fold(before).split() if word not in _TITLES]
    is_whole = len(words) > 1 and not (words[0] in _SURNAME_ONLY and words[-1] in SURNAMES)
    return before if is_whole and any(ends) and set(ends) <= _SUFFIXES | {""} else line


def _turned(words: list[str]) -> list[str]:
    """Put "Okafor Ngozi", where all are known and stand the wrong way round, right."""
    folded = [fold(word) for word in words]
    if len(words) < 2 or folded[-1] not in _GIVEN_ONLY:  # noqa: PLR2004
        return words
    is_turned = folded[0] in _SURNAME_ONLY and all(word in SURNAMES for word in folded[1:-1])
    is_particle = folded[0] in _NEVER_FIRST | {"la"}  # "De la Cruz Maria"
    return words[-1:] if is_turned or is_particle else words


def _before_surname(words: list[str]) -> list[str]:
    """Cut a first name's cell before a surname: "John Smith", "Maria de la Cruz"."""
    folded = [fold(word) for word in words]
    for at in range(1, len(words)):
        is_joint = folded[at] in _NEVER_FIRST | {"la"} and folded[-1] not in _GIVEN_ONLY
        if folded[at] in _SURNAME_ONLY or is_joint:
            return words[:at]
    return words


def _first_of(words: list[str], *, is_surname_told: bool = False) -> str | None:
    """Give the first name of a person's words, with a second one where they are one name."""
    if _is_nobody(words):
        return None
    alone = 1 if is_surname_told else 2  # "Ana Lopez" is Ana, "Ana Maria Lopez" Ana Maria
    if fold(words[0]) == "la":  # "La Toya Jackson"
        return _spoken(words[:2])
    joined = len(words) > alone and fold(words[0]) in _JOINING_NAMES
    joined = joined and _is_given(words[1], may_be_surname=is_surname_told)
    return _spoken(words[: 2 if joined else 1])


def _is_given(word: str, *, may_be_surname: bool = False) -> bool:
    """Tell a second first name from a first surname; "Juan Santiago Perez" may have either."""
    folded = fold(word)
    known = GIVEN_NAMES if may_be_surname else _GIVEN_ONLY
    return folded in known or folded in _SECOND_NAMES


def _is_nobody(words: list[str]) -> bool:
    """Tell initials, particles and stand-ins from what somebody is called."""
    is_particle = len(words) > 1 and fold(words[0]) in _NEVER_FIRST
    return _is_initial(words[0]) or is_particle or is_stand_in_word(words[0])


def _is_initial(word: str) -> bool:
    """Tell "J" and "J.R" from a name; a sign that is a whole name has no capital."""
    return _INITIALS.fullmatch(word) is not None and word[0].upper() != word[0].lower()


def _name_words(cell: str, *, is_surname_told: bool = False) -> list[str]:
    """Split a name into what one would call the person; [] if it is no name."""
    text = _CHART_NUMBER.sub("", " ".join(_ASIDE.sub(" ", cell).split()))
    if is_stand_in(text) or _RETIRED_CHART.search(fold(text)):
        return []
    if len(text) > 2 * _MAX_NAME_CHARS or not _NAME.fullmatch(text):
        return []
    if any(c.isnumeric() for c in text):  # "²" and "Ⅳ" are letters to a regular expression
        return []
    words = [word for word in (w.strip(f".,-{_APOSTROPHES}") for w in text.split(" ")) if word]
    kept = [word for word in words if len(word) > 1 and fold(word) not in _TITLES]
    if follows_courtesy(kept):
        return kept[1:]
    if not is_surname_told and _is_surname_left(words, kept):
        return []
    return kept or [word for word in words if fold(word) not in _TITLES]


def _is_surname_left(words: list[str], kept: list[str]) -> bool:
    """Tell "Mr. Smith" and "J. Smith", of whom nobody knows the first name, from "J. Robert"."""
    if not words or not kept or kept[0] == words[0] or fold(kept[0]) in GIVEN_NAMES:
        return False
    return len(kept) == 1 or _is_initial(words[0])


def _spoken(words: list[str]) -> str:
    return " ".join(map(_capitalise, words))[:_MAX_NAME_CHARS].strip()


def _capitalise(word: str) -> str:
    """Lower the capitals that practice systems shout in; leave "DeShawn" as it is."""
    if not (word.isupper() or word.islower()):
        return word
    return re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), word.lower())
