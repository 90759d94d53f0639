"""One folding of words: what is compared has no capitals, accents or signs."""

import re
import unicodedata
from functools import lru_cache

_NOT_A_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Fold case, accents, punctuation and runs of blanks: what headings and names compare by."""
    return _NOT_A_WORD.sub(" ", without_accents(text.casefold())).strip()


@lru_cache(maxsize=8192)
def fold_name(first_name: str) -> str:
    """Fold a first name for matching: case, accents and surrounding marks do not count."""
    kept = (c for c in without_accents(first_name) if c.isalnum() or c == " ")
    return " ".join("".join(kept).casefold().split())


def without_accents(text: str) -> str:
    """Take accents off, and write letters of other shapes (ﬁ, ², Ａ) as the plain ones."""  # noqa: RUF002
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFKD", text)
    return "".join(c for c in letters if not unicodedata.combining(c))


def word_set(text: str) -> frozenset[str]:
    """Read a set of words from a text."""
    return frozenset(text.split())
