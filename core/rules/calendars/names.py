"""Which of a title's words are a patient's first name, and when that is not certain."""

from core.rules.names.folding import fold
from core.rules.names.given_names import GIVEN_NAMES, SURNAMES, follows_courtesy
from core.rules.names.persons import PARTICLES, parse_full_name


def read_last_first(last: list[str], first: list[str]) -> str | None:
    """Read "LAST, FIRST"; two whole names beside each other are two people."""
    both_whole = len(last) > 1 and len(first) > 1
    if both_whole and fold(last[0]) in GIVEN_NAMES and fold(last[0]) not in SURNAMES:
        return None
    return _spoken(parse_full_name(f"{' '.join(last)}, {' '.join(first)}"))


def read_plain(words: list[str], *, titled: bool, sure: bool) -> str | None:
    """Read "First Last", "FIRST L." or "First"; a surname alone is nobody to greet."""
    folded = [fold(word) for word in words]
    if follows_courtesy(words):
        words, folded = words[1:], folded[1:]
    if folded[0] == "ma" and len(words) > 1:  # Ma. is how Spanish writes María
        words, folded = ["María", *words[1:]], ["maria", *folded[1:]]
    others = [word for word in folded[1:] if len(word) > 1]
    surname_first = folded[0] in SURNAMES and folded[0] not in GIVEN_NAMES
    if len(folded[0]) == 1 or folded[0] in PARTICLES:
        return None
    if surname_first and others and others[0] in GIVEN_NAMES - SURNAMES and len(words) <= 3:  # noqa: PLR2004
        return _spoken(parse_full_name(f"{words[0]}, {' '.join(words[1:])}"))
    if surname_first or (not others and titled):
        return None
    if folded[0] not in GIVEN_NAMES and not _is_first_name(words, others, sure=sure):
        return None
    return _spoken(parse_full_name(" ".join(words)))


def _is_first_name(words: list[str], others: list[str], *, sure: bool) -> bool:
    """Tell by what is around a word that nobody listed whether it is a first name."""
    if not others:
        return sure or len(words) > 1  # "Thuan D."
    return others[-1] not in GIVEN_NAMES - SURNAMES  # "EKWUEME CHIDI"


def _spoken(name: str | None) -> str | None:
    return name if name is not None and len(name.strip(".")) > 1 else None
