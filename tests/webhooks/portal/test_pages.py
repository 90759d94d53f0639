"""The practice's own pages: what they show, and saving settings."""

import json
import re
from datetime import timedelta

import pytest

PLACE = "ChIJN1t_tDeuEmsRUsoyG83frY4"
LINK = f"https://search.google.com/local/writereview?placeid={PLACE}"
SETTINGS = {
    "name": "Smile Dental", "timezone": "America/Denver", "quiet_hours_start": "19:00",
    "quiet_hours_end": "10:00", "daily_cap": "9", "default_locale": "es", "review_link": LINK,
    "cooldown_days": "90", "send_delay_minutes": "45", "digest_email": "week@smile.example.com",
}  # fmt: skip


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
        page = web.get_page(f"/portal?lang={lang}", **owner).text
        assert f'<html lang="{lang}">' in page
        for text in texts:
            assert text in page


def test_what_was_sent_yesterday_is_not_today_but_what_waits_is(web, practice_id, owner) -> None:
    web.asked(practice_id, sent_at=web.now - timedelta(days=1))
    page = web.get_page("/portal", **owner).text
    assert "Nothing to ask yet today" in page
    web.database.execute(
        "update review_requests set status = 'delayed', reason = 'daily_cap', sent_at = null, created_at = %s",
        (web.now - timedelta(days=1),),
    )
    assert "Daily limit reached" in web.get_page("/portal", **owner).text


def test_home_shows_what_patients_wrote_to_this_practice(web, practice_id, owner) -> None:
    web.asked(practice_id)
    web.post_text("Are you open <tomorrow>?")
    page = web.get_page("/portal", **owner).text
    assert "Are you open &lt;tomorrow&gt;?" in page
    assert "Ana" in page
    other = web.session(web.practice(email="x@x.example.com"))
    assert "tomorrow" not in web.get_page("/portal", **other).text
    web.database.execute("update inbound_messages set body = null")
    assert "The text is no longer kept." in web.get_page("/portal", **owner).text


def test_home_has_the_last_week_once_the_marts_are_built(web, practice_id, owner) -> None:
    assert "Week of" not in web.get_page("/portal", **owner).text
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
    assert "Week of" not in web.get_page("/portal", **owner).text
    web.database.execute(
        "insert into analytics.weekly_digest values (%s, '2026-02-22', '2026-02-28', 41, 39, 17, 0.44, 1, null, null, '[]', 0.5)",
        (practice_id,),
    )
    page = web.get_page("/portal", **owner).text
    assert "Week of Sun, Feb 22 to Sat, Feb 28" in page
    assert "<dd>41</dd>" in page
    assert "<dd>–</dd>" in page
    web.database.execute("alter table analytics.weekly_digest drop column clicked")
    assert web.get_page("/portal", **owner).status_code == 200


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ("update practices set status = 'past_due'", "payment failed"),
        ("update practices set status = 'canceled'", "subscription has ended"),
        (
            "update settings set sms_status = 'pending'",
            "have not approved texts from your practice yet. You need not do anything",
        ),
        (
            "update settings set sms_status = 'blocked'",
            "not taking our texts for your practice right now. You need not do anything",
        ),
    ],
)
def test_home_says_what_keeps_it_from_running(web, owner, change, text) -> None:
    web.database.execute(change)
    assert text in web.get_page("/portal", **owner).text


def connect_calendar(web, practice_id, source="gcal", **columns) -> None:
    known = {"status": "connected", "refresh_token": "sealed", "connected_at": web.now} | columns
    names, marks = ", ".join(known), ", ".join(["%s"] * len(known))
    web.database.execute(
        f"insert into calendar_connections (practice_id, source, {names}) values (%s, %s, {marks})".encode(),  # noqa: S608
        (practice_id, source, *known.values()),
    )


def part(page: str, title: str) -> str:
    """Give what the list of sources says of one of them."""
    [row] = re.findall(rf"<li><strong>{title}</strong>.*?</li>", page, re.DOTALL)
    return row


def test_home_says_of_each_source_how_it_is_doing(web, practice_id, owner) -> None:
    page = web.get_page("/portal", **owner).text
    assert "Not connected" in part(page, "Google Calendar")
    assert 'href="/connectors/gcal/connect"' in part(page, "Google Calendar")
    assert "Disconnect" not in part(page, "Google Calendar")
    assert "Not set up" in part(page, "Front desk")
    connect_calendar(
        web, practice_id, polled_at=web.now - timedelta(minutes=15),
        last_counts=json.dumps({"entries": 9, "accepted": 6, "not_a_visit_no_contact": 2}),
    )  # fmt: skip
    connect_calendar(
        web, practice_id, "outlook",
        status="disconnected", refresh_token=None, disconnected_at=web.now, reason="invalid_grant",
    )  # fmt: skip
    web.asked(practice_id)
    page = web.get_page("/portal", **owner).text
    google = part(page, "Google Calendar")
    assert "Connected, last read Wed, Mar 4, 11:45\u00a0AM" in google
    assert "Last reading: 6 new of 9. Without phone or email: 2." in google
    assert 'action="/connectors/gcal/disconnect"' in google
    assert 'href="/portal/calendars"' in google
    assert "Connect again" in part(page, "Outlook")
    assert "Visits in the last 30 days: 1;" in part(page, "Lists you upload")
    assert "Última lectura: 6 nuevas de 9" in web.get_page("/portal?lang=es", **owner).text


