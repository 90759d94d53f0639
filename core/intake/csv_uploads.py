"""A visit list uploaded by the practice: all its good rows in one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from core.intake.context import IntakeContext
from core.intake.visits import VisitInput, VisitResult, ingest_visits
from core.rules.visits_csv import ParsedVisits, RejectedRow, VisitRow
from core.rules.vocabulary import EventType
from core.sealing import Sealer
from core.store.events import append_event
from core.store.practices import Practice
from core.store.visits import forget_plans

SOURCE = "csv"

_CHUNK_ROWS = 5000


@dataclass(frozen=True, slots=True)
class UploadOutcome:
    """What became of the rows of a file."""

    accepted: int
    duplicates: int
    rejects: Sequence[RejectedRow]


def ingest_upload(
    context: IntakeContext, practice: Practice, parsed: ParsedVisits, *, dry_run: bool
) -> UploadOutcome:
    """Take a parsed file in; with `dry_run` count the same and keep nothing.

    The same file again adds nothing: its rows carry the same fingerprints.
    """
    with context.connection.transaction(force_rollback=dry_run):
        forget_plans(context.connection)
        accepted = sum(_ingest_chunk(context, practice, chunk) for chunk in _chunks(parsed.rows))
        outcome = UploadOutcome(accepted, len(parsed.rows) - accepted, parsed.rejects)
        append_event(
            context.connection,
            EventType.CSV_UPLOADED,
            practice_id=practice.id,
            at=context.now,
            payload={
                "accepted": outcome.accepted,
                "duplicates": outcome.duplicates,
                "rejected": len(outcome.rejects),
                "preset": parsed.preset,
            },
        )
    return outcome


def _chunks(rows: Sequence[VisitRow]) -> Iterator[list[VisitRow]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, _CHUNK_ROWS)):
        yield chunk


def _ingest_chunk(context: IntakeContext, practice: Practice, rows: Sequence[VisitRow]) -> int:
    outcomes = ingest_visits(
        context.connection,
        context.sealer,
        practice_id=practice.id,
        zone=practice.zone,
        delay_minutes=practice.send_delay_minutes,
        visits=[_visit(context.sealer, row, context.now) for row in rows],
        now=context.now,
    )
    return sum(outcome.result is VisitResult.ACCEPTED for outcome in outcomes)


def _visit(sealer: Sealer, row: VisitRow, now: datetime) -> VisitInput:
    """Key a row by a keyed hash: a plain one of name, phone and day could be guessed back.

    A visit of today that has no time of day counts as ended by now at the latest.
    """
    return VisitInput(
        first_name=row.first_name,
        phone_e164=row.phone_e164,
        email=row.email,
        occurred_at=min(row.occurred_at, now),
        locale=row.locale,
        source=SOURCE,
        source_id=sealer.hash(row.fingerprint),
    )
