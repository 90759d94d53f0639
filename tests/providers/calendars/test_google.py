"""What is Google's own: its document's shapes, its reasons, its consent page."""

import json
import re
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httplib2
import pytest
import requests

from core.errors import TransientError
from core.providers.calendar_ports import AccessLost, CalendarRefused
from core.rules.calendars.causes import Cause
from core.rules.calendars.oauth import (
    AuthorizationRequest,
    GoogleScopes,
    authorization_url,
    code_challenge,
)
from core.rules.visits.sources import get_calendar
from tests.providers.calendars.conftest import SINCE, START, UNTIL

DOCUMENT = json.loads(
    (files("googleapiclient") / "discovery_cache" / "documents" / "calendar.v3.json").read_text()
)
GOOGLE, MICROSOFT = (get_calendar(name)[1].consent for name in ("gcal", "outlook"))
ASKED = AuthorizationRequest("client", "https://app.example/connectors/gcal/callback", "st", "ver")


@pytest.fixture
def source() -> str:
    return "gcal"


def strangers(value: Any, schema: dict[str, Any], path: str) -> list[str]:
    """Name what `value` has that Google's document does not know, or knows as another type."""
    if "$ref" in schema:
        schema = DOCUMENT["schemas"][schema["$ref"]]
    kinds = {"string": str, "boolean": bool, "integer": int, "array": list, "object": dict}
    if not isinstance(value, kinds[schema["type"]]):
        return [f"{path}: {type(value).__name__}"]
    if isinstance(value, list):
        return [s for one in value for s in strangers(one, schema["items"], f"{path}[]")]
    if not isinstance(value, dict):
        return []
    known = schema.get("properties", {})
    return [f"{path}.{key}: unknown" for key in value if key not in known] + [
        s
        for key in value
        if key in known
        for s in strangers(value[key], known[key], f"{path}.{key}")
    ]


def test_the_stand_ins_answers_have_the_shapes_of_googles_document(sandbox, control, token):
    for body in (
        {
            "title": "a",
            "description": "b",
            "location": "c",
            "attendees": ["A <a@example.com>"],
            "start": "2026-03-04",
        },
        {"title": "c", "start": "2026-03-04", "all_day": True},
        {"title": "d", "start": "2026-03-04T17:00:00", "repeat_days": 7, "repeat_count": 3},
    ):
        control("calendar/gcal/events", **body)
    access = sandbox.stage.google.give_access_token("a@one.example")
    for path, schema, query in (
        ("users/me/calendarList", "CalendarList", {}),
        ("calendars/primary/events", "Events", {"singleEvents": "true", "maxResults": "2"}),
        ("calendars/primary/events", "Events", {}),
    ):
        answer = requests.get(
            f"{sandbox.base_url}/calendar/v3/{path}",
            params=query,
            headers={"Authorization": f"Bearer {access}"},
            timeout=5,
        ).json()
        assert answer["items"]
        assert strangers(answer, {"$ref": schema}, schema) == []


def test_the_client_asks_only_for_what_googles_document_knows(google, control, token, monkeypatch):
    control("calendar/gcal/events", title="x", start=START.isoformat())
    asked: list[str] = []
    request = httplib2.Http.request

    def record(http, uri, *args, **options):
        asked.append(uri)
        return request(http, uri, *args, **options)

    monkeypatch.setattr(httplib2.Http, "request", record)
    google.list_events(token, since=SINCE, until=UNTIL)
    lists, events = (urlsplit(uri) for uri in asked)
    for url, resource, schema in (
        (lists, "calendarList", "CalendarList"),
        (events, "events", "Events"),
    ):
        method = DOCUMENT["resources"][resource]["methods"]["list"]
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        known = DOCUMENT["parameters"] | method["parameters"]
        path = f"/{DOCUMENT['servicePath']}{method['path']}".replace("{calendarId}", "primary")
        assert url.path == path
        assert set(query) <= set(known)
        assert fields_unknown_to(schema, query["fields"]) == []
        assert int(query["maxResults"]) <= int(
            method["parameters"]["maxResults"].get("maximum", 2500)
        )
        for key in query.keys() & {"minAccessRole", "orderBy"}:
            assert query[key] in known[key]["enum"]
        assert GoogleScopes.CALENDAR in method["scopes"]


