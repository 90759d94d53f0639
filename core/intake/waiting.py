"""An event that came before what it is about."""

from datetime import timedelta

from core.errors import TransientError


class Waiting(TransientError):
    """The event cannot be applied yet; after `patience` it never will be and is let go."""

    def __init__(self, message: str, *, patience: timedelta) -> None:
        super().__init__(message)
        self.patience = patience
