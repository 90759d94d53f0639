"""What Stripe tells of how somebody pays, which is not ours to keep: taken out of its payloads."""

from collections.abc import Mapping
from typing import Any

_OF_A_MEANS_OF_PAYMENT = frozenset({"card", "bank_account", "payment_method", "source"})
"""Objects that describe a card or an account; a reference to one is all that is kept of it."""

_REFERENCE = frozenset({"id", "object", "type", "customer", "created"})

_DROPPED = frozenset(
    {
        # the means itself, by its kind
        "acss_debit", "au_becs_debit", "bacs_debit", "bank_account", "card", "card_present",
        "interac_present", "sepa_debit", "three_d_secure", "us_bank_account", "wallet",
        # what tells it apart
        "authorization_code", "billing_details", "bin", "brand", "cvc_check", "display_brand",
        "dynamic_last4", "exp_month", "exp_year", "fingerprint", "iin", "last4",
        "network_transaction_id", "payment_method_options", "sources",
        # pages that show it to whoever has the address
        "hosted_invoice_url", "invoice_pdf", "receipt_url",
    }
)  # fmt: skip
_WORDS_OF_OTHERS = frozenset({"custom_fields", "metadata"})
"""What the business or the buyer wrote: no key in there is Stripe's."""


def without_card_data(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Copy a Stripe payload without brand, digits, expiry or holder of any card or account.

    It holds for every type of event, and wherever Stripe expands a charge or a payment method.
    """
    means = payload.get("object")
    if isinstance(means, str) and means in _OF_A_MEANS_OF_PAYMENT:
        payload = {key: value for key, value in payload.items() if key in _REFERENCE}
    return {key: _clean(key, value) for key, value in payload.items() if key not in _DROPPED}


def _clean(key: str, value: Any) -> Any:
    if key in _WORDS_OF_OTHERS:
        return value
    if key == "payment_method_details":
        return {"type": value.get("type")} if isinstance(value, Mapping) else None
    if isinstance(value, Mapping):
        return without_card_data(value)
    if isinstance(value, list):
        return [_clean("", item) for item in value]
    return value
