"""The portal: the page, the form, the test message, new links."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from core.intake.context import IntakeContext
from core.intake.links import start_onboarding
from core.intake.onboarding import complete_onboarding, queue_proof
from core.store.database import connect

HTML = {
    "Accept": "text/html,application/xhtml+xml",
    "Content-Type": "application/x-www-form-urlencoded",
}


@pytest.fixture
def practice_id(web):
    practice_id = web.practice(status="provisioning", review_link=None)
    web.database.execute(
        "update settings set onboarding_completed_at = null, sms_status = 'pending'"
    )
    return practice_id


@pytest.fixture
def form(web, practice_id) -> dict[str, object]:
    return {
        "token": web.magic_link(practice_id),
        "timezone": "America/Denver",
        "quiet_hours_start": "19:30",
        "quiet_hours_end": "09:30",
        "daily_cap": 25,
        "default_locale": "es",
        "review_link": "https://search.google.com/local/writereview?placeid=ChIJN1t_tDeuEmsRUsoyG83frY4",
        "consent_name": "Dr. Kim",
        "consent_accepted": True,
    }


def post(web, path: str, body: dict[str, object], **headers: str):
    return web.client.simulate_post(
        path, body=json.dumps(body), headers={"Content-Type": "application/json"} | headers
    )


def test_the_form_saves_everything_and_signs_in(web, practice_id, form) -> None:
    answer = post(
        web,
        "/onboard",
        form | {"digest_email": "Weekly@Smile.example.com", "phone": "(510) 555-0123"},
    )
    assert answer.status_code == 200, answer.text
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("session=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    [practice] = web.rows("select * from practices")
    assert (practice["status"], practice["timezone"]) == ("active", "America/Denver")
    assert practice["source_place_id"] == "ChIJN1t_tDeuEmsRUsoyG83frY4"
    assert practice["phone"] == "+15105550123"
    [settings] = web.rows("select * from settings")
    assert str(settings["quiet_hours_start"]) == "19:30:00"
    assert (settings["daily_cap"], settings["default_locale"]) == (25, "es")
    assert settings["digest_email"] == "weekly@smile.example.com"
    assert settings["onboarding_completed_at"] == web.now
    [attestation] = web.rows("select * from attestations")
    assert (attestation["accepted_name"], attestation["accepted_at"]) == ("Dr. Kim", web.now)
    assert attestation["ip_hash"]
    [event] = web.events("onboarding_completed")
    assert event["payload"]["seconds"] == 180
    home = web.client.simulate_get("/portal", headers={"Cookie": cookie.partition(";")[0]})
    assert home.status_code == 200
    assert "Smile Dental" in home.text


def test_over_https_the_cookie_is_secure(make_web, web, practice_id, form) -> None:
    secure = make_web(app_base_url="https://app.example.com")
    answer = post(secure, "/onboard", form)
    assert "Secure" in answer.headers["set-cookie"]
    assert "strict-transport-security" in answer.headers


def test_a_link_is_used_up_by_saving(web, form) -> None:
    assert post(web, "/onboard", form).status_code == 200
    again = post(web, "/onboard", form)
    assert (again.status_code, again.json["error"]) == (410, "link_used")
    page = web.client.simulate_get(f"/onboard/{form['token']}")
    assert page.status_code == 410
    assert 'action="/portal/link"' in page.text
    assert len(web.events("onboarding_completed")) == 1


BAD = {
    "timezone": ["", "Mars/Base", "EST", "Pacific Time", None, 5, "../etc/passwd"],
    "quiet_hours_start": ["25:00", "8 pm", "20:60", "-1:00", True],
    "quiet_hours_end": ["x"],
    "daily_cap": [0, -1, 1001, "many", 1.5, True, "٣"],
    "default_locale": ["fr", "english"],
    "review_link": [
        "",
        "https://evil.example.com",
        "http://g.page/r/x/review",
        "javascript:alert(1)",
        None,
    ],
    "consent_name": ["", "  ", None, "x" * 200, "a\x07b"],
    "consent_accepted": [False, None, "false", "no", 0],
    "phone": ["123", "call me"],
    "email": ["nobody", "a@b"],
    "digest_email": ["x@"],
    "data_source": ["fax"],
    "send_delay_minutes": [-1, "soon", 100000],
    "cooldown_days": [-5, 99999],
    "name": ["x" * 121, ["a"]],
}


@pytest.mark.parametrize(("field", "value"), [(f, v) for f, values in BAD.items() for v in values])
def test_a_bad_answer_is_named_and_nothing_is_saved(web, form, field, value) -> None:
    answer = post(web, "/onboard", form | {field: value})
    assert answer.status_code == 422
    assert answer.json["error"] == "invalid"
    assert set(answer.json["fields"]) == {field}
    assert answer.json["fields"][field]
    assert web.value("select status from practices") == "provisioning"
    assert web.count("attestations") + web.count("portal_sessions") == 0
    assert web.value("select used_at from magic_links") is None
    assert post(web, "/onboard", form).status_code == 200


def test_quiet_hours_that_leave_no_time_to_send_are_refused(web, form) -> None:
    answer = post(
        web, "/onboard", form | {"quiet_hours_start": "08:00", "quiet_hours_end": "21:00"}
    )
    assert answer.status_code == 422
    assert "quiet_hours_start" in answer.json["fields"]


@pytest.mark.parametrize(
    "name",
    [
        *("timezone", "quiet_hours_start", "quiet_hours_end", "daily_cap", "default_locale"),
        *("review_link", "consent_name", "consent_accepted"),
    ],
)
@pytest.mark.parametrize("answer", [None, ""])
def test_what_must_be_answered_is_named_where_it_is_left_out(web, form, name, answer) -> None:
    refused = post(web, "/onboard", {**form, name: answer})
    assert (refused.status_code, set(refused.json["fields"])) == (422, {name})
    assert web.count("attestations") == 0


def test_opening_the_page_any_number_of_times_changes_nothing(web, practice_id, form) -> None:
    before = [web.count(table) for table in ("events", "portal_sessions", "attestations", "jobs")]
    for _ in range(3):
        page = web.client.simulate_get(f"/onboard/{form['token']}")
        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")
    assert "Smile Dental" in page.text
    assert page.text.index("/onboard/test-sms") < page.text.index('id="review_link"')
    assert 'value="20:00"' in page.text
    assert [
        web.count(table) for table in ("events", "portal_sessions", "attestations", "jobs")
    ] == before
    assert web.rows("select started_at, used_at from magic_links") == [
        {"started_at": None, "used_at": None}
    ]


@pytest.mark.parametrize("token", ["x", "a" * 120, "é", "%00", "a.b.c"])
def test_a_forged_link_is_answered_404(web, token) -> None:
    assert web.client.simulate_get(f"/onboard/{token}").status_code == 404
    assert post(web, "/onboard", {"token": token}).status_code == 404
    assert post(web, "/events/onboarding_started", {"token": token}).status_code == 404


def test_an_expired_link_is_answered_410_and_offers_a_new_one(web, practice_id, form) -> None:
    token = web.magic_link(practice_id, days=-1)
    page = web.client.simulate_get(f"/onboard/{token}")
    assert page.status_code == 410
    assert 'action="/portal/link"' in page.text
    assert post(web, "/onboard", form | {"token": token}).json["error"] == "link_expired"


def test_a_link_signed_for_another_purpose_opens_nothing(web, practice_id) -> None:
    from core.rules.tokens import issue_token  # noqa: PLC0415

    token = issue_token(
        web.config.hmac_secrets[0],
        practice_id=practice_id,
        purpose="unsubscribe",
        expires_at=web.now + timedelta(days=1),
        nonce=b"x",
    )
    assert web.client.simulate_get(f"/onboard/{token}").status_code == 404


def test_a_form_that_names_another_practice_is_refused(web, form) -> None:
    answer = post(web, "/onboard", form | {"practice_id": "00000000-0000-0000-0000-000000000001"})
    assert answer.status_code == 403


def test_the_first_opening_by_a_person_is_told_once(web, form) -> None:
    for _ in range(2):
        assert post(web, "/events/onboarding_started", {"token": form["token"]}).status_code == 204
    assert len(web.events("onboarding_started")) == 1
    assert web.value("select started_at from magic_links") == web.now


def test_a_browser_without_scripts_is_led_to_the_portal(web, form) -> None:
    body = urlencode(form | {"consent_accepted": "true"})
    answer = web.client.simulate_post("/onboard", body=body, headers=HTML)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/portal"
    assert "session=" in answer.headers["set-cookie"]


def at_once(web, database_url, work, times: int = 8) -> list:
    """Do something in several transactions that all begin together."""
    gate = threading.Barrier(times)

    def one(_: int):
        with connect(database_url) as connection:
            gate.wait()
            return work(IntakeContext(connection, web.config, web.sealer, web.now))

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(one, range(times)))


def test_a_link_saves_once_however_many_devices_save_at_once(web, database_url, form) -> None:
    outcomes = at_once(
        web, database_url, lambda c: complete_onboarding(c, form["token"], form, ip_hash=None)
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        *["LinkProblem"] * 7,
        "Onboarded",
    ]
    assert [web.count(table) for table in ("attestations", "portal_sessions")] == [1, 1]
    assert len(web.events("onboarding_completed")) == 1


def test_a_text_asked_for_several_times_at_once_is_one(web, database_url, practice_id) -> None:
    outcomes = at_once(
        web,
        database_url,
        lambda c: queue_proof(c, practice_id=practice_id, to="+14155550132", once="same"),
    )
    assert len({outcome.job_id for outcome in outcomes}) == 1
    assert web.count("jobs") == 1


def test_a_person_starts_once_however_many_tabs_say_so(web, database_url, form) -> None:
    at_once(
        web,
        database_url,
        lambda c: start_onboarding(c.connection, c.config, form["token"], now=c.now, ip_hash=None),
    )
    assert len(web.events("onboarding_started")) == 1


def test_a_second_tap_on_save_leads_home_too(web, form) -> None:
    headers = {"Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"}

    def tap(**more: str):
        fields = form | {"consent_accepted": "true"}
        return web.client.simulate_post("/onboard", body=urlencode(fields), headers=headers | more)

    first = tap()
    cookie = first.headers["set-cookie"].partition(";")[0]
    again = tap(Cookie=cookie)
    assert (again.status_code, again.headers["location"]) == (303, "/portal")
    assert tap().status_code == 410
    assert web.count("attestations") == 1


@pytest.mark.parametrize(
    ("address", "zone"),
    [
        ({"state": "TN", "postal_code": "", "country": "US"}, None),
        ({"state": "IN", "postal_code": "47501", "country": "US"}, None),
        ({"state": "", "postal_code": "46204", "country": "US"}, "America/Indiana/Indianapolis"),
        ({"state": "WA", "postal_code": "98101", "country": "US"}, "America/Los_Angeles"),
    ],
)
def test_where_the_address_leaves_the_zone_open_the_portal_asks(
    web, checkout_event, address, zone
) -> None:
    details = {"email": "k@k.example.com", "name": "Kim", "address": address}
    web.post_stripe(checkout_event(customer_details=details))
    [practice] = web.rows("select id, timezone from practices where email = 'k@k.example.com'")
    page = web.client.simulate_get(f"/onboard/{web.magic_link(practice['id'])}")
    assert ('<option value="">Please choose</option>' in page.text) is (zone is None)
    if zone is None:
        token = web.magic_link(practice["id"])
        answer = web.client.simulate_post("/onboard", json={"token": token})
        assert "time zone" in answer.json["fields"]["timezone"]


def test_a_browser_without_scripts_sees_errors_beside_its_answers(web, form) -> None:
    body = urlencode(form | {"review_link": "https://evil.example.com/?q=<b>", "daily_cap": "31"})
    answer = web.client.simulate_post("/onboard", body=body, headers=HTML)
    assert answer.status_code == 422
    assert 'id="review_link-problem"' in answer.text
    assert "https://evil.example.com/?q=&lt;b&gt;" in answer.text
    assert 'value="31"' in answer.text


def test_saving_again_with_a_new_link_keeps_the_first_completion(
    web, make_web, practice_id, form
) -> None:
    post(web, "/onboard", form)
    later = make_web(now=web.now + timedelta(days=1))
    again = form | {"token": later.magic_link(practice_id), "daily_cap": 7}
    assert post(later, "/onboard", again).status_code == 200
    [settings] = web.rows("select daily_cap, onboarding_completed_at from settings")
    assert settings == {"daily_cap": 7, "onboarding_completed_at": web.now}
    assert len(web.events("onboarding_completed")) == 1


def test_a_sample_is_queued_to_the_owners_phone(web, practice_id, form) -> None:
    body = {"token": form["token"], "to": "(415) 555-0132", "practice_id": str(practice_id)}
    answer = post(web, "/onboard/test-sms", body)
    assert answer.status_code == 202
    assert answer.json["status"] == "queued"
    [job] = web.rows("select * from jobs where type = 'send_proof'")
    assert job["id"] == answer.json["id"]
    assert (
        web.sealer.open(job["payload"]["to"], practice_id=practice_id, column="jobs.payload.to")
        == "+14155550132"
    )
    assert job["payload"]["to_hash"] == web.sealer.hash("+14155550132")
    assert web.value("select used_at from magic_links") is None
    assert "4155550132" not in str(job["payload"])


def test_samples_are_limited_by_ten_minutes_and_by_day(web, make_web, form) -> None:
    body = {"token": form["token"], "to": "+14155550132"}
    for _ in range(12):
        assert post(web, "/onboard/test-sms", body).status_code == 202
    next_one = post(web, "/onboard/test-sms", body)
    assert (next_one.status_code, next_one.json["error"]) == (429, "rate_limited")
    assert next_one.headers["retry-after"] == "600"
    for minutes in (10, 20):
        at = make_web(now=web.now + timedelta(minutes=minutes))
        answers = [post(at, "/onboard/test-sms", body).status_code for _ in range(12)]
    assert answers == [202] * 6 + [429] * 6
    assert web.value("select count(*) from jobs where type = 'send_proof'") == 30


def test_a_sample_needs_a_link_or_a_session_a_phone_and_the_right_practice(
    web, practice_id, form
) -> None:
    to = {"to": "+14155550132"}
    assert post(web, "/onboard/test-sms", to).status_code == 401
    assert post(web, "/onboard/test-sms", to | {"token": "forged"}).status_code == 404
    wrong = to | {"token": form["token"], "practice_id": "00000000-0000-0000-0000-000000000001"}
    assert post(web, "/onboard/test-sms", wrong).status_code == 403
    bad = post(web, "/onboard/test-sms", {"token": form["token"], "to": "nobody"})
    assert (bad.status_code, list(bad.json["fields"])) == (422, ["to"])
    assert post(web, "/onboard/test-sms", to, **web.session(practice_id)).status_code == 202


def test_the_state_of_a_sample_can_be_followed(web, practice_id, form) -> None:
    job_id = post(web, "/onboard/test-sms", {"token": form["token"], "to": "+14155550132"}).json[
        "id"
    ]
    headers = {"Authorization": f"Bearer {form['token']}"}
    path = f"/portal/messages/{job_id}/status"
    assert web.client.simulate_get(path, headers=headers).json["state"] == "queued"
    web.database.execute(
        "insert into messages (practice_id, purpose, channel, state, job_id) values (%s, 'proof', 'sms', 'delivered', %s)",
        (practice_id, job_id),
    )
    assert web.client.simulate_get(path, headers=headers).json["state"] == "delivered"
    web.database.execute("update messages set state = 'undelivered', error_code = '30006'")
    failed = web.client.simulate_get(path, headers=headers).json
    assert (failed["state"], failed["code"]) == ("failed", "30006")
    other = web.session(web.practice(email="x@x.example.com"))
    assert web.client.simulate_get(path, headers=other).status_code == 404
    assert web.client.simulate_get(path).status_code == 401
    assert (
        web.client.simulate_get("/portal/messages/9" * 1 + "9/status", headers=headers).status_code
        == 404
    )


def test_a_new_link_is_mailed_to_who_is_known_and_nobody_learns_who_that_is(
    web, practice_id
) -> None:
    known = post(web, "/portal/link", {"email": "OWNER@smile.example.com"})
    unknown = post(web, "/portal/link", {"email": "nobody@else.example.com"})
    nonsense = post(web, "/portal/link", {"email": 5})
    assert known.status_code == unknown.status_code == nonsense.status_code == 202
    assert known.text == unknown.text == nonsense.text
    [job] = web.rows("select payload from jobs where type = 'send_magic_link'")
    assert job["payload"]["reason"] == "requested"
    post(web, "/portal/link", {"email": "owner@smile.example.com"})
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
    assert web.client.simulate_post("/portal/pause", headers=headers).status_code == 401
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
