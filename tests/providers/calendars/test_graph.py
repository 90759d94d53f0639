"""What is Microsoft's own: its published resources, its zones, its links to the next page."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from babel.core import get_global

from core.errors import PermanentError
from core.providers.graph_calendar import get_zone
from tests.providers.calendars.conftest import SINCE, START, UNTIL

# The resources as https://learn.microsoft.com/graph/api/resources/ describes them in v1.0.
PERSON = {"name": str, "address": str}
MOMENT = {"dateTime": str, "timeZone": str}
ANSWER = {"response": str, "time": str}
PLACE = {
    "displayName": str, "locationType": str, "locationUri": str, "uniqueId": str,
    "uniqueIdType": str, "locationEmailAddress": str, "address": {}, "coordinates": {},
}  # fmt: skip
EVENT: dict[str, Any] = {
    "allowNewTimeProposals": bool, "bodyPreview": str, "changeKey": str, "createdDateTime": str,
    "hasAttachments": bool, "iCalUId": str, "id": str, "importance": str, "isAllDay": bool,
    "isCancelled": bool, "isOnlineMeeting": bool, "isOrganizer": bool, "isReminderOn": bool,
    "lastModifiedDateTime": str, "onlineMeetingProvider": str, "onlineMeetingUrl": str,
    "originalEndTimeZone": str, "originalStart": str, "originalStartTimeZone": str,
    "reminderMinutesBeforeStart": int, "responseRequested": bool, "sensitivity": str,
    "seriesMasterId": str, "showAs": str, "subject": str, "type": str, "webLink": str,
    "attendees": [{"emailAddress": PERSON, "status": ANSWER, "type": str}],
    "body": {"content": str, "contentType": str},
    "start": MOMENT, "end": MOMENT,
    "location": PLACE, "organizer": {"emailAddress": PERSON}, "responseStatus": ANSWER,
}  # fmt: skip
CALENDAR: dict[str, Any] = {
    "allowedOnlineMeetingProviders": [str], "canEdit": bool, "canShare": bool,
    "canViewPrivateItems": bool, "changeKey": str, "color": str, "hexColor": str, "id": str,
    "defaultOnlineMeetingProvider": str, "isDefaultCalendar": bool, "isRemovable": bool,
    "isTallyingResponses": bool, "name": str, "owner": PERSON,
}  # fmt: skip
NOT_SELECTABLE = {"createdDateTime", "lastModifiedDateTime"}
"""Of events in a view: "do not support $select" (user-list-calendarview)."""


@pytest.fixture
def source() -> str:
    return "outlook"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[requests.PreparedRequest]:
    """Collect what the client asks of Graph itself."""
    calls: list[requests.PreparedRequest] = []
    send = requests.Session.send

    def record(session, request, **options):
        if "/v1.0/" in request.url:
            calls.append(request)
        return send(session, request, **options)

    monkeypatch.setattr(requests.Session, "send", record)
    return calls


def strangers(value: Any, shape: Any, path: str) -> list[str]:
    """Name what `value` has that Microsoft does not describe, or describes as another type."""
    kind = shape if isinstance(shape, type) else type(shape)
    if value is None:
        return []
    if not isinstance(value, kind):
        return [f"{path}: {type(value).__name__}"]
    if isinstance(shape, list):
        return [found for one in value for found in strangers(one, shape[0], f"{path}[]")]
    if not isinstance(shape, dict):
        return []
    own = {key: inner for key, inner in value.items() if not key.startswith("@odata.")}
    unknown = [f"{path}.{key}: unknown" for key in own if key not in shape]
    return unknown + [
        found
        for key in own.keys() & shape.keys()
        for found in strangers(own[key], shape[key], f"{path}.{key}")
    ]


def query_of(request: requests.PreparedRequest) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(request.url).query).items()}


def test_the_stand_ins_answers_have_the_shapes_that_microsoft_publishes(sandbox, control, token):
    for body in (
        {
            "title": "a",
            "description": "b",
            "location": "c",
            "attendees": ["A <a@example.com>"],
            "start": "2026-03-04",
        },
        {"title": "c", "start": "2026-03-04", "all_day": True},
        {"title": "d", "start": "2026-03-04T17:00:00", "repeat_days": 1, "repeat_count": 3},
    ):
        control("calendar/outlook/events", **body)
    access = sandbox.stage.outlook.give_access_token("a@one.example")
    window = {"startDateTime": "2026-03-01T00:00:00Z", "endDateTime": "2026-03-09T00:00:00Z"}
    for path, shape, query in (
        ("me/calendars", CALENDAR, {}),
        ("me/calendarView", EVENT, window),
        ("me/calendarView", EVENT, window | {"$select": "id,start"}),
    ):
        answer = requests.get(
            f"{sandbox.base_url}/v1.0/{path}",
            params=query,
            headers={"Authorization": f"Bearer {access}"},
            timeout=5,
        ).json()
        assert answer["value"]
        assert strangers(answer["value"], [shape], path) == []


def test_the_client_asks_only_for_what_microsoft_describes(graph, control, token, asked):
    control("calendar/outlook/events", title="x", start=START.isoformat(), calendar="Hygiene")
    graph.list_events(token, since=SINCE, until=UNTIL)
    calendars, *views = asked
    assert set(query_of(calendars)["$select"].split(",")) <= set(CALENDAR)
    assert len(views) == 2
    for view in views:
        query = query_of(view)
        assert urlsplit(view.url).path.endswith("/calendarView")
        assert set(query) == {"startDateTime", "endDateTime", "$select", "$orderby", "$top"}
        assert set(query["$select"].split(",")) <= set(EVENT) - NOT_SELECTABLE
        assert int(query["$top"]) <= 1000
        assert 'outlook.timezone="UTC"' in view.headers["Prefer"]


def test_pages_may_go_on_under_the_accounts_own_name(graph, control, token, asked):
    control("calendar/outlook/settings", page_size=1)
    for hour in range(2):
        control(
            "calendar/outlook/events", title="x", start=(START + timedelta(hours=hour)).isoformat()
        )
    assert len(graph.list_events(token, since=SINCE, until=UNTIL).events) == 2
    assert "/v1.0/users('" in asked[-1].url


def test_a_link_out_of_graph_is_not_followed(graph, token, monkeypatch):
    elsewhere = {"value": [], "@odata.nextLink": "https://graph.example/v1.0/me/calendarView"}
    monkeypatch.setattr("core.providers.graph_access.GraphSession.get", lambda *_: elsewhere)
    with pytest.raises(PermanentError, match="elsewhere"):
        graph.list_events(token, since=SINCE, until=UNTIL)


@pytest.mark.parametrize(
    ("windows", "real"),
    [
        ("Pacific Standard Time", "America/Los_Angeles"),
        ("US Eastern Standard Time", "America/Indiana/Indianapolis"),
        ("America/New_York", "America/New_York"),
    ],
)
def test_a_mailbox_that_answers_in_its_own_zone_is_understood(graph, control, token, windows, real):
    control("calendar/outlook/settings", zone=[windows, real])
    control("calendar/outlook/events", title="x", start=START.isoformat())
    [event] = graph.list_events(token, since=SINCE, until=UNTIL).events
    assert event.starts_at == START


def test_a_zone_of_the_offices_own_making_costs_its_entries_and_no_others(graph, control, token):
    control("calendar/outlook/settings", zone=["tzone://Microsoft/Custom", "America/Chicago"])
    control("calendar/outlook/events", title="x", start=START.isoformat())
    listing = graph.list_events(token, since=SINCE, until=UNTIL)
    assert listing.events == ()
    assert len(listing.unreadable) == 1


def test_windows_zones_are_those_of_cldr():
    published = get_global("windows_zone_mapping")
    for name, real in published.items():
        if not real.startswith("America/"):
            continue
        zone = get_zone(name)
        for month in (1, 7):
            clock = START.replace(month=month, tzinfo=None)
            here, there = (clock.replace(tzinfo=one).utcoffset() for one in (zone, get_zone(real)))
            assert here == there, name
