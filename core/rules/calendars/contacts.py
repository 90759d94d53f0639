"""Phones and emails in the free text of a calendar entry, and whose they are."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from core.rules.names.emails import parse_email
from core.rules.names.folding import fold, word_set
from core.rules.places.phone import to_e164


class Owner(Enum):
    """Whose phone it is, as the words beside it say."""

    MOBILE = "mobile"
    HOME = "home"
    PLAIN = "plain"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class FoundPhone:
    """A valid number in a text; nothing of it shows in logs."""

    e164: str = field(repr=False)
    owner: Owner


@dataclass(frozen=True, slots=True)
class Contacts:
    """What a text holds, and what is left of it: `rest` has a bar where a contact was."""

    phones: tuple[FoundPhone, ...]
    emails: tuple[str, ...] = field(repr=False)
    rest: str = field(repr=False)


_PHONE = re.compile(
    r"""(?<![\w+#/])
    (?: \+\s?(?!1\b|1[\s.(-])\d{1,3}(?:[\s.()-]{0,2}\d{1,4}){2,5}     # +52 55 1234 5678
      | (?:\+?1[\s.-]{0,2})?\(?[2-9]\d{2}\)?[\s.·/\u2013-]{0,3}[2-9]\d{2}[\s.·\u2013-]{0,3}\d{4}
    )(?!\d)""",
    re.VERBOSE,
)
_EXTENSION = re.compile(
    r"\s*[,;(]?\s*(?:x|ext|extn|extension|extensi[oó]n|anexo)\.?\s*:?\s*\d+\)?", re.IGNORECASE
)
_EMAIL = re.compile(r"(?:mailto:)?[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_BEFORE = re.compile(r"([^\W\d_]+|#)[\s.:=#)\]-]*$")
_AFTER = re.compile(r"^[\s]*[(\[]?([^\W\d_]+)\b")
_LABELS: dict[str, Owner] = {
    **dict.fromkeys(
        word_set("c cell cellular mobile mob m cel celular movil text sms"), Owner.MOBILE
    ),
    **dict.fromkeys(word_set("h hm home casa domicilio residence"), Owner.HOME),
    **dict.fromkeys(
        word_set("""
        w wk work office trabajo oficina fax f pharmacy farmacia emergency ec contact dr doctor ref
        mom mother dad father parent guardian wife husband spouse son daughter sister brother friend
        mama papa madre padre esposa esposo hijo hija hermana hermano tutor emergencia amigo amiga
        """),
        Owner.OTHERS,
    ),
}
_NOT_PHONES = word_set(
    """
    # id mrn acct account chart policy group grp claim ssn auth conf order invoice member poliza
    dial pin passcode meeting store lab
    """
)
"""Words before a number that is none to call."""
_BRIEF = frozenset("chwmf")
_TOLL_FREE = ("+1800", "+1833", "+1844", "+1855", "+1866", "+1877", "+1888", "+1900")


def find_contacts(text: str) -> Contacts:
    """Find valid phones and emails; numbers with an extension, toll-free ones and IDs are left out.

    A text message reaches no extension, and no patient answers at a toll-free number.
    """
    emails: list[str] = []

    def take_email(match: re.Match[str]) -> str:
        email = parse_email(match[0].rstrip("."))
        if email is not None and email not in emails:
            emails.append(email)
        return " | "

    text = _EMAIL.sub(take_email, text)
    phones: list[FoundPhone] = []
    kept, end = [], 0
    matches = list(_PHONE.finditer(text))
    behind = bool(matches) and _labels_stand_behind(text, matches)
    for match in matches:
        before, after = text[end : match.start()], text[match.end() :]
        owner, length = Owner.PLAIN, 0
        if behind:
            owner, length = _label_after(after)
        else:
            owner, before = _label_before(before)
        extension = _EXTENSION.match(after)
        phone = None if extension else to_e164(match[0].replace("·", " ").replace("\u2013", "-"))
        if phone is not None and not phone.startswith(_TOLL_FREE):
            phones.append(FoundPhone(phone, owner))
        kept += [before, " | "]
        end = match.end() + (extension.end() if extension else length)
    kept.append(text[end:])
    return Contacts(tuple(phones), tuple(emails), "".join(kept))


def _labels_stand_behind(text: str, matches: list[re.Match[str]]) -> bool:
    """Tell "510… (w), 415… (c)" from "w: 510… c: 415…" by the outermost labels."""
    first, last = matches[0], matches[-1]
    is_before = _label_before(text[: first.start()])[0] is not Owner.PLAIN
    is_behind = _label_after(text[last.end() :])[0] is not Owner.PLAIN
    return is_behind and not is_before


def _label_before(text: str) -> tuple[Owner, str]:
    match = _BEFORE.search(text)
    word = (fold(match[1]) or match[1]) if match else ""
    owner = Owner.OTHERS if word in _NOT_PHONES else _LABELS.get(word)
    if match is None or owner is None:
        return Owner.PLAIN, text
    if word in _BRIEF and not re.search(r"[:.)\]-]", match[0]):
        return Owner.PLAIN, text  # "Ana C 510…": an initial, not a label
    return owner, text[: match.start()]


def _label_after(text: str) -> tuple[Owner, int]:
    """Judge by the word behind a number; gives how much of the text is used up by it."""
    match = _AFTER.match(text)
    word = fold(match[1]) if match else ""
    owner = _LABELS.get(word)
    if match is None or owner is None:
        return Owner.PLAIN, 0
    bracketed = "(" in match[0] or "[" in match[0]
    following = text[match.end() :].lstrip(" )].,;/|-")
    if word in _BRIEF and not bracketed and following[:1].isalpha():
        return Owner.PLAIN, 0  # "510… C Lopez": an initial
    return owner, match.end() + (1 if bracketed else 0)


class ContactDoubt(Enum):
    """Why none of the contacts found was chosen."""

    NONE = "none"
    SEVERAL = "several"
    OTHERS_ONLY = "others_only"


def choose_phone(phones: Iterable[FoundPhone]) -> str | ContactDoubt:
    """Choose the one phone that is surely the patient's own: a mobile before the others."""
    owners: dict[str, Owner] = {}
    for phone in phones:
        if owners.get(phone.e164, Owner.PLAIN) is Owner.PLAIN:
            owners[phone.e164] = phone.owner
    if not owners:
        return ContactDoubt.NONE
    mobiles = [number for number, owner in owners.items() if owner is Owner.MOBILE]
    own = [number for number, owner in owners.items() if owner is not Owner.OTHERS]
    if len(mobiles) == 1:
        return mobiles[0]
    if len(own) == 1:
        return own[0]
    return ContactDoubt.SEVERAL if own else ContactDoubt.OTHERS_ONLY


_FREE_MAIL = word_set(
    """
    gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com
    icloud.com me.com mac.com aol.com comcast.net att.net sbcglobal.net verizon.net proton.me
    protonmail.com gmx.com mail.com hotmail.es yahoo.es yahoo.com.mx outlook.es
    """
)


def patient_names(invited: Iterable[tuple[str, str]], addresses: Sequence[str]) -> tuple[str, ...]:
    """Give what those of the invited (address, name) are called who are not the office."""
    return tuple(name for address, name in invited if name and parse_email(address) in addresses)


def patient_addresses(invited: Iterable[str], *, own: Sequence[str]) -> tuple[str, ...]:
    """Give the invited addresses that are not the office's: neither in `own` nor of its domain.

    Public mail services are nobody's domain.
    """
    ours = {parse_email(address) for address in own}
    domains = {address.partition("@")[2] for address in ours if address} - _FREE_MAIL
    found: dict[str, None] = {}
    for address in invited:
        email = parse_email(address)
        if email and email not in ours and email.partition("@")[2] not in domains:
            found[email] = None
    return tuple(found)
