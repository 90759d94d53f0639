"""Alerts: raised when a condition begins, cleared when it ends, one mail for each raise."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from core.config import Config
from core.rules.vocabulary import Alert, EventType, JobType
from core.store.alerts import OpenAlert, list_open_alerts, lock_alerts
from core.store.database import Connection
from core.store.events import append_event
from core.store.job_keys import alert_key
from core.store.jobs import enqueue_job

AlertKey = tuple[str, UUID | None]


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that holds now and an operator should know; `figures` are free of personal data."""

    alert: Alert
    practice_id: UUID | None
    summary: str
    figures: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> AlertKey:
        """What makes it the same alert at the next look."""
        return self.alert.value, self.practice_id


@dataclass(frozen=True, slots=True)
class AlertCounts:
    """How many alerts began, ended and go on."""

    raised: int
    cleared: int
    open: int


def reconcile_alerts(
    connection: Connection,
    config: Config,
    conditions: Sequence[Condition],
    *,
    watched: Collection[Alert],
    now: datetime,
) -> AlertCounts:
    """Raise what holds and is not open, clear what is open and no longer holds.

    Only alerts among `watched` are touched: who looks at some facts cannot say that others ended.
    """
    lock_alerts(connection)
    names = {alert.value for alert in watched}
    opened = {(one.alert, one.practice_id): one for one in list_open_alerts(connection)}
    holding = {condition.key: condition for condition in conditions}
    raised = [one for key, one in holding.items() if key not in opened]
    ended = [one for key, one in opened.items() if one.alert in names and key not in holding]
    for condition in raised:
        _raise_alert(connection, config, condition, now)
    for alert in ended:
        _clear_alert(connection, alert, now)
    return AlertCounts(len(raised), len(ended), len(opened) + len(raised) - len(ended))


def _raise_alert(
    connection: Connection, config: Config, condition: Condition, now: datetime
) -> None:
    append_event(
        connection,
        EventType.ALERT_RAISED,
        practice_id=condition.practice_id,
        payload={
            **condition.figures,
            "alert": condition.alert.value,
            "summary": condition.summary,
        },
        at=now,
    )
    payload = {
        "alert": condition.alert.value,
        "summary": condition.summary,
        "since": now.isoformat(),
    }
    channels = ["email", "slack"] if config.slack_webhook_url else ["email"]
    for channel in channels:
        enqueue_job(
            connection,
            JobType.SEND_ALERT,
            practice_id=condition.practice_id,
            payload=payload | {"channel": channel},
            run_at=now,
            unique_key=alert_key(
                condition.alert, condition.practice_id, raised_at=now, channel=channel
            ),
        )


def _clear_alert(connection: Connection, alert: OpenAlert, now: datetime) -> None:
    append_event(
        connection,
        EventType.ALERT_CLEARED,
        practice_id=alert.practice_id,
        payload={"alert": alert.alert, "raised_at": alert.raised_at.isoformat()},
        at=now,
    )
