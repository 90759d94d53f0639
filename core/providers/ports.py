"""What the engine asks of the outside world: one Protocol a capability, frozen values both ways.

Every method raises TransientError (try again; `uncertain` says that the call may have been carried
out), ProviderRejected (the provider said no; `code` is its own) or PermanentError (nothing to
retry). No SDK type or exception passes through here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class SmsMessage:
    """One text to send; with a `content_sid` the provider renders its approved template."""

    to: str = field(repr=False)
    """E.164."""
    body: str = field(repr=False)
    content_sid: str | None = None
    content_variables: Mapping[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class SmsReceipt:
    """What the provider says on accepting a text; cost is usually not known yet."""

    provider_msg_id: str
    provider_status: str
    segments: int | None = None
    price_usd: float | None = None


@dataclass(frozen=True)
class SentSms:
    """A text as the provider remembers it; `price_usd` is positive, None until billed."""

    provider_msg_id: str
    body: str = field(repr=False)
    provider_status: str
    segments: int | None
    price_usd: float | None
    created_at: datetime
    error_code: str | None


class SmsSender(Protocol):
    """Sends texts, and says afterwards what became of them."""

    def send(self, message: SmsMessage, *, status_callback: str) -> SmsReceipt:
        """Hand one text to the provider, which reports its progress to `status_callback`.

        Never repeated by itself: an uncertain outcome is the caller's to resolve with `find`.
        """
        ...

    def find(self, *, to: str, since: datetime) -> list[SentSms]:
        """List what was sent to `to` at or after `since`, newest first.

        An empty list means "none", never "could not look": that raises.
        """
        ...

    def fetch(self, provider_msg_id: str) -> SentSms:
        """Give one text as it stands now."""
        ...


@dataclass(frozen=True)
class EmailMessage:
    """One email; `headers` are extra ones, such as List-Unsubscribe."""

    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    tags: Mapping[str, str] = field(default_factory=dict)
    """Provider-side labels, such as purpose: letters, digits, `_` and `-`; never personal data."""
    sender_name: str | None = None
    """Shown before the sending address, such as the practice's name."""


class EmailSender(Protocol):
    """Sends emails, and has what became of them reported."""

    def send(self, message: EmailMessage) -> str:
        """Hand one email to the provider; gives its message id."""
        ...

    def confirm_topic(self, topic: str, token: str) -> None:
        """Answer yes to the question whether we want the reports of a topic; safe to repeat."""
        ...


@dataclass(frozen=True)
class PlaceReview:
    """One public review; `external_review_id` is stable across fetches."""

    external_review_id: str
    author_name: str
    rating: int
    """1 to 5."""
    text: str
    url: str | None
    published_at: datetime


@dataclass(frozen=True)
class PlaceDetails:
    """A place on the map; `place_id` is the current one, which may differ from the one asked for.

    `average_rating` is None while there is no review. `reviews` holds at most five.
    """

    place_id: str
    name: str
    average_rating: float | None
    total_reviews: int
    reviews: tuple[PlaceReview, ...]


class PlacesDirectory(Protocol):
    """Looks places up."""

    def fetch(self, place_id: str) -> PlaceDetails:
        """Give the place; raises ProviderRejected with code NOT_FOUND for an id gone stale."""
        ...


@dataclass(frozen=True)
class SubscriptionTerms:
    """What a practice pays for: the subscription's price and the product's own words."""

    subscription_id: str
    customer_id: str
    status: str
    price_id: str
    product_id: str
    product_name: str
    unit_amount_cents: int | None
    currency: str
    interval: str
    """`month`, `year` …; blank for a price that does not recur."""
    product_metadata: Mapping[str, str]
    price_metadata: Mapping[str, str]
    lookup_key: str | None = None
    """The price's own name in the catalogue."""
    customer_email: str | None = field(default=None, repr=False)

    def to_json(self) -> dict[str, object]:
        """Give the terms as plain JSON, as `settings.billing_json` keeps them.

        The customer's address is no part of them.
        """
        return {
            "subscription_id": self.subscription_id,
            "customer_id": self.customer_id,
            "status": self.status,
            "price_id": self.price_id,
            "lookup_key": self.lookup_key,
            "product_id": self.product_id,
            "product_name": self.product_name,
            "unit_amount": self.unit_amount_cents,
            "currency": self.currency,
            "interval": self.interval,
            "product_metadata": dict(self.product_metadata),
            "price_metadata": dict(self.price_metadata),
        }


@dataclass(frozen=True)
class Checkout:
    """A completed checkout, with the provider's own object for the webhook's applier."""

    session_id: str
    payment_status: str
    created_at: datetime
    payload: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True)
class SubscriptionState:
    """How a subscription stands, in Stripe's words; times are None until they come."""

    subscription_id: str
    customer_id: str
    status: str
    created_at: datetime
    first_paid_at: datetime | None = None
    """When its first invoice was paid, where Stripe tells it."""
    ended_at: datetime | None = None


@dataclass(frozen=True)
class CatalogPrice:
    """A price with its product, as the catalogue has them."""

    price_id: str
    lookup_key: str | None
    is_active: bool
    unit_amount: int | None
    """In the currency's smallest unit."""
    currency: str
    interval: str
    interval_count: int
    product_id: str
    product_name: str
    is_product_active: bool
    metadata: Mapping[str, str]
    """The product's, overlaid by the price's own."""


class Billing(Protocol):
    """Reads what is for sale and what practices bought, and credits them."""

    def fetch_subscription(self, subscription_id: str) -> SubscriptionTerms:
        """Give the terms of one subscription."""
        ...

    def list_checkouts(self, since: datetime) -> list[Checkout]:
        """List the completed checkouts created at or after `since`, oldest first."""
        ...

    def fetch_checkout(self, session_id: str) -> Checkout:
        """Give one checkout as it stands now."""
        ...

    def fetch_object(self, kind: str, object_id: str) -> Mapping[str, object]:
        """Give one object as Stripe has it; a `checkout_session` comes with its line items.

        Kinds are `checkout_session`, `subscription`, `invoice`, `charge` and `dispute`.
        """
        ...

    def fetch_state(self, subscription_id: str) -> SubscriptionState:
        """Say how one subscription stands; rejected with `resource_missing` if there is none."""
        ...

    def list_states(self) -> list[SubscriptionState]:
        """Say how every subscription stands that is not over."""
        ...

    def find_price(self, lookup_key: str) -> CatalogPrice | None:
        """Find a price by its lookup key; None if the catalogue has none."""
        ...

    def credit_customer(
        self, customer_id: str, amount_cents: int, idempotency_key: str, description: str
    ) -> str:
        """Credit a customer's balance with a positive amount, in US cents; gives the entry's id.

        The same `idempotency_key` credits once, however often it is asked.
        """
        ...


class SlackNotifier(Protocol):
    """Tells operators something."""

    def post(self, text: str) -> None:
        """Post one line of Slack markup; without a configured webhook this does nothing."""
        ...
