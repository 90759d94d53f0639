"""Which key the hashes of a database were made with."""

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("data_keys")


def keep_fingerprint(connection: Connection, fingerprint: str) -> str:
    """Give the fingerprint of the key that was used here first: this one, where none was."""
    row = connection.execute(_queries.find_fingerprint).fetchone()
    if row is None:
        connection.execute(_queries.keep_fingerprint, {"fingerprint": fingerprint})
        row = connection.execute(_queries.find_fingerprint).fetchone()
    return str(row["fingerprint"]) if row else fingerprint
