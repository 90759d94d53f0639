"""Where a practice's visits come from: how each source is doing, and what can be done about it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.config import Features
from core.rules.places.local_time import local_date
from core.rules.visits.sources import CALENDARS, SOURCES, Source
from core.store.calendar_connections import ConnectionState
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
    counts: Sequence[SourceCount]
    desk_issued: datetime | None


def calendars_view(
    states: Sequence[ConnectionState],
    sources: Sequence[SourceCount],
    practice: Practice,
    features: Features,
    locale: str,
) -> list[dict[str, Any]]:
    """Say of each calendar that can be connected how it is doing."""
    by_source = {state.source: state for state in states}
    return [
        _calendar(source, by_source.get(source.name), practice, locale)
        | {"visits": visits_text(source.name, sources, practice, locale)}
        for source in CALENDARS.values()
        if features.is_on(source.name)
    ]


def sources_view(
    sources: Sources, practice: Practice, features: Features, locale: str
) -> list[dict[str, Any]]:
    """Say of each source how it is doing, calendars first."""
    say = translator(locale)
    shown = calendars_view(sources.calendars, sources.counts, practice, features, locale)
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
                }
            )
    return shown


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


def _calendar(
    source: Source, state: ConnectionState | None, practice: Practice, locale: str
) -> dict[str, Any]:
    said = _calendar_state(state, practice, locale)
    status = state.status if state else None
    return {
        "value": source.name,
        "title": source.title,
        "text": said.text,
        "kind": said.kind,
        "is_connected": status == "connected",
        "is_connecting": state is not None and state.is_connecting,
        "connects_again": status == "disconnected" or bool(state and state.failing_since),
        "last_reading": _last_reading(state, locale) if status == "connected" else "",
    }


def _calendar_state(state: ConnectionState | None, practice: Practice, locale: str) -> Said:
    say = translator(locale)
    if state is not None and state.is_connecting:
        return Said(say("Connecting…"))
    if state is None or state.status is None:
        failed = state is not None and state.last_outcome
        text = "The last try did not work. Please try once more." if failed else "Not connected"
        return Said(say(text), "bad" if failed else "")
    if state.status != "connected":
        return Said(say("Disconnected: visits no longer reach us from here."), "bad")
    if state.failing_since is not None:
        when = when_text(state.failing_since, practice.zone, locale)
        return Said(say("Not readable since {when}; we keep trying.", when=when), "warn")
    if state.polled_at is None:
        return Said(say("Connected; read for the first time soon."), "good")
    when = when_text(state.polled_at, practice.zone, locale)
    return Said(say("Connected, last read {when}", when=when), "good")


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
