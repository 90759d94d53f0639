"""Whom a practice never wants asked: put on the list, shown, kept from being asked, taken off."""

from html import unescape

import pytest


def page(web, **headers: str) -> str:
    answer = web.client.simulate_get("/portal/settings", headers={"Accept": "text/html"} | headers)
    assert answer.status_code == 200
    return unescape(answer.text)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("510 832 0143", "(510) 832-0143"), (" Staff@Example.COM ", "staff@example.com")],
)
def test_a_contact_is_put_on_the_list_once_and_taken_off(web, owner, typed, shown) -> None:
    for _ in range(2):
        answer = web.post_form("/portal/exclusions", {"contact": typed}, **owner)
        assert (answer.status_code, answer.headers["location"]) == (303, "/portal/settings#never")
    assert web.count("exclusions") == 1
    assert page(web, **owner).count(f"<span>{shown}</span>") == 1
    [row] = web.rows("select contact_hash, contact from exclusions")
    assert shown not in row["contact"]
    web.post_form("/portal/exclusions/remove", {"contact_hash": row["contact_hash"]}, **owner)
    assert web.count("exclusions") == 0


@pytest.mark.parametrize("typed", ["", "Ana", "12345", "staff@", "\0"])
def test_what_is_neither_phone_nor_email_is_said_beside_the_field(web, owner, typed) -> None:
    answer = web.post_form("/portal/exclusions", {"contact": typed}, **owner)
    assert answer.status_code == 422
    assert "neither a phone with its area code nor an email" in answer.text
    assert web.count("exclusions") == 0


def test_a_full_list_says_so(web, owner, monkeypatch) -> None:
    monkeypatch.setattr("core.consent.exclusions.MOST", 1)
    web.post_form("/portal/exclusions", {"contact": "5108320143"}, **owner)
    answer = web.post_form("/portal/exclusions", {"contact": "5108320144"}, **owner)
    assert answer.status_code == 422
    assert "The list is full" in answer.text


def test_nobody_sees_or_changes_another_practices_list(web, owner) -> None:
    web.post_form("/portal/exclusions", {"contact": "5108320143"}, **owner)
    [row] = web.rows("select contact_hash from exclusions")
    stranger = web.session(web.practice(email="x@x.example.com"))
    assert "(510) 832-0143</span>" not in page(web, **stranger)
    web.post_form("/portal/exclusions/remove", {"contact_hash": row["contact_hash"]}, **stranger)
    assert web.count("exclusions") == 1


@pytest.mark.parametrize("path", ["/portal/exclusions", "/portal/exclusions/remove"])
@pytest.mark.parametrize(
    ("headers", "status"), [({}, 401), ({"Sec-Fetch-Site": "cross-site"}, 403)], ids=str
)
def test_only_the_owners_own_page_may(web, owner, path, headers, status) -> None:
    signed_in = owner if headers else {}
    answer = web.post_form(path, {"contact": "5108320143"}, **signed_in, **headers)
    assert answer.status_code == status
    assert web.count("exclusions") == 0


def test_the_list_is_in_spanish_too(web, owner) -> None:
    spanish = {"Accept-Language": "es"}
    answer = web.post_form("/portal/exclusions", {"contact": "x"}, **owner, **spanish)
    assert "No preguntar nunca a esta persona" in answer.text
    assert "Esto no es un teléfono" in answer.text
