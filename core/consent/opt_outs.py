"""What follows from an opt-out by phone, all in one transaction, and from taking it back."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from core.context import IntakeContext
from core.rules.vocabulary import EventType, JobType, Reason
from core.store.events import EventRow, append_events
from core.store.jobs import CanceledJob, cancel_jobs
from core.store.review_requests import HeldRequest, hold_requests
from core.store.suppressions import (
    LIFTED_BY_START,
    OptedOutPatient,
    Suppression,
    add_suppressions,
    lift_suppressions,
    list_stopped_anew,
    opt_patients_in,
    opt_patients_out,
    record_stopped,
    skip_requests,
)

_by_practice = attrgetter("practice_id")


def record_opt_out(
    context: IntakeContext, *, practice_ids: Sequence[UUID], phone_hash: str
) -> list[UUID | None]:
    """Stop SMS, reminders and email of these practices to a phone, and what is queued for it.

    A number that no practice knows is stopped for all of them. Gives the practices for which that
    is new, None standing for all; a number that a carrier had refused before is new as well.
    """
    connection, now = context.connection, context.now
    tenants: list[UUID | None] = list(practice_ids) or [None]
    patients = opt_patients_out(
        connection, practice_ids=practice_ids, phone_hash=phone_hash, now=now
    )
    rows = [Suppression(tenant, phone_hash, "sms", "stop") for tenant in tenants]
    rows += [
        Suppression(patient.practice_id, patient.email_hash, "email", "stop")
        for patient in patients
        if patient.email_hash
    ]
    anew = list_stopped_anew(connection, practice_ids=practice_ids, phone_hash=phone_hash)
    added = add_suppressions(connection, rows, now=now)
    ordered = sorted(patients, key=_by_practice)
    for practice_id, group in groupby(ordered, key=_by_practice):
        _end_requests(context, practice_id, list(group))
    return [t for t in tenants if (t, phone_hash, "sms") in added or t in anew]


def lift_opt_out(
    context: IntakeContext, *, practice_ids: Sequence[UUID], phone_hash: str
) -> list[UUID | None]:
    """Let a phone get messages again that asked for it; gives the practices that changes.

    Bounces, complaints and dead numbers stay suppressed.
    """
    connection = context.connection
    patients = opt_patients_in(connection, practice_ids=practice_ids, phone_hash=phone_hash)
    changed: list[UUID | None] = []
    for tenant in (*practice_ids, None):
        # Each practice's own patients only: elsewhere the same address may be somebody else's.
        addresses = [p.email_hash for p in patients if p.practice_id == tenant and p.email_hash]
        lifted = lift_suppressions(
            connection,
            practice_ids=[tenant],
            contact_hashes=[phone_hash, *addresses],
            reasons=LIFTED_BY_START,
        )
        if (tenant, phone_hash, "sms") in lifted:
            changed.append(tenant)
    return changed


def _end_requests(
    context: IntakeContext, practice_id: UUID, patients: Sequence[OptedOutPatient]
) -> None:
    """End requests before their jobs, as calling a visit off does: nobody waits in a circle."""
    connection, now = context.connection, context.now
    patient_ids = [patient.id for patient in patients]
    record_stopped(connection, practice_id=practice_id, patient_ids=patient_ids, now=now)
    skip_requests(
        connection,
        practice_id=practice_id,
        patient_ids=patient_ids,
        reason=Reason.OPTED_OUT.value,
    )
    canceled = cancel_jobs(
        connection,
        practice_id=practice_id,
        patient_ids=patient_ids,
        reason=Reason.OPTED_OUT.value,
        now=now,
    )
    hold_requests(
        connection,
        [
            HeldRequest(practice_id, job.review_request_id, "skipped", Reason.OPTED_OUT.value)
            for job in canceled
            if job.type == JobType.SEND_REQUEST
        ],
    )
    append_events(connection, [_skipped(job, practice_id, now) for job in canceled])


def _skipped(job: CanceledJob, practice_id: UUID, now: datetime) -> EventRow:
    is_reminder = job.type == JobType.SEND_REMINDER
    return EventRow(
        EventType.REMINDER_SKIPPED if is_reminder else EventType.SEND_SKIPPED,
        practice_id,
        now,
        {"review_request_id": str(job.review_request_id), "reason": Reason.OPTED_OUT.value},
    )
