"""Half-open sockets by the thousand, and a table that somebody holds."""

import resource
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from benchmarks.attacks.offices import Office
from benchmarks.attacks.signatures import Genuine
from benchmarks.attacks.target import Ask, Target
from core.store.database import connect

_HEAD = b"POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
_SOCKETS_OF_OTHERS = 500
_SOON_SECONDS = 5.0
_ROUNDS = 10
_KNOWN = b'{"id": "evt_known", "type": "x"}'
_HELD = b"lock table portal_sessions, patients, suppressions in access exclusive mode"


@dataclass(frozen=True)
class Strain:
    """What was tried, how many genuine requests found no right answer soon, and what broke."""

    tries: int
    late: int
    broken: int


@contextmanager
def limited_files(most: int) -> Iterator[Callable[[], None]]:
    """Let what is started meanwhile open `most` files; gives what lets us open all we may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    try:
        yield lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def hold_sockets(own: Office, most: int) -> Strain:
    """Open `most` sockets, half of them with a part of a head, and ask for what matters."""
    target, parts = own.target, urlsplit(own.target.url)
    count = min(most, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - _SOCKETS_OF_OTHERS)
    with ExitStack() as exits:
        for number in range(count):
            opened = socket.create_connection((parts.hostname, parts.port), timeout=30)
            exits.enter_context(opened)
            if number % 2:
                opened.sendall(_HEAD)
        late = _late(target, _what_matters(own))
    return Strain(count, late, 0)


def hold_tables(own: Office, tries: int) -> Strain:
    """Lock what every portal page and every reply needs, and ask for what does without."""
    target, session = own.target, own.session()
    portal = [Ask("GET", "/portal", session)] * tries
    with connect(target.web.config.database_url) as holder:
        holder.execute(_HELD)
        answers: list[int] = []
        asking = threading.Thread(
            target=lambda: answers.extend(
                answer.status
                for answer in target.ask_all(portal)
                if answer.status >= 500 and "retry-after" not in answer.headers
            )
        )
        asking.start()
        late = _late(target, _what_matters(own))
        asking.join()
        holder.rollback()
    late += not _is_back(target, portal[0])
    return Strain(tries, late, len(answers))


def _is_back(target: Target, ask: Ask) -> bool:
    """Tell whether it is answered again by the time that Retry-After names."""
    deadline = time.monotonic() + _SOON_SECONDS
    while time.monotonic() < deadline:
        if target.ask(ask).status == 200:
            return True
        time.sleep(0.1)
    return False


def _what_matters(own: Office) -> list[tuple[Ask, int]]:
    """Give health, a webhook that is known already, and a patient's link, with their answers."""
    stripe = Genuine(own.target).stripe(_KNOWN)
    return [(Ask("GET", "/healthz"), 200), (stripe, 200), (Ask("HEAD", f"/r/{own.code}"), 302)]


def _late(target: Target, expected: list[tuple[Ask, int]]) -> int:
    """Count genuine requests that are not answered as they should be, and soon."""
    late = 0
    for _ in range(_ROUNDS):
        for ask, status in expected:
            started = time.monotonic()
            answer = target.ask(ask)
            is_soon = time.monotonic() - started < _SOON_SECONDS
            late += not (answer.status == status and is_soon)
    return late
