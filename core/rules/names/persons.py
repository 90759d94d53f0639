"""What a person is called: first names and full names out of a cell or title."""

import re
from functools import lru_cache

from core.rules.names.folding import fold, word_set
from core.rules.names.given_names import follows_courtesy

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
        *("sr", "sra", "srta", "dra", "dds", "dmd", "md", "rdh"),
    }
)
_JOINING_NAMES = frozenset(
    ("ana", "anna", "jean", "jose", "juan", "luis", "ma", "maria", "mary", "miguel", "rosa")
)
_NOBODY = frozenset(
    {
        *("patient", "new patient", "new pt", "test", "test patient", "patient test", "walk in"),
        *("walkin", "emergency", "paciente", "nuevo paciente", "paciente nuevo", "prueba"),
    }
)
"""What stands in a name's place where there is no name."""
_RETIRED_CHART = re.compile(r"\bdo not use\b|\bduplicate\b|\bno usar\b")
_CHART_NUMBER = re.compile(
    r"(?<=\S)\s+(?:-\s?)?(?:#\s?\d+|\d{3,}|\d(?:st|nd|rd|th))(?=\s|$|,)", re.IGNORECASE
)


@lru_cache(maxsize=8192)
def parse_first_name(cell: str) -> str | None:
    """Read a first name as one would say it: "MARY ANN Q." is "Mary Ann"; None if it is no name.

    A chart number behind the name is left out; other digits or signs, formulas among them, make
    it no name.
    """
    words = _name_words(cell[:_MAX_CELL_CHARS])
    return _spoken(words) if words else None


@lru_cache(maxsize=8192)
def parse_full_name(cell: str) -> str | None:
    """Read the first name out of "LAST, FIRST M." or "First Last"; None if it is no name.

    Only the first line of the cell counts; a surname alone, "LAST,", is no name to greet with.
    """
    line = _ASIDE.sub(" ", cell[:_MAX_CELL_CHARS].strip().partition("\n")[0])
    before, comma, after = line.partition(",")
    if not _name_words(before):
        return None
    parts = after.split(",") if comma else [before]
    words = next(filter(None, map(_name_words, parts)), [])
    if not words:
        return None
    alone = 1 if comma else 2  # "Ana Lopez" is Ana, "Ana Maria Lopez" Ana Maria
    joined = len(words) > alone and fold(words[0]) in _JOINING_NAMES
    joined = joined and fold(words[1]) not in PARTICLES
    return _spoken(words[: 2 if joined else 1])


def _name_words(cell: str) -> list[str]:
    """Split a name into what one would call the person; [] if it is no name."""
    text = _CHART_NUMBER.sub("", " ".join(_ASIDE.sub(" ", cell).split()))
    if fold(text) in _NOBODY or _RETIRED_CHART.search(fold(text)):
        return []
    if len(text) > 2 * _MAX_NAME_CHARS or not _NAME.fullmatch(text):
        return []
    if any(c.isnumeric() for c in text):  # "²" and "Ⅳ" are letters to a regular expression
        return []
    words = [word.strip(f".,-{_APOSTROPHES}") for word in text.split(" ")]
    kept = [word for word in words if len(word) > 1 and fold(word) not in _TITLES]
    if follows_courtesy(kept):
        return kept[1:]
    return kept or [word for word in words if word and fold(word) not in _TITLES]


def _spoken(words: list[str]) -> str:
    return " ".join(map(_capitalise, words))[:_MAX_NAME_CHARS].strip()


def _capitalise(word: str) -> str:
    """Lower the capitals that practice systems shout in; leave "DeShawn" as it is."""
    if not (word.isupper() or word.islower()):
        return word
    return re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), word.lower())
