"""A source that is switched off is not there: no route answers, no page speaks of it."""

import pytest

from tests.flags import turn

ROUTES = {
    "csv": [
        ("POST", "/connectors/csv/upload"),
        ("POST", "/portal/uploads"),
        ("POST", "/portal/uploads/5b6f6f0e-8c1f-4a53-9f0a-0d6f3f2f1a11"),
        ("GET", "/portal/uploads/5b6f6f0e-8c1f-4a53-9f0a-0d6f3f2f1a11/rejects.csv"),
    ],
    "frontdesk": [
        ("POST", "/connectors/frontdesk"),
        ("POST", "/portal/frontdesk-token"),
        ("GET", "/frontdesk"),
        ("GET", "/frontdesk/manifest.webmanifest"),
        ("GET", "/frontdesk/sw.js"),
    ],
    "gcal": [("GET", "/connectors/gcal/auth"), ("GET", "/connectors/gcal/callback")],
    "outlook": [("GET", "/connectors/outlook/auth"), ("GET", "/connectors/outlook/callback")],
}
SAID = {
    "csv": ["Upload a list", "Lists you upload", "/portal/uploads", "CSV"],
    "frontdesk": ["Front desk", "front-desk", "/frontdesk"],
    "gcal": ["Google Calendar", "/connectors/gcal"],
    "outlook": ["Outlook", "/connectors/outlook"],
}


@pytest.mark.parametrize("source", ROUTES)
def test_no_route_of_a_source_that_is_off_answers(make_web, web, owner, source) -> None:
    off = make_web(features=turn(web.config.features, **{source: False}))
    for method, path in ROUTES[source]:
        for headers in ({}, owner):
            answer = off.client.simulate_request(method, path, headers=headers)
            assert (path, answer.status_code) == (path, 404)
        assert web.client.simulate_request(method, path).status_code != 404


@pytest.mark.parametrize("source", SAID)
def test_no_page_speaks_of_a_source_that_is_off(make_web, web, practice_id, source) -> None:
    off = make_web(features=turn(web.config.features, **{source: False}))
    link = f"/onboard/{web.magic_link(practice_id)}"
    for path in ("/portal", "/portal/visits", "/portal/settings", link):
        there, gone = (app.get_page(path, **web.session(practice_id)) for app in (web, off))
        assert (there.status_code, gone.status_code) == (200, 200)
        assert [word for word in SAID[source] if word in gone.text] == [], path
    assert any(
        word in web.get_page("/portal/visits", **web.session(practice_id)).text
        for word in SAID[source]
    )
