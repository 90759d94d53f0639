"""Errors are named by class and place: their messages may quote a patient."""

import psycopg

from core.error_traces import describe_error, locate_error, trace_error


def break_down():
    raise ValueError("Ana, +14155550123")  # noqa: EM101, TRY003 - what must not be told


def caught(breaks):
    try:
        breaks()
    except Exception as error:  # noqa: BLE001 - any
        return error
    raise AssertionError


def test_an_error_is_named_with_its_place_and_without_its_message():
    error = caught(break_down)
    line = break_down.__code__.co_firstlineno + 1
    assert describe_error(error) == "ValueError"
    assert locate_error(error) == f"ValueError at break_down:{line}"
    assert trace_error(error).endswith(f"test_error_traces.py:{line} break_down")


def test_the_databases_own_code_and_constraint_are_told(connection):
    statement = "insert into quiet_hour_rules select * from quiet_hour_rules limit 1"
    error = caught(lambda: connection.execute(statement.encode()))
    assert isinstance(error, psycopg.errors.UniqueViolation)
    assert locate_error(error).startswith("UniqueViolation 23505 quiet_hour_rules_")


def test_an_error_that_was_never_raised_has_no_place():
    assert locate_error(KeyError("x")) == "KeyError"
