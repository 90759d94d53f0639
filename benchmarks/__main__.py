"""`make bench`: every benchmark with its peers, on one embedded server, as ratios."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg
from rich.console import Console
from rich.table import Table

from benchmarks.queue import Result, measure_queues
from orchestration.embedded_postgres_server import start_server


def main() -> None:
    """Run them all and print a table each."""
    with tempfile.TemporaryDirectory(prefix="review-engine-bench-") as folder:
        server_url = start_server(Path(folder) / "postgres", keep_running=False)
        _print("No-op jobs claimed and finished by one worker", measure_queues(_maker(server_url)))


def _maker(server_url: str) -> Callable[[str], str]:
    def new_database(name: str) -> str:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f"create database {name}".encode())
        return server_url.replace("/postgres?", f"/{name}?")

    return new_database


def _print(title: str, results: list[Result]) -> None:
    own = results[0].jobs_per_second
    table = Table("who", "jobs/s", "ratio to review-engine", title=title)
    for result in results:
        rate = result.jobs_per_second
        table.add_row(result.name, f"{rate:,.0f}", f"{rate / own:.2f}")
    Console().print(table)


main()
