"""Loads the named statements of `sql/queries/<noun>.sql`."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"^-- name: (\w+)\s*$", re.MULTILINE)
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]\w*)")


class Queries:
    """The statements of one file as attributes, with `:named` parameters made psycopg's."""

    def __init__(self, noun: str, statements: dict[str, bytes]) -> None:
        self._noun = noun
        self._statements = statements

    def __getattr__(self, name: str) -> bytes:
        try:
            return self._statements[name]
        except KeyError:
            message = f"sql/queries/{self._noun}.sql has no statement named {name}"
            raise AttributeError(message) from None

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        return iter(self._statements.items())


def list_nouns() -> list[str]:
    """Name every file of statements."""
    folder = files("sql") / "queries"
    return sorted(f.name.removesuffix(".sql") for f in folder.iterdir() if f.name.endswith(".sql"))


@cache
def load_queries(noun: str) -> Queries:
    """Read `sql/queries/<noun>.sql`; a name given twice in it raises ValueError."""
    text = (files("sql") / "queries" / f"{noun}.sql").read_text(encoding="utf-8")
    _, *parts = _NAME.split(text)
    statements: dict[str, bytes] = {}
    for name, body in zip(parts[::2], parts[1::2], strict=True):
        if name in statements:
            message = f"sql/queries/{noun}.sql names {name} twice"
            raise ValueError(message)
        statements[name] = _to_psycopg(body).encode()
    return Queries(noun, statements)


def _to_psycopg(statement: str) -> str:
    without_comments = re.sub(r"^\s*--.*$", "", statement, flags=re.MULTILINE)
    escaped = without_comments.replace("%", "%%")
    return _PARAMETER.sub(r"%(\1)s", escaped).strip().rstrip(";")
