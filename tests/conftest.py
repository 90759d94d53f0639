"""Real PostgreSQL for every test: one embedded server, a migrated template, cheap copies of it."""

import gc
import os
import shutil
import signal
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from pytest_socket import enable_socket, socket_allow_hosts
from xdist.scheduler.loadfile import LoadFileScheduling

from core.config import Config, load_config
from core.sealing import Sealer
from core.store.database import Connection, connect
from core.store.migrations import apply_migrations
from core.store.seeds import apply_seeds
from orchestration.embedded_postgres_server import start_server

NOW = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)
"""A Wednesday noon in Los Angeles: the `now` of tests that need one."""

settings.register_profile(
    "suite",
    deadline=None,
    derandomize=os.environ.get("PROPERTIES") != "thorough",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("suite")  # the same examples every time, however busy the machine is

MEMORY = Path("/dev/shm")
ROOM_BYTES = 4 * 1024**3

ONE_BUILD = "tests/dbt/"
"""Its files share one parsed project and one built database: one process takes them all."""

SLOWEST_FIRST = ("orchestration", "test_stories", "dbt", "browser", "webhooks")
"""Whole runs, builds, browsers, servers: started last, one of them would keep the others waiting."""


def pytest_configure() -> None:
    """Take INT back where a shell's background ignores it: what tests start must end on it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Let the garbage collector pass by what is imported now, and come seldom: it took a tenth."""
    gc.disable()
    collected = yield
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    gc.enable()
    return collected


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slowest files first, so that the processes which share the tests end together."""
    items.sort(key=_place_in_line)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    """Share the tests out file by file, but for those that share a build."""
    return _FilesTogether(config, log)


class _FilesTogether(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return ONE_BUILD if nodeid.startswith(ONE_BUILD) else str(super()._split_scope(nodeid))


def _place_in_line(item: pytest.Item) -> int:
    parts = Path(item.nodeid.partition("::")[0]).with_suffix("").parts[1:]
    return SLOWEST_FIRST.index(parts[0]) if parts[0] in SLOWEST_FIRST else len(SLOWEST_FIRST)


@pytest.fixture(autouse=True)
def _loopback_only() -> Iterator[None]:
    """Close every socket but loopback and Unix ones."""
    socket_allow_hosts(["127.0.0.1", "localhost", "::1"], allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture(scope="session")
def server_url(worker_id: str) -> Iterator[str]:
    """Start an embedded server of this test process's own; gives its maintenance URL.

    It need not survive a power cut, so it lives in memory where there is room, and waits for no
    disk: making and dropping a database then costs a sixth.
    """
    with tempfile.TemporaryDirectory(
        prefix=f"review-engine-{worker_id}-", dir=_room_in_memory(), ignore_cleanup_errors=True
    ) as folder:
        url = start_server(Path(folder) / "postgres", keep_running=False)
        with psycopg.connect(url, autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"alter system set {setting} = off".encode())
            connection.execute("select pg_reload_conf()")
        yield url


def _room_in_memory() -> Path | None:
    with suppress(OSError):
        if shutil.disk_usage(MEMORY).free >= ROOM_BYTES:
            return MEMORY
    return None


@pytest.fixture(scope="session")
def template_url(server_url: str) -> str:
    """Migrate and seed one database that the others are copied from."""
    url = _create_database(server_url, "engine_template")
    with connect(url) as connection:
        apply_migrations(connection)
        apply_seeds(connection)
    return url


@pytest.fixture
def database_url(server_url: str, template_url: str) -> Iterator[str]:
    """Give a database of the test's own, where it may commit and open many connections."""
    name = f"test_{uuid.uuid4().hex}"
    yield _create_database(server_url, name, template="engine_template")
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)".encode())


@pytest.fixture(scope="session")
def shared_url(server_url: str, template_url: str) -> str:
    """Copy the database that tests share which leave nothing behind."""
    return _create_database(server_url, "engine_shared", template="engine_template")


@pytest.fixture
def connection(shared_url: str) -> Iterator[Connection]:
    """Give a connection whose transaction is rolled back afterwards."""
    with connect(shared_url) as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def config() -> Config:
    """Give the sandbox's defaults, whatever the machine's environment says."""
    return load_config({})


@pytest.fixture
def sealer(config: Config) -> Sealer:
    """Give a sealer with the sandbox's key."""
    return Sealer(config.data_encryption_keys)


@pytest.fixture
def now() -> datetime:
    """Give the instant that the test calls now."""
    return NOW


def _create_database(server_url: str, name: str, *, template: str = "template1") -> str:
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(
            f"create database {name} template {template} strategy file_copy".encode()
        )
    return server_url.replace("/postgres?", f"/{name}?")
