"""Recognises patients by contact and first name, so that sources can be mixed freely."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
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

_CROWD = 16
_KEY_BYTES = 16


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


@dataclass(slots=True, eq=False)
class _Patient:
    """What a patient is known by, in as little as serves: a list tells of very many."""

    id: UUID
    name_key: str
    phone: bytes | None
    email: bytes | None
    locale: str | None


class PatientBook:
    """The patients a batch of visits may be about, in memory; new ones are added as they appear.

    The same phone or address under the same first name is the same patient; under another first
    name it is another one, as families share phones. A blank name, on either side, fits whoever
    has the contact. Where two of one name share an address, the one seen that day is meant.
    """

    def __init__(self, sealer: Sealer, practice_id: UUID) -> None:
        self._sealer = sealer
        self._practice_id = practice_id
        self._hashes: dict[str, str] = {}
        """Of the contacts read last, by which visits are matched next."""
        self._by_contact: dict[bytes, list[_Patient]] = {}
        self._in_crowds: dict[tuple[bytes, str], list[_Patient]] = {}
        """By contact and name, of contacts that many share: an office's own number, say."""
        self._stored: dict[UUID, _Patient] = {}
        self._new: dict[UUID, PatientRow] = {}
        """With contacts as they are, sealed once they are to be stored."""
        self._fills: dict[UUID, PatientRow] = {}

    def read(self, connection: Connection, visits: Sequence[Contact]) -> list[UUID]:
        """Read the patients behind the contacts of `visits`, before those are matched.

        Gives those not read before. Under each contact they stand in the order in which they came
        on record, in whatever parts a list is read: all of them are read when a contact is first
        told of, and so before anybody is added under it.
        """
        self._hashes.clear()
        phones = self._hash_unread(visit.phone_e164 for visit in visits)
        emails = self._hash_unread(visit.email for visit in visits)
        known = list_patients_by_contacts(
            connection,
            practice_id=self._practice_id,
            phone_hashes=sorted(phones),
            email_hashes=sorted(emails),
        )
        fresh = [one.id for one in known if one.id not in self._stored]
        for one in known:
            patient = self._stored.get(one.id) or self._remember(one)
            if one.phone_hash in phones:
                self._list(patient.phone, patient)
            if one.email_hash in emails:
                self._list(patient.email, patient)
        return fresh

    def match(self, contact: Contact, name_key: str, was_seen: Callable[[UUID], bool]) -> UUID:
        """Give the patient this is, a new one if nobody fits; remembers what fills blanks.

        `was_seen` tells whether a patient is known to have come on the day of this visit.
        """
        hashes = _Hashes(
            self.hash(contact.phone_e164) if contact.phone_e164 else None,
            self.hash(contact.email) if contact.email else None,
        )
        patient = self._find(_key(hashes.phone), _key(hashes.email), name_key, was_seen)
        if patient is None:
            return self._add(contact, hashes, name_key)
        self._fill(patient, contact, hashes, name_key)
        return patient.id

    def take_changes(self, wanted: Iterable[UUID]) -> PatientChanges:
        """Hand over the new patients in `wanted`, and what fills blanks, to be stored in order."""
        new = [row for row in map(self._drop_new, wanted) if row]
        fills, self._fills = self._fills, {}
        return PatientChanges(
            pack_patients(map(self._seal, new)), pack_patients(map(self._seal, fills.values()))
        )

    def drop_changes(self) -> None:
        """Forget what would be stored, not whom it is about."""
        self._new, self._fills = {}, {}

    def _drop_new(self, patient_id: UUID) -> PatientRow | None:
        return self._new.pop(patient_id, None)

    def hash(self, text: str) -> str:
        """Give the keyed hash of a contact, which those read last have already."""
        found = self._hashes.get(text)
        if found is None:
            found = self._hashes[text] = self._sealer.hash(text)
        return found

    def _hash_unread(self, contacts: Iterable[str | None]) -> set[str]:
        hashes = {self.hash(one) for one in contacts if one}
        return {one for one in hashes if _key(one) not in self._by_contact}

    def _remember(self, known: KnownPatient) -> _Patient:
        patient = self._stored[known.id] = _Patient(
            id=known.id,
            name_key=known.name_key or "",
            phone=_key(known.phone_hash),
            email=_key(known.email_hash),
            locale=known.locale,
        )
        return patient

    def _list(self, contact: bytes | None, patient: _Patient) -> None:
        """List a patient under a contact, once."""
        if contact is None:
            return
        listed = self._by_contact.get(contact)
        if listed is None:
            self._by_contact[contact] = [patient]
            return
        listed.append(patient)
        if len(listed) >= _CROWD:
            joining = listed if len(listed) == _CROWD else [patient]
            for one in joining:
                self._in_crowds.setdefault((contact, one.name_key), []).append(one)

    def _named(self, contact: bytes, name_key: str) -> list[_Patient]:
        listed = self._by_contact[contact]
        if len(listed) >= _CROWD:
            listed = self._in_crowds.get((contact, name_key), [])
        return [patient for patient in listed if patient.name_key == name_key]

    def _find(
        self,
        phone: bytes | None,
        email: bytes | None,
        name_key: str,
        was_seen: Callable[[UUID], bool],
    ) -> _Patient | None:
        def may_be(patient: _Patient) -> bool:
            return phone is None or patient.phone in {None, phone}

        contacts = [one for one in (phone, email) if one and one in self._by_contact]
        if not contacts:
            return None
        for contact in contacts:
            named = [patient for patient in self._named(contact, name_key) if may_be(patient)]
            if named:
                return next((patient for patient in named if was_seen(patient.id)), named[0])
        for contact in contacts:
            listed = self._named(contact, "") if name_key else self._by_contact[contact]
            nameless = [patient for patient in listed if may_be(patient)]
            if len(nameless) == 1:
                return nameless[0]
        return None

    def _add(self, contact: Contact, hashes: _Hashes, name_key: str) -> UUID:
        patient = _Patient(
            id=uuid4(),
            name_key=name_key,
            phone=_key(hashes.phone),
            email=_key(hashes.email),
            locale=contact.locale,
        )
        self._list(patient.phone, patient)
        self._list(patient.email, patient)
        self._new[patient.id] = _row(patient.id, contact, hashes, name_key)
        return patient.id

    def _fill(self, patient: _Patient, contact: Contact, hashes: _Hashes, name_key: str) -> None:
        is_named = bool(not patient.name_key and name_key)
        has_phone = bool(patient.phone is None and hashes.phone)
        has_email = bool(patient.email is None and hashes.email)
        speaks = bool(patient.locale is None and contact.locale)
        if not (is_named or has_phone or has_email or speaks):
            return
        row = _row(patient.id, contact, hashes, name_key)
        kept = self._new if patient.id in self._new else self._fills
        kept[patient.id] = _merge(kept.get(patient.id), row)
        patient.locale = patient.locale or contact.locale
        if is_named:
            self._name(patient, name_key)
        if has_phone:
            patient.phone = _key(hashes.phone)
            self._list(patient.phone, patient)
        if has_email:
            patient.email = _key(hashes.email)
            self._list(patient.email, patient)

    def _name(self, patient: _Patient, name_key: str) -> None:
        patient.name_key = name_key
        for contact in filter(None, (patient.phone, patient.email)):
            if len(self._by_contact.get(contact, ())) >= _CROWD:
                self._in_crowds.setdefault((contact, name_key), []).append(patient)

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


def _key(contact_hash: str | None) -> bytes | None:
    """Shorten a hash to what still tells all contacts apart."""
    return bytes.fromhex(contact_hash)[:_KEY_BYTES] if contact_hash else None


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
