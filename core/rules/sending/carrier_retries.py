"""What to do about texts that a carrier took and did not deliver: when again, and when no more."""

from datetime import datetime, timedelta

from core.rules.sending.delivery_errors import ErrorPolicy

CARRIER_RETRY_DELAYS = (timedelta(minutes=15), timedelta(hours=2), timedelta(hours=12))
"""The pause after the first, second and third text that a carrier lost."""


_FEWEST_FILTERED = 3


def is_unknown(policy: ErrorPolicy) -> bool:
    """Tell whether a code has never been met: tried once more, and then a person's."""
    return policy.retry and policy.alarm


def is_spent(policy: ErrorPolicy, lost: int) -> bool:
    """Tell whether `lost` texts are as many as a code allows to be sent again."""
    tries = 1 if is_unknown(policy) else len(CARRIER_RETRY_DELAYS)
    return not policy.retry or lost > tries


def carrier_retry_at(policy: ErrorPolicy, lost: int, *, now: datetime) -> datetime | None:
    """Give when a text goes out again after `lost` of its kind came to nothing; None: no more."""
    if lost < 1 or is_spent(policy, lost):
        return None
    return now + CARRIER_RETRY_DELAYS[lost - 1]


def is_email_due(policy: ErrorPolicy) -> bool:
    """Tell whether an email takes over from a text that does not go out again."""
    return policy.fallback_email or (policy.retry and not is_unknown(policy))


def halts_sender(policy: ErrorPolicy, *, failed: int, texts: int) -> bool:
    """Tell whether the practice's sender must stop, `failed` of its hour's `texts` having failed.

    Single filtered texts among few or among many do not stop it.
    """
    if policy.tolerated_share:
        is_above_share = failed > policy.tolerated_share * max(texts, 1)
        return policy.halt_sender and failed >= _FEWEST_FILTERED and is_above_share
    return policy.halt_sender
