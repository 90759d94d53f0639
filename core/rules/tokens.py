"""Signed links: what a magic link or an unsubscribe link carries, and how it is checked."""

import base64
import binascii
import hashlib
import hmac
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HEAD = struct.Struct(">16sq")
_MAC_BYTES = 32
_MAX_NONCE_BYTES = 32
_MAX_TOKEN_CHARS = 140


@dataclass(frozen=True)
class TokenClaims:
    """What a genuine token says; whether it has expired is for the caller to judge."""

    practice_id: UUID
    expires_at: datetime
    nonce: bytes


def issue_token(
    secret: bytes, *, practice_id: UUID, purpose: str, expires_at: datetime, nonce: bytes
) -> str:
    """Sign a URL-safe token of at most 140 characters.

    Equal arguments give the equal token, so a retried job mails the same link. Raises ValueError
    for a nonce that is empty or longer than 32 bytes.
    """
    if not 1 <= len(nonce) <= _MAX_NONCE_BYTES:
        message = f"a token's nonce has 1 to {_MAX_NONCE_BYTES} bytes, not {len(nonce)}"
        raise ValueError(message)
    microseconds = (expires_at - _EPOCH) // timedelta(microseconds=1)
    claims = _HEAD.pack(practice_id.bytes, microseconds) + nonce
    signed = claims + _sign(secret, purpose, claims)
    return base64.urlsafe_b64encode(signed).rstrip(b"=").decode()


def read_token(secrets: Sequence[bytes], token: str, *, purpose: str) -> TokenClaims | None:
    """Open a token that one of `secrets` signed for this very purpose; None if it is forged.

    Only the one spelling that `issue_token` gives is accepted, so that the hash of a token names
    it. Every secret is tried in constant time.
    """
    signed = _decode(token)
    if signed is None:
        return None
    claims, mac = signed[:-_MAC_BYTES], signed[-_MAC_BYTES:]
    genuine = False
    for secret in secrets:
        genuine |= hmac.compare_digest(_sign(secret, purpose, claims), mac)
    if not genuine:
        return None
    practice_id, microseconds = _HEAD.unpack_from(claims)
    return TokenClaims(
        practice_id=UUID(bytes=practice_id),
        expires_at=_EPOCH + timedelta(microseconds=microseconds),
        nonce=claims[_HEAD.size :],
    )


def token_hash(token: str) -> str:
    """Give the SHA-256 of a token as 64 hex digits: what is stored in its place."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def sign_value(secret: bytes, value: str, *, purpose: str) -> str:
    """Append a signature to a short text, such as a cookie's, for this purpose only."""
    mac = base64.urlsafe_b64encode(_sign(secret, purpose, value.encode())).rstrip(b"=")
    return f"{value}.{mac.decode()}"


def open_signed(secrets: Sequence[bytes], signed: str, *, purpose: str) -> str | None:
    """Give the text that one of `secrets` signed; None if it is forged. In constant time."""
    value = signed.rpartition(".")[0]
    if not signed.isascii() or len(signed) > _MAX_TOKEN_CHARS:
        return None
    genuine = False
    for secret in secrets:
        genuine |= hmac.compare_digest(sign_value(secret, value, purpose=purpose), signed)
    return value if genuine else None


def magic_link_nonce(secret: bytes, job_id: int) -> bytes:
    """Derive the 16-byte nonce of the magic link that job `job_id` mails, the same every time."""
    return hmac.new(secret, b"magic_link_nonce\0%d" % job_id, hashlib.sha256).digest()[:16]


def _sign(secret: bytes, purpose: str, claims: bytes) -> bytes:
    name = purpose.encode()
    return hmac.new(secret, struct.pack(">H", len(name)) + name + claims, hashlib.sha256).digest()


def _decode(token: str) -> bytes | None:
    if len(token) > _MAX_TOKEN_CHARS or not token.isascii():
        return None
    try:
        signed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    shortest = _HEAD.size + 1 + _MAC_BYTES
    if not shortest <= len(signed) <= shortest - 1 + _MAX_NONCE_BYTES:
        return None
    spelled = base64.urlsafe_b64encode(signed).rstrip(b"=").decode()
    return signed if spelled == token else None
