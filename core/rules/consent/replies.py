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
from core.rules.consent.likeness import opt_out_likeness
from core.rules.consent.nobody_here import NOBODY_HERE
from core.rules.consent.openings import opens_with_keyword
from core.rules.consent.own_wording import NO_WORDINGS, Wordings, without_copies
from core.rules.consent.persons import mark_names
from core.rules.consent.phrases import Phrases
from core.rules.consent.quotations import without_quotations
from core.rules.consent.reply_words import CLAUSE_END, fold_reply
from core.rules.consent.revocations_english import ENGLISH
from core.rules.consent.revocations_spanish import SPANISH
from core.rules.consent.spelling import is_one_slip
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
    even where the law makes them a revocation ("CANCEL"). `heard_by` names what decided: "twilio",
    "keyword", a rule, or the `likeness` to opt-outs, where it was weighed.
    """

    kind: ReplyKind
    may_mean_appointment: bool
    language: str
    heard_by: str
    likeness: float | None = None


@dataclass(frozen=True)
class WordsSaid:
    """The words of a reply: folded, the same with names marked, and as they were typed.

    They do not `stand_alone` where copies of our texts or quotations were taken out beside them.
    """

    text: str
    named: str
    typed: str
    stand_alone: bool


@dataclass(frozen=True)
class _Verdict:
    kind: ReplyKind
    heard_by: str
    likeness: float | None = None


class _Rule(StrEnum):
    """What rules find in a reply."""

    OPENING = "opening"
    PHRASE = "phrase"
    MACHINE = "machine"
    NOTHING = "likeness"
    REMNANT = "remnant"


def classify_reply(
    body: str, opt_out_type: str | None = None, *, wordings: Wordings = NO_WORDINGS
) -> Reply:
    """Understand one inbound text.

    `opt_out_type` is Twilio's own verdict and wins. Copies of our own texts, known by `wordings`,
    and quotations are not read. STOP is read in English and Spanish, as a keyword whatever follows
    or in any clear wording, blind to case, accents, punctuation and common typos. Sources: 47 CFR
    64.1200(a)(10) and Twilio's default keywords.
    """
    words = words_said(body, wordings)
    text = words.text
    twilios = _TWILIO_VERDICTS.get((opt_out_type or "").strip().upper())
    verdict = _Verdict(twilios, "twilio") if twilios else _verdict_on(words)
    about_visit = verdict.kind in {ReplyKind.STOP, ReplyKind.OTHER}
    return Reply(
        kind=verdict.kind,
        may_mean_appointment=about_visit and bool(_APPOINTMENT.search(text)),
        language=_language_of(body, text),
        heard_by=verdict.heard_by,
        likeness=verdict.likeness,
    )


def words_said(body: str, wordings: Wordings) -> WordsSaid:
    """Give what a patient says in words of their own, folded."""
    plain = _BLANKS.sub(" ", plain_letters(body[:_LONGEST_READ]))
    plain = _BLANK_LINES.sub("\n", plain)
    said = without_quotations(without_copies(plain, wordings))
    text = fold_reply(said)
    return WordsSaid(text, mark_names(text, said), said, stand_alone=said == plain)


_LONGEST_READ = 1600
_BLANKS = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n[\n ]+")
_TWILIO_VERDICTS = {
    "STOP": ReplyKind.STOP,
    "START": ReplyKind.START,
    "HELP": ReplyKind.HELP,
}

_REVOCATIONS = Phrases((*ENGLISH, *SPANISH))
"""Any match, after the harmless is out, is a revocation."""
_LIKENESS_ASKED = {
    _Rule.OPENING: -2.0,
    _Rule.PHRASE: 0.2,
    _Rule.NOTHING: 1.4,
    _Rule.MACHINE: 1.5,
    _Rule.REMNANT: 3.0,
}
"""How like an opt-out a reply must be, by what the rules find: docs/decisions/0018."""
_STOP_PAIRS = frozenset(
    ["no mas", "no more", "opt out", "no mass"]
    + [f"{give} baja" for give in ("dar", "darme", "darnos", "dame", "deme", "denme", "den")]
)
"""What is left of "dar de baja, por favor" and the like without its courtesies."""
_MOST_PIECES = 2
_RUN_TOGETHER = re.compile(
    r"(?:please|plz|pls|ok|no)?(?:(?:stop|alto|basta|quit|end)+|stopall|unsubscribe|optout|cancel)"
    r"(?:please|plz|pls|now|texting(?:me)?|it|porfavor|ya)?\d{0,2}|(?:stop|alto)(?:2|to|for)end"
)
"""Also written as one word, or in pieces: stopstop, pleasestop, ST OP."""
_IN_CAPITALS = re.compile(r"[\W_]*([A-Z]{3,})\b")
_UNMISTAKABLE = frozenset(
    {"stop", "stopall", "unsubscribe", "optout", "opt out", "alto", "basta", "baja", "desuscribir"}
)
"""By themselves before a comma or a full stop these leave no doubt: “Stop. It was a good visit”."""
_TWOFOLD = re.compile(r"(.)\1")
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


def _verdict_on(said: WordsSaid) -> _Verdict:
    text = said.text
    words = _without_courtesies(text)
    if _is_keyword(words):
        return _Verdict(ReplyKind.STOP, "keyword")
    if words and all(word in HELP for word in words):
        return _Verdict(ReplyKind.HELP, "keyword")
    if (words and all(word in START for word in words)) or _START_PHRASES.match(text):
        return _Verdict(ReplyKind.START, "keyword")
    return _weighed(said) if text else _Verdict(ReplyKind.OTHER, "nothing")


def _weighed(said: WordsSaid) -> _Verdict:
    """Weigh a reply; rules are asked only where they can make a difference."""
    likeness = round(opt_out_likeness(said.named), 1)
    if _opens_plainly(said) and _rule_of(said) is _Rule.OPENING:
        return _Verdict(ReplyKind.STOP, _Rule.OPENING.value, likeness)
    asked = _LIKENESS_ASKED.values()
    if min(asked) < likeness <= max(asked):
        rule = _rule_of(said)
        is_stop = likeness > _LIKENESS_ASKED[rule]
        return _Verdict(ReplyKind.STOP if is_stop else ReplyKind.OTHER, rule.value, likeness)
    is_stop = likeness > max(asked)
    return _Verdict(ReplyKind.STOP if is_stop else ReplyKind.OTHER, "likeness", likeness)


def _opens_plainly(said: WordsSaid) -> bool:
    """Tell whether a text opens with a keyword in capitals, as our texts spell it, or set off."""
    opening = said.text.partition(CLAUSE_END)[0].strip()
    first = _IN_CAPITALS.match(said.typed)
    if first is not None and not said.typed.isupper() and first[1].casefold() in STOP_WORDS:
        return True
    return CLAUSE_END in said.text and opening in _UNMISTAKABLE


def _rule_of(said: WordsSaid) -> _Rule:
    """Find what the rules see in a reply, once what only sounds like a revocation is out."""
    text = re.sub(r" +", " ", without_instructions(HARMLESS.without(said.text))).strip()
    if not text.strip(f" {CLAUSE_END}"):
        return _Rule.REMNANT
    named = mark_names(text, said.typed)
    if opens_with_keyword(text, named):
        return _Rule.OPENING
    if is_automatic(text):
        return _Rule.MACHINE
    if _REVOCATIONS.are_in(text) or NOBODY_HERE.are_in(named):
        return _Rule.PHRASE
    return _Rule.NOTHING if said.stand_alone else _Rule.REMNANT


def _is_keyword(words: list[str]) -> bool:
    """Tell whether nothing but stop words is left, one typing slip allowed in a lone one."""
    lone = "".join(words)
    if not words or all(word in STOP_WORDS for word in words):
        return bool(words)
    if _RUN_TOGETHER.fullmatch(lone) or " ".join(words) in _STOP_PAIRS:
        return True
    if len(words) > _MOST_PIECES or lone in NOT_A_SLIP or lone in START:
        return False
    if _TWOFOLD.sub(r"\1", lone) in STOP_WORDS:
        return True
    forgiven = _FORGIVEN_SLIPS if len(words) == 1 else ("optout",)
    return any(is_one_slip(lone, known) for known in forgiven)


def _without_courtesies(text: str) -> list[str]:
    return [w for w in text.split() if w not in COURTESIES and w != CLAUSE_END]


def _language_of(body: str, text: str) -> str:
    words = text.split()
    spanish = sum(word in SPANISH_WORDS for word in words) + len(re.findall("[ñÑ¿¡]", body))
    english = sum(word in ENGLISH_WORDS for word in words)
    return "es" if spanish > english else "en"
