"""Runs the synchronous store functions of rare routes in worker threads, a transaction each."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import psycopg
from psycopg.rows import DictRow, dict_row
from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout

from core.errors import TransientError
from core.store.database import (
    LIMIT_SESSION,
    LIMIT_TRANSACTION,
    PAGE_LIMITS,
    SILENCE_LIMITS,
    UPLOAD_LIMITS,
    Connection,
    libpq_url,
)

_Result = TypeVar("_Result")

_THREADS = 6
_CHECKOUT_SECONDS = 2.0
_FAIL_FAST_SECONDS = 1.0
_ANSWER_SECONDS = 10.0
"""Twilio gives up after fifteen."""
LONG_ANSWER_SECONDS = 120.0
"""For work of many thousands of rows, which its sender expects to take a while."""
_RETRIES = 3
_RETRYABLE = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)


class Database:
    """A pool of connections and as many threads."""

    def __init__(self, url: str, *, confirm: Callable[[Connection], None] | None = None) -> None:
        """Work with the database at `url`; `confirm` refuses, by raising, to work with it."""
        self._url = libpq_url(url)
        self._confirm = confirm
        self._pool: ConnectionPool[psycopg.Connection[DictRow]] | None = None
        self._executor: ThreadPoolExecutor | None = None
        self._gone_until = 0.0
        self._locked_until: dict[object, float] = {}

    async def start(self) -> None:
        """Open the pool; does not wait for the database."""
        self._gone_until = 0.0
        self._executor = ThreadPoolExecutor(_THREADS, thread_name_prefix="database")
        self._pool = ConnectionPool(
            self._url,
            connection_class=psycopg.Connection[DictRow],
            kwargs={
                "row_factory": dict_row,
                "connect_timeout": 3,
                "application_name": "review-engine-web",
                **SILENCE_LIMITS,
            },
            min_size=1,
            max_size=_THREADS,
            timeout=_CHECKOUT_SECONDS,
            reconnect_timeout=_CHECKOUT_SECONDS,
            check=ConnectionPool.check_connection,
            configure=self._prepare,
            open=True,
        )

    async def stop(self) -> None:
        """Finish what runs, and close."""
        if self._executor is not None:
            await asyncio.to_thread(self._executor.shutdown)
        if self._pool is not None:
            await asyncio.to_thread(self._pool.close, 2)
        self._pool = self._executor = None

    async def run(
        self, work: Callable[[Connection], _Result], *, within_seconds: float | None = None
    ) -> _Result:
        """Do `work` in one transaction, durable when this returns.

        Raises TransientError where the database is gone, which the next second takes for granted,
        or silent: then the work may still become durable, and whoever sent it sends it again.
        """
        if self._executor is None or time.monotonic() < self._gone_until:
            message = "the database is gone"
            raise TransientError(message)
        self._require_unlocked(work)
        is_long = within_seconds is not None and within_seconds > _ANSWER_SECONDS
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(self._executor, self._run, work, is_long)
        try:
            return await asyncio.wait_for(running, within_seconds or _ANSWER_SECONDS)
        except TimeoutError as error:
            message = "the database is silent"
            raise TransientError(message) from error

    def _prepare(self, connection: Connection) -> None:
        connection.execute(LIMIT_SESSION, PAGE_LIMITS.params)
        connection.commit()
        if self._confirm is not None:
            self._confirm(connection)

    def _require_unlocked(self, work: Callable[[Connection], object]) -> None:
        """Raise TransientError for work of a kind that has just waited for a lock in vain.

        So it is not every thread that waits for one locked table.
        """
        if time.monotonic() < self._locked_until.get(_kind_of(work), 0.0):
            message = "the rows are locked"
            raise TransientError(message)

    def _run(self, work: Callable[[Connection], _Result], is_long: bool) -> _Result:  # noqa: FBT001 - an executor passes no names
        self._require_unlocked(work)  # it may have waited for its thread
        for tries in range(1, _RETRIES + 1):
            try:
                return self._transact(work, is_long=is_long)
            except _RETRYABLE as error:
                if tries == _RETRIES:
                    message = "transactions kept colliding"
                    raise TransientError(message) from error
        raise AssertionError

    def _transact(self, work: Callable[[Connection], _Result], *, is_long: bool) -> _Result:
        if self._pool is None or time.monotonic() < self._gone_until:
            message = "the database is gone"
            raise TransientError(message)
        try:
            with self._pool.connection() as connection:
                if is_long:
                    connection.execute(LIMIT_TRANSACTION, UPLOAD_LIMITS.params)
                return work(connection)
        except _RETRYABLE:
            raise
        except psycopg.errors.LockNotAvailable as error:
            self._locked_until[_kind_of(work)] = time.monotonic() + _FAIL_FAST_SECONDS
            message = "the rows are locked"
            raise TransientError(message) from error
        except (PoolTimeout, PoolClosed) as error:
            self._gone_until = time.monotonic() + _FAIL_FAST_SECONDS
            message = "the database is gone"
            raise TransientError(message) from error
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            message = "the database went away"
            raise TransientError(message) from error


def _kind_of(work: object) -> object:
    """Give what all calls of one handler share: the code of its function."""
    return getattr(work, "__code__", None)
