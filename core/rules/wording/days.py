"""How days are written, and what months and weekdays are called, as Unicode's CLDR has it."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_skeleton

from core.rules.wording.catalogue import say
from core.rules.wording.languages import LANGUAGES

Width = Literal["wide", "abbreviated"]
WIDTHS: tuple[Width, ...] = ("wide", "abbreviated")

_CLDR: Mapping[str, Locale] = MappingProxyType(
    {code: Locale.parse(language.region) for code, language in LANGUAGES.items()}
)


def write_day(day: date, locale: str) -> str:
    """Write a day without its year: March 4, 4 de marzo."""
    return format_skeleton("MMMMd", day, locale=_CLDR[locale])


def write_short_day(day: date, locale: str) -> str:
    """Write a day and its weekday in little room: Wed, Mar 4 or mié 4 mar."""
    return format_date(day, say("EEE, MMM d", locale), locale=_CLDR[locale])


def list_months(locale: str, width: Width = "wide") -> tuple[str, ...]:
    """Name the twelve months."""
    names = _CLDR[locale].months["format"][width]
    return tuple(names[number] for number in range(1, 13))


def list_weekdays(locale: str, width: Width = "wide") -> tuple[str, ...]:
    """Name the seven days from Monday on."""
    names = _CLDR[locale].days["format"][width]
    return tuple(names[number] for number in range(7))
