"""Nudges to offices whose onboarding has come to a halt."""

import dagster as dg

from core.engine import Engine
from core.office_mail.nudges import nudge_stalled
from core.rules.vocabulary import JobType
from core.worker import dispatch_due

GROUP = "onboarding"


@dg.asset(
    deps=["practices"],
    group_name=GROUP,
    owners=["team:customer-success"],
    kinds={"python", "postgres", "ses", "twilio"},
    description=(
        "Offices that began onboarding more than a day ago and did not finish: one email and, in"
        " lawful hours, one text each, ever."
    ),
)
def concierge_nudges(engine: dg.ResourceParam[Engine]) -> dg.MaterializeResult[None]:
    """Nudge who is stalled, once."""
    now = engine.now()
    with engine.connect() as connection:
        nudged = nudge_stalled(connection, now=now)
    sent = dispatch_due(engine.deps, now=now, types=[JobType.SEND_NUDGE])
    return dg.MaterializeResult(metadata={"nudged": nudged, **sent.labels})
