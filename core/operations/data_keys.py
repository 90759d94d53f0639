"""Keeps the keys of contact data and the database that they were used on together."""

from collections.abc import Iterable, Iterator

import psycopg

from core.errors import ConfigError, MalformedPayload
from core.log import get_logger
from core.sealing import Sealer
from core.store.data_keys import keep_fingerprint
from core.store.database import Connection
from core.store.sealed_values import (
    SEALED_COLUMNS,
    ResealedValue,
    SealedValue,
    list_values_sealed_otherwise,
    replace_values,
)

_log = get_logger(__name__)

_ANOTHER_KEY = (
    "DATA_ENCRYPTION_KEY: another one than this database's opt-outs were kept with, so nothing may"
    " be sent; set the former key again, or list it last in DATA_ENCRYPTION_KEY_PREVIOUS"
)


def confirm_keys(connection: Connection, sealer: Sealer) -> None:
    """Make sure that hashes made now match those on record, and commit.

    Under another key nobody would be found who ever said STOP. Raises ConfigError then; the first
    key that a database sees is the right one. Before the migrations have run it says nothing.
    """
    try:
        kept = keep_fingerprint(connection, sealer.fingerprint)
    except psycopg.errors.UndefinedTable:
        connection.rollback()
        return
    connection.commit()
    if kept != sealer.fingerprint:
        raise ConfigError([_ANOTHER_KEY])


def reseal_values(connection: Connection, sealer: Sealer) -> dict[str, int]:
    """Seal with the newest key what is kept for long under a former one, a thousand at a time.

    Gives how many values were `resealed`, and how many no key opens: these stay as they are.
    """
    counts = {"resealed": 0, "unreadable": 0}
    for column in SEALED_COLUMNS:
        for batch in list_values_sealed_otherwise(connection, column, prefix=sealer.prefix):
            resealed = list(_reseal(sealer, column, batch))
            counts["resealed"] += replace_values(connection, column, resealed)
            counts["unreadable"] += len(batch) - len(resealed)
            connection.commit()
    if counts["unreadable"]:
        _log.error("sealed_values_unreadable", count=counts["unreadable"])
    return counts


def _reseal(sealer: Sealer, column: str, values: Iterable[SealedValue]) -> Iterator[ResealedValue]:
    for value in values:
        practice_id = value.practice_id
        try:
            text = sealer.open(value.sealed, practice_id=practice_id, column=column)
        except MalformedPayload:
            continue
        again = sealer.seal(text, practice_id=practice_id, column=column)
        yield ResealedValue(practice_id, value.key, value.sealed, again)
