"""What a patient's reply asks for: to be left alone, to be asked again, help, or something else."""

import re
from dataclasses import dataclass
from enum import StrEnum

from core.rules.consent.automatic import is_automatic, without_instructions
from core.rules.consent.harmless_phrases import HARMLESS
from core.rules.consent.keywords import (
    COURTESIES,
    ENGLISH_WORDS,
    HELP,
    NOT_A_SLIP,
    SPANISH_WORDS,
    START,
    STOP_WORDS,
)
from core.rules.consent.letting_go import LETTING_GO
from core.rules.consent.nobody_here import NOBODY_HERE
from core.rules.consent.openings import opens_with_keyword
from core.rules.consent.own_wording import NO_WORDINGS, Wordings, without_copies
from core.rules.consent.persons import mark_names
from core.rules.consent.phrases import Phrases
from core.rules.consent.quotations import without_quotations
from core.rules.consent.refusals_english import REFUSALS
from core.rules.consent.reply_words import CLAUSE_END, fold_reply
from core.rules.consent.revocations_english import ENGLISH
from core.rules.consent.revocations_spanish import SPANISH
from core.rules.consent.spelling import is_one_slip
from core.rules.consent.threats import THREATS
from core.rules.names.letters import plain_letters


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


def classify_reply(
    body: str, opt_out_type: str | None = None, *, wordings: Wordings = NO_WORDINGS
) -> Reply:
    """Understand one inbound text.

    `opt_out_type` is Twilio's own verdict and wins. Copies of our own texts, known by `wordings`,
    and quotations are not read. STOP is read in English and Spanish, as a keyword whatever follows
    or in any clear wording, blind to case, accents, punctuation and common typos. Sources: 47 CFR
    64.1200(a)(10) and Twilio's default keywords.
    """
    plain = _BLANKS.sub(" ", plain_letters(body[:_LONGEST_READ]))
    said = without_quotations(without_copies(_BLANK_LINES.sub("\n", plain), wordings))
    text = fold_reply(said)
    kind = _TWILIO_VERDICTS.get((opt_out_type or "").strip().upper()) or _kind_of(text, said)
    about_visit = kind in {ReplyKind.STOP, ReplyKind.OTHER}
    return Reply(
        kind=kind,
        may_mean_appointment=about_visit and bool(_APPOINTMENT.search(text)),
        language=_language_of(body, text),
    )


_LONGEST_READ = 1600
_BLANKS = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n[\n ]+")
_TWILIO_VERDICTS = {
    "STOP": ReplyKind.STOP,
    "START": ReplyKind.START,
    "HELP": ReplyKind.HELP,
}

_REVOCATIONS = Phrases((*ENGLISH, *REFUSALS, *THREATS, *SPANISH, *LETTING_GO))
"""Any match, after the harmless is out, is a revocation."""
_STOP_PAIRS = frozenset({"no mas", "no more", "opt out", "no mass", "nomas"})
_MOST_PIECES = 2
_RUN_TOGETHER = re.compile(
    r"(?:please|plz|pls|ok|no)?(?:(?:stop|alto|basta|quit|end)+|stopall|unsubscribe|optout|cancel)"
    r"(?:please|plz|pls|now|texting(?:me)?|it|porfavor|ya)?\d{0,2}|(?:stop|alto)(?:2|to|for)end"
)
"""Also written as one word, or in pieces: stopstop, pleasestop, ST OP."""
_FORGIVEN_SLIPS = (
    "stop", "alto", "unsubscribe", "cancel", "cancelar", "stopall", "basta", "optout", "revoke",
    "paren", "desuscribir", "cancelen", "detener",
)  # fmt: skip
_START_PHRASES = re.compile(
    r"^(?:opt (?:me )?(?:back )?in|start (?:again|texting(?: me)?(?: again)?|messages|over)"
    r"|un stop|undo stop|sign me (?:back )?up|(?:dar(?:me)?|denme|deme|dame) de alta"
    r"|resubscribe me|add me back|text me again)$"
)
_APPOINTMENT = re.compile(
    r"\b(?:cancel\w*|anul\w*|reschedul\w*|reagend\w*|reprogram\w*|appointments?|appts?|citas?"
    r"|move my|change my|postpone\w*|cambiar (?:mi|la)|posponer|aplazar|cant make it"
    r"|no puedo (?:ir|llegar|asistir))\b"
)


def _kind_of(text: str, said: str) -> ReplyKind:
    if not text:
        return ReplyKind.OTHER
    if _is_keyword(_without_courtesies(text)):
        return ReplyKind.STOP
    words = _without_courtesies(text)
    if words and all(word in HELP for word in words):
        return ReplyKind.HELP
    if (words and all(word in START for word in words)) or _START_PHRASES.match(text):
        return ReplyKind.START
    return ReplyKind.STOP if _is_revocation(text, said) else ReplyKind.OTHER


def _is_revocation(text: str, said: str) -> bool:
    """Tell whether the words ask to be left alone, once what only sounds like it is out."""
    text = re.sub(r" +", " ", without_instructions(HARMLESS.without(text))).strip()
    named = mark_names(text, said)
    if opens_with_keyword(text, named):
        return True
    if is_automatic(text):
        return False
    return _REVOCATIONS.are_in(text) or NOBODY_HERE.are_in(named)


def _is_keyword(words: list[str]) -> bool:
    """Tell whether nothing but stop words is left, one typing slip allowed in a lone one."""
    if not words:
        return False
    if all(word in STOP_WORDS for word in words) or _RUN_TOGETHER.fullmatch("".join(words)):
        return True
    if " ".join(words) in _STOP_PAIRS:
        return True
    lone = "".join(words)
    if len(words) > _MOST_PIECES or lone in NOT_A_SLIP or lone in START:
        return False
    if len(words) > 1:
        return is_one_slip(lone, "optout")
    return any(is_one_slip(lone, known) for known in _FORGIVEN_SLIPS)


def _without_courtesies(text: str) -> list[str]:
    return [w for w in text.split() if w not in COURTESIES and w != CLAUSE_END]


def _language_of(body: str, text: str) -> str:
    words = text.split()
    spanish = sum(word in SPANISH_WORDS for word in words) + len(re.findall("[ñÑ¿¡]", body))
    english = sum(word in ENGLISH_WORDS for word in words)
    return "es" if spanish > english else "en"
