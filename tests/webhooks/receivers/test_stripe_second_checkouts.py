"""A second checkout in the name of a living practice: who pays is not thereby the practice."""

import json
import threading
from dataclasses import replace
from types import SimpleNamespace

import pytest

from core.inbox import apply_pending
from core.outbox.tasks import DispatchDeps
from core.store.database import connect
from core.worker import dispatch_due

START = 1_772_450_000
SECOND = {"id": "cs_test_2", "customer": "cus_2", "subscription": "sub_2"}


def subscription(word: str, number: int, at: int, status: str = "active") -> dict[str, object]:
    thing = {"id": f"sub_{number}", "customer": f"cus_{number}", "status": status}
    return {
        "id": f"evt_{word}_{number}_{at}",
        "type": f"customer.subscription.{word}",
        "created": START + at,
        "data": {"object": thing},
    }


@pytest.fixture
def living(web, checkout_event):
    web.post_stripe(checkout_event(created=START))
    web.database.execute("update practices set status = 'active'")
    web.database.execute("update settings set onboarding_completed_at = now()")
    web.database.execute("delete from jobs")
    return web


@pytest.fixture
def second(living, checkout_event):
    """Somebody pays in the practice's name."""
    return living.post_stripe(checkout_event(created=START + 100, **SECOND))


def practice(web):
    [row] = web.rows("select p.*, s.digest_email, s.billing_json from practices p join settings s on s.practice_id = p.id")  # fmt: skip
    return row


def sent_notice(web, database_url):
    """Let the mail to the practice go, and give it."""
    sent = []

    def send(message):
        sent.append(message)
        return "ses-1"

    deps = DispatchDeps(
        config=replace(web.config, send_rate_per_second=10_000),
        sealer=web.sealer,
        providers=SimpleNamespace(email=SimpleNamespace(send=send)),
        connect=lambda: connect(database_url),
    )
    dispatch_due(deps, now=web.now, types=["send_checkout_notice"])
    [mail] = sent
    return mail


def mailed_link(web, database_url) -> tuple[str, str]:
    """Give the address that was written to, and the path of the page."""
    mail = sent_notice(web, database_url)
    [line] = [word for word in mail.text.split() if "/checkouts/" in word]
    return mail.to, line.removeprefix(web.config.app_base_url)


def decide(web, path: str, decision: str) -> int:
    return web.post_form(path, {"decision": decision}).status_code


@pytest.mark.parametrize(
    "who",
    [
        {},
        {"customer": "cus_1"},
        {"customer": "cus_1", "customer_details": {"email": "other@else.example.com"}},
        {"subscription": None},
        {"id": "cs_test_2", "amount_total": 100},
    ],
)
def test_it_changes_nothing_of_the_practice(living, checkout_event, who) -> None:
    before = practice(living)
    for _ in range(3):
        living.post_stripe(checkout_event(created=START + 100, **(SECOND | who)))
    assert practice(living) == before
    assert len(living.events("stripe_checkout")) == 1
    [held] = living.events("checkout_held")
    assert (held["practice_id"], held["payload"]["reason"]) == (before["id"], "second_checkout")
    assert living.rows("select type from jobs") == [{"type": "send_checkout_notice"}]


def test_what_becomes_of_it_at_stripe_moves_nothing_either(living, second) -> None:
    living.post_stripe(subscription("updated", 2, 200, "past_due"))
    living.post_stripe(
        {
            "id": "evt_r",
            "type": "charge.refunded",
            "created": START + 300,
            "data": {"object": {"id": "ch_2", "customer": "cus_2", "refunded": True}},
        }
    )
    living.post_stripe(subscription("deleted", 2, 400))
    row = practice(living)
    assert (row["status"], row["stripe_subscription_id"]) == ("active", "sub_1")


def test_the_address_on_file_is_asked_and_looking_changes_nothing(
    living, second, database_url
) -> None:
    to, path = mailed_link(living, database_url)
    assert to == "owner@smile.example.com"
    page = living.get_page(path)
    assert page.status_code == 200
    assert "Smile Dental" in page.text
    assert living.rows("select decided_at from held_checkouts") == [{"decided_at": None}]


def test_accepted_it_serves_the_practice_as_long_as_either_runs(
    living, second, database_url
) -> None:
    _, path = mailed_link(living, database_url)
    assert decide(living, path, "accept") == 200
    assert "settled" in living.get_page(path).text
    living.post_stripe(subscription("deleted", 2, 200))
    assert practice(living)["status"] == "active"
    assert practice(living)["stripe_subscription_id"] == "sub_1"
    living.post_stripe(subscription("deleted", 1, 300))
    assert practice(living)["status"] == "canceled"


