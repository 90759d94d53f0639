"""What is on record about the people behind new visits, by every contact known of them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from core.rules.sending.ask_plan import NewAsk
from core.store.ask_facts import (
    ContactFact,
    PatientFact,
    list_contact_facts,
    list_patient_facts,
)
from core.store.database import Connection

_LONG_AGO = datetime.min.replace(tzinfo=UTC)

Ban = tuple[str, str]
"""A contact's hash, and a channel on which the list itself forbids it."""
Keys = tuple[int, ...]
"""Of a patient and their contacts, short: what still tells all of a practice apart."""


class Standing(NamedTuple):
    """What the gate is to know of a person."""

    may_be_emailed: bool
    opted_out: bool = False
    no_texts: bool = False
    no_emails: bool = False
    excluded: bool = False
    last_asked_at: datetime | None = None


_UNKNOWN = {has_email: Standing(has_email) for has_email in (False, True)}


class People:
    """The people behind a part of a list: who may be asked, and when they were last."""

    def __init__(
        self,
        facts: Sequence[ContactFact],
        patients: Iterable[PatientFact],
        banned: Collection[Ban],
    ) -> None:
        self._patients = {one.id: one for one in patients}
        self._stopped = {f.contact_hash for f in facts if f.kind == "stop" and f.channel == "sms"}
        self._suppressed = {(f.contact_hash, f.channel) for f in facts if f.channel} | set(banned)
        self._excluded = {one.contact_hash for one in facts if one.kind == "excluded"}
        self._asked: dict[object, datetime] = {}
        self._known = {f.contact_hash for f in facts} | {contact for contact, _ in banned}
        for fact in facts:
            self._note(fact.asked_at, fact.contact_hash)
        for patient in self._patients.values():
            contacts = (patient.phone_hash, patient.email_hash)
            self._known.update(filter(None, contacts))
            self._note(patient.asked_at, patient.id, *contacts)
            if patient.opted_out and patient.phone_hash:
                self._stopped.add(patient.phone_hash)

    def look_up(self, ask: NewAsk) -> tuple[Standing, Keys]:
        """Give a person's standing, and the keys that they share with whoever shares a contact."""
        phone, email = ask.phone_hash, ask.email_hash
        if not ask.is_known and phone not in self._known and email not in self._known:
            return _UNKNOWN[email is not None], people_keys(ask.patient_id, phone, email)
        known = self._patients.get(ask.patient_id)
        if known is not None:
            phone, email = known.phone_hash or phone, known.email_hash or email
        contacts = [one for one in (phone, email) if one]
        asked = [self._asked[k] for k in (ask.patient_id, *contacts) if k in self._asked]
        is_stopped = any(one in self._stopped for one in contacts)
        standing = Standing(
            may_be_emailed=email is not None and (email, "email") not in self._suppressed,
            opted_out=known is not None and known.opted_out,
            no_texts=is_stopped or any((one, "sms") in self._suppressed for one in contacts),
            no_emails=is_stopped or any((one, "email") in self._suppressed for one in contacts),
            excluded=any(one in self._excluded for one in contacts),
            last_asked_at=max(asked, default=None),
        )
        return standing, people_keys(ask.patient_id, *contacts)

    def _note(self, asked_at: datetime | None, *keys: object) -> None:
        for key in filter(None, keys):
            if asked_at and asked_at > self._asked.get(key, _LONG_AGO):
                self._asked[key] = asked_at


def read_people(
    connection: Connection, *, practice_id: UUID, asks: Sequence[NewAsk], banned: Collection[Ban]
) -> People:
    """Read what is on record about the people behind `asks`."""
    hashes = {one for ask in asks for one in (ask.phone_hash, ask.email_hash) if one}
    patients = list_patient_facts(
        connection,
        practice_id=practice_id,
        patient_ids={ask.patient_id for ask in asks if ask.is_known},
        hashes=hashes,
    )
    hashes |= {one for p in patients for one in (p.phone_hash, p.email_hash) if one}
    facts = list_contact_facts(connection, practice_id=practice_id, hashes=hashes)
    return People(facts, patients, banned)


def people_keys(patient_id: UUID, *contacts: str | None) -> Keys:
    """Shorten a patient's id and the hashes of contacts."""
    return hash(patient_id), *(hash(one) for one in contacts if one)
