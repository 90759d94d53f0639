"""A paid Stripe checkout: makes the practice, once, and starts its onboarding."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from core.errors import MalformedPayload
from core.intake.context import IntakeContext
from core.rules.address_timezone import timezone_of_address
from core.rules.phone import to_e164
from core.rules.vocabulary import EventType, JobType
from core.store.events import append_event, has_event
from core.store.jobs import enqueue_job
from core.store.practices import (
    NewPractice,
    find_canceled_practice,
    find_practice_by_stripe,
    insert_practice,
    lock_identity,
    revive_practice,
    upsert_billing,
)
from core.store.raw_events import RawEvent

TYPES = frozenset({"checkout.session.completed", "checkout.session.async_payment_succeeded"})

_PAID = {"paid", "no_payment_required"}
_MAX_NAME_CHARS = 120


def stripe_id(value: Any) -> str | None:
    """Give the id of a Stripe reference, which may be the id itself or the expanded object."""
    if isinstance(value, Mapping):
        value = value.get("id")
    return value if isinstance(value, str) and value else None


def event_time(raw: RawEvent) -> datetime:
    """Give the time at which Stripe says the event happened."""
    created = raw.payload.get("created")
    if not isinstance(created, int | float):
        return raw.received_at
    return datetime.fromtimestamp(created, UTC)


def event_object(raw: RawEvent) -> Mapping[str, Any]:
    """Give what the event is about; raises MalformedPayload where it is about nothing."""
    data = raw.payload.get("data")
    found = data.get("object") if isinstance(data, Mapping) else None
    if not isinstance(found, Mapping):
        message = "a Stripe event without data.object"
        raise MalformedPayload(message)
    return found


def apply_checkout(context: IntakeContext, raw: RawEvent) -> None:
    """Provision the practice that a paid checkout session is of; an unpaid one does nothing.

    The session's id makes it once, whichever of its events tell of it; the same customer, or the
    same address after a cancellation, is the same practice.
    """
    session = event_object(raw)
    if session.get("payment_status") not in _PAID:
        return
    session_id = stripe_id(session)
    if session_id is None:
        message = "a checkout session without an id"
        raise MalformedPayload(message)
    customer_id, email = stripe_id(session.get("customer")), _email(session)
    keys = [f"stripe_session:{session_id}"]
    keys += [f"stripe_customer:{customer_id}"] if customer_id else []
    keys += [f"practice_email:{email}"] if email else []
    lock_identity(context.connection, *keys)
    practice_id = _find_practice(context, customer_id, email)
    if practice_id is not None and _is_known(context, practice_id, session_id):
        return
    practice_id = _save_practice(context, raw, session, practice_id)
    _record(context, raw, session, practice_id)


def _is_known(context: IntakeContext, practice_id: UUID, session_id: str) -> bool:
    return has_event(
        context.connection,
        EventType.STRIPE_CHECKOUT,
        practice_id=practice_id,
        key={"session_id": session_id},
    )


def _find_practice(
    context: IntakeContext, customer_id: str | None, email: str | None
) -> UUID | None:
    found = find_practice_by_stripe(
        context.connection, customer_id=customer_id, subscription_id=None
    )
    if found is None and email is not None:
        found = find_canceled_practice(context.connection, email=email)
    return found


def _save_practice(
    context: IntakeContext, raw: RawEvent, session: Mapping[str, Any], known: UUID | None
) -> UUID:
    details = _mapping(session.get("customer_details"))
    address = _mapping(details.get("address"))
    practice = NewPractice(
        id=known or uuid4(),
        name=_practice_name(session),
        email=_email(session),
        phone=to_e164(_text(details.get("phone")) or ""),
        city=_text(address.get("city")),
        timezone=timezone_of_address(
            state=_text(address.get("state")),
            postal_code=_text(address.get("postal_code")),
            country=_text(address.get("country")),
        ),
        customer_id=stripe_id(session.get("customer")),
        subscription_id=stripe_id(session.get("subscription")),
        state_at=event_time(raw),
    )
    if known is None:
        insert_practice(context.connection, practice, now=context.now)
    else:
        revive_practice(context.connection, practice)
    upsert_billing(
        context.connection,
        practice.id,
        sms_status=context.config.sms_default_status,
        billing=_billing(session, practice),
        digest_email=practice.email,
    )
    return practice.id


def _billing(session: Mapping[str, Any], practice: NewPractice) -> dict[str, Any]:
    return {
        "stripe_customer_id": practice.customer_id,
        "stripe_subscription_id": practice.subscription_id,
        "checkout_session_id": stripe_id(session),
        "email": practice.email,
        "name": practice.name,
        "amount_total": session.get("amount_total"),
        "currency": session.get("currency"),
        "payment_status": session.get("payment_status"),
        "livemode": session.get("livemode"),
        "paid_at": practice.state_at.isoformat(),
    }


def _record(
    context: IntakeContext, raw: RawEvent, session: Mapping[str, Any], practice_id: UUID
) -> None:
    connection, at = context.connection, event_time(raw)
    session_id, email = stripe_id(session), _email(session)
    append_event(
        connection,
        EventType.STRIPE_CHECKOUT,
        practice_id=practice_id,
        at=at,
        payload={
            "session_id": session_id,
            "amount_total": session.get("amount_total"),
            "currency": session.get("currency"),
        },
    )
    append_event(
        connection,
        EventType.STRIPE_CHECKOUT_AT,
        practice_id=practice_id,
        at=at,
        payload={"at": at.isoformat(), "session_id": session_id},
    )
    if email is not None:
        enqueue_job(
            connection,
            JobType.SEND_MAGIC_LINK,
            practice_id=practice_id,
            payload={
                "email_sealed": context.sealer.seal(
                    email, practice_id=practice_id, column="jobs.payload.email"
                ),
                "reason": "checkout",
            },
            run_at=context.now,
            unique_key=f"magic_link:{session_id}",
        )
    subscription_id = stripe_id(session.get("subscription"))
    if subscription_id is not None:
        enqueue_job(
            connection,
            JobType.FETCH_BILLING,
            practice_id=practice_id,
            payload={"subscription_id": subscription_id},
            run_at=context.now,
            unique_key=f"billing:{subscription_id}",
        )


def _email(session: Mapping[str, Any]) -> str | None:
    details = _mapping(session.get("customer_details"))
    email = _text(details.get("email")) or _text(session.get("customer_email"))
    return email.lower() if email else None


def _practice_name(session: Mapping[str, Any]) -> str:
    details = _mapping(session.get("customer_details"))
    metadata = _mapping(session.get("metadata"))
    candidates = [
        _custom_field_name(session.get("custom_fields")),
        _text(details.get("business_name")),
        _text(details.get("name")),
        _text(metadata.get("practice_name")),
    ]
    name = next((c for c in candidates if c), "Your practice")
    return " ".join(name.split())[:_MAX_NAME_CHARS]


def _custom_field_name(fields: Any) -> str | None:
    for field in fields if isinstance(fields, list) else []:
        key = str(_mapping(field).get("key", "")).lower()
        if "practice" in key or "name" in key:
            value = _text(_mapping(_mapping(field).get("text")).get("value"))
            if value:
                return value
    return None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
