"""POST /webhooks/ses."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from falcon import testing

from core.errors import TransientError
from webhooks.app import create_app

FIELDS = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def post(web, key):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    start = datetime.now(UTC) - timedelta(days=1)
    pem = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=9))
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    client = testing.TestClient(create_app(replace(web.deps, fetch_certificate=lambda _: pem)))

    def send(message: object, **changes: object):
        text = message if isinstance(message, str) else json.dumps(message)
        envelope = {
            "Type": "Notification",
            "MessageId": "sns-1",
            "TopicArn": "arn:aws:sns:us-west-2:1:ses",
            "Message": text,
            "Timestamp": datetime.now(UTC).isoformat(),
            "SignatureVersion": "2",
            "SigningCertURL": "https://sns.us-west-2.amazonaws.com/SimpleNotificationService-1.pem",
        } | changes
        names = (
            FIELDS
            if envelope["Type"] != "Notification"
            else (*FIELDS[:2], "Subject", FIELDS[3], *FIELDS[5:])
        )
        signed = "".join(f"{n}\n{envelope[n]}\n" for n in names if n in envelope)
        envelope.setdefault(
            "Signature",
            base64.b64encode(
                key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
            ).decode(),
        )
        return client.simulate_post("/webhooks/ses", body=json.dumps(envelope))

    return send


def bounce(
    kind: str = "Permanent", address: str = "ana@example.com", message_id: str = "ses-1"
) -> dict[str, object]:
    return {
        "eventType": "Bounce",
        "mail": {"messageId": message_id},
        "bounce": {
            "bounceType": kind,
            "bounceSubType": "General",
            "bouncedRecipients": [{"emailAddress": address}],
        },
    }


@pytest.fixture
def emailed(web):
    """Insert a request that went out by email as ses-1."""
    ask = web.asked(web.practice(), email="ana@example.com", sid="ses-1")
    web.database.execute("update messages set channel = 'email'")
    web.database.execute("update review_requests set channel = 'email'")
    return ask


def test_a_hard_bounce_suppresses_the_address_for_its_practice(web, post, emailed) -> None:
    for _ in range(2):
        assert post(bounce(address="Ana <ANA@example.com>")).status_code == 200
    [stop] = web.rows("select * from suppressions")
    assert stop["practice_id"] == emailed["practice_id"]
    assert (stop["channel"], stop["reason"]) == ("email", "bounce")
    assert stop["contact_hash"] == web.sealer.hash("ana@example.com")
    [event] = web.events("email_bounced")
    assert event["payload"]["code"] == "Permanent/General"
    assert web.value("select state from messages") == "undelivered"
    assert web.value("select event from engagements") == "failed"


def test_a_bounce_that_may_pass_suppresses_nothing(web, post, emailed) -> None:
    post(bounce("Transient"))
    assert web.count("suppressions") == 0
    assert web.value("select state from messages") == "accepted"


def test_a_complaint_suppresses_the_address(web, post, emailed) -> None:
    post(
        {
            "notificationType": "Complaint",
            "mail": {"messageId": "ses-1"},
            "complaint": {
                "complaintFeedbackType": "abuse",
                "complainedRecipients": [{"emailAddress": "ana@example.com"}],
            },
        }
    )
    assert web.value("select reason from suppressions") == "complaint"
    assert web.events("email_complained")[0]["payload"]["code"] == "abuse"


def test_an_address_nobody_can_place_is_suppressed_for_all(web, post) -> None:
    post(bounce(message_id="unknown"))
    assert (
        str(web.value("select practice_id from suppressions"))
        == "00000000-0000-0000-0000-000000000000"
    )


def test_a_delivery_is_noted(web, post, emailed) -> None:
    post(
        {
            "eventType": "Delivery",
            "mail": {"messageId": "ses-1"},
            "delivery": {"recipients": ["ana@example.com"]},
        }
    )
    assert web.value("select state from messages") == "delivered"
    assert web.value("select provider_status from review_requests") == "delivered"
    assert web.events("delivered")[0]["payload"]["channel"] == "email"


def test_addresses_are_not_stored_in_clear(web, post, emailed) -> None:
    post(bounce())
    assert "ana@example.com" not in str(web.rows("select * from raw_events"))


def test_a_subscriptions_confirmation_is_kept_for_an_operator(web, post) -> None:
    answer = post(
        "You have chosen to subscribe",
        Type="SubscriptionConfirmation",
        Token="t",
        SubscribeURL="https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription",
    )
    assert answer.status_code == 200
    [raw] = web.rows("select type, payload, applied_at from raw_events")
    assert raw["type"] == "SubscriptionConfirmation"
    assert raw["payload"]["SubscribeURL"].startswith("https://sns.")
    assert raw["applied_at"] is not None


def test_what_sns_says_on_connecting_is_taken_in(web, post) -> None:
    assert (
        post("Successfully validated SNS topic for Amazon SES event publishing.").status_code == 200
    )
    assert web.value("select error from raw_events") is None


def test_an_unsigned_notification_is_answered_403_and_stores_nothing(web, post) -> None:
    assert post(bounce(), Signature="AAAA").status_code == 403
    assert post(bounce(), SigningCertURL="https://evil.example.com/x.pem").status_code == 403
    assert web.count("raw_events") + web.count("suppressions") == 0


def test_a_certificate_that_cannot_be_fetched_is_our_failure(web, key) -> None:
    def fail(_: str) -> bytes:
        message = "unreachable"
        raise TransientError(message)

    client = testing.TestClient(create_app(replace(web.deps, fetch_certificate=fail)))
    envelope = {
        "Type": "Notification", "MessageId": "m", "Message": "{}", "TopicArn": "t", "SignatureVersion": "2", "Signature": "AAAA",
        "Timestamp": datetime.now(UTC).isoformat(),
        "SigningCertURL": "https://sns.us-west-2.amazonaws.com/SimpleNotificationService-1.pem",
    }  # fmt: skip
    assert client.simulate_post("/webhooks/ses", body=json.dumps(envelope)).status_code == 503
