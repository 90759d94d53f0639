"""POST /webhooks/ses."""

import json
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from core.errors import InvalidSignature, TransientError
from core.operations.sender_conditions import find_refused_emails, find_unanswered_subscriptions
from core.store.alerts import count_email_reputation
from tests.webhooks.client import Client
from tests.webhooks.signed import sns_certificate, sns_envelope
from webhooks.deps import build_deps


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def make_client(web):
    """Give a maker of clients of an app that fetches certificates as it is told."""
    with ExitStack() as exits:

        def make(fetch):
            client = Client(replace(build_deps(web.config), fetch_certificate=fetch))
            exits.callback(client.close)
            return client

        yield make


@pytest.fixture
def asked_for() -> list[str]:
    """Collect the addresses of certificates that were asked for."""
    return []


@pytest.fixture
def post(make_client, key, asked_for):
    pem = sns_certificate(key, start=datetime.now(UTC) - timedelta(days=1))

    def fetch(url: str) -> bytes:
        asked_for.append(url)
        return pem

    client = make_client(fetch)

    def send(message: object, **changes: object):
        text = message if isinstance(message, str) else json.dumps(message)
        envelope = sns_envelope(key, **{"MessageId": "sns-1", "Message": text} | changes)
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
    web.database.execute(
        "update messages set channel = 'email', recipient_hash = %s",
        (web.sealer.hash("ana@example.com"),),
    )
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


def spam_report(address: str, message_id: str) -> dict[str, object]:
    return {
        "notificationType": "Complaint",
        "mail": {"messageId": message_id},
        "complaint": {"complainedRecipients": [{"emailAddress": address}]},
    }


@pytest.mark.parametrize("report", [bounce, spam_report])
def test_a_report_of_a_message_nobody_knows_suppresses_nothing(web, post, emailed, report) -> None:
    assert post(report(address="ana@example.com", message_id="unknown")).status_code == 200
    assert post(report(address="ana@example.com", message_id="")).status_code == 200
    assert web.count("suppressions") == 0
    assert not web.events("email_bounced") + web.events("email_complained")


@pytest.mark.parametrize("report", [bounce, spam_report])
def test_a_report_of_a_mail_to_the_operator_suppresses_nothing(web, post, report) -> None:
    web.database.execute(
        "insert into messages (practice_id, purpose, channel, provider_msg_id, state, created_at)"
        " values ('00000000-0000-0000-0000-000000000000', 'alert', 'email', 'ses-9', 'accepted', %s)",
        (web.now,),
    )
    assert post(report(address="ana@example.com", message_id="ses-9")).status_code == 200
    assert web.count("suppressions") == 0


OTHER_TOPICS = {
    "another account's": "arn:aws:sns:us-east-1:123456789012:ses",
    "of another region": "arn:aws:sns:us-west-2:000000000000:ses",
    "that begins like ours": "arn:aws:sns:us-east-1:000000000000:ses-notifications",
    "in capitals": "ARN:AWS:SNS:US-EAST-1:000000000000:SES",
    "no": "",
}


@pytest.mark.parametrize("topic", OTHER_TOPICS.values(), ids=OTHER_TOPICS)
def test_a_topic_that_is_not_ours_is_refused_however_well_signed(
    web, post, emailed, topic, asked_for
) -> None:
    for changes in ({}, {"Type": "SubscriptionConfirmation", "Token": "t", "SubscribeURL": "s"}):
        assert post(bounce(), TopicArn=topic, **changes).status_code == 403
    assert asked_for == []
    assert web.count("raw_events") + web.count("suppressions") == 0


def test_a_forwarded_mailbox_does_not_hide_whose_address_bounced(web, post, emailed) -> None:
    ours = web.sealer.hash("ana@example.com")
    post(bounce(address="ana@forwarded.example"))
    post(complaint("abuse", address="someone@forwarded.example"), MessageId="sns-2")
    assert [row["contact_hash"] for row in web.rows("select * from suppressions")] == [ours]


def complaint(feedback: str | None, *, address: str = "ana@example.com", **more: object):
    return {
        "eventType": "Complaint",
        "mail": {"messageId": "ses-1"},
        "complaint": {
            **({"complaintFeedbackType": feedback} if feedback else {}),
            **more,
            "complainedRecipients": [{"emailAddress": address}],
        },
    }


def test_who_says_that_it_is_no_spam_is_noted_and_stays(web, post, emailed) -> None:
    post(complaint("not-spam"))
    assert web.count("suppressions") == 0
    assert web.events("email_complained") == []
    assert web.events("email_not_spam")[0]["payload"]["code"] == "not-spam"


def test_what_ses_keeps_from_its_own_list_is_suppressed_and_harms_no_reputation(
    web, post, emailed
) -> None:
    told = bounce()
    told["bounce"]["bounceSubType"] = "OnAccountSuppressionList"
    post(told)
    post(complaint(None, complaintSubType="OnAccountSuppressionList"), MessageId="sns-2")
    assert web.value("select reason from suppressions") == "bounce"
    assert web.value("select state from messages") == "undelivered"
    moment = web.now + timedelta(minutes=1)
    since = web.now - timedelta(days=1)
    week = count_email_reputation(web.database, since=since, now=moment)
    assert (week.bounced, week.complained) == (0, 0)
    web.asked(emailed["practice_id"], phone="+14155550177", email="bo@example.com", sid="ses-2")
    post(bounce(address="bo@example.com", message_id="ses-2"), MessageId="sns-3")
    assert count_email_reputation(web.database, since=since, now=moment).bounced == 1


