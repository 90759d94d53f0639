"""Times of day and lengths of visits as people and practice systems write them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta

from core.rules.names.folding import fold

_CLOCK = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*h?(?:rs)?\.?\s*(a|p)?\.?\s*(?:m\.?)?",
    re.ASCII | re.IGNORECASE,
)
_DAY_FRACTION = re.compile(r"0?[.,](\d{1,17})", re.ASCII)
_NOON, _HALF_DAY = 12, 12
_MAX_CHARS = 64
_AT_NIGHT = range(1, 7)
_BETWEEN = re.compile(
    r"\s*(?:-|\u2013|\u2014|\bto\b|\buntil\b|\btill?\b|\ba\b(?!\.?\s*m)|\bhasta\b)\s*"
)
_HALF = re.compile(r"[ap]\.?\s*m?\.?$", re.IGNORECASE)
_ZONE = re.compile(
    r"\s*\(?\b(?P<word>[ecmp][sd]?t|ak[sd]t|h[sd]t|ast|utc|gmt|(?:eastern|central|mountain|pacific"
    r"|alaska|hawaii)(?: (?:standard|daylight))?(?: time)?)\)?$|(?<=\d)(?P<zulu>z)$",
    re.IGNORECASE,
)
_ZONES: Mapping[str, str] = {
    "e": "America/New_York",
    "c": "America/Chicago",
    "m": "America/Denver",
    "p": "America/Los_Angeles",
    "ak": "America/Anchorage",
    "al": "America/Anchorage",
    "h": "Pacific/Honolulu",
    "as": "America/Puerto_Rico",
}
_UTC = frozenset({"utc", "gmt", "z"})
_LENGTH = re.compile(
    r"(?:(?P<hours>\d{1,2}(?:[.,]\d{1,2})?) ?(?:h|hs|hrs?|hours?|horas?)\.?)? ?(?:and |y )?"
    r"(?:(?P<minutes>\d{1,3}) ?(?:m|mins?|minutes?|minutos?)?\.?)?",
    re.ASCII,
)
_HOURS_MINUTES = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?", re.ASCII)
_LONGEST_MINUTES = 12 * 60


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; `zone` where one is named, `is_end` of a range, `is_sure` of its half day."""

    at: time
    zone: str | None = None
    is_end: bool = False
    is_sure: bool = True


def read_clock(text: str) -> Clock | None:
    """Read a time of day, or the end of "8:00 AM - 9:00 AM"; None for anything else.

    "3:00" is not sure: nobody is seen at three at night.
    """
    text = " ".join(text[: _MAX_CHARS + 1].split())
    text, zone = _take_zone(text)
    at = parse_clock(text)
    if at is not None:
        return Clock(at, zone, is_sure=_is_sure(text, at))
    halves = _BETWEEN.split(text.lower())
    if len(halves) != 2 or not all(halves):  # noqa: PLR2004
        return None
    begins, ends = _take_zone(halves[0])[0], halves[1]
    end = parse_clock(ends)
    if _HALF.search(ends) is None and (half := _HALF.search(begins)):
        end = parse_clock(f"{ends} {half[0]}")
        ends = f"{ends} {half[0]}"
    if end is None or (parse_clock(begins) is None and not begins.isdigit()):
        return None
    return Clock(end, zone, is_end=True, is_sure=_is_sure(ends, end))


def read_length(text: str) -> timedelta | None:
    """Read how long a visit took: "60", "60 min", "1:00", "1h 30"; None for anything else."""
    plain = " ".join(text.lower().split())
    whole = _HOURS_MINUTES.fullmatch(plain)
    match = _LENGTH.fullmatch(plain)
    if whole:
        minutes = int(whole[1]) * 60 + int(whole[2])
    elif match and (match["hours"] or match["minutes"]):
        hours = float((match["hours"] or "0").replace(",", "."))
        minutes = round(hours * 60) + int(match["minutes"] or 0)
    else:
        return None
    return timedelta(minutes=min(minutes, _LONGEST_MINUTES))


def parse_clock(text: str) -> time | None:
    """Read a time of day such as 14:30, 2:30 PM, 14h30, 0.604; None for anything else."""
    fraction = _DAY_FRACTION.fullmatch(text)
    if fraction:
        return part_of_day(fraction[1])
    match = _CLOCK.fullmatch(" ".join(text[:_MAX_CHARS].split()))
    if not match or not (match[2] or match[4]):
        return None
    hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    half = (match[4] or "").lower()
    if half and not 1 <= hour <= _NOON:
        return None
    if half:
        hour = hour % _HALF_DAY + (_HALF_DAY if half == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def _take_zone(text: str) -> tuple[str, str | None]:
    """Take the time zone off the end of a time."""
    match = _ZONE.search(text)
    if match is None:
        return text, None
    word = fold(match["word"] or match["zulu"])
    rest = text[: match.start()].rstrip(" (")
    if word in _UTC:
        return rest, "UTC"
    key = word[:2] if word[:2] in _ZONES else word[0]
    return rest, _ZONES[key]


def _is_sure(text: str, at: time) -> bool:
    return at.hour not in _AT_NIGHT or _HALF.search(text) is not None


def part_of_day(decimals: str) -> time:
    """Turn what stands behind a spreadsheet's decimal point into a time of day."""
    minutes = min(round(float(f"0.{decimals}") * 24 * 60), 24 * 60 - 1)
    return time(minutes // 60, minutes % 60)
