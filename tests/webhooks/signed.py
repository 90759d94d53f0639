"""What senders sign, and how they sign it."""

import base64
import hashlib
import hmac
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from core.environment import SANDBOX_TOPIC

SNS_CERTIFICATE_URL = "https://sns.us-west-2.amazonaws.com/SimpleNotificationService-0123abcd.pem"


def sign_stripe(body: bytes, secret: str, at: float | None = None) -> str:
    stamp = int(time.time() if at is None else at)
    mac = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={mac}"


def sign_twilio(url: str, params: dict[str, str], token: str) -> str:
    text = url + "".join(k + params[k] for k in sorted(params))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def sns_certificate(key: Any, *, start: datetime, days: int = 30) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def sns_envelope(key: rsa.RSAPrivateKey, **changes: object) -> dict[str, Any]:
    """Give a notification of this moment, signed unless `changes` name a signature."""
    envelope: dict[str, Any] = {
        "Type": "Notification",
        "MessageId": "m-1",
        "TopicArn": SANDBOX_TOPIC,
        "Message": '{"eventType":"Bounce"}',
        "Timestamp": datetime.now(UTC).isoformat(),
        "SignatureVersion": "2",
        "SigningCertURL": SNS_CERTIFICATE_URL,
    } | changes
    others = {"SubscribeURL", "Token"} if envelope["Type"] == "Notification" else {"Subject"}
    names = {"Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token"} - others
    text = "".join(
        f"{name}\n{envelope[name]}\n"
        for name in sorted({*names, "TopicArn", "Type"} & envelope.keys())
    )
    algorithm = hashes.SHA1() if envelope["SignatureVersion"] == "1" else hashes.SHA256()  # noqa: S303
    signature = key.sign(text.encode(), padding.PKCS1v15(), algorithm)
    return {"Signature": base64.b64encode(signature).decode()} | envelope


def checkout_event(**session: Any) -> dict[str, Any]:
    created = session.pop(
        "created", int(datetime.fromisoformat("2026-03-04T19:59:00Z").timestamp())
    )
    event_type = session.pop("type", "checkout.session.completed")
    event_id = session.pop("event_id", f"evt_{uuid.uuid4().hex}")
    details = {
        "email": "Owner@Smile.Example.com",
        "name": "Dr Kim",
        "phone": "+14155550100",
        "address": {"city": "Oakland", "state": "CA", "postal_code": "94607", "country": "US"},
    }
    base = {
        "id": "cs_test_1",
        "object": "checkout.session",
        "customer": "cus_1",
        "subscription": "sub_1",
        "payment_status": "paid",
        "mode": "subscription",
        "amount_total": 24900,
        "currency": "usd",
        "customer_details": details,
        "custom_fields": [
            {"key": "practice_name", "text": {"value": "Smile Dental"}, "type": "text"}
        ],
    }
    return {
        "id": event_id,
        "object": "event",
        "type": event_type,
        "created": created,
        "data": {"object": base | session},
    }
