"""Takes finished visits in, whatever their source: matches patients, drops repeats, asks once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID, uuid4

from core.rules.names.folding import fold_name
from core.rules.places.local_time import local_date
from core.rules.sending.ask_plan import NewAsk
from core.sealing import Sealer
from core.store.database import Connection
from core.store.tracking_codes import new_tracking_code
from core.store.visits import (
    NewVisit,
    insert_visits,
    list_known_visits,
    lock_intake,
    pack_visits,
    record_duplicates,
)
from core.visits.known_visits import KnownVisits
from core.visits.patient_matching import PatientBook, PatientChanges, save_patients


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
    book = VisitBook(
        connection, sealer, practice_id=practice_id, zone=zone, source=visits[0].source
    )
    book.read(visits)
    outcomes = book.sort_out(visits)
    save_visits(connection, book.take_changes(), delay_minutes=delay_minutes, now=now)
    return outcomes


@dataclass(frozen=True, slots=True)
class VisitChanges:
    """What visits of one source add to the record, packed for the database."""

    practice_id: UUID
    source: str
    patients: PatientChanges
    visits: str
    duplicates: Sequence[tuple[str, str]]
    """Reason and source id of each."""


class _Accepted(NamedTuple):
    id: UUID
    patient_id: UUID
    local_date: date
    told: VisitInput


class VisitBook:
    """Tells new visits of one source from repeats, and keeps what is to be stored of them.

    It reads the database and writes nothing: a list can be sorted out for the count alone, or its
    next part while one is being stored. Hold the intake first if they will be saved.
    """

    def __init__(
        self, connection: Connection, sealer: Sealer, *, practice_id: UUID, zone: str, source: str
    ) -> None:
        self._connection = connection
        self._practice_id = practice_id
        self._zone = zone
        self._source = source
        self._patients = PatientBook(sealer, practice_id)
        self._on_record: set[UUID] = set()
        self._known = KnownVisits(source, zone)
        self._added: list[_Accepted] = []
        self._duplicates: list[tuple[str, str]] = []

    def read(self, visits: Sequence[VisitInput]) -> None:
        """Read whom and what `visits`, which are sorted out next, may be about."""
        patient_ids = self._patients.read(self._connection, visits)
        self._on_record.update(patient_ids)
        known = list_known_visits(
            self._connection,
            practice_id=self._practice_id,
            source=self._source,
            source_ids=[visit.source_id for visit in visits],
            patient_ids=patient_ids,
        )
        self._known.read(known)

    def sort_out(self, visits: Sequence[VisitInput]) -> list[VisitOutcome]:
        """Give what becomes of each of `visits`, for which was read last."""
        return [self._sort_out(visit) for visit in visits]

    def take_changes(self) -> VisitChanges:
        """Hand over what was sorted out since last time, to be stored in the same order."""
        added, self._added = self._added, []
        duplicates, self._duplicates = self._duplicates, []
        return VisitChanges(
            practice_id=self._practice_id,
            source=self._source,
            patients=self._patients.take_changes(one.patient_id for one in added),
            visits=pack_visits(map(_new_visit, added)),
            duplicates=duplicates,
        )

    def list_new_asks(self) -> list[NewAsk]:
        """Name the visits sorted out since last time that will be asked about, in order."""
        return [self._new_ask(one) for one in self._added]

    def _new_ask(self, one: _Accepted) -> NewAsk:
        phone, email, digest = one.told.phone_e164, one.told.email, self._patients.hash
        return NewAsk(
            patient_id=one.patient_id,
            is_known=one.patient_id in self._on_record,
            phone_e164=phone,
            phone_hash=digest(phone) if phone else None,
            email_hash=digest(email) if email else None,
            visit_at=one.told.occurred_at,
        )

    def drop_changes(self) -> None:
        """Keep of what was sorted out only what tells its repeats: nothing is to be stored."""
        self._added, self._duplicates = [], []
        self._patients.drop_changes()

    def _sort_out(self, visit: VisitInput) -> VisitOutcome:
        day = local_date(visit.occurred_at, self._zone)
        patient_id = self._patients.match(
            visit, fold_name(visit.first_name), lambda known: self._known.has(known, day)
        )
        repeated = self._known.find(visit.source_id, patient_id, day)
        if repeated is not None:
            reason, visit_id = repeated
            self._duplicates.append((reason, visit.source_id))
            return VisitOutcome(VisitResult.DUPLICATE, reason, visit_id)
        visit_id = uuid4()
        self._known.add(visit.source_id, patient_id, day, visit_id)
        self._added.append(_Accepted(visit_id, patient_id, day, visit))
        return VisitOutcome(VisitResult.ACCEPTED, None, visit_id)


def save_visits(
    connection: Connection, changes: VisitChanges, *, delay_minutes: int, now: datetime
) -> None:
    """Store what a book handed over."""
    practice_id, source = changes.practice_id, changes.source
    save_patients(connection, changes.patients, practice_id=practice_id, now=now)
    insert_visits(
        connection,
        practice_id=practice_id,
        source=source,
        packed=changes.visits,
        delay_minutes=delay_minutes,
        now=now,
    )
    record_duplicates(
        connection,
        practice_id=practice_id,
        source=source,
        duplicates=changes.duplicates,
        now=now,
    )


def _new_visit(accepted: _Accepted) -> NewVisit:
    visit = accepted.told
    return NewVisit(
        id=accepted.id,
        patient_id=accepted.patient_id,
        request_id=uuid4(),
        occurred_at=visit.occurred_at,
        local_date=accepted.local_date,
        source_id=visit.source_id,
        code=new_tracking_code(),
        channel="sms" if visit.phone_e164 else "email",
        locale=visit.locale,
    )
