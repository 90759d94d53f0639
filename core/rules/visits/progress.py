"""How far something long has come."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeAlias


class Step(StrEnum):
    """What is being done with a list of visits, in this order."""

    READING = "reading"
    COMPARING = "comparing"
    SAVING = "saving"


Report: TypeAlias = Callable[[Step, int, int], None]
"""Told of a step, how many rows are done, and of how many; may be called from any thread."""


def tell_nobody(step: Step, done: int, of: int) -> None:
    """Be the report of work that nobody watches."""
