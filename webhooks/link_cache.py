"""Where the codes of tracking links lead, kept in memory so that an outage strands nobody."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg

from core.errors import TransientError
from core.log import get_logger
from core.store.clicks import TrackingLink, list_recent_links
from webhooks.deps import Deps

_log = get_logger(__name__)

_CACHE_SIZE = 20_000
_FRESH_SECONDS = 1.0
"""A double tap costs one look; a link that an owner has just changed leads to the new place."""
_MOST_RECENT = 10_000
_RECENT = timedelta(days=3)
"""Nearly all who ever open a link do so in this time."""
_LATE_COMMITS = timedelta(minutes=5)
_REFRESH_SECONDS = 10.0
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Cached:
    link: TrackingLink
    read_at: float


class LinkCache:
    """Where codes lead, least recently used out first; a stale entry serves in an outage."""

    def __init__(self) -> None:
        self._entries: OrderedDict[str, _Cached] = OrderedDict()

    def get(self, code: str, *, may_be_stale: bool = False) -> TrackingLink | None:
        """Give a link read within the last second, or ever if `may_be_stale`."""
        entry = self._entries.get(code)
        if entry is None:
            return None
        if not may_be_stale and time.monotonic() - entry.read_at > _FRESH_SECONDS:
            return None
        self._entries.move_to_end(code)
        return entry.link

    def put(self, code: str, link: TrackingLink) -> None:
        """Remember a link."""
        self._entries[code] = _Cached(link, time.monotonic())
        self._entries.move_to_end(code)
        if len(self._entries) > _CACHE_SIZE:
            self._entries.popitem(last=False)


class RecentLinks:
    """Puts the links of what was sent lately into a cache: most patients open theirs only once."""

    def __init__(self, deps: Deps, cache: LinkCache) -> None:
        self._deps = deps
        self._cache = cache
        self._read_at: datetime | None = None
        self._task: asyncio.Task[None] | None = None

    async def process_startup(self, scope: Mapping[str, Any], event: Mapping[str, Any]) -> None:
        """Start reading, every ten seconds."""
        del scope, event
        self._task = asyncio.create_task(self._keep_reading(), name="recent-links")

    async def process_shutdown(self, scope: Mapping[str, Any], event: Mapping[str, Any]) -> None:
        """Stop."""
        del scope, event
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _keep_reading(self) -> None:
        while True:
            await asyncio.sleep(_REFRESH_SECONDS)
            try:
                await self.refresh()
            except (TransientError, psycopg.Error) as error:
                _log.warning("recent_links_not_read", error=type(error).__name__)

    async def refresh(self) -> None:
        """Read what was sent since the last time, or in the last three days."""
        now = self._deps.clock()
        since = now - _RECENT if self._read_at is None else self._read_at - _LATE_COMMITS
        links = await self._deps.database.run(
            lambda connection: list_recent_links(connection, since=since, limit=_MOST_RECENT)
        )
        for number, (code, link) in enumerate(links.items()):
            self._cache.put(code, link)
            if number % _AT_ONCE == 0:
                await asyncio.sleep(0)
        self._read_at = now
