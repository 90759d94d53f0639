"""Calendar entries, and the patient that one is about: read in memory, kept nowhere.

Whatever is not certain is no visit: a text to the wrong person, or to the right one under another's
name, is worse than none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core.rules.calendars.contacts import ContactDoubt, Owner, find_contacts
from core.rules.calendars.fields import USUAL_FIELDS, Field, FieldChoice
from core.rules.calendars.parts import (
    Part,
    mask_part,
    read_attendees,
    read_description,
    read_part,
    read_title_part,
    write_part,
)
from core.rules.calendars.titles import Doubt
from core.rules.names.folding import fold
from core.rules.visits.remarks import Ban, BannedContact

LONGEST_VISIT = timedelta(hours=10)
"""What lasts longer is not one patient's appointment."""

_SOFT_DOUBTS = frozenset({Doubt.NO_TITLE, Doubt.NO_NAME, Doubt.SEVERAL_NAMES})
"""Of a title, where the name may still stand elsewhere."""

OPEN_DOUBTS = frozenset({Doubt.NOT_ARRIVED, Doubt.STATUS_OPEN, Doubt.STATUS_UNKNOWN})
"""They leave open whether anybody came, which the office may know."""


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One entry, or one instance of a repeated one, whichever provider it comes from.

    Times are aware UTC. `attendees` are the invited addresses that are not the office's own, and
    `attendee_names` what those invited are called. What may name a patient stays out of its repr.
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
    attendee_names: tuple[str, ...] = field(default=(), repr=False)
    location: str = field(default="", repr=False)


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
    banned: BannedContact | None = field(default=None, repr=False)
    """Whom the entry keeps from being asked at all."""
    patient: PatientContact | None = field(default=None, repr=False)
    """Whom it is about, where only that is open whether they came."""
    told: str = field(default="", repr=False)
    """The status that leaves it open."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that an entry says: why it is nobody's visit whatever its parts say, and the parts."""

    doubt: Doubt | None
    parts: Mapping[Field, Part] = field(repr=False)
    banned: BannedContact | None = field(default=None, repr=False)
    told: str = field(default="", repr=False)


def parse_patient(
    event: CalendarEvent, fields: FieldChoice = USUAL_FIELDS
) -> PatientContact | NotAVisit:
    """Read whom an entry is about from the chosen `fields`, or say why nobody is."""
    return choose_patient(read_entry(event), fields)


def read_entry(event: CalendarEvent) -> Reading:
    """Read every part of an entry; what a title says against a visit holds wherever the name is."""
    doubt = _doubt_of_kind(event)
    if doubt is not None:
        return Reading(doubt, {})
    title, description = read_title_part(event.title), read_description(event.description)
    ban = min(filter(None, (title.ban, description.ban)), key=list(Ban).index, default=None)
    if ban is not None:
        is_dead = ban is Ban.DECEASED
        banned = _ban(event, ban)
        return Reading(Doubt.DECEASED if is_dead else Doubt.NOT_TO_BE_ASKED, {}, banned)
    hard = (d for d in (description.doubt, title.doubt) if d and d not in _SOFT_DOUBTS)
    doubt = min(hard, key=lambda one: one in OPEN_DOUBTS, default=None)
    if doubt is not None and doubt not in OPEN_DOUBTS:
        return Reading(doubt, {})
    return Reading(
        doubt,
        {
            Field.TITLE: title,
            Field.DESCRIPTION: description,
            Field.LOCATION: read_title_part(event.location),
            Field.ATTENDEES: read_attendees(event.attendees, event.attendee_names),
        },
        told=description.told if doubt is description.doubt else "",
    )


def choose_patient(reading: Reading, fields: FieldChoice) -> PatientContact | NotAVisit:
    """Put the patient together from the chosen parts, or say why nobody is certain."""
    if reading.doubt is None:
        return _patient_of(reading, fields)
    found = _patient_of(reading, fields) if reading.doubt in OPEN_DOUBTS else None
    patient = found if isinstance(found, PatientContact) else None
    return NotAVisit(reading.doubt, reading.banned, patient, reading.told)


