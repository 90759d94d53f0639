"""The nightly comparison with Stripe, after webhooks were lost."""

from dataclasses import replace
from datetime import timedelta

import dagster as dg
import pytest

from assets.reconciliation import stripe_checkouts
from core.billing.reconciliation import reconcile_checkouts
from core.engine import fixed_engine
from core.errors import TransientError
from core.inbox import apply_pending
from core.providers.stripe_billing import StripeBilling
from core.worker import dispatch_due

COMPLETED = "checkout.session.completed"
DELETED = "customer.subscription.deleted"
UPDATED = "customer.subscription.updated"


def only(rows):
    [row] = rows
    return row


def test_where_nothing_was_missed_nothing_is_done(stripe):
    stripe.deliver(COMPLETED, stripe.buy(), days_ago=1)
    before = stripe.state()
    assert stripe.reconcile() == {
        "subscriptions": 1,
        "checkouts": 1,
        "checkouts_missed": 0,
        "statuses_missed": 0,
        "unreadable": 0,
        "events_appended": 0,
    }
    assert stripe.state() == before


def test_a_missed_checkout_provisions_with_stripes_time_and_only_once(stripe):
    session = stripe.buy(days_ago=2)
    assert stripe.reconcile()["checkouts_missed"] == 1
    practice = only(stripe.rows("select * from practices"))
    assert (practice["status"], practice["stripe_subscription_id"]) == (
        "provisioning",
        session["subscription"],
    )
    checkout_at = only(
        stripe.rows("select occurred_at from events where type = 'stripe_checkout_at'")
    )
    assert checkout_at["occurred_at"] == stripe.now - timedelta(days=2)
    healed = stripe.state()
    for later in (0, 24):
        counts = stripe.reconcile(now=stripe.now + timedelta(hours=later))
        assert (counts["checkouts_missed"], counts["events_appended"]) == (0, 0)
    stripe.deliver(COMPLETED, session, days_ago=2)
    assert stripe.state() == healed


def test_an_event_appended_and_not_applied_yet_is_not_appended_again(stripe):
    stripe.buy()
    assert [
        reconcile_checkouts(stripe.deps, now=stripe.now)["events_appended"] for _ in range(2)
    ] == [1, 0]


def test_unpaid_older_and_other_checkouts_are_left_alone(stripe):
    stripe.buy(payment_status="unpaid")
    stripe.buy(days_ago=5)
    stripe.buy(name="Shop")["mode"] = "payment"
    assert stripe.reconcile()["events_appended"] == 0


def test_a_payment_that_took_a_week_is_found_by_the_checkout_we_were_told_of(stripe):
    session = stripe.buy(days_ago=8, payment_status="unpaid")
    stripe.deliver(COMPLETED, session, days_ago=8)
    assert stripe.reconcile()["events_appended"] == 0
    session["payment_status"] = "paid"
    paid_at = stripe.now - timedelta(days=1)
    stripe.change(
        session["subscription"],
        latest_invoice={
            "billing_reason": "subscription_create",
            "status_transitions": {"paid_at": int(paid_at.timestamp())},
        },
    )
    assert stripe.reconcile()["checkouts_missed"] == 1
    assert (
        only(stripe.rows("select occurred_at from events where type = 'stripe_checkout_at'"))[
            "occurred_at"
        ]
        == paid_at
    )


def outage(stripe, days: int = 3) -> list:
    """Let one office buy and fail to pay, another leave, a third leave and come back."""
    held = stripe.buy(days_ago=days, name="Held", email="held@example.com")
    gone = stripe.buy(days_ago=days, name="Gone", email="gone@example.com")
    first = stripe.buy(days_ago=days, name="Back", email="back@example.com")
    second = stripe.buy(days_ago=1, name="Back", email="BACK@example.com")
    ended = {"status": "canceled", "ended_at": int((stripe.now - timedelta(days=2)).timestamp())}
    events = [(COMPLETED, one, days) for one in (held, gone, first)] + [(COMPLETED, second, 1)]
    for session, fields in ((held, {"status": "past_due"}), (gone, ended), (first, ended)):
        changed = stripe.change(session["subscription"], **fields)
        events.append((UPDATED if fields["status"] == "past_due" else DELETED, changed, 2))
    return events


def redeliver(stripe, events: list) -> None:
    for event_type, thing, days_ago in reversed(events):
        stripe.deliver(event_type, thing, days_ago=days_ago)
    apply_pending(stripe.connection, stripe.deps.config, stripe.deps.sealer, now=stripe.now)


@pytest.mark.parametrize(
    "steps",
    [
        ("redeliver",),
        ("redeliver", "reconcile"),
        ("reconcile",),
        ("reconcile", "redeliver"),
        ("reconcile", "redeliver", "reconcile", "redeliver"),
    ],
    ids=" then ".join,
)
def test_three_days_of_silence_end_in_the_same_state_by_either_way(stripe, steps):
    events = outage(stripe)
    for step in steps:
        redeliver(stripe, events) if step == "redeliver" else stripe.reconcile()
    practices, _, told, jobs, waiting = stripe.state()
    assert {row["name"]: row["status"] for row in practices} == {
        "Back": "provisioning",
        "Gone": "canceled",
        "Held": "past_due",
    }
    assert len(told) == 8
    assert sorted(row["type"] for row in jobs) == ["fetch_billing"] * 4 + ["send_magic_link"] * 4
    assert waiting == [{"waiting": 0}]
    assert stripe.reconcile()["events_appended"] == 0


