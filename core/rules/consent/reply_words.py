"""Reads what patients type: folds case, accents, typos and shorthand into plain words."""

import re

from core.rules.consent.letters import plain_letters
from core.rules.consent.spelling import correct_word

CLAUSE_END = "|"
"""Stands between two clauses of folded text."""

_WEB_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+|\b\S+@\S+\.\w+", re.IGNORECASE)
_STOP_SIGNS = re.compile("[\U0001f6d1\u26d4\U0001f6ab\U0001f595\u274c\u270b\U0001f645\U0001f4f5]+")
_SPELLED_OUT = re.compile(r"\b(?:[^\W\d_][\s.\-_*]+){2,}[^\W\d_]\b")
_SPELLED_WORDS = frozenset({"stop", "alto", "quit", "end", "unsubscribe", "cancel", "baja"})
_LEET = str.maketrans("01345$@", "oieassa")
_HAS_LEET = re.compile(r"[^\W\d_].*[\d$@]|[\d$@].*[^\W\d_]")
_COUNTED = re.compile(r"\d+(?:am|pm|a|p|st|nd|rd|th|x|k|hrs?|mins?|min|yo|yrs?|days?|u)")
"""3pm, 5th, 10min: numbers, not letters in disguise."""
_NUMBERED = re.compile(r"(stop|alto|baja|quit|unsubscribe|optout)\d{1,2}")
_SIGNS = (
    (re.compile(r"\b(wrong|my|this|the)\s*#"), r"\1 number "),
    (re.compile(r"\b(?:w/o)\b"), "without"),
    (re.compile(r"\bw/"), "with "),
    (re.compile(r"\b(mr|mrs|ms|dr|dra|sr|sra|srta|st)\.(?=\s)"), r"\1"),
    (re.compile(r"\bf[*@#$%u]{1,4}(?:k|c?k)?(?:ing|in)\b"), "fucking"),
    (re.compile(r"\s&\s|(?<=[a-z])&(?=[a-z])"), " and "),
)
_CLAUSE_ENDS = re.compile(r"[^\w\s$@*-]+|\s-+\s|\n+")
_THREEFOLD = re.compile(r"([^\W\d_])\1{2,}")

_PHRASES = (
    (re.compile(r"\bdo n[o']?t\b"), "dont"),
    (re.compile(r"\bdid not\b"), "didnt"),
    (re.compile(r"\b(?:can not|cannot)\b"), "cant"),
    (re.compile(r"\bcould not\b"), "couldnt"),
    (re.compile(r"\b(?:will not)\b"), "wont"),
    (re.compile(r"\bdoes not\b"), "doesnt"),
    (re.compile(r"\bis not\b"), "isnt"),
    (re.compile(r"\bi am\b"), "im"),
    (re.compile(r"\bi have\b"), "ive"),
    (re.compile(r"\bpor favor\b"), "porfavor"),
    (re.compile(r"\bany more\b"), "anymore"),
    (re.compile(r"\bun subscrib\w*"), "unsubscribe"),
)


def fold_reply(body: str) -> str:
    """Give the words of `body`, lower case and plain, clauses divided by `CLAUSE_END`.

    Apostrophes vanish (dont), web addresses are dropped, common slips are corrected, and a lone
    stop sign or raised finger reads “stop”.
    """
    text = plain_letters(body)
    if not re.search(r"\w", text) and _STOP_SIGNS.search(text):
        return "stop"
    text = _WEB_ADDRESS.sub(" ", text).casefold().replace("'", "")
    for pattern, plain in _SIGNS:
        text = pattern.sub(plain, text)
    text = _SPELLED_OUT.sub(_join_if_known, text)
    folded = (_fold_clause(clause) for clause in _CLAUSE_ENDS.split(text))
    return f" {CLAUSE_END} ".join(clause for clause in folded if clause)


def _fold_clause(clause: str) -> str:
    words = (_fold_word(word) for word in re.findall(r"[\w$@*]+", clause))
    text = " ".join(word for word in words if word)
    for pattern, plain in _PHRASES:
        text = pattern.sub(plain, text)
    return text


def _fold_word(word: str) -> str:
    word = _THREEFOLD.sub(r"\1", word.strip("*_$@"))
    numbered = _NUMBERED.fullmatch(word)
    if numbered:
        return numbered[1]
    if _HAS_LEET.search(word) and not _COUNTED.fullmatch(word):
        word = word.translate(_LEET)
    return correct_word(word)


def _join_if_known(match: re.Match[str]) -> str:
    joined = re.sub(r"[\s.\-_*]+", "", match[0])
    return joined if joined in _SPELLED_WORDS else match[0]
