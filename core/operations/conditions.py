"""The conditions that alerts stand for, each computed from what the database holds."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from core.config import Config
from core.office_mail.nudges import STALLED_AFTER
from core.operations.alerts import Condition
from core.operations.checkout_conditions import find_held_checkouts
from core.operations.promise_conditions import (
    find_failed_guarantees,
    find_sla_breaches,
    find_sla_risks,
    find_weekly_spend,
)
from core.operations.sender_conditions import (
    find_blocked_senders,
    find_pending_senders,
    find_refused_accounts,
    find_refused_emails,
    find_refused_names,
    find_unanswered_subscriptions,
)
from core.rules.visits.sources import get_calendar
from core.rules.vocabulary import Alert
from core.store.alerts import (
    count_email_reputation,
    count_overdue_jobs,
    list_dead_jobs,
    list_review_drops,
    list_stop_spikes,
    list_uncertain_messages,
    list_webhook_failures,
)
from core.store.calendar_connections import list_broken_connections
from core.store.database import Connection
from core.store.nudges import list_stalled
from core.store.practices import list_canceled

Watch = Callable[[Connection, Config, datetime], list[Condition]]

WEBHOOK_FAILURES_TOLERATED = 2
"""In fifteen minutes; more is an alert."""
BOUNCE_RATE_ALARM = 0.02
COMPLAINT_RATE_ALARM = 0.0005
"""Well below where SES reviews an account: 5% bounces, 0.1% complaints."""

_HOUR = timedelta(hours=1)
_QUARTER = timedelta(minutes=15)
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_FEWEST_BOUNCES = 3


def find_dead_jobs(connection: Connection, config: Config, now: datetime) -> list[Condition]:
    """Find jobs that were given up and wait for a person."""
    del config, now
    dead = list_dead_jobs(connection)
    if not dead:
        return []
    kinds = ", ".join(f"{count} {job_type}" for job_type, count in dead.items())
    figures = {"jobs": sum(dead.values()), "by_type": dead}
    return [Condition(Alert.DEAD_JOBS, None, f"Jobs were given up: {kinds}.", figures)]


def find_queue_depth(connection: Connection, config: Config, now: datetime) -> list[Condition]:
    """Tell whether more jobs are overdue than workers should ever leave."""
    overdue = count_overdue_jobs(connection, now=now)
    if overdue < config.queue_depth_alarm:
        return []
    summary = f"{overdue} jobs are due and not taken; the alarm is at {config.queue_depth_alarm}."
    return [Condition(Alert.QUEUE_DEPTH, None, summary, {"jobs": overdue})]


def find_stop_spikes(connection: Connection, config: Config, now: datetime) -> list[Condition]:
    """Find practices of which many patients opt out within an hour."""
    spikes = list_stop_spikes(
        connection, since=now - _HOUR, now=now, threshold=config.stop_spike_per_hour
    )
    return [
        Condition(
            Alert.STOP_SPIKE,
            practice_id,
            f"{stops} opt-outs within one hour.",
            {"stops": stops},
        )
        for practice_id, stops in spikes.items()
    ]


def find_webhook_failures(connection: Connection, config: Config, now: datetime) -> list[Condition]:
    """Tell whether the web app answers 5xx."""
    del config
    failures = list_webhook_failures(connection, since=now - _QUARTER, now=now)
    total = sum(failures.values())
    if total <= WEBHOOK_FAILURES_TOLERATED:
        return []
    summary = f"The web app failed {total} requests within fifteen minutes."
    return [Condition(Alert.WEBHOOK_5XX, None, summary, {"failures": failures})]


def find_stalled_onboarding(
    connection: Connection, config: Config, now: datetime
) -> list[Condition]:
    """Find offices that began onboarding a day ago and have not finished."""
    del config
    summary = "Onboarding was begun more than 24 hours ago and is not completed."
    return [
        Condition(Alert.ONBOARDING_STALLED, practice_id, summary)
        for practice_id in list_stalled(connection, started_before=now - STALLED_AFTER)
    ]


def find_email_reputation(connection: Connection, config: Config, now: datetime) -> list[Condition]:
    """Tell whether bounces or complaints come near what mailbox providers punish."""
    del config
    week = count_email_reputation(connection, since=now - _WEEK, now=now)
    sent = max(week.sent, 1)
    bounces = week.bounced >= _FEWEST_BOUNCES and week.bounced / sent >= BOUNCE_RATE_ALARM
    complaints = week.complained > 0 and week.complained / sent >= COMPLAINT_RATE_ALARM
    if not bounces and not complaints:
        return []
    summary = (
        f"Of {week.sent} emails of the last seven days {week.bounced} bounced and"
        f" {week.complained} were called spam."
    )
    figures = {"sent": week.sent, "bounced": week.bounced, "complained": week.complained}
    return [Condition(Alert.EMAIL_REPUTATION, None, summary, figures)]


def find_review_drops(connection: Connection, config: Config, now: datetime) -> list[Condition]:
    """Find places of which Google shows fewer reviews than within the week before."""
    del config
    return [
        Condition(
            Alert.REVIEWS_DROPPED,
            drop.practice_id,
            f"The place shows {drop.total} reviews, {drop.total_before - drop.total} fewer.",
            {"total": drop.total, "total_before": drop.total_before},
        )
        for drop in list_review_drops(connection, today=now.date())
    ]


def find_uncertain_messages(
    connection: Connection, config: Config, now: datetime
) -> list[Condition]:
    """Find messages that may or may not have gone out; a person decides."""
    del config, now
    return [
        Condition(
            Alert.MESSAGE_UNCERTAIN,
            practice_id,
            f"{count} messages may or may not have gone out; see messages in state unknown.",
            {"messages": count},
        )
        for practice_id, count in list_uncertain_messages(connection).items()
    ]


def find_disconnected_calendars(
    connection: Connection, config: Config, now: datetime
) -> list[Condition]:
    """Find calendars that their owner has to connect again, or that cannot be read for a day."""
    del config
    return [
        Condition(
            Alert.CALENDAR_DISCONNECTED,
            broken.practice_id,
            f"{get_calendar(broken.source)[0].title} cannot be read since"
            f" {broken.since:%Y-%m-%d %H:%M} UTC ({broken.reason}); no visits come from it.",
            {"source": broken.source, "reason": broken.reason},
        )
        for broken in list_broken_connections(connection, failing_before=now - _DAY)
    ]


WATCHES: Mapping[Alert, Watch] = {
    Alert.DEAD_JOBS: find_dead_jobs,
    Alert.QUEUE_DEPTH: find_queue_depth,
    Alert.STOP_SPIKE: find_stop_spikes,
    Alert.WEBHOOK_5XX: find_webhook_failures,
    Alert.ONBOARDING_STALLED: find_stalled_onboarding,
    Alert.SMS_SENDER_BLOCKED: find_blocked_senders,
    Alert.SMS_PENDING: find_pending_senders,
    Alert.PRACTICE_NAME: find_refused_names,
    Alert.PROVIDER_ACCOUNT: find_refused_accounts,
    Alert.SNS_SUBSCRIPTION: find_unanswered_subscriptions,
    Alert.EMAIL_REFUSED: find_refused_emails,
    Alert.EMAIL_REPUTATION: find_email_reputation,
    Alert.REVIEWS_DROPPED: find_review_drops,
    Alert.MESSAGE_UNCERTAIN: find_uncertain_messages,
    Alert.GUARANTEE_FAILED: find_failed_guarantees,
    Alert.CALENDAR_DISCONNECTED: find_disconnected_calendars,
    Alert.CHECKOUT_HELD: find_held_checkouts,
    # The domain tables tell the former; these need fresh marts.
    Alert.SLA_RISK: find_sla_risks,
    Alert.SLA_BREACH: find_sla_breaches,
    Alert.SPEND_WEEKLY: find_weekly_spend,
}


_OF_THE_SERVED = frozenset(
    {
        Alert.SLA_RISK, Alert.SLA_BREACH, Alert.GUARANTEE_FAILED, Alert.ONBOARDING_STALLED,
        Alert.SMS_SENDER_BLOCKED, Alert.SMS_PENDING, Alert.CALENDAR_DISCONNECTED,
        Alert.REVIEWS_DROPPED,
    }
)  # fmt: skip
"""What is nobody's business any more once a practice has left."""


def find_conditions(
    connection: Connection, config: Config, alerts: Iterable[Alert], *, now: datetime
) -> list[Condition]:
    """Find what holds of these alerts; of practices that have left, only what outlasts that."""
    found = [one for alert in alerts for one in WATCHES[alert](connection, config, now)]
    left = list_canceled(connection)
    return [one for one in found if one.alert not in _OF_THE_SERVED or one.practice_id not in left]
