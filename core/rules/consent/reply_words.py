"""Reads what patients type: folds case, accents, typos and shorthand into plain words."""

import re
import unicodedata

from core.rules.consent.spelling import correct_word
from core.rules.names.folding import without_accents

CLAUSE_END = "|"
"""Stands between two clauses of folded text."""

_LONGEST_READ = 1600
_REACTION = re.compile(
    r"^\W*(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted .{1,12} to|removed .+"
    r"|le (?:gusto|encanto)|no le gusto|me (?:gusta|gusto|encanta|encanto)|se rio de|le dio risa"
    r"|enfatizo|exclamo|cuestiono|pregunto por|reacciono .{1,16} a|to|a)\s*[\"“«]",
    re.IGNORECASE,
)
_LONG_QUOTATION = re.compile(r"[\"“«][^\"”»]{25,}(?:[\"”»]|$)")
_WEB_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+|\b\S+@\S+\.\w+", re.IGNORECASE)
_STOP_SIGNS = re.compile("[\U0001f6d1\u26d4\U0001f6ab\U0001f595\u274c\u270b\U0001f645\U0001f4f5]+")
_SPELLED_OUT = re.compile(r"\b(?:[^\W\d_][\s.\-_*]+){2,}[^\W\d_]\b")
_SPELLED_WORDS = frozenset({"stop", "alto", "quit", "end", "unsubscribe", "cancel", "baja"})
_LEET = str.maketrans("01345$@", "oieass" + "a")
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


def is_reaction(body: str) -> bool:
    """Tell whether the phone wrote this: “Liked “…””, which quotes our text and its STOP."""
    return bool(_REACTION.match(without_accents(body[:_LONGEST_READ])))


def fold_reply(body: str) -> str:
    """Give the words of `body`, lower case and plain, clauses divided by `CLAUSE_END`.

    Apostrophes vanish (dont), long quotations and web addresses are dropped, common slips are
    corrected, and a lone stop sign or raised finger reads “stop”.
    """
    text = unicodedata.normalize("NFKC", body[:_LONGEST_READ])
    unquoted = _LONG_QUOTATION.sub(" ", text)
    text = unquoted if re.search(r"\w", unquoted) else text
    if not re.search(r"\w", text) and _STOP_SIGNS.search(text):
        return "stop"
    text = without_accents(_WEB_ADDRESS.sub(" ", text)).casefold()
    text = re.sub(r"['’‘`´]", "", text)  # noqa: RUF001
    text = re.sub(r"\b(wrong|my|this|the)\s*#", r"\1 number ", text)
    text = re.sub(r"\bw/", "with ", text)
    text = _SPELLED_OUT.sub(_join_if_known, text)
    clauses = re.split(r"[^\w\s$@*-]+|\s-+\s|\n+", text)
    folded = (_fold_clause(clause) for clause in clauses)
    return f" {CLAUSE_END} ".join(clause for clause in folded if clause)


def _fold_clause(clause: str) -> str:
    words = (_fold_word(word) for word in re.findall(r"[\w$@*]+", clause))
    text = " ".join(word for word in words if word)
    for pattern, plain in _PHRASES:
        text = pattern.sub(plain, text)
    return text


def _fold_word(word: str) -> str:
    word = _THREEFOLD.sub(r"\1", word.strip("*_$@"))
    if re.search(r"[^\W\d_]", word) and re.search(r"[\d$@]", word):
        word = word.translate(_LEET)
    return correct_word(word)


def _join_if_known(match: re.Match[str]) -> str:
    joined = re.sub(r"[\s.\-_*]+", "", match[0])
    return joined if joined in _SPELLED_WORDS else match[0]
