"""Rows of a long list, kept in a few dozen bytes each."""

import pickle
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

_Row = TypeVar("_Row")

_ROWS_A_PACK = 500


class PackedRows(Sequence[_Row]):
    """Rows in the order they were appended, to be gone through as often as wanted.

    They are packed some hundreds at a time; reaching for single ones unpacks all.
    """

    def __init__(self) -> None:
        self._packs: list[bytes] = []
        self._loose: list[_Row] = []

    def append(self, row: _Row) -> None:
        """Add a row at the end."""
        self._loose.append(row)
        if len(self._loose) == _ROWS_A_PACK:
            self._packs.append(pickle.dumps(self._loose, pickle.HIGHEST_PROTOCOL))
            self._loose = []

    def extend(self, rows: Iterable[_Row]) -> None:
        """Add rows at the end."""
        for row in rows:
            self.append(row)

    def __len__(self) -> int:
        return len(self._packs) * _ROWS_A_PACK + len(self._loose)

    def __iter__(self) -> Iterator[_Row]:
        for pack in self._packs:
            yield from pickle.loads(pack)  # noqa: S301 - packed above, and never elsewhere
        yield from self._loose

    def __getitem__(self, index: Any) -> Any:
        return list(self)[index]
