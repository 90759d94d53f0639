"""When jobs run by the clock, and which flag switches each off."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import dagster as dg

from assets import benchmarks, digests, promises, reviews
from core.config import Features
from core.engine import Engine
from core.rules.places.local_time import PLATFORM_ZONE
from orchestration import jobs
from orchestration.partitions import current_day, latest_sunday

Partition = Callable[[datetime], str]


@dataclass(frozen=True)
class Timetable:
    """When a job runs, the flag that may switch it off, and the partition a tick is for."""

    job_name: str
    cron: str
    flag: str | None = None
    partition: Partition | None = None


TIMETABLES = (
    Timetable(jobs.onboarding_nudges.name, "10 * * * *"),
    *(Timetable(job.name, "*/15 * * * *", flag=name) for name, job in jobs.INGEST_OF.items()),
    Timetable(jobs.reviews_nightly.name, "30 2 * * *", flag=reviews.FLAG, partition=current_day),
    Timetable(jobs.metrics.name, "0 * * * *"),
    Timetable(
        jobs.weekly_digest.name,
        f"0 {digests.HOUR} * * 0",
        flag=digests.FLAG,
        partition=latest_sunday,
    ),
    Timetable(jobs.sla_check.name, "20 * * * *"),
    Timetable(jobs.guarantee_check.name, "0 4 * * *", flag=promises.GUARANTEE_FLAG),
    Timetable(jobs.spend_check.name, "15 4 * * *"),
    Timetable(jobs.alerts.name, "*/5 * * * *"),
    Timetable(jobs.benchmark_email.name, "0 8 1 * *", flag=benchmarks.FLAG),
    Timetable(jobs.housekeeping.name, "0 3 * * *"),
    Timetable(jobs.stripe_reconcile.name, "30 3 * * *"),
)

FLAG_OF = {timetable.job_name: timetable.flag for timetable in TIMETABLES}
"""By job; None where nothing switches it off."""


def decide(timetable: Timetable, features: Features, at: datetime) -> dg.RunRequest | dg.SkipReason:
    """Say what a tick at `at` asks for: one run, or why none."""
    if timetable.flag is not None and not features.is_on(timetable.flag):
        return dg.SkipReason(f"FEATURE_{timetable.flag.upper()} is off")
    return dg.RunRequest(
        run_key=at.astimezone(UTC).isoformat(),
        partition_key=timetable.partition(at) if timetable.partition else None,
    )


def build_schedule(timetable: Timetable) -> dg.ScheduleDefinition:
    """Make the schedule of one timetable, switched on from the start."""

    @dg.schedule(
        cron_schedule=timetable.cron,
        job_name=timetable.job_name,
        name=f"{timetable.job_name}_schedule",
        execution_timezone=PLATFORM_ZONE,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=f"Runs {timetable.job_name} at {timetable.cron} in {PLATFORM_ZONE}.",
    )
    def evaluate(
        context: dg.ScheduleEvaluationContext, engine: dg.ResourceParam[Engine]
    ) -> dg.RunRequest | dg.SkipReason:
        return decide(timetable, engine.config.features, context.scheduled_execution_time)

    return evaluate


SCHEDULES = [build_schedule(timetable) for timetable in TIMETABLES]
