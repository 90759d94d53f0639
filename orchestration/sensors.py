"""What starts runs as soon as there is work: stored events, and due jobs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import dagster as dg
import psycopg

from core.clock import current_instant
from core.engine import Engine
from core.errors import EngineError
from core.rules.visits.sources import POLL_JOBS, SOURCES
from core.store.database import Connection
from core.store.jobs import has_due_jobs
from core.store.raw_events import has_unapplied
from orchestration import jobs

LINGER_SECONDS = 120.0
"""How long a fulfillment run stays for more: what comes meanwhile goes out within a second."""

_ACTIVE = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
]
_GIVEN_UP_AFTER = timedelta(minutes=15)
"""No run takes this long: one that seems to has died without a word."""
_TRY_AGAIN_AFTER = timedelta(seconds=60)

Read = Callable[[Connection, datetime], bool]


@dataclass(frozen=True)
class Trigger:
    """What a sensor looks for, the job it starts then, and the flag that may switch it off."""

    name: str
    job_name: str
    description: str
    every_seconds: int
    is_pending: Read
    flag: str | None = None
    run_config: dg.RunConfig | None = None


def decide(
    job_name: str,
    *,
    is_pending: bool,
    active_since: datetime | None,
    at: datetime,
    run_config: dg.RunConfig | None = None,
) -> dg.RunRequest | dg.SkipReason:
    """Ask for one run where there is work and nobody at it.

    `active_since` is when the latest run that is not over was made; one that is older than any
    run can be is taken for dead, so that it blocks nothing.
    """
    if not is_pending:
        return dg.SkipReason("nothing to do")
    if active_since is not None and at - active_since < _GIVEN_UP_AFTER:
        return dg.SkipReason("a run is at it")
    run_key = f"{job_name}:{at:%Y%m%dT%H%M%S}"
    return dg.RunRequest(run_key=run_key, run_config=run_config)


def build_sensor(trigger: Trigger) -> dg.SensorDefinition:
    """Make the sensor of one trigger, switched on from the start."""

    @dg.sensor(
        name=trigger.name,
        job_name=trigger.job_name,
        minimum_interval_seconds=trigger.every_seconds,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description=trigger.description,
    )
    def evaluate(
        context: dg.SensorEvaluationContext, engine: dg.ResourceParam[Engine]
    ) -> dg.RunRequest | dg.SkipReason:
        if trigger.flag is not None and not engine.config.features.is_on(trigger.flag):
            return dg.SkipReason(f"FEATURE_{trigger.flag.upper()} is off")
        return _look(context, engine, trigger)

    return evaluate


def _look(
    context: dg.SensorEvaluationContext, engine: Engine, trigger: Trigger
) -> dg.RunRequest | dg.SkipReason:
    """Look at the database and at Dagster's runs; a failed look is not an empty one."""
    try:
        with engine.connect() as connection:
            is_pending = trigger.is_pending(connection, engine.now())
    except (psycopg.Error, EngineError, OSError) as error:
        return dg.SkipReason(f"could not look: {type(error).__name__}")
    return decide(
        trigger.job_name,
        is_pending=is_pending,
        active_since=_active_since(context.instance, trigger.job_name) if is_pending else None,
        at=current_instant(),
        run_config=trigger.run_config,
    )


def _active_since(instance: dg.DagsterInstance, job_name: str) -> datetime | None:
    records = instance.get_run_records(dg.RunsFilter(job_name=job_name, statuses=_ACTIVE), limit=1)
    return records[0].create_timestamp if records else None


def _owners_trigger(source: str, job_name: str) -> Trigger:
    """React to what owners do with one provider: consents live for ten minutes only.

    Its runs leave the calendars of everybody else to the schedule. An owner looks at "Connecting…"
    meanwhile: with a run's six seconds, two for noticing keep that below ten.
    """
    return Trigger(
        name=f"{source}_consents",
        job_name=job_name,
        description=f"Starts {job_name} when an owner consents, chooses or ends a consent.",
        every_seconds=2,
        is_pending=lambda connection, now: has_due_jobs(
            connection, now=now, types=SOURCES[source].poll_jobs
        ),
        flag=source,
        run_config=dg.RunConfig({f"{source}_visits": {"config": {"only_new": True}}}),
    )


raw_events_pending = build_sensor(
    Trigger(
        name="raw_events_pending",
        job_name=jobs.raw_events.name,
        description="Starts raw_events when events are stored that could not be applied at once.",
        every_seconds=5,
        is_pending=lambda connection, now: has_unapplied(
            connection, tried_before=now - _TRY_AGAIN_AFTER
        ),
    )
)
due_jobs = build_sensor(
    Trigger(
        name="due_jobs",
        job_name=jobs.fulfillment.name,
        description="Starts fulfillment when a job is due and no run is at it.",
        every_seconds=1,
        is_pending=lambda connection, now: has_due_jobs(
            connection, now=now, except_types=POLL_JOBS
        ),
        run_config=dg.RunConfig(
            {"review_requests": {"config": {"linger_seconds": LINGER_SECONDS}}}
        ),
    )
)
calendar_consents = [
    build_sensor(_owners_trigger(name, job.name)) for name, job in jobs.INGEST_OF.items()
]
