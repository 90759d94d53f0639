"""Paid checkouts that wait, or made nothing: what an operator is told, and decides by command."""

from dataclasses import replace

import pytest

from core.config import load_config
from core.inbox import receive_raw_event
from core.operations.alerts import reconcile_alerts
from core.operations.conditions import find_conditions
from core.rules.vocabulary import Alert
from core.store.database import connect
from tests.orchestration.test_cli import type_command

CONFIG = load_config({})
HELD = [Alert.CHECKOUT_HELD]


@pytest.fixture
def opened(database_url):
    with connect(database_url) as connection:
        connection.autocommit = True
        yield connection


@pytest.fixture
def pay(opened, sealer, now):
    """Pay in a checkout; the number tells customers, subscriptions and sessions apart."""

    def run(number: int, config=CONFIG, at=None, **session) -> None:
        thing = {
            "id": f"cs_{number}", "mode": "subscription", "payment_status": "paid",
            "customer": f"cus_{number}", "subscription": f"sub_{number}",
            "customer_details": {"name": "Smile Dental", "email": "owner@smile.example.com"},
        }  # fmt: skip
        event = {
            "id": f"evt_{number}", "created": int((at or now).timestamp()),
            "data": {"object": thing | session},
        }  # fmt: skip
        receive_raw_event(
            opened, config, sealer, provider="stripe", external_id=event["id"],
            type="checkout.session.completed", payload=event, now=at or now,
        )  # fmt: skip

    return run


@pytest.fixture
def waiting(pay, opened):
    pay(1)
    opened.execute("update practices set status = 'active'")
    pay(2)
    [practice] = opened.execute("select id from practices")
    return practice["id"]


def look(opened, now):
    conditions = find_conditions(opened, CONFIG, HELD, now=now)
    with opened.transaction():
        counts = reconcile_alerts(opened, CONFIG, conditions, watched=HELD, now=now)
    return conditions, counts


def rows(opened, text):
    return opened.execute(text.encode()).fetchall()


@pytest.mark.parametrize(
    ("word", "decision", "subscriptions"),
    [("accept", "accepted", ["sub_1", "sub_2"]), ("refuse", "refused", ["sub_1"])],
)
def test_an_operator_decides_once_and_the_alert_ends(
    waiting, opened, database_url, now, word, decision, subscriptions
) -> None:
    [condition], counts = look(opened, now)
    assert (condition.practice_id, counts.raised) == (waiting, 1)
    assert "cs_2" in condition.summary
    assert "review-engine checkout SESSION_ID accept|refuse" in condition.summary
    done = type_command("checkout", "cs_2", word, DATABASE_URL=database_url)
    assert (done.returncode, done.stdout) == (0, f"{word}: cs_2 of practice {waiting}\n")
    [held] = rows(opened, "select decision, decided_by from held_checkouts")
    assert held == {"decision": decision, "decided_by": "operator"}
    found = rows(opened, "select subscription_id from practice_subscriptions order by 1")
    assert [row["subscription_id"] for row in found] == subscriptions
    assert rows(opened, "select from jobs where type = 'send_checkout_notice'") == []
    assert look(opened, now)[1].cleared == 1
    again = type_command("checkout", "cs_2", "accept", DATABASE_URL=database_url)
    assert (again.returncode, again.stderr) == (1, "the checkout cs_2 was settled before\n")
    assert rows(opened, "select decision from held_checkouts") == [{"decision": decision}]


def test_the_command_refuses_what_it_does_not_know(waiting, opened, database_url) -> None:
    unknown = type_command("checkout", "cs_9", "accept", DATABASE_URL=database_url)
    assert unknown.returncode == 1
    assert "no checkout cs_9 was held for a practice" in unknown.stderr
    assert type_command("checkout", "cs_2", "maybe", DATABASE_URL=database_url).returncode == 2
    assert type_command("checkout", "cs_1", "refuse", DATABASE_URL=database_url).returncode == 1
    assert rows(opened, "select decided_at from held_checkouts") == [{"decided_at": None}]


OTHER = {"line_items": {"data": [{"price": {"id": "price_x", "type": "recurring"}}]}}


def test_somebody_who_paid_for_another_product_is_told_to_operators_for_a_week(
    pay, opened, now
) -> None:
    priced = replace(CONFIG, stripe_price_ids=("price_ours",))
    pay(1, config=priced, **OTHER)
    pay(2, mode="payment", subscription=None)
    assert rows(opened, "select from practices") == []
    [condition], counts = look(opened, now)
    assert (condition.practice_id, counts.raised) == (None, 1)
    assert "1 for a price that is not in STRIPE_PRICE_IDS" in condition.summary
    assert "1 for something that is no subscription" in condition.summary
    assert condition.figures == {"session_ids": ["cs_1", "cs_2"]}
    assert len(rows(opened, "select from jobs where type = 'send_alert'")) == 1
    assert look(opened, now.replace(day=now.day + 6))[1].open == 1
    assert look(opened, now.replace(day=now.day + 8))[1].cleared == 1


def test_test_events_and_other_accounts_wake_nobody(pay, opened, now, sealer) -> None:
    for number, origin in enumerate(({"livemode": True}, {"account": "acct_9"})):
        event = {"id": f"evt_x{number}", "created": int(now.timestamp())} | origin
        event["data"] = {"object": {"id": f"cs_x{number}", "payment_status": "paid"}}
        receive_raw_event(
            opened, CONFIG, sealer, provider="stripe", external_id=event["id"],
            type="checkout.session.completed", payload=event, now=now,
        )  # fmt: skip
    assert len(rows(opened, "select from events where type = 'checkout_held'")) == 2
    assert look(opened, now)[0] == []
