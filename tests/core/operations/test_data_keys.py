"""Rotating the key of contact data: everything still opens, nobody's STOP is lost."""

import secrets
from dataclasses import replace
from uuid import UUID

import pytest

from core.engine import fixed_engine
from core.errors import ConfigError, MalformedPayload
from core.operations.data_keys import confirm_keys, reseal_values
from core.sealing import Sealer
from core.store.sealed_values import SEALED_COLUMNS

OLD, NEW, OTHER = (secrets.token_bytes(32) for _ in range(3))
BEFORE, ROTATED = Sealer((OLD,)), Sealer((NEW, OLD))
PATIENTS = 2501


@pytest.fixture
def practice_id(connection) -> UUID:
    return connection.execute("insert into practices (name) values ('A') returning id").fetchone()[
        "id"
    ]


def fill(connection, practice_id: UUID) -> None:
    """Put a value into every column that is kept sealed for long."""

    def seal(text: str, column: str) -> str:
        return BEFORE.seal(text, practice_id=practice_id, column=column)

    connection.cursor().executemany(
        "insert into patients (practice_id, phone_e164, email) values (%s, %s, %s)",
        [
            (practice_id, seal(f"+1510{n:07}", "patients.phone_e164"), None)
            for n in range(PATIENTS - 1)
        ]
        + [(practice_id, None, seal("ana@example.com", "patients.email"))],
    )
    connection.execute(
        "insert into exclusions values (%s, 'hash', %s, now())",
        (practice_id, seal("+15105550142", "exclusions.contact")),
    )
    connection.execute(
        "insert into calendar_connections"
        " (practice_id, source, connected_at, refresh_token, sealed_calendars)"
        " values (%s, 'gcal', now(), %s, %s)",
        (
            practice_id,
            seal("refresh", "calendar_connections.refresh_token"),
            seal('["a"]', "calendar_connections.sealed_calendars"),
        ),
    )


def values_of(connection, column: str) -> list[str]:
    table, name = column.split(".")
    rows = connection.execute(
        f"select {name} as value from {table} where {name} is not null".encode()  # noqa: S608 - names of our own
    )
    return [row["value"] for row in rows]


def test_after_housekeeping_the_newest_key_opens_everything_kept_for_long(
    connection, practice_id, monkeypatch
):
    monkeypatch.setattr(connection, "commit", lambda: None)
    fill(connection, practice_id)
    assert reseal_values(connection, ROTATED) == {"resealed": PATIENTS + 3, "unreadable": 0}
    newest = Sealer((NEW,))
    for column in SEALED_COLUMNS:
        for value in values_of(connection, column):
            assert newest.open(value, practice_id=practice_id, column=column)
    assert reseal_values(connection, ROTATED) == {"resealed": 0, "unreadable": 0}


def test_what_no_key_opens_stays_as_it_is_and_is_counted(connection, practice_id, monkeypatch):
    monkeypatch.setattr(connection, "commit", lambda: None)
    lost = Sealer((OTHER,)).seal("x", practice_id=practice_id, column="patients.email")
    connection.execute(
        "insert into patients (practice_id, email) values (%s, %s)", (practice_id, lost)
    )
    assert reseal_values(connection, ROTATED) == {"resealed": 0, "unreadable": 1}
    assert values_of(connection, "patients.email") == [lost]


def test_a_former_key_opens_and_hashes_and_the_newest_seals():
    sealed = BEFORE.seal("a", practice_id=None, column="c")
    assert ROTATED.open(sealed, practice_id=None, column="c") == "a"
    assert ROTATED.hash("+15105550142") == BEFORE.hash("+15105550142")
    with pytest.raises(MalformedPayload):
        BEFORE.open(ROTATED.seal("a", practice_id=None, column="c"), practice_id=None, column="c")


def test_nothing_runs_with_a_key_that_would_not_find_an_opt_out(database_url, config):
    def engine(*keys: bytes):
        return fixed_engine(replace(config, data_encryption_keys=keys), database_url)

    engine(OLD).connect().close()
    engine(NEW, OLD).connect().close()
    for keys in ((NEW,), (OLD, NEW)):
        with pytest.raises(ConfigError, match="DATA_ENCRYPTION_KEY: another one"):
            engine(*keys).connect()


def test_before_the_migrations_no_key_is_wrong(connection, monkeypatch):
    monkeypatch.setattr(connection, "rollback", lambda: None)
    with connection.transaction(force_rollback=True):
        connection.execute("drop table data_keys")
        with connection.transaction(force_rollback=True):
            confirm_keys(connection, BEFORE)
