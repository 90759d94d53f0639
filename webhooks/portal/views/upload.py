"""A list as its owner sees it: its first rows, what becomes of it, and what is to be mended."""

from collections.abc import Iterator
from datetime import date, timedelta
from heapq import merge
from itertools import islice
from typing import Any

from core.rules.places.local_time import local_date
from core.rules.sending.ask_plan import AskPlan
from core.rules.sending.reason_texts import REASON_TEXTS
from core.rules.visits.lists import ParsedVisits, VisitRow
from core.rules.visits.rejections import explain_rejection
from core.rules.vocabulary import Reason
from core.rules.wording.catalogue import say, to_say
from core.store.practices import Practice
from core.visits.untaken_rows import count_rows_left_out, list_rows_to_mend
from core.visits.uploads import UploadOutcome
from webhooks.portal.views.pages import day_text

_LISTED = 50
_SHOWN = 5
_DAYS = 3
"""Told one by one; the others together."""
_LAST_DIGITS = 4
_CAME, _MISSED, _OPEN = to_say(("Came", "Did not come", "Not sure"))
_HALTED = to_say("Waiting until messages go out again")
_TOO_LATE = to_say(
    "At your daily limit their turn comes when the visit is more than 30 days ago. You can raise"
    " the limit under “Settings”."
)

Line = dict[str, Any]


def first_rows_view(parsed: ParsedVisits, practice: Practice, locale: str) -> list[Line]:
    """Give the first rows of a list as they were read; of a phone, the last four digits."""
    doubtful = ((row.visit, _OPEN) for row in islice(parsed.doubtful, _SHOWN))
    rows = merge(
        ((row, _CAME) for row in islice(parsed.rows, _SHOWN)),
        ((row, _MISSED) for row in islice(parsed.missed, _SHOWN)),
        doubtful,
        key=lambda pair: pair[0].line,
    )
    return [_row(row, told, practice, locale) for row, told in islice(rows, _SHOWN)]


def _row(row: VisitRow, told: str, practice: Practice, locale: str) -> Line:
    digits = (row.phone_e164 or "")[-_LAST_DIGITS:]
    return {
        "name": row.first_name,
        "contact": f"…\u00a0{digits}" if digits else say(to_say("email"), locale),
        "day": day_text(local_date(row.occurred_at, practice.zone), locale),
        "status": say(told, locale),
    }


def plan_view(
    plan: AskPlan, outcome: UploadOutcome, practice: Practice, locale: str, *, today: date
) -> list[Line]:
    """Say line by line what becomes of a list: asked when, not yet, or never, and why."""
    lines = [*_asked(plan, practice, locale, today), *_held(plan, locale)]
    if outcome.duplicates:
        known = say(to_say("The same visit is known already"), locale)
        lines.append(_line(outcome.duplicates, "off", to_say("Not asked again"), known, locale))
    for code, rows in count_rows_left_out(outcome.rejects).most_common():
        told = explain_rejection(code, locale)
        lines.append(_line(rows, "off", to_say("Left out, nothing to mend"), told, locale))
    return lines


def _asked(plan: AskPlan, practice: Practice, locale: str, today: date) -> Iterator[Line]:
    days = list(plan.by_day.items())
    shown = days if len(days) <= _DAYS + 1 else days[:_DAYS]
    for day, asks in shown:
        yield _line(asks, "", _day_line(day, today, locale), "", locale)
    if rest := days[len(shown) :]:
        told = say(
            to_say("The last on {day}, at no more than {cap} texts a day."),
            locale,
            day=day_text(rest[-1][0], locale),
            cap=practice.daily_cap,
        )
        asks = sum(number for _, number in rest)
        yield _line(asks, "", to_say("Asked on the days after"), told, locale)


def _day_line(day: date, today: date, locale: str) -> str:
    if day == today:
        return to_say("Asked today")
    if day == today + timedelta(days=1):
        return to_say("Asked tomorrow")
    return say(to_say("Asked on {day}"), locale, day=day_text(day, locale))


def _held(plan: AskPlan, locale: str) -> Iterator[Line]:
    for reason, asks in plan.waiting.items():
        is_halted = reason is Reason.PROVIDER_DOWN
        told = say(_HALTED if is_halted else REASON_TEXTS[reason], locale)
        yield _line(asks, "wait", to_say("Not asked yet"), told, locale)
    for reason, asks in sorted(plan.never.items(), key=lambda pair: -pair[1]):
        late = plan.too_late if reason is Reason.VISIT_TOO_OLD else 0
        if asks > late:
            told = say(REASON_TEXTS[reason], locale)
            yield _line(asks - late, "off", to_say("Never asked"), told, locale)
        if late:
            yield _line(late, "off", to_say("Never asked"), say(_TOO_LATE, locale), locale)


def _line(number: int, kind: str, text: str, told: str, locale: str) -> Line:
    return {"number": number, "kind": kind, "text": say(text, locale), "told": told}


def untaken_view(outcome: UploadOutcome, locale: str) -> dict[str, Any]:
    """Give the rows to be mended: how many, and the first of them with why."""
    to_mend = list_rows_to_mend(outcome.rejects)
    return {
        "to_mend": len(to_mend),
        "rejects": [
            {"line": row.line, "reason": explain_rejection(row.code, locale)}
            for row in to_mend[:_LISTED]
        ],
    }
