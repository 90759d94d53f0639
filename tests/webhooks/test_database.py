"""Rare routes' transactions: bounded in time, whatever the database does."""

import asyncio

import pytest

from core.errors import TransientError
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
