"""Visits out of connected calendars."""

import dagster as dg

from assets.engine import Engine
from core.store.calendars import list_connected

GROUP = "ingestion"
OWNERS = ["team:data"]


def _ingest(
    context: dg.AssetExecutionContext, engine: Engine, provider: str
) -> dg.MaterializeResult[None]:
    with engine.connect() as connection:
        connected = list_connected(connection, provider=provider)
    if not connected:
        context.log.info("no practice has connected %s; nothing to read", provider)
    return dg.MaterializeResult(metadata={"calendars": len(connected), "visits_ingested": 0})


@dg.asset(
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python", "postgres", "google"},
    description="Finished appointments out of the Google calendars that practices have connected.",
)
def gcal_visits(
    context: dg.AssetExecutionContext, engine: dg.ResourceParam[Engine]
) -> dg.MaterializeResult[None]:
    """Read the connected Google calendars."""
    return _ingest(context, engine, "gcal")


@dg.asset(
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python", "postgres", "microsoft"},
    description="Finished appointments out of the Outlook calendars that practices have connected.",
)
def outlook_visits(
    context: dg.AssetExecutionContext, engine: dg.ResourceParam[Engine]
) -> dg.MaterializeResult[None]:
    """Read the connected Outlook calendars."""
    return _ingest(context, engine, "outlook")
