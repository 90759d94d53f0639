"""Deliveries to our app in the background: in order, with delays, again while the app is down."""

import heapq
from collections.abc import Callable, Mapping
from itertools import count
from threading import Condition, Thread
from time import monotonic

import requests

Errand = Callable[[], float | None]
"""Does one step; gives the seconds until it wants to be run again, or None when it is done."""

WORKERS = 4
ATTEMPTS = 150
_TIMEOUTS = (5.0, 15.0)
_FIRST_RETRY_SECONDS = 0.2
_LONGEST_RETRY_SECONDS = 5.0


class Courier:
    """Runs errands on a few threads, each errand on one thread at a time."""

    def __init__(self) -> None:
        self._due: list[tuple[float, int, int, Errand]] = []
        self._order = count()
        self._running = 0
        self._generation = 0
        self._closed = False
        self._changed = Condition()
        self._threads = [Thread(target=self._work, daemon=True) for _ in range(WORKERS)]
        for thread in self._threads:
            thread.start()

    def start(self, errand: Errand, *, after_seconds: float) -> None:
        """Run the errand from `after_seconds` on, until it says that it is done."""
        with self._changed:
            self._put(errand, after_seconds, self._generation)

    def pending(self) -> int:
        """Count the errands that are not done."""
        with self._changed:
            return len(self._due) + self._running

    def drain(self, *, timeout_seconds: float) -> bool:
        """Wait until every errand is done; False if that takes longer than `timeout_seconds`."""
        with self._changed:
            return self._changed.wait_for(
                lambda: not self._due and not self._running, timeout_seconds
            )

    def forget(self) -> None:
        """Drop every errand; those under way finish their step first, so call it without a lock."""
        with self._changed:
            self._generation += 1
            self._due.clear()
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._running, sum(_TIMEOUTS))

    def close(self) -> None:
        """Stop the threads."""
        with self._changed:
            self._closed = True
            self._due.clear()
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(timeout=1)

    def _put(self, errand: Errand, after_seconds: float, generation: int) -> None:
        if generation == self._generation and not self._closed:
            entry = (monotonic() + after_seconds, next(self._order), generation, errand)
            heapq.heappush(self._due, entry)
            self._changed.notify_all()

    def _take(self) -> tuple[int, Errand] | None:
        with self._changed:
            while not self._closed:
                wait = self._due[0][0] - monotonic() if self._due else None
                if wait is not None and wait <= 0:
                    _, _, generation, errand = heapq.heappop(self._due)
                    self._running += 1
                    return generation, errand
                self._changed.wait(wait)
        return None

    def _work(self) -> None:
        while taken := self._take():
            generation, errand = taken
            again: float | None = None
            try:
                again = errand()
            finally:
                with self._changed:
                    self._running -= 1
                    if again is not None:
                        self._put(errand, again, generation)
                    self._changed.notify_all()


class Delivery:
    """One request to our app, made again until it is answered.

    `build` gives headers and body anew for each attempt, as senders sign each attempt anew. No
    answer and 5xx are tried again; any other answer ends it and goes to `answered`.
    """

    def __init__(
        self,
        url: str,
        build: Callable[[], tuple[Mapping[str, str], bytes]],
        answered: Callable[[int, str], None],
    ) -> None:
        self._url = url.partition("#")[0]
        self._build = build
        self._answered = answered
        self._attempts = 0

    def again(self) -> "Delivery":
        """Give the same request, to be made once more from the start."""
        return Delivery(self._url, self._build, self._answered)

    def __call__(self) -> float | None:
        """Make one attempt; gives the seconds to wait before the next, or None when done."""
        headers, body = self._build()
        self._attempts += 1
        try:
            response = _post(self._url, headers, body)
        except requests.RequestException:
            status, text = 0, ""
        else:
            status, text = response.status_code, response.text
        unavailable = status == 0 or status >= 500  # noqa: PLR2004  # the 5xx class
        if unavailable and self._attempts < ATTEMPTS:
            wait: float = _FIRST_RETRY_SECONDS * 2 ** min(self._attempts, 10)
            return min(_LONGEST_RETRY_SECONDS, wait)
        self._answered(status, text)
        return None


def _post(url: str, headers: Mapping[str, str], body: bytes) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False  # our app is on this machine: no proxy leads there
        return session.post(
            url, data=body, headers=dict(headers), timeout=_TIMEOUTS, allow_redirects=False
        )
