"""Messages to offices and operators: proofs, links, replies, credits and alerts."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from core.errors import ProviderRejected, TransientError
from core.providers.ports import SubscriptionTerms
from core.rules.tokens import read_token, token_hash
from core.rules.vocabulary import JobType
from core.rules.wording.rendering import render
from core.store.practices import find_practice
from core.store.templates import get_template

OWNER_PHONE = "+14155550199"


def raising(error):
    def fail():
        raise error

    return fail


def enqueue_proof(world, locale="en"):
    practice = world.practice_id
    payload = {
        "to": world.sealer.seal(OWNER_PHONE, practice_id=practice, column="jobs.payload.to"),
        "to_hash": world.sealer.hash(OWNER_PHONE),
        "locale": locale,
    }
    return world.enqueue(JobType.SEND_PROOF, payload)


def enqueue_link(world, reason="checkout"):
    sealed = world.sealer.seal(
        "owner@example.com", practice_id=world.practice_id, column="jobs.payload.email"
    )
    return world.enqueue(JobType.SEND_MAGIC_LINK, {"email_sealed": sealed, "reason": reason})


def link_in(email):
    return next(word for word in email.text.split() if "/onboard/" in word)


def test_a_proof_goes_out_at_night_and_over_the_cap(world):
    world.set(daily_cap=0)
    enqueue_proof(world, "es")
    night = datetime(2026, 3, 5, 7, 0, tzinfo=UTC)
    assert world.dispatch(at=night)["proofs_sent"] == 1
    assert world.sms.recipients == [OWNER_PHONE]
    assert "ALTO" in world.sms.sent[0].body
    assert world.events("proof_sms_ok") == [{"provider_msg_id": world.sms.sent[0].provider_msg_id}]
    (message,) = world.messages()
    assert (message["purpose"], message["state"]) == ("proof", "accepted")


@pytest.mark.parametrize(("locale", "name"), [("en", "Maria"), ("es", "María")])
def test_a_proof_is_word_for_word_what_a_patient_gets_first(world, locale, name):
    world.execute(
        "update templates set body = body || ' {{ practice_phone }}' where name = 'initial'"
    )
    world.execute("update practices set phone = '+14155550123'")
    enqueue_proof(world, locale)
    world.dispatch()
    (proof,) = world.sms.sent
    practice = find_practice(world.connection, world.practice_id)
    link = f"{world.deps.config.app_base_url}/r/{practice.proof_code}"
    values = {"first_name": name, "practice_name": practice.name, "practice_phone": practice.phone}
    template = get_template(world.connection, name="initial", locale=locale, channel="sms")
    assert proof.body == render(template, values | {"link": link}).text
    assert link in proof.body
    assert {"en": "Reply STOP", "es": "Responda ALTO"}[locale] in proof.body
    (message,) = world.messages()
    assert message["segments"] <= 2


def test_a_proof_that_failed_for_the_last_time_does_not_promise_another_try(world):
    enqueue_proof(world)
    for minutes in (0, 2, 10, 60, 600):
        world.sms.before = raising(ProviderRejected("30003", "unreachable"))
        world.dispatch(at=world.now + timedelta(minutes=minutes))
    (failure,) = world.events("proof_sms_fail")
    assert failure["code"] == "carrier_error"
    assert failure["meaning"].endswith("Please try another phone.")


def test_who_has_canceled_gets_no_proof_and_reads_why(world):
    enqueue_proof(world)
    world.execute("update practices set status = 'canceled'")
    assert world.dispatch()["proofs_failed"] == 1
    (failure,) = world.events("proof_sms_fail")
    assert failure["code"] == "practice_canceled"
    assert "subscription has ended" in failure["meaning"]
    assert world.sms.sent == []


def test_a_proof_with_wording_that_may_not_go_out_says_so(world):
    world.execute("update templates set body = 'Get $5 for 5 stars' where name = 'initial'")
    enqueue_proof(world)
    assert world.dispatch()["proofs_failed"] == 1
    assert world.events("proof_sms_fail")[0]["code"] == "template_rejected"
    assert world.sms.sent == []


def test_a_proof_does_not_go_to_who_opted_out(world):
    world.execute(
        "insert into suppressions (practice_id, contact_hash, channel, reason)"
        " values (%(practice)s, %(hash)s, 'sms', 'stop')",
        practice=world.practice_id,
        hash=world.sealer.hash(OWNER_PHONE),
    )
    enqueue_proof(world)
    assert world.dispatch()["proofs_failed"] == 1
    assert world.events("proof_sms_fail")[0]["code"] == "suppressed"
    assert world.sms.sent == []


def test_a_refused_proof_says_why_in_both_languages(world):
    enqueue_proof(world)
    world.sms.before = raising(ProviderRejected("21614", "not a mobile number"))
    world.dispatch()
    (failure,) = world.events("proof_sms_fail")
    assert failure["code"] == "21614"
    assert "mobile" in failure["meaning"]
    assert failure["meaning_es"]


def test_a_proof_of_unknown_fate_is_looked_up(world):
    enqueue_proof(world)
    world.sms.after = raising(TransientError("timed out", uncertain=True))
    world.dispatch()
    world.dispatch(at=world.now + timedelta(minutes=2))
    assert len(world.sms.sent) == 1
    assert len(world.events("proof_sms_ok")) == 1


def test_a_magic_link_opens_the_portal_for_seven_days(world):
    enqueue_link(world)
    assert world.dispatch()["magic_links_sent"] == 1
    token = link_in(world.email.sent[0]).rpartition("/")[2]
    claims = read_token(world.deps.config.hmac_secrets, token, purpose="onboard")
    assert claims.practice_id == world.practice_id
    assert claims.expires_at == world.now + timedelta(days=7)
    row = world.one("select token_hash, expires_at from magic_links")
    assert row == {"token_hash": token_hash(token), "expires_at": claims.expires_at}
    assert world.events("magic_link_sent") == [{"reason": "checkout"}]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_magic_link_is_mailed_again_and_is_the_same(world, moment):
    enqueue_link(world, "requested")
    setattr(world.email, moment, raising(TransientError("timed out", uncertain=True)))
    world.dispatch()
    world.dispatch(at=world.now + timedelta(minutes=1))
    assert len({link_in(email) for email in world.email.sent}) == 1
    assert len(world.execute("select * from magic_links")) == 1
    assert len(world.events("magic_link_sent")) == 1


@pytest.mark.parametrize(
    ("may_mean_appointment", "words"), [(False, "replied"), (True, "appointment")]
)
def test_a_reply_reaches_the_office_by_email(world, may_mean_appointment, words):
    inbound = world.one(
        "insert into inbound_messages (practice_id, provider_msg_id, from_hash, body, kind,"
        " received_at) values (%(practice)s, 'SM1', 'hash', %(body)s, 'other', %(now)s)"
        " returning id",
        practice=world.practice_id,
        body=world.sealer.seal(
            "Is parking free?", practice_id=world.practice_id, column="inbound_messages.body"
        ),
        now=world.now,
    )["id"]
    world.enqueue(
        JobType.FORWARD_REPLY,
        {"inbound_message_id": str(inbound), "may_mean_appointment": may_mean_appointment},
    )
    assert world.dispatch()["replies_forwarded"] == 1
    (email,) = world.email.sent
    assert "Is parking free?" in email.text
    assert words in email.text
    (message,) = world.messages()
    assert message["purpose"] == "notice"


def terms():
    return SubscriptionTerms(
        subscription_id="sub_1",
        customer_id="cus_1",
        status="active",
        price_id="price_1",
        product_id="prod_1",
        product_name="Reviews",
        unit_amount_cents=19900,
        currency="usd",
        interval="month",
        product_metadata={},
        price_metadata={},
    )


def test_billing_is_completed_with_what_stripe_says(world):
    world.deps.providers.billing.fetch_subscription = lambda _: terms()
    world.execute('update settings set billing_json = \'{"session_id": "cs_1"}\'')
    world.enqueue(JobType.FETCH_BILLING, {"subscription_id": "sub_1"})
    assert world.dispatch()["billing_fetched"] == 1
    billing = world.one("select billing_json from settings")["billing_json"]
    assert (billing["session_id"], billing["unit_amount"]) == ("cs_1", 19900)


def test_a_credit_is_one_month_under_one_key(world):
    credited = []
    world.deps.providers.billing.credit_customer = lambda *asked: (
        credited.append(asked) or "cbtxn_1"
    )
    world.execute("update settings set billing_json = '{\"unit_amount\": 19900}'")
    world.enqueue(JobType.GRANT_CREDIT, {"guarantee_due_on": "2026-03-01"})
    assert world.dispatch()["credits_granted"] == 1
    ((customer, cents, key, _),) = credited
    assert (customer, cents) == (f"cus_{world.practice_id}", 19900)
    assert key == f"guarantee-credit-{world.practice_id}"
    assert (
        world.one("select billing_json from settings")["billing_json"]["guarantee_credit_id"]
        == "cbtxn_1"
    )


def test_billing_that_fails_for_good_is_given_up(world):
    world.deps.providers.billing.fetch_subscription = lambda _: raising(
        ProviderRejected("resource_missing", "no such subscription")
    )()
    world.enqueue(JobType.FETCH_BILLING, {"subscription_id": "sub_gone"})
    assert world.dispatch()["dead"] == 1
    assert "resource_missing" in world.one("select last_error from jobs")["last_error"]


def test_an_alert_is_mailed_to_operators_and_posted_where_asked(world):
    posted = []
    world.deps.providers.slack = SimpleNamespace(post=posted.append)
    payload = {
        "alert": "dead_jobs",
        "summary": "Jobs were given up.",
        "since": world.now.isoformat(),
    }
    world.enqueue(JobType.SEND_ALERT, payload, platform=True)
    world.enqueue(JobType.SEND_ALERT, payload | {"channel": "slack"}, platform=True)
    assert world.dispatch()["alerts_sent"] == 2
    (email,) = world.email.sent
    assert email.to == world.deps.config.alert_email
    assert "Jobs were given up." in email.text
    assert posted == ["*dead_jobs*: Jobs were given up."]
    (message,) = world.messages()
    assert message["tenant_id"] is None
