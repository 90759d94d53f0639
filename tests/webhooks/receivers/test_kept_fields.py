"""Of what providers send, only what a list names is stored, whatever they add and wherever."""

import copy
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.billing.event_fields import keep_stripe_event
from core.inbox import receive_raw_event
from core.sealed_payloads import open_notification, open_param, seal_notification
from tests.webhooks.client import Client
from tests.webhooks.receivers.test_card_data import EVENTS, TELLTALES, event_of
from tests.webhooks.signed import checkout_event, sns_certificate, sns_envelope
from webhooks.deps import build_deps

SECRET = "kept-by-mistake"
NEW_NAMES = (
    "ButtonText", "ButtonPayload", "Address", "Latitude", "Longitude", "Label", "Caller", "CallerName", "ForwardedFrom",
    "WaId", "ProfileName", "MediaUrl0", "ReferralBody", "FromCity", "FromZip", "card_number", "cvc", "line1", "tax_ids",
    "Token", "SubscribeURL", "UnsubscribeURL", "commonHeaders", "sourceIp", "diagnosticCode", "userAgent", "receipt_email",
)  # fmt: skip
NEW = st.tuples(
    st.one_of(st.sampled_from(NEW_NAMES), st.text("abcXYZ_09", min_size=1).map("new_".__add__)),
    st.sampled_from([SECRET, [SECRET], {"value": SECRET}, [{"id": SECRET}], {"a": {"b": [SECRET]}}]),
)  # fmt: skip
REPORTS = [
    {
        "eventType": "Bounce",
        "mail": {"messageId": "ses-1", "destination": ["ana@example.com"], "headers": []},
        "bounce": {
            "bounceType": "Permanent",
            "bounceSubType": "General",
            "bouncedRecipients": [{"emailAddress": "ana@example.com", "status": "5.1.1"}],
        },
    },
    {
        "notificationType": "Complaint",
        "mail": {"messageId": "ses-1"},
        "complaint": {"complainedRecipients": [{"emailAddress": "ana@example.com"}]},
    },
    {
        "eventType": "Subscription",
        "mail": {"messageId": "ses-1", "destination": ["ana@example.com"]},
        "subscription": {"newTopicPreferences": {"unsubscribeAll": True}},
    },
]
EXAMPLES = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def holders(value: Any) -> list[dict[str, Any]]:
    """Give every object inside a payload."""
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    here = [value] if isinstance(value, dict) else []
    return here + [found for one in below for found in holders(one)]


def grown(payload: dict[str, Any], draw: Any) -> dict[str, Any]:
    """Add new fields in random places."""
    payload = copy.deepcopy(payload)
    for name, value in draw(st.lists(NEW, min_size=1, max_size=6)):
        draw(st.sampled_from(holders(payload))).setdefault(name, copy.deepcopy(value))
    return payload


def everything(web) -> str:
    """Give all rows of what webhooks write to, and what is sealed in them."""
    rows = web.rows(
        "select concat((select json_agg(t) from raw_events t), (select json_agg(t) from events t),"
        " (select json_agg(t) from settings t), (select json_agg(t) from practices t),"
        " (select json_agg(t) from inbound_messages t), (select json_agg(t) from suppressions t),"
        " (select json_agg(t) from messages t), (select json_agg(t) from jobs t)) as told"
    )
    opened = [str(row["told"]) for row in rows]
    for raw in web.rows("select provider, payload from raw_events"):
        payload = raw["payload"]
        if "Message" in payload:
            opened.append(open_notification(web.sealer, payload))
        opened += [open_param(web.sealer, payload, key) for key in ("From", "To", "Body")]
    return "\n".join(opened)


@EXAMPLES
@given(data=st.data())
def test_new_fields_of_stripes_are_not_stored(web, data) -> None:
    kind = data.draw(st.sampled_from([*EVENTS, "v1.invoice.paid", "entitlements.new_in_2031"]))
    event = event_of(kind) if kind in EVENTS else event_of("invoice.paid") | {"type": kind}
    event["id"] = f"evt_{data.draw(st.uuids())}"
    assert web.post_stripe(grown(event, data.draw)).status_code == 200
    stored = everything(web)
    assert event["id"] in stored
    assert SECRET not in stored


@EXAMPLES
@given(data=st.data(), added=st.dictionaries(st.sampled_from(NEW_NAMES), st.just(SECRET)))
def test_new_fields_of_twilios_are_not_stored(web, data, added) -> None:
    sid = f"SM{data.draw(st.uuids()).hex}"
    assert web.post_text("Thank you", MessageSid=sid, **added).status_code == 200
    assert web.post_status(sid, "sent", **added).status_code == 200
    stored = everything(web)
    assert stored.count(f"{sid}:sent") == 1
    assert "Thank you" in stored
    assert SECRET not in stored


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def post_report(web, key):
    pem = sns_certificate(key, start=datetime.now(UTC) - timedelta(days=1))
    client = Client(replace(build_deps(web.config), fetch_certificate=lambda _: pem))

    def post(message: str, added: dict[str, Any], **changes: Any):
        body = json.dumps(added | sns_envelope(key, Message=message, **changes))
        return client.simulate_post("/webhooks/ses", body=body)

    yield post
    client.close()


