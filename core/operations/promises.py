"""The promises to a practice, checked against the marts: each breach is written down once."""

from datetime import datetime, timedelta

from core.config import Config
from core.rules.vocabulary import EventType, JobType
from core.store.database import Connection
from core.store.events import append_event_once
from core.store.guarantees import get_credit_terms
from core.store.job_keys import credit_key
from core.store.jobs import enqueue_job
from core.store.marts import (
    FailedGuarantee,
    list_failed_guarantees,
    list_sla_states,
    list_spend_breaches,
)

_SPEND_LOOK_BACK = timedelta(days=14)
"""Long enough that a week's last day is seen by the check of the day after."""


def record_sla_breaches(connection: Connection, *, now: datetime) -> int:
    """Record practices whose first request was not out 48 hours after checkout; once each."""
    recorded = 0
    for state in list_sla_states(connection):
        if not state.breached:
            continue
        hours = state.hours_to_first_request
        recorded += append_event_once(
            connection,
            EventType.SLA_BREACH,
            practice_id=state.practice_id,
            key={"checkout_at": state.checkout_at.isoformat()},
            payload={
                "deadline_at": state.deadline_at.isoformat(),
                "hours_to_first_request": None if hours is None else float(hours),
            },
            at=now,
        )
    return recorded


def record_failed_guarantees(connection: Connection, config: Config, *, now: datetime) -> int:
    """Record guarantees that failed and the credit each makes due, once; queue what is automatic.

    Who pays it back is settled then: a flag turned on later credits nothing that a person had to.
    A credit on the balance of somebody who has left would reach nobody: a person refunds it.
    """
    recorded = 0
    for failed in list_failed_guarantees(connection):
        due_on = failed.due_on.isoformat()
        recorded += append_event_once(
            connection,
            EventType.GUARANTEE_FAILED,
            practice_id=failed.practice_id,
            key={"due_on": due_on},
            payload={
                "baseline_total": failed.baseline_total,
                "latest_total": failed.latest_total,
                "reviews_added": failed.reviews_added,
            },
            at=now,
        )
        _note_credit(connection, config, failed, now=now)
    return recorded


def _note_credit(
    connection: Connection, config: Config, failed: FailedGuarantee, *, now: datetime
) -> None:
    due_on = failed.due_on.isoformat()
    terms = get_credit_terms(connection, failed.practice_id, due_on=failed.due_on)
    is_automatic = config.features.auto_credit and terms.may_be_credited
    is_news = append_event_once(
        connection,
        EventType.CREDIT_DUE,
        practice_id=failed.practice_id,
        key={"due_on": due_on},
        payload={
            "amount_cents": terms.amount_cents,
            "currency": terms.currency,
            "is_automatic": is_automatic or terms.is_granted,
        },
        at=now,
    )
    if is_news and is_automatic and not terms.is_granted:
        enqueue_job(
            connection,
            JobType.GRANT_CREDIT,
            practice_id=failed.practice_id,
            payload={"guarantee_due_on": due_on, "promise_number": failed.promise_number},
            run_at=now,
            unique_key=credit_key(failed.practice_id, failed.promise_number),
        )


def record_spend_breaches(connection: Connection, *, now: datetime) -> int:
    """Record weeks whose texts cost more than the guardrail; once a practice and week."""
    recorded = 0
    for breach in list_spend_breaches(connection, since=(now - _SPEND_LOOK_BACK).date()):
        recorded += append_event_once(
            connection,
            EventType.COST_GUARDRAIL_HIT,
            practice_id=breach.practice_id,
            key={"week_start": breach.week_start.isoformat()},
            payload={
                "segments": breach.segments,
                "spend_usd": float(breach.spend_usd),
                "threshold_usd": float(breach.threshold_usd),
            },
            at=now,
        )
    return recorded