def test_the_newer_may_go_on_when_the_older_ends(living, second, database_url) -> None:
    decide(living, mailed_link(living, database_url)[1], "accept")
    living.post_stripe(subscription("updated", 1, 200, "past_due"))
    living.post_stripe(subscription("deleted", 1, 300))
    assert (practice(living)["status"], practice(living)["stripe_customer_id"]) == ("active", "cus_2")  # fmt: skip
    assert living.rows("select subscription_id, status from practice_subscriptions order by 1") == [
        {"subscription_id": "sub_1", "status": "canceled"},
        {"subscription_id": "sub_2", "status": "active"},
    ]


def test_refused_it_never_counts_and_the_first_answer_stands(living, second, database_url) -> None:
    _, path = mailed_link(living, database_url)
    assert [decide(living, path, word) for word in ("refuse", "accept")] == [200, 200]
    living.post_stripe(subscription("deleted", 1, 300))
    row = practice(living)
    assert (row["status"], row["stripe_subscription_id"]) == ("canceled", "sub_1")
    assert [e["payload"]["decision"] for e in living.events("checkout_decided")] == ["refused"]


@pytest.mark.parametrize("token", ["x", "A" * 100])
def test_a_forged_link_decides_nothing(living, second, token) -> None:
    assert decide(living, f"/checkouts/{token}", "accept") == 404
    assert living.rows("select decided_at from held_checkouts") == [{"decided_at": None}]


def test_an_unknown_answer_decides_nothing(living, second, database_url) -> None:
    _, path = mailed_link(living, database_url)
    assert decide(living, path, "maybe") == 422
    assert living.rows("select decided_at from held_checkouts") == [{"decided_at": None}]


def test_a_practice_that_ends_meanwhile_comes_back_by_it(living, second) -> None:
    living.post_stripe(subscription("deleted", 1, 300))
    row = practice(living)
    assert (row["status"], row["stripe_subscription_id"]) == ("active", "sub_2")
    types = [job["type"] for job in living.rows("select type from jobs order by 1")]
    assert types == ["fetch_billing", "send_magic_link"]


def test_twenty_at_once_are_twenty_that_wait(living, checkout_event, serve, database_url) -> None:
    before = practice(living)
    events = [
        checkout_event(id=f"cs_{n}", customer=f"cus_{n}", subscription=f"sub_x{n}")
        for n in range(20)
    ]
    answers: list[int] = []
    gate = threading.Barrier(20)
    with serve() as server:

        def deliver(event: dict[str, object]) -> None:
            gate.wait()
            answers.append(server.post_stripe(event).status_code)

        threads = [threading.Thread(target=deliver, args=(event,)) for event in events]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == [200] * 20
    with connect(database_url) as connection:
        apply_pending(connection, living.config, living.sealer, now=living.now)
    assert practice(living) == before
    assert living.count("held_checkouts") == 20


def test_the_same_name_with_another_address_is_another_practice(living, checkout_event) -> None:
    details = {"name": "Dr Kim", "email": "somebody@else.example.com"}
    living.post_stripe(checkout_event(customer_details=details, **SECOND))
    assert living.count("practices") == 2
    assert living.events("checkout_held") == []


def test_a_held_one_told_again_after_its_end_is_provisioned_once(living, checkout_event) -> None:
    web, again = living, {"id": "cs_test_0", "customer": "cus_0", "subscription": "sub_0"}
    web.post_stripe(checkout_event(created=START - 900, **again))
    web.database.execute(
        "insert into raw_events (provider, external_id, type, payload, received_at) select"
        " 'stripe', 'evt_end', 'customer.subscription.deleted', %s::jsonb, now()",
        (json.dumps(subscription("deleted", 0, -300)),),
    )
    web.post_stripe(checkout_event(created=START - 900, **again))
    assert len(web.events("stripe_checkout")) == 2
    assert practice(web)["stripe_subscription_id"] == "sub_1"


def test_a_refused_one_told_again_after_the_practice_left_stays_refused(
    living, second, database_url, checkout_event
) -> None:
    decide(living, mailed_link(living, database_url)[1], "refuse")
    living.post_stripe(subscription("deleted", 1, 300))
    living.post_stripe(checkout_event(created=START + 100, **SECOND))
    assert practice(living)["status"] == "canceled"
