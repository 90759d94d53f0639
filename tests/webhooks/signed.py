"""What senders sign, and how they sign it."""

import base64
import hashlib
import hmac
import time
import uuid
from datetime import datetime
from typing import Any


def sign_stripe(body: bytes, secret: str, at: float | None = None) -> str:
    stamp = int(time.time() if at is None else at)
    mac = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={mac}"


def sign_twilio(url: str, params: dict[str, str], token: str) -> str:
    text = url + "".join(k + params[k] for k in sorted(params))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


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
