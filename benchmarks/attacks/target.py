"""What is attacked: a server of our own on loopback, its database, and two practices in it."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import rsa

from core.config import PROJECT_ROOT, load_config
from core.store.database import connect
from tests.webhooks.signed import sns_certificate
from tests.webhooks.web import Web
from webhooks.deps import build_deps

_ASKERS = 4
_ANSWER_SECONDS = 30
_TABLES = """
select table_name as name,
    max(case when column_name = 'practice_id' then 'practice_id'
             when table_name = 'practices' and column_name = 'id' then 'id' end) as owner
from information_schema.columns join information_schema.tables using (table_schema, table_name)
where table_schema = 'public' and table_type = 'BASE TABLE' group by table_name
"""
_ROWS = """
select count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as state
from {name} t {where}
"""


@dataclass(frozen=True)
class Ask:
    """One request; `path` and headers go out as they stand."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    """What came back; status 599 where nothing did."""

    ask: Ask
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Target:
    """The server, and the app's own ways to its rows and secrets."""

    url: str
    web: Web
    amazon: rsa.RSAPrivateKey
    pid: int
    _own: threading.local = field(default_factory=threading.local)

    def ask(self, ask: Ask) -> Answer:
        """Send one request on this thread's connection, once more where it was closed."""
        for _ in range(2):
            connection = self._connection()
            try:
                connection.request(ask.method, ask.path, ask.body or None, ask.headers)
                got = connection.getresponse()
                return Answer(ask, got.status, _lower(got.getheaders()), got.read())
            except (http.client.HTTPException, OSError):
                connection.close()
        return Answer(ask, 599, {}, b"")

    def ask_all(self, asks: Iterable[Ask]) -> list[Answer]:
        """Send many, a few at a time."""
        with ThreadPoolExecutor(_ASKERS) as threads:
            return list(threads.map(self.ask, asks))

    def rows(self, *, of: UUID | None = None) -> dict[str, str]:
        """Give the count and a digest of every table's rows, or of a practice's."""
        held = {}
        for table in self.web.rows(_TABLES):
            name, owner = table["name"], table["owner"]
            if of is None or owner is not None:
                where = f"where {owner} = '{of}'" if of else ""
                held[name] = self.web.value(_ROWS.format(name=name, where=where))
        return held

    def _connection(self) -> http.client.HTTPConnection:
        held: http.client.HTTPConnection | None = getattr(self._own, "connection", None)
        if held is None:
            parts = urlsplit(self.url)
            held = http.client.HTTPConnection(
                parts.hostname or "", parts.port, timeout=_ANSWER_SECONDS
            )
            self._own.connection = held
        return held


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Name the tables whose rows are no longer the same."""
    return sorted(name for name in after if before.get(name) != after[name])


@contextmanager
def open_target(database_url: str, *, workers: int = 2) -> Iterator[Target]:
    """Serve the app over a migrated database."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    with (
        socket.socket() as kept,
        tempfile.TemporaryDirectory() as folder,
        connect(database_url) as database,
    ):
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind(("127.0.0.1", 0))
        port = int(kept.getsockname()[1])
        certificate = Path(folder) / "amazon.pem"
        certificate.write_bytes(sns_certificate(key, start=datetime.now(UTC) - timedelta(days=1)))
        url = f"http://127.0.0.1:{port}"
        config = replace(load_config({}), database_url=database_url, app_base_url=url)
        database.autocommit = True
        process = _start(database_url, url, [str(port), str(workers), str(certificate)])
        try:
            _wait_for(port, process)
            web = Web(build_deps(config), database, datetime.now(UTC))
            yield Target(url, web, key, process.pid)
        finally:
            process.terminate()
            process.wait(30)


def _start(database_url: str, url: str, arguments: list[str]) -> "subprocess.Popen[bytes]":
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database_url,
        "APP_BASE_URL": url,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.attacks.server", *arguments],
        env=environment,
        cwd=PROJECT_ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # a line for each refusal
    )


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                connection.close()
                return
        time.sleep(0.1)
    message = "the web app did not come up"
    raise RuntimeError(message)


def _lower(headers: Iterable[tuple[str, Any]]) -> dict[str, str]:
    return {name.lower(): str(value) for name, value in headers}
