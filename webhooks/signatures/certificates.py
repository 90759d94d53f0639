"""Fetches the certificates that Amazon signs its notifications with."""

import ssl
import urllib.request
from functools import lru_cache
from urllib.parse import urlsplit

from core.errors import TransientError

_TIMEOUT_SECONDS = 5
_MAX_BYTES = 16_384


@lru_cache(maxsize=32)
def fetch_certificate(url: str) -> bytes:
    """Give the PEM behind an https address that the caller has checked; kept once fetched.

    Raises TransientError where it cannot be had.
    """
    if urlsplit(url).scheme != "https":
        message = "certificates come over https only"
        raise TransientError(message)
    try:
        with urllib.request.urlopen(  # noqa: S310 - https only, checked above
            url, timeout=_TIMEOUT_SECONDS, context=ssl.create_default_context()
        ) as answer:
            pem = answer.read(_MAX_BYTES)
    except OSError as error:
        message = "the signing certificate could not be fetched"
        raise TransientError(message) from error
    return bytes(pem)
