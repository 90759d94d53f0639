"""One folding of words: what is compared has no capitals, accents or signs."""

import re
import unicodedata
from functools import lru_cache

_NOT_A_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Fold case, accents, punctuation and runs of blanks: what headings and names compare by."""
    plain = text.casefold()
    if not plain.isascii():
        letters = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in letters if not unicodedata.combining(c))
    return _NOT_A_WORD.sub(" ", plain).strip()


def word_set(text: str) -> frozenset[str]:
    """Read a set of words from a text."""
    return frozenset(text.split())


@lru_cache(maxsize=8192)
def fold_name(first_name: str) -> str:
    """Fold a first name for matching: case, accents and surrounding marks do not count."""
    decomposed = unicodedata.normalize("NFKD", first_name)
    kept = (c for c in decomposed if c.isalnum() or c == " ")
    return " ".join("".join(kept).casefold().split())
