"""The portal: the page, the form, the test message, new links."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

HTML = {
    "Accept": "text/html,application/xhtml+xml",
    "Content-Type": "application/x-www-form-urlencoded",
}


def test_the_form_saves_everything_and_signs_in(web, new_practice_id, form) -> None:
    answer = web.post_json(
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


def test_over_https_the_cookie_is_secure(make_web, web, new_practice_id, form) -> None:
    secure = make_web(app_base_url="https://app.example.com")
    answer = secure.post_json("/onboard", form)
    assert "Secure" in answer.headers["set-cookie"]
    assert "strict-transport-security" in answer.headers


def test_a_link_is_used_up_by_saving(web, form) -> None:
    assert web.post_json("/onboard", form).status_code == 200
    again = web.post_json("/onboard", form)
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
    answer = web.post_json("/onboard", form | {field: value})
    assert answer.status_code == 422
    assert answer.json["error"] == "invalid"
    assert set(answer.json["fields"]) == {field}
    assert answer.json["fields"][field]
    assert web.value("select status from practices") == "provisioning"
    assert web.count("attestations") + web.count("portal_sessions") == 0
    assert web.value("select used_at from magic_links") is None
    assert web.post_json("/onboard", form).status_code == 200


def test_quiet_hours_that_leave_no_time_to_send_are_refused(web, form) -> None:
    answer = web.post_json(
        "/onboard", form | {"quiet_hours_start": "08:00", "quiet_hours_end": "21:00"}
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
    refused = web.post_json("/onboard", {**form, name: answer})
    assert (refused.status_code, set(refused.json["fields"])) == (422, {name})
    assert web.count("attestations") == 0


def test_the_page_shows_a_long_name_as_texts_carry_it(web, new_practice_id, form) -> None:
    web.database.execute(
        "update practices set name = 'Sunrise Valley Family and Cosmetic Dentistry'"
    )
    page = web.client.simulate_get(f"/onboard/{form['token']}").text
    assert "Texts shorten it to “Sunrise Valley Dentistry”." in page
    assert page.count("Sunrise Valley Dentistry: ") == 2
    web.database.execute("update practices set name = 'Sunrise Valley Dentistry'")
    assert "Texts shorten" not in web.client.simulate_get(f"/onboard/{form['token']}").text


def test_opening_the_page_any_number_of_times_changes_nothing(web, new_practice_id, form) -> None:
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
    assert web.post_json("/onboard", {"token": token}).status_code == 404
    assert web.post_json("/events/onboarding_started", {"token": token}).status_code == 404


def test_an_expired_link_is_answered_410_and_offers_a_new_one(web, new_practice_id, form) -> None:
    token = web.magic_link(new_practice_id, days=-1)
    page = web.client.simulate_get(f"/onboard/{token}")
    assert page.status_code == 410
    assert 'action="/portal/link"' in page.text
    assert web.post_json("/onboard", form | {"token": token}).json["error"] == "link_expired"


def test_a_link_signed_for_another_purpose_opens_nothing(web, new_practice_id) -> None:
    from core.rules.tokens import issue_token  # noqa: PLC0415

    token = issue_token(
        web.config.hmac_secrets[0],
        practice_id=new_practice_id,
        purpose="unsubscribe",
        expires_at=web.now + timedelta(days=1),
        nonce=b"x",
    )
    assert web.client.simulate_get(f"/onboard/{token}").status_code == 404


def test_a_form_that_names_another_practice_is_refused(web, form) -> None:
    answer = web.post_json(
        "/onboard", form | {"practice_id": "00000000-0000-0000-0000-000000000001"}
    )
    assert answer.status_code == 403


def test_the_first_opening_by_a_person_is_told_once(web, form) -> None:
    for _ in range(2):
        assert (
            web.post_json("/events/onboarding_started", {"token": form["token"]}).status_code == 204
        )
    assert len(web.events("onboarding_started")) == 1
    assert web.value("select started_at from magic_links") == web.now


def test_a_browser_without_scripts_is_led_to_the_portal(web, form) -> None:
    body = urlencode(form | {"consent_accepted": "true"})
    answer = web.client.simulate_post("/onboard", body=body, headers=HTML)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/portal"
    assert "session=" in answer.headers["set-cookie"]


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
    web, make_web, new_practice_id, form
) -> None:
    web.post_json("/onboard", form)
    later = make_web(now=web.now + timedelta(days=1))
    again = form | {"token": later.magic_link(new_practice_id), "daily_cap": 7}
    assert later.post_json("/onboard", again).status_code == 200
    [settings] = web.rows("select daily_cap, onboarding_completed_at from settings")
    assert settings == {"daily_cap": 7, "onboarding_completed_at": web.now}
    assert len(web.events("onboarding_completed")) == 1
