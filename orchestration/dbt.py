"""dbt inside Dagster: every model an asset, every test an asset check, one build a run."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import dagster as dg

from core.config import PROJECT_ROOT
from core.engine import Engine
from core.operations.alerts import Condition, reconcile_alerts
from core.rules.vocabulary import Alert, JobType
from core.store.marts import hold_builds
from core.worker import dispatch_due
from orchestration.dbt_connection import connection_environment
from orchestration.light_dagster_dbt import DagsterDbtTranslator, DbtProject, dbt_assets

PROJECT_DIR = PROJECT_ROOT / "dbt_project"

TESTS_KEY = dg.AssetKey("data_tests")
"""The asset under which the tests of each full build are observed."""

_LONGEST_BUILD = timedelta(minutes=15)
_PASSED = frozenset({"pass", "success", "warn"})
_FAILED = frozenset({"fail", "error", "runtime error"})


class _Names(DagsterDbtTranslator):
    """Puts models under their schema, and takes sources for the assets that write them."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        name = str(dbt_resource_props["name"])
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey(name)
        return dg.AssetKey([str(dbt_resource_props["schema"]), name])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        folders = dbt_resource_props.get("fqn") or []
        return str(folders[1]) if len(folders) > 2 else "dbt"  # noqa: PLR2004 - project, folder, name


def load_project() -> DbtProject:
    """Give the dbt project, parsing it where no manifest was prepared; needs no database."""
    project = DbtProject(project_dir=PROJECT_DIR, profiles_dir=PROJECT_DIR)
    if not project.manifest_path.exists():
        command = [str(Path(sys.executable).with_name("dbt")), "--quiet", "parse"]
        subprocess.run(command, cwd=PROJECT_DIR, check=True)  # noqa: S603 - our own command
    return project


PROJECT = load_project()


@dbt_assets(manifest=PROJECT.manifest_path, dagster_dbt_translator=_Names(), name="dbt_models")
def dbt_models(
    context: dg.AssetExecutionContext, engine: dg.ResourceParam[Engine]
) -> Iterator[Any]:
    """Build the selected models, and test them where their checks are selected."""
    checks = {key.name: key for key in context.selected_asset_check_keys}
    models = {key.path[-1]: key for key in context.selected_asset_keys}
    # Nothing is yielded under the lock: a run that fails would keep a suspended generator, and it.
    with _one_build_at_a_time(engine), _database_in_environment(engine.database_url):
        done = _build(engine, sorted(models), sorted(checks))
    results: list[Any] = list(done.result or [])
    for result in results:
        yield from _tell(result, models, checks)
    if checks:
        tests = read_test_results(results)
        yield tests.observation()
        _alert_on_failed_tests(engine, tests.failed)
    if not done.success:
        failed = [result.node.name for result in results if result.status in _FAILED]
        message = f"dbt failed: {', '.join(failed) or repr(done.exception)}"
        raise dg.Failure(message)


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


def _build(engine: Engine, models: list[str], tests: list[str]) -> Any:
    """Build the named models, testing them by the named tests; gives what dbt's runner gives.

    Unit tests are about the SQL, not about the data: the project's own tests run them.
    """
    from orchestration.dbt_build import build  # noqa: PLC0415 - 0.8 s that most runs do without

    words = ["build", "--indirect-selection", "empty"] if tests else ["run", "--quiet"]
    return build(
        [*words, "--vars", build_vars(engine), "--select", *models, *tests],
        project_dir=PROJECT_DIR,
        manifest_path=PROJECT.manifest_path,
        database=os.environ["DBT_DBNAME"],
    )


def _tell(
    result: Any, models: Mapping[str, dg.AssetKey], checks: Mapping[str, dg.AssetCheckKey]
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Tell Dagster of a model that was built, or of a test that was run."""
    name, status = result.node.name, str(result.status)
    metadata: dict[str, Any] = {"seconds": round(result.execution_time, 3)}
    if name in models and status == "success":
        yield dg.MaterializeResult(asset_key=models[name], metadata=metadata)
    if name in checks and status != "skipped":
        yield dg.AssetCheckResult(
            asset_key=checks[name].asset_key,
            check_name=name,
            passed=status == "pass",
            severity=(
                dg.AssetCheckSeverity.WARN if status == "warn" else dg.AssetCheckSeverity.ERROR
            ),
            metadata=metadata | {"status": status, "failed_rows": result.failures or 0},
        )


@contextmanager
def _one_build_at_a_time(engine: Engine) -> Iterator[None]:
    """Wait for the other builds of this database: two would replace the same tables at once."""
    with engine.connect() as connection:
        connection.autocommit = True
        hold_builds(connection, longest_wait=_LONGEST_BUILD)
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


def read_test_results(results: Iterable[Any]) -> TestResults:
    """Take the data tests out of dbt's own results."""
    tests = [result for result in results if result.node.resource_type == "test"]
    failed = sorted(test.node.name for test in tests if test.status in _FAILED)
    return TestResults(sum(test.status in _PASSED for test in tests), failed)


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
