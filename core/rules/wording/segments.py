"""How many SMS segments a text is billed as, counted the way Twilio counts."""
# ruff: noqa: RUF001, RUF002 - the typographic characters are what is replaced

import unicodedata
from collections.abc import Iterator, Mapping
from itertools import combinations
from types import MappingProxyType

from core.rules.names.folding import without_accents

_GSM7_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_EXTENDED = frozenset("\f^{}\\[~]|€")
_GSM7 = _GSM7_BASIC | _GSM7_EXTENDED

_ONE_SEGMENT = {True: 160, False: 70}
_EACH_OF_MANY = {True: 153, False: 67}

PLAIN_PUNCTUATION: Mapping[str, str] = MappingProxyType(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "″": '"', "«": '"', "»": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
        "…": "...", "•": "-", "·": "-", "™": "", "®": "", "©": "",
        "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u202f": " ", "\t": " ",
        "\u200b": "", "\u200c": "", "\ufeff": "", "\u00ad": "", "\ufe0f": "",
    }
)  # fmt: skip
"""Typographic signs outside GSM-7 and what says the same inside it."""

_PLAIN_LETTERS = {
    "ı": "i", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
    "œ": "oe", "Œ": "OE", "ħ": "h", "Ħ": "H",
}  # fmt: skip
_ZERO_WIDTH_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)


def is_gsm7(text: str) -> bool:
    """Tell whether every character is in GSM-7, extension table included.

    The table is Twilio's: é ñ ü ¿ ¡ and capital Ç are in it; á í ó ú and small ç are not.
    """
    return _GSM7.issuperset(text)


def count_segments(text: str) -> int:
    """Count the segments of `text`: 160 septets or 153 each of many; 70 or 67 UTF-16 units.

    A character of the extension table takes two septets, one outside the basic plane two units,
    and neither they nor the parts of one visible character are split between segments. An empty
    text counts one. Source: github.com/TwilioDevEd/message-segment-calculator.
    """
    gsm7 = is_gsm7(text)
    sizes = [_size(cluster, gsm7=gsm7) for cluster in _clusters(text)]
    if sum(sizes) <= _ONE_SEGMENT[gsm7]:
        return 1
    room, count, used = _EACH_OF_MANY[gsm7], 1, 0
    for size in sizes:
        if used + size > room:
            count, used = count + 1, 0
        used += size
    return count


def fit_to_segments(text: str, *names: str) -> str:
    """Spell `names` inside `text` without accents, but only where that saves a segment.

    As few of them as possible are respelled, the first before the later ones.
    """
    best = text
    accented = [name for name in names if name and to_gsm7(name) != name]
    for size in range(1, len(accented) + 1):
        for chosen in combinations(accented, size):
            fitted = text
            for name in chosen:
                fitted = fitted.replace(name, to_gsm7(name))
            if count_segments(fitted) < count_segments(best):
                best = fitted
    return best


def to_gsm7(text: str) -> str:
    """Spell `text` in GSM-7 as far as it goes: “María’s” → "Maria's"; other scripts stay."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(c if c in _GSM7 else _plain_form(c) for c in composed)


def _plain_form(character: str) -> str:
    known = PLAIN_PUNCTUATION.get(character, _PLAIN_LETTERS.get(character))
    if known is not None:
        return known
    if unicodedata.combining(character):
        return ""
    base = without_accents(character)
    return base if base and is_gsm7(base) else character


def _size(cluster: str, *, gsm7: bool) -> int:
    if gsm7:
        return sum(2 if c in _GSM7_EXTENDED else 1 for c in cluster)
    return sum(2 if ord(c) > 0xFFFF else 1 for c in cluster)  # noqa: PLR2004 - end of the BMP


def _clusters(text: str) -> Iterator[str]:
    """Split into visible characters: marks, joined emoji, skin tones and flags stay together."""
    cluster = ""
    for character in text:
        if cluster and _continues(cluster, character):
            cluster += character
            continue
        if cluster:
            yield cluster
        cluster = character
    if cluster:
        yield cluster


def _continues(cluster: str, character: str) -> bool:
    if cluster.endswith(_ZERO_WIDTH_JOINER):
        return ord(character) > 0xFF  # noqa: PLR2004 - joins emoji and scripts, not Latin text
    if ord(character) in _FLAG_LETTERS:
        return len(cluster) == 1 and ord(cluster) in _FLAG_LETTERS
    if character == _ZERO_WIDTH_JOINER or ord(character) in _SKIN_TONES:
        return True
    return unicodedata.category(character) in {"Mn", "Me", "Mc"}
