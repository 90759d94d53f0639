"""Signatures of Stripe and Twilio: real keys, and everything that must not pass."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest
from twilio.request_validator import RequestValidator

from core.errors import InvalidSignature
from webhooks.signatures.stripe import verify_stripe
from webhooks.signatures.twilio import verify_twilio

NOW = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)
STAMP = int(NOW.timestamp())
BODY = b'{"id":"evt_1"}'


def v1(secret: str = "whsec", stamp: int = STAMP, body: bytes = BODY) -> str:
    return hmac.new(secret.encode(), b"%d." % stamp + body, hashlib.sha256).hexdigest()


GOOD_STRIPE = {
    "plain": f"t={STAMP},v1={v1()}",
    "other schemes beside it": f"t={STAMP},v0=junk,v1={v1()},v2=junk",
    "one of several while rotating": f"t={STAMP},v1={v1('old')},v1={v1()}",
    "spaces": f"t={STAMP}, v1={v1()}",
    "order does not matter": f"v1={v1()},t={STAMP}",
    "300 seconds old": f"t={STAMP - 300},v1={v1(stamp=STAMP - 300)}",
    "300 seconds ahead": f"t={STAMP + 300},v1={v1(stamp=STAMP + 300)}",
}
BAD_STRIPE = {
    "missing": (None, "missing_header"),
    "empty": ("", "missing_header"),
    "words": ("hello", "malformed_header"),
    "no time": (f"v1={v1()}", "malformed_header"),
    "no signature": (f"t={STAMP}", "no_v1_signature"),
    "two times": (f"t={STAMP},t={STAMP},v1={v1()}", "malformed_header"),
    "time not a number": (f"t=now,v1={v1()}", "malformed_header"),
    "negative time": (f"t=-1,v1={v1(stamp=-1)}", "malformed_header"),
    "float time": (f"t={STAMP}.0,v1={v1()}", "malformed_header"),
    "arabic digits": ("t=\u0661\u0662,v1=00", "malformed_header"),
    "endless time": (f"t={'9' * 400},v1={v1()}", "malformed_header"),
    "endless header": ("v1=0," * 2000 + f"t={STAMP}", "malformed_header"),
    "too many signatures": (f"t={STAMP}," + ",".join(["v1=0"] * 17), "malformed_header"),
    "only v0": (f"t={STAMP},v0={v1()}", "no_v1_signature"),
    "other secret": (f"t={STAMP},v1={v1('other')}", "mismatch"),
    "other body": (f"t={STAMP},v1={v1(body=b'{}')}", "mismatch"),
    "time changed": (f"t={STAMP + 1},v1={v1()}", "mismatch"),
    "empty signature": (f"t={STAMP},v1=", "mismatch"),
    "upper case": (f"t={STAMP},v1={v1().upper()}", "mismatch"),
    "cut short": (f"t={STAMP},v1={v1()[:-1]}", "mismatch"),
    "not ascii": (f"t={STAMP},v1=\u00e9\udcff", "mismatch"),
    "base64": (f"t={STAMP},v1={base64.b64encode(bytes.fromhex(v1())).decode()}", "mismatch"),
    "too old": (f"t={STAMP - 301},v1={v1(stamp=STAMP - 301)}", "too_old"),
    "from the future": (f"t={STAMP + 301},v1={v1(stamp=STAMP + 301)}", "from_the_future"),
}


@pytest.mark.parametrize("header", GOOD_STRIPE.values(), ids=GOOD_STRIPE)
def test_stripe_signatures_that_pass(header) -> None:
    verify_stripe(BODY, header, ["whsec", "older"], real_now=NOW)


@pytest.mark.parametrize(("header", "reason"), BAD_STRIPE.values(), ids=BAD_STRIPE)
def test_stripe_signatures_that_do_not(header, reason) -> None:
    with pytest.raises(InvalidSignature) as refused:
        verify_stripe(BODY, header, ["whsec"], real_now=NOW)
    assert refused.value.reason == reason


def test_stripes_own_library_agrees() -> None:
    from stripe import WebhookSignature  # noqa: PLC0415

    stamp = int(datetime.now(UTC).timestamp())
    header = f"t={stamp},v1={v1(stamp=stamp)}"
    assert WebhookSignature.verify_header(BODY.decode(), header, "whsec", 300)
    verify_stripe(BODY, header, ["whsec"], real_now=datetime.now(UTC))


URL = "https://app.example.com/webhooks/twilio/status"
FIELDS = [
    ("MessageSid", "SM1"),
    ("Body", "¡Hola, José! 1+1 & more"),
    ("ErrorCode", ""),
    ("To", "+14155550132"),
]


def signed(url: str, fields: list[tuple[str, str]], token: str = "token") -> str:
    """Sign as Twilio's own library does."""

    class Multi(dict):
        def getlist(self, name: str) -> list[str]:
            return [v for k, v in fields if k == name]

    return RequestValidator(token).compute_signature(url, Multi(fields))


