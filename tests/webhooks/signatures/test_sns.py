"""Signatures of Amazon SNS: real keys, and everything that must not pass."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from core.errors import InvalidSignature
from tests.webhooks.signed import SNS_CERTIFICATE_URL, sns_certificate, sns_envelope
from webhooks.signatures.sns import verify_sns

NOW = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)


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
]


@pytest.mark.parametrize("changes", GOOD_SNS)
def test_sns_signatures_that_pass(key, changes) -> None:
    pem = make_certificate(key)
    verify_sns(envelope_of(key, **changes), fetch=lambda _: pem, real_now=NOW)


HOSTS = {
    "plain http": "http://sns.us-west-2.amazonaws.com/SimpleNotificationService-1.pem",
    "another host": "https://sns.evil.example.com/SimpleNotificationService-1.pem",
    "a host that ends like it": "https://sns.us-west-2.amazonaws.com.evil.com/SimpleNotificationService-1.pem",
    "a host that contains it": "https://evil-sns.us-west-2.amazonaws.com/SimpleNotificationService-1.pem",
    "a bucket of anyone's": "https://s3.us-west-2.amazonaws.com/SimpleNotificationService-1.pem",
    "a name before an at": "https://sns.us-west-2.amazonaws.com@evil.com/SimpleNotificationService-1.pem",
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
    def fetch(_: str) -> bytes:
        raise AssertionError

    with pytest.raises(InvalidSignature) as refused:
        verify_sns(envelope_of(key, SigningCertURL=url), fetch=fetch, real_now=NOW)
    assert refused.value.reason == "untrusted_certificate"


BAD_SNS = {
    "unknown type": ({"Type": "Other"}, "unknown_type"),
    "no type": ({"Type": None}, "unknown_type"),
    "unknown version": ({"SignatureVersion": "3"}, "unknown_version"),
    "no version": ({"SignatureVersion": None}, "unknown_version"),
    "message changed": ({"Message": "x"}, "mismatch"),
    "subject added": ({"Subject": "x"}, "mismatch"),
    "topic changed": ({"TopicArn": "arn:other"}, "mismatch"),
    "version swapped": ({"SignatureVersion": "1"}, "mismatch"),
    "signature not base64": ({"Signature": "%%%"}, "malformed_signature"),
    "signature empty": ({"Signature": ""}, "mismatch"),
    "time missing": ({"Timestamp": None}, "malformed_timestamp"),
    "time of another day": ({"Timestamp": (NOW - timedelta(days=1)).isoformat()}, "too_old"),
}


@pytest.mark.parametrize(("changes", "reason"), BAD_SNS.values(), ids=BAD_SNS)
def test_sns_signatures_that_do_not(key, changes, reason) -> None:
    pem = make_certificate(key)
    envelope = envelope_of(key) | changes
    with pytest.raises(InvalidSignature) as refused:
        verify_sns(envelope, fetch=lambda _: pem, real_now=NOW)
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
            verify_sns(envelope_of(key), fetch=lambda _, pem=pem: pem, real_now=NOW)
        assert refused.value.reason == reason
