"""The codes of tracking links: ten signs drawn by chance, each as likely as any other."""

import secrets
import string

_BASE62 = (string.digits + string.ascii_letters).encode()
_CODE_CHARS = 10
_CODE_BYTES = 32
"""Drawn for a code: more than it takes, as a few are thrown away."""
_SIGNS = bytes(_BASE62[n % len(_BASE62)] for n in range(256))
_UNEVEN = bytes(range(256 - 256 % len(_BASE62), 256))
"""Bytes that would make some signs likelier than others."""


def new_tracking_code() -> str:
    """Draw a code of 62 ** 10; a second of the same is refused by the column's unique key."""
    while True:
        signs = secrets.token_bytes(_CODE_BYTES).translate(_SIGNS, _UNEVEN)
        if len(signs) >= _CODE_CHARS:
            return signs[:_CODE_CHARS].decode()
