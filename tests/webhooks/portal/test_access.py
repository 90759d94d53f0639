"""Who may see and do what in the portal: sessions, strangers, other sites."""

from datetime import timedelta

import pytest

from core.rules.tokens import sign_value, token_hash
from webhooks.openapi import read_description

FORM = {"Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"}
PLACE = "ChIJN1t_tDeuEmsRUsoyG83frY4"
LINK = f"https://search.google.com/local/writereview?placeid={PLACE}"
SETTINGS = {
    "name": "Smile Dental", "timezone": "America/Denver", "quiet_hours_start": "19:00",
    "quiet_hours_end": "10:00", "daily_cap": "9", "default_locale": "es", "review_link": LINK,
    "cooldown_days": "90", "send_delay_minutes": "45", "digest_email": "week@smile.example.com",
}  # fmt: skip


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example.com"},
    {"Origin": "null"},
    {"Origin": "http://["},
    {"Origin": "http://127.0.0.1:8000.evil.example.com"},
    {"Origin": "http://127.0.0.1:8001"},
    {"Referer": "https://evil.example.com/http://127.0.0.1:8000/"},
    {"Referer": "android-app://com.example"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize(
    "path",
    [
        "/portal/pause", "/portal/resume", "/portal/settings", "/portal/frontdesk-token",
        "/portal/uploads", "/portal/uploads/00000000-0000-0000-0000-000000000001",
        "/connectors/gcal/disconnect", "/connectors/outlook/disconnect",
    ],
)  # fmt: skip
def test_no_other_sites_page_acts_for_the_owner(web, owner, path, headers) -> None:
    before = [web.count(t) for t in ("frontdesk_tokens", "upload_previews", "visits")]
    answer = web.post_form(path, SETTINGS, **owner, **headers)
    assert answer.status_code == 403
    assert "<h1>Nothing was done</h1>" in answer.text
    assert web.post_json(path, {}, **owner, **headers).json["error"] == "cross_site"
    assert web.value("select paused_at from settings") is None
    assert web.value("select daily_cap from settings") == 50
    assert [web.count(t) for t in ("frontdesk_tokens", "upload_previews", "visits")] == before


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_no_other_sites_page_signs_the_owner_out_or_in(web, practice_id, owner, headers) -> None:
    left = web.post_form("/portal/sign-out", {"everywhere": "true"}, **owner, **headers)
    assert (left.status_code, left.cookies) == (403, {})
    assert web.get_page("/portal", **owner).status_code == 200
    token = web.magic_link(practice_id)
    assert web.post_form("/portal/sign-in", {"token": token}, **headers).status_code == 403
    for post in (web.post_form, web.post_json):
        entered = post("/onboard", SETTINGS | {"token": token}, **headers)
        assert (entered.status_code, entered.cookies) == (403, {})
    assert web.value("select used_at from magic_links") is None


POSTS = sorted(
    path
    for path, operations in read_description()["paths"].items()
    if "post" in operations and not path.startswith(("/webhooks/", "/u/"))
)


@pytest.mark.parametrize("path", POSTS)
def test_every_route_that_changes_something_refuses_other_sites(web, owner, path) -> None:
    answer = web.post_json(path, {}, **owner, Origin="https://evil.example.com")
    assert (answer.status_code, answer.json["error"]) == (403, "cross_site")


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_program_with_a_token_of_its_own_may_come_from_anywhere(
    web, practice_id, headers
) -> None:
    desk = web.frontdesk(practice_id)
    visit = {"first_name": "Ana", "phone": "+14155550132"}
    assert web.post_json("/connectors/frontdesk", visit, **desk, **headers).status_code == 201


def test_behind_https_a_page_that_anyone_on_the_way_can_write_is_another_site(make_web) -> None:
    web = make_web(app_base_url="https://app.example.com")
    owner = web.session(web.practice())
    answers = {
        origin: web.post_form("/portal/pause", Origin=origin, **owner).status_code
        for origin in ("http://app.example.com", "https://app.example.com")
    }
    assert answers == {"http://app.example.com": 403, "https://app.example.com": 303}


BROWSERS = {
    "a form": ("form", {}),
    "a script": ("json", {"Sec-Fetch-Site": "same-origin"}),
    "an older browser's script": ("json", {"Origin": "http://127.0.0.1:8000"}),
}


@pytest.mark.parametrize(("kind", "headers"), BROWSERS.values(), ids=BROWSERS)
def test_a_browser_changes_practice_only_where_its_owner_agrees(
    web, practice_id, owner, kind, headers
) -> None:
    other = web.practice(name="Lake <Dental>", email="x@x.example.com")
    form = SETTINGS | {
        "token": web.magic_link(other), "consent_name": "Dr Kim", "consent_accepted": "true",
    }  # fmt: skip
    post = web.post_form if kind == "form" else web.post_json
    for given in ({}, {"instead_of": str(other)}, {"instead_of": "x"}):
        refused = post("/onboard", form | given, **owner, **headers)
        assert (refused.status_code, refused.cookies) == (409, {})
    assert web.value("select used_at from magic_links") is None

    page = web.post_form(f"/onboard/{form['token']}", {"visits": "9"}, **owner).text
    assert "signed in for Smile Dental. This link is for Lake &lt;Dental&gt;" in page
    assert f'name="instead_of" value="{practice_id}"' in page
    agreed = post("/onboard", form | {"instead_of": str(practice_id)}, **owner, **headers)
    assert agreed.cookies["session"].value


def test_a_program_is_told_whose_session_ended(web, practice_id, owner) -> None:
    other = web.practice(email="x@x.example.com")
    form = SETTINGS | {"consent_name": "Dr Kim", "consent_accepted": True}
    answer = web.post_json("/onboard", form | {"token": web.magic_link(other)}, **owner)
    assert answer.json["instead_of"] == str(practice_id)
    again = web.post_json("/onboard", form | {"token": web.magic_link(practice_id)}, **owner)
    assert "instead_of" not in again.json


def test_the_button_behind_a_link_changes_practice_only_where_its_owner_agrees(
    web, practice_id, owner
) -> None:
    token = web.magic_link(web.practice(name="Lake Dental", email="x@x.example.com"))
    page = web.get_page(f"/onboard/{token}", **owner).text
    assert "signed in for Smile Dental. This link is for Lake Dental" in page
    assert "signed in for" not in web.get_page(f"/onboard/{token}").text
    form = {"token": token}
    refused = web.post_form("/portal/sign-in", form, **owner)
    assert (refused.status_code, refused.cookies) == (409, {})
    assert "<h1>You are signed in for another practice</h1>" in refused.text
    agreed = web.post_form("/portal/sign-in", form | {"instead_of": str(practice_id)}, **owner)
    assert agreed.status_code == 303
    assert agreed.cookies["session"].value


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://falconframework.org"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Referer": "http://127.0.0.1:8000/portal?x=https://evil.example.com"},
        {},
    ],
    ids=str,
)
def test_our_own_pages_and_programs_do(web, owner, headers) -> None:
    assert web.post_form("/portal/pause", **owner, **headers).status_code == 303
    assert web.value("select paused_at from settings") == web.now