def fields_unknown_to(schema: str, mask: str) -> list[str]:
    """Name the fields of a mask, such as "items(id,start)", that a schema does not have."""
    known, found, above = DOCUMENT["schemas"][schema]["properties"], [], []
    for name, mark in re.findall(r"(\w*)([(),]|$)", mask):
        if name and name not in known:
            found.append(f"{schema}.{name}")
        if mark == "(":
            above.append(known)
            inner = known[name].get("items", known[name])
            known = (DOCUMENT["schemas"][inner["$ref"]] if "$ref" in inner else inner)["properties"]
        elif mark == ")":
            known = above.pop()
    return found


@pytest.mark.parametrize("reason", ["rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded"])
def test_a_403_that_speaks_of_limits_may_pass(google, control, token, reason):
    control("faults", provider="gcal", status=403, code=reason, retry_after="4", times=2)
    with pytest.raises(TransientError) as busy:
        google.list_events(token, since=SINCE, until=UNTIL)
    assert busy.value.retry_after_seconds == 4


def test_a_403_that_speaks_of_scopes_asks_the_owner_to_tick_the_box(google, control, token):
    control("faults", provider="gcal", status=403, code="insufficientPermissions", times=2)
    with pytest.raises(CalendarRefused, match="insufficientPermissions") as refused:
        google.list_events(token, since=SINCE, until=UNTIL)
    assert not isinstance(refused.value, AccessLost)
    assert refused.value.cause is Cause.BOX_UNTICKED


def test_working_places_focus_times_and_birthdays_are_not_entries(google, control, token):
    for kind in ("workingLocation", "focusTime", "outOfOffice", "birthday", "fromGmail"):
        control("calendar/gcal/events", title=kind, start=START.isoformat(), kind=kind)
    control("calendar/gcal/events", title="visit", start=START.isoformat())
    found = google.list_events(token, since=SINCE, until=UNTIL).events
    assert [event.title for event in found] == ["visit"]


def test_an_entry_in_two_calendars_counts_once_and_the_copy_that_takes_place_wins(
    google, control, token, sandbox
):
    made = control("calendar/gcal/events", title="declined copy", start=START.isoformat())
    control("calendar/gcal/events", op="decline", id=made["id"])
    book = sandbox.stage.google
    declined = book.find(made["id"])
    book.entries["other"] = type(declined)(
        **{**vars(declined), "calendar": "Hygiene", "declined": False, "title": "real one"}
    )
    [event] = google.list_events(token, since=SINCE, until=UNTIL).events
    assert (event.title, event.declined) == ("real one", False)


def test_the_consent_page_is_asked_for_the_least_and_for_lasting_access():
    query = {
        key: value[0]
        for key, value in parse_qs(urlsplit(authorization_url(GOOGLE, "", ASKED)).query).items()
    }
    assert authorization_url(GOOGLE, "", ASKED).startswith(
        "https://accounts.google.com/o/oauth2/v2/auth?"
    )
    assert query["scope"] == "https://www.googleapis.com/auth/calendar.readonly"
    assert (query["access_type"], query["prompt"]) == ("offline", "consent")
    assert query["code_challenge_method"] == "S256"
    assert query["code_challenge"] == code_challenge("ver")
    assert "ver" not in query.values()


def test_microsofts_consent_page_is_asked_for_reading_calendars_only():
    url = urlsplit(authorization_url(MICROSOFT, "https://login.microsoftonline.com", ASKED))
    query = parse_qs(url.query)
    assert (url.netloc, url.path) == (
        "login.microsoftonline.com",
        "/common/oauth2/v2.0/authorize",
    )
    assert query["scope"] == ["offline_access https://graph.microsoft.com/Calendars.Read"]


def test_the_challenge_is_that_of_the_rfc():
    # RFC 7636, appendix B
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert code_challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
