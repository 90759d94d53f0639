"""Visit lists that wait for their owner's yes; files and rejected rows are sealed by the caller."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("upload_previews")

_MOST_WAITING = 10
_MOST_WAITING_BYTES = 48 * 1024 * 1024
"""Three of the largest files, as they are sealed."""

FILE_COLUMN = "upload_previews.sealed_file"
REJECTS_COLUMN = "upload_previews.sealed_rejects"


@dataclass(frozen=True, slots=True)
class UploadPreview:
    """One uploaded list; `sealed_file` is None once confirmed."""

    id: UUID
    file_name: str
    sealed_file: str | None = field(repr=False)
    sealed_rejects: str | None = field(repr=False)
    rejected: int
    created_at: datetime


def insert_preview(
    connection: Connection,
    *,
    practice_id: UUID,
    file_name: str,
    sealed_file: str,
    sealed_rejects: str | None,
    rejected: int,
    now: datetime,
    forget_before: datetime,
) -> UUID:
    """Keep a list, and forget those older than `forget_before` and the practice's oldest ones.

    Ten lists of a practice wait at most, and 48 MiB of them.
    """
    connection.execute(_queries.delete_before, {"before": forget_before})
    row = connection.execute(
        _queries.insert_preview,
        {
            "practice_id": practice_id,
            "file_name": file_name,
            "sealed_file": sealed_file,
            "sealed_rejects": sealed_rejects,
            "rejected": rejected,
            "now": now,
        },
    ).fetchone()
    if row is None:
        message = "a preview was not inserted"
        raise RuntimeError(message)
    connection.execute(
        _queries.delete_beyond,
        {"practice_id": practice_id, "most": _MOST_WAITING, "most_bytes": _MOST_WAITING_BYTES},
    )
    return UUID(str(row["id"]))


def find_preview(
    connection: Connection, *, practice_id: UUID, preview_id: UUID
) -> UploadPreview | None:
    """Find a practice's list."""
    params = {"practice_id": practice_id, "id": preview_id}
    row = connection.execute(_queries.find_preview, params).fetchone()
    return None if row is None else UploadPreview(**row)


def hold_preview(connection: Connection, *, practice_id: UUID, preview_id: UUID) -> bool:
    """Hold a list that waits until the transaction ends; tells whether there is one."""
    params = {"practice_id": practice_id, "id": preview_id}
    return connection.execute(_queries.hold_preview, params).fetchone() is not None


def confirm_preview(
    connection: Connection, *, practice_id: UUID, preview_id: UUID, now: datetime
) -> None:
    """Record that its rows are taken in, and drop the file."""
    params = {"practice_id": practice_id, "id": preview_id, "now": now}
    connection.execute(_queries.confirm_preview, params)
