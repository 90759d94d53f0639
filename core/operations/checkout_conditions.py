"""The alerts about paid checkouts that made nothing: a person has to look at each."""

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

from core.config import Config
from core.operations.alerts import Condition
from core.rules.billing.origin import HeldReason
from core.rules.vocabulary import Alert
from core.store.database import Connection
from core.store.held_checkouts import list_foreign_checkouts, list_open_checkouts

_WEEK = timedelta(days=7)
_TITLES = {
    HeldReason.OTHER_PRODUCT: "for a price that is not in STRIPE_PRICE_IDS",
    HeldReason.WRONG_MODE: "for something that is no subscription",
}
"""Who paid for these may be waiting for us; test events and other accounts have paid nobody."""


def find_held_checkouts(connection: Connection, config: Config, now: datetime) -> list[Condition]:
    """Find second checkouts that nobody has decided about, and what was paid for by mistake."""
    del config
    waiting: dict[UUID, list[str]] = {}
    for held in list_open_checkouts(connection):
        waiting.setdefault(held.practice_id, []).append(held.session_id)
    return _paid_for_nothing(connection, now) + [
        Condition(
            Alert.CHECKOUT_HELD,
            practice_id,
            f"Somebody paid again in this practice's name ({', '.join(sessions)}); it waits for"
            " its owner, or for review-engine checkout SESSION_ID accept|refuse.",
            {"session_ids": sessions},
        )
        for practice_id, sessions in waiting.items()
    ]


def _paid_for_nothing(connection: Connection, now: datetime) -> list[Condition]:
    """Tell of checkouts within a week that somebody paid for and no practice came of."""
    paid = list_foreign_checkouts(connection, since=now - _WEEK, now=now)
    titles = {one: _TITLES[HeldReason(one.reason)] for one in paid if one.reason in _TITLES}
    if not titles:
        return []
    counts = sorted(Counter(titles.values()).items())
    kinds = ", ".join(f"{count} {title}" for title, count in counts)
    summary = f"Paid checkouts of a week that made no practice: {kinds}. Look at each in Stripe."
    sessions = sorted(one.session_id for one in titles)
    return [Condition(Alert.CHECKOUT_HELD, None, summary, {"session_ids": sessions})]
