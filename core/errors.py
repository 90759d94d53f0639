"""The errors of the engine: what went wrong, and whether trying again can help."""

from collections.abc import Sequence
from datetime import timedelta


class EngineError(Exception):
    """Root of every error the engine raises on purpose."""


class ConfigError(EngineError):
    """The environment cannot be used; carries one line a key, never a value."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class InvalidSignature(EngineError):
    """A webhook was not signed by whom it claims to come from; `reason` is safe to count."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MalformedPayload(EngineError):
    """Input that can never be processed as it is."""


class TransientError(EngineError):
    """A failure that may pass: timeouts, 408, 429, 5xx, a lost connection.

    `retry_after_seconds` is the other side's wish, where it gave one. `uncertain` says that the
    request may have been carried out although no answer came.
    """

    def __init__(
        self, message: str, *, retry_after_seconds: float | None = None, uncertain: bool = False
    ) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds
        self.uncertain = uncertain


class Waiting(TransientError):
    """An event came before what it is about; after `patience` it never will be and is let go."""

    def __init__(self, message: str, *, patience: timedelta) -> None:
        super().__init__(message)
        self.patience = patience


class PermanentError(EngineError):
    """A failure that the same call would meet again."""


class ProviderRejected(PermanentError):
    """A provider understood the call and refused it; `code` is its own error code."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
