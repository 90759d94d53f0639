"""Amazon SNS's signature: RSA over named fields, by a certificate on an Amazon host."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
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

_HOST = re.compile(r"sns\.[a-z0-9-]{3,30}\.amazonaws\.com(\.cn)?")
_PATH = re.compile(r"/SimpleNotificationService-[A-Za-z0-9]{1,64}\.pem")
_MAX_AGE = timedelta(hours=1)
_NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "Notification": _NOTIFICATION,
    "SubscriptionConfirmation": _CONFIRMATION,
    "UnsubscribeConfirmation": _CONFIRMATION,
}


def verify_sns(
    envelope: Mapping[str, Any], *, fetch: Callable[[str], bytes], real_now: datetime
) -> None:
    """Raise InvalidSignature unless Amazon signed `envelope` within the last hour.

    `fetch` gives the certificate of an address whose host has been checked here; what it raises
    passes through. Source: docs.aws.amazon.com/sns, verifying message signatures.
    """
    fields = _FIELDS.get(str(envelope.get("Type")))
    if fields is None:
        reason = "unknown_type"
        raise InvalidSignature(reason)
    algorithm = _algorithm(envelope)
    _require_fresh(envelope, real_now)
    url = certificate_url(envelope)
    try:
        signature = base64.b64decode(str(envelope.get("Signature", "")), validate=True)
    except (binascii.Error, ValueError) as error:
        reason = "malformed_signature"
        raise InvalidSignature(reason) from error
    key = _public_key(fetch(url), real_now)
    try:
        key.verify(signature, _signed_text(envelope, fields), PKCS1v15(), algorithm)
    except BadMac as error:
        reason = "mismatch"
        raise InvalidSignature(reason) from error


def certificate_url(envelope: Mapping[str, Any]) -> str:
    """Give the certificate's address; raises InvalidSignature unless it is Amazon's own."""
    url = envelope.get("SigningCertURL")
    if not isinstance(url, str):
        reason = "untrusted_certificate"
        raise InvalidSignature(reason)
    try:
        parts = urlsplit(url)
        is_plain = parts.port is None and not parts.query and not parts.fragment
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
    return "".join(lines).encode()
