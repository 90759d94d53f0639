"""Signatures of Amazon SNS: real keys, and everything that must not pass."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from core.environment import SANDBOX_TOPIC
from core.errors import InvalidSignature
from tests.webhooks.signed import SNS_CERTIFICATE_URL, sns_certificate, sns_envelope
from webhooks.signatures.sns import read_sns

NOW = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)


def verify(envelope, pem: bytes) -> None:
    read_sns(envelope, topics=(SANDBOX_TOPIC,), real_now=NOW).verify(pem, real_now=NOW)


def make_certificate(key, *, start: datetime = NOW - timedelta(days=1)) -> bytes:
    return sns_certificate(key, start=start)


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def envelope_of(key: rsa.RSAPrivateKey, **changes: object) -> dict[str, object]:
    return sns_envelope(key, **{"Timestamp": NOW.isoformat()} | changes)


GOOD_SNS = [
    {},
    {"SignatureVersion": "1"},
    {"Subject": "Amazon SES"},
    {
        "Type": "SubscriptionConfirmation",
        "Token": "t",
        "SubscribeURL": "https://sns.us-west-2.amazonaws.com/?x",
    },
    {"SigningCertURL": "https://sns.cn-north-1.amazonaws.com.cn/SimpleNotificationService-1.pem"},
    {"SigningCertURL": "https://sns.us-gov-west-1.amazonaws.com/SimpleNotificationService-1.pem"},
    {"SigningCertURL": "https://sns.eusc-de-east-1.amazonaws.eu/SimpleNotificationService-1.pem"},
    {"SigningCertURL": "https://sns.ap-southeast-7.amazonaws.com/SimpleNotificationService-1.pem"},
]


@pytest.mark.parametrize("changes", GOOD_SNS)
def test_sns_signatures_that_pass(key, changes) -> None:
    verify(envelope_of(key, **changes), make_certificate(key))


HOSTS = {
    "plain http": "http://sns.us-west-2.amazonaws.com/SimpleNotificationService-1.pem",
    "another host": "https://sns.evil.example.com/SimpleNotificationService-1.pem",
    "a host that ends like it": "https://sns.us-west-2.amazonaws.com.evil.com/SimpleNotificationService-1.pem",
    "a host that contains it": "https://evil-sns.us-west-2.amazonaws.com/SimpleNotificationService-1.pem",
    "a bucket of anyone's": "https://s3.us-west-2.amazonaws.com/SimpleNotificationService-1.pem",
    "a name before an at": "https://sns.us-west-2.amazonaws.com@evil.com/SimpleNotificationService-1.pem",
    "a region that Amazon has not": "https://sns.evil.amazonaws.com/SimpleNotificationService-1.pem",
    "a region of another partition": "https://sns.us-west-2.amazonaws.eu/SimpleNotificationService-1.pem",
    "China's domain elsewhere": "https://sns.us-west-2.amazonaws.com.cn/SimpleNotificationService-1.pem",
    "a host in capitals": "https://SNS.US-WEST-2.AMAZONAWS.COM/SimpleNotificationService-1.pem",
    "a password": "https://a:b@sns.us-west-2.amazonaws.com/SimpleNotificationService-1.pem",
    "a line's end": SNS_CERTIFICATE_URL + "\n",
    "a port": "https://sns.us-west-2.amazonaws.com:444/SimpleNotificationService-1.pem",
    "a path of anyone's": "https://sns.us-west-2.amazonaws.com/?x=/SimpleNotificationService-1.pem",
    "a query": SNS_CERTIFICATE_URL + "?x=1",
    "a fragment": SNS_CERTIFICATE_URL + "#x",
    "dots": "https://sns.us-west-2.amazonaws.com/../SimpleNotificationService-1.pem",
    "nothing": "",
    "a number": 5,
    "no address": "https://[",
}


@pytest.mark.parametrize("url", HOSTS.values(), ids=HOSTS)
def test_certificates_come_from_amazon_and_nowhere_else(key, url) -> None:
    envelope = envelope_of(key, SigningCertURL=url)
    with pytest.raises(InvalidSignature) as refused:
        read_sns(envelope, topics=(SANDBOX_TOPIC,), real_now=NOW)
    assert refused.value.reason == "untrusted_certificate"


BAD_SNS = {
    "unknown type": ({"Type": "Other"}, "unknown_type"),
    "no type": ({"Type": None}, "unknown_type"),
    "unknown version": ({"SignatureVersion": "3"}, "unknown_version"),
    "no version": ({"SignatureVersion": None}, "unknown_version"),
    "message changed": ({"Message": "x"}, "mismatch"),
    "subject added": ({"Subject": "x"}, "mismatch"),
    "another account's topic": (
        {"TopicArn": "arn:aws:sns:us-east-1:210987654321:ses"},
        "unknown_topic",
    ),
    "a topic that begins like ours": ({"TopicArn": SANDBOX_TOPIC + "-2"}, "unknown_topic"),
    "no topic": ({"TopicArn": None}, "unknown_topic"),
    "topics as a list": ({"TopicArn": [SANDBOX_TOPIC]}, "unknown_topic"),
    "version swapped": ({"SignatureVersion": "1"}, "mismatch"),
    "signature not base64": ({"Signature": "%%%"}, "malformed_signature"),
    "signature empty": ({"Signature": ""}, "malformed_signature"),
    "signature too short": ({"Signature": "AAAA"}, "malformed_signature"),
    "signature of a short key": ({"Signature": "A" * 172}, "malformed_signature"),
    "signature a number": ({"Signature": 5}, "malformed_signature"),
    "signature of nobody": ({"Signature": "A" * 342 + "=="}, "mismatch"),
    "time missing": ({"Timestamp": None}, "malformed_timestamp"),
    "time of another day": ({"Timestamp": (NOW - timedelta(days=1)).isoformat()}, "too_old"),
}


@pytest.mark.parametrize(("changes", "reason"), BAD_SNS.values(), ids=BAD_SNS)
def test_sns_signatures_that_do_not(key, changes, reason) -> None:
    pem = make_certificate(key)
    envelope = envelope_of(key) | changes
    with pytest.raises(InvalidSignature) as refused:
        verify(envelope, pem)
    assert refused.value.reason == reason


def test_a_certificate_must_be_the_signers_valid_and_rsa(key) -> None:
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    elliptic = ec.generate_private_key(ec.SECP256R1())
    cases = {
        make_certificate(other): "mismatch",
        make_certificate(key, start=NOW - timedelta(days=90)): "expired_certificate",
        make_certificate(elliptic): "malformed_certificate",
        b"not a certificate": "malformed_certificate",
    }
    for pem, reason in cases.items():
        with pytest.raises(InvalidSignature) as refused:
            verify(envelope_of(key), pem)
        assert refused.value.reason == reason
