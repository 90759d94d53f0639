"""Runs one Dagster job to its end in this process, and counts what it did."""

import signal
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import dagster as dg

from core.clock import current_instant
from core.config import Config
from core.engine import fixed_engine
from core.errors import PermanentError
from orchestration.dbt import TESTS_KEY
from orchestration.definitions import defs
from orchestration.partitions import default_partition
from orchestration.schedules import FLAG_OF


@dataclass(frozen=True)
class RunOutcome:
    """Whether a run succeeded, and the figures its assets reported, summed by name."""

    success: bool
    counts: dict[str, int] = field(default_factory=dict)
    skipped_for: str = ""
    """The switch that is off, where the job was not run for it."""


def run_job(
    job_name: str,
    *,
    config: Config,
    database_url: str,
    now: datetime | None = None,
    partition: str | None = None,
) -> RunOutcome:
    """Run a job against a database at `now`, or at the configured or real time.

    A partitioned job without a partition takes the one that `now` is for. The run is kept in
    Dagster's storage where DAGSTER_HOME names one, else nowhere. A job whose feature is switched
    off does nothing, as on its schedule. Raises PermanentError for a job or partition that does
    not exist.
    """
    engine = fixed_engine(config, database_url, now=now)
    job = _find_job(job_name)
    flag = FLAG_OF.get(job_name)
    if flag is not None and not config.features.is_on(flag):
        return RunOutcome(
            success=True, counts={"skipped": 1}, skipped_for=f"FEATURE_{flag.upper()}"
        )
    key = partition or default_partition(job.partitions_def, engine.now())
    # A time set in the future brings its partitions with it.
    latest = max(engine.now(), current_instant())
    with dg.partition_loading_context(effective_dt=latest), _open_instance() as instance:
        _check_partition(job, key)
        with _same_end_by_signal():
            result = job.execute_in_process(
                instance=instance,
                partition_key=key,
                raise_on_error=False,
                resources={"engine": engine},
            )
        return RunOutcome(result.success, _sum_counts(result))


def _find_job(job_name: str) -> dg.JobDefinition:
    names = [job.name for job in defs.get_repository_def().get_all_jobs()]
    known = sorted(name for name in names if not name.startswith("__"))
    if job_name not in known:
        message = f"no job {job_name}; there are: {', '.join(known)}"
        raise PermanentError(message)
    return defs.resolve_job_def(job_name)


def _check_partition(job: dg.JobDefinition, key: str | None) -> None:
    partitions = job.partitions_def
    if key is None or (partitions is not None and key in partitions.get_partition_keys()):
        return
    message = (
        f"{job.name} has no partition {key}" if partitions else f"{job.name} has no partitions"
    )
    raise PermanentError(message)


def _open_instance() -> dg.DagsterInstance:
    try:
        return dg.DagsterInstance.get()
    except dg.DagsterError:
        return dg.DagsterInstance.ephemeral()


@contextmanager
def _same_end_by_signal() -> Iterator[None]:
    """Let TERM do afterwards what it did before.

    Dagster leaves on it what INT does: in a shell's background that is nothing, and processes
    started later would not end on either.
    """
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        if before is not None and threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, before)


def _sum_counts(result: dg.ExecuteInProcessResult) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for event in result.get_asset_materialization_events():
        counts.update(_count_materialization(event))
    for event in result.get_asset_observation_events():
        observation = event.asset_observation_data.asset_observation
        if observation.asset_key == TESTS_KEY:
            counts.update(_whole_numbers(observation.metadata))
    return dict(counts)


def _count_materialization(event: dg.DagsterEvent) -> dict[str, int]:
    """Take the whole numbers an asset reported; of a dbt model, that it was built."""
    materialization = event.step_materialization_data.materialization
    if len(materialization.asset_key.path) > 1:
        return {"models_built": 1}
    return _whole_numbers(materialization.metadata)


def _whole_numbers(metadata: Mapping[str, Any]) -> dict[str, int]:
    return {
        name: entry.value
        for name, entry in metadata.items()
        if isinstance(entry, dg.IntMetadataValue) and entry.value is not None
    }
