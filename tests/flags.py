"""Features with some of their flags turned."""

from dataclasses import replace

from core.config import Features
from core.rules.visits.sources import SOURCES


def turn(features: Features, **flags: bool) -> Features:
    """Give the features with these on or off; a visit source is a flag like any other."""
    told = {name: is_on for name, is_on in flags.items() if name in SOURCES}
    sources = features.sources - told.keys() | {name for name, is_on in told.items() if is_on}
    rest = {name: is_on for name, is_on in flags.items() if name not in told}
    return replace(features, sources=frozenset(sources), **rest)
