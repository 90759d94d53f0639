"""Connections: where the database is, and how the rest gets one."""

from collections.abc import Mapping
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


def libpq_url(url: str) -> str:
    """Turn an SQLAlchemy-style URL (`postgresql+driver://`) into one that libpq reads."""
    scheme, _, rest = url.partition("://")
    if scheme.partition("+")[0] not in {"postgresql", "postgres"}:
        message = "the database URL must start with postgresql://"
        raise ValueError(message)
    return f"postgresql://{rest}"


def driver_url(url: str, driver: str, *, schema: str | None = None) -> str:
    """Turn a libpq URL into SQLAlchemy's for `driver`, searching `schema` first if given."""
    parts = urlsplit(libpq_url(url))
    query = parts.query
    if schema is not None:
        option = "options=" + quote(f"-csearch_path={schema}", safe="")
        query = f"{query}&{option}" if query else option
    return urlunsplit(parts._replace(scheme=f"postgresql+{driver}", query=query))


def connect(url: str) -> Connection:
    """Open one connection in psycopg's default mode: a transaction from the first statement."""
    return psycopg.connect(libpq_url(url), row_factory=dict_row, application_name="review-engine")


def ping(connection: Connection) -> None:
    """Return if the database answers; raises psycopg.Error if it does not."""
    connection.execute(_queries.ping, {})
