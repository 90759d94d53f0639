"""Providers' payloads as they are stored: who and what is sealed, where people live is dropped."""

from collections.abc import Mapping
from typing import Any

from core.sealing import Sealer

_COLUMN = "raw_events.payload"
_SEALED = frozenset({"From", "To", "Body", "WaId", "ProfileName"})
_DROPPED = frozenset(
    f"{who}{what}" for who in ("From", "To") for what in ("City", "State", "Zip", "Country")
)


def seal_params(sealer: Sealer, params: Mapping[str, str]) -> dict[str, str]:
    """Give the fields with contacts and texts sealed."""
    return {
        key: sealer.seal(value, practice_id=None, column=_COLUMN)
        if value and (key in _SEALED or key.startswith("MediaUrl"))
        else value
        for key, value in params.items()
        if key not in _DROPPED
    }


def open_param(sealer: Sealer, payload: Mapping[str, str], key: str) -> str:
    """Open one sealed field; blank where it was not sent."""
    sealed = payload.get(key) or ""
    return sealer.open(sealed, practice_id=None, column=_COLUMN) if sealed else ""


def seal_notification(sealer: Sealer, envelope: Mapping[str, Any]) -> dict[str, Any]:
    """Give SNS's envelope as it is stored: the message inside, which names addresses, sealed."""
    kept = {k: envelope.get(k) for k in ("Type", "MessageId", "TopicArn", "Timestamp")}
    message = str(envelope.get("Message", ""))
    return kept | {"Message": sealer.seal(message, practice_id=None, column=_COLUMN)}


def open_notification(sealer: Sealer, payload: Mapping[str, Any]) -> str:
    """Open the message inside a stored envelope of SNS."""
    return sealer.open(str(payload.get("Message") or ""), practice_id=None, column=_COLUMN)
