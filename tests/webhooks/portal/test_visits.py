"""Visit lists with a preview, and the front desk's tablet."""

import re
from datetime import timedelta

import pytest

from core.rules.tokens import token_hash
from tests.flags import turn

CSV = b"First name,Phone,Visit date\nAna,(415) 555-0132,2026-03-03\n=Bo,415-555-0133,2026-03-03\nCy,12,2026-03-03\n"


def upload(web, headers: dict[str, str], data: bytes = CSV, name: str = "march.csv"):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + name.encode() + b'"\r\n'
        b"Content-Type: text/csv\r\n\r\n" + data + b"\r\n--x--\r\n"
    )
    kind = {"Content-Type": "multipart/form-data; boundary=x", "Accept": "text/html"}
    return web.client.simulate_post("/portal/uploads", body=body, headers=headers | kind)


def preview_of(page) -> str:
    return re.search(r'action="(/portal/uploads/[0-9a-f-]{36})"', page.text)[1]


def test_a_list_is_taken_in_only_after_a_yes_for_its_patients(web, practice_id, owner) -> None:
    shown = upload(web, owner)
    assert shown.status_code == 200
    assert "Take in one visit" in shown.text
    assert web.count("visits") + web.count("events") == 0
    path = preview_of(shown)
    unsure = web.post_form(path, **owner)
    assert unsure.status_code == 422
    assert "confirm that these patients agreed" in unsure.text
    assert web.count("visits") == 0
    done = web.post_form(path, {"attested": "true"}, **owner)
    assert done.status_code == 200
    assert "Taken in" in done.text
    assert web.count("visits") == 1
    [word] = web.rows("select version, statement, ip_hash from attestations")
    assert word["version"].startswith("list-")
    assert "agreed" in word["statement"]
    assert web.post_form(path, {"attested": "true"}, **owner).status_code == 410
    assert web.count("visits") == 1
    assert (
        web.value(
            "select count(*) from upload_previews where sealed_file is not null and confirmed_at is not null"
        )
        == 0
    )


def test_what_waits_for_a_yes_is_sealed_and_forgotten_after_a_day(
    web, make_web, practice_id, owner
) -> None:
    path = preview_of(upload(web, owner))
    [row] = web.rows("select * from upload_previews")
    assert "Ana" not in str(row)
    tomorrow = make_web(now=web.now + timedelta(hours=25))
    assert tomorrow.post_form(path, {"attested": "true"}, **owner).status_code == 410
    upload(tomorrow, owner)
    assert web.count("upload_previews") == 1


def test_the_rows_to_mend_come_back_with_reasons_and_without_formulas(
    web, practice_id, owner
) -> None:
    path = preview_of(upload(web, owner))
    got = web.get_page(f"{path}/rejects.csv", **owner)
    assert got.headers["content-type"].startswith("text/csv")
    assert "attachment" in got.headers["content-disposition"]
    lines = got.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "What to mend (dates: month/day/year),First name,Phone,Visit date"
    assert lines[1].endswith(",'=Bo,415-555-0133,2026-03-03")
    assert "Cy,12,2026-03-03" in lines[2]
    mended = got.content.decode("utf-8-sig").replace("'=Bo", "Bo").replace(",12,", ",415-555-0134,")
    assert "Take in 2 visits" in upload(web, owner, mended.encode()).text


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (b"", "column names and no visits"),
        (b"Cy,12,2026-03-03\n", "No row of this list can be taken in as it is"),
        (b"Ana,(415) 555-0132,2026-03-03\n", "known already: there is nothing to take in"),
    ],
)
def test_a_list_that_brings_nothing_says_why_and_asks_for_no_yes(web, owner, rows, text) -> None:
    heading = b"First name,Phone,Visit date\n"
    known = preview_of(upload(web, owner, heading + b"Ana,(415) 555-0132,2026-03-03\n"))
    web.post_form(known, {"attested": "true"}, **owner)
    page = upload(web, owner, heading + rows).text
    assert text in page
    assert 'name="attested"' not in page


