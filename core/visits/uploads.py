"""A visit list uploaded by the practice: all its good rows in one transaction."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Protocol
from uuid import UUID

from core.context import IntakeContext
from core.rules.sending.ask_plan import NewAsk
from core.rules.visits.lists import ParsedVisits, RejectedRow, VisitRow
from core.rules.visits.progress import Report, Step, tell_nobody
from core.rules.vocabulary import EventType
from core.sealing import Sealer
from core.store.events import append_event
from core.store.practices import Practice
from core.store.visits import forget_plans, lock_intake
from core.visits.banned_contacts import keep_from_asking, list_suppressions
from core.visits.doubtful_visits import keep_doubtful_rows
from core.visits.intake import (
    VisitBook,
    VisitChanges,
    VisitInput,
    VisitOutcome,
    VisitResult,
    save_visits,
)
from core.visits.missed_visits import call_off_visits, find_missed_visits
from core.visits.read_ahead import read_ahead

SOURCE = "csv"

_CHUNK_ROWS = 5000


@dataclass(frozen=True, slots=True)
class UploadOutcome:
    """What became of the rows of a file."""

    accepted: int
    duplicates: int
    rejects: Sequence[RejectedRow]
    called_off: int = 0
    """Visits told of before, and not asked about yet, that the list says nobody came to."""


class Listener(Protocol):
    """Hears what a list brings, before any of it is stored."""

    def begin(self, *, called_off: Collection[UUID], banned: Collection[tuple[str, str]]) -> None:
        """Hear of known visits that are called off, and of contacts and channels ruled out."""

    def add(self, asks: Sequence[NewAsk]) -> None:
        """Hear of visits that are new, a part of the list at a time."""


def ingest_upload(
    context: IntakeContext,
    practice: Practice,
    parsed: ParsedVisits,
    *,
    dry_run: bool,
    report: Report = tell_nobody,
    listener: Listener | None = None,
) -> UploadOutcome:
    """Take a parsed file in; with `dry_run` count the same and write nothing.

    A `listener` hears which visits are new, before they are stored. The same file again adds
    nothing: its rows carry the same fingerprints.
    """
    if dry_run:
        missed = _find_missed(context, practice, parsed, listener)
        accepted = _count_new(context, practice, parsed.rows, report, listener)
        return UploadOutcome(accepted, len(parsed.rows) - accepted, parsed.rejects, len(missed))
    with context.connection.transaction():
        lock_intake(context.connection, practice.id)
        missed = _find_missed(context, practice, parsed, listener)
        called_off = call_off_visits(
            context.connection,
            practice_id=practice.id,
            visit_ids=missed,
            source=SOURCE,
            now=context.now,
        )
        accepted = _take_in(context, practice, parsed.rows, report, listener)
        keep_doubtful_rows(context, practice, parsed.doubtful, source=SOURCE)
        keep_from_asking(
            context.connection,
            context.sealer,
            practice_id=practice.id,
            banned=parsed.banned,
            now=context.now,
        )
        outcome = UploadOutcome(accepted, len(parsed.rows) - accepted, parsed.rejects, called_off)
        _note(context, practice, outcome, parsed)
    return outcome


def _find_missed(
    context: IntakeContext, practice: Practice, parsed: ParsedVisits, listener: Listener | None
) -> list[UUID]:
    """Find what a list calls off, and let a listener know of it before anything else."""
    missed = find_missed_visits(context, practice, parsed)
    if listener is not None:
        told = list_suppressions(context.sealer, practice.id, parsed.banned)
        banned = {(one.contact_hash, one.channel) for one in told}
        listener.begin(called_off=missed, banned=banned)
    return missed


def _note(
    context: IntakeContext, practice: Practice, outcome: UploadOutcome, parsed: ParsedVisits
) -> None:
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
            "reasons": Counter(row.code for row in outcome.rejects),
        },
    )


def _open_book(context: IntakeContext, practice: Practice) -> VisitBook:
    return VisitBook(
        context.connection,
        context.sealer,
        practice_id=practice.id,
        zone=practice.zone,
        source=SOURCE,
    )


def _count_new(
    context: IntakeContext,
    practice: Practice,
    rows: Sequence[VisitRow],
    report: Report,
    listener: Listener | None,
) -> int:
    book = _open_book(context, practice)
    accepted = done = 0
    for part in _parts(context, rows):
        book.read(part)
        accepted += _count_accepted(book.sort_out(part))
        if listener is not None:
            listener.add(book.list_new_asks())
        book.drop_changes()
        done += len(part)
        report(Step.COMPARING, done, len(rows))
    return accepted


def _take_in(
    context: IntakeContext,
    practice: Practice,
    rows: Sequence[VisitRow],
    report: Report,
    listener: Listener | None,
) -> int:
    forget_plans(context.connection)
    accepted = done = 0
    with closing(read_ahead(_sorted_out(context, practice, rows, listener))) as parts:
        for outcomes, changes in parts:
            save_visits(
                context.connection,
                changes,
                delay_minutes=practice.send_delay_minutes,
                now=context.now,
            )
            accepted += _count_accepted(outcomes)
            done += len(outcomes)
            report(Step.SAVING, done, len(rows))
    return accepted


def _sorted_out(
    context: IntakeContext,
    practice: Practice,
    rows: Sequence[VisitRow],
    listener: Listener | None,
) -> Iterator[tuple[list[VisitOutcome], VisitChanges]]:
    """Sort out a part at a time, having read for the next: that one need not wait for a save."""
    book, parts = _open_book(context, practice), _parts(context, rows)
    part = next(parts, [])
    book.read(part)
    while part:
        outcomes = book.sort_out(part)
        if listener is not None:
            listener.add(book.list_new_asks())
        sorted_out = outcomes, book.take_changes()
        part = next(parts, [])
        book.read(part)
        yield sorted_out


def _parts(context: IntakeContext, rows: Sequence[VisitRow]) -> Iterator[list[VisitInput]]:
    """Make visits of the rows a part at a time, as of a long list they take much room."""
    coming = iter(rows)
    while part := list(islice(coming, _CHUNK_ROWS)):
        yield [_visit(context.sealer, row, context.now) for row in part]


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
