"""POST /connectors/frontdesk and POST /connectors/csv/upload."""

import json
import threading
from datetime import timedelta

import pytest

from tests.flags import turn

CSV = (
    b"First name,Phone,Email,Visit date\n"
    b"Ana,(415) 555-0132,,2026-03-03\n"
    b"Bo,,bo@example.com,2026-03-03\n"
    b"Cy,123,,2026-03-03\n"
)


def send_visit(web, headers, **body):
    visit = {"first_name": "Ana", "phone": "(415) 555-0132"} | body
    return web.client.simulate_post(
        "/connectors/frontdesk",
        body=json.dumps(visit),
        headers=headers | {"Content-Type": "application/json"},
    )


def upload(
    web,
    headers,
    data: bytes = CSV,
    *,
    name: str = "file",
    query: str = "",
    content_type: str | None = None,
):
    boundary = "----frontier"
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="visits.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    ).encode() + data + f"\r\n--{boundary}--\r\n".encode()  # fmt: skip
    kind = content_type or f"multipart/form-data; boundary={boundary}"
    return web.client.simulate_post(
        "/connectors/csv/upload",
        query_string=query,
        body=body,
        headers=headers | {"Content-Type": kind},
    )


def test_a_new_visit_is_taken_in_with_its_request_and_job(web) -> None:
    practice_id = web.practice()
    answer = send_visit(
        web, web.frontdesk(practice_id), occurred_at="2026-03-04T11:00:00-08:00", locale="es"
    )
    assert answer.status_code == 201
    [visit] = web.rows("select * from visits")
    assert str(visit["id"]) == answer.json["visit_id"]
    assert visit["source"] == "frontdesk"
    assert visit["occurred_at"] == web.now - timedelta(hours=1)
    [patient] = web.rows("select * from patients")
    assert patient["first_name"] == "Ana"
    assert patient["phone_hash"] == web.sealer.hash("+14155550132")
    assert "4155550132" not in patient["phone_e164"]
    [request] = web.rows("select * from review_requests")
    assert (request["channel"], request["status"], request["locale"]) == ("sms", "queued", "es")
    assert len(request["code"]) == 10
    [job] = web.rows("select * from jobs")
    assert job["unique_key"] == f"request:{request['id']}"
    assert job["run_at"] == web.now + timedelta(hours=1)
    assert web.events("visit_ingested")[0]["payload"] == {
        "source": "frontdesk",
        "visit_id": str(visit["id"]),
    }
    assert len(web.events("frontdesk_visit")) == 1
    assert web.value("select used from frontdesk_usage") == 1


def test_the_same_visit_again_is_answered_200_and_costs_nothing(web) -> None:
    headers = web.frontdesk(web.practice())
    first = send_visit(web, headers)
    again = send_visit(web, headers, first_name="  ANA ", phone="+1 415 555 0132")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == {
        "status": "duplicate",
        "visit_id": first.json["visit_id"],
        "reason": "same_source_id",
    }
    assert web.count("visits") == web.count("review_requests") == web.count("jobs") == 1
    assert web.value("select used from frontdesk_usage") == 1
    assert web.events("dedupe_skip")[0]["payload"]["reason"] == "same_source_id"


def test_the_same_visit_sent_ten_times_at_once_is_taken_once(web, serve) -> None:
    import requests  # noqa: PLC0415

    headers = web.frontdesk(web.practice())
    answers = []
    with serve() as server:

        def send() -> None:
            body = {"first_name": "Ana", "phone": "+14155550132"}
            answers.append(
                requests.post(
                    f"{server.url}/connectors/frontdesk", json=body, headers=headers, timeout=20
                ).status_code
            )

        threads = [threading.Thread(target=send) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(answers) == [200] * 9 + [201]
    assert web.count("visits") == web.count("patients") == 1


def test_a_visit_by_email_is_asked_by_email(web) -> None:
    answer = send_visit(web, web.frontdesk(web.practice()), phone=None, email="Ana@Example.com")
    assert answer.status_code == 201
    assert web.value("select channel from review_requests") == "email"
    assert web.value("select email_hash from patients") == web.sealer.hash("ana@example.com")


@pytest.mark.parametrize(
    ("field", "body"),
    [
        ("first_name", {"first_name": ""}),
        ("first_name", {"first_name": None}),
        ("first_name", {"first_name": "=cmd|x"}),
        ("first_name", {"first_name": 5}),
        ("first_name", {"first_name": "x" * 300}),
        ("phone", {"phone": "123"}),
        ("phone", {"phone": ""}),
        ("phone", {"phone": ["+14155550132"]}),
        ("email", {"email": "nobody"}),
        ("occurred_at", {"occurred_at": "yesterday"}),
        ("occurred_at", {"occurred_at": "2026-03-05T20:00:00Z"}),
        ("occurred_at", {"occurred_at": "2020-01-01T00:00:00Z"}),
        ("locale", {"locale": "fr"}),
    ],
)
def test_a_visit_that_cannot_be_taken_is_answered_422(web, field, body) -> None:
    answer = send_visit(web, web.frontdesk(web.practice()), **body)
    assert answer.status_code == 422
    assert answer.json["error"] == "invalid"
    assert set(answer.json["fields"]) == {field}
    assert web.count("visits") + web.count("frontdesk_usage") == 0


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("2026-03-04", "2026-03-04T20:00:00+00:00"),
        ("2026-03-03", "2026-03-04T01:00:00+00:00"),
        ("2026-03-04T09:30", "2026-03-04T17:30:00+00:00"),
        ("2026-03-04T20:10:00Z", "2026-03-04T20:00:00+00:00"),
        (None, "2026-03-04T20:00:00+00:00"),
    ],
)
def test_times_are_read_as_the_office_means_them(web, given, taken) -> None:
    assert send_visit(web, web.frontdesk(web.practice()), occurred_at=given).status_code == 201
    assert web.value("select occurred_at from visits").isoformat() == taken


