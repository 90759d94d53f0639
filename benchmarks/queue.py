"""No-op jobs claimed and finished by one worker, beside pgqueuer and procrastinate.

All three run on the same embedded PostgreSQL, one after another, each in a database of its own,
with everything durable (`synchronous_commit` on). A round enqueues first, then times the draining.
"""

import asyncio
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg
import procrastinate
from pgqueuer import AsyncpgDriver, PgQueuer
from pgqueuer.adapters.persistence.queries import Queries as PgqueuerQueries
from pgqueuer.domain.types import QueueExecutionMode

from core.store.database import connect
from core.store.jobs import claim_due_jobs, finish_jobs
from core.store.migrations import apply_migrations

JOBS = 10_000
ROUNDS = 3
_NOW = datetime(2026, 3, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Result:
    """What one contender managed: jobs a second, the median of the rounds."""

    name: str
    jobs_per_second: float


def measure_queues(new_database: Callable[[str], str]) -> list[Result]:
    """Measure every contender; `new_database` makes an empty database and gives its URL."""
    contenders: dict[str, Callable[[str], float]] = {
        "review-engine": _drain_own,
        "pgqueuer (asyncpg, batch 500)": lambda url: asyncio.run(_drain_pgqueuer(url)),
        "procrastinate": lambda url: asyncio.run(_drain_procrastinate(url)),
    }
    results = []
    for number, (name, drain) in enumerate(contenders.items()):
        rates = [
            JOBS / drain(new_database(f"queue_{number}_{round_number}"))
            for round_number in range(ROUNDS)
        ]
        results.append(Result(name, statistics.median(rates)))
    return results


def _drain_own(url: str) -> float:
    with connect(url) as connection:
        apply_migrations(connection)
        connection.execute(
            "insert into jobs (type, payload, run_at)"
            " select 'send_alert', '{}', %s from generate_series(1, %s)",
            (_NOW, JOBS),
        )
        connection.commit()
        connection.execute("analyze jobs")
        connection.commit()
        started = time.perf_counter()
        done: list[int] = []
        drained = 0
        while True:
            # The last batch is finished in the transaction that claims the next one.
            drained += finish_jobs(connection, done, worker="bench", now=_NOW)
            batch = claim_due_jobs(connection, worker="bench", now=_NOW, limit=1000)
            connection.commit()
            if not batch:
                break
            done = [job.id for job in batch]
        elapsed = time.perf_counter() - started
    _require_all(drained)
    return elapsed


async def _drain_pgqueuer(url: str) -> float:
    connection = await asyncpg.connect(url)
    drained = 0
    try:
        driver = AsyncpgDriver(connection)
        queries = PgqueuerQueries(driver)
        await queries.install()
        await queries.enqueue(["noop"] * JOBS, [None] * JOBS, [0] * JOBS)
        queuer = PgQueuer(driver)

        @queuer.entrypoint("noop")
        async def noop(_job: object) -> None:
            nonlocal drained
            drained += 1

        started = time.perf_counter()
        await queuer.qm.run(batch_size=500, mode=QueueExecutionMode.drain)
        elapsed = time.perf_counter() - started
    finally:
        await connection.close()
    _require_all(drained)
    return elapsed


async def _drain_procrastinate(url: str) -> float:
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url))
    drained = 0

    @app.task(name="noop")
    async def noop() -> None:
        nonlocal drained
        drained += 1

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        await noop.batch_defer_async(*({} for _ in range(JOBS)))
        started = time.perf_counter()
        await app.run_worker_async(
            wait=False, concurrency=20, listen_notify=False, install_signal_handlers=False
        )
        elapsed = time.perf_counter() - started
    _require_all(drained)
    return elapsed


def _require_all(drained: int) -> None:
    if drained != JOBS:
        message = f"{drained} of {JOBS} jobs were done: the measurement is void"
        raise RuntimeError(message)
