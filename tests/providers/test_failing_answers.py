"""Every client against every way an answer can fail."""

import socket
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from core.errors import ProviderRejected, TransientError
from core.providers.google_places import GooglePlaces
from core.providers.ports import EmailMessage, SmsMessage
from core.providers.ses_email import SesEmail
from core.providers.slack import SlackWebhook
from core.providers.stripe_billing import StripeBilling
from core.providers.twilio_sms import TwilioSms

CALLBACK = "http://127.0.0.1:9/webhooks/twilio/status"
SECRETS = ("+15105550123", "5105550123", "pat@example.com", "secret", "sandbox-auth-token")


@dataclass(frozen=True)
class Call:
    provider: str
    run: Callable[[], object]
    changes_something: bool


@pytest.fixture(
    params=[
        *("twilio send", "twilio find", "twilio fetch", "ses", "places", "slack"),
        *("stripe credit", "stripe subscription", "stripe checkouts"),
    ]
)
def call(
    request: pytest.FixtureRequest,
    sms: TwilioSms,
    email: SesEmail,
    places: GooglePlaces,
    billing: StripeBilling,
    slack: SlackWebhook,
    now,
) -> Call:
    text = SmsMessage("+15105550123", "Hello")
    mail = EmailMessage("pat@example.com", "Hello", "Hello")
    run = {
        "twilio send": lambda: sms.send(text, status_callback=CALLBACK),
        "twilio find": lambda: sms.find(to=text.to, since=now),
        "twilio fetch": lambda: sms.fetch("SM" + "0" * 32),
        "ses": lambda: email.send(mail),
        "places": lambda: places.fetch("ChIJplace"),
        "slack": lambda: slack.post("Hello"),
        "stripe credit": lambda: billing.credit_customer("cus_1", 24900, "key", "credit"),
        "stripe subscription": lambda: billing.fetch_subscription("sub_1"),
        "stripe checkouts": lambda: billing.list_checkouts(now),
    }[request.param]
    changes = request.param in {"twilio send", "ses", "slack", "stripe credit"}
    return Call(request.param.partition(" ")[0], run, changes_something=changes)


def _failure(call: Call) -> TransientError:
    with pytest.raises(TransientError) as caught:
        call.run()
    assert not any(secret in str(caught.value) for secret in SECRETS)
    return caught.value


@pytest.mark.parametrize("status", [408, 429])
def test_a_busy_provider_is_transient_and_certain_and_says_when_to_come_back(
    call: Call, control, status: int
):
    control("faults", provider=call.provider, status=status, retry_after="7")
    failure = _failure(call)
    assert failure.retry_after_seconds == 7
    assert not failure.uncertain


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_error_is_transient_and_uncertain_after_a_change(call: Call, control, status: int):
    control("faults", provider=call.provider, status=status)
    failure = _failure(call)
    assert failure.retry_after_seconds is None
    assert failure.uncertain is call.changes_something


@pytest.mark.parametrize("kind", ["torn", "nonsense", "hangup"])
def test_an_unusable_answer_is_transient_and_uncertain_after_a_change(
    call: Call, control, kind: str
):
    if (call.provider, kind) == ("slack", "nonsense"):
        pytest.skip("Slack's status is its whole answer")
    control("faults", provider=call.provider, kind=kind, times=3)
    assert _failure(call).uncertain is call.changes_something


def test_a_slow_answer_is_given_up_and_uncertain_after_a_change(call: Call, control):
    control("faults", provider=call.provider, status=200, kind="nonsense", delay_seconds=3)
    assert _failure(call).uncertain is call.changes_something


def test_an_unknown_refusal_is_a_rejection_with_the_providers_code(call: Call, control):
    control("faults", provider=call.provider, status=400, code="63000")
    with pytest.raises(ProviderRejected) as caught:
        call.run()
    assert caught.value.code == ("400" if call.provider == "slack" else "63000")


def test_nobody_listening_is_transient_and_certain(config, now):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{unused.getsockname()[1]}"
    sms = TwilioSms(account_sid="AC1", auth_token="t", messaging_service_sid="MG1", api_base=base)
    email = SesEmail(
        region="us-west-2",
        from_email="a@example.com",
        access_key_id="a",
        secret_access_key="b",
        endpoint_url=base,
    )
    billing = StripeBilling(api_key="sk_test_1", api_base=base)
    places = GooglePlaces(api_key="k", api_base=base)
    slack = SlackWebhook(webhook_url=base)
    calls = [
        lambda: sms.send(SmsMessage("+15105550123", "Hello"), status_callback=CALLBACK),
        lambda: email.send(EmailMessage("pat@example.com", "Hello", "Hello")),
        lambda: billing.credit_customer("cus_1", 1, "key", "credit"),
        lambda: billing.list_checkouts(now),
        lambda: places.fetch("ChIJplace"),
        lambda: slack.post("Hello"),
    ]
    for number, run in enumerate(calls):
        failure = _failure(Call("", run, changes_something=True))
        assert not failure.uncertain, number
