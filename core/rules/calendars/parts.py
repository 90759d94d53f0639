"""What each part of a calendar entry says of the patient: read in memory, kept nowhere."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from core.rules.calendars.contacts import (
    ContactDoubt,
    FoundPhone,
    Owner,
    choose_phone,
    find_contacts,
)
from core.rules.calendars.titles import Doubt, find_locale, read_labelled_name, read_title
from core.rules.names.folding import fold
from core.rules.names.persons import parse_full_name
from core.rules.visits.attendance import (
    Absence,
    Attendance,
    find_absence,
    is_expected,
    read_status,
)
from core.rules.visits.remarks import Ban, find_ban

_MAX_TITLE_CHARS = 300
_MAX_DESCRIPTION_CHARS = 4000
_MASK = "\u2022\u2022\u2022"


@dataclass(frozen=True, slots=True)
class Part:
    """Names, the phone and the email that one part gives, or why it gives none."""

    names: tuple[str, ...] = field(default=(), repr=False)
    phone: str | ContactDoubt = field(default=ContactDoubt.NONE, repr=False)
    email: str | ContactDoubt = field(default=ContactDoubt.NONE, repr=False)
    locale: str | None = None
    doubt: Doubt | None = None
    told: str = field(default="", repr=False)
    """The status that leaves open whether anybody came."""
    ban: Ban | None = None
    """What a remark in it forbids."""


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
_STATUS_LABEL = re.compile(
    r"^\W*(?:(?:appointment|appt|visit|booking) )?(?:status|estado(?: de la cita)?)\s*[:=]\s*(.+)$",
    re.IGNORECASE,
)
_SMALL_PRINT = re.compile(
    r"fee\b|polic|charge|history|please|if you|you (?:can|may|must)|notice|\bhours\b|\blast\b"
    r"|previous|prior|\d+ ?x?\s*no.?shows|no.?shows\s*[:=]|reply stop|to opt|to unsubscribe|click"
    r"|pol[ií]tica|aviso|\bcargo\b|anterior|por favor|si (?:usted|necesita|desea)|need to|call us"
    r"|\bcancel\b|\breschedule\b|\bcancelar\b",
    re.IGNORECASE,
)
_OF_TEETH_TOO = re.compile(r"\b(?:failed|missed|dna)\b")
_SAID_OF_PATIENTS = frozenset({Absence.NO_SHOW, Absence.CALLED_OFF})
_DOUBT_OF: Mapping[Absence, Doubt] = {
    Absence.NO_SHOW: Doubt.NO_SHOW,
    Absence.CALLED_OFF: Doubt.CANCELED,
    Absence.MOVED: Doubt.CANCELED,
    Absence.NEVER_DUE: Doubt.CANCELED,
}
_LONGEST_REMARK = 200
_NOT_THE_PATIENTS_LINE = re.compile(
    r"https?://|www\.|meet\.google|zoom|teams\.microsoft|\bdial\b|\bpin\b|passcode"
    r"|join (?:by|with|the)|call us|questions|our office|front desk|office (?:phone|number)"
    r"|reschedul|to cancel|cancel(?:lation)? "
    r"|powered by|unsubscribe|ll[aá]menos|preguntas|nuestr[oa] (?:oficina|consultorio)|reprogramar"
    r"|referr|pharmacy|farmacia|insurance|seguro|emergency contact|contacto de emergencia|\bfax\b"
    r"|provider|dentist|hygienist|created by|booked by staff|no-?reply",
    re.IGNORECASE,
)


def read_title_part(text: str) -> Part:
    """Read a title, or a location: they are written alike."""
    found = find_contacts(text[:_MAX_TITLE_CHARS])
    title = read_title(found.rest)
    return Part(
        names=() if title.first_name is None else (title.first_name,),
        phone=choose_phone(found.phones),
        email=_only(found.emails),
        locale=title.locale,
        doubt=title.doubt,
        ban=find_ban(found.rest),
    )


def read_attendees(addresses: Sequence[str], names: Sequence[str]) -> Part:
    """Read who was invited beside the office itself."""
    found = dict.fromkeys(name for name in map(parse_full_name, names) if name)
    return Part(names=tuple(found), email=_only(addresses))


def read_description(text: str) -> Part:
    """Read the labelled lines below a title, and the contacts outside of small print."""
    text = text[:_MAX_DESCRIPTION_CHARS]
    plain = html.unescape(_ANY_TAG.sub(" ", _TAG.sub("\n", text)))
    phones: dict[str, FoundPhone] = {}
    emails: dict[str, None] = {}
    names: dict[str, None] = {}
    locales: set[str | None] = set()
    ban, doubt = None, None
    statuses: list[str] = []
    for line in plain.splitlines():
        if _LANGUAGE_PHRASE.search(line):
            locales.add("es")
        if labelled := _LANGUAGE_LABEL.match(line):
            locales.add(find_locale(labelled[1]))
        if labelled := _STATUS_LABEL.match(line):
            statuses.append(labelled[1].strip())
        else:
            doubt = doubt or _doubt_of_remark(line)
        if _NOT_THE_PATIENTS_LINE.search(line):
            continue
        ban = ban or (None if _SMALL_PRINT.search(line) else find_ban(line))
        found = find_contacts(line)
        for phone in found.phones:
            if phones.get(phone.e164, phone).owner in {Owner.PLAIN, phone.owner}:
                phones[phone.e164] = phone
        emails.update(dict.fromkeys(found.emails))
        if labelled := _NAME_LABEL.match(found.rest) or _FIRST_NAME_LABEL.match(found.rest):
            name = read_labelled_name(labelled[1])
            names.update({name: None} if name else {})
    status_doubt, told = _doubt_of_statuses(statuses)
    return Part(
        names=tuple(names),
        phone=choose_phone(phones.values()),
        email=_only(tuple(emails)),
        locale=locales.pop() if len(locales) == 1 else None,
        doubt=doubt or status_doubt,
        told=told,
        ban=ban,
    )


def _doubt_of_statuses(statuses: Sequence[str]) -> tuple[Doubt | None, str]:
    """Give the plainest doubt and its status; that nobody came is plainer than that it is open."""
    doubts = [(doubt, one) for one in statuses if (doubt := _doubt_of_status(one))]
    open_ones = {Doubt.STATUS_OPEN, Doubt.STATUS_UNKNOWN}
    return min(doubts, key=lambda found: found[0] in open_ones, default=(None, ""))


def _doubt_of_status(status: str) -> Doubt | None:
    """Tell what a labelled status leaves open; what is booked and over counts as without one."""
    said = read_status(status)
    if isinstance(said, Absence):
        return _DOUBT_OF[said]
    if said is Attendance.UNKNOWN:
        return Doubt.STATUS_UNKNOWN
    is_open = said is Attendance.OPEN and not is_expected(status)
    return Doubt.STATUS_OPEN if is_open else None


def _doubt_of_remark(line: str) -> Doubt | None:
    """Tell from a line below a title that nobody came; fees, rules and history tell nothing."""
    if _SMALL_PRINT.search(line) or len(line) > _LONGEST_REMARK:
        return None
    absence = find_absence(_OF_TEETH_TOO.sub(" ", fold(line)))
    return _DOUBT_OF[absence] if absence and absence in _SAID_OF_PATIENTS else None


def _only(emails: Sequence[str]) -> str | ContactDoubt:
    if len(emails) > 1:
        return ContactDoubt.SEVERAL
    return emails[0] if emails else ContactDoubt.NONE


def mask_part(part: Part) -> Part:
    """Cover a part's phone and email but for what their owner recognises them by."""
    phone, email = part.phone, part.email
    if isinstance(phone, str):
        phone = f"({_MASK}) {_MASK}-{phone[-4:]}"
    if isinstance(email, str):
        local, _, domain = email.partition("@")
        email = f"{local[:1]}{_MASK}@{domain}"
    return replace(part, phone=phone, email=email)


def write_part(part: Part) -> dict[str, Any]:
    """Write a part as JSON has it."""
    return {
        "names": list(part.names),
        "phone": _written(part.phone),
        "email": _written(part.email),
        "locale": part.locale,
        "doubt": part.doubt,
    }


def read_part(written: Mapping[str, Any]) -> Part:
    """Read what `write_part` wrote."""
    return Part(
        names=tuple(written["names"]),
        phone=_unwritten(written["phone"]),
        email=_unwritten(written["email"]),
        locale=written["locale"],
        doubt=Doubt(written["doubt"]) if written["doubt"] else None,
    )


def _written(contact: str | ContactDoubt) -> dict[str, str]:
    if isinstance(contact, ContactDoubt):
        return {"doubt": contact.value}
    return {"is": contact}


def _unwritten(written: Mapping[str, str]) -> str | ContactDoubt:
    return written["is"] if "is" in written else ContactDoubt(written["doubt"])
