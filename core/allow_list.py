"""Copies what a list names out of a payload, so that what nobody has thought of is not kept."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeAlias, Union


class Leaf(Enum):
    """A field without fields of its own."""

    ONE = "one"
    """One text, number or truth value; an object or a list in its place is not kept."""
    MANY = "many"
    """A list of such."""


Listed: TypeAlias = Mapping[str, Union[Leaf, "Listed"]]
"""The names that are kept, and below each what it holds: an object, or a list of such objects.

Where a provider may write an id in the place of the object, the id is kept.
"""


def fields(names: str, **others: Leaf | Listed) -> Listed:
    """List leaves of one by their names, with blanks between, and beside them other fields."""
    return {**dict.fromkeys(names.split(), Leaf.ONE), **others}


def keep_listed(payload: Mapping[str, Any], listed: Listed) -> dict[str, Any]:
    """Copy the listed fields that `payload` has, and nothing else, however deep."""
    kept = {name: _keep(payload[name], below) for name, below in listed.items() if name in payload}
    return {name: value for name, value in kept.items() if value is not _DROPPED}


_DROPPED = object()


def _keep(value: Any, below: Leaf | Listed) -> Any:
    is_plain = value is None or isinstance(value, str | int | float)
    if below is Leaf.MANY:
        many = value if isinstance(value, list) else []
        return [item for item in many if isinstance(item, str | int | float)]
    if is_plain:
        return value
    if isinstance(below, Leaf):
        return _DROPPED
    if isinstance(value, Mapping):
        return keep_listed(value, below)
    if isinstance(value, list):
        return [keep_listed(item, below) for item in value if isinstance(item, Mapping)]
    return _DROPPED
