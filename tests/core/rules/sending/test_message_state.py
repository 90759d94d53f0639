"""A message's states: forward only, whatever order the callbacks come in."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.sending.message_state import (
    PROVIDER_STATUS_RANK,
    STATE_OF_PROVIDER_STATUS,
    STATE_RANK,
    is_progress,
    next_state,
)
from core.store.database import Connection

FINAL = ("delivered", "undelivered", "failed")


@pytest.mark.parametrize(
    ("current", "status", "following"),
    [
        ("sending", "queued", "accepted"),
        ("sending", "sent", "accepted"),
        ("sending", "delivered", "delivered"),
        ("accepted", "sending", None),
        ("accepted", "sent", None),
        ("accepted", "delivered", "delivered"),
        ("accepted", "undelivered", "undelivered"),
        ("accepted", "failed", "failed"),
        ("accepted", "canceled", "failed"),
        ("accepted", "read", "delivered"),
        ("unknown", "queued", "accepted"),
        ("unknown", "delivered", "delivered"),
        ("delivered", "sent", None),
        ("delivered", "failed", None),
        ("delivered", "delivered", None),
        ("failed", "delivered", None),
        ("undelivered", "delivered", None),
        ("accepted", "Delivered ", "delivered"),
        ("accepted", "partially_delivered", None),
        ("accepted", "", None),
        ("no such state", "delivered", None),
    ],
)
def test_a_status_moves_a_message_forward_or_not_at_all(
    current: str, status: str, following: str | None
) -> None:
    assert next_state(current, status) == following


@pytest.mark.parametrize("order", [*permutations(["queued", "sending", "sent", "delivered"])])
def test_callbacks_in_any_order_end_in_the_same_state(order: tuple[str, ...]) -> None:
    state, status = "sending", None
    for reported in order:
        state = next_state(state, reported) or state
        status = reported if is_progress(status, reported) else status
    assert (state, status) == ("delivered", "delivered")


@given(st.lists(st.sampled_from([*PROVIDER_STATUS_RANK, "nonsense"]), max_size=12))
def test_the_first_final_state_stays(reports: list[str]) -> None:
    state, first_final = "sending", None
    for reported in reports:
        following = next_state(state, reported)
        assert following is None or STATE_RANK[following] > STATE_RANK[state]
        state = following or state
        first_final = first_final or (state if state in FINAL else None)
    assert first_final in {None, state}


def test_a_repeated_status_is_no_progress() -> None:
    for status in PROVIDER_STATUS_RANK:
        assert is_progress(None, status)
        assert not is_progress(status, status)
    assert not is_progress(None, "nonsense")


def test_every_status_has_a_rank_and_a_state() -> None:
    assert PROVIDER_STATUS_RANK.keys() == STATE_OF_PROVIDER_STATUS.keys()
    assert set(STATE_OF_PROVIDER_STATUS.values()) <= STATE_RANK.keys()


def test_the_states_are_those_the_database_knows(connection: Connection) -> None:
    row = connection.execute(
        "select pg_get_constraintdef(oid) as rule from pg_constraint"
        " where conrelid = 'messages'::regclass and pg_get_constraintdef(oid) like '%undelivered%'"
    ).fetchone()
    assert row
    assert all(f"'{state}'" in row["rule"] for state in STATE_RANK)
