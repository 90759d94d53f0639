"""A practice's choice of calendars and fields, made by what a look at them has found."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from core.context import IntakeContext
from core.rules.calendars.fields import (
    USUAL_FIELDS,
    FieldChoice,
    read_field_choice,
    write_field_choice,
)
from core.rules.calendars.findings import Findings, read_findings
from core.rules.visits.sources import get_calendar
from core.sealing import Sealer
from core.store.calendar_choices import (
    CALENDARS_COLUMN,
    FINDINGS_COLUMN,
    delete_look,
    delete_old_looks,
    find_choice,
    find_look,
    request_look,
    save_choice,
)
from core.store.jobs import enqueue_job

LOOK_KEPT = timedelta(hours=1)
"""How long what a look has found is kept for the owner."""

_PATIENCE = timedelta(minutes=3)
"""A look that takes longer has come to nothing."""


class LookState(StrEnum):
    """How far a look is."""

    NONE = "none"
    PENDING = "pending"
    FAILED = "failed"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Desk:
    """What an owner has before them: the look, and the choice that holds now.

    `calendars` is None where everything the account keeps is read.
    """

    is_connected: bool
    state: LookState
    findings: Findings | None
    calendars: frozenset[str] | None
    fields: FieldChoice


class _Sealed(Protocol):
    """Whatever carries a practice's sealed choice of calendars."""

    @property
    def practice_id(self) -> UUID: ...

    @property
    def sealed_calendars(self) -> str | None: ...


def open_calendars(sealer: Sealer, chosen: _Sealed) -> frozenset[str] | None:
    """Give the ids of the chosen calendars; None for all that the account keeps."""
    return _open_ids(sealer, chosen.practice_id, chosen.sealed_calendars)


def ask_for_look(context: IntakeContext, source: str, *, practice_id: UUID) -> bool:
    """Have the calendars looked at by a job; False if that is under way, or nothing connected."""
    connection = context.connection
    choice = find_choice(connection, practice_id=practice_id, source=source)
    if choice is None or not choice.is_connected:
        return False
    delete_old_looks(connection, before=context.now - LOOK_KEPT)
    asked = request_look(
        connection,
        practice_id=practice_id,
        source=source,
        now=context.now,
        stale_before=context.now - _PATIENCE,
    )
    if asked:
        enqueue_job(
            connection,
            get_calendar(source)[0].look_job,
            practice_id=practice_id,
            payload={},
            run_at=context.now,
            unique_key=None,
        )
    return asked


def open_desk(context: IntakeContext, source: str, *, practice_id: UUID) -> Desk:
    """Give what an owner chooses by, and what is chosen now."""
    connection, sealer = context.connection, context.sealer
    choice = find_choice(connection, practice_id=practice_id, source=source)
    if choice is None or not choice.is_connected:
        return Desk(
            is_connected=False,
            state=LookState.NONE,
            findings=None,
            calendars=None,
            fields=USUAL_FIELDS,
        )
    since = context.now - LOOK_KEPT
    look = find_look(connection, practice_id=practice_id, source=source, kept_since=since)
    state, findings = LookState.NONE, None
    if look is not None and look.sealed_findings is not None:
        text = sealer.open(look.sealed_findings, practice_id=practice_id, column=FINDINGS_COLUMN)
        state, findings = LookState.READY, read_findings(text)
    elif look is not None:
        late = look.requested_at < context.now - _PATIENCE
        state = LookState.FAILED if look.error or late else LookState.PENDING
    return Desk(
        is_connected=True,
        state=state,
        findings=findings,
        calendars=_open_ids(sealer, practice_id, choice.sealed_calendars),
        fields=read_field_choice(choice.fields),
    )


def keep_choice(
    context: IntakeContext,
    source: str,
    *,
    practice_id: UUID,
    findings: Findings,
    calendars: Collection[str],
    fields: FieldChoice,
) -> None:
    """Keep a choice, and forget what it was made by.

    Who ticks all calendars that the account keeps, and no other, means those to come as well.
    """
    everything = {calendar.id for calendar in findings.calendars if calendar.is_kept}
    sealed = None
    if set(calendars) != everything:
        ids = json.dumps(sorted(calendars))
        sealed = context.sealer.seal(ids, practice_id=practice_id, column=CALENDARS_COLUMN)
    save_choice(
        context.connection,
        practice_id=practice_id,
        source=source,
        sealed_calendars=sealed,
        fields={} if fields == USUAL_FIELDS else write_field_choice(fields),
    )
    delete_look(context.connection, practice_id=practice_id, source=source)


def _open_ids(sealer: Sealer, practice_id: UUID, sealed: str | None) -> frozenset[str] | None:
    if sealed is None:
        return None
    return frozenset(
        json.loads(sealer.open(sealed, practice_id=practice_id, column=CALENDARS_COLUMN))
    )
