"""Who may see and do what in the portal: sessions, other sites, links."""

import re
from datetime import timedelta

import pytest

from core.rules.tokens import issue_token, sign_value, token_hash
from core.store.magic_links import insert_magic_link
from webhooks.receivers import portal_link

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
    assert web.post_form(path, SETTINGS, **owner, **headers).status_code == 401
    assert web.value("select paused_at from settings") is None
    assert web.value("select daily_cap from settings") == 50
    assert [web.count(t) for t in ("frontdesk_tokens", "upload_previews", "visits")] == before


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_no_other_sites_page_signs_the_owner_out_or_in(web, practice_id, owner, headers) -> None:
    web.post_form("/portal/sign-out", {"everywhere": "true"}, **owner, **headers)
    assert web.get_page("/portal", **owner).status_code == 200
    token = web.magic_link(practice_id)
    assert web.post_form("/portal/sign-in", {"token": token}, **headers).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://falconframework.org"},
        {"Origin": "http://127.0.0.1:8000"},
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


def test_a_form_sent_with_a_link_that_is_over_gets_the_links_own_page(web, practice_id) -> None:
    web.database.execute("update settings set onboarding_completed_at = null")
    token = web.magic_link(practice_id, days=-1)
    page = web.post_form("/onboard/test-sms", {"token": token, "to": "+14155550132"})
    assert page.status_code == 410
    assert "<h1>This link has expired</h1>" in page.text
    assert 'action="/portal/link"' in page.text


def test_scanners_that_only_look_change_nothing(web, practice_id) -> None:
    web.database.execute("update settings set onboarding_completed_at = null")
    token = web.magic_link(practice_id)
    before = web.rows("select * from magic_links")
    for method in ("HEAD", "GET", "OPTIONS", "HEAD"):
        answer = web.client.simulate_request(method, f"/onboard/{token}")
        assert answer.status_code == 200
    assert web.client.simulate_head(f"/onboard/{token}").text == ""
    assert web.client.simulate_head("/onboard/forged").status_code == 404
    assert web.rows("select * from magic_links") == before
    assert [web.count(table) for table in ("events", "jobs", "place_lookups")] == [0, 0, 0]


def test_who_asks_for_the_text_without_scripts_has_started_too(web, practice_id) -> None:
    web.database.execute("update settings set onboarding_completed_at = null")
    token = web.magic_link(practice_id)
    for number in range(2):
        web.post_form(
            "/onboard/test-sms", {"token": token, "to": "+14155550132", "proof_once": number}
        )
    web.client.simulate_post("/events/onboarding_started", json={"token": token})
    assert len(web.events("onboarding_started")) == 1


def test_links_signed_with_the_previous_secret_still_open(web, make_web, practice_id) -> None:
    token = web.magic_link(practice_id)
    rotated = make_web(hmac_secrets=(b"n" * 32, web.config.hmac_secrets[0]))
    assert rotated.get_page(f"/onboard/{token}").status_code == 200
    retired = make_web(hmac_secrets=(b"n" * 32,))
    assert retired.get_page(f"/onboard/{token}").status_code == 404


def test_each_kind_of_bad_link_has_a_page_of_its_own_in_both_languages(web, practice_id) -> None:
    used = web.magic_link(practice_id)
    web.database.execute("update magic_links set used_at = %s", (web.now,))
    pages = [
        web.get_page(f"/onboard/{token}?lang={lang}").text
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
    page = web.get_page(f"/onboard/{token}", **owner)
    assert page.status_code == 410
    assert 'href="/portal"' in page.text


def test_a_new_link_of_a_practice_that_is_set_up_signs_in_with_one_button(web, practice_id) -> None:
    token = web.magic_link(practice_id)
    page = web.get_page(f"/onboard/{token}")
    assert 'action="/portal/sign-in"' in page.text
    assert web.count("portal_sessions") == 0
    answer = web.post_form("/portal/sign-in", {"token": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/portal")
    cookie = answer.headers["set-cookie"].partition(";")[0]
    assert web.get_page("/portal", Cookie=cookie).status_code == 200
    assert web.post_form("/portal/sign-in", {"token": token}).status_code == 410
    assert web.post_form("/portal/sign-in", {"token": "forged"}).status_code == 404


def test_the_button_does_not_skip_onboarding(web, practice_id) -> None:
    web.database.execute("update settings set onboarding_completed_at = null")
    token = web.magic_link(practice_id)
    assert web.post_form("/portal/sign-in", {"token": token}).status_code == 404
    assert web.value("select used_at from magic_links") is None


def test_asking_for_a_link_does_the_same_work_for_known_and_unknown_addresses(
    web, practice_id, monkeypatch
) -> None:
    monkeypatch.setattr(portal_link, "_ANSWER_AFTER_SECONDS", 0.0)
    statements: list[list[str]] = []
    for email in ("owner@smile.example.com", "nobody@else.example.com", "not an address"):
        seen: list[str] = []
        with monkeypatch.context() as patch:
            import core.onboarding.portal_links as links  # noqa: PLC0415

            patch.setattr(links, "enqueue_job", _noting(links.enqueue_job, seen, "enqueue"))
            patch.setattr(
                links, "count_visitor_use", _noting(links.count_visitor_use, seen, "count")
            )
            answer = web.post_form("/portal/link", {"email": email})
        statements.append(seen)
        assert answer.status_code == 202
    assert statements == [["count", "enqueue"]] * 3
    assert web.count("jobs") == 1


def test_every_answer_about_a_link_takes_the_same_time(web, practice_id) -> None:
    import time  # noqa: PLC0415

    for email in ("owner@smile.example.com", "nobody@else.example.com"):
        started = time.monotonic()
        web.post_form("/portal/link", {"email": email})
        assert time.monotonic() - started >= portal_link._ANSWER_AFTER_SECONDS


def test_who_asks_for_links_too_often_gets_the_same_answer_and_no_mail(
    web, make_web, practice_id, monkeypatch
) -> None:
    monkeypatch.setattr(portal_link, "_ANSWER_AFTER_SECONDS", 0.0)
    for number in range(30):
        web.post_form("/portal/link", {"email": f"guess{number}@smile.example.com"})
    answer = web.post_form("/portal/link", {"email": "owner@smile.example.com"})
    assert answer.status_code == 202
    assert web.count("jobs") == 0
    later = make_web(now=web.now + timedelta(hours=1))
    later.post_form("/portal/link", {"email": "owner@smile.example.com"})
    assert web.count("jobs") == 1
    assert web.value("select count(*) from visitor_uses where visitor_hash ~ '127'") == 0


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
    assert web.get_page(f"/onboard/{token}").status_code == 404


def _signed(web) -> str:
    return sign_value(web.config.hmac_secrets[0], "anything", purpose="session")


def _noting(function, seen: list[str], name: str):
    def noting(*args, **kwargs):
        seen.append(name)
        return function(*args, **kwargs)

    return noting
