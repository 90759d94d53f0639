"""Whatever strangers and signed senders send is answered below 500, and breaks nothing."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.webhooks.client import Client
from tests.webhooks.odd_bodies import ODD_BODIES, ODD_TYPES, ODD_VALUES, spell, spoil
from tests.webhooks.raw import ask
from tests.webhooks.signed import sign_stripe, sns_certificate, sns_envelope
from webhooks.openapi import read_description

POSTS = sorted(path for path, item in read_description()["paths"].items() if "post" in item)
NAMED = {"token": "x", "name": "x", "code": "x", "job_id": "1", "preview_id": str(uuid4())}


@pytest.fixture(autouse=True)
def _no_wait(monkeypatch) -> None:
    monkeypatch.setattr("webhooks.portal.sign_in._ANSWER_AFTER_SECONDS", 0)


@pytest.fixture
def signed_in(web, practice_id, owner) -> dict[str, str]:
    return owner | web.frontdesk(practice_id)


@pytest.mark.parametrize("path", POSTS)
def test_no_body_breaks_a_route(web, signed_in, path) -> None:
    broken = []
    for number, body in enumerate(ODD_BODIES):
        for kind in (ODD_TYPES[number % 2], ODD_TYPES[2 + number % (len(ODD_TYPES) - 2)]):
            headers = signed_in | ({"Content-Type": kind} if kind else {})
            answer = web.client.simulate_post(path.format(**NAMED), body=body, headers=headers)
            if answer.status_code >= 500:
                broken.append((body[:40], kind))
    assert broken == []


def test_no_answer_in_the_portals_forms_breaks_it(web, form, new_practice_id, signed_in) -> None:
    token, practice_id = form["token"], new_practice_id
    documents: dict[str, dict[str, Any]] = {
        "/onboard": form | {"name": "A", "send_delay_minutes": 5, "practice_id": str(practice_id)},
        "/onboard/test-sms": {"token": token, "to": "+14155550132", "practice_id": str(practice_id),
                              "locale": "en", "proof_once": "x"},
        "/portal/link": {"email": "owner@smile.example.com"},
        "/portal/check-link": {"token": token, "url": "https://g.page/r/x/review"},
        "/events/onboarding_started": {"token": token},
        "/portal/sign-in": {"token": token},
        "/connectors/frontdesk": {"first_name": "Ana", "phone": "+14155550132", "email": "",
                                  "occurred_at": "2026-03-04T10:00", "locale": "es"},
    }  # fmt: skip
    broken = []
    for path, document in documents.items():
        for spoilt in spoil(document):
            sent = signed_in | {"Content-Type": "application/json"}
            answer = web.client.simulate_post(path, body=spell(spoilt), headers=sent)
            if answer.status_code >= 500:
                broken.append((path, str(spoilt)[:300]))
            if path == "/onboard" and answer.status_code == 200:
                web.database.execute("update magic_links set used_at = null")
    assert broken == []


def test_no_signed_stripe_event_breaks_it(web, checkout_event) -> None:
    secret = web.config.stripe_webhook_secrets[0]
    event = checkout_event() | {"livemode": False, "account": None}
    broken = []
    for spoilt in spoil(event):
        body = spell(spoilt if spoilt.get("id") != event["id"] else spoilt | {"id": uuid4().hex})
        answer = web.client.simulate_post(
            "/webhooks/stripe", body=body, headers={"Stripe-Signature": sign_stripe(body, secret)}
        )
        if answer.status_code >= 500:
            broken.append(str(spoilt)[:400])
    for body in ODD_BODIES:
        answer = web.client.simulate_post(
            "/webhooks/stripe", body=body, headers={"Stripe-Signature": sign_stripe(body, secret)}
        )
        if answer.status_code >= 500:
            broken.append(str(body[:80]))
    assert broken == []


@pytest.mark.parametrize("path", ["/webhooks/twilio/inbound", "/webhooks/twilio/status"])
def test_no_signed_form_of_twilio_breaks_it(web, path) -> None:
    fields = {"MessageSid": "SM1", "From": "+14155550132", "To": "+18335550199", "Body": "STOP",
              "MessageStatus": "failed", "ErrorCode": "30003", "OptOutType": "STOP",
              "NumSegments": "1", "Price": "-0.0079", "PriceUnit": "USD"}  # fmt: skip
    texts = [value for value in ODD_VALUES if isinstance(value, str)] + ["\xa0", "NaN", "1e9999"]
    broken = []
    for name in fields:
        for text in texts:
            sent = fields | {name: text.encode("utf-8", "replace").decode()}
            answer = web.post_twilio(path, sent)
            if answer.status_code >= 500:
                broken.append(sent)
    assert broken == []


def test_no_signed_notification_of_amazon_breaks_it(make_web) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = sns_certificate(key, start=datetime.now(UTC))
    deps = replace(make_web().deps, fetch_certificate=lambda _: pem)
    client = Client(deps)
    broken, taken = [], 0
    for message in (*ODD_VALUES, *(spell({"eventType": odd}) for odd in ODD_VALUES)):
        text = message.decode() if isinstance(message, bytes) else message
        for field in ("Message", "MessageId", "TopicArn"):
            if isinstance(text, str):
                text = text.encode("utf-8", "replace").decode()
            sent = sns_envelope(key, **{"MessageId": uuid4().hex, field: text})
            answer = client.simulate_post("/webhooks/ses", body=spell(sent))
            taken += answer.status_code == 200
            if answer.status_code >= 500:
                broken.append(sent)
    client.close()
    assert broken == []
    assert taken > len(ODD_VALUES)  # what is signed comes through, however odd


ODD_QUERIES = (
    b"%", b"%zz", b"\xff=\xff", b"token=%ff%00", b"a" * 3000, b"&&&", b"=", b"visits=%00",
    b"visits=99999999999999999999999", b"visits=00001" + b"9" * 5000, b"bodySHA256=\xff", b"dry_run=%ed%a0%80", b"source=%00",
    b"calendar=%ff&saved=%00", b"state=%00&code=%00&error=%00", b"state=\xc3\x28", b"a[]=1&a[]=2",
)  # fmt: skip
ODD_HEADERS = (
    (b"cookie", b"session=\xff\xfe"), (b"cookie", b"session=" + b"a" * 8000), (b"cookie", b";;=;"),
    (b"cookie", b'session="\\303"'), (b"authorization", b"Bearer \xff"),
    (b"authorization", b"Bearer " + b"a" * 8000), (b"accept", b"\xff"), (b"accept", b"text/html;q=x"),
    (b"accept", b"*/*;q=9" + b"," * 500), (b"accept-language", b"\xff;q=\xff,es;q=nan"),
    (b"accept-language", b"es;q=1e999,en;q=-"), (b"host", b"\xff"), (b"host", b"a:b:c"),
    (b"host", b"[::1"), (b"origin", b"http://["), (b"x-forwarded-for", b"\xff, ,,"),
    (b"x-twilio-signature", b"\xff"), (b"stripe-signature", b"t=1,v1=\xff"),
    (b"stripe-signature", b"t=" + b"1" * 300 + b",v1="), (b"user-agent", b"\xff" * 300),
    (b"content-type", b"\xff"), (b"content-type", b"multipart/form-data; boundary=\xff"),
    (b"content-length", b"-1"), (b"content-length", b"\xff"), (b"content-length", b"1e3"),
    (b"content-length", b"9" * 400), (b"range", b"bytes=x"), (b"if-none-match", b"\xff"),
    (b"if-modified-since", b"never"), (b"sec-fetch-site", b"\xff"), (b"sec-purpose", b"\xff"),
)  # fmt: skip
ODD_SEGMENTS = (
    "\x00", "\ufffd", "\ud800", "\udcff", "a/b", "..", "%", "%00", "\u202e", "a" * 3000, "é", ";a",
    "99999999999999999999", "-1", "1.0", "\u0661", " ", "\n", "00000000-0000-0000-0000-00000000000g",
)  # fmt: skip


@pytest.mark.parametrize("path", sorted(read_description()["paths"]))
def test_no_address_and_no_header_breaks_a_route(web, signed_in, path) -> None:
    own = [(name.lower().encode(), value.encode()) for name, value in signed_in.items()]
    methods = [m.upper() for m in ("get", "post") if m in read_description()["paths"][path]]
    plain, broken = path.format(**NAMED), []

    def look(method: str, **asked: Any) -> None:
        at = asked.pop("at", plain)
        if ask(web.client, method, at, **asked).status >= 500:
            broken.append((method, at, asked))

    for method in methods:
        for query in ODD_QUERIES:
            look(method, query=query, headers=own)
        for header in ODD_HEADERS:
            look(method, headers=[*(h for h in own if h[0] != header[0]), header])
        for segment in ODD_SEGMENTS if "{" in path else ():
            look(method, at=path.format(**dict.fromkeys(NAMED, segment)), headers=own)
            look(method, at=path.format(**dict.fromkeys(NAMED, segment)), raw_path=b"\xff%\x00")
    for method in ("TRACE", "CONNECT", "PUT", "PROPFIND", "WEBSOCKET", "get", "HEAD", "OPTIONS"):
        look(method, headers=own)
    assert broken == []


@pytest.mark.parametrize("path", ["/", "/healthz", "/portal", "/nothing", "/r/x", "/\ud800"])
def test_a_websocket_is_refused_without_ado(web, capsys, path) -> None:
    assert (
        ask(web.client, "GET", path, type="websocket", scheme="ws", subprotocols=[]).status == 403
    )
    assert "Traceback" not in "".join(capsys.readouterr())
    assert web.client.simulate_get("/healthz").status_code == 200


LIST = b"first_name,phone\nAna,+14155550132\n"
PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename=%s\r\n%s\r\n%s\r\n--x--\r\n'


@pytest.mark.parametrize("path", ["/connectors/csv/upload", "/portal/uploads"])
@pytest.mark.parametrize(
    "body",
    [
        PART % (b'"caf\xe9.csv"', b"", LIST),
        PART % (b'"\x00"', b"", LIST),
        PART % (b'"a"', b"Content-Type: \xff\r\n", LIST),
        PART % (b'"a"; filename*=x\'\'%ff', b"", LIST),
        PART % (b'"a"; filename*=utf-8\'\'%ed%a0%80', b"", LIST),
        PART % (b'"a"; filename*=unicode_escape\'\'%5Cud800', b"", LIST),
        PART % (b'"' + b"a" * 5000 + b'"', b"", LIST),
        PART % (b'"a"', b"Content-Transfer-Encoding: base64\r\n", LIST),
        PART % (b'"a"', b"A" * 9000 + b": x\r\n", LIST),
        PART.replace(b"name=", b"nam\xe9=") % (b"a", b"", LIST),
        PART.replace(b'"file"', b'"f\xe9"') % (b"a", b"", LIST),
        b"--x\r\n\r\n\r\n--x--\r\n",
        b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n",
        b"--x", b"--x--", b"--x\r\n" * 500, b"\r\n--x\r\n\r\n", b"",
    ],
)  # fmt: skip
def test_no_upload_breaks_it(web, signed_in, path, body) -> None:
    for kind in ("multipart/form-data; boundary=x", 'multipart/form-data; boundary=""',
                 "multipart/form-data", "multipart/form-data; boundary=y"):  # fmt: skip
        headers = signed_in | {"Content-Type": kind}
        assert web.client.simulate_post(path, body=body, headers=headers).status_code < 500


def test_a_form_sent_in_pieces_or_broken_off_is_no_fault_of_ours(web, signed_in) -> None:
    own = [(name.lower().encode(), value.encode()) for name, value in signed_in.items()]
    for path in POSTS:
        for chunks in ((b"{", b"}"), (b"",) * 50, (b"a" * 70_000,) * 40):
            asked = ask(web.client, "POST", path.format(**NAMED), headers=own, chunks=chunks)
            assert asked.status < 500, path