def _patient_of(reading: Reading, fields: FieldChoice) -> PatientContact | NotAVisit:
    name = _agreed_name({part: reading.parts[part] for part in Field if part in fields.name})
    if isinstance(name, NotAVisit):
        return name
    phone = _first(reading.parts[part].phone for part in Field if part in fields.phone)
    email = _first(reading.parts[part].email for part in Field if part in fields.email)
    if isinstance(phone, ContactDoubt) and isinstance(email, ContactDoubt):
        return NotAVisit(_doubt_of_contact(phone, email))
    locales = (reading.parts[part].locale for part in Field if part in fields.parts)
    return PatientContact(
        first_name=name,
        phone_e164=None if isinstance(phone, ContactDoubt) else phone,
        email=None if isinstance(email, ContactDoubt) else email,
        locale=next(filter(None, locales), None),
    )


def mask_reading(reading: Reading) -> Reading:
    """Cover the contacts; the same choice of fields gives the same verdict as before."""
    return Reading(reading.doubt, {part: mask_part(said) for part, said in reading.parts.items()})


def write_reading(reading: Reading) -> dict[str, Any]:
    """Write a reading as JSON has it."""
    parts = {part.value: write_part(said) for part, said in reading.parts.items()}
    return {"doubt": reading.doubt, "parts": parts}


def read_reading(written: Mapping[str, Any]) -> Reading:
    """Read what `write_reading` wrote."""
    parts = {Field(part): read_part(said) for part, said in written["parts"].items()}
    return Reading(Doubt(written["doubt"]) if written["doubt"] else None, parts)


def did_not_happen(parsed: PatientContact | NotAVisit) -> bool:
    """Tell whether an entry says by now that nobody came."""
    return isinstance(parsed, NotAVisit) and parsed.reason in {
        Doubt.CANCELED,
        Doubt.DECLINED,
        Doubt.NO_SHOW,
        Doubt.ALL_DAY,
        Doubt.OFFICE_TIME,
        Doubt.DECEASED,
        Doubt.NOT_TO_BE_ASKED,
        *OPEN_DOUBTS,
    }


def _ban(event: CalendarEvent, ban: Ban) -> BannedContact | None:
    """Give whom a remark is about: every phone and address beside it that may be the patient's."""
    found = [find_contacts(text) for text in (event.title, event.description, event.location)]
    phones = [one.e164 for part in found for one in part.phones if one.owner is not Owner.OTHERS]
    emails = [*(email for part in found for email in part.emails), *event.attendees]
    if not phones and not emails:
        return None
    return BannedContact(tuple(dict.fromkeys(phones)), next(iter(emails), None), ban)


def _doubt_of_kind(event: CalendarEvent) -> Doubt | None:
    if event.cancelled:
        return Doubt.CANCELED
    if event.declined:
        return Doubt.DECLINED
    if event.all_day:
        return Doubt.ALL_DAY
    return Doubt.TOO_LONG if event.ends_at - event.starts_at > LONGEST_VISIT else None


def _agreed_name(parts: Mapping[Field, Part]) -> str | NotAVisit:
    """Take the name that all parts agree on, as the first of them writes it."""
    if any(len(part.names) > 1 for part in parts.values()):
        return NotAVisit(Doubt.SEVERAL_NAMES)
    names = [name for part in parts.values() for name in part.names]
    if not names:
        title = parts.get(Field.TITLE)
        return NotAVisit((title and title.doubt) or Doubt.NO_NAME)
    if len({fold(name).partition(" ")[0] for name in names}) > 1:
        return NotAVisit(Doubt.SEVERAL_NAMES)
    return names[0]


def _first(places: Iterable[str | ContactDoubt]) -> str | ContactDoubt:
    """Ask the next place only where one has nothing at all."""
    return next((found for found in places if found is not ContactDoubt.NONE), ContactDoubt.NONE)


def _doubt_of_contact(phone: ContactDoubt, email: ContactDoubt) -> Doubt:
    if phone is ContactDoubt.SEVERAL:
        return Doubt.SEVERAL_PHONES
    if phone is ContactDoubt.OTHERS_ONLY:
        return Doubt.SOMEONE_ELSES_PHONE
    return Doubt.SEVERAL_EMAILS if email is ContactDoubt.SEVERAL else Doubt.NO_CONTACT
