"""What Stripe says that bears on a practice's standing, in our words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

STATUS_OF_SUBSCRIPTION = {
    "active": "active",
    "trialing": "active",
    "past_due": "past_due",
    "unpaid": "past_due",
    "incomplete": "past_due",
    "paused": "paused",
    "canceled": "canceled",
    "incomplete_expired": "canceled",
}
"""Stripe's words for a subscription's status (https://docs.stripe.com/api/subscriptions/object)."""

FETCHED = ":fetched"
"""Ends the id of an event that was stored anew with what Stripe answered when asked."""
RECONCILED = "reconcile:"
"""Begins the id of an event that the nightly look at Stripe has made."""


class FactKind(StrEnum):
    """What a fact is about."""

    KNOWN = "known"
    """What the practice's row said before Stripe did; its status is as of then."""
    CHECKOUT = "checkout"
    SUBSCRIPTION = "subscription"
    INVOICE = "invoice"
    REFUND = "refund"
    DISPUTE = "dispute"


@dataclass(frozen=True, slots=True)
class BillingFact:
    """One thing that Stripe said, at its own time.

    `about_at` is when the session was opened, or the charge made, that it is about.
    """

    external_id: str
    kind: FactKind
    status: str
    occurred_at: datetime
    customer_id: str | None = None
    subscription_id: str | None = None
    subject_id: str | None = None
    about_at: datetime | None = None
    previous_status: str | None = None
    """Of a subscription before the change that this tells of; None where it does not say."""

    @property
    def is_reading(self) -> bool:
        """Stripe was asked: this is how things stood after all that happened in its second."""
        return self.external_id.endswith(FETCHED) or self.external_id.startswith(RECONCILED)
