"""Connections as strangers misuse them: the server drops them, and goes on serving the others."""

import re
import resource
import socket
import threading
import time
from collections import Counter
from contextlib import ExitStack, suppress
from urllib.parse import urlsplit

import requests

from benchmarks.attacks.pressure import limited_files
from core.store.database import connect
from tests.locks import wait_until_blocked

HEAD = b"POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"


def dial(url: str, sent: bytes = b"") -> socket.socket:
    parts = urlsplit(url)
    opened = socket.create_connection((parts.hostname, parts.port), timeout=30)
    if sent:
        opened.sendall(sent)
    return opened


def read_all(opened: socket.socket) -> bytes:
    """Give all that comes until the server closes."""
    opened.settimeout(40)
    parts = []
    while part := opened.recv(65536):
        parts.append(part)
    return b"".join(parts)


def test_who_sends_too_slowly_is_told_once_and_dropped(serve, capfd) -> None:
    with serve(workers=1) as server, ExitStack() as exits:
        silent, slow_head, slow_body = (
            exits.enter_context(dial(server.url, sent))
            for sent in (b"", HEAD, HEAD + b"\r\n" + b"{" * 10)
        )
        assert read_all(silent) == b""
        for slow in (slow_head, slow_body):
            told = read_all(slow)
            assert told.startswith(b"HTTP/1.1 408 ")
            assert b"\r\nConnection: close\r\n" in told
            assert told.count(b"HTTP/1.1 ") == 1
        assert server.get("/healthz").status_code == 200
    assert refused(capfd)["too_slow"] == 2


def refused(capfd) -> Counter[str]:
    """Count what the server says that it refused, by reason."""
    written = re.sub(r"\x1b\[[0-9;]*m", "", "".join(capfd.readouterr()))
    return Counter(re.findall(r"request_refused.* reason=(\w+)", written))


def test_what_never_reaches_the_app_is_counted_too(serve, capfd) -> None:
    requests_refused = {
        b"GET /%s HTTP/1.1\r\nHost: x\r\n\r\n" % (b"a" * 5000): 414,
        b"GET / HTTP/1.1\r\nHost: x\r\nX-A: %s\r\n\r\n" % (b"a" * 9000): 431,
        b"GET / HTTP/9.7\r\nHost: x\r\n\r\n": 400,
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n": 400,
    }
    with serve(workers=1) as server, ExitStack() as exits:
        for sent, status in requests_refused.items():
            told = read_all(exits.enter_context(dial(server.url, sent)))
            assert told.startswith(b"HTTP/1.1 %d " % status)
        assert requests.post(
            f"{server.url}/webhooks/stripe", data=b"x" * 1_200_000, timeout=20
        ).status_code == 413  # fmt: skip
    assert refused(capfd) == {"head_too_large": 2, "malformed_head": 2, "too_large": 1}


def test_thousands_of_half_open_sockets_keep_nobody_out(serve, config, checkout_event) -> None:
    with limited_files(1024) as lift, serve() as server, ExitStack() as exits:
        lift()
        ours = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        count = min(4000, ours - 500)
        for number in range(count):
            exits.enter_context(dial(server.url, HEAD if number % 2 else b""))
        started = time.monotonic()
        for _ in range(5):
            assert server.get("/healthz").status_code == 200
            assert server.post_stripe({"id": f"evt_{_}", "type": "x"}).status_code == 200
        assert time.monotonic() - started < 10


def test_term_ends_soon_with_idle_connections_open_and_finishes_what_runs(
    serve, database_url
) -> None:
    with (
        serve() as server,
        connect(database_url) as other,
        connect(database_url) as watcher,
        ExitStack() as exits,
    ):
        watcher.autocommit = True
        sessions = [exits.enter_context(requests.Session()) for _ in range(4)]
        for session in sessions:
            assert session.get(f"{server.url}/healthz", timeout=20).status_code == 200
        idle = [exits.enter_context(dial(server.url)) for _ in range(4)]
        answers: list[int] = []
        running = threading.Thread(
            target=lambda: answers.append(
                requests.post(
                    f"{server.url}/portal/link", json={"email": "a@b.example"}, timeout=20
                ).status_code
            )
        )
        other.execute(b"lock table practices in access exclusive mode")
        running.start()
        wait_until_blocked(watcher)
        started = time.monotonic()
        server.process.terminate()
        other.rollback()
        for opened in idle:
            assert read_all(opened) == b""
        server.process.wait(timeout=20)
        assert time.monotonic() - started < 5
        running.join()
        assert answers == [202]


def test_a_client_that_reads_nothing_keeps_nobody_out(serve) -> None:
    with serve(workers=1) as server, dial(server.url) as opened:
        opened.settimeout(1)
        with suppress(TimeoutError):
            for _ in range(100_000):
                opened.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n")
        assert server.get("/healthz").status_code == 200
