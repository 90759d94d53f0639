"""Rows that wait for the office's word, as its pages show them."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.rules.wording.catalogue import say, to_say
from core.visits.doubtful_visits import DoubtfulGroup
from webhooks.portal.views.pages import day_text

_MOST_NAMES = 12

_REASONS: Mapping[str, str] = to_say(
    {
        "status_unknown": "We do not know this status",
        "status_open": "By its status the appointment is not completed",
        "status_missing": "Other rows have a status and these have none",
        "time_unclear": "Their time was not understood, so they may not be over",
    }
)


def doubtful_view(groups: Iterable[DoubtfulGroup], locale: str) -> list[dict[str, Any]]:
    """Give each group with its reason in words, and first names with days."""
    return [
        {
            "reason": group.reason,
            "told": group.told,
            "why": say(_REASONS[group.reason], locale),
            "count": len(group.patients),
            "patients": [
                f"{name}, {day_text(day, locale)}" for name, day in group.patients[:_MOST_NAMES]
            ],
            "more": max(0, len(group.patients) - _MOST_NAMES),
        }
        for group in groups
    ]
