"""dbt inside Dagster: every model an asset, every test an asset check, one build a run."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import dagster as dg
from dagster_dbt import (
    DagsterDbtTranslator,
    DbtCliInvocation,
    DbtCliResource,
    DbtProject,
    dbt_assets,
)

from assets.engine import Engine
from assets.marts import SCHEMA
from core.config import PROJECT_ROOT
from core.dispatch.alerts import Condition, reconcile_alerts
from core.dispatch.worker import dispatch_due
from core.rules.vocabulary import Alert, JobType

PROJECT_DIR = PROJECT_ROOT / "dbt_project"

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


def _cli(project: DbtProject) -> DbtCliResource:
    return DbtCliResource(
        project_dir=project, dbt_executable=str(Path(sys.executable).with_name("dbt"))
    )


PROJECT = load_project()
DBT = _cli(PROJECT)


@dbt_assets(manifest=PROJECT.manifest_path, dagster_dbt_translator=_Names(), name="dbt_models")
def dbt_models(
    context: dg.AssetExecutionContext, dbt: DbtCliResource, engine: dg.ResourceParam[Engine]
) -> Iterator[Any]:
    """Build the selected models, and test them where their checks are selected."""
    with _database_in_environment(engine.database_url):
        build = dbt.cli(["build", "--vars", build_vars(engine)], context=context, raise_on_error=False)
    yield from build.stream()
    if context.selected_asset_check_keys:
        _alert_on_failed_tests(engine, list_failed_tests(build))
    if not build.is_successful():
        raise dg.Failure(f"dbt build failed: {build.get_error() or 'see its log'}")


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


def list_failed_tests(build: DbtCliInvocation) -> list[str]:
    """Name the tests that failed, as dbt's own results have them."""
    try:
        results = build.get_artifact("run_results.json")["results"]
    except (OSError, KeyError, ValueError):
        return []
    return sorted(
        str(result["unique_id"]).split(".")[2]
        for result in results
        if str(result["unique_id"]).startswith(("test.", "unit_test."))
        and str(result["status"]) in _FAILED
    )


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


def connection_environment(url: str) -> dict[str, str]:
    """Take a libpq URL apart into the variables of profiles.yml; a socket's folder is a host."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "DBT_HOST": query.get("host", [parts.hostname or "localhost"])[0],
        "DBT_PORT": str(parts.port or query.get("port", ["5432"])[0]),
        "DBT_USER": unquote(parts.username or "postgres"),
        "DBT_PASSWORD": unquote(parts.password or ""),
        "DBT_DBNAME": unquote(parts.path.lstrip("/")) or "postgres",
        **({"DBT_SSLMODE": query["sslmode"][0]} if "sslmode" in query else {}),
    }
