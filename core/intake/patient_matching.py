"""Recognises patients by contact and first name, so that sources can be mixed freely."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, Self
from uuid import UUID, uuid4

from core.sealing import Sealer
from core.store.database import Connection
from core.store.patients import (
    KnownPatient,
    PatientRow,
    fill_patients,
    insert_patients,
    list_patients_by_contacts,
    pack_patients,
)


class Contact(Protocol):
    """What a visit tells of a patient."""

    @property
    def first_name(self) -> str:
        """Given name, perhaps empty."""

    @property
    def phone_e164(self) -> str | None:
        """Phone in E.164."""

    @property
    def email(self) -> str | None:
        """Address in lower case."""

    @property
    def locale(self) -> str | None:
        """Language, `en` or `es`."""


@dataclass(frozen=True, slots=True)
class PatientChanges:
    """Patients to be added and blanks to be filled, packed for the database."""

    new: str
    fills: str


@dataclass(frozen=True, slots=True)
class _Hashes:
    phone: str | None
    email: str | None


class PatientBook:
    """The patients a batch of visits may be about, in memory; new ones are added as they appear.

    The same phone or address under the same first name is the same patient; under another first
    name it is another one, as families share phones. A blank name, on either side, fits whoever
    has the contact. Where two of one name share an address, the one seen that day is meant.
    """

    def __init__(self, sealer: Sealer, practice_id: UUID, known: Iterable[KnownPatient]) -> None:
        self._sealer = sealer
        self._practice_id = practice_id
        self._hashes: dict[str, str] = {}
        self._by_contact: dict[str, list[KnownPatient]] = {}
        self._stored: set[UUID] = set()
        self._new: dict[UUID, PatientRow] = {}
        """With contacts as they are, sealed once they are to be stored."""
        self._fills: dict[UUID, PatientRow] = {}
        for patient in known:
            self._stored.add(patient.id)
            self._index(patient)

    @classmethod
    def load(
        cls,
        connection: Connection,
        sealer: Sealer,
        *,
        practice_id: UUID,
        visits: Sequence[Contact],
    ) -> Self:
        """Read the patients behind the contacts of `visits`."""
        book = cls(sealer, practice_id, ())
        known = list_patients_by_contacts(
            connection,
            practice_id=practice_id,
            phone_hashes=sorted({book._hash(v.phone_e164) for v in visits if v.phone_e164}),
            email_hashes=sorted({book._hash(v.email) for v in visits if v.email}),
        )
        for patient in known:
            book._stored.add(patient.id)
            book._index(patient)
        return book

    def match(self, contact: Contact, name_key: str, was_seen: Callable[[UUID], bool]) -> UUID:
        """Give the patient this is, a new one if nobody fits; remembers what fills blanks.

        `was_seen` tells whether a patient is known to have come on the day of this visit.
        """
        hashes = _Hashes(
            self._hash(contact.phone_e164) if contact.phone_e164 else None,
            self._hash(contact.email) if contact.email else None,
        )
        patient = self._find(hashes, name_key, was_seen)
        if patient is None:
            return self._add(contact, hashes, name_key)
        self._fill(patient, contact, hashes, name_key)
        return patient.id

    def stored_ids(self) -> Collection[UUID]:
        """Give the patients that were on record when the book was loaded."""
        return self._stored

    def take_changes(self, wanted: Iterable[UUID]) -> PatientChanges:
        """Hand over the new patients in `wanted`, and what fills blanks, to be stored in order."""
        new = [row for row in map(self._drop_new, wanted) if row]
        fills, self._fills = self._fills, {}
        return PatientChanges(
            pack_patients(map(self._seal, new)), pack_patients(map(self._seal, fills.values()))
        )

    def _drop_new(self, patient_id: UUID) -> PatientRow | None:
        return self._new.pop(patient_id, None)

    def _hash(self, text: str) -> str:
        found = self._hashes.get(text)
        if found is None:
            found = self._hashes[text] = self._sealer.hash(text)
        return found

    def _index(self, patient: KnownPatient) -> None:
        for contact in (patient.phone_hash, patient.email_hash):
            if contact is not None:
                listed = self._by_contact.setdefault(contact, [])
                if patient not in listed:
                    listed.append(patient)

    def _find(
        self, hashes: _Hashes, name_key: str, was_seen: Callable[[UUID], bool]
    ) -> KnownPatient | None:
        by_phone = self._by_contact.get(hashes.phone, []) if hashes.phone else []
        by_email = [
            patient
            for patient in (self._by_contact.get(hashes.email, []) if hashes.email else [])
            if hashes.phone is None or patient.phone_hash in {None, hashes.phone}
        ]
        for listed in (by_phone, by_email):
            named = [patient for patient in listed if (patient.name_key or "") == name_key]
            if named:
                return next((patient for patient in named if was_seen(patient.id)), named[0])
        for listed in (by_phone, by_email):
            nameless = [p for p in listed if not name_key or not p.name_key]
            if len(nameless) == 1:
                return nameless[0]
        return None

    def _add(self, contact: Contact, hashes: _Hashes, name_key: str) -> UUID:
        patient = KnownPatient(
            id=uuid4(),
            first_name=contact.first_name,
            name_key=name_key,
            phone_hash=hashes.phone,
            email_hash=hashes.email,
            locale=contact.locale,
        )
        self._index(patient)
        self._new[patient.id] = _row(patient.id, contact, hashes, name_key)
        return patient.id

    def _fill(
        self, patient: KnownPatient, contact: Contact, hashes: _Hashes, name_key: str
    ) -> None:
        blank = (
            (not patient.name_key and name_key)
            or (patient.phone_hash is None and hashes.phone)
            or (patient.email_hash is None and hashes.email)
            or (patient.locale is None and contact.locale)
        )
        if not blank:
            return
        row = _row(patient.id, contact, hashes, name_key)
        ledger = self._new if patient.id in self._new else self._fills
        ledger[patient.id] = _merge(ledger.get(patient.id), row)
        patient.name_key = patient.name_key or name_key
        patient.phone_hash = patient.phone_hash or hashes.phone
        patient.email_hash = patient.email_hash or hashes.email
        patient.locale = patient.locale or contact.locale
        self._index(patient)

    def _seal(self, row: PatientRow) -> PatientRow:
        def seal(text: str | None, column: str) -> str | None:
            if text is None:
                return None
            return self._sealer.seal(text, practice_id=self._practice_id, column=column)

        return replace(
            row,
            phone_e164=seal(row.phone_e164, "patients.phone_e164"),
            email=seal(row.email, "patients.email"),
        )


def save_patients(
    connection: Connection, changes: PatientChanges, *, practice_id: UUID, now: datetime
) -> None:
    """Store what a book handed over."""
    insert_patients(connection, practice_id=practice_id, packed=changes.new, now=now)
    fill_patients(connection, practice_id=practice_id, packed=changes.fills)


def _row(patient_id: UUID, contact: Contact, hashes: _Hashes, name_key: str) -> PatientRow:
    return PatientRow(
        id=patient_id,
        first_name=contact.first_name or None,
        name_key=name_key,
        phone_e164=contact.phone_e164,
        phone_hash=hashes.phone,
        email=contact.email,
        email_hash=hashes.email,
        locale=contact.locale,
    )


def _merge(older: PatientRow | None, newer: PatientRow) -> PatientRow:
    if older is None:
        return newer
    return PatientRow(
        id=older.id,
        first_name=older.first_name or newer.first_name,
        name_key=older.name_key or newer.name_key,
        phone_e164=older.phone_e164 or newer.phone_e164,
        phone_hash=older.phone_hash or newer.phone_hash,
        email=older.email or newer.email,
        email_hash=older.email_hash or newer.email_hash,
        locale=older.locale or newer.locale,
    )
