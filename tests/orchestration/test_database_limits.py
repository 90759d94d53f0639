"""Every connection that the product opens ends what takes too long."""

import ast
import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from core.config import PROJECT_ROOT
from core.engine import fixed_engine
from core.store.database import (
    BUILD_LIMITS,
    HOT_LIMITS,
    JOB_LIMITS,
    PAGE_LIMITS,
    STORAGE_LIMITS,
    UPLOAD_LIMITS,
    Limits,
    connect,
)
from orchestration.dbt_connection import connection_environment
from orchestration.platform_stack import platform_environment
from webhooks.appender import Appender
from webhooks.database import Database

NAMES = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
ASKED = (
    "select name, setting::bigint as milliseconds from pg_settings where name like '%timeout'"
    " order by name"
)
OPENERS = {
    "core/store/database.py": "psycopg.connect",
    "webhooks/database.py": "ConnectionPool",
    "webhooks/appender.py": "psycopg.AsyncConnection.connect",
}


def of_page(url: str, **_: Any) -> Any:
    return ask_pool(url, None)


def of_upload(url: str, **_: Any) -> Any:
    return ask_pool(url, 120.0)


def ask_pool(url: str, within_seconds: float | None) -> Any:
    async def story() -> Any:
        database = Database(url)
        await database.start()
        try:
            return await database.run(
                lambda c: c.execute(ASKED.encode()).fetchall(), within_seconds=within_seconds
            )
        finally:
            await database.stop()

    return asyncio.run(story())


def of_hot_route(url: str, **_: Any) -> Any:
    async def ask(connection: Any, rows: list[Any]) -> list[Any]:
        cursor = await connection.execute(ASKED.encode())
        return [await cursor.fetchall()] * len(rows)

    async def story() -> Any:
        appender = Appender(url, {"ask": ask})
        await appender.start()
        try:
            return await appender.append("ask", None)
        finally:
            await appender.stop()

    return asyncio.run(story())


def of_command(url: str, **_: Any) -> Any:
    with connect(url) as connection:
        return connection.execute(ASKED.encode()).fetchall()


def of_job(url: str, config: Any, **_: Any) -> Any:
    with fixed_engine(config, url).connect() as connection:
        return connection.execute(ASKED.encode()).fetchall()


def of_dbt(url: str, tmp_path: Path, **_: Any) -> Any:
    dbt = Path(sys.executable).with_name("dbt")
    project = PROJECT_ROOT / "dbt_project"
    words = ["show", "--inline", ASKED, "--limit", "-1", "--output", "json", "--log-format", "json"]
    places = [
        *("--project-dir", project, "--profiles-dir", project),
        *("--target-path", tmp_path, "--log-path", tmp_path),
    ]
    told = subprocess.run(
        [dbt, *words, *places],
        env=dict(os.environ) | connection_environment(url),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    lines = [json.loads(line)["data"] for line in told.splitlines() if line.startswith("{")]
    preview = next(line["preview"] for line in lines if line.get("preview"))
    return json.loads(preview)


def of_dagster(url: str, config: Any, tmp_path: Path, **_: Any) -> Any:
    storage = platform_environment(config, url, tmp_path)["DAGSTER_POSTGRES_URL"]
    engine = create_engine(storage)
    try:
        with engine.connect() as connection:
            return [dict(row) for row in connection.execute(text(ASKED)).mappings()]
    finally:
        engine.dispose()


KINDS: Mapping[str, tuple[Callable[..., Any], Limits]] = {
    "a page or an event": (of_page, PAGE_LIMITS),
    "an upload": (of_upload, UPLOAD_LIMITS),
    "clicks and reports": (of_hot_route, HOT_LIMITS),
    "a command": (of_command, JOB_LIMITS),
    "a job": (of_job, JOB_LIMITS),
    "dbt": (of_dbt, BUILD_LIMITS),
    "Dagster's storage": (of_dagster, STORAGE_LIMITS),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_connection_of_every_kind_has_three_limits(kind, database_url, config, tmp_path) -> None:
    ask, limits = KINDS[kind]
    told = ask(url=database_url, config=config, tmp_path=tmp_path)
    found = {row["name"]: int(row["milliseconds"]) / 1000 for row in told}
    wanted = (limits.statement_seconds, limits.lock_seconds, limits.idle_seconds)
    expected = dict(zip(NAMES, wanted, strict=True))
    assert {name: found[name] for name in NAMES} == expected
    assert min(expected.values()) > 0


def test_no_other_connection_is_opened_anywhere() -> None:
    opened = {
        str(path.relative_to(PROJECT_ROOT)): name
        for folder in ("core", "webhooks", "assets", "orchestration")
        for path in (PROJECT_ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and (name := ast.unparse(node.func)).startswith(
            ("psycopg.", "psycopg2.", "ConnectionPool", "AsyncConnectionPool", "create_engine")
        )
        and not name.startswith("psycopg.errors")
    }
    assert opened == OPENERS
