"""The engine looks nothing up before it is asked, and tells the time it was given."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.engine import Engine, fixed_engine
from core.errors import ConfigError


def test_making_it_reads_nothing():
    def refuses(*_):
        message = "read too early"
        raise AssertionError(message)

    Engine(refuses, refuses)


def test_a_bad_environment_shows_when_it_is_needed():
    def refuses():
        raise ConfigError(["APP_ENV: malformed"])

    engine = Engine(refuses, lambda _: "")
    with pytest.raises(ConfigError, match="APP_ENV"):
        engine.now()


def test_a_given_time_goes_before_the_configured_one(config):
    configured = datetime(2026, 1, 1, tzinfo=UTC)
    given = datetime(2026, 2, 1, tzinfo=UTC)
    config = replace(config, engine_now=configured)
    assert fixed_engine(config, "").now() == configured
    assert fixed_engine(config, "", now=given).now() == given
    assert fixed_engine(config, "").is_time_fixed


def test_without_a_given_time_it_is_the_real_one(config):
    engine = fixed_engine(config, "")
    assert engine.is_time_fixed is False
    assert abs((engine.now() - datetime.now(UTC)).total_seconds()) < 5