def test_a_status_that_was_missed_follows_and_so_does_the_next_webhook(stripe):
    session = stripe.buy(days_ago=3)
    stripe.deliver(COMPLETED, session, days_ago=3)
    subscription = session["subscription"]
    stripe.change(subscription, status="past_due")
    assert stripe.reconcile()["statuses_missed"] == 1
    assert only(stripe.rows("select status from practices"))["status"] == "past_due"
    stripe.deliver(UPDATED, stripe.change(subscription, status="active"), days_ago=-0.1)
    assert only(stripe.rows("select status from practices"))["status"] == "provisioning"
    assert stripe.reconcile(now=stripe.now + timedelta(days=1))["statuses_missed"] == 0


def test_a_status_that_we_wrongly_believe_over_is_put_right(stripe):
    session = stripe.buy(days_ago=3)
    stripe.deliver(COMPLETED, session, days_ago=3)
    stripe.deliver(
        UPDATED,
        {"id": session["subscription"], "customer": session["customer"], "status": "canceled"},
        days_ago=2,
    )
    assert only(stripe.rows("select status from practices"))["status"] == "canceled"
    stripe.reconcile()
    assert only(stripe.rows("select status from practices"))["status"] == "provisioning"


def test_a_whole_refund_is_not_undone_because_the_subscription_runs_on(stripe):
    session = stripe.buy(days_ago=3)
    stripe.deliver(COMPLETED, session, days_ago=3)
    stripe.deliver(
        "charge.refunded",
        {"id": "ch_1", "customer": session["customer"], "refunded": True},
        days_ago=2,
    )
    assert stripe.reconcile()["events_appended"] == 0
    assert only(stripe.rows("select status from practices"))["status"] == "canceled"


def test_a_subscription_that_stripe_does_not_know_is_counted_and_left(stripe):
    stripe.connection.execute(
        "insert into practices (name, status, stripe_subscription_id) values ('A', 'active', 'sub_unknown')"
    )
    counts = stripe.reconcile()
    assert (counts["unreadable"], counts["events_appended"]) == (1, 0)
    assert only(stripe.rows("select status from practices"))["status"] == "active"


def test_a_listing_that_fails_is_not_an_empty_one(stripe):
    stripe.deps.providers.billing = StripeBilling(
        api_key="sk_test_sandbox", api_base="http://127.0.0.1:9", connect_seconds=0.2
    )
    with pytest.raises(TransientError):
        stripe.reconcile()


def test_the_terms_and_a_missing_address_are_fetched_from_stripe(stripe):
    session = stripe.buy()
    session["customer_details"] = None
    stripe.deliver(COMPLETED, session, days_ago=1)
    assert stripe.rows("select type from jobs") == [{"type": "fetch_billing"}]
    counts = dispatch_due(stripe.deps, now=stripe.now, types=["fetch_billing"])
    assert counts["billing_fetched"] == 1
    billing = only(stripe.rows("select billing_json from settings"))["billing_json"]
    assert billing["product_metadata"]["guarantee_plus10_reviews_30d"] == "true"
    assert billing["price_metadata"]["addl_location_monthly"] == "149"
    assert billing["amount_total"] == 24900
    assert only(stripe.rows("select email from practices"))["email"] == "owner@smile.example.com"
    assert (
        only(stripe.rows("select unique_key from jobs where type = 'send_magic_link'"))[
            "unique_key"
        ]
        == f"magic_link:{session['subscription']}"
    )


def test_the_terms_of_a_former_subscription_do_not_replace_the_present_ones(stripe):
    first, second = stripe.buy(days_ago=3), stripe.buy(days_ago=1)
    stripe.deliver(COMPLETED, first, days_ago=3)
    former = {"id": first["subscription"], "customer": first["customer"], "status": "canceled"}
    stripe.deliver(DELETED, former, days_ago=2)
    stripe.deliver(COMPLETED, second, days_ago=1)
    counts = dispatch_due(stripe.deps, now=stripe.now, types=["fetch_billing"])
    assert (counts["billing_fetched"], counts["billing_outdated"]) == (1, 1)
    billing = only(stripe.rows("select billing_json from settings"))["billing_json"]
    assert billing["subscription_id"] == second["subscription"]


def test_the_asset_heals_and_applies_at_once_and_reports_its_figures(stripe, database_url):
    stripe.buy()
    config = replace(stripe.deps.config, stripe_api_base=stripe.handle.base_url)
    engine = fixed_engine(config, database_url, now=stripe.now)
    done = dg.materialize([stripe_checkouts], resources={"engine": engine})
    [event] = done.get_asset_materialization_events()
    figures = event.step_materialization_data.materialization.metadata
    assert (figures["checkouts_missed"].value, figures["events_applied"].value) == (1, 1)
    assert stripe.rows("select status from practices") == [{"status": "provisioning"}]


def test_what_stripe_says_now_is_later_than_what_we_were_last_told(stripe):
    session = stripe.buy(days_ago=3)
    stripe.deliver(COMPLETED, session, days_ago=3)
    held = {"id": session["subscription"], "customer": session["customer"], "status": "past_due"}
    stripe.deliver(UPDATED, held, days_ago=-0.01)
    assert stripe.reconcile()["statuses_missed"] == 1
    assert only(stripe.rows("select status from practices"))["status"] == "provisioning"
