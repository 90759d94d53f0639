"""What to do about texts that a carrier took and did not deliver: when again, and when no more."""

from datetime import datetime, timedelta

from core.rules.sending.delivery_errors import ErrorPolicy

CARRIER_RETRY_DELAYS = (timedelta(minutes=15), timedelta(hours=2), timedelta(hours=12))
"""The pause after the first, second and third text that a carrier lost."""

OPTED_OUT_CODE = "21610"
FILTERED_CODE = "30007"
FILTERED_TOLERATED = 0.02
"""Share of an hour's texts that carriers may filter before the sender is stopped."""


def is_unknown(policy: ErrorPolicy) -> bool:
    """Tell whether a code has never been met: tried once more, and then a person's."""
    return policy.retry and policy.alarm


def carrier_retry_at(policy: ErrorPolicy, failures: int, *, now: datetime) -> datetime | None:
    """Give when a text goes out again after `failures` of its kind were lost; None: no more."""
    tries = 1 if is_unknown(policy) else len(CARRIER_RETRY_DELAYS)
    if not policy.retry or not 1 <= failures <= tries:
        return None
    return now + CARRIER_RETRY_DELAYS[failures - 1]


def halts_sender(code: str, policy: ErrorPolicy, *, filtered: int, texts: int) -> bool:
    """Tell whether the practice's sender must stop; single filtered texts among many do not."""
    if code == FILTERED_CODE:
        return filtered > FILTERED_TOLERATED * max(texts, 1)
    return policy.halt_sender
