"""Stripe Billing: what a practice pays for, which checkouts there were, and credits."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

import stripe

from core.errors import EngineError, ProviderRejected, TransientError
from core.providers import failures
from core.providers.ports import CatalogPrice, Checkout, SubscriptionState, SubscriptionTerms

_PROVIDER = "Stripe"
_LARGEST_PAGE = 100
_FIRST_REFUSAL = 400
_CONFLICT = 409
_RUNNING = frozenset({"active", "trialing", "past_due", "unpaid"})

T = TypeVar("T")


class StripeBilling:
    """Reads subscriptions and checkouts, and credits customers' balances."""

    def __init__(
        self,
        *,
        api_key: str,
        api_base: str,
        connect_seconds: float = failures.CONNECT_SECONDS,
        read_seconds: float = failures.READ_SECONDS,
    ) -> None:
        """Build the client; it does not retry by itself, since the queue does."""
        self._client = stripe.StripeClient(
            api_key,
            base_addresses={"api": api_base},
            http_client=stripe.RequestsClient(timeout=(connect_seconds, read_seconds)),
            max_network_retries=0,
        )

    def fetch_subscription(self, subscription_id: str) -> SubscriptionTerms:
        """Give the terms of a subscription's first item."""
        return _call(lambda: self._terms(subscription_id), changes_something=False)

    def _terms(self, subscription_id: str) -> SubscriptionTerms:
        found = self._client.v1.subscriptions.retrieve(
            subscription_id, {"expand": ["customer", "items.data.price.product"]}
        )
        subscription: dict[str, Any] = found.to_dict()
        price = subscription["items"]["data"][0]["price"]
        product = price["product"]
        if isinstance(product, str):
            product = self._client.v1.products.retrieve(product).to_dict()
        return SubscriptionTerms(
            subscription_id=subscription["id"],
            customer_id=_id_of(subscription["customer"]),
            status=subscription["status"],
            price_id=price["id"],
            product_id=product["id"],
            product_name=product.get("name") or "",
            unit_amount_cents=price.get("unit_amount"),
            currency=price["currency"],
            interval=(price.get("recurring") or {}).get("interval", ""),
            product_metadata=dict(product.get("metadata") or {}),
            price_metadata=dict(price.get("metadata") or {}),
            lookup_key=price.get("lookup_key"),
            customer_email=_email_of(subscription["customer"]),
        )

    def fetch_state(self, subscription_id: str) -> SubscriptionState:
        """Say how a subscription stands, and when its first invoice was paid."""
        return _call(lambda: self._state(subscription_id), changes_something=False)

    def _state(self, subscription_id: str) -> SubscriptionState:
        found = self._client.v1.subscriptions.retrieve(
            subscription_id, {"expand": ["latest_invoice"]}
        )
        return _state(found.to_dict())

    def list_states(self) -> list[SubscriptionState]:
        """Say how subscriptions stand, all pages: without a status Stripe leaves out the ended."""
        return _call(self._states, changes_something=False)

    def _states(self) -> list[SubscriptionState]:
        pages = self._client.v1.subscriptions.list({"limit": _LARGEST_PAGE})
        return [_state(found.to_dict()) for found in pages.auto_paging_iter()]

    def find_price(self, lookup_key: str) -> CatalogPrice | None:
        """Find a price by the key it bears, whether it is active or not."""
        return _call(lambda: self._price(lookup_key), changes_something=False)

    def _price(self, lookup_key: str) -> CatalogPrice | None:
        found = self._client.v1.prices.list(
            {"lookup_keys": [lookup_key], "expand": ["data.product"], "limit": 1}
        )
        return next((_catalog_price(price.to_dict()) for price in found.data), None)

    def fetch_checkout(self, session_id: str) -> Checkout:
        """Give one checkout as it stands now."""
        return _call(
            lambda: self._fetched(session_id),
            changes_something=False,
        )

    def _fetched(self, session_id: str) -> Checkout:
        found = self._client.v1.checkout.sessions.retrieve(session_id)
        return _checkout(found.to_dict(for_json=True))

    def fetch_object(self, kind: str, object_id: str) -> dict[str, Any]:
        """Give one object as plain JSON; the kinds are those that events are about."""
        return _call(lambda: self._object(kind, object_id), changes_something=False)

    def _object(self, kind: str, object_id: str) -> dict[str, Any]:
        v1 = self._client.v1
        match kind:
            case "checkout_session":
                expanded: Any = {"expand": ["line_items"]}
                return v1.checkout.sessions.retrieve(object_id, expanded).to_dict(for_json=True)
            case "subscription":
                return v1.subscriptions.retrieve(object_id).to_dict(for_json=True)
            case "invoice":
                return v1.invoices.retrieve(object_id).to_dict(for_json=True)
            case "charge":
                return self._with_invoice(v1.charges.retrieve(object_id).to_dict(for_json=True))
            case "dispute":
                found = v1.disputes.retrieve(object_id, {"expand": ["charge"]}).to_dict(
                    for_json=True
                )
                return {**found, "charge": self._with_invoice(found["charge"])}
        message = f"no kind of Stripe object: {kind}"
        raise ValueError(message)

    def _with_invoice(self, charge: dict[str, Any]) -> dict[str, Any]:
        """Add the invoice that a charge has paid, which it has not told itself since 2025.

        https://docs.stripe.com/api/invoice-payment: the payment of an invoice names both.
        """
        payment = charge.get("payment_intent")
        if charge.get("invoice") is not None or payment is None:
            return {"invoice": None, **charge}
        paid = self._client.v1.invoice_payments.list(
            {
                "payment": {"type": "payment_intent", "payment_intent": _id_of(payment)},
                "expand": ["data.invoice"],
                "limit": 1,
            }
        )
        return {
            **charge,
            "invoice": next((one.to_dict(for_json=True)["invoice"] for one in paid.data), None),
        }

    def list_checkouts(self, since: datetime) -> list[Checkout]:
        """List completed checkouts, all pages, oldest first."""
        return _call(lambda: self._checkouts(since), changes_something=False)

    def _checkouts(self, since: datetime) -> list[Checkout]:
        pages = self._client.v1.checkout.sessions.list(
            {
                "status": "complete",
                "created": {"gte": int(since.timestamp())},
                "limit": _LARGEST_PAGE,
            }
        )
        found = [_checkout(session.to_dict(for_json=True)) for session in pages.auto_paging_iter()]
        return sorted(found, key=lambda checkout: checkout.created_at)

    def credit_customer(
        self, customer_id: str, amount_cents: int, idempotency_key: str, description: str
    ) -> str:
        """Credit a balance (https://docs.stripe.com/billing/customer/balance): Stripe's minus."""
        if amount_cents <= 0:
            raise ProviderRejected(
                code="amount_not_positive", message="a credit is a positive amount"
            )
        return _call(
            lambda: _present(
                self._client.v1.customers.balance_transactions.create(
                    customer_id,
                    {"amount": -amount_cents, "currency": "usd", "description": description},
                    {"idempotency_key": idempotency_key},
                ).id
            ),
            changes_something=True,
        )


