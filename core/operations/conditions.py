"""The conditions that alerts stand for, each computed from what the database holds."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from core.config import Config
from core.office_mail.nudges import STALLED_AFTER
from core.operations.alerts import Condition
from core.operations.sender_conditions import (
    find_blocked_senders,
    find_pending_senders,
    find_refused_accounts,
    find_refused_emails,
    find_refused_names,
    find_unanswered_subscriptions,
)
from core.rules.visits.sources import get_calendar
from core.rules.vocabulary import Alert, EventType
from core.store.alerts import (
    count_email_reputation,
    count_overdue_jobs,
    list_dead_jobs,
    list_last_events,
    list_review_drops,
    list_stop_spikes,
    list_uncertain_messages,
    list_webhook_failures,
)
from core.store.calendar_connections import list_broken_connections
from core.store.database import Connection
from core.store.held_checkouts import list_open_checkouts
from core.store.marts import list_sla_states, list_spend_breaches
from core.store.nudges import list_stalled

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
_FORTNIGHT = timedelta(days=14)
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


def find_held_checkouts(connection: Connection, config: Config, now: datetime) -> list[Condition]:
    """Find second checkouts of living practices that nobody has decided about."""
    del config, now
    waiting: dict[UUID, list[str]] = {}
    for held in list_open_checkouts(connection):
        waiting.setdefault(held.practice_id, []).append(held.session_id)
    return [
        Condition(
            Alert.CHECKOUT_HELD,
            practice_id,
            f"Somebody paid again in this practice's name ({', '.join(sessions)}); it waits for"
            " its owner, or for review-engine checkout SESSION_ID accept|refuse.",
            {"session_ids": sessions},
        )
        for practice_id, sessions in waiting.items()
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


def find_conditions(
    connection: Connection, config: Config, alerts: Iterable[Alert], *, now: datetime
) -> list[Condition]:
    """Find what holds of these alerts."""
    return [found for alert in alerts for found in WATCHES[alert](connection, config, now)]
