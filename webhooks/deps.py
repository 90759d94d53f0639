"""What the web app works with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from core.clock import current_instant
from core.config import Config
from core.context import IntakeContext
from core.errors import ConfigError
from core.operations.data_keys import confirm_keys
from core.sealing import Sealer
from core.store.database import Connection
from webhooks.appender import Appender
from webhooks.database import Database
from webhooks.hot_rows import WRITERS
from webhooks.refusals import Refusals
from webhooks.signatures.certificates import fetch_certificate


def _real_time() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Deps:
    """Configuration, keys, the two ways to the database, and the two clocks.

    `clock` is what every rule sees; `real_clock` judges the age of signatures.
    """

    config: Config
    sealer: Sealer
    database: Database
    appender: Appender
    clock: Callable[[], datetime]
    real_clock: Callable[[], datetime] = _real_time
    fetch_certificate: Callable[[str], bytes] = fetch_certificate
    refusals: Refusals = field(default_factory=Refusals)

    def context(self, connection: Connection) -> IntakeContext:
        """Give what intake works with, at this instant."""
        return IntakeContext(connection, self.config, self.sealer, self.clock())


def build_deps(config: Config) -> Deps:
    """Put together what `config` says, and open nothing; ConfigError without a database."""
    if not config.database_url:
        raise ConfigError(["DATABASE_URL: missing; set it to a postgresql:// URL"])
    sealer = Sealer(config.data_encryption_keys)
    return Deps(
        config=config,
        sealer=sealer,
        database=Database(config.database_url, confirm=lambda c: confirm_keys(c, sealer)),
        appender=Appender(config.database_url, WRITERS),
        clock=lambda: current_instant(config.engine_now),
    )
