"""Runs the whole platform on one machine: every process, its port, its log, and its end."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Self

import click

from core.config import LOCAL_DIR, PROJECT_ROOT, Config
from core.errors import PermanentError
from core.store.database import STORAGE_LIMITS, connect, driver_url, libpq_url
from core.store.migrations import apply_migrations
from core.store.seeds import apply_seeds
from orchestration.dbt_docs import DOCS_DIR, build_docs
from orchestration.embedded_postgres_server import start_server

WEB_PORT, DAGSTER_PORT, DOCS_PORT, SANDBOX_PORT = 8000, 3000, 8080, 9000
_READY_SECONDS = 60
_STOP_SECONDS = 10


@dataclass
class Service:
    """One child process: what it is called, how it starts, and how it shows that it is there."""

    name: str
    command: list[str]
    ready_url: str | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def log_path(self) -> Path:
        """Where its output goes."""
        return LOCAL_DIR / "log" / f"{self.name}.log"

    def start(self, environment: Mapping[str, str]) -> Self:
        """Start it in a process group of its own, so that Ctrl-C reaches it through us only."""
        self.log_path.parent.mkdir(parents=True, exist_ok=True)
        with self.log_path.open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own commands
                self.command,
                env=dict(environment),
                cwd=PROJECT_ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        return self

    def wait_until_ready(self, deadline: float) -> None:
        """Return once `ready_url` answers; raises PermanentError if it ends or is too slow."""
        while self.ready_url is not None:
            self.check_alive()
            try:
                with urllib.request.urlopen(self.ready_url, timeout=2):  # noqa: S310 - loopback
                    return
            except OSError:
                if time.monotonic() > deadline:
                    message = f"{self.name} did not answer in time; see {self.log_path}"
                    raise PermanentError(message) from None
                time.sleep(0.2)

    def check_alive(self) -> None:
        """Raise PermanentError if the process has ended."""
        if self.process is not None and self.process.poll() is not None:
            message = f"{self.name} ended with code {self.process.returncode}; see {self.log_path}"
            raise PermanentError(message)

    def stop(self) -> None:
        """End the process and what it started, politely, then by force."""
        if self.process is None or self.process.poll() is not None:
            return
        # gunicorn ends at once on INT; on TERM it would wait for idle browsers
        os.killpg(self.process.pid, signal.SIGINT if self.name == "web" else signal.SIGTERM)
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def platform_environment(config: Config, url: str, dagster_home: Path) -> dict[str, str]:
    """Give the children's environment: the same database for the platform and Dagster's storage."""
    return dict(os.environ) | {
        "DATABASE_URL": url,
        "DAGSTER_HOME": str(dagster_home),
        "DAGSTER_POSTGRES_URL": driver_url(
            url, "psycopg2", schema="dagster", limits=STORAGE_LIMITS
        ),
        "DAGSTER_DISABLE_TELEMETRY": "yes",
        "APP_BASE_URL": config.app_base_url,
        "PYTHONUNBUFFERED": "1",
    }


def list_services(dagster_home: Path, code_socket: Path) -> list[Service]:
    """Name every process of the platform, in starting order.

    Dagster's web server and daemon share one code server, which saves a second copy of the
    definitions in memory.
    """
    binaries = PROJECT_ROOT / ".venv" / "bin"
    workspace = str(dagster_home / "workspace.yaml")
    return [
        Service(
            "sandbox",
            [sys.executable, "-m", "sandbox", "--port", str(SANDBOX_PORT)],
            f"http://127.0.0.1:{SANDBOX_PORT}/",
        ),
        _code_server(binaries / "dagster", code_socket),
        Service(
            "web",
            [str(binaries / "review-engine"), "serve", "--port", str(WEB_PORT)],
            f"http://127.0.0.1:{WEB_PORT}/readyz",
        ),
        Service(
            "dagster-ui",
            [str(binaries / "dagster-webserver"), "-w", workspace, "-p", str(DAGSTER_PORT)],
            f"http://127.0.0.1:{DAGSTER_PORT}/server_info",
        ),
        Service("dagster-daemon", [str(binaries / "dagster-daemon"), "run", "-w", workspace]),
        Service(
            "docs",
            [
                *(sys.executable, "-m", "http.server", str(DOCS_PORT)),
                *("--bind", "127.0.0.1", "--directory", str(DOCS_DIR)),
            ],
            f"http://127.0.0.1:{DOCS_PORT}/",
        ),
    ]


def _code_server(dagster: Path, code_socket: Path) -> Service:
    command = [
        *(str(dagster), "api", "grpc", "--socket", str(code_socket)),
        *("--module-name", "orchestration.definitions", "--location-name", "review_engine"),
        *("--attribute", "defs", "--lazy-load-user-code"),
    ]
    return Service("dagster-code", command)


def run_platform(config: Config) -> None:
    """Start everything, print the four URLs, and stop it all on Ctrl-C or SIGTERM."""
    _require_free_ports([WEB_PORT, DAGSTER_PORT, DOCS_PORT, SANDBOX_PORT])
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, ask_to_stop)
    signal.signal(signal.SIGTERM, ask_to_stop)
    url = (
        libpq_url(config.database_url)
        if config.database_url
        else start_server(LOCAL_DIR / "postgres", keep_running=False)
    )
    with connect(url) as connection:
        apply_migrations(connection)
        apply_seeds(connection)
    with ExitStack() as running:
        # A socket's path may have 108 bytes at most, so it does not live under the project.
        socket_dir = running.enter_context(tempfile.TemporaryDirectory(prefix="review-engine-"))
        code_socket = Path(socket_dir) / "code.sock"
        dagster_home = _prepare_dagster_home(code_socket)
        environment = platform_environment(config, url, dagster_home)
        deadline = time.monotonic() + _READY_SECONDS
        services = list_services(dagster_home, code_socket)
        for service in services:
            click.echo(f"starting {service.name} …", err=True)
            if service.name == "docs":
                build_docs(url)
            running.callback(service.start(environment).stop)
        for service in services:
            service.wait_until_ready(deadline)
        _print_addresses()
        while not stop.wait(1):
            for service in services:
                service.check_alive()
        click.echo("\nstopping …", err=True)


def _print_addresses() -> None:
    click.echo(
        f"""
  web app        http://127.0.0.1:{WEB_PORT}/healthz
  Dagster UI     http://127.0.0.1:{DAGSTER_PORT}
  dbt docs       http://127.0.0.1:{DOCS_PORT}
  sandbox inbox  http://127.0.0.1:{SANDBOX_PORT}

  data in {LOCAL_DIR}, logs in {LOCAL_DIR / "log"}; Ctrl-C stops everything."""
    )


def _require_free_ports(ports: list[int]) -> None:
    """Raise PermanentError naming every port that another program holds."""
    busy = []
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                busy.append(str(port))
    if busy:
        message = f"port {', '.join(busy)} is in use; stop what listens there and try again"
        raise PermanentError(message)


def _prepare_dagster_home(code_socket: Path) -> Path:
    """Write Dagster's home: the instance settings and a workspace that names the code server."""
    home = LOCAL_DIR / "dagster"
    home.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(PROJECT_ROOT / "orchestration" / "dagster.yaml", home / "dagster.yaml")
    (home / "workspace.yaml").write_text(
        f"load_from:\n  - grpc_server:\n      socket: {code_socket}\n"
        "      location_name: review_engine\n"
    )
    return home
