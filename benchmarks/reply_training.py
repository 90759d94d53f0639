"""Learns from the labelled replies which n-grams opt-outs are made of.

`python -m benchmarks.reply_training` writes `core/rules/consent/likeness.json` anew, the same from
the same corpus; `--folds 5` only says how texts are read that were kept out while learning.
"""

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from math import exp, sqrt

import click

from benchmarks.replies import CORPORA, LabelledReply, read_corpus, seeded_wordings
from core.rules.consent.likeness import PLACES, Weights, places_of, share_of_each, store_weights
from core.rules.consent.replies import words_said
from core.rules.consent.reply_words import fold_reply

LABELLED = ("corpus.txt", "misread.txt")
COMPOSED = "composed.txt"
_TEXTS_OF_A_TEMPLATE = 20
_WEIGHT_OF_COMPOSED = 0.2
_ROUNDS = 6
_RATE, _SLOWED, _SHRUNK, _LASSO = 0.1, 1.0, 0.02, 0.05
_RATE_OF_BIAS = 0.1
_CERTAIN = 1e-3
_LARGEST_SCORE = 30.0
_EITHER = re.compile(r"\(([^()]*)\)")
_MAYBE = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True)
class Lesson:
    """A text by the places of its n-grams, its label, and how much it counts."""

    places: tuple[int, ...]
    is_stop: bool
    weight: float


def corpus_sha256() -> str:
    """Give the checksum of all that is learned from; which file a text is in does not count."""
    learned_from = [labelled_replies(), read_corpus(CORPORA / COMPOSED)]
    return sha256(repr(learned_from).encode()).hexdigest()


def labelled_replies() -> list[LabelledReply]:
    """Read the texts that people wrote; the order in the files does not count."""
    read = [reply for name in LABELLED for reply in read_corpus(CORPORA / name)]
    return sorted(read, key=lambda reply: (reply.text, reply.kind))


def composed_replies() -> list[LabelledReply]:
    """Compose texts from templates: (one|or another), [perhaps this|or that]."""
    chance = random.Random(0)  # noqa: S311 - nothing secret
    composed = []
    for template in read_corpus(CORPORA / COMPOSED):
        texts = {_composed(template.text, chance) for _ in range(_TEXTS_OF_A_TEMPLATE)}
        composed += [replace(template, text=text) for text in sorted(texts)]
    return composed


def lessons_of(replies: Sequence[LabelledReply], weight: float = 1.0) -> list[list[Lesson]]:
    """Make lessons of each reply: as it stands, and shouted or without capitals and accents."""
    wordings = seeded_wordings()
    taught = []
    for reply in replies:
        spelled = (reply.text, reply.text.upper(), fold_reply(reply.text).replace("|", "."))
        seen = Counter(tuple(places_of(words_said(text, wordings).named)) for text in spelled)
        taught.append(
            [Lesson(places, reply.is_stop, weight * n / len(spelled)) for places, n in seen.items()]
        )
    return taught


def learn(taught: Sequence[Sequence[Lesson]]) -> Weights:
    """Find the weights by logistic regression, a text at a time.

    FTRL-Proximal: McMahan et al., Ad Click Prediction, KDD 2013, algorithm 1.
    """
    weights, owed, squares = [0.0] * PLACES, [0.0] * PLACES, [0.0] * PLACES
    bias = bias_squares = 0.0
    lessons = [lesson for of_reply in taught for lesson in of_reply]
    order = list(range(len(lessons)))
    chance = random.Random(0)  # noqa: S311 - nothing secret
    for _ in range(_ROUNDS):
        chance.shuffle(order)
        for number in order:
            lesson = lessons[number]
            share = share_of_each(len(lesson.places))
            score = bias + share * sum([weights[place] for place in lesson.places])
            score = min(max(score, -_LARGEST_SCORE), _LARGEST_SCORE)
            error = (1 / (1 + exp(-score)) - lesson.is_stop) * lesson.weight
            if abs(error) < _CERTAIN * lesson.weight:
                continue
            bias_squares += error * error
            bias -= _RATE_OF_BIAS * error / sqrt(1 + bias_squares)
            _correct(lesson.places, error * share, weights, owed, squares)
    return Weights(weights, bias, corpus_sha256())


def _correct(
    places: Sequence[int],
    slope: float,
    weights: list[float],
    owed: list[float],
    squares: list[float],
) -> None:
    for place in places:
        before = sqrt(squares[place])
        squares[place] += slope * slope
        after = sqrt(squares[place])
        owed[place] += slope - (after - before) / _RATE * weights[place]
        due = owed[place]
        if -_LASSO < due < _LASSO:
            weights[place] = 0.0
        else:
            kept = due - _LASSO if due > 0 else due + _LASSO
            weights[place] = -kept / ((_SLOWED + after) / _RATE + _SHRUNK)


def _composed(template: str, chance: random.Random) -> str:
    def any_of(match: re.Match[str]) -> str:
        return chance.choice(match[1].split("|"))

    text = _MAYBE.sub(lambda match: any_of(match) if chance.random() < 0.5 else "", template)
    text = re.sub(r" +", " ", _EITHER.sub(any_of, text))
    return re.sub(r" +([,.?!])", r"\1", text).strip()


def kept_out(folds: int) -> dict[str, tuple[int, int]]:
    """Count by kind how many texts are read right by weights learned from the others."""
    replies = labelled_replies()
    random.Random(0).shuffle(replies)  # noqa: S311 - nothing secret
    composed = lessons_of(composed_replies(), _WEIGHT_OF_COMPOSED)
    taught = lessons_of(replies)
    right, lines = Counter[str](), Counter[str]()
    for fold in range(folds):
        others = [x for i, x in enumerate(taught) if i % folds != fold]
        weights = learn([*others, *composed])
        for reply, lessons in zip(replies[fold::folds], taught[fold::folds], strict=True):
            lines[reply.kind] += 1
            right[reply.kind] += (weights.likeness(lessons[0].places) > 0) is reply.is_stop
    return {kind: (right[kind], lines[kind]) for kind in sorted(lines)}


@click.command()
@click.option("--folds", type=int, help="Only say how kept-out texts are read.")
def main(*, folds: int | None) -> None:
    """Learn and store the weights, or say how well weights alone read what they have not met."""
    if folds is None:
        composed = lessons_of(composed_replies(), _WEIGHT_OF_COMPOSED)
        store_weights(learn([*lessons_of(labelled_replies()), *composed]))
        return
    for kind, (right, lines) in kept_out(folds).items():
        click.echo(f"{kind:20} {right:5} of {lines:5}  {100 * right / lines:.1f} %")


if __name__ == "__main__":
    main()
