"""What is read out of a Stripe event, whatever shape it has."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from core.errors import MalformedPayload
from core.rules.names.emails import check_email
from core.rules.places.phone import to_e164
from core.store.raw_events import RawEvent

_COUNTRY_CHARS = 2


def stripe_id(value: Any) -> str | None:
    """Give the id of a Stripe reference, which may be the id itself or the expanded object."""
    if isinstance(value, Mapping):
        value = value.get("id")
    return value if isinstance(value, str) and value else None


def event_time(raw: RawEvent) -> datetime:
    """Give the time at which Stripe says the event happened, or else that of its arrival."""
    return instant_of(raw.payload.get("created")) or raw.received_at


def event_object(raw: RawEvent) -> Mapping[str, Any]:
    """Give what the event is about; raises MalformedPayload where it is about nothing."""
    data = raw.payload.get("data")
    found = data.get("object") if isinstance(data, Mapping) else None
    if not isinstance(found, Mapping):
        message = "a Stripe event without data.object"
        raise MalformedPayload(message)
    return found


def instant_of(seconds: Any) -> datetime | None:
    """Read Unix seconds; None for what is no number, and MalformedPayload for no possible time."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as error:
        message = "a Stripe time out of range"
        raise MalformedPayload(message) from error


def mapping_of(value: Any) -> Mapping[str, Any]:
    """Give an object, or an empty one for what is none."""
    return value if isinstance(value, Mapping) else {}


def text_of(value: Any) -> str | None:
    """Give a text without the blanks around it; None for what is none, or blank."""
    return value.strip() or None if isinstance(value, str) else None


def email_of(session: Mapping[str, Any]) -> str | None:
    """Give the buyer's address in lower case."""
    details = mapping_of(session.get("customer_details"))
    email = text_of(details.get("email")) or text_of(session.get("customer_email"))
    return check_email(email) if email else None


def phone_of(session: Mapping[str, Any]) -> str | None:
    """Give the buyer's phone as E.164; a number without a country code is of the address's."""
    details = mapping_of(session.get("customer_details"))
    country = text_of(mapping_of(details.get("address")).get("country")) or ""
    region = country.upper() if len(country) == _COUNTRY_CHARS else "US"
    return to_e164(text_of(details.get("phone")) or "", region=region)


def billing_of(session: Mapping[str, Any], *, paid_at: datetime) -> dict[str, Any]:
    """Pick out of a session what the business needs; nothing of how it was paid.

    Amounts are in the currency's smallest unit, as Stripe has them: cents, but whole yen.
    """
    totals = mapping_of(session.get("total_details"))
    return {
        "checkout_session_id": stripe_id(session),
        "stripe_customer_id": stripe_id(session.get("customer")),
        "stripe_subscription_id": stripe_id(session.get("subscription")),
        "mode": text_of(session.get("mode")),
        "payment_status": text_of(session.get("payment_status")),
        "livemode": session.get("livemode") is True,
        "client_reference_id": text_of(session.get("client_reference_id")),
        "currency": text_of(session.get("currency")),
        "amount_subtotal": _amount(session.get("amount_subtotal")),
        "amount_total": _amount(session.get("amount_total")),
        "amount_tax": _amount(totals.get("amount_tax")),
        "amount_discount": _amount(totals.get("amount_discount")),
        "email": email_of(session),
        "name": text_of(mapping_of(session.get("customer_details")).get("name")),
        "customer_details": _customer_details(session),
        "custom_fields": _custom_fields(session.get("custom_fields")),
        "metadata": _metadata(session.get("metadata")),
        "paid_at": paid_at.isoformat(),
    }


def _customer_details(session: Mapping[str, Any]) -> dict[str, Any]:
    details = mapping_of(session.get("customer_details"))
    address = mapping_of(details.get("address"))
    kept = ("city", "state", "postal_code", "country")
    return {
        "name": text_of(details.get("name")),
        "business_name": text_of(details.get("business_name")),
        "email": email_of(session),
        "phone": phone_of(session) or text_of(details.get("phone")),
        "address": {key: text_of(address.get(key)) for key in kept},
    }


def _custom_fields(fields: Any) -> dict[str, str]:
    """Give the answers by key, whichever kind of field asked for them."""
    answers: dict[str, str] = {}
    for field in fields if isinstance(fields, list) else []:
        key = text_of(mapping_of(field).get("key"))
        for kind in ("text", "numeric", "dropdown"):
            value = text_of(mapping_of(mapping_of(field).get(kind)).get("value"))
            if key and value:
                answers[key] = value
    return answers


def _metadata(metadata: Any) -> dict[str, str]:
    return {k: v for k, v in mapping_of(metadata).items() if isinstance(v, str)}


def _amount(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
