"""Group commit."""

import asyncio
import contextlib
from typing import Any

import psycopg
import pytest

from core.errors import TransientError
from core.store.database import connect
from webhooks import appender as module
from webhooks.appender import Appender


@pytest.fixture
def table(database_url: str) -> str:
    with connect(database_url) as connection:
        connection.execute(
            "create table rows (n integer primary key, batch bigint default txid_current())"
        )
    return database_url


async def write(connection: Any, rows: list[int]) -> list[int]:
    await connection.execute("insert into rows (n) select unnest(%s::integer[])", (rows,))
    return [row * 10 for row in rows]


@contextlib.asynccontextmanager
async def running(url: str):
    appender = Appender(url, {"row": write, "other": write})
    await appender.start()
    try:
        yield appender
    finally:
        await appender.stop()


def count(url: str, what: str = "count(*)") -> int:
    with connect(url) as connection:
        return next(
            iter(connection.execute(f"select {what} as n from rows".encode()).fetchone().values())  # noqa: S608
        )


def test_each_request_gets_its_own_result_when_its_row_is_durable(table) -> None:
    async def story() -> list[int]:
        async with running(table) as appender:
            return await asyncio.gather(*(appender.append("row", n) for n in range(500)))

    assert asyncio.run(story()) == [n * 10 for n in range(500)]
    assert count(table) == 500
    assert count(table, "count(distinct batch)") < 50


def test_one_bad_row_harms_no_other(table) -> None:
    async def story() -> list[Any]:
        async with running(table) as appender:
            rows = [appender.append("row" if n % 2 else "other", n) for n in range(50)]
            bad = [appender.append("row", "not a number"), appender.append("row", 7)]
            return await asyncio.gather(*rows, *bad, return_exceptions=True)

    results = asyncio.run(story())
    failed = [n for n, result in enumerate(results) if isinstance(result, Exception)]
    assert 50 in failed
    assert len(failed) == 2
    assert count(table) == 50


def test_a_database_that_is_gone_fails_requests_at_once_and_keeps_what_is_kept(table) -> None:
    async def story() -> None:
        gone = table.replace("/test_", "/gone_")
        appender = Appender(gone, {"row": write})
        await appender.start()
        kept = appender.keep("row", 1)
        with pytest.raises(TransientError):
            await appender.append("row", 2)
        assert not kept.done()
        appender._url = module.libpq_url(table)
        assert await asyncio.wait_for(kept, 5) == 10
        assert await appender.append("row", 3) == 30
        await appender.stop()

    asyncio.run(story())
    assert count(table) == 2


def test_a_connection_that_breaks_is_opened_again(table) -> None:
    async def story() -> None:
        async with running(table) as appender:
            await appender.append("row", 1)
            with psycopg.connect(table, autocommit=True) as connection:
                connection.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'review-engine-appender' and datname = current_database()"
                )
            with contextlib.suppress(TransientError):
                await appender.append("row", 2)
            await appender.append("row", 3)

    asyncio.run(story())
    assert count(table) in {2, 3}


def test_too_much_waiting_is_refused(table, monkeypatch) -> None:
    monkeypatch.setattr(module, "_MAX_WAITING", 3)

    async def story() -> list[Any]:
        async with running(table) as appender:
            calls = [appender.append("row", n) for n in range(5)]
            return await asyncio.gather(*calls, return_exceptions=True)

    results = asyncio.run(story())
    assert [isinstance(r, TransientError) for r in results] == [False] * 3 + [True] * 2


def test_kept_rows_beyond_the_bound_are_dropped_oldest_first(table, monkeypatch) -> None:
    monkeypatch.setattr(module, "_MAX_KEPT", 2)

    async def story() -> list[bool]:
        appender = Appender(table.replace("/test_", "/gone_"), {"row": write})
        await appender.start()
        kept = [appender.keep("row", n) for n in range(4)]
        with contextlib.suppress(TransientError):
            await appender.append("row", 9)
        dropped = [future.done() for future in kept]
        appender._url = module.libpq_url(table)
        await appender.stop()
        return dropped

    assert asyncio.run(story()) == [True, True, False, False]
    assert count(table) == 2


def test_stopping_writes_what_is_waiting(table) -> None:
    async def story() -> None:
        appender = Appender(table, {"row": write})
        await appender.start()
        for n in range(20):
            appender.keep("row", n)
        await appender.stop()

    asyncio.run(story())
    assert count(table) == 20


def test_colliding_transactions_are_tried_again(table) -> None:
    tries = []

    async def collide(connection: Any, rows: list[int]) -> None:
        tries.append(len(rows))
        if len(tries) < 3:
            raise psycopg.errors.DeadlockDetected
        await write(connection, rows)

    async def story() -> None:
        appender = Appender(table, {"row": collide})
        await appender.start()
        await appender.append("row", 1)
        await appender.stop()

    asyncio.run(story())
    assert len(tries) == 3
    assert count(table) == 1


def test_a_silent_database_keeps_nobody_waiting(table) -> None:
    async def story() -> None:
        async with running(table) as appender:
            with connect(table) as other:
                other.execute("lock table rows in access exclusive mode")
                with pytest.raises(TransientError, match="silent"):
                    await appender.append("row", 1, within_seconds=0.1)
            assert await appender.append("row", 2) == 20

    asyncio.run(story())
    assert count(table) == 2  # what was given up on became durable after all
