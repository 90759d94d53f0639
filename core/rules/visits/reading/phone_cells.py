"""Which phone of a cell is a patient's: labels, several numbers, and numbers that are nobody's."""

import re

from core.rules.names.folding import fold, word_set
from core.rules.places.phone import may_be_patients, to_e164

_MAX_CHARS = 200
_ROUND_NUMBER = re.compile(r"(\d{10,11})\.0+")
_MOBILE = word_set(
    "c cell cellular cellphone cel celular m mob mobile movil wireless text texts sms"
)
_FAX = word_set("f fax")
_LABEL = (
    r"(?:cell(?:ular|phone)?|mob(?:ile)?|wireless|texts?|sms|home|hm|work|wk|office|off|bus(?:iness)?"
    r"|primary|main|other|alt|day|eve|phone|ph|tel|fax|cel(?:ular)?|m[óo]vil|casa|trabajo|oficina"
    r"|tel[ée]fono|[chmwpob])"
)
_DIGITS = (
    r"(?<!\d)(?P<number>\+?(?:1[\s.-]*)?\(?[2-9]\d{2}\)?[\s./-]*\d{3}[\s.-]*\d{4})(?!\d)"
    r"(?P<extension>\s*(?:x|ext\.?|extension|#)\s*\d{1,6})?"
)
_BEFORE = rf"\(?\b(?P<label>{_LABEL})(?:\s?(?:phone|ph|no|number|\#))?\)?\s*[:.=-]?\s*"
_AFTER = rf"\s*-?\s*\(?\s*\b(?P<label>{_LABEL})\b\s*\)?"
_LABELLED_BEFORE = re.compile(rf"(?:{_BEFORE})?{_DIGITS}", re.IGNORECASE)
_LABELLED_AFTER = re.compile(rf"{_DIGITS}(?:{_AFTER})?", re.IGNORECASE)
_STARTS_WITH_LABEL = re.compile(r"\W*[^\W\d_]")
_BETWEEN = re.compile(r"[\s/;,|&+.()-]|\b(?:or|o|y|and|no\.?1?)\b", re.IGNORECASE)


def read_phone_cell(text: str) -> str | None:
    """Read the phone of a cell as E.164: the mobile of several, else the first that is a person's.

    None where nothing is valid. One that is valid but nobody's, such as a toll-free number, is
    given if there is no other; `may_be_patients` tells. Words beside the numbers that are no
    labels make it none: they may say whose it is, or that it is not to be texted.
    """
    whole = to_e164(text)
    if whole or len(text) > _MAX_CHARS:
        return whole
    if number := _ROUND_NUMBER.fullmatch(text.strip()):
        return to_e164(number[1])
    numbers = _LABELLED_BEFORE if _STARTS_WITH_LABEL.match(text) else _LABELLED_AFTER
    if _BETWEEN.sub("", numbers.sub(" ", text)):
        return None
    found: list[tuple[bool, str]] = []
    for match in numbers.finditer(text):
        label = fold(match["label"] or "")
        phone = None if match["extension"] or label in _FAX else to_e164(match["number"])
        if phone:
            found.append((label in _MOBILE, phone))
    personal = [one for one in found if may_be_patients(one[1])] or found
    mobiles = [phone for is_mobile, phone in personal if is_mobile]
    return next(iter(mobiles or [phone for _, phone in personal]), None)
