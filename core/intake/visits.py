"""Takes finished visits in, whatever their source: matches patients, drops repeats, asks once."""

import secrets
import string
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from uuid import UUID, uuid4

from core.intake.patient_matching import PatientBook
from core.rules.local_time import local_date
from core.sealing import Sealer
from core.store.database import Connection
from core.store.visits import (
    KnownVisit,
    NewVisit,
    insert_visits,
    list_known_visits,
    lock_intake,
    record_duplicates,
)

_BASE62 = (string.digits + string.ascii_letters).encode()
_CODE_CHARS = 10
_CODE_BYTES = 32
"""Drawn for a code: more than it takes, as a few are thrown away."""
_SIGNS = bytes(_BASE62[n % len(_BASE62)] for n in range(256))
_UNEVEN = bytes(range(256 - 256 % len(_BASE62), 256))
"""Bytes that would make some signs likelier than others."""


class VisitResult(StrEnum):
    """What became of a visit that was told of."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class VisitInput:
    """A finished visit as its source tells it; a phone is E.164, an email lower case.

    `source_id` is the source's own key, under which the same visit is taken once for ever.
    """

    first_name: str
    phone_e164: str | None
    email: str | None
    occurred_at: datetime
    locale: str | None
    source: str
    source_id: str


@dataclass(frozen=True, slots=True)
class VisitOutcome:
    """What became of one visit; a duplicate names why, and the visit that was there."""

    result: VisitResult
    reason: str | None
    visit_id: UUID


@lru_cache(maxsize=8192)
def fold_name(first_name: str) -> str:
    """Fold a first name for matching: case, accents and surrounding marks do not count."""
    decomposed = unicodedata.normalize("NFKD", first_name)
    kept = (c for c in decomposed if c.isalnum() or c == " ")
    return " ".join("".join(kept).casefold().split())


def ingest_visit(
    connection: Connection,
    sealer: Sealer,
    *,
    practice_id: UUID,
    zone: str,
    delay_minutes: int,
    visit: VisitInput,
    now: datetime,
) -> VisitOutcome:
    """Take one visit in; see `ingest_visits`."""
    [outcome] = ingest_visits(
        connection,
        sealer,
        practice_id=practice_id,
        zone=zone,
        delay_minutes=delay_minutes,
        visits=[visit],
        now=now,
    )
    return outcome


def ingest_visits(
    connection: Connection,
    sealer: Sealer,
    *,
    practice_id: UUID,
    zone: str,
    delay_minutes: int,
    visits: Sequence[VisitInput],
    now: datetime,
) -> list[VisitOutcome]:
    """Take visits of one source in, and give what became of each, in order.

    A new visit gets one review request and the job that sends it. A visit known by its source's
    key, or of a patient already seen that local day, is a duplicate; what it tells beyond what is
    known fills blanks. The practice's intake is held until the caller's transaction ends.
    """
    if not visits:
        return []
    lock_intake(connection, practice_id)
    book = PatientBook.load(connection, sealer, practice_id=practice_id, visits=visits)
    patient_ids = [book.match(visit, fold_name(visit.first_name)) for visit in visits]
    known = _KnownVisits(
        list_known_visits(
            connection,
            practice_id=practice_id,
            source=visits[0].source,
            source_ids=[visit.source_id for visit in visits],
            patient_ids=book.known_ids(patient_ids),
        ),
        source=visits[0].source,
        zone=zone,
    )
    outcomes, added = _sort_out(visits, patient_ids, known, zone=zone)
    book.save(connection, wanted={visit.patient_id for visit in added}, now=now)
    insert_visits(
        connection,
        practice_id=practice_id,
        source=visits[0].source,
        visits=added,
        delay_minutes=delay_minutes,
        now=now,
    )
    record_duplicates(
        connection,
        practice_id=practice_id,
        source=visits[0].source,
        duplicates=[
            (outcome.reason, visit.source_id)
            for visit, outcome in zip(visits, outcomes, strict=True)
            if outcome.reason is not None
        ],
        now=now,
    )
    return outcomes


class _KnownVisits:
    """The visits that the new ones may repeat, growing as new ones are accepted."""

    def __init__(self, visits: Sequence[KnownVisit], *, source: str, zone: str) -> None:
        self.by_source_id = {v.source_id: v.id for v in visits if v.source == source}
        self.by_day: dict[tuple[UUID, date], UUID] = {
            (v.patient_id, v.local_date or local_date(v.occurred_at, zone)): v.id for v in visits
        }

    def find(self, source_id: str, patient_id: UUID, day: date) -> VisitOutcome | None:
        if (visit_id := self.by_source_id.get(source_id)) is not None:
            return VisitOutcome(VisitResult.DUPLICATE, "same_source_id", visit_id)
        if (visit_id := self.by_day.get((patient_id, day))) is not None:
            return VisitOutcome(VisitResult.DUPLICATE, "same_local_day", visit_id)
        return None

    def add(self, source_id: str, patient_id: UUID, day: date, visit_id: UUID) -> None:
        self.by_source_id[source_id] = visit_id
        self.by_day[patient_id, day] = visit_id


def _sort_out(
    visits: Sequence[VisitInput],
    patient_ids: Sequence[UUID],
    known: _KnownVisits,
    *,
    zone: str,
) -> tuple[list[VisitOutcome], list[NewVisit]]:
    outcomes, added = [], []
    for visit, patient_id in zip(visits, patient_ids, strict=True):
        day = local_date(visit.occurred_at, zone)
        outcome = known.find(visit.source_id, patient_id, day)
        if outcome is None:
            new = _new_visit(visit, patient_id, day)
            known.add(visit.source_id, patient_id, day, new.id)
            added.append(new)
            outcome = VisitOutcome(VisitResult.ACCEPTED, None, new.id)
        outcomes.append(outcome)
    return outcomes, added


def _new_visit(visit: VisitInput, patient_id: UUID, day: date) -> NewVisit:
    return NewVisit(
        id=uuid4(),
        patient_id=patient_id,
        occurred_at=visit.occurred_at,
        local_date=day,
        source_id=visit.source_id,
        code=_new_code(),
        channel="sms" if visit.phone_e164 else "email",
        locale=visit.locale,
    )


def _new_code() -> str:
    while True:
        signs = secrets.token_bytes(_CODE_BYTES).translate(_SIGNS, _UNEVEN)
        if len(signs) >= _CODE_CHARS:
            return signs[:_CODE_CHARS].decode()
