"""Taps on links at a steady rate: `/r/{code}` on the real gunicorn app and PostgreSQL.

`python -m benchmarks.clicks [--rate 200] [--seconds 20]`. Requests leave when they are due, whether
or not earlier ones were answered, and are timed from then on: a server that falls behind shows it.
Then the database goes away for a while: people must still get to Google, by links that nobody has
opened before too, and be counted when it is back.
"""

import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import click
import psycopg
import requests

from benchmarks.offices import new_database, open_folder, seed_requests
from core.config import PROJECT_ROOT, load_config
from core.sealing import Sealer
from core.store.database import connect

TARGET_P99_MS = 50.0
_CONNECTIONS = 64
_LINKS = 2_000
_WARM_UP_SECONDS = 2.0
_LINKS_READ_SECONDS = 15.0
"""By then each worker knows the links that were sent lately."""
_NOTICING_SECONDS = 1.0
_PERSON = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
    " Gecko) Version/18.3 Mobile/15E148 Safari/604.1"
)


@dataclass(frozen=True)
class Phase:
    """How fast people got to Google, and whether each tap was counted."""

    taps: int
    redirected: int
    counted: int
    p50_ms: float
    p99_ms: float
    slowest_ms: float

    @property
    def is_good(self) -> bool:
        """Tell whether all were led on and counted, within the target."""
        return self.taps == self.redirected == self.counted and self.p99_ms <= TARGET_P99_MS


@dataclass(frozen=True)
class Findings:
    """The same rate with the database there, and without it."""

    rate: int
    ordinary: Phase
    outage: Phase

    @property
    def is_good(self) -> bool:
        """Tell whether both phases were."""
        return self.ordinary.is_good and self.outage.is_good


def measure(rate: int, seconds: float, *, workers: int) -> Findings:
    """Tap `rate` links a second for `seconds`, and half as long in an outage."""
    _, server_url = open_folder("clicks")
    url = new_database(server_url, "clicks")
    sealer = Sealer(load_config({}).data_encryption_keys)
    codes = sorted(seed_requests(url, sealer, 2 * _LINKS, now=datetime.now(UTC)))
    with connect(url) as connection:
        connection.execute(b"update review_requests set status = 'sent', sent_at = now()")
    opened, unopened = codes[:_LINKS], codes[_LINKS:]
    with serve_web(url, workers) as (port, _):
        began = time.monotonic()
        asyncio.run(_tap(port, opened, rate, _WARM_UP_SECONDS))
        before = _clicks(url)
        ordinary = _phase(url, asyncio.run(_tap(port, opened, rate, seconds)), since=before)
        time.sleep(max(0.0, began + _LINKS_READ_SECONDS - time.monotonic()))
        before = _clicks(url)
        with _database_away(server_url):
            asyncio.run(_tap(port, opened, rate, _NOTICING_SECONDS))
            answers = asyncio.run(_tap(port, unopened, rate, seconds / 2))
        known = before + int(rate * _NOTICING_SECONDS)
        _wait_until(lambda: _clicks(url) - known >= len(answers))
        outage = _phase(url, answers, since=known)
    return Findings(rate, ordinary, outage)


def _phase(url: str, answers: list[tuple[bytes, float]], *, since: int) -> Phase:
    times = sorted(answer[1] for answer in answers)
    return Phase(
        taps=len(answers),
        redirected=sum(status == b"302" for status, _ in answers),
        counted=_clicks(url) - since,
        p50_ms=_at(times, 0.50),
        p99_ms=_at(times, 0.99),
        slowest_ms=_at(times, 1.0),
    )


def _clicks(url: str) -> int:
    with connect(url) as connection:
        row = connection.execute(
            b"select count(*) as clicks from events where type = 'clicked'"
        ).fetchone()
    return int(str(row["clicks"])) if row else 0


@contextmanager
def _database_away(server_url: str) -> Iterator[None]:
    """Let nobody in, and throw out who is there."""
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute("alter database clicks allow_connections false")
        server.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'clicks'"
        )
        try:
            yield
        finally:
            server.execute("alter database clicks allow_connections true")


def _wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.2)


def _at(times: list[float], share: float) -> float:
    return round(1000 * times[min(len(times) - 1, int(share * len(times)))], 1)


@contextmanager
def serve_web(database_url: str, workers: int) -> Iterator[tuple[int, int]]:
    """Serve the web app on gunicorn; gives its port and the process id of its master."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    program = (
        "import sys; from core.config import load_config; from webhooks.server import serve;"
        f"serve(load_config(), {port}, workers={workers}, host='127.0.0.1')"
    )
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database_url,
        "APP_BASE_URL": f"http://127.0.0.1:{port}",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        env=environment,
        cwd=PROJECT_ROOT,
        stderr=subprocess.DEVNULL,  # the outage, told ten times a second
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz")
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if requests.get(url, timeout=2).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    message = "the web app did not come up"
    raise RuntimeError(message)


async def _tap(port: int, codes: list[str], rate: int, seconds: float) -> list[tuple[bytes, float]]:
    """Tap at even intervals; gives each answer's status and the seconds since it was due."""
    loop = asyncio.get_running_loop()
    chance = random.Random(1)  # noqa: S311 - picks links, guards nothing
    start = loop.time() + 0.2
    due = iter([start + n / rate for n in range(int(rate * seconds))])
    answers: list[tuple[bytes, float]] = []

    async def browser() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for at in due:
            await asyncio.sleep(at - loop.time())
            writer.write(
                f"GET /r/{chance.choice(codes)} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
                f"User-Agent: {_PERSON}\r\n\r\n".encode()
            )
            head = await reader.readuntil(b"\r\n\r\n")
            fields = head.lower().partition(b"content-length:")[2]
            await reader.readexactly(int(fields.partition(b"\r\n")[0] or 0))
            answers.append((head[9:12], loop.time() - at))
        writer.close()

    await asyncio.gather(*(browser() for _ in range(_CONNECTIONS)))
    return answers


@click.command()
@click.option("--rate", default=200, show_default=True)
@click.option("--seconds", default=20.0, show_default=True)
@click.option("--workers", default=2, show_default=True)
def main(rate: int, seconds: float, workers: int) -> None:
    """Print the findings as JSON; exit 1 where the target is missed."""
    findings = measure(rate, seconds, workers=workers)
    click.echo(json.dumps(asdict(findings)))
    sys.exit(0 if findings.is_good else 1)


if __name__ == "__main__":
    main()
