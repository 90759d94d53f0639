"""How values are written in messages: numbers, money, days and names, in English and Spanish."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from core.rules.sending.reason_texts import reason_text
from core.rules.wording.days import write_day
from core.rules.wording.segments import PLAIN_PUNCTUATION

_LONGEST_FIRST_NAME = 30
_NAME_CATEGORIES = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Zs"})
_NAME_MARKS = frozenset("'’-.‐")  # noqa: RUF001 - people's names are written with them
_ADDRESS = re.compile(r"\w\.\w{2,}")
"""What a phone makes a link of, such as t.co; initials, J.R., are none."""
_NO_VALUE = "–"  # noqa: RUF001 - the typographic sign for "nothing here"


def presentable_first_name(name: str | None) -> str | None:
    """Give `name` as one greets a person with it; None if there is no name in it.

    “MARIA” and “maria” become “Maria”. Whatever holds digits, addresses or symbols is no name, and
    of more than 30 characters only the first word is kept.
    """
    words = (name or "").split()
    spelled = unicodedata.normalize("NFC", " ".join(words))
    if len(spelled) > _LONGEST_FIRST_NAME:
        spelled = unicodedata.normalize("NFC", words[0])
    known = all(unicodedata.category(c) in _NAME_CATEGORIES or c in _NAME_MARKS for c in spelled)
    lettered = any(c.isalpha() for c in spelled)
    if not known or not lettered or _ADDRESS.search(spelled) or len(spelled) > _LONGEST_FIRST_NAME:
        return None
    if spelled.islower() or (spelled.isupper() and len(spelled) > 2):  # noqa: PLR2004 - “JJ”
        return re.sub(r"[^\W\d_]+", lambda m: m[0][0].upper() + m[0][1:].lower(), spelled)
    return spelled


def plain_punctuation(text: str) -> str:
    """Replace typographic quotes, dashes and spaces, which would make an SMS cost double."""
    return " ".join("".join(PLAIN_PUNCTUATION.get(c, c) for c in text).split())


def whole(value: Any) -> str:
    """Write a count: 1,234; nothing known is a dash."""
    return _or_text(value, lambda number: f"{number:,.0f}")


def decimal(value: Any) -> str:
    """Write an average with one decimal: 4.8."""
    return _or_text(value, lambda number: f"{number:.1f}")


def percent(value: Any) -> str:
    """Write a share of 1 as a percentage: 0.257 is 26%."""
    return _or_text(value, lambda number: f"{100 * number:.0f}%")


def usd(value: Any) -> str:
    """Write an amount of dollars: $0.68."""
    return _or_text(value, lambda number: f"${number:,.2f}")


@pass_context
def day(context: Context, value: date | str) -> str:
    """Write a date: March 1, or 1 de marzo."""
    if isinstance(value, str):
        return value
    return write_day(value, str(context["locale"]))


@pass_context
def instant(context: Context, value: datetime | str) -> str:
    """Write an aware instant with its date, minute and zone."""
    if isinstance(value, str):
        return value
    return f"{day(context, value)}, {value:%H:%M %Z}"


@pass_context
def reason(context: Context, value: str) -> str:
    """Say a reason code in the reader's language."""
    return reason_text(value, str(context["locale"]))


def web_link(value: str | None) -> str:
    """Give `value` if it is a web address, else nothing: no other scheme becomes a link."""
    text = (value or "").strip()
    return text if re.match(r"https?://", text, re.IGNORECASE) else ""


FILTERS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {
        "whole": whole,
        "decimal": decimal,
        "percent": percent,
        "usd": usd,
        "day": day,
        "instant": instant,
        "reason": reason,
        "web_link": web_link,
    }
)
"""What a template may put behind `|`, besides Jinja's own; texts pass through unchanged."""


def _or_text(value: Any, write: Callable[[Any], str]) -> str:
    if value is None or value == "":
        return _NO_VALUE
    return value if isinstance(value, str) else write(value)
