"""Our own texts, sent back: found by their wording, whoever's name and link they carry."""
# ruff: noqa: RUF001 - the quotation marks that phones use

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

from jinja2 import TemplateError

from core.rules.consent.keywords import STOP_WORDS
from core.rules.names.letters import plain_letters
from core.rules.wording.rendering import OPTIONAL_PLACEHOLDERS, environment, placeholders_of

_GAP = "\0"
"""Stands for whatever filled a placeholder."""
_LONGEST_GAP = 6
_LONGEST_NAME = 9
_FEWEST_WORDS = 4
_FEWEST_IN_A_SENTENCE = 6
_BEGINS = re.compile(r"(?:[\"“„«‘'>|\n]|\.\.)$")
_REPLY_WORDS = frozenset({"reply", "responda"})
_JOINS_A_NAME = frozenset(
    ["of", "the", "and", "at", "in", "de", "del", "la", "las", "el", "los", "y", "e"]
)
_TOKEN = re.compile(r"https?://\S+|www\.\S+|\w+", re.IGNORECASE)
_CUT_OFF = re.compile(r"\s*\.\.")
_ENDS_A_NAME = re.compile(r"[\"“”«»„‟‹›「」『』\[\]\n?!<>|]|(?<![^\W_])'|\.\.\.")
_PROVIDERS = (
    (
        "You have successfully been unsubscribed. You will not receive any more messages from"
        " this number. Reply START to resubscribe."
    ),
    (
        "You have successfully been re-subscribed to messages from this number. Reply HELP for"
        " help. Reply STOP to unsubscribe. Msg&Data Rates May Apply."
    ),
)
"""What Twilio itself answers to STOP and START."""

_Sequence = tuple[str, ...]


@dataclass(frozen=True)
class Wordings:
    """Wordings in words, placeholders as gaps; where their sentences begin and each pair stands."""

    sequences: tuple[_Sequence, ...]
    sentences: tuple[frozenset[int], ...]
    places: dict[tuple[str, str], tuple[tuple[int, int], ...]]

    def may_be_in(self, text: str) -> bool:
        """Tell whether a text has two words of a wording, side by side or around a gap."""
        words = _TOKEN.findall(text.casefold())
        return not self.places.keys().isdisjoint(pairwise(words)) or any(
            self.starts_of(word, "", words) for word in set(words)
        )

    def starts_of(self, word: str, following: str, words: Container[str]) -> list[tuple[int, int]]:
        """List where in which wording `word` may stand, by what follows in a text of `words`."""
        over_gap = (
            (number, i)
            for number, i in self.places.get((word, _GAP), ())
            if self.sequences[number][i + 2 : i + 3] == () or self.sequences[number][i + 2] in words
        )
        return [*self.places.get((word, following), ()), *over_gap]


@dataclass(frozen=True)
class _Copy:
    """A piece of one of our texts: from the first word of it, up to the last, excluded."""

    first: int
    end: int
    names_sender: bool


@lru_cache(maxsize=8)
def compile_wordings(bodies: tuple[str, ...]) -> Wordings:
    """Prepare the bodies of SMS templates to be found in replies; once for each set of them.

    A body that is no template is passed over: nobody can have received it.
    """
    spelled = {text for body in (*bodies, *_PROVIDERS) for text in _variants(body)}
    read = sorted({_words_of(text) for text in spelled})
    sequences = tuple(words for words, _ in read)
    places: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for number, sequence in enumerate(sequences):
        last_reply = max((i for i, w in enumerate(sequence) if w in _REPLY_WORDS), default=9999)
        for i, pair in enumerate(pairwise(sequence)):
            # "Reply STOP to opt out" by itself may be the patient's own words.
            if pair[0] != _GAP and i < last_reply:
                places.setdefault(pair, []).append((number, i))
    sentences = tuple(starts for _, starts in read)
    return Wordings(sequences, sentences, {pair: tuple(found) for pair, found in places.items()})


def without_copies(text: str, wordings: Wordings) -> str:
    """Put a line break where `text`, in plain letters, repeats one of our texts or most of it.

    Capitals, punctuation and line breaks do not count; the beginning and the end may be missing.
    """
    if not wordings.may_be_in(text):
        return text
    tokens = list(_TOKEN.finditer(text))
    kept, after = [], 0
    for copy in _copies(text, tokens, wordings):
        first = _first_of_name(text, tokens, copy.first) if copy.names_sender else copy.first
        kept.append(text[after : max(after, tokens[first].start())])
        after = tokens[copy.end - 1].end()
    return "\n".join([*kept, text[after:]])


def _variants(body: str) -> Iterator[str]:
    """Render a body with each placeholder as a gap, with and without those that may be missing."""
    try:
        names = placeholders_of(body)
        template = environment(html=False).from_string(body)
        optional = sorted(names & OPTIONAL_PLACEHOLDERS)
        for filled in product((_GAP, None), repeat=len(optional)):
            yield template.render(
                dict.fromkeys(names, _GAP) | dict(zip(optional, filled, strict=True))
            )
    except TemplateError:
        return


