"""Patterns, tried only on a text that has the letters they need: most texts have not."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_MOST_SPELLINGS = 64
_FEWEST_LETTERS = 3

_Needs = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class _Phrase:
    pattern: re.Pattern[str]
    needs: tuple[int, ...]


class _Need:
    """Spellings of which a text must have one, each by the threes of letters in it."""

    def __init__(self, spellings: Sequence[frozenset[str]]) -> None:
        """Keep the spellings, and of each one three for a first look."""
        self._spellings = spellings
        self._first_look = frozenset(max(spelling) for spelling in spellings)

    def may_be_in(self, threes: frozenset[str]) -> bool:
        """Tell whether a text with these threes may have one of the spellings."""
        return not self._first_look.isdisjoint(threes) and any(s <= threes for s in self._spellings)


class Phrases:
    """Patterns, each with what every match of it has in it: one spelling of each of its needs.

    They are compiled when first asked: most processes read no reply.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        """Keep the patterns."""
        self._patterns = tuple(patterns)

    @cached_property
    def _compiled(self) -> tuple[tuple[_Phrase, ...], tuple[_Need, ...]]:
        """Compile the patterns and work out what each needs."""
        numbers: dict[tuple[str, ...], int] = {}
        phrases = tuple(
            _Phrase(
                re.compile(pattern),
                tuple(numbers.setdefault(need, len(numbers)) for need in needs_of(pattern)),
            )
            for pattern in self._patterns
        )
        return phrases, tuple(_Need([_threes(spelling) for spelling in need]) for need in numbers)

    def are_in(self, text: str) -> bool:
        """Tell whether one of the patterns matches somewhere in `text`."""
        return any(phrase.pattern.search(text) for phrase in self._likely(text))

    def without(self, text: str) -> str:
        """Leave out of `text` what the patterns match, one after the other."""
        rest = text
        for phrase in self._likely(text):
            rest = phrase.pattern.sub(" ", rest)
        return rest

    def _likely(self, text: str) -> Iterator[_Phrase]:
        """List the patterns whose needs `text` has; each need is looked up once."""
        phrases, needs = self._compiled
        threes = _threes(text)
        known: list[bool | None] = [None] * len(needs)
        for phrase in phrases:
            for number in phrase.needs:
                there = known[number]
                if there is None:
                    there = known[number] = needs[number].may_be_in(threes)
                if not there:
                    break
            else:
                yield phrase


@lru_cache(maxsize=16)
def _threes(text: str) -> frozenset[str]:
    """Give every three letters that stand together: what a text lacks is soon seen by them."""
    return frozenset(text[i : i + 3] for i in range(len(text) - 2))


def needs_of(pattern: str) -> _Needs:
    """Give the letters that every match of `pattern` contains, alternatives together.

    The most telling come first: the fewer and the longer, the sooner a text is passed over.
    """
    needs, _ = _read(parser.parse(pattern))
    telling = {tuple(sorted(n)) for n in needs if min(map(len, n)) >= _FEWEST_LETTERS}
    return tuple(sorted(telling, key=lambda n: (len(n), -min(map(len, n)))))


_Spellings = frozenset[str]


def _read(sequence: Any) -> tuple[list[_Spellings], _Spellings | None]:
    """Give what a parsed sequence needs, and all its spellings where they are few."""
    needs: list[_Spellings] = []
    run: _Spellings = frozenset({""})
    exact = True
    for op, value in sequence:
        inner_needs, spellings = _read_one(op, value)
        joined = None if spellings is None else _joined(run, spellings)
        if joined is None:
            needs += [run, *inner_needs]
            run = spellings or frozenset({""})
            exact = False
        else:
            run = joined
    needs.append(run)
    return needs, run if exact else None


def _read_one(op: Any, value: Any) -> tuple[list[_Spellings], _Spellings | None]:
    if op is ops.SUBPATTERN:
        return _read(value[-1])
    if op is ops.BRANCH:
        return _read_branches(value[1])
    if op in {ops.MAX_REPEAT, ops.MIN_REPEAT}:
        return _read_repeat(*value)
    return [], _spellings_of(op, value)


def _spellings_of(op: Any, value: Any) -> _Spellings | None:
    if op is ops.LITERAL:
        return frozenset({chr(value)})
    if op in {ops.AT, ops.ASSERT, ops.ASSERT_NOT}:
        return frozenset({""})
    if op is ops.IN and all(kind is ops.LITERAL for kind, _ in value):
        return frozenset(chr(char) for _, char in value)
    return None


def _read_repeat(
    least: int, most: int, repeated: Any
) -> tuple[list[_Spellings], _Spellings | None]:
    needs, spellings = _read(repeated)
    if (least, most) == (0, 1) and spellings is not None:
        return [], spellings | {""}
    return (needs if least else []), None


def _read_branches(branches: Any) -> tuple[list[_Spellings], _Spellings | None]:
    read = [_read(branch) for branch in branches]
    spelled = [spellings for _, spellings in read]
    if all(s is not None for s in spelled):
        return [], frozenset().union(*(s for s in spelled if s is not None))
    best = [_best(needs) for needs, _ in read]
    return [frozenset().union(*best)], None


def _best(needs: Sequence[_Spellings]) -> _Spellings:
    return max(needs, key=lambda n: (min(map(len, n)), -len(n)))


def _joined(first: _Spellings, second: _Spellings) -> _Spellings | None:
    if len(first) * len(second) > _MOST_SPELLINGS:
        return None
    return frozenset(a + b for a in first for b in second)
