"""What all stand-ins share: the settings, a clock, seeded ids, one lock and one version number."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import RLock

import falcon

from core.config import Config
from sandbox.courier import Delivery

App = falcon.App[falcon.Request, falcon.Response]


class Answer(Exception):  # an HTTP answer on its way out, not a fault of ours
    """Ends a request with a JSON answer in the provider's own shape."""

    def __init__(
        self, status: int, body: Mapping[str, object], headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.headers = dict(headers or {})


class World:
    """The sandbox's one shared state; providers keep their own things and lock with `changing`."""

    def __init__(self, config: Config, *, seed: int, step_seconds: float, life: str = "") -> None:
        self.config = config
        self.seed = seed
        self.life = life
        """Tells the ids of one start from those of another, which a database may know already."""
        self.step_seconds = step_seconds
        """Between two steps of a text's journey."""
        self.app_base_url = config.app_base_url
        self.fixed_now = config.engine_now
        self.lock = RLock()
        self.webhooks: list[Delivery] = []
        """Every webhook that was ever sent, so that all can be sent again."""
        self.version = 0
        """Grows with every change, so that the inbox page knows when to draw."""

    def now(self) -> datetime:
        """Give the time that messages are dated with: a fixed one, or the real one."""
        return self.fixed_now or datetime.now(UTC)

    def make_id(self, prefix: str, *parts: object, length: int = 32) -> str:
        """Make an id of this life that depends on the seed and on `parts`, in lower-case hex."""
        return self.make_lasting_id(prefix, *parts, self.life, length=length)

    def make_lasting_id(self, prefix: str, *parts: object, length: int = 32) -> str:
        """Make an id that depends on the seed and on `parts` alone: places and calendars stay."""
        text = "\n".join(str(part) for part in (self.seed, prefix, *parts))
        return prefix + hashlib.sha256(text.encode()).hexdigest()[:length]

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the lock and count a change."""
        with self.lock:
            yield
            self.version += 1
