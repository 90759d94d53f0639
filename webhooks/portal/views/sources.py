"""Where a practice's visits come from: how each source is doing, and what can be done about it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.config import Features
from core.rules.calendars.causes import Cause, explain_cause, read_cause
from core.rules.places.local_time import local_date
from core.rules.visits.sources import CALENDARS, SOURCES, Source
from core.sealing import Sealer
from core.store.calendar_connections import ConnectionState
from core.store.known_calendars import NAME_COLUMN, UnreadCalendar
from core.store.portal import SourceCount
from core.store.practices import Practice
from webhooks.portal.views.forms import Said
from webhooks.portal.views.languages import translator
from webhooks.portal.views.pages import day_text, when_text

CONNECTING = timedelta(minutes=30)
"""How long a trip to a consent page is shown as under way."""


@dataclass(frozen=True)
class Sources:
    """What is known of all sources; `desk_issued` is since when the front desk has its link."""

    calendars: Sequence[ConnectionState]
    unread: Sequence[UnreadCalendar]
    counts: Sequence[SourceCount]
    desk_issued: datetime | None


def calendars_view(
    sources: Sources, practice: Practice, features: Features, sealer: Sealer, locale: str
) -> list[dict[str, Any]]:
    """Say of each calendar that can be connected how it is doing."""
    by_source = {state.source: state for state in sources.calendars}
    shown = []
    for source in CALENDARS.values():
        if features.is_on(source.name):
            unread = [one for one in sources.unread if one.source == source.name]
            state = by_source.get(source.name)
            shown.append(
                calendar_state(source, state, unread, practice, sealer, locale)
                | {"visits": visits_text(source.name, sources.counts, practice, locale)}
            )
    return shown


def sources_view(
    sources: Sources, practice: Practice, features: Features, sealer: Sealer, locale: str
) -> list[dict[str, Any]]:
    """Say of each source how it is doing, calendars first."""
    say = translator(locale)
    shown = calendars_view(sources, practice, features, sealer, locale)
    states = {"frontdesk": _desk_text(sources.desk_issued, practice, locale)}
    for value, source in SOURCES.items():
        if value not in CALENDARS and features.is_on(value):
            text = states.get(value, "")
            has_visits = any(count.source == value for count in sources.counts)
            shown.append(
                {
                    "value": value,
                    "title": say(source.title),
                    "text": text or visits_text(value, sources.counts, practice, locale),
                    "kind": "good" if has_visits else "",
                    "visits": visits_text(value, sources.counts, practice, locale) if text else "",
                    "last_reading": "",
                    "advice": [],
                    "is_under_way": False,
                }
            )
    return shown


def is_any_under_way(shown: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether a calendar is being connected, or read for the first time."""
    return any(one.get("is_under_way") for one in shown)


def visits_text(
    source: str, sources: Sequence[SourceCount], practice: Practice, locale: str
) -> str:
    """Say how many visits one source told of."""
    say = translator(locale)
    found = next((s for s in sources if s.source == source), None)
    if found is None:
        return say("No visits in the last 30 days.")
    last = day_text(local_date(found.last_at, practice.zone), locale)
    return say(
        "Visits in the last 30 days: {count}; the last on {day}.", count=found.visits_30d, day=last
    )


def calendar_state(
    source: Source,
    state: ConnectionState | None,
    unread: Sequence[UnreadCalendar],
    practice: Practice,
    sealer: Sealer,
    locale: str,
) -> dict[str, Any]:
    """Say how one calendar is doing, and in `advice` what its owner should do about it."""
    is_connected = state is not None and state.status == "connected"
    lagging = unread if is_connected else ()
    said = _state_text(state, lagging, practice, locale)
    return {
        "value": source.name,
        "title": source.title,
        "text": said.text,
        "kind": said.kind,
        "advice": _advice(source, state, lagging, practice, sealer, locale),
        "is_connected": is_connected,
        "is_connecting": state is not None and state.is_connecting,
        "is_under_way": state is not None
        and (state.is_connecting or (is_connected and state.polled_at is None)),
        "connects_again": bool(state and (state.status == "disconnected" or state.failing_since)),
        "last_reading": _last_reading(state, locale) if is_connected else "",
    }


def _state_text(
    state: ConnectionState | None,
    unread: Sequence[UnreadCalendar],
    practice: Practice,
    locale: str,
) -> Said:
    say = translator(locale)
    if state is not None and state.is_connecting:
        return Said(say("Connecting…"))
    if state is None or state.status is None:
        return Said(say("Not connected"), "bad" if state and state.last_cause else "")
    if state.status != "connected":
        return Said(say("Disconnected: visits no longer reach us from here."), "bad")
    return _reading_text(state, practice, locale, is_whole=not unread)


def _reading_text(
    state: ConnectionState, practice: Practice, locale: str, *, is_whole: bool
) -> Said:
    say = translator(locale)
    if state.failing_since is not None:
        when = when_text(state.failing_since, practice.zone, locale)
        return Said(say("Not readable since {when}; we keep trying.", when=when), "warn")
    if state.polled_at is None:
        return Said(say("Connected; read for the first time soon."), "good")
    when = when_text(state.polled_at, practice.zone, locale)
    if not is_whole:
        return Said(say("Connected; last read {when}, but not all of it.", when=when), "warn")
    return Said(say("Connected, last read {when}", when=when), "good")


def _advice(
    source: Source,
    state: ConnectionState | None,
    unread: Sequence[UnreadCalendar],
    practice: Practice,
    sealer: Sealer,
    locale: str,
) -> list[str]:
    """Say why the account, or one of its calendars, is out of reach, and what helps."""
    if state is None or state.is_connecting:
        return []
    if state.status != "connected" or state.failing_since is not None:
        cause = read_cause(state.last_cause) or read_cause(state.cause)
        shown = cause is not None and (cause is not Cause.PASSING or state.status is None)
        return [explain_cause(cause, locale, calendar=source.title)] if cause and shown else []
    say, told = translator(locale), []
    for one in unread:
        name = sealer.open(one.sealed_name, practice_id=practice.id, column=NAME_COLUMN)
        since = when_text(one.unread_since, practice.zone, locale)
        cause = read_cause(one.cause) or Cause.REFUSED
        which = say("“{name}” has not been read since {when}.", name=name, when=since)
        told.append(f"{which} {explain_cause(cause, locale, calendar=source.title)}")
    return told


def _last_reading(state: ConnectionState | None, locale: str) -> str:
    """Say what the last reading brought, where it brought anything."""
    counts: Mapping[str, Any] = state.last_counts if state else {}
    say: Callable[..., str] = translator(locale)
    parts = []
    if counts.get("entries"):
        text = "Last reading: {visits} new of {entries}."
        parts.append(say(text, entries=counts["entries"], visits=counts.get("accepted", 0)))
    if counts.get("not_a_visit_no_contact"):
        text = "Without phone or email: {count}."
        parts.append(say(text, count=counts["not_a_visit_no_contact"]))
    return " ".join(parts)


def _desk_text(issued: datetime | None, practice: Practice, locale: str) -> str:
    say = translator(locale)
    if issued is None:
        return say("Not set up")
    return say("In use since {day}.", day=day_text(local_date(issued, practice.zone), locale))
