"""Reads what patients type: folds case, accents, typos and shorthand into plain words."""

import re
from dataclasses import dataclass
from functools import lru_cache

from core.rules.consent.spelling import correct_word
from core.rules.names.letters import plain_letters

CLAUSE_END = "|"
"""Stands between two clauses of folded text."""

_WEB_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+", re.IGNORECASE)
_EMAIL_ADDRESS = re.compile(r"\b[\w.+-]{1,64}@[\w-]+\.[\w.-]+")
_STOP_SIGNS = re.compile("[\U0001f6d1\u26d4\U0001f6ab\U0001f595\u274c\u270b\U0001f645\U0001f4f5]+")
_SIGNS_OF_LETTERS = {
    first + place: letter
    for first in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6)
    for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}
"""Letters in squares and circles, and those that flags are made of."""
_SPELLED_OUT = re.compile(r"\b(?:[^\W\d_][\s.\-_*]+){2,}[^\W\d_]\b")
_SPELLED_WORDS = frozenset(
    {"stop", "alto", "quit", "end", "unsubscribe", "cancel", "baja", "optout"}
)
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
_TOKEN = re.compile(r"[\w$@*]+|[^\w\s$@*-]|\s-+(?=\s)|\n")
_LONGEST_WORD = 40
_THREEFOLD = re.compile(r"([^\W\d_])\1{2,}")


@dataclass(frozen=True)
class _Respelling:
    """Words written apart or in full, as they are read; `hint` is in every match."""

    pattern: re.Pattern[str]
    plain: str
    hint: str


_PHRASES = tuple(
    _Respelling(re.compile(rf"\b(?:{pattern})\b"), plain, hint)
    for pattern, plain, hint in (
        ("do n[o']?t|dough not", "dont", " n"),
        ("did not", "didnt", "did not"),
        ("can not|cannot", "cant", "can"),
        ("could not", "couldnt", "could not"),
        ("will not", "wont", "will not"),
        ("does not", "doesnt", "does not"),
        ("is not", "isnt", "is not"),
        ("i am", "im", "i am"),
        ("i have", "ive", "i have"),
        ("por favor", "porfavor", "por favor"),
        ("any more", "anymore", "any more"),
        (r"un subscrib\w*", "unsubscribe", "un subscrib"),
        ("un subs?", "unsubscribe", "un sub"),
        ("(?:take|get|keep) (?:me|us) of (?=your|this|the)", "take me off ", " of "),
        ("wring number", "wrong number", "wring"),
    )
)


def fold_reply(body: str) -> str:
    """Give the words of `body`, lower case and plain, clauses divided by `CLAUSE_END`.

    Apostrophes vanish (dont), web addresses are dropped, common slips are corrected, and a lone
    stop sign or raised finger reads “stop”.
    """
    text = plain_letters(body.translate(_SIGNS_OF_LETTERS))
    if not re.search(r"\w", text) and _STOP_SIGNS.search(text):
        return "stop"
    text = _EMAIL_ADDRESS.sub(" ", text) if "@" in text else text
    text = _WEB_ADDRESS.sub(" ", text).casefold().replace("'", "")
    for pattern, plain in _SIGNS:
        text = pattern.sub(plain, text)
    text = _SPELLED_OUT.sub(_join_if_known, text)
    words: list[str] = []
    for token in _TOKEN.findall(text):
        word = _fold_word(token) if token[0].isalnum() or token[0] in "$@*_" else CLAUSE_END
        if word and (word != CLAUSE_END or (words and words[-1] != CLAUSE_END)):
            words.append(word)
    text = " ".join(words).rstrip(f" {CLAUSE_END}")
    for phrase in _PHRASES:
        text = phrase.pattern.sub(phrase.plain, text) if phrase.hint in text else text
    return text


@lru_cache(maxsize=8192)
def _fold_word(word: str) -> str:
    if len(word) > _LONGEST_WORD:
        return word
    word = _THREEFOLD.sub(r"\1", word.lstrip("*_@").rstrip("*_$@"))
    numbered = _NUMBERED.fullmatch(word)
    if numbered:
        return numbered[1]
    if _HAS_LEET.search(word) and not _COUNTED.fullmatch(word):
        word = word.translate(_LEET)
    return correct_word(word)


def _join_if_known(match: re.Match[str]) -> str:
    joined = re.sub(r"[\s.\-_*]+", "", match[0])
    return joined if joined in _SPELLED_WORDS else match[0]
