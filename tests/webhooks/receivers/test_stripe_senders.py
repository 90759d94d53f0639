"""What POST /webhooks/stripe takes for Stripe's, and what it refuses."""

import json
import time
from datetime import UTC, datetime

import pytest

from webhooks.signatures.stripe import verify_stripe


@pytest.mark.parametrize("header", ["", "nonsense", "t=abc,v1=00", "v1=00", "t=1", "t=1,t=2,v1=00"])
def test_a_malformed_signature_is_answered_400_and_stores_nothing(web, header) -> None:
    headers = {"Stripe-Signature": header} if header else {}
    answer = web.client.simulate_post("/webhooks/stripe", body=b"{}", headers=headers)
    assert answer.status_code == 400
    assert answer.json["error"] == "invalid_signature"
    assert web.count("raw_events") == 0


@pytest.mark.parametrize("age", [301, -360, 86_400])
def test_a_signature_outside_five_minutes_is_refused_either_way(web, sign_stripe, age) -> None:
    body = b'{"id":"evt_1","type":"x"}'
    header = sign_stripe(body, "whsec_sandbox", at=time.time() - age)
    answer = web.client.simulate_post(
        "/webhooks/stripe", body=body, headers={"Stripe-Signature": header}
    )
    assert answer.status_code == 400
    assert web.count("raw_events") == 0


def test_the_age_of_a_signature_is_real_time_whatever_the_engines_clock_says(
    make_web, checkout_event, now
) -> None:
    far = make_web(now=now.replace(year=2031))
    assert far.post_stripe(checkout_event()).status_code == 200


def test_each_secret_verifies_while_rotating(make_web, sign_stripe) -> None:
    web = make_web(stripe_webhook_secrets=("new", "old"))
    for number, secret in enumerate(["new", "old"]):
        body = json.dumps({"id": f"evt_{number}", "type": "x"}).encode()
        headers = {"Stripe-Signature": sign_stripe(body, secret)}
        assert (
            web.client.simulate_post("/webhooks/stripe", body=body, headers=headers).status_code
            == 200
        )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"id":1,"type":"x"}',
        b'{"type":"x"}',
        b'{"id":"e","type":"x","n":NaN}',
        b'{"id":"e","type":"x","n":1e99999}',
        b"\xff",
    ],
)
def test_a_signed_body_that_is_no_event_is_answered_400(web, sign_stripe, body) -> None:
    headers = {"Stripe-Signature": sign_stripe(body, "whsec_sandbox")}
    answer = web.client.simulate_post("/webhooks/stripe", body=body, headers=headers)
    assert answer.status_code == 400
    assert web.count("raw_events") == 0


def test_more_than_a_megabyte_is_answered_413(web) -> None:
    answer = web.client.simulate_post("/webhooks/stripe", body=b"x" * (1024 * 1024 + 1))
    assert answer.status_code == 413


def test_the_signature_covers_the_exact_bytes(sign_stripe) -> None:

    header = sign_stripe(b'{"a": 1}', "s")
    verify_stripe(b'{"a": 1}', header, ["s"], real_now=datetime.now(UTC))
