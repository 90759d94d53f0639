"""Group commit: what arrives while one transaction is being committed forms the next one."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeAlias

import psycopg
from psycopg.rows import DictRow, dict_row

from core.errors import TransientError
from core.log import get_logger
from core.store.database import HOT_LIMITS, LIMIT_SESSION, SILENCE_LIMITS, libpq_url

_log = get_logger(__name__)

AsyncConnection: TypeAlias = psycopg.AsyncConnection[DictRow]
Writer: TypeAlias = Callable[[AsyncConnection, list[Any]], Awaitable[Sequence[Any] | None]]
"""Runs set-based statements over the rows of one kind; may give one result a row."""

_MAX_BATCH = 1000
_MAX_WAITING = 20_000
_MAX_KEPT = 50_000
_CONNECT_SECONDS = 3
_TRANSACTION_SECONDS = 10
_ANSWER_SECONDS = 10.0
"""Twilio gives up after fifteen."""
_RETRY_KEPT_SECONDS = 1.0
_PAUSE_WHEN_GONE_SECONDS = 0.1
_PAUSE_WHEN_LOCKED_SECONDS = 3.0
_RETRIES = 3
_STOP_SECONDS = 3
_RETRYABLE = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)
_GONE = (psycopg.OperationalError, psycopg.InterfaceError, OSError, TimeoutError)
_LOCKED = (psycopg.errors.LockNotAvailable, psycopg.errors.QueryCanceled)
_kind = attrgetter("kind")


@dataclass(slots=True, eq=False)
class _Item:
    kind: str
    row: Any
    done: "asyncio.Future[Any]"
    is_kept: bool

    def resolve(self, result: Any) -> None:
        if not self.done.done():
            self.done.set_result(result)

    def fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)
            self.done.exception()  # a request that went away does not ask for it


class Appender:
    """Writes the rows of many requests in shared transactions, over one connection.

    Each request is answered only when its own rows are durable. A batch that fails is split until
    the row to blame is alone, so that one bad row harms no other. Where the database is gone,
    requests fail with TransientError at once and kept rows wait in memory for its return.
    """

    def __init__(self, url: str, writers: Mapping[str, Writer]) -> None:
        self._url = libpq_url(url)
        self._writers = writers
        self._waiting: deque[_Item] = deque()
        self._kept: deque[_Item] = deque()
        self._wake = asyncio.Event()
        self._is_writing = False
        self._is_gone = False
        self._locked_until: dict[str, float] = {}
        self._connection: AsyncConnection | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start writing; connects with the first batch, so the database may come later."""
        self._wake = asyncio.Event()
        self._task = asyncio.create_task(self._run(), name="appender")

    async def stop(self) -> None:
        """Write what is waiting, within three seconds, and stop."""
        if self._task is None:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(_STOP_SECONDS):
                while self._waiting or self._kept or self._is_writing:
                    await asyncio.sleep(0.02)
                    self._wake.set()
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        self._task = None
        self._fail([*self._waiting, *self._kept])
        await self._disconnect()

    @property
    def is_gone(self) -> bool:
        """Tell whether the database was not there when it was last looked for."""
        return self._is_gone

    async def append(self, kind: str, row: Any, *, within_seconds: float | None = None) -> Any:
        """Wait until `row` is durable and give its writer's result.

        Raises TransientError where too much is waiting already or the database is gone, or silent:
        then the row may still become durable, and whoever sent it sends it again.
        """
        if time.monotonic() < self._locked_until.get(kind, 0.0):
            message = "the rows are locked"
            raise TransientError(message)
        if len(self._waiting) >= _MAX_WAITING:
            message = "too much is waiting to be written"
            raise TransientError(message)
        item = self._add(kind, row, is_kept=False)
        try:
            return await asyncio.wait_for(item.done, within_seconds or _ANSWER_SECONDS)
        except TimeoutError as error:
            message = "the database is silent"
            raise TransientError(message) from error

    def keep(self, kind: str, row: Any) -> "asyncio.Future[Any]":
        """Write `row` when the database lets it, however long that takes; the future tells when."""
        return self._add(kind, row, is_kept=True).done

    def _add(self, kind: str, row: Any, *, is_kept: bool) -> _Item:
        item = _Item(kind, row, asyncio.get_running_loop().create_future(), is_kept)
        self._waiting.append(item)
        self._wake.set()
        return item

    async def _run(self) -> None:
        while True:
            await self._sleep()
            batch = self._take()
            self._is_writing = True
            try:
                await self._write(batch)
            except asyncio.CancelledError:
                self._waiting.extendleft(reversed([i for i in batch if not i.done.done()]))
                raise
            finally:
                self._is_writing = False

    async def _sleep(self) -> None:
        """Wait for rows; what is kept is tried again every second."""
        if not self._waiting:
            self._wake.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(_RETRY_KEPT_SECONDS if self._kept else None):
                    await self._wake.wait()

    def _take(self) -> list[_Item]:
        """Take the next batch, kept rows first, in order of kind so that each is one statement."""
        batch = self._take_kept()
        room = _MAX_BATCH - len(batch)
        batch += [self._waiting.popleft() for _ in range(min(len(self._waiting), room))]
        return sorted(batch, key=_kind)

    def _take_kept(self) -> list[_Item]:
        """Take what is kept, but for rows of a kind that is locked."""
        now = time.monotonic()
        kept = [self._kept.popleft() for _ in range(min(len(self._kept), _MAX_BATCH))]
        self._kept.extend(i for i in kept if now < self._locked_until.get(i.kind, 0.0))
        return [item for item in kept if now >= self._locked_until.get(item.kind, 0.0)]

    async def _write(self, batch: list[_Item], *, tries: int = 1) -> None:
        if not batch:
            return
        try:
            results = await self._transact(batch)
        except _RETRYABLE:
            if tries >= _RETRIES:
                self._give_back(batch)
                return
            await self._write(batch, tries=tries + 1)
        except _LOCKED as error:
            await self._write_by_kind(batch, error)
        except _GONE as error:
            _log.warning("database_gone", error=type(error).__name__)
            self._is_gone = True
            await self._disconnect()
            self._give_back(batch)
            await asyncio.sleep(_PAUSE_WHEN_GONE_SECONDS)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a row is its own failure
            await self._split(batch, error)
        else:
            for item, result in zip(batch, results, strict=True):
                item.resolve(result)

    async def _write_by_kind(self, batch: list[_Item], error: Exception) -> None:
        """Let rows that wait for a lock in vain fail, and no rows of another kind."""
        groups = [list(items) for _, items in groupby(batch, key=_kind)]
        if len(groups) > 1:
            for group in groups:
                await self._write(group)
            return
        kind = batch[0].kind
        _log.warning("rows_locked", kind=kind, error=type(error).__name__)
        self._locked_until[kind] = time.monotonic() + _PAUSE_WHEN_LOCKED_SECONDS
        self._kept.extend(item for item in batch if item.is_kept)
        self._fail([item for item in batch if not item.is_kept])

    async def _split(self, batch: list[_Item], error: Exception) -> None:
        if len(batch) == 1:
            _log.error("row_refused", kind=batch[0].kind, error=type(error).__name__)
            batch[0].fail(error)
            return
        middle = len(batch) // 2
        await self._write(batch[:middle])
        await self._write(batch[middle:])

    async def _transact(self, batch: list[_Item]) -> list[Any]:
        results: list[Any] = []
        async with asyncio.timeout(_TRANSACTION_SECONDS):
            connection = await self._connected()
            async with connection.pipeline(), connection.transaction():
                for kind, items in groupby(batch, key=_kind):
                    rows = [item.row for item in items]
                    given = await self._writers[kind](connection, rows)
                    results += [None] * len(rows) if given is None else given
        self._is_gone = False
        return results

    async def _connected(self) -> AsyncConnection:
        if self._connection is None or self._connection.closed:
            self._connection = await psycopg.AsyncConnection.connect(
                self._url,
                row_factory=dict_row,
                autocommit=True,
                connect_timeout=_CONNECT_SECONDS,
                application_name="review-engine-appender",
                **SILENCE_LIMITS,
            )
            await self._connection.execute(LIMIT_SESSION, HOT_LIMITS.params)
        return self._connection

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(*_GONE):
                await connection.close()

    def _give_back(self, batch: list[_Item]) -> None:
        """Fail the requests that wait, and keep what is to be kept, the newest if too much."""
        self._kept.extendleft(reversed([item for item in batch if item.is_kept]))
        while len(self._kept) > _MAX_KEPT:
            self._fail([self._kept.popleft()])
        gone = [item for item in batch if not item.is_kept]
        while self._waiting:
            item = self._waiting.popleft()
            (self._kept if item.is_kept else gone).append(item)
        self._fail(gone)

    def _fail(self, items: Sequence[_Item]) -> None:
        for item in items:
            item.fail(TransientError("the database is gone"))
