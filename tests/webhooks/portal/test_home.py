"""The portal's home: who gets in, what it shows, and its two buttons."""

from datetime import timedelta
from html import unescape

import pytest

from core.store.provider_circuits import close_circuit, open_circuit

HTML = {
    "Accept": "text/html,application/xhtml+xml",
    "Content-Type": "application/x-www-form-urlencoded",
}


def test_a_new_link_is_mailed_to_who_is_known_and_nobody_learns_who_that_is(
    web, practice_id
) -> None:
    known = web.post_json("/portal/link", {"email": "OWNER@smile.example.com"})
    unknown = web.post_json("/portal/link", {"email": "nobody@else.example.com"})
    nonsense = web.post_json("/portal/link", {"email": 5})
    assert known.status_code == unknown.status_code == nonsense.status_code == 202
    assert known.text == unknown.text == nonsense.text
    [job] = web.rows("select payload from jobs where type = 'send_magic_link'")
    assert job["payload"]["reason"] == "requested"
    web.post_json("/portal/link", {"email": "owner@smile.example.com"})
    assert web.count("jobs") == 1
    page = web.client.simulate_post("/portal/link", body="email=a%40b.example.com", headers=HTML)
    assert page.status_code == 202
    assert "Check your inbox" in page.text


def test_the_portal_asks_strangers_to_sign_in(web) -> None:
    for headers in ({}, {"Cookie": "session=forged"}):
        answer = web.client.simulate_get("/portal", headers=headers)
        assert answer.status_code == 401
        assert 'action="/portal/link"' in answer.text


def test_an_owner_can_pause_resume_and_sign_out(web, practice_id) -> None:
    headers = web.session(practice_id)
    assert web.client.simulate_post("/portal/pause", headers=headers).status_code == 303
    assert web.value("select paused_at from settings") == web.now
    assert "paused" in web.client.simulate_get("/portal", headers=headers).text
    web.client.simulate_post("/portal/resume", headers=headers)
    assert web.value("select paused_at from settings") is None
    web.client.simulate_post("/portal/sign-out", headers=headers)
    assert web.client.simulate_get("/portal", headers=headers).status_code == 401


def test_another_sites_page_cannot_act_for_the_owner(web, practice_id) -> None:
    headers = web.session(practice_id) | {"Sec-Fetch-Site": "cross-site"}
    assert web.client.simulate_post("/portal/pause", headers=headers).status_code == 403
    assert web.value("select paused_at from settings") is None


def test_the_portal_shows_the_day_with_reasons(web, practice_id) -> None:
    ask = web.asked(practice_id)
    web.database.execute(
        "update review_requests set status = 'delayed', reason = 'quiet_hours', sent_at = null, created_at = %s",
        (web.now,),
    )
    text = web.client.simulate_get("/portal", headers=web.session(practice_id)).text
    assert "Waiting for the end of quiet hours" in text
    assert str(ask["code"]) not in text


def test_a_session_ends_after_thirty_days(web, make_web, practice_id) -> None:
    headers = web.session(practice_id)
    later = make_web(now=web.now + timedelta(days=31))
    assert later.client.simulate_get("/portal", headers=headers).status_code == 401


def test_static_files_come_with_their_types(web) -> None:
    css = web.client.simulate_get("/static/portal.css")
    assert css.headers["content-type"].startswith("text/css")
    assert "immutable" in css.headers["cache-control"]
    assert web.client.simulate_get("/static/portal.js").status_code == 200
    assert web.client.simulate_get("/static/..%2Fpages.py").status_code == 404


HALTED = {
    ("sms",): ("No texts are going out right now", "Ahora mismo no sale ningún mensaje"),
    ("email",): ("No emails are going out right now", "Ahora mismo no sale ningún correo"),
    ("email", "sms"): ("Nothing is going out right now", "Ahora mismo no sale nada"),
}
PROMISES = ("Everything is running", "Todo está", "from ", "desde ", "two hours or so", "At most ")


def today_of(web, headers, language: str) -> str:
    page = unescape(web.client.simulate_get(f"/portal?lang={language}", headers=headers).text)
    return page[page.index('<div class="hello">') : page.index('id="sources-title"')]


def wait(web, ask, *, channel="sms") -> None:
    web.database.execute(
        "update review_requests set status = 'delayed', reason = 'daily_cap', sent_at = null,"
        " channel = %s, created_at = %s, not_before = %s where id = %s",
        (channel, web.now, web.now + timedelta(hours=3), ask["request_id"]),
    )


@pytest.mark.parametrize(("channels", "texts"), HALTED.items())
def test_while_a_provider_refuses_our_account_the_page_says_so_and_promises_nothing(
    web, practice_id, channels, texts
) -> None:
    web.database.execute("update settings set daily_cap = 1")
    for number, channel in enumerate([*channels, *channels]):
        wait(web, web.asked(practice_id, phone=f"+1415555014{number}"), channel=channel)
    headers = web.session(practice_id)
    running = today_of(web, headers, "en")
    assert sum(promise in running for promise in PROMISES) >= 3
    for channel in channels:
        open_circuit(web.database, channel, code="20003", now=web.now)
    for language, text in zip(("en", "es"), texts, strict=True):
        page = today_of(web, headers, language)
        assert text in page
        assert not any(promise in page for promise in PROMISES)
        assert ("Waiting until messages go out again" in page) is (language == "en")
    for channel in channels:
        close_circuit(web.database, channel)
    assert today_of(web, headers, "en") == running


def test_what_waits_for_the_other_channel_keeps_its_reason(web, practice_id) -> None:
    wait(web, web.asked(practice_id), channel="email")
    open_circuit(web.database, "sms", code="401", now=web.now)
    page = today_of(web, web.session(practice_id), "en")
    assert "Daily limit reached" in page
    assert "Waiting until messages" not in page


@pytest.mark.parametrize("status", ["pending", "blocked"])
def test_no_email_is_promised_to_a_practice_without_texts_while_none_goes_out(
    web, practice_id, status
) -> None:
    web.database.execute("update settings set sms_status = %s", (status,))
    open_circuit(web.database, "email", code="AccountSuspendedException", now=web.now)
    page = today_of(web, web.session(practice_id), "en")
    assert "Nothing is going out right now" in page
    assert "asked by email" not in page


def test_an_empty_day_promises_nothing_while_nothing_goes_out(web, practice_id) -> None:
    open_circuit(web.database, "sms", code="20003", now=web.now)
    page = today_of(web, web.session(practice_id), "en")
    assert "Nothing to ask yet today." in page
    assert "two hours or so" not in page
