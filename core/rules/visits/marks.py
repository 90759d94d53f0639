"""Columns that say who came, who lives and who may be asked: found by the words of a heading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from core.rules.names.folding import fold
from core.rules.visits.attendance import Absence, read_status
from core.rules.visits.remarks import Ban, find_ban


class Asks(Enum):
    """What a column asks of its row."""

    FORBIDS = "forbids"
    """A yes forbids: "Do not text"."""
    ALLOWS = "allows"
    """A no forbids: "OK to text"."""
    EITHER = "either"
    """Only words that need no question tell: "Opt in/out"."""
    PREFERENCE = "preference"
    CAME = "came"
    MISSED = "missed"
    STANDING = "standing"
    """What the person is to the practice: patient, archived, deceased."""
    GONE = "gone"
    """A yes says that the person is no patient any more."""
    STAYS = "stays"
    """A no says so."""
    REMARKS = "remarks"


@dataclass(frozen=True, slots=True)
class Mark:
    """A column's question, what an answer forbids, and whether any day at all is a yes."""

    asks: Asks
    ban: Ban = Ban.NO_CONTACT
    is_day: bool = False
    absence: Absence | None = None
    """What the answer that nobody came stands for; None where it leaves that open."""


INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_DEATH = re.compile(
    r"\b(?:deceased|is dead|dead|died|passed away|death|dod|fallecid[oa]|fallecimiento|defuncion"
    r"|difunt[oa]|murio)\b"
)
_COUNTS = re.compile(
    r"#|\b(?:number|count|total|times|qty|num|no of|rate|percent|history|cantidad|veces|last"
    r"|ultim[oa]"
    r"|next|proxim[oa]|reason|motivo|fee|policy)\b|\b(?:shows|cancellations|appts|appointments)\b"
)
_DAY = re.compile(r"\b(?:date|day|at|on|since|fecha|time|dt)\b")
_TEXTS = re.compile(
    r"\b(?:text(?:s|ing|ed|able)?|txt\w*|sms|mms|messages?|messaging|msgs?|mensajes?|textos?|whatsapp"
    r"|smsed|text(?:ok)?)\b"
)
_EMAILS = re.compile(r"\b(?:e ?mails?|emailing|correos?)\b")
_ANY_WAY = re.compile(
    r"\b(?:contact\w*|call(?:s|ed|ing)?|communicat\w*|comunicacion\w*|solicit\w*|market\w*|surveys?"
    r"|reviews?|disturb\w*|outreach|reminders?|notif\w+|promotion\w*|llam\w+|recall\w*|promos?"
    r"|encuestas?|recordatorios?|campaigns?)\b"
)
_FORBIDS = re.compile(
    r"\b(?:do ?not|don ?t|dont|no|not|never|stop\w*|block\w*|exclu\w*|unsub\w*|opt(?:ed|s)? ?out"
    r"|optout|declin\w*|refus\w*|disable\w*|suppress\w*|prohib\w*|without|dnt|dnc|dnd|dns|omit\w*"
    r"|remove\w*|bloque\w*|rechaz\w*|sin|baja|revoke\w*|donot\w*|withdr\w*)\b"
)
_FORBIDS_ALONE = re.compile(
    r"^(?:is |has |patient |pt )*(?:unsubscribed?|opt(?:ed|s)? ?out|optout|dnc|dnd|dnt|do not text"
    r"|do not disturb|excluded?|baja|dado de baja|unsubscribe all)(?: all| date| at| on| flag)*$"
)
_ALLOWS = re.compile(
    r"\b(?:ok|okay|may|can|allow\w*|accepts?|accepted|receiv\w+|consent\w*|permi\w+|opt(?:ed"
    r"|s)? ?in"
    r"|optin|subscri\w+|enabl\w+|agree\w*|authoriz\w+|wants?|acept\w+|autoriz\w+|recib\w+|approved"
    r"|allowed|send|gets?|textable|txtmsgok|desea|quiere|enviar|eligible)\b"
)
_ALLOWS_ALONE = re.compile(
    r"^(?:sms|texts?|texting|text messages?|text messaging|sms messages?) (?:status|ok|y n"
    r"|yes no|flag"
    r"|notifications?|reminders?)$|^(?:texting|text messages|text messaging|textable|opt in"
    r"|opted in"
    r"|optin|subscribed|consent|consented|consent given|has consent|consentimiento|can contact)$"
)
_IN_AND_OUT = re.compile(
    r"\bopt(?:ed)? ?in (?:or )?(?:opt )?out\b|\bopt status\b|^(?:sms |text )?opt$"
)
_PREFERENCE = re.compile(
    r"\b(?:prefer\w*|preferencia\w*|preferid[oa])\b.*\b(?:contact\w*|communicat\w*|comunicacion|method"
    r"|channel|reminder|confirm\w*|metodo|medio|via)\b"
    r"|\b(?:contact\w*|communicat\w*|comunicacion|reminder|confirm\w*|medio|metodo)\b"
    r".*\b(?:prefer\w*|preferencia\w*|preferid[oa]s?)\b"
    r"|^(?:contact|communication|comm|reminder|confirmation) (?:method|type|channel|pref)$"
    r"|^prefer(?:red)? (?:confirm|contact|recall)\w*( method)?$"
)
_NOT_PREFERENCE = re.compile(
    r"\b(?:phone|number|name|language|time|email address|telefono|idioma)\b"
)
_CAME = re.compile(
    r"^(?:has |was |is |did |patient |pt |the |paciente )*(?:attended|attendance|attendance status"
    r"|show(?:ed)?(?: up)?|came|come|arrived|present|kept|seen|completed|checked ?out|attend"
    r"|asistio|asistencia|vino|atendid[oa]|se presento|acudio|cumplida|completada|presente)"
    r"(?: appointment| appt| visit| y n| flag| status| cita)*$"
)
_LEFT = re.compile(r"\b(?:completed|checked ?out|seen|completada|cumplida|atendid[oa])\b")
"""A no to these may mean that nobody wrote down the end of a visit."""
_MISSED = re.compile(
    r"^(?:is |was |has |patient |pt )*(?:no ?show(?:ed)?|missed|broken|cancel\w*|dna|fta|dnka"
    r"|did not"
    r" (?:attend|show|come)|didn t (?:attend|show|come)|no asistio|no vino|falto|failed|anulada"
    r"|rescheduled|deleted|void(?:ed)?)(?: appointment| appt| visit| flag| y n| cita| date| at| on"
    r"| by)*$"
)
_STANDING = re.compile(
    r"^(?:pat|patient|pt|client|person|member|account|estado del|estatus del|estado de|tipo de)"
    r" ?(?:status|stat|state|paciente|type status|record status)$|^record status$"
)
_GONE = re.compile(
    r"^(?:is |patient |pt )*(?:inactive|archived|inactiv[oa]|archivad[oa]|non patient)$"
)
_STAYS = re.compile(r"^(?:is |patient |pt )*(?:active|activ[oa]|active patient)(?: y n| flag)?$")
_REMARKS = re.compile(
    r"^(?:patient |pt |appt |appointment |visit |apt |front desk |office |contact |phone "
    r"|medical |pop ?up )*"
    r"(?:notes?|comments?|remarks?|memo|alerts?|flags?|warnings?|pop ?ups?|notas?|comentarios?"
    r"|observaci(?:on|ones)|alertas?|description|descripcion|tags?|etiquetas?|special instructions"
    r"|instructions|notes? alerts?)(?: \d)?$"
)


