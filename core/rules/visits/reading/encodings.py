"""In which characters a text was saved, by what its bytes prove, and its lines."""
# ruff: noqa: RUF001 - signs that only look like others are the point

import codecs
from collections import Counter, deque
from collections.abc import Iterator
from itertools import chain, islice

BYTES_AT_ONCE = 64 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ONE_BYTE_CODECS = ("cp1252", "cp850", "mac_roman")
"""Windows, its console and old Macs: of equally good ones, the first."""
_CONTROL_SHARE = 0.05
_CHARS_LOOKED_AT = 4096
_HIGH_BYTES_LOOKED_AT = 4096
_SPANISH = frozenset("áéíóúüñÁÉÍÓÚÜÑ")
_LATIN = frozenset("àâäãåçèêëìîïòôöõøùûßÀÂÄÃÅÇÈÊËÌÎÏÒÔÖÕØÙÛ")
_APOSTROPHES = frozenset("’‘")
_ANYWHERE = frozenset("–—…“”·°ºª¿¡\xa0")
_ASCII = 0x80


def find_codec(data: bytes) -> str | None:
    """Name the codec under which all of a text can be read; None for what is no text."""
    codec = next((one for one in _candidates(data) if _can_decode(data, one)), None)
    codec = codec or _find_one_byte_codec(data)
    head = "".join(islice(chain.from_iterable(decode(data, codec)), _CHARS_LOOKED_AT))
    controls = sum(1 for c in head if c < " " and c not in "\t\r\n\f\x1a")
    return None if controls > _CONTROL_SHARE * len(head) else codec


def decode(data: bytes, codec: str) -> Iterator[str]:
    """Decode a part at a time; only Windows-1252 has bytes that stand for nothing."""
    errors = "replace" if codec == "cp1252" else "strict"
    decoder = codecs.getincrementaldecoder(codec)(errors)
    for start in range(0, len(data), BYTES_AT_ONCE):
        yield decoder.decode(data[start : start + BYTES_AT_ONCE]).replace("\0", "")
    yield decoder.decode(b"", final=True)


def split_lines(data: bytes, codec: str, *, longest: int) -> Iterator[str]:
    """Give the lines without their ends, each cut after `longest` characters."""
    begun: list[str] = []
    length = 0
    was_return = False
    for piece in decode(data, codec):
        text = piece[1:] if was_return and piece.startswith("\n") else piece
        was_return = piece.endswith("\r") if piece else was_return
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        first, *rest = text.split("\n")
        if length < longest:
            begun.append(first)
            length += len(first)
        if rest:
            yield "".join(begun)[:longest]
            yield from rest[:-1]
            begun, length = [rest[-1]], len(rest[-1])
    yield "".join(begun)[:longest].rstrip("\x1a")


def _candidates(data: bytes) -> Iterator[str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            yield encoding
    sample = data[:1024]
    if sample.count(0) * 3 > len(sample) > 3:  # noqa: PLR2004 - UTF-16 without its mark
        yield "utf-16-be" if sample[0] == 0 else "utf-16-le"
    yield "utf-8"


def _can_decode(data: bytes, codec: str) -> bool:
    try:
        deque(decode(data, codec), maxlen=0)
    except UnicodeDecodeError:
        return False
    return True


def _find_one_byte_codec(data: bytes) -> str:
    """Tell code pages apart by which makes words of the letters beyond ASCII."""
    places = (at for at, byte in enumerate(data) if byte >= _ASCII)
    text = b" %b " % data
    seen = Counter(text[at : at + 3] for at in islice(places, _HIGH_BYTES_LOOKED_AT))

    def promise(codec: str) -> int:
        return sum(_weigh(part.decode(codec, "replace")) * n for part, n in seen.items())

    return max(_ONE_BYTE_CODECS, key=promise)


def _weigh(part: str) -> int:
    """Weigh how well a character fits between its neighbours."""
    before, char, after = part[0], part[1], part[2]
    is_inside = before.isalpha() and after.isalpha()
    if not (before.isalpha() or after.isalpha()):
        return 0 if char in _ANYWHERE or char.isalpha() else -1
    if char in _APOSTROPHES and is_inside and (before.isupper() or after == "s"):
        return 3
    if char in _SPANISH or char in _LATIN:
        fits = not before.isalpha() or before.isupper() if char.isupper() else True
        fits = fits and not (char.islower() and before.isupper() and after.isupper())
        return (3 if char in _SPANISH else 1) if fits else -1
    if char in _ANYWHERE:
        return -1 if is_inside else 0
    return -2 if before.isalpha() or after.isalpha() else -1
