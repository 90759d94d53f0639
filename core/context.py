"""What every handler of a stored event works with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.config import Config
from core.sealing import Sealer
from core.store.database import Connection


class Settled(Protocol):
    """What brings settings and keys: the context of an intake as well as what dispatching needs."""

    @property
    def config(self) -> Config:
        """Settings."""

    @property
    def sealer(self) -> Sealer:
        """Keys."""


@dataclass(frozen=True, slots=True)
class IntakeContext:
    """One transaction at one instant; `may_confirm` while the sender waits for a word of ours."""

    connection: Connection
    config: Config
    sealer: Sealer
    now: datetime
    may_confirm: bool = False