def find_mark(heading: str) -> Mark | None:
    """Tell what a heading asks; None for one that asks nothing of this kind."""
    text = fold(INNER_CAPITAL.sub(" ", heading))
    if not text:
        return None
    return _life_mark(text) or _attendance_mark(text, heading) or _contact_mark(text)


def _life_mark(text: str) -> Mark | None:
    if _DEATH.search(text) and not re.search(r"\b(?:spouse|contact|insured|guarantor)\b", text):
        return Mark(Asks.FORBIDS, Ban.DECEASED, is_day=True)
    kinds = (
        (_STANDING, Asks.STANDING),
        (_GONE, Asks.GONE),
        (_STAYS, Asks.STAYS),
        (_REMARKS, Asks.REMARKS),
    )
    return next((Mark(asks) for pattern, asks in kinds if pattern.search(text)), None)


def _attendance_mark(text: str, heading: str) -> Mark | None:
    if _COUNTS.search(text) or "#" in heading:
        return None
    if _MISSED.search(text):
        told = read_status(text)
        absence = told if isinstance(told, Absence) else Absence.CALLED_OFF
        return Mark(Asks.MISSED, is_day=True, absence=absence)
    if not _CAME.search(text):
        return None
    return Mark(Asks.CAME, absence=None if _LEFT.search(text) else Absence.NO_SHOW)


def _contact_mark(text: str) -> Mark | None:
    if _PREFERENCE.search(text) and not _NOT_PREFERENCE.search(text):
        return Mark(Asks.PREFERENCE)
    ban = _ban_of(text)
    is_day = _DAY.search(text) is not None
    if _IN_AND_OUT.search(text):
        return Mark(Asks.EITHER, ban or Ban.NO_CONTACT)
    if _FORBIDS_ALONE.search(text) or (ban and _FORBIDS.search(text)):
        return Mark(Asks.FORBIDS, ban or Ban.NO_CONTACT, is_day=True)
    if _ALLOWS_ALONE.search(text) or (ban and _ALLOWS.search(text)):
        return None if is_day else Mark(Asks.ALLOWS, ban or Ban.NO_CONTACT)
    told = find_ban(text)
    return Mark(Asks.FORBIDS, told, is_day=True) if told else None


def _ban_of(text: str) -> Ban | None:
    """Tell which way of writing a heading is about."""
    if _TEXTS.search(text) or "txt" in text:
        return Ban.NO_TEXTS
    if _EMAILS.search(text):
        return Ban.NO_EMAILS
    return Ban.NO_CONTACT if _ANY_WAY.search(text) else None


def find_marks(heading: Sequence[str], taken: frozenset[int]) -> tuple[tuple[int, Mark], ...]:
    """Find such columns among those that are not `taken` for something else."""
    found = ((at, find_mark(cell)) for at, cell in enumerate(heading) if at not in taken)
    return tuple((at, mark) for at, mark in found if mark is not None)
