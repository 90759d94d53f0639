"""Whose a Stripe event is, and whether a checkout is of what we sell."""

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import Any

SUBSCRIPTION_MODE = "subscription"


class HeldReason(StrEnum):
    """`payload.reason` of `checkout_held`: why a paid checkout made and moved nothing."""

    OTHER_MODE = "other_mode"
    CONNECT_ACCOUNT = "connect_account"
    WRONG_MODE = "wrong_mode"
    OTHER_PRODUCT = "other_product"
    SECOND_CHECKOUT = "second_checkout"


def foreign_reason(event: Mapping[str, Any], *, is_live: bool) -> HeldReason | None:
    """Say why an event is not ours: of a connected account, or of another mode than the key's.

    A live key believes only what says that it is live
    (https://docs.stripe.com/api/events/object). None for our own.
    """
    if event.get("account") is not None or event.get("context") is not None:
        return HeldReason.CONNECT_ACCOUNT
    says_live = event.get("livemode")
    if (says_live is True) is not is_live:
        return HeldReason.OTHER_MODE
    return None


def is_of_other_mode(session: Mapping[str, Any]) -> bool:
    """Tell whether a session sells something else than a subscription."""
    return bool(session.get("mode", SUBSCRIPTION_MODE) != SUBSCRIPTION_MODE)


def prices_of(session: Mapping[str, Any]) -> list[Any] | None:
    """Give the prices that a session names, ids or whole; None where it names none.

    They are in its line items, or in its subscription, where either is expanded.
    """
    prices = [*_prices(session.get("line_items")), *_prices(_items(session.get("subscription")))]
    return prices or None


def sells_ours(prices: list[Any], price_ids: Collection[str]) -> bool:
    """Tell whether one of the prices is on our list; without a list, whether one recurs."""
    if price_ids:
        return any(_id_of(price) in price_ids for price in prices)
    return any(_may_recur(price) for price in prices)


def _items(subscription: Any) -> Any:
    return subscription.get("items") if isinstance(subscription, Mapping) else None


def _prices(items: Any) -> Iterator[Any]:
    data = items.get("data") if isinstance(items, Mapping) else None
    for item in data if isinstance(data, list) else []:
        price = item.get("price") if isinstance(item, Mapping) else None
        if price:
            yield price


def _id_of(price: Any) -> Any:
    return price.get("id") if isinstance(price, Mapping) else price


def _may_recur(price: Any) -> bool:
    """Take a bare id at the word of the session, which is one of a subscription."""
    if not isinstance(price, Mapping):
        return True
    return price.get("type") == "recurring" or bool(price.get("recurring"))
