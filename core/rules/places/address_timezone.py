"""The time zone of a United States address, where the address leaves no doubt."""

import re
from functools import lru_cache

from core.rules.places.postal_zones import (
    AMBIGUOUS_PREFIXES,
    PREFIXES_BY_STATE,
    SPLIT_STATES,
    STATE_BY_ZIP_RANGE,
    STATE_NAMES,
    ZONE_BY_STATE,
    ZONE_BY_ZIP,
)

_ZIP = re.compile(r"([0-9]{5})(?:-?[0-9]{4})?")
_UNITED_STATES = frozenset({"", "us", "usa", "united states", "united states of america"})
_TERRITORIES = frozenset({"AS", "GU", "MP", "PR", "VI"})
_NOT_A_LETTER = re.compile(r"[^a-z ]")


def timezone_of_address(
    *, state: str | None, postal_code: str | None, country: str | None
) -> str | None:
    """Name the IANA zone of an address; None if it is abroad, unknown or near a zone's border.

    `state` is a code or a name; a ZIP code that lies in another state makes the address doubtful.
    Without a state the ZIP code tells it. Territories may be given as countries, as Stripe does.
    """
    nation = _plain(country)
    territory = nation.upper() if nation.upper() in _TERRITORIES else None
    if nation not in _UNITED_STATES and not territory:
        return None
    zip_match = _ZIP.fullmatch((postal_code or "").strip())
    zip_code = zip_match[1] if zip_match else None
    named = territory or state_code(state)
    located = _state_of_zip(zip_code) if zip_code else None
    if named and located and named != located:
        return None
    return _zone(named or located, zip_code if located else None)


def state_code(state: str | None) -> str | None:
    """Give the two-letter code of a state given by code or name; None if it is neither."""
    plain = _plain(state)
    code = STATE_NAMES.get(plain, plain.upper())
    return code if code in ZONE_BY_STATE or code in SPLIT_STATES else None


def _zone(state: str | None, zip_code: str | None) -> str | None:
    if state is None:
        return None
    if zip_code in ZONE_BY_ZIP:
        return ZONE_BY_ZIP[zip_code]
    if zip_code and zip_code[:3] in AMBIGUOUS_PREFIXES:
        return None
    if state in ZONE_BY_STATE:
        return ZONE_BY_STATE[state]
    return _split_zones().get(zip_code[:3]) if zip_code else None


def _state_of_zip(zip_code: str) -> str | None:
    for first, last, state in STATE_BY_ZIP_RANGE:
        if first <= zip_code <= last:
            return state
    return _states_by_prefix().get(zip_code[:3])


@lru_cache(maxsize=1)
def _states_by_prefix() -> dict[str, str]:
    return {p: state for state, spans in PREFIXES_BY_STATE.items() for p in _prefixes(spans)}


@lru_cache(maxsize=1)
def _split_zones() -> dict[str, str]:
    parts = [part for parts in SPLIT_STATES.values() for part in parts]
    return {prefix: zone for spans, zone in parts for prefix in _prefixes(spans)}


def _prefixes(spans: str) -> list[str]:
    """Spell out "400 402-404" as 400, 402, 403, 404."""
    found: list[str] = []
    for span in spans.split():
        first, _, last = span.partition("-")
        found += [f"{number:03d}" for number in range(int(first), int(last or first) + 1)]
    return found


def _plain(text: str | None) -> str:
    return _NOT_A_LETTER.sub("", (text or "").strip().lower()).strip()
