"""One poll of many calendars whose provider takes 100 ms a call, beside polling one by one.

The stand-in runs in a process of its own; the database is an embedded PostgreSQL. Each practice has
its own account with a day of entries, eight of which become visits in the first poll.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests
from rich.console import Console
from rich.table import Table

from core.calendars import poll
from core.calendars.clients import build_clients
from core.config import Config, load_config
from core.sealing import Sealer
from core.store.calendar_connections import TOKEN_COLUMN, connect_calendar
from core.store.database import connect
from core.store.migrations import apply_migrations
from orchestration.embedded_postgres_server import start_server

CONNECTIONS = 200
LATENCY_SECONDS = 0.1
LIMIT_SECONDS = 30.0
_ENTRIES = 12
_VISITS = 8
_ONE_BY_ONE = 20
_NOW = datetime(2026, 3, 4, 20, tzinfo=UTC)
_OAUTH = {"gcal": "google_oauth", "outlook": "microsoft_oauth"}


@dataclass(frozen=True)
class Result:
    """How long one poll of `connections` calendars took."""

    name: str
    connections: int
    seconds: float


def measure_calendars(new_database: Callable[[str], str]) -> list[Result]:
    """Measure both providers; `new_database` makes an empty database and gives its URL."""
    results = []
    with _sandbox() as base_url:
        for source in ("gcal", "outlook"):
            results += _measure(source, base_url, new_database(f"calendars_{source}"))
    return results


def _measure(source: str, base_url: str, url: str) -> list[Result]:
    config = replace(
        load_config({}),
        google_oauth_base=base_url,
        google_api_base=base_url,
        graph_authority=base_url,
        graph_api_base=base_url,
    )
    sealer = Sealer(config.data_encryption_keys)
    _set_up(source, base_url, url, sealer)
    for provider in (source, _OAUTH[source]):
        fault = {"provider": provider, "delay_seconds": LATENCY_SECONDS, "times": 10**6}
        _post(base_url, "faults", fault)
    first = _poll(source, config, sealer, url, _NOW)
    again = _poll(source, config, sealer, url, _NOW + timedelta(minutes=15))
    threads, poll.THREADS = poll.THREADS, 1
    with connect(url) as connection:
        connection.execute(
            b"delete from calendar_connections where practice_id not in"
            b" (select practice_id from calendar_connections order by practice_id limit %s)",
            (_ONE_BY_ONE,),
        )
    alone = _poll(source, config, sealer, url, _NOW + timedelta(minutes=30))
    poll.THREADS = threads
    return [
        Result(f"{source}, first poll: {CONNECTIONS * _VISITS} visits", CONNECTIONS, first),
        Result(f"{source}, a poll like any other", CONNECTIONS, again),
        Result(f"{source}, one by one", _ONE_BY_ONE, alone),
    ]


def _poll(source: str, config: Config, sealer: Sealer, url: str, now: datetime) -> float:
    started = time.perf_counter()
    counts = poll.poll_calendars(
        source,
        config=config,
        sealer=sealer,
        connect=lambda: connect(url),
        clients=build_clients(config),
        now=now,
    )
    seconds = time.perf_counter() - started
    if counts["polled"] != counts["connections"]:
        message = f"some polls failed: {counts}"
        raise RuntimeError(message)
    return seconds


def _set_up(source: str, base_url: str, url: str, sealer: Sealer) -> None:
    _post(base_url, "reset", {})
    _post(base_url, f"calendar/{source}/clear", {})
    for nth in range(_ENTRIES):
        start = _NOW - timedelta(minutes=40 * (nth + 2))
        title = f"Exam - Ana Ruiz 510-555-01{nth:02}" if nth < _VISITS else "Lunch"
        entry = {"title": title, "start": start.isoformat(), "minutes": 30}
        _post(base_url, f"calendar/{source}/events", entry)
    with connect(url) as connection:
        apply_migrations(connection)
        for nth in range(CONNECTIONS):
            practice_id = uuid.uuid4()
            connection.execute(
                b"insert into practices (id, name, timezone, status)"
                b" values (%s, 'Smile Dental', 'America/Los_Angeles', 'active')",
                (practice_id,),
            )
            grant = _post(base_url, f"calendar/{source}/grants", {"account": f"a{nth}@x.example"})
            token = sealer.seal(
                grant["refresh_token"], practice_id=practice_id, column=TOKEN_COLUMN
            )
            connect_calendar(
                connection, practice_id=practice_id, source=source, sealed_token=token, now=_NOW
            )


def _post(base_url: str, path: str, body: dict[str, object]) -> dict[str, str]:
    answer = requests.post(f"{base_url}/_sandbox/{path}", json=body, timeout=30)
    answer.raise_for_status()
    return dict(answer.json())


@contextmanager
def _sandbox() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "sandbox", "--port", str(port)]
    environment = os.environ | {"ENGINE_NOW": _NOW.isoformat()}
    process = subprocess.Popen(command, env=environment)
    base_url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with suppress(requests.ConnectionError):
                requests.get(f"{base_url}/_sandbox/counts", timeout=5)
                break
            time.sleep(0.1)
        yield base_url
    finally:
        process.terminate()
        process.wait(timeout=20)


def main() -> None:
    """Measure on a server of its own, and say whether it is fast enough."""
    with tempfile.TemporaryDirectory(prefix="review-engine-bench-") as folder:
        server_url = start_server(Path(folder) / "postgres", keep_running=False)

        def new_database(name: str) -> str:
            with connect(server_url) as connection:
                connection.autocommit = True
                connection.execute(f"create database {name}".encode())
            return server_url.replace("/postgres?", f"/{name}?")

        results = measure_calendars(new_database)
    table = Table("poll", "calendars", "seconds", "calendars/s", title="Calendars at 100 ms a call")
    for result in results:
        rate = result.connections / result.seconds
        table.add_row(result.name, str(result.connections), f"{result.seconds:.1f}", f"{rate:.1f}")
    Console().print(table)
    slowest = max(r.seconds for r in results if r.connections == CONNECTIONS)
    Console().print(f"slowest {slowest:.1f} s of {LIMIT_SECONDS:.0f} s allowed")
    sys.exit(slowest > LIMIT_SECONDS)


if __name__ == "__main__":
    main()
