"""Rows of a list that are not taken: which are to be mended, and which need nothing."""

from collections import Counter
from collections.abc import Iterable

from core.rules.visits.rejections import RejectedRow

_NEEDS_NOTHING = frozenset(
    {
        "visit_did_not_happen",
        "may_not_text",
        "may_not_email",
        "may_not_contact",
        "patient_deceased",
        "patient_gone",
        "date_in_future",
        "date_too_old",
    }
)
"""The row is read, and what it says is that nobody is to be asked."""


def list_rows_to_mend(rejects: Iterable[RejectedRow]) -> list[RejectedRow]:
    """List the rows that somebody can do something about."""
    return [row for row in rejects if row.code not in _NEEDS_NOTHING]


def count_rows_left_out(rejects: Iterable[RejectedRow]) -> Counter[str]:
    """Count by code the rows that are rightly left out."""
    return Counter(row.code for row in rejects if row.code in _NEEDS_NOTHING)
