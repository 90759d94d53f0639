"""A feature that is switched off stays off for a job that is launched from the UI."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import dagster as dg
import pytest

import assets
from core.config import Config, Features, load_config
from core.engine import Engine
from core.rules.visits.sources import SOURCES
from orchestration.definitions import defs
from orchestration.partitions import default_partition
from orchestration.schedules import FLAG_OF
from tests.flags import turn

FLAGS = ("reviews", "digest", "auto_credit", "demo_site", "benchmark_email", *SOURCES)
JOBS = sorted(
    job.name for job in defs.get_repository_def().get_all_jobs() if not job.name.startswith("__")
)


def no_database(_: Config) -> str:
    """Fail whoever wants a database, at once: nothing that is switched off reads one."""
    raise dg.Failure(description="there is no database", allow_retries=False)


def with_flags(*, on: bool, but: str | None) -> Features:
    flags = dict.fromkeys(FLAGS, on) | ({but: not on} if but else {})
    return turn(load_config({}).features, **flags)


OWN = {
    key: asset
    for path in Path(assets.__path__[0]).glob("[!_]*.py")
    for asset in dg.load_assets_from_modules([import_module(f"assets.{path.stem}")])
    if isinstance(asset, dg.AssetsDefinition)
    for key in asset.keys
}
"""All assets but dbt's, by key."""


def launch(job_name: str, features: Features, now) -> dg.ExecuteInProcessResult | None:
    """Launch what of a job is not dbt's, as the UI does; None where all of it is."""
    config = replace(load_config({}), features=features, engine_now=now)
    job = defs.resolve_job_def(job_name)
    own = {id(OWN[k]): OWN[k] for k in job.asset_layer.executable_asset_keys if k in OWN}
    if not own:
        return None
    with dg.partition_loading_context(effective_dt=now):
        return dg.materialize(
            list(own.values()),
            partition_key=default_partition(job.partitions_def, now),
            raise_on_error=False,
            resources={"engine": Engine(lambda: config, no_database)},
        )


@pytest.mark.parametrize("job", JOBS)
def test_a_job_whose_flag_is_off_does_nothing_and_any_other_flag_leaves_it_alone(job, now):
    flag = FLAG_OF.get(job)
    others_off = launch(job, with_flags(on=False, but=flag), now)
    if others_off is None:
        assert flag is None
        return
    assert not others_off.success
    if flag is None:
        return
    off = launch(job, with_flags(on=True, but=flag), now)
    assert off.success
    told = [
        event.step_materialization_data.materialization
        for event in off.get_asset_materialization_events()
    ]
    assert [one.metadata["skipped"].value for one in told] == [1]
    assert told[0].metadata["skipped_for"].value == f"FEATURE_{flag.upper()} is off"
