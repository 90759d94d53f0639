"""Which money is our subscription's: an invoice of it, and the charge by which that was paid.

The chain runs charge → invoice → subscription, in the shape of every version of Stripe's API: an
invoice named its subscription at the top until 2025 and below `parent` since
(https://docs.stripe.com/changelog/basil/2025-03-31/adds-new-parent-field-to-invoicing-objects), and
a charge its invoice until then, and none since.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_BY_HAND = "manual"
_SAYS_WHOSE = frozenset({"subscription", "parent", "lines"})


class Whose(StrEnum):
    """Whose a piece of money is, by what it says itself and what others said of it."""

    SUBSCRIPTION = "subscription"
    OTHER = "other"
    UNTOLD = "untold"
    """Nothing says it: its customer does, as in Stripe's oldest and barest shapes."""
    ASK = "ask"
    """It was paid in a way that only Stripe can follow."""


@dataclass(frozen=True, slots=True)
class Concern:
    """Whose money it is; `subscription_id` where it is a subscription's and that is named."""

    whose: Whose
    subscription_id: str | None = None


def concern_of_invoice(invoice: Mapping[str, Any]) -> Concern:
    """Say whose an invoice is; one written by hand is never a subscription's own."""
    if invoice.get("billing_reason") == _BY_HAND:
        return Concern(Whose.OTHER)
    subscription_id = next(_subscriptions_of(invoice), None)
    if subscription_id is not None:
        return Concern(Whose.SUBSCRIPTION, subscription_id)
    return Concern(Whose.OTHER if _SAYS_WHOSE & invoice.keys() else Whose.UNTOLD)


def concern_of_charge(charge: Mapping[str, Any], told: Iterable[Mapping[str, Any]]) -> Concern:
    """Say whose a charge is; `told` are invoices and checkouts that name it, or its payment.

    A charge that says it has no invoice is a one-off, and so is one without a payment intent where
    invoices are not told: they are all paid by one.
    """
    invoice = charge.get("invoice")
    if isinstance(invoice, Mapping):
        return concern_of_invoice(invoice)
    if "invoice" in charge and invoice is None:
        return Concern(Whose.OTHER)
    for witness in told:
        concern = _concern_of_witness(witness)
        if concern.whose is not Whose.UNTOLD:
            return concern
    if isinstance(invoice, str) or "payment_intent" not in charge:
        return Concern(Whose.UNTOLD)
    payment = charge["payment_intent"]
    if isinstance(payment, Mapping) and "invoice" in payment:
        return concern_of_charge({"invoice": payment["invoice"]}, ())
    return Concern(Whose.OTHER if payment is None else Whose.ASK)


def _concern_of_witness(witness: Mapping[str, Any]) -> Concern:
    if witness.get("object") != "checkout.session":
        return concern_of_invoice(witness)
    subscription_id = _id_of(witness.get("subscription"))
    if witness.get("mode", "subscription") != "subscription":
        return Concern(Whose.OTHER)
    return Concern(Whose.SUBSCRIPTION, subscription_id)


def _subscriptions_of(invoice: Mapping[str, Any]) -> Iterator[str]:
    """Give what an invoice, its parent and its lines name as their subscription."""
    named = [invoice.get("subscription"), _below_parent(invoice, "subscription_details")]
    lines = _mapping(invoice.get("lines")).get("data")
    for line in lines if isinstance(lines, list) else []:
        named.append(_mapping(line).get("subscription"))
        named.append(_below_parent(_mapping(line), "subscription_item_details"))
    for reference in named:
        subscription_id = _id_of(reference)
        if subscription_id is not None:
            yield subscription_id


def _below_parent(thing: Mapping[str, Any], details: str) -> Any:
    return _mapping(_mapping(thing.get("parent")).get(details)).get("subscription")


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _id_of(reference: Any) -> str | None:
    found = reference.get("id") if isinstance(reference, Mapping) else reference
    return found if isinstance(found, str) and found else None
