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
_FEWER_JOBS = 2_000
"""For who does a few hundred a second: the rate is the same, and the benchmark ends sooner."""
_NOW = datetime(2026, 3, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Result:
    """What one contender managed: jobs a second, the median of the rounds."""

    name: str
    jobs_per_second: float


def measure_queues(new_database: Callable[[str], str]) -> list[Result]:
    """Measure every contender; `new_database` makes an empty database and gives its URL."""
    contenders: dict[str, tuple[Callable[[str, int], float], int]] = {
        "review-engine": (_drain_own, JOBS),
        "pgqueuer (asyncpg, batch 500)": (
            lambda url, jobs: asyncio.run(_drain_pgqueuer(url, jobs)),
            JOBS,
        ),
        "procrastinate": (
            lambda url, jobs: asyncio.run(_drain_procrastinate(url, jobs)),
            _FEWER_JOBS,
        ),
    }
    results = []
    for number, (name, (drain, jobs)) in enumerate(contenders.items()):
        rates = [
            jobs / drain(new_database(f"queue_{number}_{round_number}"), jobs)
            for round_number in range(ROUNDS)
        ]
        results.append(Result(name, statistics.median(rates)))
    return results


def _drain_own(url: str, jobs: int) -> float:
    with connect(url) as connection:
        apply_migrations(connection)
        connection.execute(
            "insert into jobs (type, payload, run_at)"
            " select 'send_alert', '{}', %s from generate_series(1, %s)",
            (_NOW, jobs),
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
    _require_all(drained, jobs)
    return elapsed


async def _drain_pgqueuer(url: str, jobs: int) -> float:
    connection = await asyncpg.connect(url)
    drained = 0
    try:
        driver = AsyncpgDriver(connection)
        queries = PgqueuerQueries(driver)
        await queries.install()
        await queries.enqueue(["noop"] * jobs, [None] * jobs, [0] * jobs)
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
    _require_all(drained, jobs)
    return elapsed


async def _drain_procrastinate(url: str, jobs: int) -> float:
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url))
    drained = 0

    @app.task(name="noop")
    async def noop() -> None:
        nonlocal drained
        drained += 1

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        await noop.batch_defer_async(*({} for _ in range(jobs)))
        started = time.perf_counter()
        await app.run_worker_async(
            wait=False, concurrency=20, listen_notify=False, install_signal_handlers=False
        )
        elapsed = time.perf_counter() - started
    _require_all(drained, jobs)
    return elapsed


def _require_all(drained: int, jobs: int) -> None:
    if drained != jobs:
        message = f"{drained} of {jobs} jobs were done: the measurement is void"
        raise RuntimeError(message)
