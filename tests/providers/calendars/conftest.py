"""Both calendar clients, talking HTTP to the sandbox, and the front desk that keeps the calendar."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from core.config import Config
from core.providers.calendar_ports import CalendarClient
from core.providers.google_calendar import GoogleCalendar
from core.providers.graph_calendar import GraphCalendar
from core.rules.calendars.events import CalendarEvent
from sandbox.server import SandboxHandle

START = datetime(2026, 3, 4, 17, tzinfo=UTC)
SINCE, UNTIL = START - timedelta(days=1), START + timedelta(days=1)


@pytest.fixture
def google(sandbox: SandboxHandle, config: Config) -> GoogleCalendar:
    return GoogleCalendar(
        client_id=config.google_oauth_client_id,
        client_secret=config.google_oauth_client_secret,
        oauth_base=sandbox.base_url,
        api_base=sandbox.base_url,
        timeout_seconds=0.5,
    )


@pytest.fixture
def graph(sandbox: SandboxHandle, config: Config) -> GraphCalendar:
    return GraphCalendar(
        client_id=config.graph_client_id,
        client_secret=config.graph_client_secret,
        authority=sandbox.base_url,
        api_base=sandbox.base_url,
        timeout_seconds=0.5,
    )


@pytest.fixture(params=["gcal", "outlook"])
def source(request: pytest.FixtureRequest) -> str:
    """Give either provider: what is tested with it holds for both."""
    return request.param


@pytest.fixture
def client(source: str, google: GoogleCalendar, graph: GraphCalendar) -> CalendarClient:
    return google if source == "gcal" else graph


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
