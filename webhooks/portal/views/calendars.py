"""What the page about calendars shows: which are read, where the fields stand, what comes of it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from core.calendars.choices import Desk, LookState
from core.rules.calendars.doubts import explain_doubt
from core.rules.calendars.events import NotAVisit
from core.rules.calendars.fields import HOLDERS, FieldChoice
from core.rules.calendars.findings import CalendarName, Findings, Foreseen, foresee
from core.rules.calendars.titles import Doubt
from core.rules.visits.sources import SOURCES
from core.rules.wording.catalogue import to_say
from core.store.calendar_connections import ConnectionState
from core.store.practices import Practice
from webhooks.portal.views.languages import translator
from webhooks.portal.views.pages import when_text

_SHOWN = 12
_HOLDER_TEXTS = to_say({"name": "The name", "phone": "The phone", "email": "The email"})
_FIELD_TEXTS = to_say(
    {
        "title": "Title",
        "description": "Description",
        "location": "Location",
        "attendees": "Guests",
    }
)
_NOT_A_VISIT = "not_a_visit_"


def calendar_card(
    source: str,
    desk: Desk,
    state: ConnectionState | None,
    practice: Practice,
    locale: str,
    *,
    calendars: Collection[str] | None = None,
    fields: FieldChoice | None = None,
    problem: str = "",
) -> dict[str, Any]:
    """Show one provider: by the choice on the page if it is given, else by the one that holds."""
    card = {
        "value": source,
        "title": SOURCES[source].title,
        "is_connected": desk.is_connected,
        "look": desk.state.value,
        "reading": _reading_text(desk, locale),
        "reasons": _reasons(state, locale),
        "problem": problem,
    }
    if desk.state is not LookState.READY or desk.findings is None:
        return card
    shown = usual_calendars(desk) if calendars is None else calendars
    chosen = desk.fields if fields is None else fields
    return card | {
        "calendars": [_calendar(one, shown, locale) for one in desk.findings.calendars],
        "holders": _holders(chosen, locale),
        "foreseen": _foreseen(desk.findings, shown, chosen, practice, locale),
    }


def usual_calendars(desk: Desk) -> frozenset[str]:
    """Give the calendars that are read as things stand."""
    if desk.calendars is not None:
        return desk.calendars
    known = desk.findings.calendars if desk.findings else ()
    return frozenset(calendar.id for calendar in known if calendar.is_kept)


def _reading_text(desk: Desk, locale: str) -> str:
    say = translator(locale)
    if not desk.is_connected:
        return ""
    if desk.calendars is None:
        return say("We read every calendar that this account keeps.")
    return say("Calendars we read, as you chose: {count}.", count=len(desk.calendars))


def _reasons(state: ConnectionState | None, locale: str) -> list[dict[str, Any]]:
    """Say what of the last reading was no visit, the most frequent reason first."""
    counts: Mapping[str, Any] = state.last_counts if state else {}
    found = [
        {
            "count": int(count),
            "text": explain_doubt(Doubt(label.removeprefix(_NOT_A_VISIT)), locale),
        }
        for label, count in counts.items()
        if label.startswith(_NOT_A_VISIT)
    ]
    return sorted(found, key=lambda one: -one["count"])


def _calendar(calendar: CalendarName, shown: Collection[str], locale: str) -> dict[str, Any]:
    say = translator(locale)
    hint = say("Main calendar") if calendar.is_main else ""
    if not calendar.is_kept:
        hint = say("Followed: this account cannot change it")
    return {"id": calendar.id, "name": calendar.name, "hint": hint, "checked": calendar.id in shown}


def _holders(chosen: FieldChoice, locale: str) -> list[dict[str, Any]]:
    say = translator(locale)
    return [
        {
            "value": holder,
            "text": say(_HOLDER_TEXTS[holder]),
            "parts": [
                {
                    "value": part.value,
                    "text": say(_FIELD_TEXTS[part.value]),
                    "checked": part in getattr(chosen, holder),
                }
                for part in parts
            ],
        }
        for holder, parts in HOLDERS.items()
    ]


def _foreseen(
    findings: Findings,
    shown: Collection[str],
    chosen: FieldChoice,
    practice: Practice,
    locale: str,
) -> dict[str, Any]:
    coming: Sequence[Foreseen] = foresee(findings, calendars=shown, fields=chosen)
    visits = sum(not isinstance(one.verdict, NotAVisit) for one in coming)
    return {
        "entries": len(coming),
        "visits": visits,
        "rows": [_row(one, practice, locale) for one in coming[:_SHOWN]],
        "more": max(0, len(coming) - _SHOWN),
    }


def _row(one: Foreseen, practice: Practice, locale: str) -> dict[str, Any]:
    when, verdict = when_text(one.ends_at, practice.zone, locale), one.verdict
    if isinstance(verdict, NotAVisit):
        return {
            "when": when,
            "name": "",
            "contact": "",
            "why": explain_doubt(verdict.reason, locale),
        }
    contact = " · ".join(filter(None, (verdict.phone_e164, verdict.email)))
    return {"when": when, "name": verdict.first_name, "contact": contact, "why": ""}
