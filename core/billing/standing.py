"""Takes in one more thing that Stripe said of a practice, and moves its status if that changes."""

from datetime import UTC, datetime
from uuid import UUID

from core.context import IntakeContext
from core.rules.billing.facts import BillingFact, FactKind
from core.rules.billing.paid_periods import paid_periods_of
from core.rules.billing.standing import Standing, standing_of
from core.rules.vocabulary import EventType
from core.store.billing_facts import append_fact, find_practice_by_fact, list_facts
from core.store.database import Connection
from core.store.events import append_event
from core.store.held_checkouts import save_subscriptions
from core.store.paid_periods import list_without_periods, save_periods
from core.store.practices import (
    AccountState,
    find_practice_by_stripe,
    lock_account_state,
    save_account_state,
)

_BEFORE_STRIPE = datetime(1970, 1, 1, tzinfo=UTC)


def find_account(
    context: IntakeContext,
    *,
    customer_id: str | None,
    subscription_id: str | None,
    session_id: str | None = None,
) -> UUID | None:
    """Find the practice of a session, a subscription or a customer, present or former."""
    connection = context.connection
    by_fact = {"session_id": session_id, "customer_id": None, "subscription_id": subscription_id}
    return (
        find_practice_by_fact(connection, **by_fact)
        or find_practice_by_stripe(
            connection, customer_id=customer_id, subscription_id=subscription_id
        )
        or find_practice_by_fact(
            connection, session_id=None, customer_id=customer_id, subscription_id=None
        )
    )


def take_in(
    context: IntakeContext, practice_id: UUID, fact: BillingFact, *, reason: str
) -> Standing:
    """Keep a fact, compute the standing anew from all facts, and save what changed.

    What the row says without Stripe having said it (imported, or set by hand) is kept as a fact
    too, as of the last event known; so it stands until Stripe says something later. LookupError
    for an unknown practice.
    """
    state = lock_account_state(context.connection, practice_id)
    facts = list_facts(context.connection, practice_id)
    facts += _known_by_row(context, state, facts, fact)
    if append_fact(context.connection, practice_id, fact):
        facts.append(fact)
    standing = standing_of(facts)
    if standing is None:
        message = f"practice {practice_id} has no standing"
        raise LookupError(message)
    _save(context, state, standing, fact, reason)
    save_periods(context.connection, practice_id, paid_periods_of(facts), now=context.now)
    return standing


def compute_missing_periods(connection: Connection, *, now: datetime) -> int:
    """Compute the periods of practices that Stripe told of before periods were kept."""
    missing = list_without_periods(connection)
    for practice_id in missing:
        periods = paid_periods_of(list_facts(connection, practice_id))
        save_periods(connection, practice_id, periods, now=now)
    return len(missing)


def _known_by_row(
    context: IntakeContext, state: AccountState, facts: list[BillingFact], news: BillingFact
) -> list[BillingFact]:
    standing = standing_of(facts)
    is_explained = standing is not None and standing.status == _plain(state.status)
    is_overruled = news.kind is FactKind.CHECKOUT and news.occurred_at == state.stripe_state_at
    if state.is_blank or is_explained or is_overruled:
        return []
    known = BillingFact(
        external_id=f"known:{len(facts)}",
        kind=FactKind.KNOWN,
        status=_plain(state.status),
        occurred_at=state.stripe_state_at or _BEFORE_STRIPE,
        customer_id=state.stripe_customer_id,
        subscription_id=state.stripe_subscription_id,
    )
    append_fact(context.connection, state.id, known)
    return [known]


def _save(
    context: IntakeContext, state: AccountState, standing: Standing, fact: BillingFact, reason: str
) -> None:
    status = standing.status
    if status == "active" and state.onboarding_completed_at is None and state.status != "active":
        status = "provisioning"
    save_account_state(
        context.connection,
        state.id,
        status=status,
        subscription_status=standing.subscription_status,
        customer_id=standing.customer_id,
        subscription_id=standing.subscription_id,
        state_at=standing.as_of,
    )
    save_subscriptions(context.connection, state.id, standing.subscriptions)
    if status != state.status:
        append_event(
            context.connection,
            EventType.SUBSCRIPTION_CHANGED,
            practice_id=state.id,
            at=fact.occurred_at,
            payload={"from": state.status, "to": status, "reason": reason},
        )


def _plain(status: str) -> str:
    """Give what Stripe would call it: whether an office is onboarded is not Stripe's to know."""
    return "active" if status == "provisioning" else status
