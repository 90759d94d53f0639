"""Phone numbers: the one way to write them, and where the law says their owner may be."""

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumber, PhoneNumberType, timezone

from core.rules.places.area_codes import STATE_BY_AREA_CODE, ZONES_OF_STRADDLING_AREA_CODES

_MAX_CHARS = 64
_NATIONAL_DIGITS = 10
_PUNCTUATION = str.maketrans("", "", " \t\u00a0()-.")
_NORTH_AMERICAN = re.compile(r"(?:\+?1)?([2-9][0-9]{9})", re.ASCII)
_LABEL = re.compile(
    r"\(?\b(?:cell|cellular|mobile|mob|home|work|phone|tel|ph|cel|celular|m[óo]vil|casa|trabajo"
    r"|tel[ée]fono|rcs|whatsapp|sms|mms|[chmwp])\b\)?[.:]?",
    re.IGNORECASE,
)
_CHANNEL = re.compile(r"([a-z][a-z_]{2,15}):", re.IGNORECASE)
_CHANNELS_OF_NUMBERS = frozenset({"rcs", "whatsapp", "sms", "mms", "tel"})
_HERE = frozenset({"US", "CA", "PR"})
_MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
_UNKNOWN_ZONE = "Etc/Unknown"
_EXCHANGES = frozenset("23456789")
_NOBODYS_AREA_CODE = re.compile(
    r"8(?:00|22|33|44|55|66|77|8\d)|900|700|710|5(?:00|2\d|33|44|66|77|88)"
)
"""Toll-free, premium and personal-service codes (NANPA's list of non-geographic ones)."""
_NOBODYS_LINE = re.compile(r"\d11\d{4}|5551212")
"""Service codes such as 911 as an exchange, and directory assistance."""
_NOBODYS_KINDS = frozenset(
    {
        *(PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST),
        *(PhoneNumberType.UAN, PhoneNumberType.PAGER, PhoneNumberType.VOICEMAIL),
    }
)


def to_e164(text: str, *, region: str = "US") -> str | None:
    """Write a number as E.164, such as +14155550132; None if it is not a valid number.

    `region` is where a number without a country code is dialled. A label beside the number
    ("cell:", "(h)") is passed over; words instead of digits, and extensions, which a text cannot
    reach, make it invalid.
    """
    if len(text) > _MAX_CHARS:
        return None
    plain = _NORTH_AMERICAN.fullmatch(text.strip().translate(_PUNCTUATION))
    if plain and region == "US" and (_is_listed(plain[1]) or _us_number().fullmatch(plain[1])):
        return f"+1{plain[1]}"
    return _parse(_LABEL.sub(" ", text).strip(), region)


@lru_cache(maxsize=4096)
def may_be_patients(e164: str) -> bool:
    """Tell whether a valid number may be a person's: no toll-free, premium or service number."""
    if e164.startswith("+1"):
        return not (_NOBODYS_AREA_CODE.match(e164, 2) or _NOBODYS_LINE.match(e164, 5))
    try:
        return phonenumbers.number_type(phonenumbers.parse(e164)) not in _NOBODYS_KINDS
    except phonenumbers.NumberParseException:
        return False


def is_mobile_here(e164: str) -> bool:
    """Tell whether a number may be a mobile of the United States, Canada or Puerto Rico.

    Not toll-free, premium or satellite numbers, nor those of the other countries behind +1.
    """
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return False
    region = phonenumbers.region_code_for_number(number)
    if region is None and e164.startswith("+1"):
        return _is_listed(e164[2:])
    return region in _HERE and phonenumbers.number_type(number) in _MOBILE


def identify(address: str) -> str:
    """Give who an address names, whichever channel it came by: `rcs:+1…` is the number itself.

    What names no number, such as an account on another network, stays, without the channel.
    """
    text = address.strip()
    channel = _CHANNEL.match(text)
    if channel is None:
        return to_e164(text) or text
    name = text[channel.end() :].strip()
    is_number = channel[1].lower() in _CHANNELS_OF_NUMBERS or name.startswith("+")
    return (to_e164(name) or name) if is_number else name


def names_channel(address: str) -> bool:
    """Tell whether an address carries its channel, as `whatsapp:+1…` does."""
    return _CHANNEL.match(address.strip()) is not None


@lru_cache(maxsize=4096)
def zones_of_number(e164: str) -> tuple[str, ...]:
    """Name the IANA zones in which the owner of a number may be; () if anywhere.

    An area code counts whole: numbers move between its exchanges, and mobile ones have none.
    """
    if not e164.startswith("+1"):
        return _zones_by_library(e164)
    area_code = e164[2:5]
    if area_code in ZONES_OF_STRADDLING_AREA_CODES:
        return ZONES_OF_STRADDLING_AREA_CODES[area_code]
    zones = _zones_by_library(e164)
    is_told = bool(zones) and zones != _zones_of_country_code(1)
    if not is_told and area_code in STATE_BY_AREA_CODE:
        return _zones_of_state(STATE_BY_AREA_CODE[area_code])
    return zones if is_told else ()


def regions_of_number(e164: str) -> tuple[str, ...]:
    """Name the states ("TX") that an area code serves; () for toll-free and foreign numbers."""
    state = STATE_BY_AREA_CODE.get(e164[2:5]) if e164.startswith("+1") else None
    return (state,) if state else ()


@lru_cache(maxsize=1)
def _us_number() -> re.Pattern[str]:
    """Compile the library's own rule for US numbers, the bulk of all we see."""
    us = PhoneMetadata.metadata_for_region("US")
    kinds = [us.fixed_line, us.toll_free] if us else []
    return re.compile("|".join(f"(?:{k.national_number_pattern})" for k in kinds if k))


def _is_listed(digits: str) -> bool:
    """Tell a number of an area code of our table, which may be newer than the library's."""
    return len(digits) == _NATIONAL_DIGITS and (
        digits[:3] in STATE_BY_AREA_CODE and digits[3] in _EXCHANGES
    )


@lru_cache(maxsize=64)
def _zones_of_state(state: str) -> tuple[str, ...]:
    """Name every zone of a state: where a new area code lies in it the library cannot tell."""
    found: set[str] = set()
    for code, its_state in STATE_BY_AREA_CODE.items():
        zones = ZONES_OF_STRADDLING_AREA_CODES.get(code) or _zones_by_library(f"+1{code}5550132")
        if its_state == state and zones != _zones_of_country_code(1):
            found.update(zones)
    return tuple(sorted(found))


def _parse(text: str, region: str) -> str | None:
    if any(c.isalpha() for c in text):
        return None
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    is_new = number.country_code == 1 and _is_listed(str(number.national_number))
    if number.extension or not (is_new or phonenumbers.is_valid_number(number)):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _zones_by_library(e164: str) -> tuple[str, ...]:
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return ()
    zones: tuple[str, ...] = timezone.time_zones_for_number(number)
    return () if _UNKNOWN_ZONE in zones else zones


@lru_cache(maxsize=16)
def _zones_of_country_code(country_code: int) -> tuple[str, ...]:
    anywhere = PhoneNumber(country_code=country_code, national_number=8005550100)
    zones: tuple[str, ...] = timezone.time_zones_for_number(anywhere)
    return zones
