"""GET and POST /u/{token}."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.outbox.composition import unsubscribe_link
from core.rules.tokens import issue_token


def link(web, practice_id, address: str, *, purpose: str = "unsubscribe") -> str:
    return issue_token(
        web.config.hmac_secrets[0],
        practice_id=practice_id,
        purpose=purpose,
        expires_at=web.now + timedelta(days=3650),
        nonce=bytes.fromhex(web.sealer.hash(address))[:16],
    )


@pytest.fixture
def practice_id(web):
    practice_id = web.practice()
    web.asked(practice_id, email="ana@example.com")
    return practice_id


def test_opening_the_link_changes_nothing(web, practice_id) -> None:
    page = web.client.simulate_get(f"/u/{link(web, practice_id, 'ana@example.com')}")
    assert page.status_code == 200
    assert 'method="post"' in page.text
    assert "Smile Dental" in page.text
    assert web.count("suppressions") + web.count("events") == 0


def test_one_click_needs_no_cookie_and_unsubscribes_once(web, practice_id) -> None:
    path = f"/u/{link(web, practice_id, 'ana@example.com')}"
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "cross-site"}
    for _ in range(2):
        answer = web.client.simulate_post(path, body="List-Unsubscribe=One-Click", headers=headers)
        assert answer.status_code == 200
    [stop] = web.rows("select * from suppressions")
    assert (stop["practice_id"], stop["channel"], stop["reason"]) == (
        practice_id,
        "email",
        "unsubscribe",
    )
    assert stop["contact_hash"] == web.sealer.hash("ana@example.com")
    [event] = web.events("unsubscribed")
    assert event["payload"]["contact_hash"] == web.sealer.hash("ana@example.com")
    assert web.value("select opted_out from patients") is False


def test_a_mail_program_may_send_a_multipart_form(web, practice_id) -> None:
    body = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    path = f"/u/{link(web, practice_id, 'ana@example.com')}"
    assert web.client.simulate_post(path, body=body, headers=headers).status_code == 200
    assert web.count("suppressions") == 1


def test_a_person_sees_a_confirmation(web, practice_id) -> None:
    path = f"/u/{link(web, practice_id, 'ana@example.com')}"
    page = web.client.simulate_post(path, headers={"Accept": "text/html"})
    assert "You are unsubscribed" in page.text


def test_the_office_can_leave_its_weekly_report(web) -> None:
    practice_id = web.practice(digest_email="weekly@smile.example.com")
    web.client.simulate_post(f"/u/{link(web, practice_id, 'weekly@smile.example.com')}")
    assert web.value("select contact_hash from suppressions") == web.sealer.hash(
        "weekly@smile.example.com"
    )


def test_only_the_one_practice_is_left(web, practice_id) -> None:
    other = web.practice(email="x@x.example.com")
    web.asked(other, email="ana@example.com")
    web.client.simulate_post(f"/u/{link(web, practice_id, 'ana@example.com')}")
    assert [r["practice_id"] for r in web.rows("select practice_id from suppressions")] == [
        practice_id
    ]


def test_a_forged_link_is_answered_404(web, practice_id) -> None:
    for token in ("x", link(web, practice_id, "ana@example.com", purpose="onboard")):
        assert web.client.simulate_get(f"/u/{token}").status_code == 404
        assert web.client.simulate_post(f"/u/{token}").status_code == 404
    assert web.count("suppressions") == 0


def test_an_address_that_is_known_no_more_is_answered_200(web, practice_id) -> None:
    assert (
        web.client.simulate_post(f"/u/{link(web, practice_id, 'gone@example.com')}").status_code
        == 200
    )
    assert web.count("suppressions") == 0


def test_a_link_outlives_every_rotation_of_what_signs_sessions(make_web) -> None:
    web = make_web()
    practice_id = web.practice()
    contact_hash = web.sealer.hash("owner@smile.example.com")
    link = unsubscribe_link(web.config, practice_id, contact_hash)
    path = link.removeprefix(web.config.app_base_url)
    newer = (b"newest" * 8, *web.config.data_encryption_keys)
    rotated = make_web(
        hmac_secrets=(b"third" * 8, b"second" * 8),
        data_encryption_keys=(newer[0][:32], *newer[1:]),
    )
    assert rotated.client.simulate_post(path).status_code == 200
    assert rotated.value("select contact_hash from suppressions") == contact_hash


def test_a_link_signed_with_another_data_key_is_forged(make_web) -> None:
    web = make_web()
    stranger = replace(web.config, data_encryption_keys=(b"x" * 32,), hmac_secrets=(b"y" * 32,))
    link = unsubscribe_link(stranger, web.practice(), web.sealer.hash("owner@smile.example.com"))
    path = link.removeprefix(web.config.app_base_url)
    assert web.client.simulate_post(path).status_code == 404
