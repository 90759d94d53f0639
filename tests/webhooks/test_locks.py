"""A locked table fails what needs it, soon, and nothing else."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from core.store.database import connect

SOON_SECONDS = 6.0


@pytest.mark.parametrize(
    ("table", "failing"),
    [("practices", "/portal/link"), ("raw_events", "/webhooks/stripe")],
)
def test_one_locked_table_fails_its_routes_soon_and_no_other(
    web, serve, database_url, table, failing
) -> None:
    practice_id = web.practice()
    asked = web.asked(practice_id)
    with serve(workers=1) as server, connect(database_url) as other:
        assert server.get(f"/r/{asked['code']}").status_code == 302
        other.execute(f"lock table {table} in access exclusive mode".encode())

        def ask(number: int) -> tuple[str, int, float, str | None]:
            path = (failing, "/healthz", "/u/x", "/portal/forecast?visits=3")[number % 4]
            started = time.monotonic()
            if path == "/webhooks/stripe":
                answer = server.post_stripe({"id": f"evt_{number}", "type": "x"})
            elif path == failing:
                answer = requests.post(server.url + path, json={"email": "a@b.example"}, timeout=20)
            else:
                answer = server.get(path)
            took = time.monotonic() - started
            return path, answer.status_code, took, answer.headers.get("Retry-After")

        with ThreadPoolExecutor(20) as many:
            answers = list(many.map(ask, range(60)))
        told = {path: {s for p, s, _, _ in answers if p == path} for path, *_ in answers}
        assert told == {failing: {503}, "/healthz": {200}, "/u/x": {404},
                        "/portal/forecast?visits=3": {200}}  # fmt: skip
        assert all(after for path, _, _, after in answers if path == failing)
        assert max(took for _, _, took, _ in answers) < SOON_SECONDS
        other.rollback()
        deadline = time.monotonic() + 10
        while ask(0)[1] == 503:
            assert time.monotonic() < deadline
            time.sleep(0.2)


def test_clicks_and_reports_go_on_beside_a_locked_inbox(web, serve, database_url) -> None:
    asked = web.asked(web.practice(), sid="SM1")
    with serve(workers=1) as server, connect(database_url) as other:
        other.execute(b"lock table raw_events in access exclusive mode")
        assert server.post_status("SM1", "delivered").status_code == 503
        for _ in range(5):
            started = time.monotonic()
            assert server.get(f"/r/{asked['code']}").status_code == 302
            assert time.monotonic() - started < 3
        assert server.post_status("SM1", "delivered").status_code == 503
        other.rollback()
        deadline = time.monotonic() + 10
        while server.post_status("SM1", "delivered").status_code == 503:
            assert time.monotonic() < deadline
            time.sleep(0.2)
    assert web.value("select state from messages") == "delivered"
