"""What a reply is made of: its words, parts of them and kinds of them, two to four in a row."""

from collections.abc import Iterator, Sequence

from core.rules.consent.reply_words import CLAUSE_END
from core.rules.consent.word_classes import classes_of

_BEGIN, _END = "^", "$"
_NO_CLASS = "-"
_MARKS = frozenset({_BEGIN, _END, CLAUSE_END})
_SAYS_LITTLE = frozenset({_NO_CLASS, CLAUSE_END, "COURTESY"})
_SHORTEST_PARTED = 4
_PARTS = range(3, 6)


def ngrams_of(text: str) -> set[str]:
    """List the n-grams of folded `text` with marked names: words as they are, classes in capitals.

    "no * here" leaves a word out, "#umbe" is a part of a word, "~NO PHONE" leaves out all words
    without a class.
    """
    words = [_BEGIN, *text.split(), _END]
    kinds = [w if w in _MARKS else (classes_of(w) or (_NO_CLASS,))[0] for w in words]
    telling = [kind for kind in kinds if kind not in _SAYS_LITTLE]
    grams = set(words)
    grams.update(_runs(words, range(2, 4)), _runs(kinds, range(1, 5)), _mixed(words, kinds))
    grams.update(f"~{run}" for run in _runs(telling, range(2, 4)))
    for word in set(words):
        grams.update(f"+{kind}" for kind in classes_of(word))
        grams.update(_parts(word))
    return grams


def _runs(words: Sequence[str], lengths: range) -> Iterator[str]:
    for length in lengths:
        for i in range(len(words) - length + 1):
            yield " ".join(words[i : i + length])


def _mixed(words: Sequence[str], kinds: Sequence[str]) -> Iterator[str]:
    """Give words next to classes, and both with one or two words between left out."""
    for i in range(len(words) - 1):
        yield f"{words[i]} {kinds[i + 1]}"
        yield f"{kinds[i]} {words[i + 1]}"
        if i + 2 < len(words):
            yield f"{words[i]} * {words[i + 2]}"
            yield f"{kinds[i]} * {kinds[i + 2]}"
            yield f"{words[i]} {kinds[i + 1]} {kinds[i + 2]}"
            yield f"{kinds[i]} {words[i + 1]} {kinds[i + 2]}"
            yield f"{kinds[i]} {kinds[i + 1]} {words[i + 2]}"
        if i + 3 < len(words):
            yield f"{words[i]} ** {words[i + 3]}"


def _parts(word: str) -> Iterator[str]:
    if len(word) < _SHORTEST_PARTED:
        return
    marked = f"<{word}>"
    for length in _PARTS:
        for i in range(len(marked) - length + 1):
            yield f"#{marked[i : i + length]}"
