"""What is said to people: English stands in the code, its translations in one catalogue a language.

A text is found by its English. Catalogues are gettext's (`texts/<language>.po`), for any editor.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypeVar

from babel.messages.pofile import read_po

from core.rules.wording.languages import LANGUAGES

ENGLISH = "en"

_T = TypeVar("_T")


def say(text: str, locale: str, /, **values: object) -> str:
    """Say an English text in `locale`, with its `{named}` values filled in.

    Whole numbers get their thousands set off. A text without a translation is said in English; a
    test sees to it that there is none.
    """
    told = read_catalogue(locale).get(text, text)
    shown = {name: f"{v:,}" if isinstance(v, int) else v for name, v in values.items()}
    return told.format(**shown) if shown else told


def to_say(texts: _T, /) -> _T:
    """Mark texts that are said elsewhere than where they stand: one, or the values of a table."""
    return texts


@cache
def read_catalogue(locale: str) -> Mapping[str, str]:
    """Read the translation of every English text; none where English is what is said."""
    if locale == ENGLISH or locale not in LANGUAGES:
        return MappingProxyType({})
    path = files("core.rules.wording") / "texts" / f"{locale}.po"
    with path.open("rb") as file:
        return MappingProxyType({str(m.id): str(m.string) for m in read_po(file) if m.id})
