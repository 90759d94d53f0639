"""HEAD beside every GET, and the counts of what is refused."""

from uuid import uuid4

import pytest

from webhooks.openapi import read_description

NAMED = {"token": "x", "name": "portal.css", "code": "x", "job_id": "1"}
GETS = sorted(path for path, item in read_description()["paths"].items() if "get" in item)
CHANGING = {"date", "set-cookie", "location"}


@pytest.mark.parametrize("path", GETS)
def test_head_answers_as_get_does_without_a_body(web, owner, path) -> None:
    at = path.format(**NAMED, preview_id=uuid4())
    for headers in (owner, {"Accept": "text/html"}):
        get = web.client.simulate_get(at, headers=headers)
        head = web.client.simulate_head(at, headers=headers)
        assert head.status_code == get.status_code
        assert head.content == b""
        assert head.headers.keys() - CHANGING == get.headers.keys() - CHANGING


def test_refusals_are_counted_by_route_and_reason(web, practice_id) -> None:
    post = web.client.simulate_post
    post("/webhooks/stripe", body=b"{}")
    post("/webhooks/stripe", body=b"{}", headers={"Stripe-Signature": "t=1,v1=00"})
    post("/webhooks/twilio/status", body=b"a=b", headers={"X-Twilio-Signature": "x"})
    post("/webhooks/stripe", headers={"Content-Length": "20000000"})
    post("/portal/check-link", body=b"{")
    post("/connectors/frontdesk", body=b"{}")
    post("/connectors/frontdesk", body=b"{}", headers={"Authorization": "Bearer fd_x"})
    web.client.simulate_get("/r/abcdefgh")
    web.client.simulate_get("/wp-login.php")
    web.client.simulate_get("/wp-admin")
    web.client.simulate_delete("/portal")
    assert web.deps.refusals.snapshot() == {
        ("/webhooks/stripe", "missing_header"): 1,
        ("/webhooks/stripe", "mismatch"): 1,
        ("/webhooks/twilio/status", "mismatch"): 1,
        ("/webhooks/stripe", "too_large"): 1,
        ("/portal/check-link", "malformed"): 1,
        ("/connectors/frontdesk", "unauthorized"): 2,
        ("/r/{code}", "not_found"): 1,
        ("unknown", "not_found"): 2,
        ("/portal", "method_not_allowed"): 1,
    }


def test_links_that_open_nothing_are_counted_as_what_they_are(web, new_practice_id, form) -> None:
    expired = web.magic_link(new_practice_id, days=-1)
    web.get_page("/onboard/forged")
    web.client.simulate_get("/onboard/forged")
    web.get_page(f"/onboard/{expired}")
    web.post_form("/onboard", form | {"daily_cap": "many"})
    assert web.post_json("/onboard", form).status_code == 200
    web.get_page(f"/onboard/{form['token']}")
    web.get_page("/u/forged")
    web.client.simulate_post("/u/forged", body=b"List-Unsubscribe=One-Click")
    web.get_page("/r/abcdefgh")
    web.get_page("/checkouts/forged")
    web.get_page("/portal/confirm-address/forged")
    web.get_page("/portal")
    assert web.deps.refusals.snapshot() == {
        ("/onboard/{token}", "unknown_link"): 2,
        ("/onboard/{token}", "link_expired"): 1,
        ("/onboard/{token}", "link_used"): 1,
        ("/onboard", "invalid"): 1,
        ("/u/{token}", "not_found"): 2,
        ("/r/{code}", "not_found"): 1,
        ("/checkouts/{token}", "not_found"): 1,
        ("/portal/confirm-address/{token}", "not_found"): 1,
        ("/portal", "unauthorized"): 1,
    }


def test_what_is_refused_is_logged_without_what_was_sent(web, capsys) -> None:
    web.client.simulate_post(
        "/webhooks/twilio/inbound?x=secret",
        body=b"Body=private",
        headers={"X-Twilio-Signature": "forged"},
    )
    written = "".join(capsys.readouterr())
    assert "request_refused" in written
    assert not [word for word in ("secret", "private", "forged") if word in written]
