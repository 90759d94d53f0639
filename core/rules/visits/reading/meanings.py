"""What a column may be said to mean by hand, and the columns of a list to choose among."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from core.rules.visits.cells import clean_cell
from core.rules.wording.catalogue import to_say

MEANINGS: Mapping[str, str] = to_say(
    {
        "first_name": "First name",
        "last_name": "Last name",
        "full_name": "Whole name",
        "mobile": "Mobile phone",
        "phone": "Phone",
        "home_phone": "Home phone",
        "work_phone": "Work phone",
        "email": "Email",
        "date": "Date of the visit",
        "time": "Time of the visit",
        "end_time": "Time it ended",
        "duration": "How long it took",
        "locale": "Language",
        "status": "Whether they came",
        "may_text": "May be texted",
        "ignored": "Not needed",
    }
)
"""By name, in English; `say` has the Spanish. "ignored" columns are not read."""

_SAMPLES = 3
_LONGEST_SAMPLE = 60


@dataclass(frozen=True, slots=True)
class ListedColumn:
    """A column of a list: its heading, its first values, and what it was taken for, if anything."""

    heading: str
    samples: tuple[str, ...] = field(repr=False)
    meaning: str | None


def list_meanings() -> tuple[str, ...]:
    """Name what a column may mean, in the order in which a person would look for it."""
    return tuple(MEANINGS)


def describe_columns(
    heading: Sequence[str],
    rows: Sequence[Sequence[str]],
    positions: Mapping[str, Sequence[int]],
) -> tuple[ListedColumn, ...]:
    """Give every column with up to three different values that stand below its heading."""
    meanings = {at: name for name, found in positions.items() for at in found}
    return tuple(
        ListedColumn(cell, _samples(at, rows), meanings.get(at)) for at, cell in enumerate(heading)
    )


def _samples(at: int, rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    values = (clean_cell(cells[at])[:_LONGEST_SAMPLE] for cells in rows if at < len(cells))
    return tuple(islice(dict.fromkeys(filter(None, values)), _SAMPLES))
