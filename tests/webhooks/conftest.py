"""The web app as its callers see it: signed requests in, answers and rows out."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from core.config import Config
from core.store.database import connect
from tests.webhooks.server import Server, running_server
from tests.webhooks.signed import checkout_event, sign_stripe, sign_twilio
from tests.webhooks.web import Web
from webhooks.deps import build_deps


@pytest.fixture
def make_web(database_url: str, config: Config, now: datetime) -> Iterator[Callable[..., Web]]:
    """Give a maker of web apps over the test's own database, at the test's own time."""
    with connect(database_url) as database, ExitStack() as exits:
        database.autocommit = True

        def make(**changes: Any) -> Web:
            at = changes.pop("now", now)
            seen = replace(config, **({"database_url": database_url, "engine_now": at} | changes))
            made = Web(build_deps(seen), database, at)
            exits.callback(made.client.close)
            return made

        yield make


@pytest.fixture
def web(make_web: Callable[..., Web]) -> Web:
    return make_web()


@pytest.fixture(name="checkout_event")
def _checkout_event() -> Callable[..., dict[str, Any]]:
    return checkout_event


@pytest.fixture(name="sign_stripe")
def _sign_stripe() -> Callable[..., str]:
    return sign_stripe


@pytest.fixture(name="sign_twilio")
def _sign_twilio() -> Callable[..., str]:
    return sign_twilio


@pytest.fixture
def serve(
    database_url: str, config: Config, now: datetime
) -> Callable[..., AbstractContextManager[Server]]:
    """Give a maker of real servers over the test's own database."""

    def start(*, workers: int = 2, url: str = database_url) -> AbstractContextManager[Server]:
        return running_server(config, database_url=url, now=now, workers=workers)

    return start


@pytest.fixture
def practice_id(web: Web) -> UUID:
    return web.practice()


@pytest.fixture
def owner(web: Web, practice_id: UUID) -> dict[str, str]:
    return web.session(practice_id)


@pytest.fixture
def new_practice_id(web: Web) -> UUID:
    """Give a practice that has paid, and not been onboarded."""
    practice_id = web.practice(status="provisioning", review_link=None)
    web.database.execute(
        "update settings set onboarding_completed_at = null, sms_status = 'pending'"
    )
    return practice_id


@pytest.fixture
def form(web: Web, new_practice_id: UUID) -> dict[str, object]:
    """Give the onboarding form of that practice as a careful owner fills it in."""
    return {
        "token": web.magic_link(new_practice_id),
        "timezone": "America/Denver",
        "quiet_hours_start": "19:30",
        "quiet_hours_end": "09:30",
        "daily_cap": 25,
        "default_locale": "es",
        "review_link": "https://search.google.com/local/writereview?placeid=ChIJN1t_tDeuEmsRUsoyG83frY4",
        "consent_name": "Dr. Kim",
        "consent_accepted": True,
    }
