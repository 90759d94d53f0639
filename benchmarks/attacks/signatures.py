"""Webhooks that Stripe, Twilio and Amazon did not sign so."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import rsa

from benchmarks.attacks.target import Ask, Target
from tests.webhooks.signed import sign_stripe, sign_twilio, sns_envelope

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_JSON = {"Content-Type": "application/json"}
_EVENT = b'{"id": "evt_forged", "type": "checkout.session.completed", "livemode": false}'


@dataclass(frozen=True)
class Genuine:
    """One genuine webhook of each sender: proof that the refusals are due to what was changed."""

    target: Target

    def stripe(self, body: bytes = _EVENT, at: float | None = None) -> Ask:
        """Sign an event."""
        secret = self.target.web.config.stripe_webhook_secrets[0]
        signature = sign_stripe(body, secret, at)
        return Ask("POST", "/webhooks/stripe", {"Stripe-Signature": signature} | _JSON, body)

    def twilio(self, path: str, fields: dict[str, str]) -> Ask:
        """Sign a form."""
        config = self.target.web.config
        signed = sign_twilio(config.app_base_url + path, fields, config.twilio_auth_tokens[0])
        body = urlencode(fields).encode()
        return Ask("POST", path, {"X-Twilio-Signature": signed} | FORM, body)

    def amazon(self, **changes: object) -> Ask:
        """Sign a notification."""
        envelope = sns_envelope(self.target.amazon, **({"MessageId": uuid4().hex} | changes))
        return _notification(envelope)

    def all(self, sid: str) -> list[Ask]:
        """Give one of each; the report is about our own text `sid`."""
        return [
            self.stripe(json.dumps({"id": uuid4().hex, "type": "x"}).encode()),
            self.twilio("/webhooks/twilio/inbound", _text(uuid4().hex)),
            self.twilio("/webhooks/twilio/status", _report(sid)),
            self.amazon(),
        ]


def forge_stripe(target: Target) -> Iterator[Ask]:
    """Change every character of the signature, many of the body, the time and the header."""
    good, now = Genuine(target).stripe(), time.time()
    header = good.headers["Stripe-Signature"]
    stamp, mac = header.removeprefix("t=").split(",v1=")
    for number in range(len(mac)):
        yield _with(good, f"t={stamp},v1={_other(mac, number)}")
    for number in range(0, len(_EVENT), 2):
        body = _EVENT[:number] + bytes([_EVENT[number] ^ 1]) + _EVENT[number + 1 :]
        yield Ask("POST", good.path, good.headers, body)
    for seconds in (301, 302, 360, 600, 3600, 86400, 10**7, -301, -302, -360, -3600, -(10**7)):
        yield Genuine(target).stripe(at=now - seconds - (1 if seconds > 0 else -1))
    for secret in ("", "whsec_", "secret", target.web.config.stripe_webhook_secrets[0][:-1]):
        yield _with(good, sign_stripe(_EVENT, secret))
    for changed in (
        "", "t=", "v1=", stamp, mac, f"v1={mac}", f"t={stamp}", f"t={stamp},v0={mac}",
        f"t={stamp},v1=", f"t={stamp},t={stamp},v1={mac}", f"t=0,v1={mac}", f"t=-{stamp},v1={mac}",
        f"t={stamp}.0,v1={mac}", f"t={stamp};v1={mac}", f"t={stamp},v1={mac[:-1]}",
        f"t={stamp},v1={mac}0", f"t={stamp},V1={mac}", f"t={stamp},v1={mac.upper()}",
        f"t={stamp},v1={mac[::-1]}", f"t={int(stamp) + 1},v1={mac}", f"t={stamp},v1=" + "0" * 64,
        f"t={stamp}," + ",".join(["v1=0"] * 200), "t=" + "9" * 400 + f",v1={mac}",
    ):  # fmt: skip
        yield _with(good, changed)
    yield Ask("POST", good.path, _JSON, good.body)
    for body in (good.body + b" ", b" " + good.body, good.body + b"\n", b"{}", b"", good.body * 2):
        yield Ask("POST", good.path, good.headers, body)


def forge_twilio(target: Target) -> Iterator[Ask]:
    """Change every character of the signature, every field, the address and the token."""
    for path, fields in (
        ("/webhooks/twilio/inbound", _text("SMforged")),
        ("/webhooks/twilio/status", _report("SMforged")),
    ):
        good = Genuine(target).twilio(path, fields)
        for signature in _other_signatures(target, path, fields):
            yield _with(good, signature)
        for altered in _altered(fields):
            yield Ask("POST", path, good.headers, urlencode(altered).encode())
        for query in ("?x=1", "?bodySHA256=", "?bodySHA256=" + "0" * 64):
            yield Ask("POST", path + query, good.headers, good.body)
        yield Ask("POST", path, FORM, good.body)
        yield Ask("POST", path, good.headers | _JSON, json.dumps(fields).encode())


def _other_signatures(target: Target, path: str, fields: dict[str, str]) -> Iterator[str]:
    config = target.web.config
    base, token = config.app_base_url, config.twilio_auth_tokens[0]
    good = sign_twilio(base + path, fields, token)
    yield from (_other(good, number) for number in range(len(good)))
    yield from ("", "=", good[:-1], good + "=", good * 2, good[::-1], "0" * 28)
    for wrong in ("", "token", token[:-1], config.twilio_account_sid):
        yield sign_twilio(base + path, fields, wrong)
    other_scheme = base.replace("http:", "https:")
    for url in (f"{base}{path}/", f"https://evil.example.com{path}", path, f"{base}{path}?x=1"):
        yield sign_twilio(url, fields, token)
    yield sign_twilio(other_scheme + path, fields, token)


def forge_amazon(target: Target) -> Iterator[Ask]:
    """Change characters of the signature, every field, the topic, the key, time and certificate."""
    good = json.loads(Genuine(target).amazon(MessageId="forged").body)
    for number in range(0, len(good["Signature"]) - 2, 4):
        yield _notification(good | {"Signature": _other(good["Signature"], number)})
    for name in ("Message", "MessageId", "Timestamp", "TopicArn", "Type", "SignatureVersion"):
        for value in (good[name] + "x", "", None, 1, [good[name]], "\u0000"):
            yield _notification(good | {name: value})
        yield _notification({key: value for key, value in good.items() if key != name})
    yield _notification(good | {"Subject": "added"})
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    yield _notification(sns_envelope(stranger, MessageId="forged"))
    genuine, now = Genuine(target), datetime.now(UTC)
    ours = "arn:aws:sns:us-east-1:000000000000:ses"
    for topic in (ours.replace("0000", "1111"), ours + "2", ours[:-1], ours.upper(), "", "*"):
        yield genuine.amazon(TopicArn=topic)
    for hours in (2, 24, 24 * 365, -2, -24):
        yield genuine.amazon(Timestamp=(now - timedelta(hours=hours)).isoformat())
    for url in _CERTIFICATE_URLS:
        yield _notification(good | {"SigningCertURL": url})
    for signature in ("", "=", "AAAA", None, 1, good["Signature"][:-4], good["Signature"] * 2):
        yield _notification(good | {"Signature": signature})


_CERTIFICATE_URLS = (
    "http://sns.us-west-2.amazonaws.com/SimpleNotificationService-0123abcd.pem",
    "https://sns.us-west-2.amazonaws.com.evil.example.com/SimpleNotificationService-0123abcd.pem",
    "https://evil.example.com/SimpleNotificationService-0123abcd.pem",
    "https://sns.us-west-2.amazonaws.com@evil.example.com/SimpleNotificationService-0123abcd.pem",
    "https://sns.us-west-2.amazonaws.com:8443/SimpleNotificationService-0123abcd.pem",
    "https://sns.us-west-2.amazonaws.com/x/../SimpleNotificationService-0123abcd.pem",
    "https://sns.us-west-2.amazonaws.com/SimpleNotificationService-0123abcd.pem?x=1",
    "https://s3.us-west-2.amazonaws.com/SimpleNotificationService-0123abcd.pem",
    "https://sns.us-west-2.amazonaws.com/evil.pem", "https://[::1", "file:///etc/passwd",
    "https://127.0.0.1/SimpleNotificationService-0123abcd.pem", "", None, 1, ["x"],
)  # fmt: skip


def _notification(envelope: dict[str, Any]) -> Ask:
    headers = {"Content-Type": "text/plain; charset=UTF-8"}
    return Ask("POST", "/webhooks/ses", headers, json.dumps(envelope).encode())


def _text(sid: str) -> dict[str, str]:
    return {"MessageSid": sid, "From": "+14155550132", "To": "+18335550199", "Body": "STOP"}


def _report(sid: str) -> dict[str, str]:
    return {"MessageSid": sid, "MessageStatus": "failed", "To": "+14155550132"}


def _altered(fields: dict[str, str]) -> Iterator[dict[str, str]]:
    for name, value in fields.items():
        yield fields | {name: value + " "}
        yield fields | {name: value[:-1]}
        yield {key: kept for key, kept in fields.items() if key != name}
    yield fields | {"Added": "1"}
    yield fields | {"Added": "", "Body": "START"}


def _with(ask: Ask, signature: str) -> Ask:
    [name] = [name for name in ask.headers if name.endswith("Signature")]
    return Ask(ask.method, ask.path, ask.headers | {name: signature}, ask.body)


def _other(text: str, number: int) -> str:
    sign = "0" if text[number] != "0" else "1"
    return text[:number] + sign + text[number + 1 :]
