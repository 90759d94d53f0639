"""When a failed job is tried again, and when it is given up."""

from datetime import datetime, timedelta

RETRY_DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
)
"""The pause after the first, second, third and fourth failed attempt."""

ACCOUNT_PAUSE = timedelta(minutes=5)
"""How long nothing goes out on a channel after its provider has refused our account."""


def retry_at(now: datetime, attempts: int) -> datetime | None:
    """Give the time of the next attempt after `attempts` failed ones; None gives the job up.

    `attempts` counts the one that has just failed and is at least 1, else ValueError.
    """
    if attempts < 1:
        message = "attempts counts the failed one, so it is at least 1"
        raise ValueError(message)
    if attempts > len(RETRY_DELAYS):
        return None
    return now + RETRY_DELAYS[attempts - 1]
