"""How fast the engine may talk to a provider: one clock for all threads of this process."""

import threading
import time
from collections.abc import Callable


class Pace:
    """Spaces calls evenly at `rate_per_second`, across threads."""

    def __init__(
        self,
        rate_per_second: float,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._interval_seconds = 1 / rate_per_second
        self._monotonic = monotonic
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next = monotonic()

    def wait(self) -> None:
        """Wait for this call's turn."""
        with self._lock:
            current = self._monotonic()
            turn = max(self._next, current)
            self._next = turn + self._interval_seconds
        if turn > current:
            self._sleep(turn - current)
