"""Dates and times of day as people and practice systems write them."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from core.rules.names.folding import fold, without_accents
from core.rules.visits.clocks import Clock, part_of_day, read_clock
from core.rules.wording.days import WIDTHS, list_months, list_weekdays
from core.rules.wording.languages import LANGUAGES

DayOrder = Literal["month_first", "day_first"]

_YEARS = range(1900, 2200)
_SPREADSHEET_EPOCH = date(1899, 12, 30)
_SPREADSHEET_DAYS = range(30_000, 80_000)  # 1982 to 2119
_MONTHS = {
    fold(name): number
    for locale in LANGUAGES
    for width in WIDTHS
    for number, name in enumerate(list_months(locale, width), start=1)
} | {"sept": 9, "setiembre": 9}
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})", re.ASCII)
_NAMED = re.compile(
    r"(?:(?P<d1>\d{1,2})(?: de)? (?P<m1>[a-z]+)|(?P<m2>[a-z]+) (?P<d2>\d{1,2}))(?:st|nd|rd|th)?"
    r"(?: de[l]?)? (?P<y>\d{4}|\d{2})",
    re.ASCII,
)
_WEEKDAYS = {
    spelled
    for locale in LANGUAGES
    for width in WIDTHS
    for name in list_weekdays(locale, width)
    for spelled in (name, without_accents(name))
} | {"tues", "thur", "thurs"}
_MAR = rf"mar(?=[.,]?\s+\d{{1,2}}(?:[-/.]\d{{1,2}}[-/.]|\s+(?:de\s+)?(?:{'|'.join(_MONTHS)})\b))"
"""Is Tuesday only before a date that has a month of its own, else March."""
_WEEKDAY = re.compile(
    rf"^(?:{_MAR}|{'|'.join(sorted(_WEEKDAYS - {'mar'}))})\b[.,]?\s*", re.IGNORECASE
)
_WEEKDAY_ASIDE = re.compile(
    rf"\s*\((?:mar|{'|'.join(sorted(_WEEKDAYS - {'mar'}))})\.?\)$", re.IGNORECASE
)
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d{1,17}))?", re.ASCII)
_OFFSET = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?\s?(Z|[+-]\d\d:?\d\d)", re.ASCII
)
_SCRIPT_DATE = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d) (?:GMT|UTC)([+-]\d{4})"
    r"(?: \(.*\)?)?",
    re.ASCII,
)
"""As JavaScript writes dates."""
_TRAILING_OFFSET = re.compile(
    r"(.*\d:\d\d:\d\d(?:\.\d{1,9})?(?: ?[AaPp][Mm])?) ?([+-]\d\d(?::?\d\d)?)", re.ASCII
)
_ZONE_ASIDE = re.compile(r"(?<=\d)\[[A-Za-z]+/\w+\]$", re.ASCII)
_REWRITTEN = (
    (re.compile(r" \((\d[^()]*)\)$", re.ASCII), r" \1"),
    (re.compile(r"^(\d{1,2}:\d\d(?::\d\d)? ?[AaPp][Mm]) (?:on )?(\S.*\d)$", re.ASCII), r"\2 \1"),
    (re.compile(r"^(\d{1,2})([A-Za-z]{3})(\d{4})\b", re.ASCII), r"\1 \2 \3"),
    (
        re.compile(
            r"^[A-Z][a-z]{2} ([A-Z][a-z]{2} \d{1,2}) (\d\d:\d\d:\d\d)( [A-Z]{3,4})? (\d{4})$"
        ),
        r"\1 \4 \2\3",
    ),
)
"""Orders of other programs (Java, SAS, C) as the usual one."""
_STATED_ORDERS: tuple[tuple[re.Pattern[str], DayOrder], ...] = (
    (re.compile(r"\b(?:mm|month|mes) (?:dd|day|dia)\b"), "month_first"),
    (re.compile(r"\b(?:dd|day|dia) (?:mm|month|mes)\b"), "day_first"),
)
_MAX_CHARS = 80


@dataclass(frozen=True, slots=True)
class Moment:
    """What a cell says of a time: a day, perhaps a time of day, or an instant with its offset."""

    day: date
    clock: Clock | None = None
    instant: datetime | None = None


def parse_moment(text: str, *, order: DayOrder, today: date) -> Moment | None:
    """Read a date with or without a time of day; None if it names no day there is.

    `order` settles 3/2/2026. Two-digit years reach to next year, the rest are of last century.
    """
    text = " ".join(text[: _MAX_CHARS + 1].split())
    if len(text) > _MAX_CHARS:
        return None
    text = _ZONE_ASIDE.sub("", text)
    if _OFFSET.fullmatch(text):
        return _from_offset(text)
    if script := _SCRIPT_DATE.fullmatch(text):
        return _from_script(script)
    if serial := _SERIAL.fullmatch(text):
        return _from_serial(serial)
    if offset := _TRAILING_OFFSET.fullmatch(text):
        return _with_offset(_parse_local(offset[1], order, today), offset[2])
    return _parse_local(text, order, today)


def _parse_local(text: str, order: DayOrder, today: date) -> Moment | None:
    """Read a day and perhaps a time by the clock of the practice, or of the zone it names."""
    for pattern, put_right in _REWRITTEN:
        text = pattern.sub(put_right, text)
    text = _WEEKDAY_ASIDE.sub("", _WEEKDAY.sub("", text))
    day_text, clock_text = _split_clock(text)
    day = _parse_day(day_text, order, today)
    clock = read_clock(clock_text) if clock_text else None
    if day is None or (clock_text and clock is None):
        return None
    return Moment(day, clock)


def _with_offset(moment: Moment | None, offset: str) -> Moment | None:
    """Make an instant of a local time and its offset, such as -07:00 or -07."""
    if moment is None or moment.clock is None:
        return None
    hours = offset if len(offset) > 3 else f"{offset}:00"  # noqa: PLR2004
    return _from_offset(f"{moment.day.isoformat()}T{moment.clock.at.isoformat()}{hours}")


def find_stated_order(headings: Iterable[str]) -> DayOrder | None:
    """Give the order that a folded heading names, as "date mm dd yyyy" does."""
    for heading in headings:
        for pattern, order in _STATED_ORDERS:
            if pattern.search(heading):
                return order
    return None


def detect_day_order(texts: Iterable[str], *, today: date) -> DayOrder:
    """Tell 3/2 from 2/3 by the whole file: the American order, unless the file proves the other.

    It proves it by dates that only the other order can read, and none that only this one can.
    """
    read: Counter[DayOrder] = Counter()
    for text in set(texts):
        match = _YEAR_LAST.match(_WEEKDAY.sub("", text.strip()))
        if match:
            orders: tuple[DayOrder, ...] = ("month_first", "day_first")
            possible = [order for order in orders if _year_last(match, order, today)]
            read.update(possible if len(possible) == 1 else [])
    return "day_first" if read["day_first"] and not read["month_first"] else "month_first"


def _split_clock(text: str) -> tuple[str, str]:
    """Cut "3/2/2026 2:30 PM" in two; a text without a time has a blank second half."""
    match = re.search(r"[ T,]+(?:at |a las? )?(\d{1,2}(?:[:h]\d{2}|\s*[apAP]\.?\s*[mM]).*)$", text)
    return (text[: match.start()], match[1]) if match else (text, "")


def _parse_day(text: str, order: DayOrder, today: date) -> date | None:
    year_first = _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)
    if year_first:
        return _day(int(year_first[1]), int(year_first[2]), int(year_first[3]))
    year_last = _YEAR_LAST.fullmatch(text)
    if year_last:
        return _year_last(year_last, order, today)
    named = _NAMED.fullmatch(fold(text))
    month = _MONTHS.get(named["m1"] or named["m2"]) if named else None
    if not named or not month:
        return None
    return _day(_full_year(named["y"], today), month, int(named["d1"] or named["d2"]))


def _year_last(match: re.Match[str], order: DayOrder, today: date) -> date | None:
    first, second = int(match[1]), int(match[2])
    month, day = (first, second) if order == "month_first" else (second, first)
    return _day(_full_year(match[3], today), month, day)


def _full_year(text: str, today: date) -> int:
    if len(text) > 2:  # noqa: PLR2004
        return int(text)
    century = today.year - today.year % 100
    year = century + int(text)
    return year if year <= today.year + 1 else year - 100


def _day(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _from_serial(match: re.Match[str]) -> Moment | None:
    """Read a spreadsheet's day number, whose fraction is the time of day."""
    days = int(match[1])
    if days not in _SPREADSHEET_DAYS:
        return None
    day = _SPREADSHEET_EPOCH + timedelta(days=days)
    if not match[2]:
        return Moment(day)
    return Moment(day, Clock(part_of_day(match[2])))


def _from_offset(text: str) -> Moment | None:
    text = re.sub(r"(\.\d{6})\d+", r"\1", text)
    text = re.sub(r"\s(Z|[+-]\d\d:?\d\d)$", r"\1", text)
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return Moment(instant.date(), None, instant) if instant.year in _YEARS else None


def _from_script(match: re.Match[str]) -> Moment | None:
    month = _MONTHS.get(fold(match[1]))
    if month is None:
        return None
    return _from_offset(f"{match[3]}-{month:02}-{int(match[2]):02}T{match[4]}{match[5]}")
