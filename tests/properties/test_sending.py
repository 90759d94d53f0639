"""Whatever happens in whatever order, no message breaks the law or the practice's own limits."""

import os
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from core.sending.rechecks import recheck_decisions
from core.visits.intake import VisitInput, ingest_visits
from core.worker import dispatch_due
from tests.properties.law import is_lawful_text
from tests.properties.network import Sent
from tests.properties.offices import (
    PHONES,
    SOURCES,
    STARTS,
    STEPS,
    Office,
    practice_settings,
    visits_told,
)
from tests.properties.world import World

SUITE = settings(
    max_examples=20,
    stateful_step_count=30,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
THOROUGH = settings(SUITE, max_examples=500, stateful_step_count=60, phases=tuple(Phase))
"""Chosen by PROPERTIES=thorough: minutes instead of seconds, and new examples every time."""

TERMINAL = {"sent", "failed", "skipped", "blocked"}


class Sending(World):
    """Two offices with patients in common, and everybody who can do something to them."""

    # --- what happens

    @initialize(
        start=st.sampled_from(STARTS),
        first=practice_settings,
        second=practice_settings,
        visits=st.tuples(visits_told, visits_told),
    )
    def open_offices(
        self,
        start: datetime,
        first: dict[str, Any],
        second: dict[str, Any],
        visits: tuple[list[Any], list[Any]],
    ) -> None:
        self.now = self.network.now = self.began = start
        self.offices = [
            Office(uuid4(), name, **chosen)
            for name, chosen in (("Bright Smiles", first), ("Corner Dental", second))
        ]
        for office in self.offices:
            self.execute(
                "insert into practices (id, name, phone, timezone, status)"
                " values (%(id)s, %(name)s, '+14155550100', %(zone)s, 'active')",
                **vars(office),
            )
            self.execute(
                "insert into settings (practice_id, review_link, sms_status,"
                " onboarding_completed_at) values (%(id)s, 'https://g.page/r/abc/review', 'ready',"
                " %(now)s)",
                id=office.id,
                now=start,
            )
            self.execute(
                "insert into attestations (practice_id, version, accepted_name, accepted_at)"
                " values (%(id)s, '1', 'Owner', %(now)s)",
                id=office.id,
                now=start,
            )
            self.save(office)
        for which, told in enumerate(visits):
            self.tell_of_visits(which, told, "csv")

    @rule(which=st.integers(0, 1), visits=visits_told, source=st.sampled_from(SOURCES))
    def tell_of_visits(self, which: int, visits: list[Any], source: str) -> None:
        office = self.offices[which]
        told = []
        for name, phone, email, hours_ago, key in visits:
            self.serial += key > 0
            source_id = f"{source}-{self.serial}"
            at = self.now - timedelta(hours=hours_ago)
            told.append(VisitInput(name, phone, email, at, None, source, source_id))
            office.contacts |= {one for one in (phone, email) if one}
        with self.connection.transaction():
            ingest_visits(
                self.connection,
                self.sealer,
                practice_id=office.id,
                zone=office.zone,
                delay_minutes=office.delay,
                visits=told,
                now=self.now,
            )

    @rule(minutes=st.sampled_from(STEPS))
    def go_on(self, minutes: int) -> None:
        """Take up again what weighs on the sending, so that there is some."""
        for office in self.offices:
            office.status, office.paused = "active", False
            self.save(office)
        self.wait(minutes)

    @rule(minutes=st.sampled_from(STEPS))
    def wait(self, minutes: int) -> None:
        self.pass_time(timedelta(minutes=minutes))
        self.dispatch()

    @rule()
    def dispatch(self) -> None:
        dispatch_due(self.deps, now=self.now)

    @rule(phone=st.sampled_from(PHONES), word=st.sampled_from(("STOP", "no me escriban", "alto")))
    def say_stop(self, phone: str, word: str) -> None:
        knowing = [office for office in self.offices if phone in office.contacts]
        self.text_back(phone, word)
        for office in knowing:
            self.stopped.add((office.id, phone))
            self.stopped |= {(office.id, email) for email in self.emails_behind(office, phone)}
        if not knowing:
            self.stopped.add((None, phone))

    @rule(phone=st.sampled_from(PHONES))
    def say_start(self, phone: str) -> None:
        self.text_back(phone, "START")
        behind = {
            (office.id, contact)
            for office in self.offices
            for contact in (phone, *self.emails_behind(office, phone))
        }
        self.stopped -= behind | {(None, phone)}

    @rule(which=st.integers(0, 1), paused=st.sampled_from((False, False, True)))
    def pause(self, which: int, paused: bool) -> None:  # noqa: FBT001 - drawn by name
        self.offices[which].paused = paused
        self.save(self.offices[which])

    @rule(
        which=st.integers(0, 1),
        status=st.sampled_from(("active", "active", "past_due", "canceled")),
    )
    def pay_or_not(self, which: int, status: str) -> None:
        self.offices[which].status = status
        self.save(self.offices[which])

    @rule(which=st.integers(0, 1), chosen=practice_settings)
    def choose_anew(self, which: int, chosen: dict[str, Any]) -> None:
        office = self.offices[which]
        office.quiet, office.cap = chosen["quiet"], chosen["cap"]
        office.cooldown, office.delay = chosen["cooldown"], chosen["delay"]
        office.budget = chosen["budget"]
        self.save(office)

    @rule(which=st.integers(0, 1), status=st.sampled_from(("ready", "ready", "pending", "blocked")))
    def register_sender(self, which: int, status: str) -> None:
        self.execute(
            "update settings set sms_status = %(status)s where practice_id = %(id)s",
            status=status,
            id=self.offices[which].id,
        )

    @rule(
        number=st.integers(0, 99),
        outcome=st.sampled_from(("delivered", "30003", "30005", "30007", "39999")),
    )
    def report(self, number: int, outcome: str) -> None:
        texts = self.network.texts
        if not texts:
            return
        message = texts[number % len(texts)]
        known = "select from messages where provider_msg_id = %(sid)s and state = 'accepted'"
        if not self.rows(known, sid=message.sid):
            return
        status = "delivered" if outcome == "delivered" else "undelivered"
        message.is_lost = status == "undelivered"
        payload = {"MessageSid": message.sid, "MessageStatus": status}
        if message.is_lost:
            payload["ErrorCode"] = outcome
        self.receive("twilio_status", f"{message.sid}:{status}", status, payload)

    @rule(number=st.integers(0, 99))
    def click(self, number: int) -> None:
        if not self.history:
            return
        message = self.history[number % len(self.history)][0]
        self.execute(
            "update review_requests set clicked_at = coalesce(clicked_at, %(now)s)"
            " where code = %(code)s",
            now=self.now,
            code=message.code,
        )

    @rule(trouble=st.sampled_from(("busy", "lost", "silent", "21211", "21610", "30034", "39999")))
    def have_trouble(self, trouble: str) -> None:
        self.network.trouble = trouble

    # --- what must hold, at every single message

    def check(self, message: Sent) -> None:
        [row] = self.rows(
            "select rr.practice_id, rr.visit_id, m.purpose from review_requests as rr"
            " inner join messages as m on rr.practice_id = m.practice_id"
            " and rr.id = m.review_request_id"
            " where rr.code = %(code)s and m.state = 'sending'",
            code=message.code,
        )
        office = next(one for one in self.offices if one.id == row["practice_id"])
        visit, purpose = row["visit_id"], row["purpose"]
        others = [one.name for one in self.offices if one is not office]
        assert message.to in office.contacts, "a patient of this practice"
        assert office.name in message.body
        assert not any(name in message.body for name in others)
        assert office.status == "active"
        assert not office.paused
        assert office.is_awake(message.at), f"quiet hours of {office.zone} at {message.at}"
        assert (office.id, message.to) not in self.stopped, "nothing after STOP"
        assert (None, message.to) not in self.stopped, "nothing after STOP"
        if message.channel == "sms":
            assert is_lawful_text(message.at, message.to), f"{message.to} at {message.at}"
            assert self.count_day(office, message.at) < office.cap
            spent = self.config.sms_segment_cost_usd * (1 + self.count_month(office, message.at))
            assert office.budget is None or spent <= office.budget, "over the budget"
        arrived = [one for one in self.history if one[1] is office and not one[0].is_lost]
        same = [one for one in arrived if (one[2], one[3]) == (visit, purpose)]
        assert not same, "once for one visit"
        if purpose == "initial":
            self.check_cooldown(message, office, visit, arrived)
        self.history.append((message, office, visit, purpose))

    def check_cooldown(
        self,
        message: Sent,
        office: Office,
        visit: UUID,
        arrived: list[tuple[Sent, Office, UUID, str]],
    ) -> None:
        for before, _, other_visit, purpose in arrived:
            if purpose == "initial" and before.to == message.to and other_visit != visit:
                assert message.at >= before.at + timedelta(days=office.cooldown), "within cooldown"
                assert office.day(message.at) != office.day(before.at), "twice in a day"

    @invariant()
    def nothing_was_broken(self) -> None:
        for violation in self.network.violations:
            raise violation

    # --- and at the end

    def end(self) -> None:
        """Let five weeks and more pass: by then every visit has come to its one outcome."""
        self.network.trouble = None
        for hours in (*(7,) * 12, 32 * 24, 49, 49, 24, 1):
            self.pass_time(timedelta(hours=hours))
            self.dispatch()
            self.nothing_was_broken()
        visits = self.rows(
            "select v.id, array_agg(rr.status) as statuses,"
            " count(rr.reason) filter (where rr.status <> 'sent') as reasons,"
            " count(*) filter (where rr.status = 'sent') as sent"
            " from visits as v left join review_requests as rr"
            " on v.practice_id = rr.practice_id and v.id = rr.visit_id group by v.practice_id, v.id"
        )
        for visit in visits:
            statuses = visit["statuses"]
            assert set(statuses) <= TERMINAL, statuses
            assert visit["sent"] <= 1, statuses
            assert visit["sent"] + visit["reasons"] == len(statuses), (
                "each has a reason, or is sent"
            )
        assert not self.rows(
            "select from jobs where status in ('queued', 'running') and run_at <= %(now)s",
            now=self.now,
        )
        recheck = recheck_decisions(self.connection, since=self.began - timedelta(days=1))
        assert recheck.agrees, recheck.disagreements


def test_no_history_of_two_offices_breaks_a_law_or_a_limit(database_url: str) -> None:
    machine = type(
        "Sending", (Sending,), {"url": f"{database_url}&options=-csynchronous_commit%3Doff"}
    )
    chosen = THOROUGH if os.environ.get("PROPERTIES") == "thorough" else SUITE
    run_state_machine_as_test(machine, settings=chosen)