def test_signing_out_everywhere_ends_every_session_of_this_practice_only(
    web, practice_id, owner
) -> None:
    tablet = web.session(practice_id)
    stranger = web.session(web.practice(email="x@x.example.com"))
    web.post_form("/portal/sign-out", **tablet)
    assert web.get_page("/portal", **tablet).status_code == 401
    assert web.get_page("/portal", **owner).status_code == 200
    web.post_form("/portal/sign-out", {"everywhere": "true"}, **web.session(practice_id))
    assert web.get_page("/portal", **owner).status_code == 401
    assert web.get_page("/portal", **stranger).status_code == 200


@pytest.mark.parametrize("path", ["/portal", "/portal/visits", "/portal/settings"])
def test_strangers_are_asked_to_sign_in(web, path) -> None:
    page = web.get_page(path)
    assert page.status_code == 401
    assert 'action="/portal/link"' in page.text


def test_only_a_hash_of_the_session_is_kept(web, owner) -> None:
    value = owner["Cookie"].partition("=")[2].rpartition(".")[0]
    [row] = web.rows("select token_hash, expires_at from portal_sessions")
    assert row == {"token_hash": token_hash(value), "expires_at": web.now + timedelta(days=30)}


def test_a_session_that_we_did_not_sign_opens_nothing(web, owner) -> None:
    value, _, mac = owner["Cookie"].partition("=")[2].rpartition(".")
    assert web.get_page("/portal", Cookie=f"session={value}.{mac}").status_code == 200
    forged = [
        value,
        f"{value}.",
        f".{mac}",
        f"{value}.{mac[::-1]}",
        f"{value}x.{mac}",
        "é",
        "x" * 5000,
    ]
    for cookie in forged:
        assert web.get_page("/portal", Cookie=f"session={cookie}").status_code == 401, cookie
    purpose = sign_value(web.config.hmac_secrets[0], value, purpose="onboard")
    assert web.get_page("/portal", Cookie=f"session={purpose}").status_code == 401


def test_sessions_signed_with_the_previous_secret_still_open(web, make_web, owner) -> None:
    rotated = make_web(hmac_secrets=(b"n" * 32, web.config.hmac_secrets[0]))
    assert rotated.get_page("/portal", **owner).status_code == 200
    assert make_web(hmac_secrets=(b"n" * 32,)).get_page("/portal", **owner).status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "status", "title"),
    [
        ("GET", "/nothing", 404, "There is nothing here"),
        ("GET", "/r/nothing", 404, "There is nothing here"),
        ("GET", "/portal/pause", 405, "There is nothing here"),
        ("POST", "/portal/pause", 401, "Sign in"),
        ("POST", "/portal/settings", 401, "Sign in"),
        ("POST", "/onboard/test-sms", 401, "Sign in"),
    ],
)
def test_a_person_reads_a_page_where_a_program_reads_json(web, method, path, status, title) -> None:
    def ask(accept: str):
        headers = {"Accept": accept, "Content-Type": FORM["Content-Type"]}
        return web.client.simulate_request(method, path, headers=headers)

    page = ask("text/html,application/xhtml+xml,*/*;q=0.8")
    assert (page.status_code, page.headers["content-language"]) == (status, "en")
    assert f"<h1>{title}</h1>" in page.text
    assert ask("*/*").json["error"]


def test_when_the_database_is_away_a_person_is_told_to_come_back(make_web, database_url) -> None:
    web = make_web(database_url=database_url.replace("/test_", "/gone_"))
    page = web.post_form("/portal/pause", Cookie=f"session={_signed(web)}; lang=es")
    assert (page.status_code, page.headers["retry-after"]) == (503, "5")
    assert "<h1>Intente de nuevo en un momento</h1>" in page.text


def _signed(web) -> str:
    return sign_value(web.config.hmac_secrets[0], "anything", purpose="session")
