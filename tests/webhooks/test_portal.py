"""The practice's own pages: what they show, and saving settings."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

FORM = {"Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"}
PLACE = "ChIJN1t_tDeuEmsRUsoyG83frY4"
LINK = f"https://search.google.com/local/writereview?placeid={PLACE}"
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


@pytest.fixture
def practice_id(web):
    return web.practice()


@pytest.fixture
def owner(web, practice_id) -> dict[str, str]:
    return web.session(practice_id)


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
        drop schema if exists analytics cascade;
        create schema if not exists analytics;
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
