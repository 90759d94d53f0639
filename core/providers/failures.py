"""Failures of HTTP calls: what may pass, what may have happened, what must not be repeated."""

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

import requests
from urllib3.exceptions import HTTPError, NewConnectionError, SSLError

from core.errors import ProviderRejected, TransientError

BAD_SHAPE = (KeyError, IndexError, TypeError, ValueError, AttributeError)
"""What reading an answer raises that is not as it should be."""

CONNECT_SECONDS = 3.0
READ_SECONDS = 10.0

_PERSONAL = re.compile(r"[^\s<>\"']+@[^\s<>\"']+|\+?\d[\d\s().-]{5,}\d")
_LONGEST_MESSAGE = 200
_LONGEST_WISH_SECONDS = 86_400.0
_CODE = re.compile(r"[\w.:-]{1,64}", re.ASCII)
_RETRIED = frozenset({408, 425, 429})


def is_transient(status: int) -> bool:
    """Tell whether an HTTP status may pass: 408, 425, 429 and every 5xx."""
    return status in _RETRIED or is_server_fault(status)


def is_server_fault(status: int) -> bool:
    """Tell whether an HTTP status is the other side's own fault: a 5xx."""
    return status >= 500  # noqa: PLR2004  # the 5xx class


def transient(
    provider: str, status: int, headers: Mapping[str, str], *, changes_something: bool
) -> TransientError:
    """Describe a status that may pass; a 5xx to a call that changes something is uncertain."""
    return TransientError(
        f"{provider} answered HTTP {status}",
        retry_after_seconds=retry_after_seconds(headers),
        uncertain=changes_something and status not in _RETRIED,
    )


def lost(provider: str, error: Exception, *, changes_something: bool) -> TransientError:
    """Describe a call without a usable answer: timed out, torn off, or nonsense."""
    return TransientError(
        f"{provider} gave no usable answer ({type(error).__name__})",
        uncertain=changes_something and not never_left(error),
    )


def never_left(error: Exception) -> bool:
    """Tell whether the request cannot have reached the provider: no connection was made."""
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.SSLError):
        return True
    causes = [*error.args, *(getattr(cause, "reason", None) for cause in error.args)]
    return any(isinstance(cause, NewConnectionError | SSLError) for cause in causes)


def rejected(provider: str, code: str, message: str) -> ProviderRejected:
    """Describe a refusal in the provider's words, without addresses and numbers."""
    return ProviderRejected(code, f"{provider}: {scrub(message)}")


def scrub(message: str) -> str:
    """Take email addresses and anything like a phone number out of a provider's message."""
    return _PERSONAL.sub("…", " ".join(message.split()))[:_LONGEST_MESSAGE]


def plain_code(code: object) -> str:
    """Give a provider's error code, which we log and keep; "unknown" for what reads like a text."""
    text = "" if code is None else str(code)
    return text if _CODE.fullmatch(text) else "unknown"


def retry_after_seconds(headers: Mapping[str, str]) -> float | None:
    """Read Retry-After, in seconds or as a date (measured from the answer's own Date header).

    A wish for more than a day counts as one for a day.
    """
    found = {name.lower(): value for name, value in headers.items()}
    wish = found.get("retry-after", "").strip()
    if wish.isascii() and wish.isdigit():
        return min(float(wish), _LONGEST_WISH_SECONDS)
    try:
        later = parsedate_to_datetime(wish) - parsedate_to_datetime(found.get("date", ""))
    except (TypeError, ValueError):
        return None
    return min(max(0.0, later.total_seconds()), _LONGEST_WISH_SECONDS)


NETWORK_ERRORS = (requests.exceptions.RequestException, HTTPError, OSError)
"""What requests and urllib3 raise when there is no whole answer."""
