"""How a message moves through its states as Twilio reports on it: forward only."""

from collections.abc import Mapping
from types import MappingProxyType

_FINAL = 10

PROVIDER_STATUS_RANK: Mapping[str, int] = MappingProxyType(
    {
        "accepted": 1,
        "scheduled": 2,
        "queued": 3,
        "sending": 4,
        "sent": 5,
        "delivered": _FINAL,
        "read": _FINAL,
        "undelivered": _FINAL,
        "failed": _FINAL,
        "canceled": _FINAL,
    }
)
"""Twilio's `MessageStatus` by progress; a status replaces a stored one of strictly lower rank.

Final ones share the top rank, so that the first of them stays. Callbacks may be late, repeated or
out of order. Source: twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks.
"""

STATE_OF_PROVIDER_STATUS: Mapping[str, str] = MappingProxyType(
    {
        "accepted": "accepted",
        "scheduled": "accepted",
        "queued": "accepted",
        "sending": "accepted",
        "sent": "accepted",
        "delivered": "delivered",
        "read": "delivered",
        "undelivered": "undelivered",
        "failed": "failed",
        "canceled": "failed",
    }
)
"""The `messages.state` that each of Twilio's statuses stands for."""

STATE_RANK: Mapping[str, int] = MappingProxyType(
    {"sending": 0, "unknown": 1, "accepted": 2, "delivered": 3, "undelivered": 3, "failed": 3}
)
"""`messages.state` by progress; a state replaces one of strictly lower rank."""


def next_state(current: str, provider_status: str) -> str | None:
    """Give the state a message moves to when Twilio reports `provider_status`; None stays.

    A message whose fate was `unknown` is settled by any report. An unknown status moves nothing.
    """
    reported = STATE_OF_PROVIDER_STATUS.get(provider_status.strip().lower())
    if reported is None or current not in STATE_RANK:
        return None
    return reported if STATE_RANK[reported] > STATE_RANK[current] else None


def is_progress(current: str | None, reported: str) -> bool:
    """Tell whether provider status `reported` may replace the stored one, None being none yet."""
    rank = PROVIDER_STATUS_RANK.get(reported.strip().lower(), 0)
    return rank > PROVIDER_STATUS_RANK.get((current or "").strip().lower(), 0)
