"""dbt inside Dagster: every model an asset, every test an asset check, one build a run."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import dagster as dg
from dagster_dbt import (
    DagsterDbtTranslator,
    DbtCliInvocation,
    DbtCliResource,
    DbtProject,
    dbt_assets,
)
from packaging.version import Version

from assets.engine import Engine
from assets.marts import SCHEMA
from core.config import PROJECT_ROOT
from core.dispatch.alerts import Condition, reconcile_alerts
from core.dispatch.worker import dispatch_due
from core.rules.vocabulary import Alert, JobType
from orchestration.dbt_connection import connection_environment

PROJECT_DIR = PROJECT_ROOT / "dbt_project"

TESTS_KEY = dg.AssetKey("data_tests")
"""The asset under which the tests of each full build are observed."""

_LONGEST_BUILD_MINUTES = 15
_PASSED = frozenset({"pass", "success", "warn"})
_FAILED = frozenset({"fail", "error", "runtime error"})


class _Names(DagsterDbtTranslator):
    """Puts models under their schema, and takes sources for the assets that write them."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        name = str(dbt_resource_props["name"])
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey(name)
        return dg.AssetKey([SCHEMA, name])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        folders = dbt_resource_props.get("fqn") or []
        return str(folders[1]) if len(folders) > 2 else "dbt"  # noqa: PLR2004 - project, folder, name


def load_project() -> DbtProject:
    """Give the dbt project, parsing it where no manifest was prepared; needs no database."""
    project = DbtProject(project_dir=PROJECT_DIR, profiles_dir=PROJECT_DIR)
    if not project.manifest_path.exists():
        _cli(project).cli(["parse", "--quiet"], target_path=project.target_path).wait()
    return project


class _Dbt(DbtCliResource):
    """dbt's command line, whose version is read from its package.

    The resource would start `dbt --version` in every run, which takes two seconds.
    """

    @cached_property
    def _cli_version(self) -> Version:
        return Version(version("dbt-core"))


def _cli(project: DbtProject) -> DbtCliResource:
    return _Dbt(
        project_dir=str(project.project_dir),
        profiles_dir=str(project.profiles_dir),
        dbt_executable=str(Path(sys.executable).with_name("dbt")),
    )


PROJECT = load_project()
DBT = _cli(PROJECT)


@dbt_assets(manifest=PROJECT.manifest_path, dagster_dbt_translator=_Names(), name="dbt_models")
def dbt_models(
    context: dg.AssetExecutionContext, dbt: DbtCliResource, engine: dg.ResourceParam[Engine]
) -> Iterator[Any]:
    """Build the selected models, and test them where their checks are selected."""
    has_tests = bool(context.selected_asset_check_keys)
    # Nothing is yielded under the lock: a run that fails would keep a suspended generator, and it.
    with _one_build_at_a_time(engine), _database_in_environment(engine.database_url):
        built = _build_and_test(context, dbt, engine) if has_tests else _build(context, engine)
    yield from built.events
    if built.tests is not None:
        yield built.tests.observation()
        _alert_on_failed_tests(engine, built.tests.failed)
    if built.failure is not None:
        raise dg.Failure(built.failure)


@dataclass(frozen=True)
class TestResults:
    """How many tests passed, and which did not."""

    __test__ = False

    passed: int
    failed: list[str]

    def observation(self) -> dg.AssetObservation:
        """Show the results among the assets."""
        metadata: dict[str, Any] = {
            "tests_passed": self.passed,
            "tests_failed": len(self.failed),
            "failed": dg.MetadataValue.json(self.failed),
        }
        return dg.AssetObservation(asset_key=TESTS_KEY, metadata=metadata)


@dataclass(frozen=True)
class _Built:
    """What one build came to."""

    events: list[Any]
    tests: TestResults | None = None
    failure: str | None = None


def _build_and_test(
    context: dg.AssetExecutionContext, dbt: DbtCliResource, engine: Engine
) -> _Built:
    """Run `dbt build` as a process of its own, every test of which becomes an asset check.

    Unit tests are about the SQL, not about the data: the project's own tests run them.
    """
    words = ["build", "--exclude-resource-type", "unit_test", "--vars", build_vars(engine)]
    build = dbt.cli(words, context=context, raise_on_error=False)
    try:
        events = list(build.stream())
        _share_metrics(build)
        tests = read_test_results(build)
        if build.is_successful():
            return _Built(events, tests)
        return _Built(
            events, tests, f"dbt build failed: {', '.join(tests.failed) or 'see its log'}"
        )
    finally:
        shutil.rmtree(build.target_path, ignore_errors=True)


