"""Amazon SNS's signature: RSA over named fields, by a certificate on an Amazon host."""

import base64
import binascii
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature as BadMac
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm

from core.clock import parse_instant
from core.errors import InvalidSignature

_HOST = re.compile(
    r"sns\.(?:"
    r"(?:(?:us|eu|ap|sa|ca|me|af|il|mx)|us-gov)-[a-z]{2,12}-\d{1,2}\.amazonaws\.com"
    r"|cn-[a-z]{2,12}-\d{1,2}\.amazonaws\.com\.cn"
    r"|eusc-de-[a-z]{2,12}-\d{1,2}\.amazonaws\.eu"
    r")"
)
"""Regions and domains by partition: botocore's partitions.json, but for those off the internet."""
_PATH = re.compile(r"/SimpleNotificationService-[A-Za-z0-9]{1,64}\.pem")
_MAX_AGE = timedelta(hours=1)
_SIGNATURE_BYTES = frozenset({256, 384, 512})
_NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "Notification": _NOTIFICATION,
    "SubscriptionConfirmation": _CONFIRMATION,
    "UnsubscribeConfirmation": _CONFIRMATION,
}


@dataclass(frozen=True, slots=True)
class SignedNotification:
    """What of a notification is signed, how, and where its certificate is; not yet verified."""

    certificate_url: str
    signature: bytes
    text: bytes
    algorithm: HashAlgorithm

    def verify(self, pem: bytes, *, real_now: datetime) -> None:
        """Raise InvalidSignature unless the certificate `pem` is valid, and its key signed this."""
        key = _public_key(pem, real_now)
        try:
            key.verify(self.signature, self.text, PKCS1v15(), self.algorithm)
        except BadMac as error:
            reason = "mismatch"
            raise InvalidSignature(reason) from error


def read_sns(
    envelope: Mapping[str, Any], *, topics: Collection[str], real_now: datetime
) -> SignedNotification:
    """Check all of a notification that needs no certificate.

    Raises InvalidSignature unless it is of one of `topics`, of the last hour, and names a
    certificate of Amazon's. Any account may publish to a topic of its own, signed like ours.
    Source: docs.aws.amazon.com/sns, verifying message signatures.
    """
    fields = _FIELDS.get(str(envelope.get("Type")))
    if fields is None:
        reason = "unknown_type"
        raise InvalidSignature(reason)
    topic = envelope.get("TopicArn")
    if not isinstance(topic, str) or topic not in topics:
        reason = "unknown_topic"
        raise InvalidSignature(reason)
    algorithm = _algorithm(envelope)
    _require_fresh(envelope, real_now)
    return SignedNotification(
        certificate_url=certificate_url(envelope),
        signature=_signature(envelope),
        text=_signed_text(envelope, fields),
        algorithm=algorithm,
    )


def certificate_url(envelope: Mapping[str, Any]) -> str:
    """Give the certificate's address; raises InvalidSignature unless it is Amazon's own."""
    url = envelope.get("SigningCertURL")
    if not isinstance(url, str):
        reason = "untrusted_certificate"
        raise InvalidSignature(reason)
    try:
        parts = urlsplit(url)
        is_bare = not (parts.query or parts.fragment)
        is_plain = parts.port is None and is_bare and parts.geturl() == url
    except ValueError as error:
        reason = "untrusted_certificate"
        raise InvalidSignature(reason) from error
    is_amazon = parts.scheme == "https" and _HOST.fullmatch(parts.netloc) is not None
    if not (is_plain and is_amazon and _PATH.fullmatch(parts.path)):
        reason = "untrusted_certificate"
        raise InvalidSignature(reason)
    return url


def _algorithm(envelope: Mapping[str, Any]) -> HashAlgorithm:
    version = envelope.get("SignatureVersion")
    if version == "2":
        return SHA256()
    if version == "1":
        return SHA1()  # noqa: S303 - Amazon's version 1 is RSA with SHA-1
    reason = "unknown_version"
    raise InvalidSignature(reason)


def _signature(envelope: Mapping[str, Any]) -> bytes:
    """Decode it; RSA's are as long as the key, and none of fewer than 2048 bits is used."""
    given = envelope.get("Signature")
    try:
        signature = base64.b64decode(given if isinstance(given, str) else "", validate=True)
    except (binascii.Error, ValueError) as error:
        reason = "malformed_signature"
        raise InvalidSignature(reason) from error
    if len(signature) not in _SIGNATURE_BYTES:
        reason = "malformed_signature"
        raise InvalidSignature(reason)
    return signature


def _require_fresh(envelope: Mapping[str, Any], real_now: datetime) -> None:
    try:
        sent_at = parse_instant(str(envelope.get("Timestamp")))
    except ValueError as error:
        reason = "malformed_timestamp"
        raise InvalidSignature(reason) from error
    if abs(real_now - sent_at) > _MAX_AGE:
        reason = "too_old"
        raise InvalidSignature(reason)


def _public_key(pem: bytes, real_now: datetime) -> RSAPublicKey:
    try:
        certificate = x509.load_pem_x509_certificate(pem)
    except ValueError as error:
        reason = "malformed_certificate"
        raise InvalidSignature(reason) from error
    if not certificate.not_valid_before_utc <= real_now <= certificate.not_valid_after_utc:
        reason = "expired_certificate"
        raise InvalidSignature(reason)
    key = certificate.public_key()
    if not isinstance(key, RSAPublicKey):
        reason = "malformed_certificate"
        raise InvalidSignature(reason)
    return key


def _signed_text(envelope: Mapping[str, Any], fields: tuple[str, ...]) -> bytes:
    lines = [f"{name}\n{envelope[name]}\n" for name in fields if envelope.get(name) is not None]
    return "".join(lines).encode(errors="replace")
