"""The demo's stage: a database of its own, the sandbox and the web app, on free ports."""

import dataclasses
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import requests

from core.config import PROJECT_ROOT, Config, load_config
from core.store.database import Connection, connect
from core.store.migrations import apply_migrations
from core.store.seeds import apply_seeds
from orchestration.job_runner import run_job

_ENGINE = PROJECT_ROOT / ".venv" / "bin" / "review-engine"
_START_SECONDS = 30
_SEED = "20260304"


class DemoFailed(Exception):
    """An expectation of the story did not hold."""


def expect(condition: bool, what: str) -> None:  # noqa: FBT001 - reads as a sentence
    """Raise DemoFailed(`what`) unless `condition` holds."""
    if not condition:
        raise DemoFailed(what)


@dataclasses.dataclass
class Stage:
    """What the story acts on: real processes behind real HTTP, and one PostgreSQL database."""

    environment: dict[str, str]
    database_url: str
    sandbox_url: str
    web_url: str
    output_dir: Path
    _web: subprocess.Popen[bytes] | None = None

    @property
    def config(self) -> Config:
        """The configuration that every process of the stage reads."""
        return load_config(self.environment)

    def connect(self) -> Connection:
        """Open a connection to the demo's database."""
        return connect(self.database_url)

    def scalar(self, statement: bytes, **params: Any) -> Any:
        """Run a statement that gives one value."""
        with self.connect() as connection:
            row = connection.execute(statement, params).fetchone()
        return next(iter(row.values())) if row else None

    def log_path(self, name: str) -> Path:
        """Name the file that holds what one of the processes said."""
        return self.output_dir / "log" / f"{name}.log"

    def move_clock(self, now: datetime) -> None:
        """Start the web app again at another time; jobs are told theirs as they run."""
        self.stop_web()
        self.environment["ENGINE_NOW"] = now.isoformat()
        port = self.web_url.rpartition(":")[2]
        command = [str(_ENGINE), "serve", "--port", port, "--workers", "1"]
        log = self.log_path("web")
        self._web = _spawn(command, self.environment, log)
        _wait_for(f"{self.web_url}/readyz", self._web, log)

    def stop_web(self) -> None:
        """End the web app, if it runs."""
        if self._web is not None:
            # gunicorn's quick end: on TERM it would wait for idle browsers
            _end(self._web, signal.SIGINT)
            self._web = None

    def command(self, *words: str) -> str:
        """Type a `review-engine` command; gives what it prints."""
        done = subprocess.run(  # noqa: S603 - our own command
            [str(_ENGINE), *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        expect(done.returncode == 0, f"review-engine {words[0]} succeeds: {done.stderr}")
        return done.stdout.strip()

    def run(self, job: str, now: datetime, *, partition: str | None = None) -> dict[str, int]:
        """Run one Dagster job at `now`; raises DemoFailed if it fails."""
        config = dataclasses.replace(self.config, engine_now=now)
        with self.log_path("jobs").open("a") as log, redirect_stdout(log), redirect_stderr(log):
            outcome = run_job(
                job, config=config, database_url=self.database_url, partition=partition
            )
        expect(outcome.success, f"the job {job} succeeds")
        return outcome.counts

    def sandbox(self, method: str, path: str, body: object = None) -> Any:
        """Call the sandbox's control API; gives the JSON answer."""
        response = requests.request(
            method, f"{self.sandbox_url}/_sandbox/{path}", json=body, timeout=60
        )
        expect(response.ok, f"the sandbox accepts {path}: {response.status_code} {response.text}")
        return response.json() if response.content else None


@contextmanager
def open_stage(now: datetime, *, server_url: str, output_dir: Path) -> Iterator[Stage]:
    """Set the stage at `now` and strike it afterwards, whatever happens on it.

    It makes a database named `demo` on the server, in place of one that is there, and keeps the
    processes' logs under `output_dir`.
    """
    database_url = _fresh_database(server_url, "demo")
    sandbox_url, web_url = (f"http://127.0.0.1:{port}" for port in _free_ports(2))
    environment = {key: os.environ[key] for key in ("HOME", "LANG", "PATH") if key in os.environ}
    environment |= {
        "APP_ENV": "sandbox",
        "APP_BASE_URL": web_url,
        "DATABASE_URL": database_url,
        "DAGSTER_DISABLE_TELEMETRY": "yes",
        "ENGINE_NOW": now.isoformat(),
        "POSTAL_ADDRESS": "1 Sandbox Way, Oakland, CA 94607",
    }
    for key in (
        *("STRIPE_API_BASE", "TWILIO_API_BASE", "AWS_ENDPOINT_URL", "PLACES_API_BASE"),
        *("GOOGLE_OAUTH_BASE", "GOOGLE_API_BASE", "GRAPH_AUTHORITY", "GRAPH_API_BASE"),
    ):
        environment[key] = sandbox_url
    stage = Stage(environment, database_url, sandbox_url, web_url, output_dir)
    log = stage.log_path("sandbox")
    log.parent.mkdir(parents=True, exist_ok=True)
    port = sandbox_url.rpartition(":")[2]
    sandbox = _spawn(
        [sys.executable, "-m", "sandbox", "--port", port, "--seed", _SEED], environment, log
    )
    try:
        _wait_for(f"{sandbox_url}/", sandbox, log)
        stage.move_clock(now)
        yield stage
    finally:
        stage.stop_web()
        _end(sandbox, signal.SIGTERM)  # a shell's background ignores INT


def _fresh_database(server_url: str, name: str) -> str:
    with psycopg.connect(server_url, autocommit=True) as maintenance:
        maintenance.execute(f"drop database if exists {name} with (force)".encode())
        maintenance.execute(f"create database {name}".encode())
    url = server_url.replace("/postgres?", f"/{name}?")
    with connect(url) as connection:
        apply_migrations(connection)
        apply_seeds(connection)
    return url


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _spawn(
    command: list[str], environment: dict[str, str], log_path: Path
) -> subprocess.Popen[bytes]:
    with log_path.open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - our own commands
            command,
            env=environment,
            cwd=PROJECT_ROOT,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )


def _wait_for(url: str, process: subprocess.Popen[bytes], log_path: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        expect(process.poll() is None, f"the process keeps running; see {log_path}")
        try:
            if requests.get(url, timeout=2).ok:
                return
        except requests.RequestException:
            pass
        expect(time.monotonic() < deadline, f"the process answers in time; see {log_path}")
        time.sleep(0.1)


def _end(process: subprocess.Popen[bytes], politely: signal.Signals) -> None:
    process.send_signal(politely)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
