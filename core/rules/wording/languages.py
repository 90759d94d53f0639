"""The languages that people are written to in, and the words by which offices name them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.rules.names.folding import word_set


@dataclass(frozen=True, slots=True)
class Language:
    """A language: what it calls itself, and the folded words that stand for it.

    `letter` stands for it only where nothing but a language can stand. `region` is whose usage
    holds for dates: Mexican Spanish writes its numbers as the United States do.
    """

    name: str
    region: str
    words: frozenset[str]
    letter: str


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        "en": Language("English", "en_US", word_set("en eng english ingles"), "e"),
        "es": Language(
            "Español",
            "es_MX",
            word_set("es esp sp spa span spn spanish espanol espanola castellano hispanohablante"),
            "s",
        ),
    }
)
"""By code: what `locale` may be, wherever it is stored or asked for."""

LANGUAGE_OF_WORD: Mapping[str, str] = MappingProxyType(
    {word: code for code, language in LANGUAGES.items() for word in language.words}
)
