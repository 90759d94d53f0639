import shutil
import subprocess

import psycopg
import pytest

from core.errors import PermanentError
from core.store import migrations
from core.store.database import Connection, connect
from core.store.migrations import Migration, apply_migrations, list_migrations
from core.store.queries import list_nouns, load_queries
from core.store.seeds import apply_seeds
from tests.statements import prepare

TENANT_TABLES = {
    "settings",
    "patients",
    "visits",
    "review_requests",
    "messages",
    "engagements",
    "events",
    "reviews",
    "review_snapshots",
    "practice_baselines",
    "former_baselines",
    "paid_periods",
}


def schema_of(connection: Connection) -> list[tuple[object, ...]]:
    rows = connection.execute(
        """
        select table_name, column_name, data_type, is_nullable, column_default
        from information_schema.columns where table_schema = 'public' and table_name <> 'schema_migrations'
        order by table_name, column_name
        """
    ).fetchall()
    return [tuple(row.values()) for row in rows]


@pytest.fixture
def empty_url(server_url: str, database_url: str) -> str:
    with psycopg.connect(database_url, autocommit=True) as opened:
        opened.execute("drop schema public cascade")
        opened.execute("create schema public")
    return database_url


def test_each_file_applies_by_hand_with_psql_and_then_once_more(empty_url: str):
    psql = shutil.which("psql")
    assert psql, "psql is needed to prove that the migrations apply by hand"
    for _ in range(2):
        for migration in list_migrations():
            done = subprocess.run(
                [
                    psql,
                    empty_url,
                    "-v",
                    "ON_ERROR_STOP=1",
                    "-q",
                    "-f",
                    f"sql/migrations/{migration.name}",
                ],
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"{migration.name}: {done.stderr}"


def test_by_hand_and_by_command_give_the_same_schema(empty_url: str, connection: Connection):
    with connect(empty_url) as by_hand:
        for migration in list_migrations():
            by_hand.execute(migration.sql.encode())
        assert schema_of(by_hand) == schema_of(connection)


def test_applying_again_does_nothing(database_url: str):
    with connect(database_url) as opened:
        assert apply_migrations(opened) == []


def test_a_migration_edited_afterwards_is_refused(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
):
    first, *rest = list_migrations()
    edited = [Migration(first.name, first.sql + "\n-- edited"), *rest]
    monkeypatch.setattr(migrations, "list_migrations", lambda: edited)
    with pytest.raises(PermanentError, match="edited after it was applied"):
        apply_migrations(connection)


def test_seeding_again_changes_nothing(connection: Connection):
    def count() -> object:
        return connection.execute(
            "select (select count(*) from templates) as t, (select count(*) from quiet_hour_rules) as q"
        ).fetchone()

    before = count()
    apply_seeds(connection)
    assert count() == before


def test_every_tenant_table_is_keyed_by_practice(connection: Connection):
    keyed = {
        row["table_name"]
        for row in connection.execute(
            """
            select k.table_name from information_schema.table_constraints as c
            join information_schema.key_column_usage as k using (constraint_name, table_name)
            where c.constraint_type = 'PRIMARY KEY' and k.column_name = 'practice_id'
            """
        )
    }
    assert keyed >= TENANT_TABLES


def test_a_row_cannot_point_at_another_practices_row(connection: Connection):
    connection.execute("insert into practices (name) values ('A'), ('B')")
    connection.execute(
        "insert into patients (practice_id, first_name) select id, 'P' from practices where name = 'A'"
    )
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        connection.execute(
            """
            insert into visits (practice_id, patient_id, occurred_at, source, source_id)
            select b.id, p.id, now(), 'csv', 'x' from practices as b, patients as p where b.name = 'B'
            """
        )


def test_every_table_and_its_less_obvious_columns_are_described(connection: Connection):
    silent = connection.execute(
        """
        select relname from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace
          and relname <> 'schema_migrations' and obj_description(oid) is null
        """
    ).fetchall()
    assert silent == []


def reads_marts(noun: str) -> bool:
    """Tell whether a file of statements reads what dbt builds; tests/dbt prepares those."""
    return any(b"analytics." in statement for _, statement in load_queries(noun))


@pytest.mark.parametrize("noun", [noun for noun in list_nouns() if not reads_marts(noun)])
def test_every_named_query_prepares_against_the_migrated_schema(connection: Connection, noun: str):
    for name, statement in load_queries(noun):
        try:
            prepare(connection, statement)
        except psycopg.Error as error:
            pytest.fail(f"{noun}.{name}: {error}")
