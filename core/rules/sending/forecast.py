"""How likely a practice is to gain the guaranteed reviews, told on the day it signs up."""

import math
from collections.abc import Callable
from dataclasses import dataclass

GUARANTEED_REVIEWS = 10
COMFORTABLE_CHANCE = 0.80

_ENOUGH_ASKS = 10_000

PRIOR_RATE = 0.21
PRIOR_ASKS = 70
"""One business's own count: 21% of 70 requests became reviews
(https://hostedreviews.com/articles/sms-vs-email-review-requests). Vendors claim 5% to 35%."""

ELIGIBLE_SHARE = 0.80
"""Of a month's visits, those that may be asked: reachable, not opted out, not asked lately.

An assumption, not a measurement; a practice's own `visit_outcomes` replaces it.
"""


@dataclass(frozen=True)
class Forecast:
    """What thirty days of asking may bring."""

    asks: int
    expected_reviews: float
    chance: float
    """Of at least the guaranteed number, 0 to 1."""
    is_at_risk: bool
    """Whether `chance` is below 80%."""
    visits_needed: int | None
    """Visits in thirty days from which the chance is 80% or more; None if no number will do."""


def forecast_reviews(
    visits_per_30_days: int,
    *,
    eligible_share: float = ELIGIBLE_SHARE,
    observed_asks: int = 0,
    observed_reviews: int = 0,
    target: int = GUARANTEED_REVIEWS,
) -> Forecast:
    """Forecast the reviews of thirty days.

    The rate at which asks become reviews is uncertain: a beta distribution that starts from the
    published sample and learns from the practice's own asks and reviews. The number of reviews is
    then beta-binomial, wider than a binomial with the same mean. Raises ValueError for shares or
    counts that cannot be.
    """
    if visits_per_30_days < 0 or not 0 <= eligible_share <= 1:
        message = "visits are at least 0, and their eligible share is between 0 and 1"
        raise ValueError(message)
    if not 0 <= observed_reviews <= observed_asks:
        message = "observed reviews are between 0 and the observed asks"
        raise ValueError(message)
    successes = PRIOR_RATE * PRIOR_ASKS + observed_reviews
    failures = (1 - PRIOR_RATE) * PRIOR_ASKS + observed_asks - observed_reviews
    asks = math.floor(visits_per_30_days * eligible_share + 1e-9)
    chance = beta_binomial_at_least(target, asks, successes, failures)
    needed = _asks_needed(target, successes, failures)
    return Forecast(
        asks=asks,
        expected_reviews=asks * successes / (successes + failures),
        chance=chance,
        is_at_risk=chance < COMFORTABLE_CHANCE,
        visits_needed=math.ceil(needed / eligible_share - 1e-9)
        if needed and eligible_share
        else None,
    )


def beta_binomial_at_least(target: int, trials: int, successes: float, failures: float) -> float:
    """Give the probability of `target` or more successes at a rate that is itself uncertain.

    The rate is distributed as Beta(`successes`, `failures`).
    """
    if target <= 0:
        return 1.0
    if trials < target:
        return 0.0
    whole = _log_beta(successes, failures)
    fewer = math.fsum(
        math.exp(_log_choose(trials, k) + _log_beta(k + successes, trials - k + failures) - whole)
        for k in range(target)
    )
    return min(1.0, max(0.0, 1.0 - fewer))


def _asks_needed(target: int, successes: float, failures: float) -> int | None:
    def is_comfortable(asks: int) -> bool:
        return beta_binomial_at_least(target, asks, successes, failures) >= COMFORTABLE_CHANCE

    return _fewest(target, _ENOUGH_ASKS, is_comfortable)


def _fewest(least: int, most: int, is_enough: Callable[[int], bool]) -> int | None:
    """Find by bisection the smallest number from `least` that is enough; None above `most`."""
    if not is_enough(most):
        return None
    low, high = min(least, most), most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle + 1, high)
    return low


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
