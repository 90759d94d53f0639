"""The clients of the calendars' providers, each built when it is first used."""

from functools import cache
from importlib import import_module
from typing import Protocol

from core.config import Config
from core.providers.calendar_ports import CalendarClient
from core.rules.visits.sources import get_calendar


class CalendarClients(Protocol):
    """Gives the client of a source."""

    def __call__(self, source: str) -> CalendarClient:
        """Give the client of a calendar; raises UnknownSource for whatever is none."""
        ...


def build_clients(config: Config) -> CalendarClients:
    """Promise all clients; a client's module is imported when it is asked for, and never before.

    The SDKs cost 0.3 s and 50 MB, and a run needs one of them.
    """

    @cache
    def client_of(source: str) -> CalendarClient:
        _, calendar = get_calendar(source)
        module = import_module(f"core.providers.{calendar.client}")
        client: CalendarClient = module.connect(config)
        return client

    return client_of
