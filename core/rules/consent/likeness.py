"""How alike a reply is to opt-outs, by weights that were learned from the labelled corpus."""

import json
from array import array
from base64 import b85decode, b85encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from pathlib import Path
from zlib import compress, crc32, decompress

from core.rules.consent.ngrams import ngrams_of

PLACES = 1 << 17
"""N-grams share this many weights, by their checksum."""
_STORED = Path(__file__).with_name("likeness.json")
_STEPS = 127


@dataclass(frozen=True)
class Weights:
    """What each n-gram adds, what a text starts from, and what all of it was learned from."""

    of_place: Sequence[float]
    bias: float
    corpus_sha256: str

    def likeness(self, places: Sequence[int]) -> float:
        """Weigh a text by the places of its n-grams."""
        return self.bias + share_of_each(len(places)) * sum([self.of_place[p] for p in places])


def opt_out_likeness(text: str) -> float:
    """Weigh folded `text` with marked names: above 0 it is more like opt-outs, below like others.

    The logarithm of the odds, so 2 is about seven to one.
    """
    return stored_weights().likeness(places_of(text))


def strongest_ngrams(text: str, most: int = 5) -> list[tuple[str, float]]:
    """List the n-grams of `text` that weigh most, for somebody who asks why it was read so."""
    weights = stored_weights()
    grams = {gram: weights.of_place[_place_of(gram)] for gram in ngrams_of(text)}
    share = share_of_each(len(places_of(text)))
    heaviest = sorted(grams.items(), key=lambda item: (-abs(item[1]), item[0]))[:most]
    return [(gram, round(share * weight, 2)) for gram, weight in heaviest]


def places_of(text: str) -> list[int]:
    """Give the places of the weights of a text's n-grams, in order."""
    return sorted({_place_of(gram) for gram in ngrams_of(text)})


def share_of_each(count: int) -> float:
    """Give what one of `count` n-grams counts: a long text is no stronger for being long."""
    return 8 / sqrt(count + 8)


@lru_cache(maxsize=1)
def stored_weights() -> Weights:
    """Give the weights that come with the package, read once."""
    return read_weights(_STORED)


def read_weights(file: Path) -> Weights:
    """Read weights that `store_weights` has written."""
    stored = json.loads(file.read_text("utf-8"))
    steps = memoryview(decompress(b85decode(stored["weights"]))).cast("b")
    of_place = array("d", (step * stored["step"] for step in steps))
    return Weights(of_place, stored["bias"], stored["corpus_sha256"])


def store_weights(weights: Weights, file: Path = _STORED) -> None:
    """Write the weights, each rounded to one of 255 steps."""
    step = round(max(map(abs, weights.of_place)) / _STEPS, 6)
    steps = bytes(
        min(max(round(weight / step), -_STEPS), _STEPS) % 256 for weight in weights.of_place
    )
    stored = {
        "corpus_sha256": weights.corpus_sha256,
        "bias": round(weights.bias, 4),
        "step": step,
        "weights": b85encode(compress(steps, 9)).decode("ascii"),
    }
    file.write_text(json.dumps(stored, indent=1) + "\n", "utf-8")


def _place_of(gram: str) -> int:
    return crc32(gram.encode()) % PLACES
