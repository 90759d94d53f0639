"""The one nudge to an office that began onboarding a day ago and did not finish."""

from datetime import datetime, time, timedelta
from uuid import UUID

from core.office_mail.magic_links import issue_magic_link
from core.outbox.composition import Addressee, compose, open_outbound
from core.outbox.tasks import Dead, Deferred, Done, Outbound, Outcome, Refusal, Task, Work
from core.rules.places.phone import regions_of_number, to_e164, zones_of_number
from core.rules.sending.quiet_hours import next_lawful_minute
from core.rules.vocabulary import EventType, JobType, Purpose
from core.store.database import Connection
from core.store.events import append_event_once
from core.store.job_keys import nudge_key
from core.store.jobs import enqueue_job
from core.store.nudges import list_stalled
from core.store.practices import Practice, find_practice
from core.store.quiet_hour_rules import list_hour_rules
from core.store.suppressions import is_suppressed
from core.store.templates import get_template

STALLED_AFTER = timedelta(hours=24)
_QUIET_START = time(20)
_QUIET_END = time(9)
_DAY = timedelta(days=1)


def nudge_stalled(connection: Connection, *, now: datetime) -> int:
    """Queue one email, and one text where a phone is known, for each stalled office.

    Stalled means begun more than 24 hours before `now` and not completed. Gives how many offices
    are new; an office is nudged once for ever.
    """
    nudged = 0
    for practice_id in list_stalled(connection, started_before=now - STALLED_AFTER):
        if append_event_once(
            connection,
            EventType.ONBOARDING_CONCIERGE_NUDGE,
            practice_id=practice_id,
            key={},
            at=now,
            payload={"channels": ["email", "sms"]},
        ):
            _enqueue(connection, practice_id, now)
            nudged += 1
    return nudged


def _enqueue(connection: Connection, practice_id: UUID, now: datetime) -> None:
    for channel, payload in (("email", {}), ("sms", {"channel": "sms"})):
        enqueue_job(
            connection,
            JobType.SEND_NUDGE,
            practice_id=practice_id,
            payload=payload,
            run_at=now,
            unique_key=nudge_key(practice_id, channel=channel),
        )


class Nudge(Task):
    """Mails, or texts within lawful hours, that one step is left."""

    label = "nudges_sent"

    def prepare(self, work: Work) -> Outbound | Outcome:
        """Write the ledger row, unless the office has finished meanwhile."""
        practice = find_practice(work.connection, work.practice_id)
        if practice is None:
            return Dead("unknown practice")
        if practice.onboarding_completed_at is not None or practice.status == "canceled":
            return Done("nudges_skipped")
        by_sms = work.job.payload.get("channel") == "sms"
        return self._text(work, practice) if by_sms else self._mail(work, practice)

    def refuse(self, work: Work, refusal: Refusal) -> Outcome:
        """Do without: the office hears from a person anyway."""
        del work, refusal
        return Done("nudges_refused")

    def _mail(self, work: Work, practice: Practice) -> Outbound | Outcome:
        if not practice.email:
            return Done("nudges_skipped")
        to_hash = work.deps.sealer.hash(practice.email.lower())
        addressee = Addressee(practice.id, "email", practice.email, to_hash)
        values = {"practice_name": practice.name, "portal_link": issue_magic_link(work)}
        return self._open(work, practice, addressee, values)

    def _text(self, work: Work, practice: Practice) -> Outbound | Outcome:
        to = to_e164(practice.phone or "")
        if to is None:
            return Done("nudges_skipped")
        to_hash = work.deps.sealer.hash(to)
        if is_suppressed(
            work.connection, practice_id=practice.id, contact_hash=to_hash, channel="sms"
        ):
            return Done("nudges_skipped")
        lawful_at = _lawful_at(work, practice, to)
        if lawful_at > work.now:
            return Deferred(lawful_at)
        addressee = Addressee(practice.id, "sms", to, to_hash)
        return self._open(work, practice, addressee, {"practice_name": practice.name})

    def _open(
        self, work: Work, practice: Practice, addressee: Addressee, values: dict[str, str]
    ) -> Outbound | Outcome:
        template = get_template(
            work.connection,
            name="nudge",
            locale=practice.default_locale,
            channel=addressee.channel,
        )
        composed = compose(work.deps.config, template, values, addressee, purpose=Purpose.NUDGE)
        return open_outbound(work, composed) or Done("repeated")


def _lawful_at(work: Work, practice: Practice, to: str) -> datetime:
    lawful_at = next_lawful_minute(
        work.now,
        quiet_start=practice.quiet_hours_start or _QUIET_START,
        quiet_end=practice.quiet_hours_end or _QUIET_END,
        practice_zone=practice.zone,
        number_zones=zones_of_number(to),
        regions=regions_of_number(to),
        rules=list_hour_rules(work.connection, today=work.now.date()),
    )
    return lawful_at or work.now + _DAY
