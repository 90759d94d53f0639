"""The alerts about what practices are promised, computed from the marts and what was recorded."""

from datetime import datetime, timedelta

from core.config import Config
from core.operations.alerts import Condition
from core.rules.vocabulary import Alert, EventType
from core.store.alerts import list_last_events
from core.store.database import Connection
from core.store.marts import list_sla_states, list_spend_breaches

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_FORTNIGHT = timedelta(days=14)


def find_sla_risks(connection: Connection, config: Config, now: datetime) -> list[Condition]:
    """Find first requests that are not out twelve hours after the checkout."""
    del config, now
    return [
        Condition(
            Alert.SLA_RISK,
            state.practice_id,
            f"No request yet; the promise ends at {state.deadline_at:%Y-%m-%d %H:%M} UTC.",
            {"deadline_at": state.deadline_at.isoformat()},
        )
        for state in list_sla_states(connection)
        if state.at_risk
    ]


def find_sla_breaches(connection: Connection, config: Config, now: datetime) -> list[Condition]:
    """Find first requests that are late, or came late within the last day."""
    del config
    return [
        Condition(
            Alert.SLA_BREACH,
            state.practice_id,
            "The first request did not go out within 48 hours of the checkout.",
            {"deadline_at": state.deadline_at.isoformat()},
        )
        for state in list_sla_states(connection)
        if state.breached
        and state.ended_at is None
        and (state.first_request_at is None or state.first_request_at > now - _DAY)
    ]


def find_weekly_spend(connection: Connection, config: Config, now: datetime) -> list[Condition]:
    """Find practices whose texts of this week cost more than the guardrail."""
    del config
    since = (now - _WEEK).date()
    latest = {one.practice_id: one for one in list_spend_breaches(connection, since=since)}
    return [
        Condition(
            Alert.SPEND_WEEKLY,
            breach.practice_id,
            f"Texts of the week cost ${breach.spend_usd:.2f}; the guardrail is"
            f" ${breach.threshold_usd:.2f}.",
            {"week_start": breach.week_start.isoformat(), "spend_usd": float(breach.spend_usd)},
        )
        for breach in latest.values()
    ]


def find_failed_guarantees(
    connection: Connection, config: Config, now: datetime
) -> list[Condition]:
    """Find guarantees recorded as failed within a fortnight."""
    del config
    events = list_last_events(
        connection, EventType.GUARANTEE_FAILED, since=now - _FORTNIGHT, now=now
    )
    return [
        Condition(
            Alert.GUARANTEE_FAILED,
            event.practice_id,
            f"{event.payload.get('reviews_added')} reviews were added in 30 days; a credit is due.",
        )
        for event in events
    ]
