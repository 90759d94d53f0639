"""Letters as they look: what cannot be seen is dropped, and what looks Latin is read as Latin."""
# ruff: noqa: RUF001 - the letters that only look Latin are the point

import re
from unicodedata import category

from core.rules.names.folding import without_accents

_LOOK_ALIKES = str.maketrans(
    "АВЕКМНОРСТУХЅІЈаеорсухѕіјһԁ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαορυν" + "ꓢꓔꓳꓑᏚᎢϹϲꜱᴛᴏᴘ" + "øØłŁđ",
    "ABEKMHOPCTYXSIJaeopcyxsijhd" + "ABEZHIKMNOPTYXaopuv" + "STOPSTCcstop" + "oOlLd",
)
"""Cyrillic, Greek, Lisu, Cherokee and small capitals that pass for Latin letters."""
_FORMAT_CHARACTERS = [
    char for char in (*range(0x10000), *range(0xE0000, 0xE0080)) if category(chr(char)) == "Cf"
]
_VARIATION_SELECTORS = (*range(0xFE00, 0xFE10), *range(0x180B, 0x180F))
_UNSEEN_LETTERS = map(ord, "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_UNSEEN = dict.fromkeys([*_FORMAT_CHARACTERS, *_VARIATION_SELECTORS, *_UNSEEN_LETTERS])
"""What shows nothing."""
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ`´′ʹ＇", "'"))
_WORD = re.compile(r"\w+")


def plain_letters(text: str) -> str:
    """Give `text` without accents and invisible marks, look-alike letters as Latin ones.

    A word that keeps a letter of its own script is left as it is: Cyrillic stays Cyrillic. Capitals
    and punctuation stay.
    """
    if text.isascii():
        return text
    seen = text.translate(_UNSEEN).translate(_APOSTROPHES)
    return _WORD.sub(_as_latin, without_accents(seen))


def _as_latin(match: re.Match[str]) -> str:
    word = match[0]
    if word.isascii():
        return word
    latin = word.translate(_LOOK_ALIKES)
    return latin if latin.isascii() else word