def test_a_calendar_that_cannot_be_read_is_offered_for_connecting_again(
    web, practice_id, owner
) -> None:
    connect_calendar(web, practice_id, failing_since=web.now - timedelta(hours=2))
    google = part(web.get_page("/portal", **owner).text, "Google Calendar")
    assert "Not readable since Wed, Mar 4, 10\u00a0AM" in google
    assert "Connect again" in google


def test_another_practices_calendar_is_not_shown(web, practice_id, owner) -> None:
    connect_calendar(web, web.practice(email="x@x.example.com"))
    assert "Not connected" in part(web.get_page("/portal", **owner).text, "Google Calendar")


def test_settings_are_saved_all_or_nothing_and_keep_what_is_not_asked(
    web, practice_id, owner
) -> None:
    bad = web.post_form("/portal/settings", SETTINGS | {"daily_cap": "0"}, **owner)
    assert bad.status_code == 422
    assert "whole number" in bad.text
    assert 'value="90"' in bad.text
    assert web.value("select cooldown_days from settings") == 180
    saved = web.post_form("/portal/settings", SETTINGS, **owner)
    assert (saved.status_code, saved.headers["location"]) == (303, "/portal/settings?saved=1")
    [row] = web.rows("select * from settings")
    assert (row["daily_cap"], row["cooldown_days"], row["send_delay_minutes"]) == (9, 90, 45)
    assert (row["default_locale"], row["digest_email"]) == ("es", "week@smile.example.com")
    assert str(row["quiet_hours_start"]) == "19:00:00"
    assert web.value("select timezone from practices") == "America/Denver"
    assert web.value("select source_place_id from practices") == PLACE
    assert web.count("attestations") == 0
    page = web.get_page("/portal/settings?saved=1", **owner).text
    assert "Saved." in page
    assert 'value="45"' in page


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [("", None, ""), (" $1,250.50 ", "1250.50", "1250.50"), ("40", "40.00", "40")],
)
def test_the_monthly_budget_is_set_shown_and_lifted(web, owner, typed, stored, shown) -> None:
    web.database.execute("update settings set monthly_budget_usd = 7")
    fields = SETTINGS | {"monthly_budget_usd": typed}
    assert web.post_form("/portal/settings", fields, **owner).status_code == 303
    assert web.value("select monthly_budget_usd::text from settings") == stored
    page = web.get_page("/portal/settings", **owner).text
    assert re.search(rf'name="monthly_budget_usd"[^>]* value="{re.escape(shown)}"', page)


@pytest.mark.parametrize("typed", ["0", "-5", "0.5", "100001", "1.234", "much", "1e3", "٣٤"])
def test_a_budget_that_is_no_amount_is_said_beside_it_and_nothing_is_saved(
    web, owner, typed
) -> None:
    bad = web.post_form(
        "/portal/settings?lang=es", SETTINGS | {"monthly_budget_usd": typed}, **owner
    )
    assert bad.status_code == 422
    assert "Indique un monto de $1 a $100,000" in bad.text
    assert web.value("select daily_cap from settings") == 50


def test_onboarding_again_leaves_the_budget_alone(web, practice_id) -> None:
    web.database.execute("update settings set monthly_budget_usd = 7")
    fields = SETTINGS | {
        "token": web.magic_link(practice_id), "consent_name": "Dr Kim", "consent_accepted": "true",
    }  # fmt: skip
    assert web.post_form("/onboard", fields).status_code in {200, 303}
    assert web.value("select monthly_budget_usd from settings") == 7


def test_a_language_once_chosen_is_remembered(web, practice_id, owner) -> None:
    page = web.get_page("/portal?lang=es", **owner)
    assert page.headers["content-language"] == "es"
    assert "lang=es" in page.headers["set-cookie"]
    both = {"Cookie": f"{owner['Cookie']}; lang=es"}
    assert '<html lang="es">' in web.get_page("/portal/settings", **both).text


def test_problems_are_named_in_the_pages_language(web, practice_id) -> None:
    web.database.execute("update settings set onboarding_completed_at = null")
    fields = {
        "token": web.magic_link(practice_id),
        "timezone": "x",
        "review_link": "http://g.page/x",
    }
    page = web.post_form("/onboard", fields, **{"Accept-Language": "es-US"})
    assert page.status_code == 422
    assert "El enlace debe empezar con https://." in page.text
    assert "Elija una zona horaria" in page.text
