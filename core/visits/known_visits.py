"""The visits that new ones may repeat, in as little memory as serves."""

from collections.abc import Iterable
from datetime import date
from hashlib import blake2b
from uuid import UUID

from core.rules.places.local_time import local_date
from core.store.visits import KnownVisit

_KEY_BYTES = 16


class KnownVisits:
    """Visits by their source's keys, and by patient and local day; grows as new ones are accepted.

    A list tells of very many: keys and ids are kept as bytes, which take half of what objects do.
    """

    def __init__(self, source: str, zone: str) -> None:
        self._source = source
        self._zone = zone
        self._days: dict[date, date] = {}
        self._by_source_id: dict[bytes, bytes] = {}
        self._by_day: dict[tuple[UUID, date], bytes] = {}

    def read(self, visits: Iterable[KnownVisit]) -> None:
        """Take in visits on record, of whatever source."""
        for visit in visits:
            day = visit.local_date or local_date(visit.occurred_at, self._zone)
            if visit.source == self._source:
                self._by_source_id[_key(visit.source_id)] = visit.id.bytes
            self._by_day[visit.patient_id, self._same(day)] = visit.id.bytes

    def has(self, patient_id: UUID, day: date) -> bool:
        """Tell whether a patient has a visit on a local day."""
        return (patient_id, day) in self._by_day

    def find(self, source_id: str, patient_id: UUID, day: date) -> tuple[str, UUID] | None:
        """Give why a visit is a repeat, and of which one; None if it is new."""
        if (visit_id := self._by_source_id.get(_key(source_id))) is not None:
            return "same_source_id", UUID(bytes=visit_id)
        if (visit_id := self._by_day.get((patient_id, day))) is not None:
            return "same_local_day", UUID(bytes=visit_id)
        return None

    def add(self, source_id: str, patient_id: UUID, day: date, visit_id: UUID) -> None:
        """Remember a visit that was accepted."""
        self._by_source_id[_key(source_id)] = visit_id.bytes
        self._by_day[patient_id, self._same(day)] = visit_id.bytes

    def _same(self, day: date) -> date:
        return self._days.setdefault(day, day)


def _key(source_id: str) -> bytes:
    """Shorten a source's key to what still tells all of a list apart."""
    return blake2b(source_id.encode(), digest_size=_KEY_BYTES).digest()
