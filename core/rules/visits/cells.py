"""What a cell of a visit list means: names, emails, languages, yes and no."""

import re

from core.rules.names.folding import fold
from core.rules.visits.reading.repairs import repair
from core.rules.wording.languages import LANGUAGE_OF_WORD, LANGUAGES

_MYSQL_NULL = "\\N"
_WRAPPINGS = ("=", "'")
_UNSEEN = {0xA0: " "} | dict.fromkeys((0xFEFF, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F)))
_EXCEL_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_NOT_GIVEN = frozenset(
    {
        *("n a", "none", "null", "nil", "unknown", "declined", "refused", "not provided"),
        *("not given", "ninguno", "ninguna", "no tiene", "desconocido"),
    }
)
_SAYS_SOMETHING = re.compile(r"[1-9]")
"""No word for nothing has one; it spares folding nearly every phone and many addresses."""
_NO_CONTACT = _NOT_GIVEN | {"na", "no", "no email", "noemail", "no phone", "nophone", "x", "0"}
_LETTERS = {language.letter: code for code, language in LANGUAGES.items()}


def clean_cell(cell: str) -> str:
    """Take a cell out of its spreadsheet wrappings (`="0123"`, `'0123`) and trim it."""
    plain = cell if cell.isascii() else repair(cell).translate(_UNSEEN)
    text = plain.strip()
    if not text.startswith(_WRAPPINGS):
        return "" if text == _MYSQL_NULL else text
    wrapped = _EXCEL_TEXT.fullmatch(text)
    text = wrapped[1].strip() if wrapped else text
    return text.removeprefix("'").strip()


def is_given(text: str) -> bool:
    """Tell a name or date from a blank and from words that stand for one, such as "N/A"."""
    return bool(text) and (plain := fold(text)) != "" and plain not in _NOT_GIVEN


def is_contact(text: str) -> bool:
    """Tell a phone or email from a blank, from "no email" and from rows of zeros."""
    if _SAYS_SOMETHING.search(text):
        return True
    return bool(text) and (plain := fold(text)).strip("0 ") != "" and plain not in _NO_CONTACT


def parse_locale(cell: str) -> str | None:
    """Read a language column: en, es, or None for one we do not write in."""
    words = fold(cell).split()
    return LANGUAGE_OF_WORD.get(words[0], _LETTERS.get(words[0])) if words else None
