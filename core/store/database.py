"""Connections: where the database is, and how the rest gets one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg.rows import DictRow, dict_row

from core.store.queries import load_queries

_queries = load_queries("database")

Connection: TypeAlias = psycopg.Connection[DictRow]

SILENCE_LIMITS: Mapping[str, Any] = {
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}
"""How long a connection may hear nothing of a server behind a broken network, about ten seconds."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one statement, its wait for a lock, and a pause in a transaction may take."""

    statement_seconds: float
    lock_seconds: float
    idle_seconds: float

    @property
    def params(self) -> Mapping[str, str]:
        """Give them as `LIMIT_SESSION` and `LIMIT_TRANSACTION` take them."""
        kinds = {
            "statement": self.statement_seconds,
            "lock": self.lock_seconds,
            "idle": self.idle_seconds,
        }
        return {name: f"{int(seconds * 1000)}ms" for name, seconds in kinds.items()}

    @property
    def options(self) -> str:
        """Give them as libpq's `options`, for clients that open connections by themselves."""
        names = {
            "statement": "statement_timeout",
            "lock": "lock_timeout",
            "idle": "idle_in_transaction_session_timeout",
        }
        return " ".join(f"-c{names[kind]}={limit}" for kind, limit in self.params.items())


HOT_LIMITS = Limits(statement_seconds=5, lock_seconds=1, idle_seconds=10)
"""For the rows that many requests write together."""
PAGE_LIMITS = Limits(statement_seconds=8, lock_seconds=1.5, idle_seconds=20)
"""For a page or an event: whoever asks gives up after ten to fifteen seconds."""
UPLOAD_LIMITS = Limits(statement_seconds=110, lock_seconds=10, idle_seconds=110)
"""For a list of many thousands of rows."""
JOB_LIMITS = Limits(statement_seconds=3600, lock_seconds=60, idle_seconds=1800)
"""For jobs and commands, which call providers and move whole tables."""

BUILD_LIMITS = Limits(statement_seconds=600, lock_seconds=60, idle_seconds=900)
"""For dbt: one model, or one test of all rows, is one statement."""
STORAGE_LIMITS = Limits(statement_seconds=300, lock_seconds=30, idle_seconds=300)
"""For Dagster's own storage, whose longest statements are those of its retention."""

LIMIT_SESSION = _queries.limit_session
LIMIT_TRANSACTION = _queries.limit_transaction


def libpq_url(url: str) -> str:
    """Turn an SQLAlchemy-style URL (`postgresql+driver://`) into one that libpq reads."""
    scheme, _, rest = url.partition("://")
    if scheme.partition("+")[0] not in {"postgresql", "postgres"}:
        message = "the database URL must start with postgresql://"
        raise ValueError(message)
    return f"postgresql://{rest}"


def driver_url(
    url: str, driver: str, *, schema: str | None = None, limits: Limits | None = None
) -> str:
    """Turn a libpq URL into SQLAlchemy's for `driver`, searching `schema` first if given."""
    parts = urlsplit(libpq_url(url))
    query = parts.query
    words = [f"-csearch_path={schema}"] if schema is not None else []
    words += [limits.options] if limits is not None else []
    if words:
        option = "options=" + quote(" ".join(words), safe="")
        query = f"{query}&{option}" if query else option
    return urlunsplit(parts._replace(scheme=f"postgresql+{driver}", query=query))


def connect(url: str) -> Connection:
    """Open one connection in psycopg's default mode: a transaction from the first statement."""
    connection = psycopg.connect(
        libpq_url(url), row_factory=dict_row, application_name="review-engine"
    )
    connection.execute(LIMIT_SESSION, JOB_LIMITS.params)
    connection.commit()
    return connection


def prove_writable(connection: Connection) -> None:
    """Return if the database takes a row, which is taken back; raises psycopg.Error if not."""
    with connection.transaction(force_rollback=True):
        connection.execute(_queries.try_write, {})
