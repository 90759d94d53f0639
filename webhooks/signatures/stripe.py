"""Stripe's webhook signature: HMAC-SHA256 over the time and the exact bytes."""

import hmac
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from core.errors import InvalidSignature

TOLERANCE_SECONDS = 300

_MAX_HEADER_CHARS = 4096
_MAX_SIGNATURES = 16
_MAX_TIME_DIGITS = 12


def verify_stripe(
    body: bytes, header: str | None, secrets: Sequence[str], *, real_now: datetime
) -> None:
    """Raise InvalidSignature unless one of `secrets` signed `body` within 300 s of `real_now`.

    While a secret is being rotated Stripe sends several v1 signatures. Signatures of other
    schemes, such as v0 of test mode, count for nothing. Source: docs.stripe.com/webhooks/signature.
    """
    if not header:
        reason = "missing_header"
        raise InvalidSignature(reason)
    timestamp, signatures = _parse(header)
    signed = b"%d." % timestamp + body
    is_genuine = False
    for secret in secrets:
        expected = hmac.new(secret.encode(), signed, sha256).hexdigest().encode()
        for signature in signatures:
            is_genuine |= hmac.compare_digest(expected, signature)
    if not is_genuine:
        reason = "mismatch"
        raise InvalidSignature(reason)
    age_seconds = real_now.timestamp() - timestamp
    if abs(age_seconds) > TOLERANCE_SECONDS:
        raise InvalidSignature("too_old" if age_seconds > 0 else "from_the_future")


def _parse(header: str) -> tuple[int, list[bytes]]:
    if len(header) > _MAX_HEADER_CHARS:
        reason = "malformed_header"
        raise InvalidSignature(reason)
    timestamps, signatures = [], []
    for part in header.split(","):
        key, _, value = part.strip().partition("=")
        if key == "t":
            timestamps.append(value)
        elif key == "v1":
            signatures.append(value.encode("utf-8", "surrogateescape"))
    if len(timestamps) != 1 or not _is_time(timestamps[0]):
        reason = "malformed_header"
        raise InvalidSignature(reason)
    if not signatures:
        reason = "no_v1_signature"
        raise InvalidSignature(reason)
    if len(signatures) > _MAX_SIGNATURES:
        reason = "malformed_header"
        raise InvalidSignature(reason)
    return int(timestamps[0]), signatures


def _is_time(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MAX_TIME_DIGITS
