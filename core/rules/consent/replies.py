"""What a patient's reply asks for: to be left alone, to be asked again, help, or something else."""

import re
from dataclasses import dataclass
from enum import StrEnum

from core.rules.consent.harmless_phrases import HARMLESS
from core.rules.consent.keywords import (
    COURTESIES,
    ENGLISH_STOP,
    ENGLISH_WORDS,
    HELP,
    NOT_A_SLIP,
    SPANISH_STOP,
    SPANISH_WORDS,
    START,
)
from core.rules.consent.reply_words import CLAUSE_END, fold_reply, is_reaction
from core.rules.consent.revocations_english import ENGLISH
from core.rules.consent.revocations_spanish import SPANISH
from core.rules.consent.spelling import slips_between
from core.rules.names.given_names import GIVEN_NAMES


class ReplyKind(StrEnum):
    """What the sender of a reply wants of us."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    OTHER = "other"


@dataclass(frozen=True)
class Reply:
    """A reply understood; `language` is the one to answer in.

    `may_mean_appointment`: the words may concern a visit, so a person at the office should look,
    even where the law makes them a revocation ("CANCEL").
    """

    kind: ReplyKind
    may_mean_appointment: bool
    language: str


def classify_reply(body: str, opt_out_type: str | None = None) -> Reply:
    """Understand one inbound text.

    `opt_out_type` is Twilio's own verdict and wins. STOP is read in English and Spanish, as a
    keyword or in any clear wording, blind to case, accents, punctuation and common typos; where
    keyword and courtesy are all there is, one typing slip is forgiven. Sources: 47 CFR
    64.1200(a)(10) and Twilio's default keywords.
    """
    reaction = is_reaction(body)
    text = fold_reply(body)
    kind = _TWILIO_VERDICTS.get((opt_out_type or "").strip().upper())
    if kind is None:
        kind = ReplyKind.OTHER if reaction else _kind_of(text)
    about_visit = not reaction and kind in {ReplyKind.STOP, ReplyKind.OTHER}
    return Reply(
        kind=kind,
        may_mean_appointment=about_visit and bool(_APPOINTMENT.search(text)),
        language=_language_of(body, text),
    )


_TWILIO_VERDICTS = {
    "STOP": ReplyKind.STOP,
    "START": ReplyKind.START,
    "HELP": ReplyKind.HELP,
}

_REVOCATIONS = tuple(re.compile(pattern) for pattern in ENGLISH + SPANISH)
"""Any match, after the harmless is out, is a revocation."""
_SAID_IN_PASSING = frozenset({"stop", "stopall", "unsubscribe", "optout"})
"""A clause of its own is enough for these; the others must be the whole message."""
_STOP_PAIRS = frozenset({"no mas", "no more", "opt out"})
_FORGIVEN_SLIPS = ("stop", "alto", "unsubscribe", "cancelar", "stopall")
_START_PHRASES = re.compile(
    r"^(?:opt (?:me )?(?:back )?in|start (?:again|texting(?: me)?(?: again)?|messages|over)"
    r"|un stop|undo stop|sign me (?:back )?up|(?:dar(?:me)?|denme|deme|dame) de alta"
    r"|resubscribe me|add me back|text me again)$"
)
_NOT_ME = re.compile(
    r"(?:^|\| )(?:sorry |hi |no |hey )*(?:this isnt|thats not|im not|its not|not|no es|no soy"
    r"|(?:this is|its|im|soy) \w+ (?:and )?(?:not|no)"
    r"|(?:you |u )?(?:have |got |has )+(?:the )?wrong) (\w+)(?: anymore)?(?= \||$)"
)
_APPOINTMENT = re.compile(
    r"\b(?:cancel\w*|anul\w*|reschedul\w*|reagend\w*|reprogram\w*|appointments?|appts?|citas?"
    r"|move my|change my|postpone\w*|cambiar (?:mi|la)|posponer|aplazar|cant make it"
    r"|no puedo (?:ir|llegar|asistir))\b"
)


def _kind_of(text: str) -> ReplyKind:
    if not text:
        return ReplyKind.OTHER
    if _is_stop(text):
        return ReplyKind.STOP
    words = _without_courtesies(text)
    if words and all(word in HELP for word in words):
        return ReplyKind.HELP
    if (words and all(word in START for word in words)) or _START_PHRASES.match(text):
        return ReplyKind.START
    return ReplyKind.OTHER


def _is_stop(text: str) -> bool:
    if _is_keyword(_without_courtesies(text)):
        return True
    if any(name in GIVEN_NAMES for name in _NOT_ME.findall(text)):
        return True
    for harmless in HARMLESS:
        text = harmless.sub(" ", text)
    text = re.sub(r" +", " ", text).strip()
    clauses = [_without_courtesies(clause) for clause in text.split(CLAUSE_END)]
    in_passing = any(words and _SAID_IN_PASSING.issuperset(words) for words in clauses)
    if in_passing or clauses[0] == ["alto"]:
        return True
    return any(phrase.search(text) for phrase in _REVOCATIONS)


def _is_keyword(words: list[str]) -> bool:
    """Tell whether nothing but stop words is left, one typing slip allowed in a lone one."""
    if not words:
        return False
    if all(word in ENGLISH_STOP or word in SPANISH_STOP for word in words):
        return True
    if " ".join(words) in _STOP_PAIRS:
        return True
    lone = words[0]
    if len(words) > 1 or lone in NOT_A_SLIP or lone in START:
        return False
    return any(slips_between(lone, known) == 1 for known in _FORGIVEN_SLIPS)


def _without_courtesies(text: str) -> list[str]:
    return [w for w in text.split() if w not in COURTESIES and w != CLAUSE_END]


def _language_of(body: str, text: str) -> str:
    words = text.split()
    spanish = sum(word in SPANISH_WORDS for word in words) + len(re.findall("[ñÑ¿¡]", body))
    english = sum(word in ENGLISH_WORDS for word in words)
    return "es" if spanish > english else "en"
