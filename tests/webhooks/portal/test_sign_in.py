"""The ways into the portal: links that open, are over, or are asked for anew."""

import re
from datetime import timedelta

from core.rules.tokens import issue_token, token_hash
from core.store.magic_links import insert_magic_link
from webhooks.portal import sign_in


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
    monkeypatch.setattr(sign_in, "_ANSWER_AFTER_SECONDS", 0.0)
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
        assert time.monotonic() - started >= sign_in._ANSWER_AFTER_SECONDS


def test_who_asks_for_links_too_often_gets_the_same_answer_and_no_mail(
    web, make_web, practice_id, monkeypatch
) -> None:
    monkeypatch.setattr(sign_in, "_ANSWER_AFTER_SECONDS", 0.0)
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


def _noting(function, seen: list[str], name: str):
    def noting(*args, **kwargs):
        seen.append(name)
        return function(*args, **kwargs)

    return noting
