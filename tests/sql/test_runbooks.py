"""What the runbooks tell an operator to type at 02:00 is SQL that the database takes."""

import re
from pathlib import Path

import pytest

from core.store.practices import PLATFORM_ID
from tests.statements import prepare

RUNBOOKS = Path(__file__).parents[2] / "docs" / "runbooks"
STATEMENT = re.compile(r"\b(?:select|update|delete|insert)\s[^;`]+;")
MARTS = "analytics."


def statements() -> list[tuple[str, str]]:
    return [
        (page.stem, found)
        for page in sorted(RUNBOOKS.glob("*.md"))
        for found in STATEMENT.findall(page.read_text())
        if MARTS not in found
    ]


def test_there_are_some():
    assert len(statements()) >= 10


@pytest.mark.parametrize(("page", "statement"), statements())
def test_the_database_takes_what_a_runbook_says(connection, page, statement):
    known = statement.rstrip(";").replace("{…}", "{1}").replace("…", str(PLATFORM_ID))
    prepare(connection, known.encode())
