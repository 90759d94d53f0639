"""Requests that another site's page makes, and one practice's people at their neighbour's things.

Both go through every route that the description of the API has, so that a new one is attacked too.
"""

import json
from collections.abc import Iterator
from urllib.parse import urlencode
from uuid import uuid4

from benchmarks.attacks.offices import Office
from benchmarks.attacks.signatures import FORM
from benchmarks.attacks.target import Answer, Ask
from webhooks.openapi import read_description

ELSEWHERE: tuple[dict[str, str], ...] = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
    {"Origin": "https://evil.example.com"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1.evil.example.com"},
    {"Referer": "https://evil.example.com/portal"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example.com", "Referer": "x"},
)
SIGNED = ("/webhooks/", "/u/")
"""Refused for want of a signature: these may be asked for from anywhere."""
_PUBLIC = ("/r/", "/u/")
_LAST = ("/portal/frontdesk-token", "/portal/sign-out")
"""They end what the other attempts are made with."""
_JSON = {"Content-Type": "application/json"}


def list_posts() -> list[str]:
    """Give every route that takes a POST, those last that end a session or a token."""
    paths = read_description()["paths"]
    posts = sorted(path for path, item in paths.items() if "post" in item)
    return sorted(posts, key=lambda path: path in _LAST)


def ask_across_sites(own: Office) -> Iterator[Ask]:
    """Have an owner's browser, signed in, send each form from elsewhere."""
    fields = _fields(own, own) | {"email": own.email}
    names, cookie = _names(own, own), own.session()
    for path in list_posts():
        for elsewhere in ELSEWHERE:
            headers = cookie | elsewhere | FORM
            yield Ask("POST", path.format(**names), headers, urlencode(fields).encode())


def crosses_sites(answer: Answer) -> bool:
    """Tell whether one was let in."""
    if answer.ask.path.startswith(SIGNED):
        return answer.status < 400
    return answer.status != 403


def ask_for_neighbours(own: Office, other: Office) -> Iterator[Ask]:
    """Ask each route for the neighbour's things, with session, token and link of one's own."""
    paths = read_description()["paths"]
    for path in sorted(paths, key=lambda path: (path in _LAST, path)):
        if path.startswith(_PUBLIC):
            continue
        for method in ("get", "post"):
            if method in paths[path]:
                yield from _with_own_papers(own, other, method.upper(), path)
    theirs = json.dumps({"token": other.kept_link}).encode()
    yield Ask("POST", "/portal/sign-in", own.session() | _JSON, theirs)


def _with_own_papers(own: Office, other: Office, method: str, path: str) -> Iterator[Ask]:
    target, query = path.format(**_names(own, other)), urlencode(_fields(own, other))
    papers = (own.session, own.frontdesk, lambda: {"Authorization": f"Bearer {own.link()}"})
    for paper in papers:
        if method == "GET":
            yield Ask(method, f"{target}?{query}", paper())
            continue
        fields = _fields(own, other)
        yield Ask(method, target, paper() | FORM, urlencode(fields).encode())
        fields = _fields(own, other)
        yield Ask(method, target, paper() | _JSON, json.dumps(fields).encode())


def is_let_in(answer: Answer, other: Office) -> bool:
    """Tell whether an answer shows the neighbour's things, or does as if they were one's own."""
    shown = answer.body + " ".join(answer.headers.values()).encode()
    if any(mark.encode() in shown for mark in other.marks):
        return True
    body, path = answer.ask.body.decode(), answer.ask.path.partition("?")[0]
    names_theirs = (
        f"/messages/{other.job_id}/" in path
        or other.preview_id in path
        or other.kept_link in body
        or (path == "/onboard/test-sms" and str(other.id) in body)
    )
    return names_theirs and answer.status < 400


def _names(own: Office, other: Office) -> dict[str, str]:
    return {
        "token": own.link(),
        "job_id": other.job_id,
        "preview_id": other.preview_id,
        "name": "portal.css",
        "code": other.code,
    }


def _fields(own: Office, other: Office) -> dict[str, str]:
    return {
        "token": own.link(),
        "practice_id": str(other.id),
        "contact_hash": other.contact_hash,
        "contact": "nobody@example.com",
        "job_id": other.job_id,
        "preview_id": other.preview_id,
        "attested": "true",
        "to": "+14155550199",
        "email": "nobody@example.com",
        "proof_once": uuid4().hex,
        "url": "https://g.page/r/abc/review",
        "first_name": "Ana",
        "phone": "+14155550198",
        "everywhere": "true",
    }
