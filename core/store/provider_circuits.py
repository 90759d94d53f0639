"""Channels on which nothing goes out, as the provider refuses our account."""

from dataclasses import dataclass
from datetime import datetime

from core.rules.sending.backoff import ACCOUNT_PAUSE
from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("provider_circuits")


@dataclass(frozen=True, slots=True)
class Circuit:
    """A channel that is halted since `opened_at`; one message may try it from `probe_at` on."""

    channel: str
    code: str
    opened_at: datetime
    probe_at: datetime


def open_circuit(connection: Connection, channel: str, *, code: str, now: datetime) -> datetime:
    """Halt a channel, or leave it halted; gives when it is tried next."""
    probe_at = now + ACCOUNT_PAUSE
    params = {"channel": channel, "code": code, "now": now, "probe_at": probe_at}
    connection.execute(_queries.open_circuit, params)
    return probe_at


def list_circuits(connection: Connection) -> list[Circuit]:
    """List the channels that are halted."""
    return [Circuit(**row) for row in connection.execute(_queries.list_circuits, {})]


def take_probe(connection: Connection, channel: str, *, now: datetime) -> bool:
    """Let one message try a halted channel; False where another one does, or it is too early."""
    params = {"channel": channel, "now": now, "next_at": now + ACCOUNT_PAUSE}
    return connection.execute(_queries.take_probe, params).rowcount == 1


def close_circuit(connection: Connection, channel: str) -> None:
    """Let messages go out on a channel again."""
    connection.execute(_queries.close_circuit, {"channel": channel})
