"""What holds for every route."""

import subprocess
import sys
import threading
import time
from dataclasses import replace
from urllib.parse import urlsplit

import psycopg
import pytest

from core.errors import ConfigError
from webhooks.app import create_app
from webhooks.deps import build_deps


def test_healthz_touches_nothing_and_readyz_asks_the_database(make_web, database_url) -> None:
    web = make_web(database_url=database_url.replace("/test_", "/gone_"), git_sha="abc")
    health = web.client.simulate_get("/healthz")
    assert (health.status_code, health.json) == (200, {"status": "ok", "sha": "abc"})
    ready = web.client.simulate_get("/readyz")
    assert (ready.status_code, ready.headers["retry-after"]) == (503, "5")
    assert make_web().client.simulate_get("/readyz").status_code == 200


def test_readyz_is_503_while_nothing_can_be_written(web, make_web, database_url) -> None:
    name = urlsplit(database_url).path.removeprefix("/")
    web.database.execute(f"alter database {name} set default_transaction_read_only = on".encode())
    answer = make_web().client.simulate_get("/readyz")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    web.database.execute(f"alter database {name} reset default_transaction_read_only".encode())
    assert make_web().client.simulate_get("/readyz").status_code == 200
    assert web.count("webhook_failures") == 0


def test_every_answer_carries_the_headers_that_browsers_enforce(web) -> None:
    for path in ("/healthz", "/nothing", "/portal", "/u/x"):
        headers = web.client.simulate_get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "status", "error"),
    [
        ("GET", "/nothing", 404, "not_found"),
        ("GET", "/webhooks/stripe", 405, "method_not_allowed"),
        ("DELETE", "/onboard", 405, "method_not_allowed"),
    ],
)
def test_errors_are_json_with_a_code_and_a_text(web, method, path, status, error) -> None:
    answer = web.client.simulate_request(method, path)
    assert answer.status_code == status
    assert answer.json["error"] == error
    assert answer.json["message"]


def test_a_bug_is_answered_503_and_counted_and_tells_nothing(web, monkeypatch, capsys) -> None:
    def break_down(*_: object, **__: object) -> None:
        message = "secret +14155550132"
        raise KeyError(message)

    monkeypatch.setattr("webhooks.receivers.stripe.receive_raw_event", break_down)
    answer = web.post_stripe({"id": "evt_1", "type": "x"})
    assert (answer.status_code, answer.json["error"]) == (503, "unavailable")
    assert answer.headers["retry-after"] == "5"
    [failure] = web.rows("select * from webhook_failures")
    assert (failure["route"], failure["status"]) == ("/webhooks/stripe", 503)
    written = "".join(capsys.readouterr())
    assert "KeyError" in written
    assert "4155550132" not in written + answer.text


def test_the_web_process_stays_slim() -> None:
    heavy = [
        "dagster",
        "dbt",
        "boto3",
        "googleapiclient",
        "twilio.rest",
        "stripe",
        "sqlalchemy",
        "msal",
    ]
    program = f"import webhooks.app, webhooks.server, sys; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_server_without_a_database_does_not_start(config) -> None:
    with pytest.raises(ConfigError):
        create_app(build_deps(replace(config, database_url="")))


def test_while_the_database_is_gone_senders_are_told_to_come_back_and_nothing_is_lost(
    web, serve, server_url, database_url, checkout_event
) -> None:
    web.asked(web.practice(), sid="SM1")
    event = checkout_event()
    name = urlsplit(database_url).path.removeprefix("/")
    web.database.close()
    with serve() as server, psycopg.connect(server_url, autocommit=True) as admin:
        assert server.get("/readyz").status_code == 200
        admin.execute(f"alter database {name} allow_connections false".encode())
        admin.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (name,)
        )
        answers = [
            server.post_stripe(event),
            server.post_status("SM1", "delivered"),
            server.get("/readyz"),
        ]
        assert [a.status_code for a in answers] == [503] * 3
        assert [a.headers["Retry-After"] for a in answers] == ["5"] * 3
        assert server.get("/healthz").status_code == 200
        admin.execute(f"alter database {name} allow_connections true".encode())
        wait_for(lambda: server.get("/readyz").status_code == 200)
        wait_for(lambda: server.post_stripe(event).status_code == 200)
        wait_for(lambda: server.post_status("SM1", "delivered").status_code == 200)
        with psycopg.connect(database_url, autocommit=True) as after:
            assert after.execute(
                "select count(*) from practices where stripe_customer_id = 'cus_1'"
            ).fetchone() == (1,)
            assert after.execute("select state from messages").fetchone() == ("delivered",)
            asked = {"/webhooks/stripe", "/webhooks/twilio/status"}
            told = "select distinct route from webhook_failures"
            wait_for(lambda: asked <= {route for (route,) in after.execute(told)})


def test_many_senders_meet_a_gone_database_without_waiting_for_each_other(
    serve, database_url
) -> None:
    with serve(url=database_url.replace("/test_", "/gone_")) as server:
        started = time.monotonic()
        statuses: list[int] = []
        threads = [
            threading.Thread(
                target=lambda n=n: statuses.append(
                    server.post_stripe({"id": f"e{n}", "type": "x"}).status_code
                )
            )
            for n in range(30)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert statuses == [503] * 30
        assert time.monotonic() - started < 20  # 2 s each: one after another, two workers need 30


def wait_for(condition) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
