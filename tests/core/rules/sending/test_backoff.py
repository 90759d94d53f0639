"""The pauses between attempts."""

from datetime import UTC, datetime, timedelta

import pytest

from core.rules.sending.backoff import retry_at

NOW = datetime(2026, 3, 8, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 5), (3, 30), (4, 180)])
def test_each_failed_attempt_waits_longer(attempts: int, minutes: int) -> None:
    assert retry_at(NOW, attempts) == NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize("attempts", [5, 6, 100])
def test_the_fifth_failure_is_the_last(attempts: int) -> None:
    assert retry_at(NOW, attempts) is None


@pytest.mark.parametrize("attempts", [0, -1])
def test_nothing_is_retried_before_it_failed(attempts: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        retry_at(NOW, attempts)
