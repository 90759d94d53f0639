"""A visit list shown to the owner first: read, kept sealed, and taken in after a yes."""

import base64
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from core.context import IntakeContext
from core.rules.visits.lists import ParsedVisits
from core.rules.visits.progress import Report, tell_nobody
from core.rules.visits.rejected_rows import write_rejected_rows
from core.rules.wording.catalogue import say, to_say
from core.store.onboarding import insert_attestation
from core.store.practices import Practice
from core.store.upload_previews import (
    FILE_COLUMN,
    REJECTS_COLUMN,
    UploadPreview,
    confirm_preview,
    find_preview,
    hold_preview,
    insert_preview,
)
from core.visits.untaken_rows import list_rows_to_mend
from core.visits.uploads import Listener, UploadOutcome, ingest_upload

FILE_STATEMENT_VERSION = "list-2026-03"
FILE_STATEMENT = to_say(
    "The patients on this list gave us their phone number or email and agreed to hear from us"
    " about their visits."
)
"""What the owner says yes to with each file."""

_KEPT = timedelta(days=1)
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Preview:
    """A list that waits for a yes, and what would become of its rows."""

    id: UUID
    file_name: str
    outcome: UploadOutcome


def preview_upload(
    context: IntakeContext,
    practice: Practice,
    data: bytes,
    parsed: ParsedVisits,
    *,
    file_name: str,
    locale: str,
    report: Report = tell_nobody,
    listener: Listener | None = None,
) -> Preview:
    """Count what a file would bring, and keep it sealed for a day; no visit is taken in."""
    outcome = ingest_upload(
        context, practice, parsed, dry_run=True, report=report, listener=listener
    )
    rejects, to_mend = None, list_rows_to_mend(outcome.rejects)
    if to_mend:
        written = write_rejected_rows(
            data, parsed.header, to_mend, locale=locale, order=parsed.date_order
        )
        rejects = _seal(context, practice.id, REJECTS_COLUMN, written)
    name = "".join(c for c in file_name if c.isprintable())[:_LONGEST_NAME]
    preview_id = insert_preview(
        context.connection,
        practice_id=practice.id,
        file_name=name,
        sealed_file=_seal(context, practice.id, FILE_COLUMN, [data]),
        sealed_rejects=rejects,
        rejected=len(outcome.rejects),
        now=context.now,
        forget_before=context.now - _KEPT,
    )
    return Preview(preview_id, name, outcome)


def open_preview(
    context: IntakeContext, practice_id: UUID, preview_id: UUID
) -> tuple[str, bytes] | None:
    """Give the name and the bytes of a list that still waits; None if there is none."""
    preview = find_preview(context.connection, practice_id=practice_id, preview_id=preview_id)
    if preview is None or preview.sealed_file is None or preview.created_at < context.now - _KEPT:
        return None
    return preview.file_name, _open(context, practice_id, FILE_COLUMN, preview.sealed_file)


def open_rejects(
    context: IntakeContext, practice_id: UUID, preview_id: UUID
) -> tuple[UploadPreview, bytes] | None:
    """Give the rows to be mended as CSV; None if there are none, or no longer."""
    preview = find_preview(context.connection, practice_id=practice_id, preview_id=preview_id)
    if preview is None or preview.sealed_rejects is None:
        return None
    return preview, _open(context, practice_id, REJECTS_COLUMN, preview.sealed_rejects)


def confirm_upload(
    context: IntakeContext,
    practice: Practice,
    preview_id: UUID,
    parsed: ParsedVisits,
    *,
    locale: str,
    ip_hash: str | None,
    report: Report = tell_nobody,
    listener: Listener | None = None,
) -> UploadOutcome | None:
    """Take a list in, once, with its owner's word for it; None if it was taken in meanwhile."""
    connection = context.connection
    if not hold_preview(connection, practice_id=practice.id, preview_id=preview_id):
        return None
    outcome = ingest_upload(
        context, practice, parsed, dry_run=False, report=report, listener=listener
    )
    insert_attestation(
        connection,
        practice.id,
        version=FILE_STATEMENT_VERSION,
        statement=say(FILE_STATEMENT, locale),
        accepted_name=None,
        ip_hash=ip_hash,
        now=context.now,
    )
    confirm_preview(connection, practice_id=practice.id, preview_id=preview_id, now=context.now)
    return outcome


def _seal(context: IntakeContext, practice_id: UUID, column: str, parts: Iterable[bytes]) -> str:
    packing = zlib.compressobj()
    packed = b"".join([*map(packing.compress, parts), packing.flush()])
    text = base64.b64encode(packed).decode()
    return context.sealer.seal(text, practice_id=practice_id, column=column)


def _open(context: IntakeContext, practice_id: UUID, column: str, sealed: str) -> bytes:
    text = context.sealer.open(sealed, practice_id=practice_id, column=column)
    return zlib.decompress(base64.b64decode(text))