def _words_of(text: str) -> tuple[_Sequence, frozenset[int]]:
    """Give the words of a wording, and the places of those that a sentence begins with."""
    words: list[str] = []
    starts = set()
    for sentence in re.split(r"[.:?!]\s|(?<=\0)", plain_letters(text).casefold()):
        starts.add(len(words))
        words += re.findall(rf"{_GAP}|\w+", sentence)
    return tuple(words), frozenset(starts)


def _copies(text: str, tokens: Sequence[re.Match[str]], wordings: Wordings) -> Iterator[_Copy]:
    words = [token[0].casefold() for token in tokens]
    vocabulary = frozenset(words)
    at = 0
    while at < len(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        starts = wordings.starts_of(words[at], following, vocabulary)
        found = [_follow(text, tokens, words, at, wordings, n, i) for n, i in starts]
        longest = max((copy for copy in found if copy), key=lambda c: c.end, default=None)
        if longest:
            yield longest
        at = longest.end if longest else at + 1


def _follow(
    text: str,
    tokens: Sequence[re.Match[str]],
    words: list[str],
    first: int,
    wordings: Wordings,
    number: int,
    start: int,
) -> _Copy | None:
    """Follow a wording from word `first` on; None where too little of it is there.

    What begins in the middle of a sentence must be longer and have nothing before it: "receive any
    more messages from this number" is said by people too.
    """
    sequence = wordings.sequences[number]
    at, place, matched = first, start, 0
    while place < len(sequence) and at < len(words):
        if sequence[place] == _GAP:
            over = _gap_at(words, at, sequence, place + 1)
            if over is None:
                break
            at, place = at + over, place + 1
        elif words[at] == sequence[place]:
            at, place, matched = at + 1, place + 1, matched + 1
        else:
            break
    unfinished = at < len(words) and place < len(sequence)
    cut = unfinished and _is_cut_off(text, tokens[at], sequence[place])
    before = text[max(0, tokens[first].start() - 3) : tokens[first].start()].rstrip(" ")
    if start in wordings.sentences[number]:
        fewest = 2 if cut else _FEWEST_WORDS
        if start == 1 and before.endswith(":") and _stops_short(text, tokens, at):
            fewest = 1
    else:
        fewest = _FEWEST_IN_A_SENTENCE if not before or _BEGINS.search(before) else len(sequence)
    return _Copy(first, at + cut, names_sender=start == 1) if matched >= fewest else None


def _gap_at(words: list[str], at: int, sequence: _Sequence, after: int) -> int | None:
    """Count the words that fill a gap, by where the wording goes on; None if it does not."""
    if after >= len(sequence):
        number = [w.isdigit() for w in words[at : at + _LONGEST_GAP]]
        return number.index(False) if False in number else len(number)
    expected = sequence[after : after + 2]
    last, place = at + _LONGEST_GAP + 1, at
    while expected[0] in words[place:last]:
        place = words.index(expected[0], place, last)
        if words[place + 1 : place + 2] in ([], list(expected[1:])):
            return place - at
        place += 1
    return None


def _is_cut_off(text: str, token: re.Match[str], expected: str) -> bool:
    starts_alike = expected == _GAP or expected.startswith(token[0].casefold())
    return starts_alike and bool(_CUT_OFF.match(text, token.end()))


def _stops_short(text: str, tokens: Sequence[re.Match[str]], at: int) -> bool:
    """Tell whether the text breaks off within the two words after word `at`."""
    last = tokens[min(at + 1, len(tokens) - 1)]
    return "..." in text[tokens[at - 1].end() : last.end() + 4]


def _first_of_name(text: str, tokens: Sequence[re.Match[str]], first: int) -> int:
    """Find the first word of the name that our text began with.

    It goes back over words with a capital, or over any if the first of them has none, to a
    quotation mark, the end of a sentence or a line, or a stop word of the patient's own.
    """
    begun = first
    copy = text[tokens[first].start() :]
    lower = begun > 0 and tokens[begun - 1][0].islower()
    while begun > 0 and first - begun < _LONGEST_NAME:
        word, between = tokens[begun - 1][0], text[tokens[begun - 1].end() : tokens[begun].start()]
        if _ENDS_A_NAME.search(between) or _is_the_patients(word, between, copy):
            break
        if word.islower() and not lower and word not in _JOINS_A_NAME:
            break
        begun -= 1
    while begun < first and tokens[begun][0] in _JOINS_A_NAME and not lower:
        begun += 1
    return begun


def _is_the_patients(word: str, between: str, copy: str) -> bool:
    """Tell STOP, or stop with a colon after it, from a Stop within the name before a copy."""
    if word.casefold() not in STOP_WORDS:
        return False
    return bool(between.strip(" -&")) or (word.isupper() and not copy.isupper())


NO_WORDINGS = compile_wordings(())
"""None of ours: only what Twilio itself sends is known."""
