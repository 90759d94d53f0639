"""What every asset works with: settings, the time, the database and the providers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from core.clock import current_instant
from core.config import Config
from core.errors import ConfigError
from core.operations.data_keys import confirm_keys
from core.outbox.tasks import DispatchDeps
from core.providers.assembly import build_providers
from core.sealing import Sealer
from core.store.database import Connection, connect


class Engine:
    """Settings, time, database and providers, each looked up when first asked for.

    Nothing is read when it is made, so that the definitions load where nothing is set.
    """

    def __init__(
        self, load_config: Callable[[], Config], find_database_url: Callable[[Config], str]
    ) -> None:
        self._load_config = load_config
        self._find_database_url = find_database_url
        self._is_confirmed = False

    @cached_property
    def config(self) -> Config:
        """The environment; raises ConfigError where it cannot be used."""
        return self._load_config()

    @cached_property
    def database_url(self) -> str:
        """The libpq URL; starts the embedded server if that is what is used."""
        return self._find_database_url(self.config)

    @property
    def is_time_fixed(self) -> bool:
        """The time was set, for a demonstration, a test, or a run in the past."""
        return self.config.engine_now is not None

    def now(self) -> datetime:
        """Give the time every rule sees."""
        return current_instant(self.config.engine_now)

    def connect(self) -> Connection:
        """Open a connection; raises ConfigError where the database knows another hash key."""
        connection = connect(self.database_url)
        if not self._is_confirmed:
            try:
                confirm_keys(connection, self.sealer)
            except ConfigError:
                connection.close()
                raise
            self._is_confirmed = True
        return connection

    @cached_property
    def sealer(self) -> Sealer:
        """The keys of contact data."""
        return Sealer(self.config.data_encryption_keys)

    @cached_property
    def deps(self) -> DispatchDeps:
        """What dispatching needs; its clock tells the time at each send."""
        return DispatchDeps(
            config=self.config,
            sealer=self.sealer,
            providers=build_providers(self.config),
            connect=self.connect,
            clock=self.now,
        )


def fixed_engine(config: Config, database_url: str, *, now: datetime | None = None) -> Engine:
    """Make an engine of given settings, at a given time or else the configured one."""
    settled = config if now is None else replace(config, engine_now=now)
    return Engine(lambda: settled, lambda _: database_url)
