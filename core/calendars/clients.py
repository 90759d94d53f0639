"""The clients of the two calendar providers, each built when it is first used."""

from functools import cache
from typing import Protocol

from core.config import Config
from core.providers.calendar_ports import CalendarClient


class CalendarClients(Protocol):
    """Gives the client of a source."""

    def __call__(self, source: str) -> CalendarClient:
        """Give the client of `gcal` or `outlook`."""
        ...


def build_clients(config: Config) -> CalendarClients:
    """Promise both clients; an SDK is imported when its client is asked for, and never before."""

    @cache
    def client_of(source: str) -> CalendarClient:
        return _build_google(config) if source == "gcal" else _build_graph(config)

    return client_of


# The imports stand inside: the SDKs cost 0.3 s and 50 MB, and a run needs one of them.


def _build_google(config: Config) -> CalendarClient:
    from core.providers.google_calendar import GoogleCalendar  # noqa: PLC0415

    return GoogleCalendar(
        client_id=config.google_oauth_client_id,
        client_secret=config.google_oauth_client_secret,
        oauth_base=config.google_oauth_base,
        api_base=config.google_api_base,
    )


def _build_graph(config: Config) -> CalendarClient:
    from core.providers.graph_calendar import GraphCalendar  # noqa: PLC0415

    return GraphCalendar(
        client_id=config.graph_client_id,
        client_secret=config.graph_client_secret,
        authority=config.graph_authority,
        api_base=config.graph_api_base,
    )
