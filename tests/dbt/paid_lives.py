"""Practices that stay, leave and come back, told by Stripe's webhooks and Google's readings."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from core.billing.checkouts import settle_checkout
from core.config import load_config
from core.context import IntakeContext
from core.inbox import receive_raw_event
from core.sealing import Sealer
from core.store.database import Connection
from core.store.held_checkouts import find_held_checkout
from core.store.reviews import PlaceTotals, insert_baseline, insert_snapshot
from tests.dbt.conftest import AS_OF

NOW = datetime.fromisoformat(AS_OF).astimezone(UTC)
DAY = timedelta(days=1)
BOUGHT = NOW - 40 * DAY


@dataclass(frozen=True)
class Case:
    """What happened, in days after the first checkout, and what has to be true now."""

    checkouts: tuple[float, ...] = (0,)
    ends: tuple[tuple[int, float], ...] = ()
    """Which of its subscriptions, from 1, ended when."""
    requests: tuple[float, ...] = (0.8,)
    totals: tuple[tuple[float, int], ...] = ((5, 43), (29, 48))
    baselines: tuple[float, ...] = (0,)
    bought: datetime = BOUGHT
    other: tuple[tuple[str, float, dict[str, Any]], ...] = ()
    by_hand: bool = False
    sla: str = "kept"
    guarantee: str | None = "ended"
    history: tuple[str, ...] = field(default=("ended",))
    credit: str | None = None
    """None, `person` or `automatic`."""


CASES = {
    "day1": Case(ends=((1, 1),), totals=()),
    "day29": Case(ends=((1, 29),)),
    "day30": Case(ends=((1, 30),), guarantee="failed", history=("failed",), credit="person"),
    "day31": Case(ends=((1, 31),), guarantee="failed", history=("failed",), credit="person"),
    "met": Case(ends=((1, 20),), totals=((10, 50), (19, 49), (20, 51)), guarantee="met", history=("met",)),
    "stays": Case(guarantee="failed", history=("failed",), credit="automatic"),
    "in_time": Case(ends=((1, 47 / 24),), requests=(), totals=(), sla="ended"),
    "too_late": Case(ends=((1, 49 / 24),), requests=(), totals=(), sla="breached"),
    "at_risk": Case(bought=NOW - 0.6 * DAY, ends=((1, 0.55),), requests=(), totals=(), sla="ended"),
    "next_day": Case(
        checkouts=(0, 11), ends=((1, 10),), baselines=(0, 11), totals=((5, 43), (9, 48), (20, 55)),
        sla="breached", guarantee="running", history=("ended", "running"),
    ),
    "in_ninety_days": Case(
        bought=NOW - 95.55 * DAY, checkouts=(0, 95), ends=((1, 5),), totals=((3, 44),),
        sla="risk_12", guarantee=None, history=("ended",),
    ),
    "failed_then_back": Case(
        checkouts=(0, 39), ends=((1, 35),), requests=(0.8, 39.5), baselines=(0, 39),
        guarantee="running", history=("failed", "running"), credit="automatic",
    ),
    "two_of_which_one_ends": Case(
        checkouts=(0, 3), ends=((1, 10),), guarantee="failed", history=("failed",), credit="automatic",
    ),
    "late_with_its_payment": Case(
        other=(("customer.subscription.updated", 5, {"status": "past_due"}),),
        guarantee="failed", history=("failed",), credit="automatic",
    ),
    "refunded": Case(other=(("charge.refunded", 3, {"refunded": True}),), totals=()),
    "by_hand": Case(by_hand=True, requests=(), totals=(), sla="ended"),
}  # fmt: skip

CONFIG = load_config({})
CONFIG = replace(CONFIG, features=replace(CONFIG.features, auto_credit=True))
SEALER = Sealer(CONFIG.data_encryption_keys)


class World:
    """One practice's life, told by webhooks and readings."""

    def __init__(self, connection: Connection, name: str, case: Case) -> None:
        self.connection, self.name, self.case = connection, name, case

    def at(self, days: float) -> datetime:
        return self.case.bought + days * DAY

    def tell(self, kind: str, days: float, thing: dict[str, Any]) -> None:
        event_id = f"evt_{self.name}_{kind}_{days}_{thing['id']}"
        payload = {
            "id": event_id,
            "created": int(self.at(days).timestamp()),
            "data": {"object": thing},
        }
        receive_raw_event(
            self.connection, CONFIG, SEALER, provider="stripe", external_id=event_id, type=kind,
            payload=payload, now=self.at(days),
        )  # fmt: skip

    def live(self) -> None:
        moments = [(days, self.buy, number) for number, days in enumerate(self.case.checkouts, 1)]
        moments += [(days, self.end, number) for number, days in self.case.ends]
        for days, happen, number in sorted(moments, key=lambda moment: moment[0]):
            happen(number, days)
        for kind, days, thing in self.case.other:
            self.tell(
                kind, days, {"id": f"sub_{self.name}_1", "customer": f"cus_{self.name}"} | thing
            )

    def buy(self, number: int, days: float) -> None:
        session_id = f"cs_{self.name}_{number}"
        session = {
            "id": session_id, "payment_status": "paid", "mode": "subscription",
            "customer": f"cus_{self.name}", "subscription": f"sub_{self.name}_{number}",
            "customer_details": {"email": f"{self.name}@example.com", "name": self.name},
        }  # fmt: skip
        self.tell("checkout.session.completed", days, session)
        held = find_held_checkout(self.connection, session_id)
        if held is not None:
            context = IntakeContext(self.connection, CONFIG, SEALER, self.at(days))
            settle_checkout(context, held, is_accepted=True, decided_by="owner")
        [practice] = self.connection.execute(
            b"update practices set timezone = 'America/Los_Angeles' where email = %s returning id",
            (f"{self.name}@example.com",),
        )
        self.practice_id = practice["id"]
        if number <= len(self.case.baselines):
            self.read_baseline(self.case.baselines[number - 1], 40 + 10 * (number - 1))
        for moment, total in self.case.totals:
            totals = PlaceTotals(self.at(moment).date(), total, 4.5)
            insert_snapshot(self.connection, self.practice_id, totals)

    def read_baseline(self, days: float, total: int) -> None:
        at = self.at(days) + timedelta(hours=1)
        totals = PlaceTotals(at.date(), total, 4.5)
        insert_baseline(self.connection, self.practice_id, totals, place_id="place", now=at)

    def end(self, number: int, days: float) -> None:
        thing = {"id": f"sub_{self.name}_{number}", "customer": f"cus_{self.name}"}
        self.tell("customer.subscription.deleted", days, thing)

    def ask(self) -> None:
        for number, days in enumerate(self.case.requests):
            self.connection.execute(
                b"""
                with person as (
                    insert into patients (practice_id, first_name) values (%(practice)s, 'Ana') returning id
                ), visit as (
                    insert into visits (practice_id, patient_id, occurred_at, source, source_id)
                    select %(practice)s, id, %(at)s, 'csv', %(code)s from person returning id, patient_id
                )
                insert into review_requests (practice_id, code, patient_id, visit_id, channel, status, sent_at)
                select %(practice)s, %(code)s, patient_id, id, 'sms', 'sent', %(at)s from visit
                """,
                {"practice": self.practice_id, "at": self.at(days), "code": f"{self.name}{number}"},
            )
