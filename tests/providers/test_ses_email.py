"""Emails through boto3 to moto's SES."""

import base64

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.sns.models import sns_backends

from core.errors import ProviderRejected
from core.providers.ports import EmailMessage
from core.providers.ses_email import SesEmail

HEADERS = {
    "List-Unsubscribe": "<https://app.example.com/u/" + "t" * 140 + ">",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}
MESSAGE = EmailMessage(
    to="pat@example.com",
    subject="Gracias por su visita — Dr. Peña",
    text="Hola José,\n¿nos cuenta cómo le fue?\nhttps://app.example.com/r/a8Kq2Lm9Zx?x=1\n",
    html="<p>Hola José, <a href='https://app.example.com/r/a8Kq2Lm9Zx?x=1'>aquí</a></p>",
    headers=HEADERS,
    tags={"purpose": "initial"},
    sender_name="Bright Smiles, Oakland",
)


def _mails(sandbox):
    return sandbox.stage.mails.list_all()


def test_both_bodies_and_all_headers_arrive_as_they_were_written(email, sandbox):
    message_id = email.send(MESSAGE)
    [mail] = _mails(sandbox)
    assert mail["id"] == message_id
    assert mail["to"] == "pat@example.com"
    assert mail["from"] == '"Bright Smiles, Oakland" <reviews@sandbox.example.com>'
    assert mail["subject"] == MESSAGE.subject
    assert mail["text"].replace("\r\n", "\n") == MESSAGE.text
    assert mail["html"].strip() == MESSAGE.html
    assert {name: mail["headers"][name] for name in HEADERS} == HEADERS
    assert mail["tags"] == {"purpose": "initial"}


def test_the_raw_message_is_seven_bit_with_short_lines(email, sandbox):
    long_paragraph = EmailMessage("pat@example.com", "ñ" * 300, "palabra " * 400, "<p>é</p>" * 400)
    email.send(long_paragraph)
    raw = base64.b64decode(_mails(sandbox)[0]["raw_base64"])
    assert max(raw) < 128
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert _mails(sandbox)[0]["subject"] == "ñ" * 300


def test_a_text_alone_needs_no_html(email, sandbox):
    email.send(EmailMessage("pat@example.com", "Hi", "Hello"))
    assert _mails(sandbox)[0]["html"] is None
    assert _mails(sandbox)[0]["text"].strip() == "Hello"


def test_a_subject_cannot_smuggle_a_header_in(email, sandbox):
    email.send(EmailMessage("pat@example.com", "Hi\r\nBcc: spy@example.com", "Hello"))
    assert _mails(sandbox)[0]["subject"] == "Hi Bcc: spy@example.com"
    assert "Bcc" not in _mails(sandbox)[0]["headers"]


@pytest.mark.parametrize(
    "headers", [{"X-A": "b\r\nBcc: spy@example.com"}, {"X-A\r\nBcc": "spy@example.com"}]
)
def test_a_header_with_a_line_break_is_refused(email, sandbox, headers):
    with pytest.raises(ProviderRejected) as caught:
        email.send(EmailMessage("pat@example.com", "Hi", "Hello", headers=headers))
    assert caught.value.code == "malformed_message"
    assert _mails(sandbox) == []


def test_the_senders_own_headers_cannot_be_overridden(email, sandbox):
    email.send(EmailMessage("pat@example.com", "Hi", "Hello", headers={"From": "x@example.com"}))
    assert _mails(sandbox)[0]["from"] == "reviews@sandbox.example.com"


def test_an_unverified_sender_is_a_rejection_without_the_address(sandbox, config):
    email = SesEmail(
        region=config.aws_region,
        from_email="stranger@elsewhere.example",
        access_key_id="a",
        secret_access_key="b",
        endpoint_url=sandbox.base_url,
    )
    with pytest.raises(ProviderRejected) as caught:
        email.send(MESSAGE)
    assert caught.value.code == "MessageRejected"
    assert "stranger" not in str(caught.value)


def test_blank_keys_leave_the_credentials_to_the_chain(sandbox, config, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    email = SesEmail(
        region=config.aws_region, from_email=config.ses_from_email, endpoint_url=sandbox.base_url
    )
    with pytest.raises(ProviderRejected) as caught:
        email.send(MESSAGE)
    assert caught.value.code == "no_credentials"


def test_an_email_is_never_sent_twice_by_the_sdk_itself(email, sandbox, control):
    control("faults", provider="ses", status=503, carried_out=True)
    with pytest.raises(Exception, match="503"):
        email.send(MESSAGE)
    assert len(_mails(sandbox)) == 1


def test_a_topics_question_is_answered_without_our_key(email, sandbox, monkeypatch):
    asked = []
    serve = sandbox.stage.mails.serve
    monkeypatch.setattr(
        sandbox.stage.mails, "serve", lambda env, start: asked.append(env) or serve(env, start)
    )
    topic = sns_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].create_topic("ses").arn
    email.confirm_topic(topic, "t0ken")
    [request] = asked
    assert request["REQUEST_METHOD"] == "POST"
    assert "HTTP_AUTHORIZATION" not in request


def test_a_token_that_is_too_old_is_a_rejection(email, monkeypatch):
    def refuse(_client, _operation, _arguments):
        answer = {
            "Error": {"Code": "InvalidParameter"},
            "ResponseMetadata": {"HTTPStatusCode": 400},
        }
        raise ClientError(answer, "ConfirmSubscription")

    monkeypatch.setattr(BaseClient, "_make_api_call", refuse)
    with pytest.raises(ProviderRejected) as caught:
        email.confirm_topic("arn:aws:sns:us-east-1:000000000000:ses", "t0ken")
    assert caught.value.code == "InvalidParameter"
