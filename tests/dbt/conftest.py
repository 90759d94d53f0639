"""One copy of the dbt project, parsed once, and one built database for all tests of the marts."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from core.config import PROJECT_ROOT
from core.store.database import Connection, connect
from orchestration.dbt_build import build
from orchestration.dbt_connection import connection_environment

AS_OF = "2026-03-15T14:00:00Z"
"""Sunday 07:00 in Los Angeles: when the digest of 8 to 14 March is sent."""

GIVEN = json.dumps({"as_of": AS_OF})

_HERE = Path(__file__).parent
_BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Project:
    """A copy of the project that writes its target and logs beside itself."""

    folder: Path

    def copy(self, folder: Path) -> "Project":
        """Copy it once more, with what was parsed."""
        return Project(shutil.copytree(self.folder, folder / "dbt_project"))

    def run(
        self, *command: str, environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run `dbt` or `mf` with nothing in its environment but what is given."""
        program, *arguments = command
        return subprocess.run(
            [_BIN / program, *arguments],
            cwd=self.folder,
            env={
                "PATH": os.environ["PATH"],
                "PWD": str(self.folder),
                "DO_NOT_TRACK": "1",
                **environment,
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def build(self, database_url: str) -> subprocess.CompletedProcess[str]:
        """Build and test everything as of AS_OF, as a person types it; the unit tests too."""
        return self.run(
            *("dbt", "build", "--vars", GIVEN), environment={"DATABASE_URL": database_url}
        )

    def build_as_jobs_do(self, database_url: str) -> dict[str, str]:
        """Build and test everything but the SQL's own unit tests; tells how each node ended."""
        environment = connection_environment(database_url)
        with pytest.MonkeyPatch.context() as patch:
            for key, value in environment.items():
                patch.setenv(key, value)
            done: Any = build(
                ["build", "--quiet", "--exclude-resource-type", "unit_test", "--vars", GIVEN],
                project_dir=self.folder,
                manifest_path=self.folder / "target" / "manifest.json",
                database=environment["DBT_DBNAME"],
            )
        assert done.result is not None, done.exception
        return {result.node.name: str(result.status) for result in done.result}


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Give a copy that is parsed with nothing set and no database, as set-up does it."""
    folder = shutil.copytree(
        PROJECT_ROOT / "dbt_project",
        tmp_path_factory.mktemp("dbt") / "dbt_project",
        ignore=shutil.ignore_patterns("target", "logs"),
    )
    copied = Project(folder)
    parsed = copied.run("dbt", "parse", environment={})
    assert parsed.returncode == 0, parsed.stdout
    return copied


@pytest.fixture(scope="session")
def empty_build(
    project: Project, server_url: str, template_url: str
) -> tuple[str, subprocess.CompletedProcess[str]]:
    """Build on a migrated database without a row; gives its URL and how that went."""
    url = create_database(server_url, "engine_marts")
    return url, project.build(url)


@pytest.fixture(scope="session")
def marts_url(project: Project, empty_build: tuple[str, object]) -> str:
    """Fill that database with the scenario and build again."""
    url, _ = empty_build
    run_script(url, "scenario.sql")
    assert set(project.build_as_jobs_do(url).values()) <= {"success", "pass", "no-op"}
    return url


@pytest.fixture
def marts(marts_url: str) -> Iterator[Connection]:
    """Give a connection to the built database, to read only."""
    with connect(marts_url) as connection:
        connection.execute("set search_path to analytics")
        connection.execute("set time zone 'UTC'")
        yield connection
        connection.rollback()


def create_database(server_url: str, name: str) -> str:
    with psycopg.connect(server_url, autocommit=True) as connection:
        statement = f"create database {name} template engine_template strategy wal_log"
        connection.execute(statement.encode())
    return server_url.replace("/postgres?", f"/{name}?")


def run_script(url: str, name: str) -> None:
    with connect(url) as connection:
        connection.execute((_HERE / name).read_text().encode())
