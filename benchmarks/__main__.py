"""`make bench`: every benchmark that brings its own servers, beside its peers, in three minutes."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg
from rich.console import Console
from rich.table import Table

from benchmarks import clicks, killer
from benchmarks.calendars import measure_calendars
from benchmarks.queue import measure_queues
from orchestration.embedded_postgres_server import start_server

_CLICKS_A_SECOND, _CLICKS_SECONDS = 200, 10.0
_KILLER_JOBS, _KILLER_LIVES = 2_000, (0.2, 1.5)
_WORKERS = 2


def main() -> None:
    """Run them all and print a table each."""
    with tempfile.TemporaryDirectory(prefix="review-engine-bench-") as folder:
        new_database = _maker(start_server(Path(folder) / "postgres", keep_running=False))
        _show_queues(new_database)
        _show_calendars(new_database)
    _show_clicks()
    _show_killer()


def _maker(server_url: str) -> Callable[[str], str]:
    def new_database(name: str) -> str:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f"create database {name}".encode())
        return server_url.replace("/postgres?", f"/{name}?")

    return new_database


def _show_queues(new_database: Callable[[str], str]) -> None:
    results = measure_queues(new_database)
    own = results[0].jobs_per_second
    rows = [
        (one.name, f"{one.jobs_per_second:,.0f}", f"{one.jobs_per_second / own:.2f}")
        for one in results
    ]
    _print("No-op jobs claimed and finished by one worker", ("who", "jobs/s", "ratio"), rows)


def _show_calendars(new_database: Callable[[str], str]) -> None:
    rows = [
        (
            one.name,
            str(one.connections),
            f"{one.seconds:.1f}",
            f"{one.connections / one.seconds:.1f}",
        )
        for one in measure_calendars(new_database)
    ]
    columns = ("poll", "calendars", "seconds", "calendars/s")
    _print("Calendars read, at 100 ms a call", columns, rows)


def _show_clicks() -> None:
    findings = clicks.measure(_CLICKS_A_SECOND, _CLICKS_SECONDS, workers=_WORKERS)
    rows = [
        (name, str(one.taps), str(one.redirected), str(one.counted), f"{one.p99_ms}")
        for name, one in (
            ("database there", findings.ordinary),
            ("database away", findings.outage),
        )
    ]
    title = f"Taps on links, {findings.rate} a second; the target is {clicks.TARGET_P99_MS:.0f} ms"
    _print(title, ("while", "taps", "led to Google", "counted", "p99 ms"), rows)


def _show_killer() -> None:
    found = killer.measure(_KILLER_JOBS, workers=_WORKERS, seed=1, life_seconds=_KILLER_LIVES)
    figures = (found.jobs, found.kills, found.texts, found.duplicates, found.losses)
    columns = ("jobs", "workers killed", "texts arrived", "duplicates", "losses")
    _print("Two workers and a killer", columns, [tuple(map(str, figures))])


def _print(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(*columns, title=title)
    for row in rows:
        table.add_row(*row)
    Console().print(table)


main()
