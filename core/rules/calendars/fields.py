"""Which parts of a calendar entry hold name, phone and email, as the practice chooses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Field(StrEnum):
    """A part of an entry; within each choice they are asked in this order."""

    TITLE = "title"
    DESCRIPTION = "description"
    LOCATION = "location"
    ATTENDEES = "attendees"


HOLDERS: Mapping[str, tuple[Field, ...]] = {
    "name": tuple(Field),
    "phone": (Field.TITLE, Field.DESCRIPTION, Field.LOCATION),
    "email": tuple(Field),
}
"""Where each of the three can stand at all; an invitation carries no phone."""


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """Where to look for each; what is not named here is not taken."""

    name: frozenset[Field]
    phone: frozenset[Field]
    email: frozenset[Field]

    @property
    def parts(self) -> frozenset[Field]:
        """Every part that is looked at for anything."""
        return self.name | self.phone | self.email


USUAL_FIELDS = FieldChoice(
    name=frozenset({Field.TITLE, Field.DESCRIPTION}),
    phone=frozenset({Field.TITLE, Field.DESCRIPTION}),
    email=frozenset({Field.TITLE, Field.DESCRIPTION, Field.ATTENDEES}),
)
"""What most offices need, and what holds until a practice chooses."""


def read_field_choice(chosen: Mapping[str, Any]) -> FieldChoice:
    """Read a choice out of a form or the database; {} is the usual one, unknown words are none."""
    if not chosen:
        return USUAL_FIELDS

    def known(holder: str) -> frozenset[Field]:
        words: Iterable[Any] = chosen.get(holder) or ()
        return frozenset(part for part in HOLDERS[holder] if part.value in words)

    return FieldChoice(name=known("name"), phone=known("phone"), email=known("email"))


def write_field_choice(choice: FieldChoice) -> dict[str, list[str]]:
    """Write a choice as `read_field_choice` reads it."""
    return {
        holder: [part.value for part in HOLDERS[holder] if part in getattr(choice, holder)]
        for holder in HOLDERS
    }
