"""Visits out of connected calendars."""

import dagster as dg

from assets._flags import skip_if_off
from core.calendars.clients import build_clients
from core.calendars.poll import poll_calendars
from core.engine import Engine
from core.rules.visits.sources import CALENDARS, Calendar, Source, get_calendar

GROUP = "ingestion"
OWNERS = ["team:data"]


class CalendarRun(dg.Config):
    """What a run reads: everything, or with `only_new` what an owner is waiting for."""

    only_new: bool = False


def _ingest(
    context: dg.AssetExecutionContext, engine: Engine, source: str, config: CalendarRun
) -> dg.MaterializeResult[None]:
    if skipped := skip_if_off(engine, source):
        return skipped
    counts = poll_calendars(
        source,
        config=engine.config,
        sealer=engine.sealer,
        connect=engine.connect,
        clients=build_clients(engine.config),
        now=engine.now(),
        only_new=config.only_new,
    )
    if not counts["connections"] and not config.only_new:
        context.log.info("no practice has connected %s; nothing to read", source)
    if counts.get("failed"):
        context.log.warning("%s calendars could not be read; the next poll will", counts["failed"])
    accepted = counts.get("accepted", 0)
    return dg.MaterializeResult(
        metadata={"calendars": counts["connections"], "visits_ingested": accepted, **counts}
    )


def _visits_of(source: Source, calendar: Calendar) -> dg.AssetsDefinition:
    """Make the asset of one calendar's visits."""

    @dg.asset(
        name=f"{source.name}_visits",
        group_name=GROUP,
        owners=OWNERS,
        kinds={"python", "postgres", calendar.platform},
        pool=calendar.pool,
        description=f"Finished appointments out of every {source.title} that is connected.",
    )
    def visits(
        context: dg.AssetExecutionContext, config: CalendarRun, engine: dg.ResourceParam[Engine]
    ) -> dg.MaterializeResult[None]:
        return _ingest(context, engine, source.name, config)

    return visits


VISITS_OF = {name: _visits_of(*get_calendar(name)) for name in CALENDARS}
CALENDAR_VISITS = list(VISITS_OF.values())
