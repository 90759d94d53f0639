"""One copy of the dbt project and one built database for all tests of the marts."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from core.config import PROJECT_ROOT
from core.store.database import Connection, connect

AS_OF = "2026-03-15T14:00:00Z"
"""Sunday 07:00 in Los Angeles: when the digest of 8 to 14 March is sent."""

WITHOUT_UNIT_TESTS = ("--exclude-resource-type", "unit_test")
"""They know no database: running them in one build is enough."""

_HERE = Path(__file__).parent
_BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Project:
    """A copy of the project that writes its target and logs beside itself."""

    folder: Path

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

    def build(self, database_url: str, *options: str) -> subprocess.CompletedProcess[str]:
        """Build and test everything as of AS_OF."""
        given = json.dumps({"as_of": AS_OF})
        return self.run(
            *("dbt", "build", "--vars", given, *options), environment={"DATABASE_URL": database_url}
        )

    def results(self) -> dict[str, str]:
        """Tell how each node of the last run ended, by its name."""
        report = json.loads((self.folder / "target" / "run_results.json").read_text())
        return {row["unique_id"].split(".")[2]: row["status"] for row in report["results"]}


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Give the copy whose manifest names the scenario's database: MetricFlow reads it."""
    return copy_project(tmp_path_factory.mktemp("dbt"))


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
    second = project.build(url, *WITHOUT_UNIT_TESTS)
    assert second.returncode == 0, second.stdout
    return url


@pytest.fixture
def marts(marts_url: str) -> Iterator[Connection]:
    """Give a connection to the built database, to read only."""
    with connect(marts_url) as connection:
        connection.execute("set search_path to analytics")
        connection.execute("set time zone 'UTC'")
        yield connection
        connection.rollback()


def copy_project(folder: Path) -> Project:
    """Copy the project, so that no test writes into the tree."""
    copied = shutil.copytree(
        PROJECT_ROOT / "dbt_project",
        folder / "dbt_project",
        ignore=shutil.ignore_patterns("target", "logs"),
    )
    return Project(copied)


def create_database(server_url: str, name: str) -> str:
    with psycopg.connect(server_url, autocommit=True) as connection:
        statement = f"create database {name} template engine_template strategy wal_log"
        connection.execute(statement.encode())
    return server_url.replace("/postgres?", f"/{name}?")


def run_script(url: str, name: str) -> None:
    with connect(url) as connection:
        connection.execute((_HERE / name).read_text().encode())