@pytest.mark.parametrize(
    ("kind", "code"), [("Rendering Failure", "rendering_failure"), ("Reject", "rejected")]
)
def test_an_email_that_ses_took_and_did_not_send_fails_and_calls_an_operator(
    web, post, emailed, kind, code
) -> None:
    post({"eventType": kind, "mail": {"messageId": "ses-1"}, "failure": {"errorMessage": "x"}})
    row = web.rows("select * from review_requests")[0]
    assert (row["status"], row["send_error_code"]) == ("failed", code)
    assert web.value("select error_code from messages") == code
    now = web.now + timedelta(minutes=1)
    [found] = find_refused_emails(web.database, web.deps.config, now)
    assert code in found.summary
    assert find_refused_emails(web.database, web.deps.config, now + timedelta(days=2)) == []


@pytest.mark.parametrize(
    ("preferences", "leaves"),
    [
        ({"unsubscribeAll": True}, True),
        (
            {
                "unsubscribeAll": False,
                "topicSubscriptionStatus": [{"topicName": "a", "subscriptionStatus": "OptOut"}],
            },
            True,
        ),
        (
            {
                "unsubscribeAll": False,
                "topicSubscriptionStatus": [{"topicName": "a", "subscriptionStatus": "OptIn"}],
            },
            False,
        ),
        ({}, False),
        (None, False),
    ],
)
def test_who_leaves_a_list_of_ses_is_unsubscribed(web, post, emailed, preferences, leaves) -> None:
    told = {
        "eventType": "Subscription",
        "mail": {"messageId": "ses-1", "destination": ["Ana <ana@example.com>"]},
        "subscription": {"contactList": "l", "newTopicPreferences": preferences},
    }
    post(told)
    assert web.count("suppressions") == (1 if leaves else 0)
    assert len(web.events("unsubscribed")) == (1 if leaves else 0)
    if leaves:
        assert web.value("select reason from suppressions") == "unsubscribe"


@pytest.mark.parametrize("kind", ["SubscriptionConfirmation", "UnsubscribeConfirmation"])
def test_an_operator_is_told_what_sns_asks_until_reports_come(web, post, kind) -> None:
    asked = {"Type": kind, "SubscribeURL": "https://sns.us-west-2.amazonaws.com/?x", "Token": "t"}
    post("You have chosen", **asked)
    now = web.now + timedelta(minutes=1)
    [found] = find_unanswered_subscriptions(web.database, web.deps.config, now)
    assert kind in found.summary
    assert "docs/runbooks/senders.md" in found.summary
    assert "https://sns" not in found.summary
    web.database.execute("update raw_events set received_at = received_at - interval '1 hour'")
    web.database.execute("update events set occurred_at = occurred_at - interval '1 hour'")
    other = "arn:aws:sns:us-west-2:1:other"
    post(bounce("Transient"), MessageId="sns-2", TopicArn=other)
    assert find_unanswered_subscriptions(web.database, web.deps.config, now) != []
    post(bounce("Transient"), MessageId="sns-3")
    assert find_unanswered_subscriptions(web.database, web.deps.config, now) == []


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


@pytest.mark.parametrize(
    ("kind", "confirmed"), [("SubscriptionConfirmation", 1), ("UnsubscribeConfirmation", 0)]
)
def test_a_subscription_is_confirmed_once_and_an_ended_one_is_an_operators(
    web, post, kind, confirmed
) -> None:
    url = "https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription"
    for _ in range(2):
        answer = post("You have chosen", Type=kind, Token="t0ken", SubscribeURL=url)
        assert answer.status_code == 200
    [raw] = web.rows("select type, applied_at is not null as is_applied from raw_events")
    assert raw == {"type": kind, "is_applied": True}
    jobs = web.rows("select payload from jobs where type = 'confirm_topic'")
    assert len(jobs) == confirmed
    assert "t0ken" not in str(jobs)


def test_what_sns_says_on_connecting_is_taken_in(web, post) -> None:
    assert (
        post("Successfully validated SNS topic for Amazon SES event publishing.").status_code == 200
    )
    assert web.value("select error from raw_events") is None


def test_an_unsigned_notification_is_answered_403_and_stores_nothing(web, post) -> None:
    assert post(bounce(), Signature="AAAA").status_code == 403
    assert post(bounce(), SigningCertURL="https://evil.example.com/x.pem").status_code == 403
    assert web.count("raw_events") + web.count("suppressions") == 0


@pytest.mark.parametrize(
    ("error", "status"),
    [(InvalidSignature("unknown_certificate"), 403), (TransientError("unreachable"), 503)],
)
def test_a_certificate_that_cannot_be_had_is_no_failure_of_ours(
    web, make_client, key, error, status
) -> None:
    asked_for = []

    def fail(url: str) -> bytes:
        asked_for.append(url)
        raise error

    client, body = make_client(fail), json.dumps(sns_envelope(key))
    for _ in range(3):
        assert client.simulate_post("/webhooks/ses", body=body).status_code == status
    assert len(asked_for) == 1
    assert web.count("raw_events") + web.count("events") + web.count("webhook_failures") == 0
