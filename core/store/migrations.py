"""Applies `sql/migrations/NNN_name.sql` in order, each once, under an advisory lock."""

import hashlib
from dataclasses import dataclass
from importlib.resources import files

from core.errors import PermanentError
from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("schema_migrations")


@dataclass(frozen=True)
class Migration:
    """One file: its name, statements and the checksum that guards it against edits."""

    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the text."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def list_migrations() -> list[Migration]:
    """Read every migration, in the order they apply."""
    folder = files("sql") / "migrations"
    found = [f for f in folder.iterdir() if f.name.endswith(".sql")]
    return [Migration(f.name, f.read_text("utf-8")) for f in sorted(found, key=lambda f: f.name)]


def apply_migrations(connection: Connection) -> list[str]:
    """Apply what is missing, all or nothing, and name it.

    Raises PermanentError if a file that was applied before has been edited since.
    """
    with connection.transaction():
        connection.execute(_queries.lock_migrations, {})
        connection.execute((files("sql") / "schema_migrations.sql").read_bytes())
        rows = connection.execute(_queries.list_applied, {})
        applied = {row["name"]: row["checksum"] for row in rows}
        return [m.name for m in list_migrations() if _apply(connection, m, applied.get(m.name))]


def _apply(connection: Connection, migration: Migration, known_checksum: str | None) -> bool:
    if known_checksum == migration.checksum:
        return False
    if known_checksum is not None:
        message = f"{migration.name} was edited after it was applied; add a new migration instead"
        raise PermanentError(message)
    connection.execute(migration.sql.encode())
    params = {"name": migration.name, "checksum": migration.checksum}
    connection.execute(_queries.record_applied, params)
    return True
