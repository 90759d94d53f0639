"""What each of the provider's statuses stands for."""

from core.rules.sending.message_state import (
    PROVIDER_STATUS_RANK,
    STATE_OF_PROVIDER_STATUS,
)
from core.store.database import Connection


def test_every_status_has_a_rank_and_a_state() -> None:
    assert PROVIDER_STATUS_RANK.keys() == STATE_OF_PROVIDER_STATUS.keys()


def test_the_states_are_those_the_database_knows(connection: Connection) -> None:
    row = connection.execute(
        "select pg_get_constraintdef(oid) as rule from pg_constraint"
        " where conrelid = 'messages'::regclass and pg_get_constraintdef(oid) like '%undelivered%'"
    ).fetchone()
    assert row
    assert all(f"'{state}'" in row["rule"] for state in STATE_OF_PROVIDER_STATUS.values())
