"""The portal form: which answers are taken, and what to say about the others."""

import re
from collections.abc import Callable, Mapping
from datetime import time
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from core.onboarding.form_problems import problem_text
from core.rules.names.emails import parse_email
from core.rules.names.practice_names import check_practice_name
from core.rules.places.phone import to_e164
from core.rules.places.review_link import BadLink, check_review_link
from core.rules.visits.sources import SOURCES
from core.rules.wording.languages import LANGUAGES
from core.store.onboarding import Choices

MAX_DAILY_CAP = 1000
MIN_BUDGET_USD, MAX_BUDGET_USD = 1, 100_000
DEFAULT_QUIET_START, DEFAULT_QUIET_END = "20:00", "09:00"

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::00)?", re.ASCII)
_DOLLARS = re.compile(r"\$? ?([0-9]{1,6}(?:\.[0-9]{1,2})?)", re.ASCII)
_MAX_TEXT_CHARS = 120
_MAX_DIGITS = 7
_MAX_DELAY_MINUTES = 7 * 24 * 60
_MAX_COOLDOWN_DAYS = 3650
_STRICTEST_DAY = (time(9), time(20))
_LEAST_OPEN_MINUTES = 60


class _Invalid(ValueError):
    """One answer that is not taken: the code of what to do, and what the text names."""

    def __init__(self, *, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def check_form(form: Mapping[str, Any], locale: str = "en") -> Choices | dict[str, str]:
    """Check every answer of the onboarding form.

    Gives the choices, or beside each answer to be mended what to do, said in `locale`.
    """
    choices = _check(form, _CHECKS, locale)
    problems = choices if isinstance(choices, dict) else {}
    if form.get("consent_accepted") not in (True, "true", "on", "1", "yes"):
        problems["consent_accepted"] = problem_text("consent_accepted", locale)
    return problems or choices


def check_settings(form: Mapping[str, Any], locale: str = "en") -> Choices | dict[str, str]:
    """Check what the owner changes later: the same answers, without consent, and the budget."""
    checks = {n: c for n, c in _CHECKS.items() if n != "consent_name"}
    return _check(form, checks | {"monthly_budget_usd": _budget}, locale)


def _check(
    form: Mapping[str, Any], checks: Mapping[str, Callable[[Any], Any]], locale: str
) -> Choices | dict[str, str]:
    problems: dict[str, str] = {}
    values: dict[str, Any] = {}
    for name, check in checks.items():
        try:
            values[name] = check(form.get(name))
        except _Invalid as error:
            problems[name] = problem_text(error.code, locale, **error.values)
    if not {"quiet_hours_start", "quiet_hours_end"} & problems.keys():
        start, end = values["quiet_hours_start"], values["quiet_hours_end"]
        if _open_minutes(start, end) < _LEAST_OPEN_MINUTES:
            problems["quiet_hours_start"] = problem_text("too_quiet", locale)
    if problems:
        return problems
    link = values.pop("review_link")
    return Choices(review_link=link.url, source_place_id=link.place_id, **values)


def _open_minutes(start: time, end: time) -> int:
    """Count the minutes outside quiet hours within the hours that are lawful everywhere."""
    earliest, latest = (t.hour * 60 + t.minute for t in _STRICTEST_DAY)
    quiet_from, quiet_to = start.hour * 60 + start.minute, end.hour * 60 + end.minute

    def is_quiet(minute: int) -> bool:
        if quiet_from <= quiet_to:
            return quiet_from <= minute < quiet_to
        return minute >= quiet_from or minute < quiet_to

    return sum(not is_quiet(minute) for minute in range(earliest, latest))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise _Invalid(code="not_text")
    text = " ".join(str(value).split())
    if not text.isprintable():
        raise _Invalid(code="unprintable")
    return text


def _optional_text(value: Any) -> str | None:
    if isinstance(value, int):
        raise _Invalid(code="not_text")
    text = _text(value)
    if len(text) > _MAX_TEXT_CHARS:
        raise _Invalid(code="too_long", most=_MAX_TEXT_CHARS)
    return text or None


def _practice_name(value: Any) -> str | None:
    text = _optional_text(value)
    problem = check_practice_name(text) if text else None
    if problem is not None:
        raise _Invalid(code=problem.value, most=_MAX_TEXT_CHARS)
    return text


def _consent_name(value: Any) -> str:
    text = _optional_text(value)
    if text is None:
        raise _Invalid(code="consent_name")
    return text


def _timezone(value: Any) -> str:
    zone = _text(value)
    if zone not in available_timezones() or "/" not in zone:
        raise _Invalid(code="timezone")
    return zone


def _clock(value: Any) -> time:
    found = _CLOCK.fullmatch(_text(value))
    if found is None:
        raise _Invalid(code="clock")
    return time(int(found[1]), int(found[2]))


def _whole(lowest: int, highest: int, *, optional: bool = False) -> Callable[[Any], int | None]:
    code = "whole_number"

    def check(value: Any) -> int | None:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = _text(value)
        if optional and not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS):
            raise _Invalid(code=code, lowest=lowest, highest=highest)
        if not lowest <= int(text) <= highest:
            raise _Invalid(code=code, lowest=lowest, highest=highest)
        return int(text)

    return check


def _budget(value: Any) -> Decimal | None:
    """Read US dollars; None, which is no limit, for a blank."""
    text = _text(value)
    if not text:
        return None
    found = _DOLLARS.fullmatch(text.replace(",", ""))
    if found is None or not MIN_BUDGET_USD <= Decimal(found[1]) <= MAX_BUDGET_USD:
        raise _Invalid(code="budget", lowest=f"${MIN_BUDGET_USD}", highest=f"${MAX_BUDGET_USD:,}")
    return Decimal(found[1])


def _locale(value: Any) -> str:
    text = _text(value).lower()
    if text not in LANGUAGES:
        raise _Invalid(code="locale")
    return text


def _review_link(value: Any) -> Any:
    link = check_review_link(_text(value))
    if isinstance(link, BadLink):
        raise _Invalid(code=link.reason)
    return link


def _phone(value: Any) -> str | None:
    text = _text(value)
    phone = to_e164(text) if text else None
    if text and phone is None:
        raise _Invalid(code="phone")
    return phone


def _email(value: Any) -> str | None:
    text = _text(value)
    email = parse_email(text) if text else None
    if text and email is None:
        raise _Invalid(code="email")
    return email


def _data_source(value: Any) -> str | None:
    text = _text(value).lower()
    if text and text not in SOURCES:
        raise _Invalid(code="data_source", names=", ".join(SOURCES))
    return text or None


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "timezone": _timezone,
    "quiet_hours_start": _clock,
    "quiet_hours_end": _clock,
    "daily_cap": _whole(1, MAX_DAILY_CAP),
    "default_locale": _locale,
    "review_link": _review_link,
    "consent_name": _consent_name,
    "name": _practice_name,
    "phone": _phone,
    "email": _email,
    "digest_email": _email,
    "data_source": _data_source,
    "send_delay_minutes": _whole(0, _MAX_DELAY_MINUTES, optional=True),
    "cooldown_days": _whole(0, _MAX_COOLDOWN_DAYS, optional=True),
}
