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
