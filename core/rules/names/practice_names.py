"""Which names of practices may open a text: an office's own, and nothing that sounds an alarm."""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from core.rules.names.brief_names import brief_forms
from core.rules.names.folding import without_accents

MOST_CHARS = 120
"""Of a practice's name as it is kept; texts carry fewer (`brief_names`)."""
_LINK = re.compile(
    r"(?:https?:|www\.)|[a-z0-9-]+\.(?:com|net|org|info|biz|us|co|io|me|ly|app|dev|xyz|top|link"
    r"|site|shop|online|club|live|click|gov|edu|mx|pr|ca|cc|to|gl|page|health|care)\b|\S@\S|\S/\S",
)
_DIGITS = re.compile(r"\d(?:[\s().+-]*\d){4,}")
_ALARMS = re.compile(
    r"\b(?:account|acct|locked|unlock|suspend(?:ed)?|verif(?:y|ied|ication)|password|passcode|pin"
    r"|urgent|alert|fraud|unusual|sign[ -]?in|log[ -]?in|click|tap here|refund|prize|winner|won"
    r"|gift ?cards?|free|reward|invoice|overdue|payment|debit|security|delivery|parcel|package"
    r"|expire[sd]?|claim|loan|crypto|bitcoin|otp|code"
    r"|cuenta|bloquead[ao]|suspendid[ao]|verifi(?:que|car|cacion)|contrasena|urgente|alerta|fraude"
    r"|premio|ganador|reembolso|pago|gratis|paquete|haga clic|pulse aqui|codigo)\b"
)
_OTHERS = re.compile(
    r"\b(?:irs|fbi|usps|ups|fedex|dhl|dmv|medicare|medicaid|social security|internal revenue"
    r"|paypal|venmo|zelle|cash app|coinbase|binance|netflix|whatsapp|facebook|instagram|microsoft"
    r"|google|apple id|icloud|ebay|walmart|costco|citibank|wells fargo|capital one"
    r"|american express|amex|mastercard|visa|western union|at&t|verizon|t-mobile|bank|banco)\b"
)
_OTHERS_UNLESS_DENTAL = re.compile(r"\b(?:amazon|apple|chase|target|discover)\b")
_DENTAL = re.compile(
    r"dent|orthodon|ortodon|endodon|periodon|prosthodon|oral|smile|sonrisa|teeth|tooth|braces"
    r"|implant|\bd\.?d\.?s\b|\bd\.?m\.?d\b|maxillo"
)


class NameProblem(StrEnum):
    """Why a name may not open a text."""

    UNPRINTABLE = "name_unprintable"
    LINK = "name_link"
    DIGITS = "name_digits"
    ALARM = "name_alarm"
    TOO_LONG = "name_too_long"
    NOT_BRIEF = "name_not_brief"


@lru_cache(maxsize=8192)
def check_practice_name(name: str) -> NameProblem | None:
    """Say what is wrong with a practice's name, if anything.

    Look-alike letters and marks that nobody sees are taken for what they hide: NFKC, without
    accents and case. A name of which no whole word fits into a text is wrong too.
    """
    if len(name) > MOST_CHARS:
        return NameProblem.TOO_LONG
    problem = _problem_of(name)
    if problem is None and _first_sound_form(name) is None:
        return NameProblem.NOT_BRIEF
    return problem


@lru_cache(maxsize=8192)
def name_in_texts(name: str) -> str | None:
    """Give what a text calls a practice, in at most 40 characters; None if it may not be named."""
    return _first_sound_form(name) if check_practice_name(name) is None else None


def _first_sound_form(name: str) -> str | None:
    """Find a form that may open a text: “Chase Family Dentistry” may, its “Chase” may not."""
    return next((form for form in brief_forms(name) if _problem_of(form) is None), None)


def _problem_of(name: str) -> NameProblem | None:
    if any(_is_hidden(char) for char in name) or not name.strip():
        return NameProblem.UNPRINTABLE
    plain = without_accents(unicodedata.normalize("NFKC", name)).lower()
    if _LINK.search(plain):
        return NameProblem.LINK
    if _DIGITS.search(plain):
        return NameProblem.DIGITS
    is_others = _OTHERS.search(plain) or (
        _OTHERS_UNLESS_DENTAL.search(plain) and not _DENTAL.search(plain)
    )
    return NameProblem.ALARM if is_others or _ALARMS.search(plain) else None


def _is_hidden(char: str) -> bool:
    """Tell of control, format (zero width, bidi), private, unassigned and odd space characters."""
    category = unicodedata.category(char)
    return category[0] == "C" or (category[0] == "Z" and char not in " \u00a0")