GOOD_TWILIO = {
    "unicode, blanks and signs": (URL, FIELDS),
    "no fields": (URL, []),
    "a query": (URL + "?foo=1&bar=%20x", FIELDS),
    "a field nobody knows": (URL, [*FIELDS, ("BrandNew", "x")]),
    "a repeated field": (URL, [("A", "2"), ("A", "1"), ("A", "2")]),
    "case decides the order": (URL, [("a", "1"), ("B", "2")]),
    "spaces at the ends": (URL, [("Body", "  x  ")]),
}


@pytest.mark.parametrize(("url", "fields"), GOOD_TWILIO.values(), ids=GOOD_TWILIO)
def test_twilio_signatures_that_pass(url, fields) -> None:
    verify_twilio(url, list(reversed(fields)), signed(url, fields), ["newer", "token"])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("https://h.example.com/x", "https://h.example.com:443/x"),
        ("https://h.example.com:443/x", "https://h.example.com/x"),
        ("http://h.example.com/x", "http://h.example.com:80/x"),
        ("https://h.example.com:8443/x", "https://h.example.com/x"),
        ("https://H.Example.com/x", "https://H.Example.com/x"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x"),
    ],
)
def test_twilio_may_sign_with_or_without_the_port(ours, theirs) -> None:
    verify_twilio(ours, FIELDS, signed(theirs, FIELDS), ["token"])


BAD_TWILIO = {
    "missing": (URL, FIELDS, None),
    "empty": (URL, FIELDS, ""),
    "not base64": (URL, FIELDS, "\u00e9"),
    "other token": (URL, FIELDS, signed(URL, FIELDS, "other")),
    "http instead of https": (URL, FIELDS, signed(URL.replace("https", "http"), FIELDS)),
    "another path": (URL, FIELDS, signed(URL + "/", FIELDS)),
    "a query that was not signed": (URL + "?x=1", FIELDS, signed(URL, FIELDS)),
    "a field more": (URL, [*FIELDS, ("X", "1")], signed(URL, FIELDS)),
    "a field less": (URL, FIELDS[:-1], signed(URL, FIELDS)),
    "a blank field dropped": (URL, [f for f in FIELDS if f[1]], signed(URL, FIELDS)),
    "a value changed": (URL, [("MessageSid", "SM2"), *FIELDS[1:]], signed(URL, FIELDS)),
    "a value trimmed": (URL, [("Body", "x")], signed(URL, [("Body", "x ")])),
}


@pytest.mark.parametrize(("url", "fields", "header"), BAD_TWILIO.values(), ids=BAD_TWILIO)
def test_twilio_signatures_that_do_not(url, fields, header) -> None:
    with pytest.raises(InvalidSignature):
        verify_twilio(url, fields, header, ["token"])


def test_a_body_hash_may_be_given_twice_and_with_a_form() -> None:
    form = b"MessageSid=SM1&MessageStatus=sent"
    digest = hashlib.sha256(form).hexdigest()
    fields = [("MessageSid", "SM1"), ("MessageStatus", "sent")]
    for url in (
        f"{URL}?bodySHA256={digest}&bodySHA256={digest}",
        f"{URL}?bodySHA256={'0' * 64}&bodySHA256={digest.upper()}",
    ):
        by_url = RequestValidator("token").compute_signature(url, {})
        verify_twilio(url, (), by_url, ["token"], json_body=form)
        verify_twilio(url, fields, by_url, ["token"], form_body=form)
        by_fields = signed(url, fields)
        verify_twilio(url, fields, by_fields, ["token"], form_body=form)
        for changed in (form + b"x", b""):
            with pytest.raises(InvalidSignature):
                verify_twilio(url, fields, by_url, ["token"], form_body=changed)
        with pytest.raises(InvalidSignature):
            verify_twilio(url + "&x=1", fields, by_url, ["token"], form_body=form)


def test_a_json_body_is_signed_by_its_hash() -> None:
    body = json.dumps({"a": 1}).encode()
    url = f"{URL}?bodySHA256={hashlib.sha256(body).hexdigest()}"
    header = RequestValidator("token").compute_signature(url, {})
    verify_twilio(url, (), header, ["token"], json_body=body)
    for changed, address in ((body + b" ", url), (body, URL)):
        with pytest.raises(InvalidSignature):
            verify_twilio(address, (), header, ["token"], json_body=changed)
