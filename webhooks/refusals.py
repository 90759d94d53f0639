"""Counts what is refused, by route and reason: how an attack, or a mistake of ours, is seen."""

from collections import Counter
from collections.abc import Mapping

from core.log import get_logger

_log = get_logger(__name__)


class Refusals:
    """The counts of one process since it started; it starts with none."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()

    def count(self, route: str | None, reason: str) -> None:
        """Count one refusal, and log it without anything of the request.

        `route` is a template, `unknown` where none answers; `reason` is one of our codes, so that
        the number of counters is bounded.
        """
        self._counts[route or "unknown", reason] += 1
        _log.info("request_refused", route=route or "unknown", reason=reason)

    def snapshot(self) -> Mapping[tuple[str, str], int]:
        """Give how often each route refused for each reason."""
        return dict(self._counts)
