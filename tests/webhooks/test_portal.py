"""The practice's own pages: who may see and do what, and what they show."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from core.intake.onboarding import _PROOF_LIMIT
from core.rules.tokens import issue_token, token_hash
from core.store.magic_links import insert_magic_link
from webhooks.receivers import portal_link

FORM = {"Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"}
PLACE = "ChIJN1t_tDeuEmsRUsoyG83frY4"
LINK = f"https://search.google.com/local/writereview?placeid={PLACE}"
CSV = b"First name,Phone,Visit date\nAna,(415) 555-0132,2026-03-03\n=Bo,415-555-0133,2026-03-03\nCy,12,2026-03-03\n"
SETTINGS = {
    "name": "Smile Dental", "timezone": "America/Denver", "quiet_hours_start": "19:00",
    "quiet_hours_end": "10:00", "daily_cap": "9", "default_locale": "es", "review_link": LINK,
    "cooldown_days": "90", "send_delay_minutes": "45", "digest_email": "week@smile.example.com",
}  # fmt: skip


def post(web, path: str, fields: dict[str, object] | None = None, **headers: str):
    return web.client.simulate_post(path, body=urlencode(fields or {}), headers=FORM | headers)


def get(web, path: str, **headers: str):
    route, _, query = path.partition("?")
    return web.client.simulate_get(
        route, query_string=query, headers={"Accept": "text/html"} | headers
    )


def upload(web, headers: dict[str, str], data: bytes = CSV, name: str = "march.csv"):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + name.encode() + b'"\r\n'
        b"Content-Type: text/csv\r\n\r\n" + data + b"\r\n--x--\r\n"
    )
    kind = {"Content-Type": "multipart/form-data; boundary=x", "Accept": "text/html"}
    return web.client.simulate_post("/portal/uploads", body=body, headers=headers | kind)


@pytest.fixture
def practice_id(web):
    return web.practice()


@pytest.fixture
def owner(web, practice_id) -> dict[str, str]:
    return web.session(practice_id)


# Who is asking


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example.com"},
    {"Origin": "null"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize(
    "path",
    [
        "/portal/pause", "/portal/resume", "/portal/settings", "/portal/frontdesk-token",
        "/portal/uploads", "/portal/uploads/00000000-0000-0000-0000-000000000001",
    ],
)  # fmt: skip
def test_no_other_sites_page_acts_for_the_owner(web, owner, path, headers) -> None:
    before = [web.count(t) for t in ("frontdesk_tokens", "upload_previews", "visits")]
    assert post(web, path, SETTINGS, **owner, **headers).status_code == 401
    assert web.value("select paused_at from settings") is None
    assert web.value("select daily_cap from settings") == 50
    assert [web.count(t) for t in ("frontdesk_tokens", "upload_previews", "visits")] == before


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_no_other_sites_page_signs_the_owner_out_or_in(web, practice_id, owner, headers) -> None:
    post(web, "/portal/sign-out", {"everywhere": "true"}, **owner, **headers)
    assert get(web, "/portal", **owner).status_code == 200
    token = web.magic_link(practice_id)
    assert post(web, "/portal/sign-in", {"token": token}, **headers).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://falconframework.org"},
        {},
    ],
    ids=str,
)
def test_our_own_pages_and_programs_do(web, owner, headers) -> None:
    assert post(web, "/portal/pause", **owner, **headers).status_code == 303
    assert web.value("select paused_at from settings") == web.now


def test_signing_out_everywhere_ends_every_session_of_this_practice_only(
    web, practice_id, owner
) -> None:
    tablet = web.session(practice_id)
    stranger = web.session(web.practice(email="x@x.example.com"))
    post(web, "/portal/sign-out", **tablet)
    assert get(web, "/portal", **tablet).status_code == 401
    assert get(web, "/portal", **owner).status_code == 200
    post(web, "/portal/sign-out", {"everywhere": "true"}, **web.session(practice_id))
    assert get(web, "/portal", **owner).status_code == 401
    assert get(web, "/portal", **stranger).status_code == 200


@pytest.mark.parametrize("path", ["/portal", "/portal/visits", "/portal/settings"])
def test_strangers_are_asked_to_sign_in(web, path) -> None:
    page = get(web, path)
    assert page.status_code == 401
    assert 'action="/portal/link"' in page.text


def test_only_a_hash_of_the_session_is_kept(web, owner) -> None:
    value = owner["Cookie"].partition("=")[2]
    [row] = web.rows("select token_hash, expires_at from portal_sessions")
    assert row == {"token_hash": token_hash(value), "expires_at": web.now + timedelta(days=30)}


# Links


def test_links_signed_with_the_previous_secret_still_open(web, make_web, practice_id) -> None:
    token = web.magic_link(practice_id)
    rotated = make_web(hmac_secrets=(b"n" * 32, web.config.hmac_secrets[0]))
    assert get(rotated, f"/onboard/{token}").status_code == 200
    retired = make_web(hmac_secrets=(b"n" * 32,))
    assert get(retired, f"/onboard/{token}").status_code == 404


def test_each_kind_of_bad_link_has_a_page_of_its_own_in_both_languages(web, practice_id) -> None:
    used = web.magic_link(practice_id)
    web.database.execute("update magic_links set used_at = %s", (web.now,))
    pages = [
        get(web, f"/onboard/{token}?lang={lang}").text
        for lang in ("en", "es")
        for token in ("forged", used, web.magic_link(practice_id, days=-1))
    ]
    titles = [re.search("<h1>(.*)</h1>", page)[1] for page in pages]
    assert len(set(titles)) == 6
    assert all('action="/portal/link"' in page for page in pages)
    assert not any("Smile" in page for page in pages)


def test_a_used_link_leads_a_signed_in_owner_to_the_portal(web, practice_id, owner) -> None:
    token = web.magic_link(practice_id)
    web.database.execute("update magic_links set used_at = %s", (web.now,))
    page = get(web, f"/onboard/{token}", **owner)
    assert page.status_code == 410
    assert 'href="/portal"' in page.text


def test_a_new_link_of_a_practice_that_is_set_up_signs_in_with_one_button(web, practice_id) -> None:
    token = web.magic_link(practice_id)
    page = get(web, f"/onboard/{token}")
    assert 'action="/portal/sign-in"' in page.text
    assert web.count("portal_sessions") == 0
    answer = post(web, "/portal/sign-in", {"token": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/portal")
    cookie = answer.headers["set-cookie"].partition(";")[0]
    assert get(web, "/portal", Cookie=cookie).status_code == 200
    assert post(web, "/portal/sign-in", {"token": token}).status_code == 410
    assert post(web, "/portal/sign-in", {"token": "forged"}).status_code == 404


def test_the_button_does_not_skip_onboarding(web, practice_id) -> None:
    web.database.execute("update settings set onboarding_completed_at = null")
    token = web.magic_link(practice_id)
    assert post(web, "/portal/sign-in", {"token": token}).status_code == 404
    assert web.value("select used_at from magic_links") is None


def test_asking_for_a_link_does_the_same_work_for_known_and_unknown_addresses(
    web, practice_id, monkeypatch
) -> None:
    monkeypatch.setattr(portal_link, "_ANSWER_AFTER_SECONDS", 0.0)
    statements: list[list[str]] = []
    for email in ("owner@smile.example.com", "nobody@else.example.com", "not an address"):
        seen: list[str] = []
        with monkeypatch.context() as patch:
            import core.intake.links as links  # noqa: PLC0415, PLR0402

            patch.setattr(links, "enqueue_job", _noting(links.enqueue_job, seen, "enqueue"))
            patch.setattr(
                links, "count_visitor_use", _noting(links.count_visitor_use, seen, "count")
            )
            answer = post(web, "/portal/link", {"email": email})
        statements.append(seen)
        assert answer.status_code == 202
    assert statements == [["count", "enqueue"]] * 3
    assert web.count("jobs") == 1


def test_every_answer_about_a_link_takes_the_same_time(web, practice_id) -> None:
    import time  # noqa: PLC0415

    for email in ("owner@smile.example.com", "nobody@else.example.com"):
        started = time.monotonic()
        post(web, "/portal/link", {"email": email})
        assert time.monotonic() - started >= portal_link._ANSWER_AFTER_SECONDS


def test_who_asks_for_links_too_often_gets_the_same_answer_and_no_mail(
    web, make_web, practice_id, monkeypatch
) -> None:
    monkeypatch.setattr(portal_link, "_ANSWER_AFTER_SECONDS", 0.0)
    for number in range(30):
        post(web, "/portal/link", {"email": f"guess{number}@smile.example.com"})
    answer = post(web, "/portal/link", {"email": "owner@smile.example.com"})
    assert answer.status_code == 202
    assert web.count("jobs") == 0
    later = make_web(now=web.now + timedelta(hours=1))
    post(later, "/portal/link", {"email": "owner@smile.example.com"})
    assert web.count("jobs") == 1
    assert web.value("select count(*) from visitor_uses where visitor_hash ~ '127'") == 0


# The test message


def test_a_guessed_practice_never_sends_a_text(web, practice_id, owner) -> None:
    body = {"to": "+14155550132", "practice_id": str(practice_id)}
    for headers in ({}, {"Cookie": "session=guessed"}, {"Authorization": f"Bearer {practice_id}"}):
        sent = {"Content-Type": "application/json"} | headers
        answer = web.client.simulate_post("/onboard/test-sms", body=json.dumps(body), headers=sent)
        assert answer.status_code == 401
    other = web.magic_link(web.practice(email="x@x.example.com"))
    answer = web.client.simulate_post(
        "/onboard/test-sms",
        body=json.dumps(body | {"token": other}),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 403
    assert web.count("jobs") == 0


def test_a_page_that_is_sent_again_texts_once_and_shows_what_was_typed(web, practice_id) -> None:
    web.database.execute("update settings set onboarding_completed_at = null")
    token = web.magic_link(practice_id)
    fields = {
        "token": token, "to": "(415) 555-0132", "consent_name": "Dr. <Kim>", "proof_once": "abc",
        "default_locale": "es",
    }  # fmt: skip
    for _ in range(2):
        page = post(web, "/onboard/test-sms", fields)
        assert page.status_code == 202
        assert "Dr. &lt;Kim&gt;" in page.text
        assert 'data-state="queued"' in page.text
    [job] = web.rows("select id, payload from jobs")
    assert job["payload"]["locale"] == "es"
    web.database.execute(
        "insert into messages (practice_id, purpose, channel, state, error_code, job_id) values (%s, 'proof', 'sms', 'undelivered', '30006', %s)",
        (practice_id, job["id"]),
    )
    page = post(web, f"/onboard/{token}?lang=es", fields | {"proof_id": job["id"]})
    assert "Es un teléfono fijo" in page.text
    bad = post(web, "/onboard/test-sms", fields | {"to": "12", "proof_once": "x"})
    assert bad.status_code == 422
    assert "This is not a valid phone number." in bad.text
    assert web.count("jobs") == 1


def test_over_the_limit_the_page_says_so_and_keeps_what_was_typed(web, practice_id) -> None:
    web.database.execute("update settings set onboarding_completed_at = null")
    fields = {"token": web.magic_link(practice_id), "to": "+14155550132", "consent_name": "Kim"}
    most = _PROOF_LIMIT.short_max
    *within, over = (
        post(web, "/onboard/test-sms", fields | {"proof_once": n}) for n in range(most + 1)
    )
    assert {answer.status_code for answer in within} == {202}
    assert (over.status_code, over.headers["retry-after"]) == (429, "600")
    assert 'value="Kim"' in over.text
    assert "Try again in 10 minutes" in over.text


# Answers while typing


def test_a_link_is_checked_and_the_place_told_only_to_whose_it_is(web, practice_id, owner) -> None:
    web.database.execute("update practices set source_place_id = %s", (PLACE,))
    web.database.execute(
        "insert into review_snapshots (practice_id, snapshot_date, total_reviews, average_rating) values (%s, '2026-03-03', 131, 4.8)",
        (practice_id,),
    )

    def ask(url: object, **headers: str):
        sent = {"Content-Type": "application/json"} | headers
        body = json.dumps({"url": url})
        return web.client.simulate_post("/portal/check-link", body=body, headers=sent).json

    assert ask(LINK, **owner) == {
        "ok": True,
        "message": "Smile Dental on Google: 131 reviews, 4.8 stars",
    }
    assert "131" not in ask(LINK)["message"]
    assert ask(LINK)["ok"] is True
    assert ask("https://evil.example.com", **owner)["ok"] is False
    assert ask(5)["ok"] is False
    assert "Google" in ask("https://evil.example.com", **{"Accept-Language": "es"})["message"]
    assert web.count("events") == 0


def test_a_forecast_names_the_chance_and_where_it_starts_from(web) -> None:
    told = web.client.simulate_get("/portal/forecast", query_string="visits=40").json
    assert told["percent"] < 80
    assert "21% of 70" in told["basis"]
    assert re.search(r"From about \d+ visits", told["advice"])
    more = web.client.simulate_get("/portal/forecast", query_string="visits=300").json
    assert more["percent"] > told["percent"]
    for bad in ("", "0", "-1", "x", "5001", "1e3", "99999999"):
        answer = web.client.simulate_get("/portal/forecast", query_string=f"visits={bad}")
        assert answer.status_code == 422


def test_a_forecast_needs_no_script(web, practice_id) -> None:
    web.database.execute("update settings set onboarding_completed_at = null")
    page = get(web, f"/onboard/{web.magic_link(practice_id)}?visits=160")
    assert "chance of ten new reviews in 30 days" in page.text


# Home


def test_home_shows_why_each_request_waits_or_is_not_sent(web, practice_id, owner) -> None:
    for phone, status, reason in (
        ("+14155550131", "delayed", "quiet_hours"),
        ("+14155550132", "skipped", "cooldown"),
        ("+14155550133", "blocked", "same_day"),
    ):
        ask = web.asked(practice_id, phone=phone)
        web.database.execute(
            "update review_requests set status = %s, reason = %s, sent_at = null, created_at = %s where id = %s",
            (status, reason, web.now, ask["request_id"]),
        )
    sent = web.asked(practice_id, phone="+14155550134")
    web.database.execute(
        "update review_requests set provider_status = 'undelivered', send_error_code = '30005' where id = %s",
        (sent["request_id"],),
    )
    for lang, texts in (
        ("en", ("Waiting for the end of quiet hours", "Asked recently", "no longer in service")),
        ("es", ("En espera del fin de las horas de silencio", "hace poco", "ya no está en servicio")),
    ):  # fmt: skip
        page = get(web, f"/portal?lang={lang}", **owner).text
        assert f'<html lang="{lang}">' in page
        for text in texts:
            assert text in page


def test_what_was_sent_yesterday_is_not_today_but_what_waits_is(web, practice_id, owner) -> None:
    web.asked(practice_id, sent_at=web.now - timedelta(days=1))
    page = get(web, "/portal", **owner).text
    assert "Nothing to ask yet today" in page
    web.database.execute(
        "update review_requests set status = 'delayed', reason = 'daily_cap', sent_at = null, created_at = %s",
        (web.now - timedelta(days=1),),
    )
    assert "Daily limit reached" in get(web, "/portal", **owner).text


def test_home_shows_what_patients_wrote_to_this_practice(web, practice_id, owner) -> None:
    web.asked(practice_id)
    web.post_text("Are you open <tomorrow>?")
    page = get(web, "/portal", **owner).text
    assert "Are you open &lt;tomorrow&gt;?" in page
    assert "Ana" in page
    other = web.session(web.practice(email="x@x.example.com"))
    assert "tomorrow" not in get(web, "/portal", **other).text
    web.database.execute("update inbound_messages set body = null")
    assert "The text is no longer kept." in get(web, "/portal", **owner).text


def test_home_has_the_last_week_once_the_marts_are_built(web, practice_id, owner) -> None:
    assert "Week of" not in get(web, "/portal", **owner).text
    web.database.execute(
        """
        create schema analytics;
        create table analytics.guarantees (practice_id uuid, reviews_added int, due_on date, status text);
        create table analytics.visit_outcomes (practice_id uuid, visited_on date, outcome text, reason text);
        create table analytics.weekly_digest (
            practice_id uuid, week_start date, week_end date, sent int, delivered int, clicked int,
            ctr numeric, opt_outs int, reviews_added_7d int, average_rating numeric,
            top_quotes jsonb, spend_usd numeric
        )
        """
    )
    assert "Week of" not in get(web, "/portal", **owner).text
    web.database.execute(
        "insert into analytics.weekly_digest values (%s, '2026-02-22', '2026-02-28', 41, 39, 17, 0.44, 1, null, null, '[]', 0.5)",
        (practice_id,),
    )
    page = get(web, "/portal", **owner).text
    assert "Week of Sun, Feb 22 to Sat, Feb 28" in page
    assert "<dd>41</dd>" in page
    assert "<dd>–</dd>" in page
    web.database.execute("alter table analytics.weekly_digest drop column clicked")
    assert get(web, "/portal", **owner).status_code == 200


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ("update practices set status = 'past_due'", "payment failed"),
        ("update practices set status = 'canceled'", "subscription has ended"),
        ("update settings set sms_status = 'pending'", "registering your texting number"),
        ("update settings set sms_status = 'blocked'", "by email meanwhile"),
    ],
)
def test_home_says_what_keeps_it_from_running(web, owner, change, text) -> None:
    web.database.execute(change)
    assert text in get(web, "/portal", **owner).text


# Settings


def test_settings_are_saved_all_or_nothing_and_keep_what_is_not_asked(
    web, practice_id, owner
) -> None:
    bad = post(web, "/portal/settings", SETTINGS | {"daily_cap": "0"}, **owner)
    assert bad.status_code == 422
    assert "whole number" in bad.text
    assert 'value="90"' in bad.text
    assert web.value("select cooldown_days from settings") == 180
    saved = post(web, "/portal/settings", SETTINGS, **owner)
    assert (saved.status_code, saved.headers["location"]) == (303, "/portal/settings?saved=1")
    [row] = web.rows("select * from settings")
    assert (row["daily_cap"], row["cooldown_days"], row["send_delay_minutes"]) == (9, 90, 45)
    assert (row["default_locale"], row["digest_email"]) == ("es", "week@smile.example.com")
    assert str(row["quiet_hours_start"]) == "19:00:00"
    assert web.value("select timezone from practices") == "America/Denver"
    assert web.value("select source_place_id from practices") == PLACE
    assert web.count("attestations") == 0
    page = get(web, "/portal/settings?saved=1", **owner).text
    assert "Saved." in page
    assert 'value="45"' in page


# Lists


def preview_of(page) -> str:
    return re.search(r'action="(/portal/uploads/[0-9a-f-]{36})"', page.text)[1]


def test_a_list_is_taken_in_only_after_a_yes_for_its_patients(web, practice_id, owner) -> None:
    shown = upload(web, owner)
    assert shown.status_code == 200
    assert "Take in 1 visits" in shown.text
    assert web.count("visits") + web.count("events") == 0
    path = preview_of(shown)
    unsure = post(web, path, **owner)
    assert unsure.status_code == 422
    assert "confirm that these patients agreed" in unsure.text
    assert web.count("visits") == 0
    done = post(web, path, {"attested": "true"}, **owner)
    assert done.status_code == 200
    assert "Taken in" in done.text
    assert web.count("visits") == 1
    [word] = web.rows("select version, statement, ip_hash from attestations")
    assert word["version"].startswith("list-")
    assert "agreed" in word["statement"]
    assert post(web, path, {"attested": "true"}, **owner).status_code == 410
    assert web.count("visits") == 1
    assert (
        web.value(
            "select count(*) from upload_previews where sealed_file is not null and confirmed_at is not null"
        )
        == 0
    )


def test_what_waits_for_a_yes_is_sealed_and_forgotten_after_a_day(
    web, make_web, practice_id, owner
) -> None:
    path = preview_of(upload(web, owner))
    [row] = web.rows("select * from upload_previews")
    assert "Ana" not in str(row)
    tomorrow = make_web(now=web.now + timedelta(hours=25))
    assert post(tomorrow, path, {"attested": "true"}, **owner).status_code == 410
    upload(tomorrow, owner)
    assert web.count("upload_previews") == 1


def test_the_rows_to_mend_come_back_with_reasons_and_without_formulas(
    web, practice_id, owner
) -> None:
    path = preview_of(upload(web, owner))
    got = get(web, f"{path}/rejects.csv", **owner)
    assert got.headers["content-type"].startswith("text/csv")
    assert "attachment" in got.headers["content-disposition"]
    lines = got.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "What to mend,First name,Phone,Visit date"
    assert lines[1].endswith(",'=Bo,415-555-0133,2026-03-03")
    assert "Cy,12,2026-03-03" in lines[2]
    mended = got.content.decode("utf-8-sig").replace("'=Bo", "Bo").replace(",12,", ",415-555-0134,")
    assert "Take in 2 visits" in upload(web, owner, mended.encode()).text


def test_a_list_belongs_to_the_practice_that_uploaded_it(web, practice_id, owner) -> None:
    path = preview_of(upload(web, owner))
    other = web.session(web.practice(email="x@x.example.com"))
    assert post(web, path, {"attested": "true"}, **other).status_code == 410
    assert get(web, f"{path}/rejects.csv", **other).status_code == 404
    assert get(web, f"{path}/rejects.csv").status_code == 401
    assert web.count("visits") == 0


@pytest.mark.parametrize(
    ("data", "status", "text"),
    [
        (b"", 422, "The file is empty."),
        (b"PK\x03\x04zip", 422, "Excel file"),
        (b"a,b\n1,2\n", 422, "No row with column names"),
        (b"x" * (10 * 1024 * 1024 + 1), 413, "larger than 10 MB"),
    ],
    ids=["empty", "excel", "no heading", "too large"],
)
def test_a_file_that_is_no_list_is_refused_in_words(web, owner, data, status, text) -> None:
    page = upload(web, owner, data)
    assert page.status_code == status
    assert text in page.text
    assert 'action="/portal/uploads"' in page.text


# The front desk


def test_a_front_desk_link_is_shown_once_and_ends_the_one_before(web, practice_id, owner) -> None:
    links = [
        re.search(
            r'href="(http://127.0.0.1:8000/frontdesk#token=(fd_[\w-]+))"',
            post(web, "/portal/frontdesk-token", **owner).text,
        )
        for _ in range(2)
    ]
    assert links[0][2] != links[1][2]
    assert web.value("select token_hash from frontdesk_tokens") == token_hash(links[1][2])
    assert links[1][2] not in get(web, "/portal/visits", **owner).text


def test_the_tablets_page_is_an_app_of_its_own(web) -> None:
    page = get(web, "/frontdesk")
    assert page.status_code == 200
    manifest = web.client.simulate_get("/frontdesk/manifest.webmanifest")
    assert manifest.headers["content-type"] == "application/manifest+json"
    assert manifest.json["scope"] == manifest.json["start_url"] == "/frontdesk"
    for icon in manifest.json["icons"]:
        assert web.client.simulate_get(icon["src"].partition("?")[0]).status_code == 200
    worker = web.client.simulate_get("/frontdesk/sw.js")
    assert worker.headers["service-worker-allowed"] == "/frontdesk"
    assert worker.headers["content-type"].startswith("text/javascript")
    assert "VERSION" not in worker.text
    policy = page.headers["content-security-policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy


def test_what_is_switched_off_is_not_there(make_web, web, practice_id, owner) -> None:
    off = replace(web.config.features, csv=False, frontdesk=False, gcal=False, outlook=False)
    plain = make_web(features=off)
    for path in ("/frontdesk", "/frontdesk/sw.js", "/frontdesk/manifest.webmanifest"):
        assert get(plain, path).status_code == 404
    assert upload(plain, owner).status_code == 404
    assert post(plain, "/portal/frontdesk-token", **owner).status_code == 404
    page = get(plain, "/portal/visits", **owner)
    assert page.status_code == 200
    assert "Google Calendar" not in page.text


# Languages


def test_a_language_once_chosen_is_remembered(web, practice_id, owner) -> None:
    page = get(web, "/portal?lang=es", **owner)
    assert page.headers["content-language"] == "es"
    assert "lang=es" in page.headers["set-cookie"]
    both = {"Cookie": f"{owner['Cookie']}; lang=es"}
    assert '<html lang="es">' in get(web, "/portal/settings", **both).text


def test_problems_are_named_in_the_pages_language(web, practice_id) -> None:
    web.database.execute("update settings set onboarding_completed_at = null")
    fields = {
        "token": web.magic_link(practice_id),
        "timezone": "x",
        "review_link": "http://g.page/x",
    }
    page = post(web, "/onboard", fields, **{"Accept-Language": "es-US"})
    assert page.status_code == 422
    assert "El enlace debe empezar con https://." in page.text
    assert "Elija una zona horaria" in page.text


def test_a_token_of_another_practice_is_not_taken_for_its_link(web, practice_id) -> None:
    """The hash of a token names its practice twice: in the token and in the row."""
    other = web.practice(email="x@x.example.com")
    token = issue_token(
        web.config.hmac_secrets[0],
        practice_id=other,
        purpose="onboard",
        expires_at=web.now + timedelta(days=1),
        nonce=b"n",
    )
    insert_magic_link(
        web.database,
        practice_id=practice_id,
        token_hash=token_hash(token),
        now=web.now,
        expires_at=web.now + timedelta(days=1),
    )
    assert get(web, f"/onboard/{token}").status_code == 404


def _noting(function, seen: list[str], name: str):
    def noting(*args, **kwargs):
        seen.append(name)
        return function(*args, **kwargs)

    return noting
