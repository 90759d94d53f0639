"""Lists whose progress is told line by line while they are read and taken in."""

import json
import socket
import time

import pytest

from core.errors import TransientError

LINES = "application/x-ndjson"
ROWS = 2_500


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch) -> None:
    monkeypatch.setattr("core.visits.uploads._CHUNK_ROWS", 1_000)


def long_list(rows: int = ROWS) -> bytes:
    lines = [f"Ana,p{number}@example.com,2026-03-03" for number in range(rows)]
    return "\n".join(["First name,Email,Visit date", *lines]).encode()


def send(web, headers, path="/connectors/csv/upload", *, data=b"", accept=LINES, kind="text/csv"):
    sent = headers | {"Accept": accept, "Content-Type": kind}
    answer = web.client.simulate_post(path, body=data, headers=sent)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == LINES
    *progress, last = map(json.loads, answer.text.splitlines())
    return [told["progress"] for told in progress], last["answer"]


def test_progress_is_told_in_rows_and_the_answer_is_the_same(web, practice_id) -> None:
    headers = web.frontdesk(practice_id)
    told, looked = send(web, headers, "/connectors/csv/upload?dry_run=1", data=long_list())
    assert [(one["step"], one["done"]) for one in told][-1] == ("comparing", ROWS)
    assert web.count("visits") == 0
    told, taken = send(web, headers, data=long_list())
    for step in ("reading", "saving"):
        done = [one["done"] for one in told if one["step"] == step]
        assert done == sorted(done)
        assert len(done) >= 3
        assert done[-1] == ROWS
    assert {one["of"] for one in told} == {ROWS}
    assert taken["json"] == looked["json"] | {"dry_run": False}
    plain = web.client.simulate_post(
        "/connectors/csv/upload", body=long_list(), headers=headers | {"Content-Type": "text/csv"}
    )
    assert plain.headers["content-type"] == "application/json"
    assert (plain.json["accepted"], plain.json["duplicates"]) == (0, ROWS)


def test_a_file_that_is_no_list_is_told_in_the_last_line(web, practice_id) -> None:
    told, answer = send(web, web.frontdesk(practice_id), data=b"a,b\n1,2\n")
    assert told == []
    assert answer["status"] == 422
    assert answer["json"]["error"] == "unreadable_file"


@pytest.mark.parametrize("failure", [TransientError("gone"), RuntimeError("5551234567")])
def test_what_breaks_after_the_first_line_is_told_and_counted(
    web, practice_id, monkeypatch, failure
) -> None:
    def fail(*args, **kwargs):
        raise failure

    monkeypatch.setattr("core.visits.uploads.append_event", fail)
    told, answer = send(web, web.frontdesk(practice_id), data=long_list())
    assert told[-1] == {"step": "saving", "done": ROWS, "of": ROWS}
    assert answer["status"] == 503
    assert answer["json"]["error"] == "unavailable"
    assert web.count("visits") + web.count("patients") == 0
    [counted] = web.rows("select route, status from webhook_failures")
    assert counted == {"route": "/connectors/csv/upload", "status": 503}


def test_without_a_session_there_are_no_lines(web) -> None:
    answer = web.client.simulate_post("/connectors/csv/upload", headers={"Accept": LINES})
    assert answer.status_code == 401
    assert answer.json["error"] == "unauthorized"


def test_the_portals_script_is_given_pages(web, practice_id, owner) -> None:
    accept = f"{LINES}, text/html"
    _, answer = send(
        web, owner, "/portal/uploads", data=b"First name,Email,Visit date\n", accept=accept
    )
    assert answer["status"] == 200
    assert "This is what we read" in answer["html"]
    path = "/portal/uploads/00000000-0000-0000-0000-000000000000"
    _, answer = send(web, owner, path, accept=accept, kind="application/x-www-form-urlencoded")
    assert answer["status"] == 410
    assert "taken in already" in answer["html"]


def test_a_list_whose_sender_hangs_up_midway_is_taken_in_whole(web, practice_id, serve) -> None:
    token = web.frontdesk(practice_id)["Authorization"]
    rows = 2 * ROWS
    data = long_list(rows)
    with serve(workers=1) as server:
        host, _, port = server.url.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), timeout=20) as sender:
            sender.sendall(
                f"POST /connectors/csv/upload HTTP/1.1\r\nHost: {host}\r\nAuthorization: {token}\r\n"
                f"Accept: {LINES}\r\nContent-Type: text/csv\r\nContent-Length: {len(data)}\r\n\r\n"
                .encode() + data
            )  # fmt: skip
            heard = b""
            while b'"saving"' not in heard:
                heard += sender.recv(4096)
            assert b'"answer"' not in heard
        seen = {0}
        deadline = time.monotonic() + 20
        while rows not in seen and time.monotonic() < deadline:
            seen.add(web.count("visits"))
    assert seen == {0, rows}
    assert len(web.events("csv_uploaded")) == 1
