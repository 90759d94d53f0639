"""Certificates of Amazon SNS: fetched once, remembered either way, and in nobody's way."""

import asyncio
import http.server
import threading
from contextlib import contextmanager
from functools import partial

import pytest

from core.errors import InvalidSignature, TransientError
from webhooks.signatures import certificates
from webhooks.signatures.certificates import Certificates, fetch_certificate


class Fetcher:
    """Gives what a test says, counts how often it is asked, and waits while it is held."""

    def __init__(self, *answers: bytes | Exception) -> None:
        self.answers = list(answers)
        self.asked_for: list[str] = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def __call__(self, url: str) -> bytes:
        self.asked_for.append(url)
        assert self.may_go_on.wait(10)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def get(kept: Certificates, url: str) -> bytes:
    return asyncio.run(kept.get(url))


def test_a_certificate_is_fetched_once_a_day() -> None:
    fetch, clock = Fetcher(b"pem", b"newer"), Clock()
    kept = Certificates(fetch, clock=clock)
    assert [get(kept, "u"), get(kept, "u")] == [b"pem", b"pem"]
    clock.seconds = 24 * 3600 - 1
    assert get(kept, "u") == b"pem"
    clock.seconds += 1
    assert get(kept, "u") == b"newer"


@pytest.mark.parametrize(
    "error", [InvalidSignature("unknown_certificate"), TransientError("unreachable")]
)
def test_that_there_is_none_is_believed_for_minutes(error) -> None:
    fetch, clock = Fetcher(error, b"pem"), Clock()
    kept = Certificates(fetch, clock=clock)
    for clock.seconds in (0, 100, 299):
        with pytest.raises(type(error)):
            get(kept, "u")
    assert fetch.asked_for == ["u"]
    clock.seconds = 300
    assert get(kept, "u") == b"pem"


def test_many_who_ask_at_once_share_one_fetch() -> None:
    fetch = Fetcher(b"pem")
    kept = Certificates(fetch)

    async def ask() -> list[bytes]:
        return await asyncio.gather(*(kept.get("u") for _ in range(50)))

    assert asyncio.run(ask()) == [b"pem"] * 50
    assert fetch.asked_for == ["u"]


def test_one_who_gives_up_takes_the_fetch_from_nobody() -> None:
    fetch = Fetcher(b"pem")
    kept = Certificates(fetch)

    async def ask() -> bytes:
        fetch.may_go_on.clear()
        first, second = (asyncio.create_task(kept.get("u")) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        fetch.may_go_on.set()
        return await second

    assert asyncio.run(ask()) == b"pem"


def test_a_flood_of_unknown_addresses_is_refused_at_once_and_delays_no_known_one() -> None:
    fetch = Fetcher(b"pem")
    kept = Certificates(fetch)
    assert get(kept, "known") == b"pem"

    async def flood() -> int:
        fetch.may_go_on.clear()
        asking = [asyncio.create_task(kept.get(f"forged-{n}")) for n in range(100)]
        await asyncio.sleep(0)
        assert await kept.get("known") == b"pem"
        refused = [a for a in asking if a.done() and isinstance(a.exception(), TransientError)]
        fetch.may_go_on.set()
        await asyncio.gather(*asking, return_exceptions=True)
        return len(refused)

    assert asyncio.run(flood()) == 92
    assert len(fetch.asked_for) == 1 + 8


def test_failures_drive_out_no_certificate() -> None:
    def fetch(url: str) -> bytes:
        if url == "real":
            return b"pem"
        reason = "unknown_certificate"
        raise InvalidSignature(reason)

    kept = Certificates(fetch)
    assert get(kept, "real") == b"pem"
    for n in range(400):
        with pytest.raises(InvalidSignature):
            get(kept, f"forged-{n}")
    assert len(kept._kept) == 256
    assert kept._kept["real"].pem == b"pem"


class _Answers(http.server.BaseHTTPRequestHandler):
    def __init__(self, status: int, body: bytes, *args) -> None:
        self.status, self.body = status, body
        super().__init__(*args)

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *args) -> None: ...


@contextmanager
def answering(status: int, body: bytes = b""):
    with http.server.HTTPServer(("127.0.0.1", 0), partial(_Answers, status, body)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/x.pem"
        server.shutdown()
        thread.join()


@pytest.fixture
def plain_http(monkeypatch):
    """Let the fetcher speak http, as a server of a test does."""
    monkeypatch.setattr(certificates, "_SCHEME", "http")


def test_a_certificate_is_read_whole(plain_http) -> None:
    with answering(200, b"x" * 16_384) as url:
        assert fetch_certificate(url) == b"x" * 16_384


ANSWERS = {
    "nothing there": (404, b"", InvalidSignature),
    "not allowed": (403, b"", InvalidSignature),
    "a redirect": (302, b"", InvalidSignature),
    "too much": (200, b"x" * 16_385, InvalidSignature),
    "their failure": (503, b"", TransientError),
}


@pytest.mark.parametrize(("status", "body", "error"), ANSWERS.values(), ids=ANSWERS)
def test_what_is_no_certificate(plain_http, status, body, error) -> None:
    with answering(status, body) as url, pytest.raises(error):
        fetch_certificate(url)


def test_nobody_there_may_pass(plain_http) -> None:
    with answering(200) as url:
        pass
    with pytest.raises(TransientError):
        fetch_certificate(url)


def test_a_certificate_comes_over_https_only() -> None:
    with pytest.raises(InvalidSignature):
        fetch_certificate("http://sns.us-west-2.amazonaws.com/SimpleNotificationService-1.pem")
