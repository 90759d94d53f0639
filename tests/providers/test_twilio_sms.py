"""Texts through Twilio's SDK."""

import logging
import logging.config
from datetime import timedelta

import pytest
import requests

from core.errors import ProviderRejected, TransientError
from core.providers import twilio_sms
from core.providers.ports import SmsMessage
from core.providers.twilio_sms import TwilioSms
from sandbox.twilio import shape

TO = "+15105550123"


def _send(sms: TwilioSms, to: str = TO, body: str = "Hello"):
    return sms.send(SmsMessage(to, body), status_callback="")


def test_a_text_is_accepted_with_its_segments_and_no_price_yet(sms, sandbox):
    receipt = _send(sms, body="á" * 71)
    assert receipt.provider_msg_id.startswith("SM")
    assert receipt.provider_status == "accepted"
    assert receipt.segments == 2
    assert receipt.price_usd is None
    assert sandbox.stage.texts.kept[0].body == "á" * 71


def test_a_delivered_text_has_a_positive_price(sms, control):
    receipt = _send(sms, body="x" * 161)
    assert control("drain")["idle"]
    sent = sms.fetch(receipt.provider_msg_id)
    assert (sent.provider_status, sent.segments, sent.error_code) == ("delivered", 2, None)
    assert sent.price_usd == pytest.approx(0.0166)


def test_an_undelivered_text_tells_why(sms, control):
    receipt = _send(sms, "+15105550005")
    control("drain")
    sent = sms.fetch(receipt.provider_msg_id)
    assert (sent.provider_status, sent.error_code) == ("undelivered", "30005")


def test_a_price_in_another_currency_is_unknown(sms, control, monkeypatch):
    receipt = _send(sms)
    control("drain")
    monkeypatch.setattr("sandbox.twilio.shape", _in_euros)
    assert sms.fetch(receipt.provider_msg_id).price_usd is None


def _in_euros(world, text):
    return shape(world, text) | {"price_unit": "EUR"}


def test_an_approved_template_goes_by_its_sid(sms, sandbox):
    message = SmsMessage(TO, "ignored", content_sid="HX1", content_variables={"1": "José"})
    sms.send(message, status_callback="")
    assert sandbox.stage.texts.kept[0].body == "HX1\n1: José"


@pytest.mark.parametrize(
    ("to", "body", "code"),
    [
        ("+15105550610", "Hello", "21610"),
        ("+15105550614", "Hello", "21614"),
        ("+15105550211", "Hello", "21211"),
        ("(510) 555-0123", "Hello", "21211"),
        (TO, "", "21602"),
        (TO, "x" * 1601, "21617"),
    ],
)
def test_a_refusal_keeps_its_code_and_loses_the_number(sms, to, body, code):
    with pytest.raises(ProviderRejected) as caught:
        _send(sms, to, body)
    assert caught.value.code == code
    assert to not in str(caught.value)


@pytest.mark.parametrize("action", ["send", "find", "fetch"])
def test_wrong_credentials_are_a_rejection(sandbox, config, now, action):
    sms = TwilioSms(
        account_sid=config.twilio_account_sid,
        auth_token="wrong",
        messaging_service_sid=config.twilio_messaging_service_sid,
        api_base=sandbox.base_url,
    )
    run = {
        "send": lambda: _send(sms),
        "find": lambda: sms.find(to=TO, since=now),
        "fetch": lambda: sms.fetch("SM1"),
    }[action]
    with pytest.raises(ProviderRejected) as caught:
        run()
    assert caught.value.code == "20003"


def test_an_unknown_text_is_refused(sms):
    with pytest.raises(ProviderRejected) as caught:
        sms.fetch("SM" + "0" * 32)
    assert caught.value.code == "20404"


def test_an_uncertain_text_is_found_again(sms, sandbox):
    since = sandbox.stage.world.now()
    with pytest.raises(TransientError) as caught:
        _send(sms, "+15105550599", "Did it go?")
    assert caught.value.uncertain
    assert [found.body for found in sms.find(to="+15105550599", since=since)] == ["Did it go?"]


def test_a_text_refused_with_503_is_not_found(sms, sandbox):
    since = sandbox.stage.world.now()
    with pytest.raises(TransientError):
        _send(sms, "+15105550500")
    assert sms.find(to="+15105550500", since=since) == []
    assert _send(sms, "+15105550500").provider_status == "accepted"


def test_finding_sees_queued_texts_of_this_number_since_then_newest_first(sms, control, now):
    for minutes, body in ((0, "too old"), (10, "first"), (20, "second")):
        control("settings", now=(now + timedelta(minutes=minutes)).isoformat(), step_seconds=60)
        _send(sms, body=body)
        _send(sms, "+15105550124", body)
    control("settings", now=None, step_seconds=0.01)
    found = sms.find(to=TO, since=now + timedelta(minutes=10))
    assert [one.body for one in found] == ["second", "first"]
    assert [one.created_at for one in found] == [
        now + timedelta(minutes=20),
        now + timedelta(minutes=10),
    ]
    assert {one.provider_status for one in found} == {"accepted"}


def test_finding_reads_every_page(sms, sandbox, monkeypatch):
    since = sandbox.stage.world.now()
    monkeypatch.setattr(twilio_sms, "_LARGEST_PAGE", 5)
    for number in range(12):
        sandbox.stage.texts.accept(to=TO, body=str(number), status_callback="")
    assert {one.body for one in sms.find(to=TO, since=since)} == {str(n) for n in range(12)}


def test_a_second_page_that_fails_is_not_a_shorter_list(sms, sandbox, control, monkeypatch, now):
    monkeypatch.setattr(twilio_sms, "_LARGEST_PAGE", 5)
    for number in range(12):
        sandbox.stage.texts.accept(to=TO, body=str(number), status_callback="")
    control("faults", provider="twilio", status=0)  # lets the first page through
    control("faults", provider="twilio", status=400, code="20001")
    with pytest.raises(ProviderRejected):
        sms.find(to=TO, since=now)


def test_neither_number_nor_body_reaches_a_log(sms, caplog, now):
    logging.config.dictConfig({"version": 1, "disable_existing_loggers": False})
    with caplog.at_level(logging.INFO):
        _send(sms, body="Hello Maria")
        sms.find(to=TO, since=now)
    assert TO[1:] not in caplog.text
    assert "Maria" not in caplog.text
    assert TO not in repr(SmsMessage(TO, "Hello Maria"))


def test_the_message_queue_is_told_to_give_up_before_quiet_hours_could_come(sms, monkeypatch):
    sent = {}
    original = requests.Session.send

    def spy(self, request, **kwargs):
        sent["body"] = request.body
        return original(self, request, **kwargs)

    monkeypatch.setattr(requests.Session, "send", spy)
    sms.send(SmsMessage(TO, "Hello"), status_callback="https://app.example.com/status")
    assert "ValidityPeriod=1800" in sent["body"]
    assert "StatusCallback=https%3A%2F%2Fapp.example.com%2Fstatus" in sent["body"]
    assert "MessagingServiceSid=MG" in sent["body"]
