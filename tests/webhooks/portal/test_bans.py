"""What keeps somebody from being asked is shown to the owner, and lifted on a confirmed word."""

from html import unescape

import pytest

from tests.webhooks.connectors.test_frontdesk import send

PHONE = "(415) 555-0132"


def post(web, path, contact=PHONE, *, signed_in, **form):
    answer = web.post_form(path, {"contact": contact} | form, **signed_in)
    return answer.status_code, unescape(answer.text)


@pytest.fixture
def banned(web, practice_id):
    """Let the front desk type a remark."""
    answer = send(web, web.frontdesk(practice_id), first_name="Ana (do not text)")
    assert answer.status_code == 422
    assert "not to be asked" in answer.json["fields"]["first_name"]
    assert web.count("suppressions") == 1


def test_a_ban_is_shown_confirmed_and_lifted(web, owner, banned) -> None:
    status, page = post(web, "/portal/bans", signed_in=owner)
    assert (status, web.count("suppressions")) == (200, 1)
    assert "that they want no texts" in page
    assert 'action="/portal/bans/lift"' in page
    status, page = post(web, "/portal/bans/lift", signed_in=owner, confirmed="true")
    assert "From their next visit on they are asked again" in page
    assert web.count("suppressions") == 0
    [event] = web.events("ban_lifted")
    assert event["payload"]["bans"] == ["no_texts_wanted"]
    assert "Nothing forbids asking" in post(web, "/portal/bans", signed_in=owner)[1]


def test_without_a_confirmation_nothing_is_lifted(web, owner, banned) -> None:
    status, page = post(web, "/portal/bans/lift", signed_in=owner)
    assert (status, web.count("suppressions")) == (200, 1)
    assert "that they want no texts" in page


def test_a_stop_is_told_and_cannot_be_lifted(web, owner, practice_id) -> None:
    web.asked(practice_id, phone="+14155550132")
    web.post_text("STOP", From="+14155550132")
    page = post(web, "/portal/bans", signed_in=owner)[1]
    assert "replying START" in page
    assert "/portal/bans/lift" not in page
    post(web, "/portal/bans/lift", signed_in=owner, confirmed="true")
    assert web.value("select reason from suppressions where channel = 'sms'") == "stop"


@pytest.mark.parametrize("path", ["/portal/bans", "/portal/bans/lift"])
@pytest.mark.parametrize("typed", ["", "Ana", "12345", "staff@"])
def test_what_is_neither_phone_nor_email_is_said(web, owner, path, typed) -> None:
    status, page = post(web, path, typed, signed_in=owner, confirmed="true")
    assert status == 422
    assert "neither a phone with its area code nor an email" in page


@pytest.mark.parametrize("path", ["/portal/bans", "/portal/bans/lift"])
@pytest.mark.parametrize(
    ("headers", "status"), [({}, 401), ({"Sec-Fetch-Site": "cross-site"}, 403)], ids=str
)
def test_only_the_owners_own_page_may(web, owner, banned, path, headers, status) -> None:
    signed_in = owner if headers else {}
    form = {"contact": PHONE, "confirmed": "true"}
    assert web.post_form(path, form, **signed_in, **headers).status_code == status
    assert web.count("suppressions") == 1


def test_nobody_lifts_what_another_practice_was_told(web, banned) -> None:
    stranger = web.session(web.practice(email="x@x.example.com"))
    assert "Nothing forbids" in post(web, "/portal/bans", signed_in=stranger)[1]
    post(web, "/portal/bans/lift", signed_in=stranger, confirmed="true")
    assert web.count("suppressions") == 1
