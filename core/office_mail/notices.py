"""What the office should act on, by email: today, a calendar that has to be connected again."""

from core.office_mail.magic_links import issue_magic_link
from core.outbox.composition import Addressee, compose, open_outbound
from core.outbox.tasks import Dead, Done, Outbound, Outcome, Task, Work
from core.rules.calendars.causes import ends_by_connecting, explain_cause, read_cause
from core.rules.visits.sources import get_calendar
from core.rules.vocabulary import Purpose
from core.rules.wording.catalogue import say, to_say
from core.store.practices import Practice, find_practice
from core.store.templates import get_template


class OfficeNotice(Task):
    """Mails the owner that a calendar cannot be read any more, with the way to connect it again."""

    label = "notices_sent"
    may_repeat_email = True

    def prepare(self, work: Work) -> Outbound | Outcome:
        """Write the ledger row, unless the office has left."""
        practice = find_practice(work.connection, work.practice_id)
        if practice is None:
            return Dead("unknown practice")
        to = practice.email or practice.digest_email
        if to is None or practice.status == "canceled":
            return Done("notices_skipped")
        values = self._values(work, practice)
        template = get_template(
            work.connection, name="notice", locale=practice.default_locale, channel="email"
        )
        addressee = Addressee(practice.id, "email", to, work.deps.sealer.hash(to.lower()))
        composed = compose(work.deps.config, template, values, addressee, purpose=Purpose.NOTICE)
        return open_outbound(work, composed) or Done("repeated")

    def _values(self, work: Work, practice: Practice) -> dict[str, str]:
        """Say what has happened and what to do; the link leads to where it is done."""
        source, locale = str(work.job.payload["source"]), practice.default_locale
        title, link = get_calendar(source)[0].title, issue_magic_link(work)
        cause = read_cause(work.job.payload.get("cause"))
        if cause is None or ends_by_connecting(cause):
            token = link.rpartition("/")[2]
            link = f"{work.deps.config.app_base_url}/connectors/{source}/auth?token={token}"
        return {
            "practice_name": practice.name,
            "portal_link": link,
            "kind": str(work.job.payload["kind"]),
            "calendar": title,
            "heading_text": say(to_say("{calendar} needs you"), locale, calendar=title),
            "message": explain_cause(cause, locale, calendar=title) if cause else "",
        }
