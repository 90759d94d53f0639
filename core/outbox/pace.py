"""How fast the engine may talk to providers: one clock for all threads of this process."""

import threading
import time
from collections.abc import Callable
from uuid import UUID

PRACTICE_SHARE = 0.25
"""The most of the whole rate that one practice may take: one office's backlog delays no other."""

_MOST_REMEMBERED = 10_000


class Pace:
    """Spaces calls evenly at `rate_per_second`, those of one practice at a quarter of it."""

    def __init__(
        self,
        rate_per_second: float,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._interval_seconds = 1 / rate_per_second
        self._practice_interval_seconds = 1 / (rate_per_second * PRACTICE_SHARE)
        self._monotonic = monotonic
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next = monotonic()
        self._next_of_practice: dict[UUID | None, float] = {}

    def ahead(self, practice_id: UUID | None = None) -> float:
        """Tell how many seconds this practice's next call would have to wait now."""
        with self._lock:
            current = self._monotonic()
            return self._turn(practice_id, current) - current

    def wait(self, practice_id: UUID | None = None) -> float:
        """Wait for this call's turn; gives the seconds that took."""
        with self._lock:
            current = self._monotonic()
            turn = self._turn(practice_id, current)
            self._next = max(self._next, current) + self._interval_seconds
            if practice_id is not None:
                self._forget_past(current)
                self._next_of_practice[practice_id] = turn + self._practice_interval_seconds
        if turn > current:
            self._sleep(turn - current)
        return turn - current

    def _turn(self, practice_id: UUID | None, current: float) -> float:
        return max(self._next, self._next_of_practice.get(practice_id, current), current)

    def _forget_past(self, current: float) -> None:
        if len(self._next_of_practice) >= _MOST_REMEMBERED:
            ahead = {key: at for key, at in self._next_of_practice.items() if at > current}
            self._next_of_practice = ahead
