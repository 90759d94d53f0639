"""Letters as they look: what cannot be seen is dropped, and what looks Latin is read as Latin."""
# ruff: noqa: RUF001 - the letters that only look Latin are the point

import re
import unicodedata

from core.rules.names.folding import without_accents

_LOOK_ALIKES = str.maketrans(
    "АВЕКМНОРСТУХЅІЈаеорсухѕіјһԁ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαορυν" + "ꓢꓔꓳꓑᏚᎢϹϲꜱᴛᴏᴘ" + "øØłŁđ",
    "ABEKMHOPCTYXSIJaeopcyxsijhd" + "ABEZHIKMNOPTYXaopuv" + "STOPSTCcstop" + "oOlLd",
)
"""Cyrillic, Greek, Lisu, Cherokee and small capitals that pass for Latin letters."""
_UNSEEN_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that show nothing."""
_VARIATION_SELECTORS = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0x180B, 0x180F)]))
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ`´′ʹ＇", "'"))
_WORD = re.compile(r"\w+")


def plain_letters(text: str) -> str:
    """Give `text` without accents and invisible marks, look-alike letters as Latin ones.

    A word that keeps a letter of its own script is left as it is: Cyrillic stays Cyrillic. Capitals
    and punctuation stay.
    """
    if text.isascii():
        return text
    seen = "".join(c for c in text.translate(_APOSTROPHES) if not _is_invisible(c))
    return _WORD.sub(_as_latin, without_accents(seen))


def _is_invisible(char: str) -> bool:
    return (
        unicodedata.category(char) == "Cf"
        or char in _UNSEEN_LETTERS
        or char in _VARIATION_SELECTORS
    )


def _as_latin(match: re.Match[str]) -> str:
    word = match[0]
    if word.isascii():
        return word
    latin = word.translate(_LOOK_ALIKES)
    return latin if latin.isascii() else word
