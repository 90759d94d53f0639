"""Rare routes' transactions: bounded in time, whatever the database does."""

import asyncio

import pytest

from core.errors import TransientError
from core.operations.data_keys import confirm_keys
from core.sealing import Sealer
from core.store.database import connect
from webhooks.database import Database


def test_a_silent_database_keeps_nobody_waiting(database_url) -> None:
    async def story() -> int:
        database = Database(database_url)
        await database.start()
        try:
            with connect(database_url) as other:
                other.execute("lock table raw_events in access exclusive mode")
                with pytest.raises(TransientError, match="silent"):
                    await database.run(
                        lambda c: c.execute("select from raw_events"), within_seconds=0.1
                    )
            return await database.run(lambda c: c.execute("select from raw_events").rowcount)
        finally:
            await database.stop()

    assert asyncio.run(story()) == 0


def test_with_a_key_that_would_not_find_opt_outs_nothing_is_written(database_url) -> None:
    def run(key: bytes) -> None:
        sealer = Sealer((key,))

        async def story() -> None:
            database = Database(database_url, confirm=lambda c: confirm_keys(c, sealer))
            await database.start()
            try:
                await database.run(lambda c: c.execute("insert into practices (name) values ('A')"))
            finally:
                await database.stop()

        asyncio.run(story())

    run(b"a" * 32)
    with pytest.raises(TransientError):
        run(b"b" * 32)
    with connect(database_url) as connection:
        assert connection.execute("select from practices").rowcount == 1
