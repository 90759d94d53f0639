"""Both calendar clients, talking HTTP to the sandbox: what holds for either."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from core.config import Config
from core.errors import PermanentError, ProviderRejected, TransientError
from core.providers.calendar_ports import AccessLost, CalendarClient
from core.providers.google_calendar import GoogleCalendar
from core.providers.graph_calendar import GraphCalendar
from core.rules.calendar_events import CalendarEvent
from core.rules.calendar_oauth import (
    AuthorizationRequest,
    google_authorization_url,
    graph_authorization_url,
)
from sandbox.server import SandboxHandle

START = datetime(2026, 3, 4, 17, tzinfo=UTC)
SINCE, UNTIL = START - timedelta(days=1), START + timedelta(days=1)
VERIFIER = "v" * 64
OAUTH = {"gcal": "google_oauth", "outlook": "microsoft_oauth"}
SOURCES = ["gcal", "outlook"]


@pytest.fixture(params=SOURCES)
def source(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def client(source: str, sandbox: SandboxHandle, config: Config) -> CalendarClient:
    if source == "gcal":
        return GoogleCalendar(
            client_id=config.google_oauth_client_id,
            client_secret=config.google_oauth_client_secret,
            oauth_base=sandbox.base_url,
            api_base=sandbox.base_url,
            timeout_seconds=0.5,
        )
    return GraphCalendar(
        client_id=config.graph_client_id,
        client_secret=config.graph_client_secret,
        authority=sandbox.base_url,
        api_base=sandbox.base_url,
        timeout_seconds=0.5,
    )


@pytest.fixture
def desk(source: str, control: Callable[..., dict]) -> Callable[..., dict]:
    """Play the front desk: `desk("events", title=…)`; the calendar starts empty."""
    control(f"calendar/{source}/clear")

    def call(path: str, **body: object) -> dict:
        return control(f"calendar/{source}/{path}", **body)

    return call


@pytest.fixture
def token(desk: Callable[..., dict]) -> str:
    return desk("grants")["refresh_token"]


def at(**shift: float) -> str:
    return (START + timedelta(**shift)).isoformat()


def listed(client: CalendarClient, token: str) -> list[CalendarEvent]:
    return sorted(
        client.list_events(token, since=SINCE, until=UNTIL).events, key=lambda e: e.starts_at
    )


def consent(source: str, sandbox: SandboxHandle, config: Config) -> dict[str, str]:
    """Walk to the consent page and give what it sends back."""
    back = f"{sandbox.stage.world.app_base_url}/connectors/{source}/callback"
    is_google = source == "gcal"
    asked = AuthorizationRequest(
        client_id=config.google_oauth_client_id if is_google else config.graph_client_id,
        redirect_uri=back,
        state="s",
        verifier=VERIFIER,
    )
    url = (google_authorization_url if is_google else graph_authorization_url)(
        sandbox.base_url, asked
    )
    answer = requests.get(url, allow_redirects=False, timeout=5)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(back)
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    return {key: values[0] for key, values in query.items()} | {"redirect_uri": back}


def test_an_entry_comes_whole_and_in_utc(client, desk, token, source):
    made = desk(
        "events",
        title="Cleaning Ana 510-555-0142",
        description="Phone: 510-555-0142",
        start="2026-03-04T09:00:00-08:00",
        minutes=45,
        attendees=["ana@example.com"],
    )
    [event] = listed(client, token)
    assert event.source == source
    assert event.event_id == made["id"]
    assert event.starts_at == START
    assert event.starts_at.utcoffset() == timedelta(0)
    assert event.ends_at == START + timedelta(minutes=45)
    assert event.title == "Cleaning Ana 510-555-0142"
    assert event.description == "Phone: 510-555-0142"
    assert event.attendees == ("ana@example.com",)
    assert (event.all_day, event.cancelled, event.declined, event.series_id) == (False,) * 3 + (
        None,
    )


def test_nothing_of_an_entry_shows_in_its_repr(client, desk, token):
    desk("events", title="Root canal Ana 510-555-0142", start=at(), attendees=["ana@example.com"])
    listing = client.list_events(token, since=SINCE, until=UNTIL)
    for shown in (repr(listing), repr(listing.events[0])):
        assert not any(word in shown for word in ("Ana", "555", "canal", "ana@", token))


def test_all_pages_are_walked(client, desk, token):
    desk("settings", page_size=2)
    for hour in range(7):
        desk("events", title=f"Entry {hour}", start=at(hours=hour), minutes=30)
    assert [event.title for event in listed(client, token)] == [f"Entry {n}" for n in range(7)]


def test_a_series_comes_as_its_instances(client, desk, token):
    master = desk("events", title="Perio", start=at(days=-7), repeat_days=7, repeat_count=10)
    [event] = listed(client, token)
    assert event.series_id == master["id"]
    assert event.event_id != master["id"]
    assert event.starts_at == START


def test_a_moved_instance_comes_at_its_new_time_under_its_old_id(client, desk, token):
    desk("events", title="Perio", start=at(), repeat_days=7, repeat_count=4)
    [before] = listed(client, token)
    desk("events", op="move", id=before.event_id, start=at(hours=3))
    [after] = listed(client, token)
    assert after.event_id == before.event_id
    assert after.starts_at == START + timedelta(hours=3)


def test_canceled_declined_and_all_day_entries_say_so_or_stay_away(client, desk, token):
    for op in ("cancel", "delete", "decline"):
        made = desk("events", title=op, start=at())
        desk("events", op=op, id=made["id"])
    desk("events", title="holiday", start="2026-03-04T00:00:00", minutes=1440, all_day=True)
    desk("events", title="visit", start=at())
    standing = [
        e.title for e in listed(client, token) if not (e.cancelled or e.declined or e.all_day)
    ]
    assert standing == ["visit"]


def test_only_what_overlaps_the_window_comes(client, desk, token):
    desk("events", title="before", start=at(days=-2))
    desk("events", title="into it", start=at(days=-1, minutes=-30))
    desk("events", title="after", start=at(days=2))
    assert [event.title for event in listed(client, token)] == ["into it"]


def test_every_calendar_the_account_keeps_is_read_and_none_it_follows(client, desk, token):
    desk("events", title="hygienist", start=at(), calendar="Hygiene 1")
    desk("events", title="neighbour", start=at(), calendar="Somebody else")
    desk("settings", read_only=["Somebody else"])
    desk("events", title="own", start=at(hours=1))
    assert [event.title for event in listed(client, token)] == ["hygienist", "own"]


def test_accounts_do_not_see_each_other(client, desk):
    desk("events", title="theirs", start=at(), account="a@one.example")
    tokens = [
        desk("grants", account=account)["refresh_token"]
        for account in ("a@one.example", "b@two.example")
    ]
    assert [len(listed(client, token)) for token in tokens] == [1, 0]


def test_colleagues_of_the_office_are_not_taken_for_patients(client, desk):
    desk("events", title="x", start=at(), attendees=["dr.kim@smile.example", "ana@example.com"])
    token = desk("grants", account="desk@smile.example")["refresh_token"]
    [event] = listed(client, token)
    assert event.attendees == ("ana@example.com",)


def test_a_consent_is_traded_for_a_token_that_reads(client, desk, source, sandbox, config):
    desk("events", title="x", start=at())
    back = consent(source, sandbox, config)
    grant = client.exchange(back["code"], verifier=VERIFIER, redirect_uri=back["redirect_uri"])
    assert len(listed(client, grant.refresh_token)) == 1
    assert grant.refresh_token not in repr(grant)


@pytest.mark.parametrize("wrong", ["verifier", "code", "redirect_uri", "again"])
def test_a_code_is_traded_once_and_only_by_whom_it_was_made_for(
    client, desk, source, sandbox, config, wrong
):
    back = consent(source, sandbox, config)
    asked = {"verifier": VERIFIER, "redirect_uri": back["redirect_uri"]}
    code = back["code"]
    if wrong == "again":
        client.exchange(code, **asked)
    elif wrong == "code":
        code = "other"
    else:
        asked[wrong] += "x"
    with pytest.raises(AccessLost) as lost:
        client.exchange(code, **asked)
    assert lost.value.code == "invalid_grant"


def test_a_consent_without_the_calendar_is_no_access(client, desk, source, sandbox, config):
    desk("settings", consent="untick")
    back = consent(source, sandbox, config)
    with pytest.raises(AccessLost, match="scope_not_granted"):
        client.exchange(back["code"], verifier=VERIFIER, redirect_uri=back["redirect_uri"])


def test_a_revoked_consent_is_lost_access(client, desk, token):
    desk("revoke")
    with pytest.raises(AccessLost) as lost:
        listed(client, token)
    assert lost.value.code == "invalid_grant"
    assert token not in str(lost.value)


def test_an_access_token_that_is_refused_is_renewed_once(client, desk, token, control, source):
    desk("events", title="x", start=at())
    control("faults", provider=source, status=401)
    assert len(listed(client, token)) == 1


def test_a_token_refused_after_renewal_is_lost_access(client, desk, token, control, source):
    control("faults", provider=source, status=401, times=2)
    with pytest.raises(AccessLost):
        listed(client, token)


def test_our_own_bad_credentials_do_not_count_against_an_owner(
    desk, token, source, sandbox, config
):
    bad = {"client_id": "x", "client_secret": "y", "api_base": sandbox.base_url}
    client = (
        GoogleCalendar(oauth_base=sandbox.base_url, **bad)
        if source == "gcal"
        else GraphCalendar(authority=sandbox.base_url, **bad)
    )
    with pytest.raises(ProviderRejected) as refused:
        listed(client, token)
    assert not isinstance(refused.value, AccessLost)
    assert refused.value.code == "invalid_client"


@pytest.mark.parametrize("status", [429, 500, 502, 503])
@pytest.mark.parametrize("where", ["api", "oauth"])
def test_busy_answers_may_pass_and_say_when(client, desk, token, control, source, status, where):
    provider = source if where == "api" else OAUTH[source]
    control("faults", provider=provider, status=status, retry_after="17", times=2)
    with pytest.raises(TransientError) as busy:
        listed(client, token)
    assert busy.value.retry_after_seconds == 17


@pytest.mark.parametrize("kind", ["torn", "nonsense", "hangup"])
@pytest.mark.parametrize("where", ["api", "oauth"])
def test_half_an_answer_is_none(client, desk, token, control, source, kind, where):
    desk("events", title="x", start=at())
    provider = source if where == "api" else OAUTH[source]
    control("faults", provider=provider, kind=kind, times=5)
    with pytest.raises(TransientError):
        listed(client, token)


def test_a_page_that_fails_fails_the_listing(client, desk, token, control, source):
    desk("settings", page_size=1)
    for hour in range(3):
        desk("events", title="x", start=at(hours=hour))
    control("faults", provider=source, status=0, times=2)  # the list of calendars, the first page
    control("faults", provider=source, status=503)
    with pytest.raises(TransientError):
        listed(client, token)


def test_a_silent_provider_is_waited_for_only_so_long(client, desk, token, control, source):
    control("faults", provider=source, status=0, delay_seconds=2)
    with pytest.raises(TransientError):
        listed(client, token)


def test_pages_that_expire_under_way_are_asked_for_anew(client, desk, token, control, source):
    desk("settings", page_size=1)
    for hour in range(3):
        desk("events", title=f"{hour}", start=at(hours=hour))
    control("faults", provider=source, status=0, times=2)
    control("faults", provider=source, status=410, code="updatedMinTooLongAgo")
    assert [event.title for event in listed(client, token)] == ["0", "1", "2"]


def test_gone_for_good_is_a_refusal(client, desk, token, control, source):
    control("faults", provider=source, status=0)
    control("faults", provider=source, status=410, times=2)
    with pytest.raises(PermanentError):
        listed(client, token)


def test_forbidden_is_a_refusal_and_not_lost_access(client, desk, token, control, source):
    control("faults", provider=source, status=0)
    control("faults", provider=source, status=403, code="forbidden", times=2)
    with pytest.raises(ProviderRejected) as refused:
        listed(client, token)
    assert not isinstance(refused.value, AccessLost)


def test_without_a_list_of_calendars_the_main_one_is_read(client, desk, token, control, source):
    desk("events", title="x", start=at())
    control("faults", provider=source, status=404, code="notFound")
    assert len(listed(client, token)) == 1