def _share_metrics(build: DbtCliInvocation) -> None:
    """Leave the metrics' definitions, which name the database, where `mf query` looks for them."""
    with suppress(FileNotFoundError):
        shutil.copy(build.target_path / "semantic_manifest.json", PROJECT.manifest_path.parent)


def _build(context: dg.AssetExecutionContext, engine: Engine) -> _Built:
    """Run `dbt run` inside this process: a third of the time, for jobs that only need figures."""
    from dbt.cli.main import dbtRunner  # noqa: PLC0415 - 0.8 s that most runs can do without

    keys = {key.path[-1]: key for key in context.selected_asset_keys}
    with tempfile.TemporaryDirectory(prefix="dbt-") as target:
        done = dbtRunner().invoke(
            [
                *("--quiet", "--log-level-file", "none", "--no-write-json"),
                *("run", "--vars", build_vars(engine)),
                *("--project-dir", str(PROJECT_DIR), "--profiles-dir", str(PROJECT_DIR)),
                *("--target-path", target, "--log-path", target),
                *("--select", *sorted(keys)),
            ]
        )
    results: list[Any] = list(cast("Iterable[Any]", done.result or []))
    events: list[Any] = [
        dg.MaterializeResult(
            asset_key=keys[result.node.name],
            metadata={"seconds": round(result.execution_time, 3)},
        )
        for result in results
        if result.status == "success"
    ]
    if done.success:
        return _Built(events)
    failed = [result.node.name for result in results if result.status != "success"]
    return _Built(events, failure=f"dbt run failed: {', '.join(failed) or repr(done.exception)}")


@contextmanager
def _one_build_at_a_time(engine: Engine) -> Iterator[None]:
    """Wait for the other builds of this database: two would replace the same tables at once."""
    with engine.connect() as connection:
        connection.autocommit = True
        connection.execute(f"set lock_timeout = '{_LONGEST_BUILD_MINUTES}min'")
        connection.execute("select pg_advisory_lock(hashtextextended('dbt build', 0))")
        yield


def build_vars(engine: Engine) -> str:
    """Give dbt's variables: the time of the figures, and the limits of the environment."""
    config = engine.config
    return json.dumps(
        {
            "as_of": engine.now().isoformat(),
            "cost_guardrail_weekly_usd": config.cost_guardrail_weekly_usd,
            "sms_segment_cost_usd": config.sms_segment_cost_usd,
        }
    )


def read_test_results(build: DbtCliInvocation) -> TestResults:
    """Read dbt's own results of its data tests."""
    try:
        results = build.get_artifact("run_results.json")["results"]
    except (OSError, KeyError, ValueError):
        return TestResults(0, [])
    tests = [r for r in results if str(r["unique_id"]).startswith("test.")]
    failed = sorted(str(r["unique_id"]).split(".")[2] for r in tests if r["status"] in _FAILED)
    return TestResults(sum(r["status"] in _PASSED for r in tests), failed)


def _alert_on_failed_tests(engine: Engine, failed: list[str]) -> None:
    """Raise, or clear, the alert about tests of the data."""
    now = engine.now()
    summary = f"{len(failed)} tests of the data failed: {', '.join(failed)}."
    conditions = (
        [Condition(Alert.DATA_TESTS_FAILED, None, summary, {"tests": failed})] if failed else []
    )
    with engine.connect() as connection:
        reconcile_alerts(
            connection, engine.config, conditions, watched=[Alert.DATA_TESTS_FAILED], now=now
        )
    if failed:
        dispatch_due(engine.deps, now=now, types=[JobType.SEND_ALERT])


@contextmanager
def _database_in_environment(url: str) -> Iterator[None]:
    """Name the database to a dbt process that is started meanwhile."""
    before = {key: os.environ.get(key) for key in connection_environment(url)}
    os.environ.update(connection_environment(url))
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value
