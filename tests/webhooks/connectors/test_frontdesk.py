"""The front desk's endpoint on the edges of days, clocks, quotas and names."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import psycopg
import pytest
import requests

NAMES = "Ana Bo Cy Di Ed Flo Gus Hal Ida Jo Kim Lu Mia Ned Oto Pam Quin Rae Sol Tia".split()  # noqa: SIM905


def send(web, headers, **body):
    visit = {"first_name": "Ana", "phone": "(415) 555-0132"} | body
    return web.client.simulate_post(
        "/connectors/frontdesk",
        body=json.dumps(visit),
        headers=headers | {"Content-Type": "application/json"},
    )


def taken_at(web) -> str:
    return web.value("select occurred_at from visits").isoformat()


@pytest.mark.parametrize(
    ("occurred_at", "sent_at", "taken"),
    [
        ("2026-03-04T21:00:00Z", "2026-03-04T21:10:00Z", "2026-03-04T19:50:00+00:00"),
        ("2026-03-04T11:00:00-08:00", "2026-03-04T11:00:00-08:00", "2026-03-04T20:00:00+00:00"),
        ("1970-01-01T00:05:00Z", "1970-01-01T09:05:00Z", "2026-03-04T11:00:00+00:00"),
        ("2031-03-04T12:00:00Z", "2031-03-05T12:00:00Z", "2026-03-03T20:00:00+00:00"),
        ("2026-03-04T21:00:00Z", "2026-03-04T20:59:59Z", "2026-03-04T20:00:00+00:00"),
        ("2026-03-03", "2031-03-05T12:00:00Z", "2026-03-04T01:00:00+00:00"),
        (None, "2031-03-05T12:00:00Z", "2026-03-04T20:00:00+00:00"),
    ],
    ids=["an hour fast", "eight behind", "reset", "years fast", "set back", "a day", "no time"],
)
def test_a_tablet_with_a_wrong_clock_still_knows_how_long_a_visit_waited(
    web, occurred_at, sent_at, taken
) -> None:
    answer = send(web, web.frontdesk(web.practice()), occurred_at=occurred_at, sent_at=sent_at)
    assert answer.status_code == 201, answer.text
    assert taken_at(web) == taken


@pytest.mark.parametrize(
    ("field", "body"),
    [
        ("sent_at", {"sent_at": "soon"}),
        ("sent_at", {"sent_at": 5}),
        ("occurred_at", {"occurred_at": "2026-03-04T21:00:00Z", "sent_at": "2026-03-04T20:00:00Z"}),
        ("occurred_at", {"occurred_at": "0001-01-01T00:00Z", "sent_at": "9999-12-31T23:59Z"}),
        ("occurred_at", {"occurred_at": "9999-12-31"}),
        ("occurred_at", {"occurred_at": "2026-03-05"}),
        ("occurred_at", {"occurred_at": "2024-03-03"}),
    ],
)
def test_times_that_cannot_be_are_answered_422(web, field, body) -> None:
    answer = send(web, web.frontdesk(web.practice()), **body)
    assert (answer.status_code, set(answer.json["fields"])) == (422, {field})
    assert web.count("visits") == 0


def test_a_visit_that_waited_over_midnight_is_yesterdays(web, make_web) -> None:
    headers = web.frontdesk(web.practice())
    tapped = "2026-03-04T23:59:30-08:00"
    late = make_web(now=datetime.fromisoformat("2026-03-05T00:00:20-08:00"))
    assert send(late, headers, occurred_at=tapped, sent_at="2026-03-05T00:00:20-08:00").status_code == 201  # fmt: skip
    assert str(web.value("select local_date from visits")) == "2026-03-04"
    assert send(late, headers, occurred_at=tapped, sent_at="2026-03-05T00:00:20-08:00").status_code == 200  # fmt: skip
    assert send(late, headers).status_code == 201


@pytest.mark.parametrize(
    ("given", "kept"),
    [("LOPEZ, ANA M.", "Ana"), ("Lopez, María José", "María José"), ("Dr. Ana", "Ana")],
)
def test_the_name_to_greet_with_is_found_in_what_was_typed(web, given, kept) -> None:
    send(web, web.frontdesk(web.practice()), first_name=given)
    assert web.value("select first_name from patients") == kept


@pytest.mark.parametrize(
    ("phone", "e164"),
    [
        ("+52 55 1234 5678", "+525512345678"),
        ("+44 7911 123456", "+447911123456"),
        ("1.510.832.0160", "+15108320160"),
        ("cell: 510-832-0160", "+15108320160"),
    ],
)
def test_phones_are_read_as_people_write_them(web, phone, e164) -> None:
    assert send(web, web.frontdesk(web.practice()), phone=phone).status_code == 201
    assert web.value("select phone_hash from patients") == web.sealer.hash(e164)


def test_one_practices_token_tells_of_its_own_patients_only(web) -> None:
    ours, other = web.practice(), web.practice(email="other@example.com")
    assert send(web, web.frontdesk(ours)).status_code == 201
    assert send(web, web.frontdesk(other)).status_code == 201
    assert {r["practice_id"] for r in web.rows("select practice_id from visits")} == {ours, other}


def test_twenty_at_once_fill_a_quota_of_three_with_three_and_known_ones_cost_nothing(
    web, serve
) -> None:
    headers = web.frontdesk(web.practice(frontdesk_daily_quota=3))
    with serve() as server, ThreadPoolExecutor(20) as desk:

        def send_one(name: str) -> requests.Response:
            body = {"first_name": name, "phone": "+14155550132"}
            address = f"{server.url}/connectors/frontdesk"
            return requests.post(address, json=body, headers=headers, timeout=20)

        first = list(desk.map(send_one, NAMES))
        again = list(desk.map(send_one, NAMES))
    assert sorted(a.status_code for a in first) == [201] * 3 + [429] * 17
    assert [a.status_code for a in again] == [200 if a.ok else 429 for a in first]
    assert web.count("visits") == web.value("select used from frontdesk_usage") == 3
    assert len(web.events("frontdesk_rate_limited")) == 1
    waits = {a.headers["Retry-After"] for a in first + again if a.status_code == 429}
    assert len(waits) > 1  # jitter


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        ("2026-03-08T00:30:00-08:00", 22.5),
        ("2026-11-01T00:30:00-07:00", 24.5),
        ("2026-03-04T23:59:59-08:00", 1 / 3600),
    ],
    ids=["clocks go forward", "clocks go back", "the last second"],
)
def test_a_full_day_lasts_until_the_offices_midnight(web, make_web, now, hours) -> None:
    headers = web.frontdesk(web.practice(frontdesk_daily_quota=0))
    then = make_web(now=datetime.fromisoformat(now))
    wait = int(send(then, headers).headers["retry-after"])
    assert hours * 3600 <= wait <= hours * 3600 + 300
    assert send(then, headers, first_name="Bo").status_code == 429
    next_day = make_web(now=then.now + timedelta(seconds=wait))
    assert send(next_day, headers).status_code == 429
    assert len(web.events("frontdesk_rate_limited")) == 2


def test_a_visit_refused_for_the_quota_leaves_nothing_behind(web) -> None:
    headers = web.frontdesk(web.practice(frontdesk_daily_quota=0))
    assert send(web, headers).status_code == 429
    tables = ("patients", "visits", "review_requests", "jobs")
    assert [web.count(table) for table in tables] == [0, 0, 0, 0]
    assert [e["type"] for e in web.rows("select type from events")] == ["frontdesk_rate_limited"]


def test_while_the_database_is_away_a_visit_is_answered_503_and_may_be_sent_again(
    web, server_url
) -> None:
    headers = web.frontdesk(web.practice())
    name = web.value("select current_database()")
    with psycopg.connect(server_url, autocommit=True) as admin:
        admin.execute(f"alter database {name} allow_connections false".encode())
        away = send(web, headers)
        admin.execute(f"alter database {name} allow_connections true".encode())
    assert away.status_code == 503
    assert int(away.headers["retry-after"]) > 0
    assert web.count("visits") == 0
    web.client.close()  # a worker that starts anew has not heard of the outage
    assert send(web, headers).status_code == 201


@pytest.mark.parametrize(
    "host", ["t.co", "t.co.", "Ana bit.ly", "wa.me", "x.io.", "t。co", "Smile.Dental"]
)
def test_a_name_that_a_phone_would_make_a_link_of_is_refused(web, host) -> None:
    answer = send(web, web.frontdesk(web.practice()), first_name=host)
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["first_name"])
    assert web.count("patients") == 0


@pytest.mark.parametrize("name", ["J.R.", "Ma. Luisa", "A. J.", "St. John", "Ana."])
def test_initials_are_no_links(web, name) -> None:
    assert send(web, web.frontdesk(web.practice()), first_name=name).status_code == 201