def test_a_list_of_missed_visits_alone_can_be_confirmed(web, owner) -> None:
    heading = b"First name,Phone,Visit date,Status\n"
    row = b"Ana,(415) 555-0132,2026-03-03"
    came = preview_of(upload(web, owner, heading + row + b",Complete\n"))
    web.post_form(came, {"attested": "true"}, **owner)
    shown = upload(web, owner, heading + row + b",No show\n")
    assert "One visit that we had heard of is not asked about" in shown.text
    assert web.value("select status from review_requests") == "queued"
    web.post_form(preview_of(shown), {"attested": "true"}, **owner)
    assert web.value("select status from review_requests") == "skipped"


def test_a_list_belongs_to_the_practice_that_uploaded_it(web, practice_id, owner) -> None:
    path = preview_of(upload(web, owner))
    other = web.session(web.practice(email="x@x.example.com"))
    assert web.post_form(path, {"attested": "true"}, **other).status_code == 410
    assert web.get_page(f"{path}/rejects.csv", **other).status_code == 404
    assert web.get_page(f"{path}/rejects.csv").status_code == 401
    assert web.count("visits") == 0


@pytest.mark.parametrize(
    ("data", "status", "text"),
    [
        (b"", 422, "The file is empty."),
        (b"PK\x03\x04zip", 422, "Excel file"),
        (b"a,b\n1,2\n", 422, "No row with column names"),
        (b"x" * (10 * 1024 * 1024 + 1), 413, "larger than 10 MB"),
    ],
    ids=["empty", "excel", "no heading", "too large"],
)
def test_a_file_that_is_no_list_is_refused_in_words(web, owner, data, status, text) -> None:
    page = upload(web, owner, data)
    assert page.status_code == status
    assert text in page.text
    assert 'action="/portal/uploads"' in page.text


def test_a_front_desk_link_is_shown_once_and_ends_the_one_before(web, practice_id, owner) -> None:
    links = [
        re.search(
            r'href="(http://127.0.0.1:8000/frontdesk#token=(fd_[\w-]+))"',
            web.post_form("/portal/frontdesk-token", **owner).text,
        )
        for _ in range(2)
    ]
    assert links[0][2] != links[1][2]
    assert web.value("select token_hash from frontdesk_tokens") == token_hash(links[1][2])
    assert links[1][2] not in web.get_page("/portal/visits", **owner).text


def test_the_tablets_page_is_an_app_of_its_own(web) -> None:
    page = web.get_page("/frontdesk")
    assert page.status_code == 200
    manifest = web.client.simulate_get("/frontdesk/manifest.webmanifest")
    assert manifest.headers["content-type"] == "application/manifest+json"
    assert manifest.json["scope"] == manifest.json["start_url"] == "/frontdesk"
    for icon in manifest.json["icons"]:
        assert web.client.simulate_get(icon["src"].partition("?")[0]).status_code == 200
    worker = web.client.simulate_get("/frontdesk/sw.js")
    assert worker.headers["service-worker-allowed"] == "/frontdesk"
    assert worker.headers["content-type"].startswith("text/javascript")
    assert "VERSION" not in worker.text
    policy = page.headers["content-security-policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy


def test_what_is_switched_off_is_not_there(make_web, web, practice_id, owner) -> None:
    off = turn(web.config.features, csv=False, frontdesk=False, gcal=False, outlook=False)
    plain = make_web(features=off)
    for path in ("/frontdesk", "/frontdesk/sw.js", "/frontdesk/manifest.webmanifest"):
        assert plain.get_page(path).status_code == 404
    assert upload(plain, owner).status_code == 404
    assert plain.post_form("/portal/frontdesk-token", **owner).status_code == 404
    page = plain.get_page("/portal/visits", **owner)
    assert page.status_code == 200
    assert "Google Calendar" not in page.text
