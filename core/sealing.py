"""Encryption of contact data at rest, and the keyed hashes that stand in for it."""

import base64
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.errors import MalformedPayload

_VERSION = "v2"
_KEY_ID_BYTES = 4


@dataclass(frozen=True)
class Sealer:
    """Seals and opens text with AES-256-GCM, and hashes it with HMAC-SHA256.

    `keys` are data encryption keys of 32 bytes, newest first. The newest seals, all of them open.
    The oldest keys the hashes for good: an opt-out outlives the contact it was given for, so its
    hash could not be made again. What keys tokens (HMAC_SECRET) has no part in either.
    """

    keys: tuple[bytes, ...] = field(repr=False)

    @cached_property
    def prefix(self) -> str:
        """How a text begins that is sealed with the newest key."""
        return f"{_VERSION}:{_derive(self.keys[0], b'id', _KEY_ID_BYTES).hex()}:"

    @cached_property
    def fingerprint(self) -> str:
        """Tells one hash key from another, and nothing else about it."""
        return self.hash("fingerprint of the hash key")

    @cached_property
    def _ciphers(self) -> tuple[AESGCM, ...]:
        return tuple(AESGCM(_derive(key, b"seal")) for key in self.keys)

    @cached_property
    def _hash_key(self) -> bytes:
        return _derive(self.keys[-1], b"hash")

    def seal(self, text: str, *, practice_id: UUID | None, column: str) -> str:
        """Encrypt `text`, bound to its practice and column: pasted elsewhere it does not open."""
        nonce = secrets.token_bytes(12)
        sealed = self._ciphers[0].encrypt(nonce, text.encode(), _context(practice_id, column))
        return self.prefix + base64.b64encode(nonce + sealed).decode()

    def open(self, sealed: str, *, practice_id: UUID | None, column: str) -> str:
        """Decrypt what `seal` made; raises MalformedPayload if it was tampered with or moved."""
        context, cause = _context(practice_id, column), None
        for cipher in self._ciphers:
            try:
                raw = base64.b64decode(sealed.rpartition(":")[2])
                return cipher.decrypt(raw[:12], raw[12:], context).decode()
            except (InvalidTag, ValueError) as error:
                cause = error
        message = f"sealed value of {column} does not open"
        raise MalformedPayload(message) from cause

    def hash(self, text: str) -> str:
        """Give the keyed hash of `text` as 64 hex digits: equal texts, equal hashes."""
        return hmac.digest(self._hash_key, text.encode(), "sha256").hex()


def unsubscribe_secret(keys: Sequence[bytes]) -> bytes:
    """Give what signs unsubscribe links: of the oldest key, which stays for good.

    A link in an old mail then works whatever else has been rotated since.
    """
    return _derive(keys[-1], b"unsubscribe")


def _derive(key: bytes, purpose: bytes, length: int = 32) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose).derive(key)


@lru_cache(maxsize=1024)
def _context(practice_id: UUID | None, column: str) -> bytes:
    return f"{practice_id or 'platform'}/{column}".encode()
