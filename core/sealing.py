"""Encryption of contact data at rest, and the keyed hashes that stand in for it."""

import base64
import hmac
import secrets
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.errors import MalformedPayload

_PREFIX = "v1:"


@dataclass(frozen=True)
class Sealer:
    """Seals and opens text with AES-256-GCM, and hashes it with HMAC-SHA256.

    Both keys are derived from the one data encryption key, so that rotating HMAC_SECRET (tokens)
    changes neither what is stored nor what joins.
    """

    data_encryption_key: bytes = field(repr=False)

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self._derive(b"seal"))

    @cached_property
    def _hash_key(self) -> bytes:
        return self._derive(b"hash")

    def _derive(self, purpose: bytes) -> bytes:
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(
            self.data_encryption_key
        )

    def seal(self, text: str, *, practice_id: UUID | None, column: str) -> str:
        """Encrypt `text`, bound to its practice and column: pasted elsewhere it does not open."""
        nonce = secrets.token_bytes(12)
        sealed = self._cipher.encrypt(nonce, text.encode(), _context(practice_id, column))
        return _PREFIX + base64.b64encode(nonce + sealed).decode()

    def open(self, sealed: str, *, practice_id: UUID | None, column: str) -> str:
        """Decrypt what `seal` made; raises MalformedPayload if it was tampered with or moved."""
        try:
            raw = base64.b64decode(sealed.removeprefix(_PREFIX))
            return self._cipher.decrypt(raw[:12], raw[12:], _context(practice_id, column)).decode()
        except Exception as error:  # InvalidTag, binascii.Error, UnicodeDecodeError: all "not ours"
            message = f"sealed value of {column} does not open"
            raise MalformedPayload(message) from error

    def hash(self, text: str) -> str:
        """Give the keyed hash of `text` as 64 hex digits: equal texts, equal hashes."""
        return hmac.digest(self._hash_key, text.encode(), "sha256").hex()


@lru_cache(maxsize=1024)
def _context(practice_id: UUID | None, column: str) -> bytes:
    return f"{practice_id or 'platform'}/{column}".encode()
