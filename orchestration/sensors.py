"""What starts runs as soon as there is work: stored events, and due jobs."""

from collections.abc import Callable
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


def _evaluate(
    context: dg.SensorEvaluationContext,
    engine: Engine,
    job_name: str,
    read: Read,
    run_config: dg.RunConfig | None = None,
) -> dg.RunRequest | dg.SkipReason:
    """Look at the database and at Dagster's runs; a failed look is not an empty one."""
    try:
        with engine.connect() as connection:
            is_pending = read(connection, engine.now())
    except (psycopg.Error, EngineError, OSError) as error:
        return dg.SkipReason(f"could not look: {type(error).__name__}")
    return decide(
        job_name,
        is_pending=is_pending,
        active_since=_active_since(context.instance, job_name) if is_pending else None,
        at=current_instant(),
        run_config=run_config,
    )


def _active_since(instance: dg.DagsterInstance, job_name: str) -> datetime | None:
    records = instance.get_run_records(dg.RunsFilter(job_name=job_name, statuses=_ACTIVE), limit=1)
    return records[0].create_timestamp if records else None


@dg.sensor(
    job_name="raw_events",
    minimum_interval_seconds=5,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Starts raw_events when events are stored that could not be applied at once.",
)
def raw_events_pending(
    context: dg.SensorEvaluationContext, engine: dg.ResourceParam[Engine]
) -> dg.RunRequest | dg.SkipReason:
    """Look for stored events that nobody has tried within the last minute."""
    return _evaluate(
        context,
        engine,
        "raw_events",
        lambda connection, now: has_unapplied(connection, tried_before=now - _TRY_AGAIN_AFTER),
    )


@dg.sensor(
    job_name="fulfillment",
    minimum_interval_seconds=1,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Starts fulfillment when a job is due and no run is at it.",
)
def due_jobs(
    context: dg.SensorEvaluationContext, engine: dg.ResourceParam[Engine]
) -> dg.RunRequest | dg.SkipReason:
    """Look for due jobs."""
    linger = dg.RunConfig({"review_requests": {"config": {"linger_seconds": LINGER_SECONDS}}})
    return _evaluate(
        context,
        engine,
        "fulfillment",
        lambda connection, now: has_due_jobs(connection, now=now, except_types=POLL_JOBS),
        linger,
    )


def _owners_waiting(source: str) -> dg.SensorDefinition:
    """Make the sensor of what owners do with one provider: consents live for ten minutes only.

    Its runs leave the calendars of everybody else to the schedule.
    """
    only_new = dg.RunConfig({f"{source}_visits": {"config": {"only_new": True}}})

    @dg.sensor(
        name=f"{source}_consents",
        job_name=f"{source}_ingest",
        minimum_interval_seconds=5,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description=f"Starts {source}_ingest when an owner consents, chooses or ends a consent.",
    )
    def owners_waiting(
        context: dg.SensorEvaluationContext, engine: dg.ResourceParam[Engine]
    ) -> dg.RunRequest | dg.SkipReason:
        if not engine.config.features.is_on(source):
            return dg.SkipReason(f"FEATURE_{source.upper()} is off")
        return _evaluate(
            context,
            engine,
            f"{source}_ingest",
            lambda connection, now: has_due_jobs(
                connection, now=now, types=SOURCES[source].poll_jobs
            ),
            only_new,
        )

    return owners_waiting


gcal_consents = _owners_waiting("gcal")
outlook_consents = _owners_waiting("outlook")


SENSORS = [raw_events_pending, due_jobs, gcal_consents, outlook_consents]
