"""Calendar entries, and the patient that one is about: read in memory, kept nowhere.

Whatever is not certain is no visit: a text to the wrong person, or to the right one under another's
name, is worse than none.
"""

import html
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from core.rules.calendar_contacts import (
    ContactDoubt,
    Contacts,
    FoundPhone,
    Owner,
    choose_phone,
    find_contacts,
)
from core.rules.calendar_titles import Doubt, Title, find_locale, read_labelled_name, read_title
from core.rules.visit_columns import fold

LONGEST_VISIT = timedelta(hours=10)
"""What lasts longer is not one patient's appointment."""

_MAX_TITLE_CHARS = 300
_MAX_DESCRIPTION_CHARS = 4000


class Field(StrEnum):
    """The parts of an entry that a practice lets us read."""

    TITLE = "title"
    DESCRIPTION = "description"
    ATTENDEES = "attendees"


ALL_FIELDS = frozenset(Field)


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One entry, or one instance of a repeated one, whichever provider it comes from.

    Times are aware UTC. `attendees` are the invited addresses that are not the office's own. What
    may name a patient stays out of its repr.
    """

    source: str
    event_id: str
    series_id: str | None
    calendar_id: str = field(repr=False)
    title: str = field(repr=False)
    description: str = field(repr=False)
    starts_at: datetime
    ends_at: datetime
    all_day: bool = False
    cancelled: bool = False
    declined: bool = False
    attendees: tuple[str, ...] = field(default=(), repr=False)
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PatientContact:
    """Whom a visit is about; at least one of phone and email is there."""

    first_name: str = field(repr=False)
    phone_e164: str | None = field(repr=False)
    email: str | None = field(repr=False)
    locale: str | None


@dataclass(frozen=True, slots=True)
class NotAVisit:
    """An entry that nobody is asked about, and why."""

    reason: Doubt


@dataclass(frozen=True, slots=True)
class _Description:
    """What the free text below a title adds."""

    contacts: Contacts
    names: tuple[str, ...] = field(repr=False)
    locale: str | None


_TAG = re.compile(r"<br\s*/?>|</?(?:p|div|li|tr|ul|ol|table|h\d)\b[^>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^>]{0,300}>")
_NAME_LABEL = re.compile(
    r"^\W*(?:patient|patient name|pt|pt name|name|full name|client|client name|customer|invitee"
    r"|booked by|nombre|nombre completo|nombre del paciente|paciente)\s*[:=]\s*(.+)$",
    re.IGNORECASE,
)
_FIRST_NAME_LABEL = re.compile(
    r"^\W*(?:first name|nombre de pila|primer nombre)\s*[:=]\s*(.+)$", re.IGNORECASE
)
_LANGUAGE_LABEL = re.compile(
    r"^\W*(?:(?:preferred |patient )?language|lang|idioma(?: preferido)?|lengua)\s*[:=]\s*(.+)$",
    re.IGNORECASE,
)
_LANGUAGE_PHRASE = re.compile(
    r"spanish[- ]speaking|habla espa|speaks (?:only )?spanish", re.IGNORECASE
)
_NOT_THE_PATIENTS_LINE = re.compile(
    r"https?://|www\.|meet\.google|zoom|teams\.microsoft|\bdial\b|\bpin\b|passcode"
    r"|join (?:by|with|the)|call us|questions|our office|front desk|office (?:phone|number)"
    r"|reschedul|to cancel|cancel(?:lation)? "
    r"|powered by|unsubscribe|ll[aá]menos|preguntas|nuestr[oa] (?:oficina|consultorio)|reprogramar"
    r"|referr|pharmacy|farmacia|insurance|seguro|emergency contact|contacto de emergencia|\bfax\b"
    r"|provider|dentist|hygienist|created by|booked by staff|no-?reply",
    re.IGNORECASE,
)


def parse_patient(
    event: CalendarEvent, fields: Collection[Field] = ALL_FIELDS
) -> PatientContact | NotAVisit:
    """Read whom an entry is about from the `fields` that may be read, or say why nobody is."""
    doubt = _doubt_of_kind(event)
    if doubt is not None:
        return NotAVisit(doubt)
    found = find_contacts(event.title[:_MAX_TITLE_CHARS] if Field.TITLE in fields else "")
    title = read_title(found.rest)
    text = event.description[:_MAX_DESCRIPTION_CHARS] if Field.DESCRIPTION in fields else ""
    description = _read_description(text)
    name = _agreed_name(title, description)
    if isinstance(name, NotAVisit):
        return name
    invited = event.attendees if Field.ATTENDEES in fields else ()
    phone = _phone(found, description.contacts)
    email = _email(found.emails, description.contacts.emails, invited)
    if isinstance(phone, ContactDoubt) and isinstance(email, ContactDoubt):
        return NotAVisit(_doubt_of_contact(phone, email))
    return PatientContact(
        first_name=name,
        phone_e164=None if isinstance(phone, ContactDoubt) else phone,
        email=None if isinstance(email, ContactDoubt) else email,
        locale=title.locale or description.locale,
    )


def did_not_happen(parsed: PatientContact | NotAVisit) -> bool:
    """Tell whether an entry says by now that nobody came."""
    return isinstance(parsed, NotAVisit) and parsed.reason in {
        Doubt.CANCELED,
        Doubt.DECLINED,
        Doubt.NO_SHOW,
        Doubt.ALL_DAY,
        Doubt.OFFICE_TIME,
    }


def _doubt_of_kind(event: CalendarEvent) -> Doubt | None:
    if event.cancelled:
        return Doubt.CANCELED
    if event.declined:
        return Doubt.DECLINED
    if event.all_day:
        return Doubt.ALL_DAY
    return Doubt.TOO_LONG if event.ends_at - event.starts_at > LONGEST_VISIT else None


def _agreed_name(title: Title, description: _Description) -> str | NotAVisit:
    """Take the name that title and description agree on."""
    labelled = description.names
    if title.doubt not in {None, Doubt.NO_TITLE, Doubt.NO_NAME, Doubt.SEVERAL_NAMES}:
        return NotAVisit(title.doubt or Doubt.NO_NAME)
    if len(labelled) > 1:
        return NotAVisit(Doubt.SEVERAL_NAMES)
    if title.first_name is None:
        return labelled[0] if labelled else NotAVisit(title.doubt or Doubt.NO_NAME)
    if labelled and fold(labelled[0]).split()[0] != fold(title.first_name).split()[0]:
        return NotAVisit(Doubt.SEVERAL_NAMES)
    return title.first_name


def _phone(title: Contacts, description: Contacts) -> str | ContactDoubt:
    """Choose the phone in the title; the description is asked only where the title has none."""
    chosen = choose_phone(title.phones)
    if chosen is ContactDoubt.NONE:
        return choose_phone(description.phones)
    return chosen


def _email(*places: Iterable[str]) -> str | ContactDoubt:
    """Take the one address of the first place that has any."""
    for addresses in places:
        found = tuple(addresses)
        if found:
            return found[0] if len(found) == 1 else ContactDoubt.SEVERAL
    return ContactDoubt.NONE


def _doubt_of_contact(phone: ContactDoubt, email: ContactDoubt) -> Doubt:
    if phone is ContactDoubt.SEVERAL:
        return Doubt.SEVERAL_PHONES
    if phone is ContactDoubt.OTHERS_ONLY:
        return Doubt.SOMEONE_ELSES_PHONE
    return Doubt.SEVERAL_EMAILS if email is ContactDoubt.SEVERAL else Doubt.NO_CONTACT


def _read_description(text: str) -> _Description:
    """Read the labelled lines below a title, and the contacts outside of small print."""
    plain = html.unescape(_ANY_TAG.sub(" ", _TAG.sub("\n", text)))
    phones: dict[str, FoundPhone] = {}
    emails: dict[str, None] = {}
    names: dict[str, None] = {}
    locales: set[str | None] = set()
    for line in plain.splitlines():
        if _LANGUAGE_PHRASE.search(line):
            locales.add("es")
        if labelled := _LANGUAGE_LABEL.match(line):
            locales.add(find_locale(labelled[1]))
        if _NOT_THE_PATIENTS_LINE.search(line):
            continue
        found = find_contacts(line)
        for phone in found.phones:
            if phones.get(phone.e164, phone).owner in {Owner.PLAIN, phone.owner}:
                phones[phone.e164] = phone
        emails.update(dict.fromkeys(found.emails))
        if labelled := _NAME_LABEL.match(found.rest) or _FIRST_NAME_LABEL.match(found.rest):
            name = read_labelled_name(labelled[1])
            names.update({name: None} if name else {})
    contacts = Contacts(tuple(phones.values()), tuple(emails), "")
    return _Description(contacts, tuple(names), locales.pop() if len(locales) == 1 else None)
