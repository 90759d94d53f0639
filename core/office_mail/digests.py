"""The weekly email to a practice, with the figures of the marts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from core.outbox.composition import Addressee, compose, open_outbound
from core.outbox.tasks import Answer, Dead, Done, Outbound, Outcome, Task, Work
from core.rules.vocabulary import EventType, JobType, Purpose
from core.store.database import Connection
from core.store.digests import DigestFigures, get_digest, list_recipients
from core.store.events import append_event, append_event_once
from core.store.job_keys import digest_key
from core.store.jobs import enqueue_job
from core.store.practices import Practice, find_practice
from core.store.suppressions import is_suppressed
from core.store.templates import get_template

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class QueuedDigests:
    """How many digests were newly queued, and how many practices have no address."""

    queued: int
    skipped: int


def week_before(sunday: date) -> date:
    """Give the first day of the week that the digest of `sunday` covers."""
    return sunday - _WEEK


def enqueue_digests(connection: Connection, *, sunday: date, now: datetime) -> QueuedDigests:
    """Queue the digest of `sunday` for every onboarded practice, once each for ever."""
    week_start = week_before(sunday)
    queued = skipped = 0
    for recipient in list_recipients(connection):
        if recipient.digest_email is None:
            skipped += _append_skip(connection, recipient.practice_id, week_start, "no_email", now)
            continue
        job_id = enqueue_job(
            connection,
            JobType.SEND_DIGEST,
            practice_id=recipient.practice_id,
            payload={"week_start": week_start.isoformat(), "sunday": sunday.isoformat()},
            run_at=now,
            unique_key=digest_key(recipient.practice_id, sunday),
        )
        queued += job_id is not None
    return QueuedDigests(queued, skipped)


def _append_skip(
    connection: Connection, practice_id: UUID, week_start: date, reason: str, now: datetime
) -> bool:
    """Say once why a practice gets no digest of this week."""
    return append_event_once(
        connection,
        EventType.DIGEST_SKIPPED,
        practice_id=practice_id,
        key={"week_start": week_start.isoformat()},
        payload={"reason": reason},
        at=now,
    )


class SendDigest(Task):
    """Mails one practice its week."""

    label = "digests_sent"
    may_repeat_email = True

    def prepare(self, work: Work) -> Outbound | Outcome:
        """Read the week from the marts and write the ledger row, or say why not."""
        week_start = date.fromisoformat(str(work.job.payload["week_start"]))
        practice = find_practice(work.connection, work.practice_id)
        if practice is None:
            return Dead("unknown practice")
        figures = get_digest(work.connection, practice_id=practice.id, week_start=week_start)
        addressee = _addressee(work, practice)
        reason = _reason_to_skip(work, practice, figures, addressee)
        if reason is not None or figures is None or addressee is None:
            _append_skip(work.connection, practice.id, week_start, reason or "no_figures", work.now)
            return Done("digests_skipped")
        template = get_template(
            work.connection, name="digest", locale=practice.default_locale, channel="email"
        )
        values = _values(figures) | {
            "practice_name": practice.name,
            "portal_link": f"{work.deps.config.app_base_url}/portal",
        }
        composed = compose(work.deps.config, template, values, addressee, purpose=Purpose.DIGEST)
        return open_outbound(work, composed) or Done("repeated")

    def settle(self, work: Work, answer: Answer) -> Outcome:
        """Say that the week was reported."""
        append_event(
            work.connection,
            EventType.DIGEST_SENT,
            practice_id=work.practice_id,
            payload={
                "week_start": str(work.job.payload["week_start"]),
                "sunday": str(work.job.payload.get("sunday", "")),
            },
            at=work.now,
        )
        return super().settle(work, answer)


def _addressee(work: Work, practice: Practice) -> Addressee | None:
    if not practice.digest_email:
        return None
    to_hash = work.deps.sealer.hash(practice.digest_email.lower())
    return Addressee(practice.id, "email", practice.digest_email, to_hash, may_unsubscribe=True)


def _reason_to_skip(
    work: Work, practice: Practice, figures: DigestFigures | None, addressee: Addressee | None
) -> str | None:
    if practice.status == "canceled":
        return "practice_canceled"
    if addressee is None:
        return "no_email"
    if is_suppressed(
        work.connection,
        practice_id=practice.id,
        contact_hash=addressee.contact_hash,
        channel="email",
    ):
        return "suppressed"
    return "no_figures" if figures is None else None


def _values(figures: DigestFigures) -> dict[str, Any]:
    guarantee = figures.guarantee
    if guarantee is not None:
        guarantee = guarantee | {"due_on": date.fromisoformat(str(guarantee["due_on"]))}
    return {
        "week_start": figures.week_start,
        "week_end": figures.week_end,
        "sent": figures.sent,
        "delivered": figures.delivered,
        "clicked": figures.clicked,
        "ctr": figures.ctr,
        "opt_outs": figures.opt_outs,
        "reviews_added": figures.reviews_added_7d,
        "average_rating": figures.average_rating,
        "total_reviews": figures.total_reviews,
        "spend_usd": figures.spend_usd,
        "guarantee": guarantee,
        "quotes": figures.top_quotes,
        "not_sent": figures.not_sent,
        "delayed": figures.delayed,
    }
