"""Twilio's form fields as they are stored: who and what is sealed, where they live is dropped."""

from collections.abc import Mapping

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
