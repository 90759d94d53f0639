"""Lists that wait for a yes: so many of a practice, and no more."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from core.store.upload_previews import confirm_preview, insert_preview

MEGABYTE = "x" * 1024 * 1024


@pytest.fixture
def keep(connection, now):
    def keep(practice_id: UUID, number: int, sealed_file: str = "x") -> UUID:
        return insert_preview(
            connection,
            practice_id=practice_id,
            file_name=str(number),
            sealed_file=sealed_file,
            sealed_rejects=None,
            rejected=0,
            now=now + timedelta(minutes=number),
            forget_before=now - timedelta(days=1),
        )

    return keep


@pytest.fixture
def practices(connection) -> list[UUID]:
    made = [uuid4(), uuid4()]
    for practice_id in made:
        connection.execute("insert into practices (id, name) values (%s, 'A')", (practice_id,))
    return made


def names(connection, practice_id: UUID) -> list[int]:
    found = connection.execute(
        "select file_name from upload_previews where practice_id = %s", (practice_id,)
    )
    return sorted(int(row["file_name"]) for row in found)


def test_the_eleventh_list_that_waits_pushes_out_the_oldest(connection, keep, practices, now):
    own, other = practices
    keep(other, 0)
    done = keep(own, 0)
    confirm_preview(connection, practice_id=own, preview_id=done, now=now)
    for number in range(1, 14):
        keep(own, number)
    assert names(connection, own) == [0, *range(4, 14)]
    assert names(connection, other) == [0]


def test_large_lists_push_out_older_ones_but_never_themselves(connection, keep, practices):
    own, _ = practices
    for number in range(4):
        keep(own, number, MEGABYTE * 14)
    assert names(connection, own) == [1, 2, 3]
    keep(own, 4, MEGABYTE * 50)
    assert names(connection, own) == [4]
