"""What Stripe's stand-in remembers: customers, subscriptions, checkouts, credits and events."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.rules.billing.price import MONTHLY_PRICE_CENTS, PRICE_LOOKUP_KEY
from sandbox.courier import Courier, Delivery
from sandbox.state import World

API_VERSION = "2026-10-28.endive"
PRODUCT: Mapping[str, Any] = {
    "id": "prod_sandboxReviewEngine",
    "object": "product",
    "active": True,
    "description": "Google reviews for dental practices, asked for politely.",
    "livemode": False,
    "metadata": {"guarantee_live_48h": "true", "guarantee_plus10_reviews_30d": "true"},
    "name": "Dental Review Engine",
    "type": "service",
}
PRICE: Mapping[str, Any] = {
    "id": "price_sandboxMonthly",
    "object": "price",
    "active": True,
    "billing_scheme": "per_unit",
    "currency": "usd",
    "livemode": False,
    "lookup_key": PRICE_LOOKUP_KEY,
    "metadata": {"sms_overage_rate": "0.02", "addl_location_monthly": "149"},
    "nickname": "Founder, monthly",
    "product": PRODUCT["id"],
    "recurring": {"interval": "month", "interval_count": 1, "usage_type": "licensed"},
    "type": "recurring",
    "unit_amount": MONTHLY_PRICE_CENTS,
    "unit_amount_decimal": str(MONTHLY_PRICE_CENTS),
}


@dataclass(frozen=True)
class Buyer:
    """Who buys in a checkout, and how."""

    name: str
    email: str
    phone: str
    practice_name: str
    address: Mapping[str, str | None]
    created_at: datetime
    payment_status: str = "paid"
    amount_cents: int = MONTHLY_PRICE_CENTS


@dataclass
class Ledger:
    """All Stripe objects by kind and id, each in Stripe's own shape."""

    world: World
    courier: Courier
    objects: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    replies: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    """Idempotency key → (fingerprint of the request, answer)."""
    webhooks: dict[int, int] = field(default_factory=dict)
    """How many of our app's answers had which HTTP status."""

    def __post_init__(self) -> None:
        """Lay out the catalogue."""
        self.reset()

    def reset(self) -> None:
        """Forget everything but the catalogue."""
        self.objects = {
            "product": {PRODUCT["id"]: dict(PRODUCT)},
            "price": {PRICE["id"]: dict(PRICE)},
        }
        self.replies.clear()
        self.webhooks.clear()

    def all(self, kind: str) -> dict[str, dict[str, Any]]:
        """Give the objects of one kind, oldest first."""
        return self.objects.setdefault(kind, {})

    def add(self, kind: str, prefix: str, shape: Mapping[str, Any]) -> dict[str, Any]:
        """Keep an object under a new id."""
        with self.world.changing():
            held = self.all(kind)
            made: dict[str, Any] = {
                "id": self.world.make_id(prefix, kind, len(held), length=24),
                "object": kind,
                "livemode": False,
                **shape,
            }
            held[made["id"]] = made
        return made

    def buy(self, buyer: Buyer) -> dict[str, Any]:
        """Complete a checkout: customer, subscription and session; gives the session."""
        created = int(buyer.created_at.timestamp())
        customer = self.add(
            "customer",
            "cus_",
            {
                "address": dict(buyer.address),
                "balance": 0,
                "created": created,
                "currency": "usd",
                "email": buyer.email,
                "name": buyer.name,
                "phone": buyer.phone,
                "metadata": {},
            },
        )
        subscription = self.add(
            "subscription", "sub_", _subscription(customer["id"], created, self.world)
        )
        session = _session(buyer, customer["id"], subscription["id"], created)
        return self.add("checkout.session", "cs_test_", session)

    def emit(
        self, event_type: str, thing: Mapping[str, Any], *, created_at: datetime
    ) -> dict[str, Any]:
        """Make an event about a thing and deliver it."""
        event = self.add(
            "event",
            "evt_",
            {
                "api_version": API_VERSION,
                "created": int(created_at.timestamp()),
                "data": {"object": dict(thing)},
                "pending_webhooks": 1,
                "request": {"id": None, "idempotency_key": None},
                "type": event_type,
            },
        )
        self.deliver(event)
        return event

    def deliver(self, event: Mapping[str, Any]) -> None:
        """Send an event to our app, signed at each attempt with the real time."""
        body = json.dumps(event, indent=2).encode()
        secret = self.world.config.stripe_webhook_secrets[0]

        def build() -> tuple[Mapping[str, str], bytes]:
            return {
                "Content-Type": "application/json; charset=utf-8",
                "Stripe-Signature": signature(secret, body, int(time.time())),
                "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
            }, body

        url = f"{self.world.app_base_url}/webhooks/stripe"
        delivery = Delivery(url, build, self._answered)
        self.world.webhooks.append(delivery)
        self.courier.start(delivery, after_seconds=0.0)

    def _answered(self, status: int, _text: str) -> None:
        with self.world.changing():
            self.webhooks[status] = self.webhooks.get(status, 0) + 1


def signature(secret: str, body: bytes, at: int) -> str:
    """Sign as https://docs.stripe.com/webhooks#verify-manually says."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return f"t={at},v1={digest.hexdigest()}"


def _subscription(customer_id: str, created: int, world: World) -> dict[str, Any]:
    item_id = world.make_id("si_", customer_id, length=14)
    month = 30 * 24 * 3600
    return {
        "cancel_at_period_end": False,
        "canceled_at": None,
        "collection_method": "charge_automatically",
        "created": created,
        "currency": "usd",
        "customer": customer_id,
        "ended_at": None,
        "items": {
            "object": "list",
            "data": [
                {
                    "id": item_id,
                    "object": "subscription_item",
                    "current_period_end": created + month,
                    "current_period_start": created,
                    "price": dict(PRICE),
                    "quantity": 1,
                }
            ],
            "has_more": False,
            "url": "/v1/subscription_items",
        },
        "latest_invoice": None,
        "metadata": {},
        "start_date": created,
        "status": "active",
    }


def _session(buyer: Buyer, customer: str, subscription: str, created: int) -> dict[str, Any]:
    return {
        "amount_subtotal": buyer.amount_cents,
        "amount_total": buyer.amount_cents,
        "client_reference_id": None,
        "created": created,
        "currency": "usd",
        "custom_fields": [_text_field(buyer.practice_name)] if buyer.practice_name else [],
        "customer": customer,
        "customer_details": {
            "address": dict(buyer.address),
            "business_name": None,
            "email": buyer.email,
            "individual_name": None,
            "name": buyer.name,
            "phone": buyer.phone,
            "tax_exempt": "none",
            "tax_ids": [],
        },
        "customer_email": None,
        "invoice": None,
        "metadata": {},
        "mode": "subscription",
        "payment_intent": None,
        "payment_status": buyer.payment_status,
        "status": "complete",
        "subscription": subscription,
        "success_url": "https://example.com/thanks",
        "url": None,
    }


def _text_field(value: str) -> dict[str, Any]:
    limits = {"default_value": None, "maximum_length": None, "minimum_length": None}
    return {
        "key": "practicename",
        "label": {"custom": "Practice name", "type": "custom"},
        "optional": False,
        "text": limits | {"value": value},
        "type": "text",
    }
