"""A paid Stripe checkout: makes the practice, once, and starts its onboarding."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from core.billing.foreign_events import refuse_product
from core.billing.standing import find_account, take_in
from core.billing.stripe_payloads import (
    billing_of,
    email_of,
    event_object,
    event_time,
    instant_of,
    mapping_of,
    phone_of,
    practice_name_of,
    stripe_id,
    text_of,
)
from core.context import IntakeContext
from core.errors import MalformedPayload
from core.rules.billing.standing import BillingFact, FactKind
from core.rules.places.address_timezone import timezone_of_address
from core.rules.vocabulary import EventType, JobType
from core.store.events import append_event, has_event
from core.store.job_keys import billing_key, magic_link_key
from core.store.jobs import enqueue_job
from core.store.practices import (
    NewPractice,
    complete_practice,
    find_returning_practice,
    insert_practice,
    lock_identity,
    upsert_billing,
)
from core.store.raw_events import RawEvent

_PAID = {"paid", "no_payment_required"}


def apply_checkout(context: IntakeContext, raw: RawEvent) -> None:
    """Provision the practice that a paid subscription checkout is of; another one is put on record.

    The session's id makes it once, whichever of its events tell of it. The same customer is the
    same practice, and so is the same address where that practice has left or bears the same name:
    it keeps its settings, patients and opt-outs.
    """
    session = event_object(raw)
    if session.get("payment_status") not in _PAID or refuse_product(context, raw, session):
        return
    session_id = stripe_id(session)
    if session_id is None:
        message = "a checkout session without an id"
        raise MalformedPayload(message)
    _lock(context, session, session_id)
    practice_id = _find_practice(context, session, session_id)
    if practice_id is not None and _is_known(context, practice_id, session_id):
        return
    practice_id = _save_practice(context, session, practice_id)
    _start_account(context, raw, session, practice_id)
    _record(context, raw, session, practice_id)
    _enqueue(context, session, session_id, practice_id)


def _lock(context: IntakeContext, session: Mapping[str, Any], session_id: str) -> None:
    """Let nobody else provision this session, customer or address meanwhile."""
    named = {
        "stripe_session": session_id,
        "stripe_customer": stripe_id(session.get("customer")),
        "stripe_subscription": stripe_id(session.get("subscription")),
        "practice_email": email_of(session),
    }
    lock_identity(context.connection, *[f"{kind}:{key}" for kind, key in named.items() if key])


def _is_known(context: IntakeContext, practice_id: UUID, session_id: str) -> bool:
    return has_event(
        context.connection,
        EventType.STRIPE_CHECKOUT,
        practice_id=practice_id,
        key={"session_id": session_id},
    )


def _find_practice(
    context: IntakeContext, session: Mapping[str, Any], session_id: str
) -> UUID | None:
    email = email_of(session)
    found = find_account(
        context,
        session_id=session_id,
        customer_id=stripe_id(session.get("customer")),
        subscription_id=stripe_id(session.get("subscription")),
    )
    if found is None and email is not None:
        name = practice_name_of(session)
        found = find_returning_practice(context.connection, email=email, name=name)
    return found


def _save_practice(context: IntakeContext, session: Mapping[str, Any], known: UUID | None) -> UUID:
    address = mapping_of(mapping_of(session.get("customer_details")).get("address"))
    practice = NewPractice(
        id=known or uuid4(),
        name=practice_name_of(session),
        email=email_of(session),
        phone=phone_of(session),
        city=text_of(address.get("city")),
        timezone=timezone_of_address(
            state=text_of(address.get("state")),
            postal_code=text_of(address.get("postal_code")),
            country=text_of(address.get("country")),
        ),
    )
    if known is None:
        insert_practice(context.connection, practice, now=context.now)
    else:
        complete_practice(context.connection, practice)
    return practice.id


def _start_account(
    context: IntakeContext, raw: RawEvent, session: Mapping[str, Any], practice_id: UUID
) -> None:
    """Let the newest checkout be what the practice stands on; an older one changes nothing."""
    checkout = BillingFact(
        external_id=raw.external_id,
        kind=FactKind.CHECKOUT,
        status="active",
        occurred_at=event_time(raw),
        customer_id=stripe_id(session.get("customer")),
        subscription_id=stripe_id(session.get("subscription")),
        subject_id=stripe_id(session),
        about_at=instant_of(session.get("created")),
    )
    standing = take_in(context, practice_id, checkout, reason="checkout")
    is_newest = standing.started_by == checkout.external_id
    upsert_billing(
        context.connection,
        practice_id,
        sms_status=context.config.sms_default_status,
        billing=billing_of(session, paid_at=checkout.occurred_at) if is_newest else {},
        digest_email=email_of(session),
    )


def _record(
    context: IntakeContext, raw: RawEvent, session: Mapping[str, Any], practice_id: UUID
) -> None:
    at, session_id = event_time(raw), stripe_id(session)
    told = {
        EventType.STRIPE_CHECKOUT: {
            "session_id": session_id,
            "amount_total": session.get("amount_total"),
            "currency": session.get("currency"),
        },
        EventType.STRIPE_CHECKOUT_AT: {"at": at.isoformat(), "session_id": session_id},
    }
    for event_type, payload in told.items():
        append_event(
            context.connection, event_type, practice_id=practice_id, at=at, payload=payload
        )


def _enqueue(
    context: IntakeContext, session: Mapping[str, Any], session_id: str, practice_id: UUID
) -> None:
    """Ask for the link into the portal, and for what Stripe knows of the price."""
    email = email_of(session)
    if email is not None:
        sealed = context.sealer.seal(email, practice_id=practice_id, column="jobs.payload.email")
        enqueue_job(
            context.connection,
            JobType.SEND_MAGIC_LINK,
            practice_id=practice_id,
            payload={"email_sealed": sealed, "reason": "checkout"},
            run_at=context.now,
            unique_key=magic_link_key(session_id),
        )
    subscription_id = stripe_id(session.get("subscription"))
    if subscription_id is not None:
        enqueue_job(
            context.connection,
            JobType.FETCH_BILLING,
            practice_id=practice_id,
            payload={"subscription_id": subscription_id},
            run_at=context.now,
            unique_key=billing_key(subscription_id),
        )
