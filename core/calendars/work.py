"""What reading calendars works with."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from core.calendars.clients import CalendarClients
from core.config import Config
from core.errors import TransientError
from core.sealing import Sealer
from core.store.database import Connection

_ATTEMPTS = 3
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 5.0

T = TypeVar("T")


@dataclass(frozen=True)
class CalendarDeps:
    """Settings, keys, a way to the database, the providers, and how to wait between attempts."""

    config: Config
    sealer: Sealer
    connect: Callable[[], Connection]
    clients: CalendarClients
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Poll:
    """One run for one provider at one instant."""

    deps: CalendarDeps
    source: str
    now: datetime


def try_repeatedly(call: Callable[[], T], sleep: Callable[[float], None]) -> T:
    """Call a provider, again after a short pause where it is only busy.

    A wish to be left alone for longer than a few seconds is granted: that raises TransientError.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return call()
        except TransientError as error:
            pause = error.retry_after_seconds
            if pause is None:
                pause = _FIRST_PAUSE_SECONDS * 2 ** (attempt - 1)
            if attempt == _ATTEMPTS or pause > _LONGEST_PAUSE_SECONDS:
                raise
            sleep(pause)
    raise AssertionError
