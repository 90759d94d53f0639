"""What every handler of a stored event works with."""

from dataclasses import dataclass
from datetime import datetime

from core.config import Config
from core.sealing import Sealer
from core.store.database import Connection


@dataclass(frozen=True, slots=True)
class IntakeContext:
    """One transaction at one instant; `may_confirm` while the sender waits for a word of ours."""

    connection: Connection
    config: Config
    sealer: Sealer
    now: datetime
    may_confirm: bool = False
