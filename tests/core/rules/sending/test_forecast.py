import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.sending.forecast import beta_binomial_at_least, forecast_reviews


def test_a_uniform_prior_makes_every_count_as_likely():
    for trials in (1, 9, 30):
        for target in range(trials + 1):
            expected = (trials + 1 - target) / (trials + 1)
            assert beta_binomial_at_least(target, trials, 1, 1) == pytest.approx(expected)


def test_a_certain_prior_is_the_binomial():
    binomial = sum(math.comb(58, k) * 0.21**k * 0.79 ** (58 - k) for k in range(10, 59))
    assert beta_binomial_at_least(10, 58, 0.21e7, 0.79e7) == pytest.approx(binomial, abs=1e-4)


def test_the_beta_binomial_agrees_with_throwing_dice():
    dice = random.Random(7)  # noqa: S311 - seeded on purpose
    throws = 4000
    hits = 0
    for _ in range(throws):
        rate = dice.betavariate(14.7, 55.3)
        hits += sum(dice.random() < rate for _ in range(58)) >= 10
    assert hits / throws == pytest.approx(beta_binomial_at_least(10, 58, 14.7, 55.3), abs=0.025)


@pytest.mark.parametrize(
    ("visits", "asks", "is_at_risk"),
    [
        (0, 0, True),
        (12, 9, True),
        (60, 48, True),
        (79, 63, True),
        (80, 64, False),
        (300, 240, False),
    ],
)
def test_a_practice_with_few_visits_is_at_risk_on_the_first_day(visits, asks, is_at_risk):
    forecast = forecast_reviews(visits)
    assert forecast.asks == asks
    assert forecast.is_at_risk is is_at_risk
    assert forecast.visits_needed == 80


def test_a_practice_that_does_better_than_the_sample_needs_fewer_visits():
    known = forecast_reviews(60, observed_asks=200, observed_reviews=70)
    assert known.chance > forecast_reviews(60).chance
    assert known.visits_needed < 80


def test_a_practice_that_does_worse_needs_more():
    known = forecast_reviews(100, observed_asks=400, observed_reviews=12)
    assert known.is_at_risk
    assert known.visits_needed > 150


def test_nobody_to_ask_means_no_chance_and_no_number_that_helps():
    forecast = forecast_reviews(100, eligible_share=0)
    assert (forecast.asks, forecast.chance, forecast.visits_needed) == (0, 0, None)


def test_a_chance_beyond_reach_says_so_instead_of_looking_for_ever():
    assert forecast_reviews(100, observed_asks=10**6, observed_reviews=0).visits_needed is None


@given(st.integers(0, 2000), st.floats(0.01, 1), st.integers(0, 500), st.floats(0, 1))
def test_more_visits_never_lower_the_chance(visits, share, asked, rate):
    known = {
        "eligible_share": share,
        "observed_asks": asked,
        "observed_reviews": int(asked * rate),
    }
    fewer, more = forecast_reviews(visits, **known), forecast_reviews(visits + 10, **known)
    assert 0 <= fewer.chance <= more.chance + 1e-9 <= 1 + 2e-9
    assert fewer.expected_reviews <= fewer.asks


@given(st.floats(0.01, 1), st.integers(0, 300), st.floats(0, 1))
def test_the_visits_needed_are_the_fewest_that_suffice(share, asked, rate):
    known = {
        "eligible_share": share,
        "observed_asks": asked,
        "observed_reviews": int(asked * rate),
    }
    needed = forecast_reviews(0, **known).visits_needed
    if needed is not None:
        assert not forecast_reviews(needed, **known).is_at_risk
        assert forecast_reviews(needed - 1, **known).is_at_risk


@pytest.mark.parametrize(
    "arguments",
    [
        {"visits_per_30_days": -1},
        {"visits_per_30_days": 10, "eligible_share": 1.1},
        {"visits_per_30_days": 10, "eligible_share": -0.1},
        {"visits_per_30_days": 10, "observed_asks": 1, "observed_reviews": 2},
        {"visits_per_30_days": 10, "observed_asks": 1, "observed_reviews": -1},
    ],
)
def test_figures_that_cannot_be_are_refused(arguments):
    with pytest.raises(ValueError):
        forecast_reviews(**arguments)