def test_over_the_quota_is_answered_429_with_advice_and_told_once(web, make_web) -> None:
    headers = web.frontdesk(web.practice(frontdesk_daily_quota=2))
    names = ["Ana", "Bo", "Cy", "Di"]
    answers = [send_visit(web, headers, first_name=name) for name in names]
    assert [a.status_code for a in answers] == [201, 201, 429, 429]
    body = answers[2].json
    assert body["error"] == "rate_limited"
    assert "jitter" in body["advice"]
    wait = int(answers[2].headers["retry-after"])
    assert body["retry_after_seconds"] == wait
    assert 12 * 3600 <= wait <= 12 * 3600 + 300  # midnight in Los Angeles, and the jitter
    assert len(web.events("frontdesk_rate_limited")) == 1
    assert web.count("visits") == 2
    assert send_visit(web, headers).status_code == 200
    tomorrow = make_web(now=web.now + timedelta(hours=13))
    assert send_visit(tomorrow, headers, first_name="Cy").status_code == 201


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Basic x"},
        {"Authorization": "Bearer "},
    ],
)
def test_without_a_token_nothing_is_taken(web, headers) -> None:
    web.practice()
    assert send_visit(web, headers).status_code == 401
    assert upload(web, headers).status_code == 401


def test_a_new_token_ends_the_one_before(web) -> None:
    practice_id = web.practice()
    old, new = web.frontdesk(practice_id), web.frontdesk(practice_id)
    assert send_visit(web, old).status_code == 401
    assert send_visit(web, new).status_code == 201


def test_a_list_is_taken_in_and_what_is_wrong_is_named(web) -> None:
    answer = upload(web, web.session(web.practice()))
    assert answer.status_code == 200, answer.text
    body = answer.json
    assert (body["accepted"], body["duplicates"], body["rejected"]) == (2, 0, 1)
    assert body["rejects"][0]["line"] == 4
    assert body["rejects"][0]["field"] == "phone"
    assert web.count("visits") == web.count("review_requests") == web.count("jobs") == 2
    [event] = web.events("csv_uploaded")
    counts = {"accepted": 2, "duplicates": 0, "rejected": 1, "called_off": 0}
    assert event["payload"] == counts | {"preset": None, "reasons": {"phone_invalid": 1}}


def test_the_same_list_twice_adds_nothing(web) -> None:
    headers = web.frontdesk(web.practice())
    upload(web, headers)
    again = upload(web, headers).json
    assert (again["accepted"], again["duplicates"]) == (0, 2)
    assert web.count("visits") == web.count("patients") == web.count("jobs") == 2
    assert len(web.events("dedupe_skip")) == 2
    upload(web, headers)
    assert len(web.events("dedupe_skip")) == 2


def test_a_dry_run_counts_the_same_and_keeps_nothing(web) -> None:
    headers = web.session(web.practice())
    body = upload(web, headers, query="dry_run=1").json
    assert (body["accepted"], body["dry_run"]) == (2, True)
    assert (
        web.count("visits") + web.count("patients") + web.count("jobs") + web.count("events") == 0
    )


def test_a_visit_from_the_front_desk_is_not_asked_about_again_by_the_list(web) -> None:
    practice_id = web.practice()
    headers = web.frontdesk(practice_id)
    send_visit(web, headers, occurred_at="2026-03-03T10:00", email=None)
    body = upload(web, headers).json
    assert (body["accepted"], body["duplicates"]) == (1, 1)
    assert [e["payload"]["reason"] for e in web.events("dedupe_skip")] == ["same_local_day"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04" + b"\x00" * 100, b"a,b,c\n1,2,3\n"])
def test_a_file_that_is_no_list_is_answered_422(web, data) -> None:
    answer = upload(web, web.session(web.practice()), data)
    assert answer.status_code == 422
    assert answer.json["error"] == "unreadable_file"
    assert web.count("events") == 0


def test_more_than_ten_mebibytes_are_answered_413(web) -> None:
    headers = web.session(web.practice())
    assert upload(web, headers, b"x" * (10 * 1024 * 1024 + 1)).status_code == 413
    assert upload(web, headers, b"x" * (11 * 1024 * 1024)).status_code == 413


def test_other_bodies_are_named_as_such(web) -> None:
    headers = web.session(web.practice())
    assert upload(web, headers, name="other").status_code == 400
    assert upload(web, headers, content_type="application/json").status_code == 415
    assert upload(web, headers, content_type="multipart/form-data").status_code == 400
    assert (
        upload(web, headers, content_type="multipart/form-data; boundary=other").status_code == 400
    )
    plain = web.client.simulate_post(
        "/connectors/csv/upload", body=CSV, headers=headers | {"Content-Type": "text/csv"}
    )
    assert plain.json["accepted"] == 2


def test_routes_behind_a_flag_that_is_off_do_not_exist(make_web, config) -> None:

    web = make_web(features=turn(config.features, csv=False, frontdesk=False))
    headers = web.frontdesk(web.practice())
    assert send_visit(web, headers).status_code == 404
    assert upload(web, headers).status_code == 404
