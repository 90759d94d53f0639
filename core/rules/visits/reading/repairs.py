"""Letters that were read in the wrong characters when a list was saved: "JosÃ©" is José.

Put right only where what stands there can be nothing else.
"""

# ruff: noqa: RUF001 - letters that look like others are the point

import re

_CONTINUED = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_SEQUENCES = re.compile(
    rf"[ÃÂ][{_CONTINUED}]|â[€\u0080][{_CONTINUED}]|√[\u0080-\uffff]|[├┬][\u0080-\uffff]"
)
_CODECS = {"√": ("mac_roman",), "├": ("cp850", "cp437"), "┬": ("cp850", "cp437")}
_WINDOWS = ("cp1252", "latin-1")
_GARBLED = re.compile(
    rf"[\ufffd√├┬]|Ã[{_CONTINUED}]|(?<=[a-z])Ã(?:\s|$)|â€|[^\W\d_]\?+(?=[^\W\d_]|,|\s|$)"
)
_MOST_TIMES = 2


def repair(text: str) -> str:
    """Give a text with its letters put right; as it is, where there is nothing to put right."""
    for _ in range(_MOST_TIMES):
        if not _SEQUENCES.search(text):
            break
        text = _SEQUENCES.sub(lambda match: _put_right(match[0]), text)
    return text


def is_garbled(name: str) -> bool:
    """Tell a name of which letters are lost: "Jos\ufffd", "Jos?", "SÃ "."""
    return _GARBLED.search(name) is not None


def _put_right(part: str) -> str:
    for codec in _CODECS.get(part[0], _WINDOWS):
        try:
            return part.encode(codec).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return part
