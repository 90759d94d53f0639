"""What the onboarding page answers while it is filled in: the test message, link, forecast."""

import json
import re

from core.onboarding.onboarding import _PROOF_LIMIT

PLACE = "ChIJN1t_tDeuEmsRUsoyG83frY4"
LINK = f"https://search.google.com/local/writereview?placeid={PLACE}"


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
        page = web.post_form("/onboard/test-sms", fields)
        assert page.status_code == 202
        assert "Dr. &lt;Kim&gt;" in page.text
        assert 'data-state="queued"' in page.text
    [job] = web.rows("select id, payload from jobs")
    assert job["payload"]["locale"] == "es"
    web.database.execute(
        "insert into messages (practice_id, purpose, channel, state, error_code, job_id) values (%s, 'proof', 'sms', 'undelivered', '30006', %s)",
        (practice_id, job["id"]),
    )
    page = web.post_form(f"/onboard/{token}?lang=es", fields | {"proof_id": job["id"]})
    assert "Es un teléfono fijo" in page.text
    bad = web.post_form("/onboard/test-sms", fields | {"to": "12", "proof_once": "x"})
    assert bad.status_code == 422
    assert "This is not a valid phone number." in bad.text
    assert web.count("jobs") == 1


def test_the_page_shows_the_very_text_and_its_link_leads_to_google(web, practice_id) -> None:
    web.database.execute("update settings set onboarding_completed_at = null, review_link = null")
    web.database.execute("update practices set name = 'Sonrisas & Co', city = 'Oakland'")
    page = web.get_page(f"/onboard/{web.magic_link(practice_id)}")
    link = re.search(r"Sonrisas &amp; Co: Hi Maria, [^<]* (http\S+)(/r/\S+) Reply STOP", page.text)
    assert link is not None
    assert f"Hola Maria, gracias por venir. ¿Nos deja una reseña en Google? {link[1]}{link[2]}" in (
        page.text
    )
    found = web.client.simulate_get(link[2])
    assert (found.status_code, found.headers["location"]) == (
        302,
        "https://www.google.com/maps/search/?api=1&query=Sonrisas+%26+Co%2C+Oakland",
    )
    assert web.count("events") == 0


def test_once_there_is_a_review_link_the_owners_text_leads_there(web, practice_id) -> None:
    code = web.value("select proof_code from practices")
    assert web.client.simulate_get(f"/r/{code}").headers["location"].startswith("https://")
    assert web.client.simulate_get(f"/r/{code}").headers["location"] == web.value(
        "select review_link from settings"
    )
    assert web.count("events") == 0


def test_a_text_that_was_never_sent_says_why(web, practice_id) -> None:
    web.database.execute("update settings set onboarding_completed_at = null")
    token = web.magic_link(practice_id)
    web.post_form("/onboard/test-sms", {"token": token, "to": "(415) 555-0132"})
    [job] = web.rows("update jobs set status = 'done' returning id")
    web.database.execute(
        "insert into events (practice_id, type, payload) values (%s, 'proof_sms_fail', %s::jsonb)",
        (practice_id, json.dumps({"code": "suppressed", "job_id": job["id"]})),
    )
    answer = web.client.simulate_get(
        f"/portal/messages/{job['id']}/status", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.json["state"] == "failed"
    assert answer.json["code"] == "suppressed"
    assert "opted out" in answer.json["message"]


def test_over_the_limit_the_page_says_so_and_keeps_what_was_typed(web, practice_id) -> None:
    web.database.execute("update settings set onboarding_completed_at = null")
    fields = {"token": web.magic_link(practice_id), "to": "+14155550132", "consent_name": "Kim"}
    most = _PROOF_LIMIT.short_max
    *within, over = (
        web.post_form("/onboard/test-sms", fields | {"proof_once": n}) for n in range(most + 1)
    )
    assert {answer.status_code for answer in within} == {202}
    assert (over.status_code, over.headers["retry-after"]) == (429, "600")
    assert 'value="Kim"' in over.text
    assert "Try again in 10 minutes" in over.text


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


def test_a_pasted_link_is_shown_back_as_its_place_once_it_is_looked_up(web, practice_id) -> None:
    web.database.execute("update settings set onboarding_completed_at = null, review_link = null")
    token, other = web.magic_link(practice_id), web.session(web.practice(email="x@x.example.com"))

    def ask(**headers: str):
        sent = {"Content-Type": "application/json"} | headers
        body = json.dumps({"url": LINK} | ({} if headers else {"token": token}))
        return web.client.simulate_post("/portal/check-link", body=body, headers=sent).json

    waiting = {
        "ok": True,
        "pending": True,
        "message": "This leads to Google. Looking up the place…",
    }
    assert ask() == waiting
    assert web.value("select type from jobs") == "look_up_place"
    web.database.execute(
        "update place_lookups set answered_at = %s, name = 'Lakeside', total_reviews = 88, average_rating = 4.6",
        (web.now,),
    )
    assert ask() == {"ok": True, "message": "Lakeside on Google: 88 reviews, 4.6 stars"}
    page = web.post_form(f"/onboard/{token}?lang=es", {"review_link": LINK})
    assert "Lakeside en Google: 88 reseñas, 4.6 estrellas" in page.text
    assert ask(**other) == waiting
    assert ask(Cookie="session=forged") == {
        "ok": True,
        "message": "This leads to Google. Patients will land there.",
    }
    web.database.execute("update place_lookups set name = null, error = 'NOT_FOUND'")
    assert ask()["message"] == "Google knows no such place. Please copy the link once more."


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
    page = web.get_page(f"/onboard/{web.magic_link(practice_id)}?visits=160")
    assert "chance of ten new reviews in 30 days" in page.text
