"""The table of visit sources, and what must agree with it."""

from importlib import import_module
from importlib.util import find_spec

import pytest

from core.calendars.clients import build_clients
from core.config import Config
from core.rules.visits.sources import (
    CALENDARS,
    POLL_JOBS,
    SOURCES,
    UnknownSource,
    get_calendar,
)
from core.store.database import Connection


def test_the_database_knows_the_same_sources(connection: Connection) -> None:
    rows = connection.execute("select name, is_calendar from visit_sources").fetchall()
    assert {row["name"]: row["is_calendar"] for row in rows} == {
        name: name in CALENDARS for name in SOURCES
    }


@pytest.mark.parametrize("name", ["csv", "fax", "", "GCAL"])
def test_what_is_no_calendar_is_an_error_and_never_microsoft(name: str, config: Config) -> None:
    with pytest.raises(UnknownSource):
        get_calendar(name)
    with pytest.raises(UnknownSource):
        build_clients(config)(name)


@pytest.mark.parametrize("name", CALENDARS)
def test_an_entry_names_settings_and_a_client_that_there_are(name: str, config: Config) -> None:
    _, calendar = get_calendar(name)
    assert isinstance(getattr(config, calendar.consent.client_id), str)
    assert isinstance(getattr(config, calendar.consent.base), str)
    module = f"core.providers.{calendar.client}"
    assert find_spec(module) is not None
    assert callable(import_module(module).connect)


def test_job_types_of_polls_stay_what_they_were() -> None:
    assert POLL_JOBS[:5] == (
        *("exchange_gcal_code", "look_at_gcal", "revoke_gcal"),
        *("exchange_outlook_code", "look_at_outlook"),
    )
