"""Prepares named statements: what the server thinks of them without running them."""

import re

from core.store.database import Connection


def prepare(connection: Connection, statement: bytes) -> None:
    """Let the server parse and plan a statement; psycopg's named parameters become numbered."""
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}"

    numbered = re.sub(r"%\((\w+)\)s", number, statement.decode()).replace("%%", "%")
    with connection.transaction(force_rollback=True):
        connection.execute(f"prepare probe as {numbered}".encode())
        connection.execute(b"deallocate probe")
