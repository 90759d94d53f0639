"""A paid Stripe checkout: makes the practice, once, and starts its onboarding."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from core.billing.foreign_events import refuse_product
from core.billing.held_checkouts import hold_second_checkout, is_second_checkout
from core.billing.practice_names import practice_name_of
from core.billing.standing import find_account, take_in
from core.billing.stripe_payloads import (
    billing_of,
    email_of,
    event_object,
    event_time,
    instant_of,
    mapping_of,
    phone_of,
    stripe_id,
    text_of,
)
from core.context import IntakeContext
from core.errors import MalformedPayload
from core.rules.billing.facts import BillingFact, FactKind
from core.rules.places.address_timezone import timezone_of_address
from core.rules.vocabulary import EventType, JobType
from core.store.events import append_event, has_event
from core.store.held_checkouts import (
    HeldCheckout,
    decide_checkout,
    find_held_checkout,
    find_open_checkout,
    list_open_checkouts,
)
from core.store.job_keys import billing_key, magic_link_key
from core.store.jobs import enqueue_job
from core.store.practices import (
    NewPractice,
    complete_practice,
    find_returning_practice,
    insert_practice,
    lock_account_state,
    lock_identity,
    upsert_billing,
)
from core.store.raw_events import RawEvent, get_raw_event

_PAID = {"paid", "no_payment_required"}


def apply_checkout(context: IntakeContext, raw: RawEvent) -> None:
    """Provision the practice that a paid subscription checkout is of; another one is put on record.

    The session's id makes it once, whichever of its events tell of it. The same customer is the
    same practice, and so is the same address where that practice has left or bears the same name:
    it keeps its settings, patients and opt-outs. Where such a practice is served by another
    subscription, the checkout waits for a person.
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
    if practice_id is not None:
        lock_account_state(context.connection, practice_id)  # it may be released meanwhile
        if _is_known(context, practice_id, session_id):
            return
        if is_second_checkout(context, practice_id, session):
            hold_second_checkout(context, raw, practice_id, session)
            return
        held = find_held_checkout(context.connection, session_id)
        if held is not None:  # another of its events told first; a refused one stays so
            _release(context, held)
            return
    practice_id = _provision(context, raw, session, practice_id)
    _send_link(context, session, session_id, practice_id)


def release_ended(context: IntakeContext, subscription_id: str) -> bool:
    """Let a held checkout be what it is, history: its subscription is over. False if none is."""
    held = find_open_checkout(context.connection, subscription_id=subscription_id)
    return held is not None and _release(context, held)


def release_returning(context: IntakeContext, practice_id: UUID) -> None:
    """Let a practice that has just ended come back by what was held in its name meanwhile."""
    for held in list_open_checkouts(context.connection, practice_id):
        raw = get_raw_event(context.connection, provider="stripe", external_id=held.external_id)
        if raw and not is_second_checkout(context, practice_id, event_object(raw)):
            _release(context, held)


def settle_checkout(
    context: IntakeContext, held: HeldCheckout, *, is_accepted: bool, decided_by: str
) -> bool:
    """Attach what waits to its practice, or refuse it for good; False if it was settled before.

    Its subscription stands beside those that the practice has: nothing else of it changes.
    """
    lock_account_state(context.connection, held.practice_id)
    decision = "accepted" if is_accepted else "refused"
    if not decide_checkout(
        context.connection, held, decision=decision, decided_by=decided_by, now=context.now
    ):
        return False
    append_event(
        context.connection,
        EventType.CHECKOUT_DECIDED,
        practice_id=held.practice_id,
        at=context.now,
        payload={"session_id": held.session_id, "decision": decision, "by": decided_by},
    )
    if is_accepted:
        raw = get_raw_event(context.connection, provider="stripe", external_id=held.external_id)
        if raw is None:
            message = f"the event {held.external_id} is not stored any more"
            raise LookupError(message)
        _provision(context, raw, event_object(raw), held.practice_id)
    return True


def _release(context: IntakeContext, held: HeldCheckout) -> bool:
    raw = get_raw_event(context.connection, provider="stripe", external_id=held.external_id)
    lock_account_state(context.connection, held.practice_id)
    if raw is None or not decide_checkout(
        context.connection, held, decision="released", decided_by="stripe", now=context.now
    ):
        return False
    session = event_object(raw)
    _provision(context, raw, session, held.practice_id)
    _send_link(context, session, held.session_id, held.practice_id)
    return True


def _provision(
    context: IntakeContext, raw: RawEvent, session: Mapping[str, Any], known: UUID | None
) -> UUID:
    practice_id = _save_practice(context, session, known)
    _start_account(context, raw, session, practice_id)
    _record(context, raw, session, practice_id)
    _fetch_terms(context, session, practice_id)
    return practice_id


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
    """Open the account of its subscription; the terms kept are the newest one's."""
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
    is_newest = standing.latest_start == checkout.external_id
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


def _send_link(
    context: IntakeContext, session: Mapping[str, Any], session_id: str, practice_id: UUID
) -> None:
    """Ask for the link into the portal."""
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


def _fetch_terms(context: IntakeContext, session: Mapping[str, Any], practice_id: UUID) -> None:
    """Ask for what Stripe knows of the price."""
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