@EXAMPLES
@given(data=st.data())
def test_new_fields_of_amazons_are_not_stored(web, post_report, data) -> None:
    message_id = str(data.draw(st.uuids()))
    report = grown(data.draw(st.sampled_from(REPORTS)), data.draw)
    added = dict(data.draw(st.lists(NEW, max_size=3)))
    assert post_report(json.dumps(report), added, MessageId=message_id).status_code == 200
    stored = everything(web)
    assert message_id in stored
    assert "ses-1" in stored
    assert SECRET not in stored


@pytest.mark.parametrize("message", ["{", "[1]", SECRET, "[" * 100_000])
def test_a_notification_that_is_no_report_stays_with_its_error_and_without_its_text(
    web, post_report, message
) -> None:
    assert post_report(message, {}).status_code == 200
    [raw] = web.rows("select error, payload from raw_events")
    assert raw["error"] == "MalformedPayload"
    assert open_notification(web.sealer, raw["payload"]) == ""


@pytest.mark.parametrize("kind", ["SubscriptionConfirmation", "UnsubscribeConfirmation"])
def test_what_confirms_a_subscription_is_not_kept(web, post_report, kind) -> None:
    url = f"https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription&Token={SECRET}"
    answer = post_report("You have chosen", {}, Type=kind, Token=SECRET, SubscribeURL=url)
    assert answer.status_code == 200
    assert SECRET not in everything(web)
    [raw] = web.rows("select payload from raw_events")
    assert raw["payload"].keys() == {"Type", "MessageId", "TopicArn", "Timestamp"}


def test_a_listed_field_that_turns_into_an_object_is_not_kept() -> None:
    session = checkout_event()["data"]["object"]
    event = checkout_event(**{name: {"new": SECRET} for name in session}, object_of=[SECRET])
    assert SECRET not in json.dumps(keep_stripe_event(event))


def test_an_event_of_another_account_stays_one_however_that_is_written() -> None:
    for context in ("acct_1", {"new": "acct_1"}, ["acct_1"]):
        kept = keep_stripe_event(checkout_event() | {"account": None, "context": context})
        assert kept["context"] is not None
        assert kept["account"] is None


def test_nobody_but_we_can_say_that_an_event_is_of_our_own_reading() -> None:
    assert "reconciled" not in keep_stripe_event(checkout_event() | {"reconciled": True})


@pytest.mark.parametrize("kind", EVENTS)
def test_what_is_kept_stays_the_same_when_it_is_stored_again(kind) -> None:
    kept = keep_stripe_event(event_of(kind))
    assert keep_stripe_event(kept) == kept
    assert not [word for word in TELLTALES if word in json.dumps(kept)]


def test_what_is_kept_of_amazons_stays_the_same_when_it_is_stored_again(web) -> None:
    for report in REPORTS:
        stored = seal_notification(
            web.sealer, {"Type": "Notification", "Message": json.dumps(report)}
        )
        message = open_notification(web.sealer, stored)
        again = seal_notification(web.sealer, stored | {"Message": message})
        assert open_notification(web.sealer, again) == message


FIGURES = (
    (
        "select p.status, p.name, p.email, p.phone, p.city, p.timezone, p.stripe_customer_id,"
        " p.stripe_subscription_id, s.billing_json from practices p join settings s on p.id = s.practice_id"
    ),
    (
        "select external_id, kind, status, customer_id, subscription_id, subject_id, about_at, occurred_at"
        " from billing_facts order by external_id"
    ),
    "select type, payload, occurred_at from events order by type, occurred_at, payload::text",
    "select external_id, type, applied_at, error from raw_events order by external_id",
)


def test_what_is_kept_moves_practices_as_the_whole_event_would(web) -> None:
    outcomes = []
    for keep in (dict, keep_stripe_event):
        with web.database.transaction(force_rollback=True):
            told = [checkout_event(created=1_772_650_000)]
            told += [event_of(kind, number) for number, kind in enumerate(EVENTS)]
            for number, event in enumerate(told):
                receive_raw_event(
                    web.database, web.config, web.sealer, provider="stripe", type=event["type"],
                    external_id=f"evt_{number}", payload=keep(event), now=web.now,
                )  # fmt: skip
            outcomes.append([web.rows(figures) for figures in FIGURES])
    assert outcomes[0] == outcomes[1]
    assert len(outcomes[0][1]) >= 5


def test_what_tells_whose_a_payment_was_is_kept_in_every_shape() -> None:
    line = {"subscription": None, "parent": {"subscription_item_details": {"subscription": "s"}}}
    bill = {"id": "in_1", "parent": None, "lines": {"data": [line]}}
    paid = {"payment": {"type": "payment_intent", "payment_intent": "pi_1"}}
    charge = {"id": "ch_1", "invoice": None, "payment_intent": {"id": "pi_1", "invoice": bill}}
    whole = {
        "invoice.paid": bill | {"payments": {"data": [paid]}},
        "invoice_payment.paid": paid | {"id": "inpay_1", "invoice": "in_1"},
        "charge.refunded": charge,
        "charge.dispute.closed": {"id": "dp_1", "charge": charge},
    }
    for kind, thing in whole.items():
        event = {"type": kind, "data": {"object": thing}}
        assert keep_stripe_event(event) == event


def test_of_what_a_change_has_left_its_status_is_kept() -> None:
    before = {"status": "past_due", "pause_collection": None, "metadata": {"new": SECRET}}
    event = {"type": "customer.subscription.updated", "data": {"previous_attributes": before}}
    kept = keep_stripe_event(event)["data"]["previous_attributes"]
    assert kept == {"status": "past_due", "pause_collection": None}