def _call(call: Callable[[], T], *, changes_something: bool) -> T:
    try:
        return call()
    except stripe.StripeError as error:
        raise _failure(error, changes_something=changes_something) from error
    except failures.BAD_SHAPE as error:
        raise failures.lost(_PROVIDER, error, changes_something=changes_something) from error


def _failure(error: stripe.StripeError, *, changes_something: bool) -> EngineError:
    status, headers = error.http_status, error.headers or {}
    if status is None:
        cause = error.__cause__ or error.__context__ or error
        lost_on = cause if isinstance(cause, Exception) else error
        return failures.lost(_PROVIDER, lost_on, changes_something=changes_something)
    if failures.is_transient(status):
        return failures.transient(_PROVIDER, status, headers, changes_something=changes_something)
    if status == _CONFLICT:  # the same idempotency key is being worked on
        return TransientError(
            f"{_PROVIDER} answered HTTP {status}",
            retry_after_seconds=failures.retry_after_seconds(headers),
        )
    if status < _FIRST_REFUSAL or error.json_body is None:
        return failures.lost(_PROVIDER, error, changes_something=changes_something)
    code = error.code or getattr(error.error, "type", None) or str(status)
    return failures.rejected(_PROVIDER, str(code), error.user_message or "")


def _checkout(session: Mapping[str, Any]) -> Checkout:
    return Checkout(
        session_id=session["id"],
        payment_status=session["payment_status"],
        created_at=datetime.fromtimestamp(session["created"], UTC),
        payload=session,
    )


def _state(subscription: Mapping[str, Any]) -> SubscriptionState:
    invoice = subscription.get("latest_invoice")
    first_paid_at = None
    if isinstance(invoice, Mapping) and invoice.get("billing_reason") == "subscription_create":
        first_paid_at = _instant((invoice.get("status_transitions") or {}).get("paid_at"))
    return SubscriptionState(
        subscription_id=subscription["id"],
        customer_id=_id_of(subscription["customer"]),
        status=_status_of(subscription),
        created_at=datetime.fromtimestamp(subscription["created"], UTC),
        first_paid_at=first_paid_at,
        ended_at=_instant(subscription.get("ended_at") or subscription.get("canceled_at")),
    )


def _status_of(subscription: Mapping[str, Any]) -> str:
    """Call one `paused` whose payments are: Stripe leaves its status as it was."""
    is_paused = bool(subscription.get("pause_collection"))
    return "paused" if is_paused and subscription["status"] in _RUNNING else subscription["status"]


def _catalog_price(price: Mapping[str, Any]) -> CatalogPrice:
    product, recurring = price["product"], price.get("recurring") or {}
    return CatalogPrice(
        price_id=price["id"],
        lookup_key=price.get("lookup_key"),
        is_active=price["active"] is True,
        unit_amount=price.get("unit_amount"),
        currency=price["currency"],
        interval=recurring.get("interval", ""),
        interval_count=recurring.get("interval_count", 1),
        product_id=product["id"],
        product_name=product.get("name") or "",
        is_product_active=product["active"] is True,
        metadata={**(product.get("metadata") or {}), **(price.get("metadata") or {})},
    )


def _instant(seconds: Any) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _email_of(customer: str | Mapping[str, Any]) -> str | None:
    return None if isinstance(customer, str) else customer.get("email")


def _id_of(reference: str | Mapping[str, Any]) -> str:
    return reference if isinstance(reference, str) else str(reference["id"])


def _present(found: str | None) -> str:
    if not found:
        missing = "id"
        raise KeyError(missing)
    return found
