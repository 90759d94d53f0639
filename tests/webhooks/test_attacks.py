"""A part of each attack of `python -m benchmarks.attacks`, and what the suite calls a hole."""

from types import SimpleNamespace

import pytest

from benchmarks.attacks import links, signatures, suite
from benchmarks.attacks.neighbours import crosses_sites, is_let_in
from benchmarks.attacks.offices import open_offices
from benchmarks.attacks.pressure import limited_files
from benchmarks.attacks.suite import Finding, Size, attack
from benchmarks.attacks.target import Answer, Ask, changed, open_target
from webhooks.openapi import read_description

PART = Size(every=11, sockets=300, held=2)
NEIGHBOUR = SimpleNamespace(
    marks=("Neighbour Dental",), job_id="5", preview_id="7d1e", kept_link="t0k3n", id="b2"
)


def test_no_attack_gets_through(database_url) -> None:
    with limited_files(1024) as lift, open_target(database_url, workers=1) as target:
        lift()
        findings = list(attack(target, PART))
    assert [one for one in findings if not one.is_held] == []
    assert len(findings) == 12
    assert sum(one.tries for one in findings) > 1000


def test_the_whole_suite_tries_as_much_as_it_says(web) -> None:
    target = SimpleNamespace(web=web, amazon=signatures.rsa.generate_private_key(65537, 2048),
                             ask=lambda ask: Answer(ask, 303, {}, b""))  # fmt: skip
    own, other = open_offices(target)
    forged = [signatures.forge_stripe, signatures.forge_twilio, signatures.forge_amazon]
    assert sum(len(list(forge(target))) for forge in forged) >= 300
    altered = list(links.alter_links(own, other))
    assert len(altered) >= 300
    genuine = [make(token) for make, token in links.genuine_links(own)]
    assert not [ask for ask in altered if ask in genuine]


def test_every_route_that_takes_a_post_is_attacked_from_other_sites(web) -> None:
    posts = {path for path, item in read_description()["paths"].items() if "post" in item}
    assert set(suite.neighbours.list_posts()) == posts


@pytest.mark.parametrize(
    ("path", "body", "status", "shown", "is_hole"),
    [
        ("/portal", b"", 200, b"<h1>Own Dental</h1>", False),
        ("/portal", b"", 200, b"<h1>Neighbour Dental</h1>", True),
        ("/portal", b"", 404, b"Neighbour Dental", True),
        ("/portal/messages/5/status", b"", 200, b"{}", True),
        ("/portal/messages/5/status", b"", 404, b"{}", False),
        ("/portal/messages/55/status", b"", 200, b"{}", False),
        ("/portal/uploads/7d1e", b"", 303, b"", True),
        ("/portal/uploads/7d1e/rejects.csv", b"", 404, b"", False),
        ("/portal/sign-in", b'{"token": "t0k3n"}', 303, b"", True),
        ("/portal/sign-in", b'{"token": "t0k3n"}', 409, b"", False),
        ("/onboard/test-sms", b"practice_id=b2", 202, b"", True),
        ("/onboard/test-sms", b"practice_id=b2", 403, b"", False),
    ],
)
def test_a_neighbours_thing_that_is_shown_or_used_is_a_hole(
    path, body, status, shown, is_hole
) -> None:
    answer = Answer(Ask("POST", path, {}, body), status, {}, shown)
    assert is_let_in(answer, NEIGHBOUR) is is_hole


@pytest.mark.parametrize(
    ("path", "status", "is_hole"),
    [
        ("/portal/pause", 403, False),
        ("/portal/pause", 303, True),
        ("/portal/settings", 422, True),
        ("/webhooks/stripe", 400, False),
        ("/webhooks/stripe", 200, True),
    ],
)
def test_another_sites_post_that_is_looked_at_is_a_hole(path, status, is_hole) -> None:
    assert crosses_sites(Answer(Ask("POST", path), status, {}, b"")) is is_hole


def test_a_row_more_is_seen_of_its_practice(database_url, web) -> None:
    target = SimpleNamespace(web=web)
    rows = lambda **of: suite.Target.rows(target, **of)  # noqa: E731 - read at once below
    own, other = web.practice(), web.practice(email="b@b.example.com")
    before, theirs = rows(), rows(of=other)
    web.session(own)
    assert changed(before, rows()) == ["portal_sessions"]
    assert changed(theirs, rows(of=other)) == []
    web.database.execute("update practices set name = 'X' where id = %s", (other,))
    assert changed(theirs, rows(of=other)) == ["practices"]


@pytest.mark.parametrize(
    "figures", [{"accepted": 1}, {"stored": 1}, {"broken": 1}, {"late": 1}], ids=str
)
def test_one_figure_that_is_not_zero_fails_the_suite(figures) -> None:
    good = {"attack": "x", "tries": 9, "accepted": None, "stored": 0, "broken": 0}
    assert Finding(**good).is_held
    assert not Finding(**(good | figures)).is_held


def test_a_genuine_request_that_is_refused_ends_the_suite() -> None:
    target = SimpleNamespace(ask=lambda ask: Answer(ask, 403, {}, b""))
    with pytest.raises(AssertionError, match="is genuine, and answered 403"):
        suite._require_taken(target, [Ask("GET", "/portal")])
