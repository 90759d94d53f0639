"""A visit list uploaded by the practice: all its good rows in one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.intake.context import IntakeContext
from core.intake.missed_visits import call_off_visits, find_missed_visits
from core.intake.read_ahead import read_ahead
from core.intake.visits import (
    VisitChanges,
    VisitInput,
    VisitLedger,
    VisitOutcome,
    VisitResult,
    save_visits,
)
from core.rules.progress import Report, Step, tell_nobody
from core.rules.visits_csv import ParsedVisits, RejectedRow, VisitRow
from core.rules.vocabulary import EventType
from core.sealing import Sealer
from core.store.events import append_event
from core.store.practices import Practice
from core.store.visits import forget_plans, lock_intake

SOURCE = "csv"

_CHUNK_ROWS = 2500


@dataclass(frozen=True, slots=True)
class UploadOutcome:
    """What became of the rows of a file."""

    accepted: int
    duplicates: int
    rejects: Sequence[RejectedRow]
    called_off: int = 0
    """Visits told of before, and not asked about yet, that the list says nobody came to."""


def ingest_upload(
    context: IntakeContext,
    practice: Practice,
    parsed: ParsedVisits,
    *,
    dry_run: bool,
    report: Report = tell_nobody,
) -> UploadOutcome:
    """Take a parsed file in; with `dry_run` count the same and write nothing.

    The same file again adds nothing: its rows carry the same fingerprints.
    """
    visits = [_visit(context.sealer, row, context.now) for row in parsed.rows]
    if dry_run:
        missed = find_missed_visits(context, practice, parsed)
        accepted = _count_new(_load(context, practice, visits), visits, report)
        return UploadOutcome(accepted, len(visits) - accepted, parsed.rejects, len(missed))
    with context.connection.transaction():
        lock_intake(context.connection, practice.id)
        called_off = call_off_visits(
            context.connection,
            practice_id=practice.id,
            visit_ids=find_missed_visits(context, practice, parsed),
            source=SOURCE,
            now=context.now,
        )
        accepted = _take_in(context, practice, visits, report)
        outcome = UploadOutcome(accepted, len(visits) - accepted, parsed.rejects, called_off)
        append_event(
            context.connection,
            EventType.CSV_UPLOADED,
            practice_id=practice.id,
            at=context.now,
            payload={
                "accepted": outcome.accepted,
                "duplicates": outcome.duplicates,
                "rejected": len(outcome.rejects),
                "called_off": outcome.called_off,
                "preset": parsed.preset,
            },
        )
    return outcome


def _load(context: IntakeContext, practice: Practice, visits: Sequence[VisitInput]) -> VisitLedger:
    return VisitLedger.load(
        context.connection,
        context.sealer,
        practice_id=practice.id,
        zone=practice.zone,
        source=SOURCE,
        visits=visits,
    )


def _count_new(ledger: VisitLedger, visits: Sequence[VisitInput], report: Report) -> int:
    accepted = done = 0
    for chunk in _chunks(visits):
        accepted += _count_accepted(ledger.sort_out(chunk))
        done += len(chunk)
        report(Step.COMPARING, done, len(visits))
    return accepted


def _take_in(
    context: IntakeContext, practice: Practice, visits: Sequence[VisitInput], report: Report
) -> int:
    forget_plans(context.connection)
    ledger = _load(context, practice, visits)
    accepted = done = 0
    for outcomes, changes in read_ahead(_sorted_out(ledger, visits)):
        save_visits(
            context.connection,
            changes,
            delay_minutes=practice.send_delay_minutes,
            now=context.now,
        )
        accepted += _count_accepted(outcomes)
        done += len(outcomes)
        report(Step.SAVING, done, len(visits))
    return accepted


def _sorted_out(
    ledger: VisitLedger, visits: Sequence[VisitInput]
) -> Iterator[tuple[list[VisitOutcome], VisitChanges]]:
    for chunk in _chunks(visits):
        yield ledger.sort_out(chunk), ledger.take_changes()


def _chunks(visits: Sequence[VisitInput]) -> Iterator[Sequence[VisitInput]]:
    for start in range(0, len(visits), _CHUNK_ROWS):
        yield visits[start : start + _CHUNK_ROWS]


def _count_accepted(outcomes: Sequence[VisitOutcome]) -> int:
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
