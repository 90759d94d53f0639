"""The patient's name in a calendar title, as dental offices write them, or why there is none."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from core.rules.calendars.names import read_last_first, read_plain
from core.rules.calendars.words import (
    BUSINESSES,
    CALLS,
    ERRAND_OPENINGS,
    ERRANDS,
    ERRANDS_FIRST,
    FILLER_WORDS,
    HONORIFICS,
    INTRODUCES_OTHERS,
    INTRODUCTIONS,
    LANGUAGE_FILLERS,
    NAMES_AND_WORDS,
    NEEDS,
    NOTE_WORDS,
    OFFICE_TIME,
    OFFICE_TIME_FIRST,
    OWN_PRACTICE,
    RELATIVES,
    SEVERAL_PEOPLE,
    STAFF_TITLES,
    SUFFIXES,
    TESTS,
    VISIT_WORDS,
)
from core.rules.names.folding import fold
from core.rules.names.given_names import GIVEN_NAMES, SURNAMES
from core.rules.names.persons import PARTICLES, parse_first_name
from core.rules.visits.attendance import Absence, find_absence, had_not_come
from core.rules.wording.languages import LANGUAGE_OF_WORD


class Doubt(StrEnum):
    """Why a calendar entry does not become a visit; the whole closed list."""

    ALL_DAY = "all_day"
    CANCELED = "canceled"
    DECLINED = "declined"
    NO_SHOW = "no_show"
    TOO_LONG = "too_long"
    NO_TITLE = "no_title"
    OFFICE_TIME = "office_time"
    ERRAND = "errand"
    BUSINESS = "business"
    TEST = "test"
    NO_CONTACT = "no_contact"
    SEVERAL_PHONES = "several_phones"
    SEVERAL_EMAILS = "several_emails"
    SOMEONE_ELSES_PHONE = "someone_elses_phone"
    NO_NAME = "no_name"
    SEVERAL_NAMES = "several_names"
    SEVERAL_PEOPLE = "several_people"
    UNREADABLE = "unreadable"
    NOT_ARRIVED = "not_arrived"
    STATUS_OPEN = "status_open"
    STATUS_UNKNOWN = "status_unknown"
    DECEASED = "deceased"
    NOT_TO_BE_ASKED = "not_to_be_asked"


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says: `first_name`, or the doubt; both where it had not come yet."""

    first_name: str | None = field(repr=False)
    doubt: Doubt | None
    locale: str | None


_NOT_NAMES = VISIT_WORDS | FILLER_WORDS | LANGUAGE_FILLERS | LANGUAGE_OF_WORD.keys() | OWN_PRACTICE
_DOCTORS = frozenset({"dr", "dra", "drs", "doctor", "doctora"})
_MOST_NAME_WORDS = 5
_SPEECH_MARKS = str.maketrans(
    {"“": '"', "”": '"', "«": '"', "»": '"', "\u2019": "'", "\u2018": "'", "`": "'"}
)
_COMPOUNDS = re.compile(
    r"\b(x|check|follow|post|pre|re|try|f|night|touch|build|no|re|denti|medi|w|n|r|p|pick|drop|off|on"
    r"|short|tooth|root|new|quick)[-/](rays?|up|op|eval|evaluation|in|u|guard|cal|show|showed|a|s|o|t"
    r"|off|call|ache|canal|patient|fill|care|cement|med|seat)\b",
    re.IGNORECASE,
)
_SPACED = re.compile(r"\b(no) (show(?:ed)?)\b|\b(pick|drop) (up|off)\b", re.IGNORECASE)
_CODES = re.compile(
    r"\b\d+\s?(?:mos?|months?|wks?|weeks?|yrs?|yo|y/o|years?|mins?|hrs?|hours?|meses|a[ñn]os)\b"
    r"|\bniñ[oa]s?\b|\bD\d{4}\b|#\s?[\w-]+|\b\w*\d[\w:.%/-]*",
    re.IGNORECASE,
)
_PROCEDURE = re.compile(r"\bD\d{4}\b|#\s?\d{1,2}\b")
_PARTS = re.compile(
    r"[|/;:•·@()\[\]{}<>*~=_\n\t\u2013\u2014!?→\u2600-\u27bf\U0001f000-\U0001faff]+|\s-+\s?|-+\s|&|\+|\.{2,}"
)
_WITH = re.compile(r"\b[wc]/(?!o\b)\s*", re.IGNORECASE)
_PLAN = re.compile(r"\b(?:tx|treatment|care) plan(?:ning)?\b", re.IGNORECASE)
_MOVED_HERE = re.compile(
    r"\b(?:re-?sched(?:uled)?|r/?s|moved|reagendad[oa]|reprogramad[oa]) (?:from|de|del)\b",
    re.IGNORECASE,
)
_SURFACES = re.compile(r"(#\s?\d+|\b\d{1,2})[\s-]+[MODBLFI]{1,5}\b")
_NAME_FIELD = re.compile(
    r"(?:^|[|;\n])\s*(?:patient|pt|paciente|client|name|patient name|nombre)\s*[:=]\s*([^|;\n]+)",
    re.IGNORECASE,
)
_FIRST_NAME_FIELD = re.compile(
    r"\b(?:first(?: name)?|given name|nombre)\s*[:=]\s*([^\W\d_][^\W\d_'-]*)"
    r"(?=.*\b(?:last|surname|apellidos?)\b)|\b(?:last(?: name)?|surname|apellidos?)\s*[:=].*"
    r"\b(?:first(?: name)?|given name|nombre)\s*[:=]\s*([^\W\d_][^\W\d_'-]*)",
    re.IGNORECASE,
)
_AND = re.compile(r"\s(?:and|y|e)\s", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f'.-])*")
_NICKNAME = re.compile(r"(?<!\w)(\"|')([^\W\d_][^\"'|,;:()]{1,20})\1(?!\w)")
_NICKNAME_BETWEEN = re.compile(r"(?<=\w )\(([^\W\d_]{2,15})\) (?=[^\W\d_]{2})")
_NEGATED_LANGUAGE = re.compile(
    r"\b(?:no|not|non|sin)[\s-]+(?:habla\s+|speak\w*\s+)?(\w+)", re.IGNORECASE
)


def read_title(title: str) -> Title:
    """Read a title from which contacts were taken out (a bar where each was)."""
    text = _tidy(title)
    words = [fold(word) for word in _WORD.findall(text)]
    locale = find_locale(text)
    doubt = _doubt_of(words, fold(text))
    if doubt is not None and doubt is not Doubt.NOT_ARRIVED:
        return Title(None, doubt, locale)
    names = _labelled_names(text) or list(
        dict.fromkeys(_names_in(text, has_visit_word=_tells_of_a_visit(text, words)))
    )
    if len(names) == 1:
        return Title(names[0], doubt, locale)
    return Title(None, doubt or (Doubt.SEVERAL_NAMES if names else Doubt.NO_NAME), locale)


def read_labelled_name(text: str) -> str | None:
    """Read what stands behind "Name:" in a description."""
    names = list(dict.fromkeys(_names_in(_tidy(text), has_visit_word=True)))
    return names[0] if len(names) == 1 else None


def _labelled_names(text: str) -> list[str]:
    """Read the fields of a booking system's title: "Patient: LOPEZ, ANA | Provider: …"."""
    first = _FIRST_NAME_FIELD.search(text)
    if first:
        name = parse_first_name(first[1] or first[2])
        return [name] if name else []
    named = map(read_labelled_name, _NAME_FIELD.findall(text))
    return list(dict.fromkeys(name for name in named if name))


def find_locale(text: str) -> str | None:
    """Find the patient's language by a marker such as "(ES)", "Spanish" or "habla español"."""
    negated = {fold(match[1]) for match in _NEGATED_LANGUAGE.finditer(text)}
    words = {fold(word.strip(".'-")) for word in _WORD.findall(text)} - negated
    found = {LANGUAGE_OF_WORD[word] for word in words if word in LANGUAGE_OF_WORD}
    return found.pop() if len(found) == 1 else None


def _tidy(text: str) -> str:
    """Join what belongs together ("x-ray"), and part what does not ("Cleaning-Ana")."""
    text = " ".join(text.translate(_SPEECH_MARKS).replace("|", " | ").split(" "))
    text = _PLAN.sub("txplan", _SURFACES.sub(r"\1", _MOVED_HERE.sub(" ", text)))
    text = _COMPOUNDS.sub(r"\1\2", _WITH.sub(" with ", text))
    text = _SPACED.sub(lambda m: f"{m[1] or m[3]}{m[2] or m[4]}", text)

    def part(match: re.Match[str]) -> str:
        pieces = match[0].split("-")
        whole = any(fold(piece) in _NOT_NAMES | STAFF_TITLES for piece in pieces)
        return " - ".join(pieces) if whole else match[0]

    return re.sub(r"[^\W\d_]+(?:-[^\W\d_]+)+", part, text)


def _doubt_of(words: list[str], folded: str) -> Doubt | None:
    """Say why the whole entry is no patient's, if one word or the first one tells."""
    if not words:
        return Doubt.NO_TITLE
    here, first, absence = set(words), words[0], find_absence(" ".join(words))
    checks: Iterable[tuple[bool, Doubt]] = (
        (absence is Absence.NO_SHOW, Doubt.NO_SHOW),
        (absence is not None, Doubt.CANCELED),
        (had_not_come(" ".join(words)), Doubt.NOT_ARRIVED),
        (bool(here & OFFICE_TIME) or first in OFFICE_TIME_FIRST, Doubt.OFFICE_TIME),
        (
            first in ERRANDS_FIRST
            or bool(here & ERRANDS)
            or folded.startswith(ERRAND_OPENINGS)
            or _opens_a_call(words),
            Doubt.ERRAND,
        ),
        (bool(here & BUSINESSES), Doubt.BUSINESS),
        (bool(here & TESTS), Doubt.TEST),
        (bool(here & SEVERAL_PEOPLE), Doubt.SEVERAL_PEOPLE),
        (bool(here & RELATIVES), Doubt.SOMEONE_ELSES_PHONE),
    )
    return next((doubt for found, doubt in checks if found), None)


def _tells_of_a_visit(text: str, words: list[str]) -> bool:
    """Tell by a procedure's word, code or tooth that an entry is an appointment."""
    return not VISIT_WORDS.isdisjoint(words) or _PROCEDURE.search(text) is not None


def _opens_a_call(words: list[str]) -> bool:
    """Tell "f/u call: Ana" from "Cleaning Ana, call first"."""
    opening = [word for word in words if word not in VISIT_WORDS | FILLER_WORDS][:2]
    return any(
        word in CALLS and GIVEN_NAMES.isdisjoint(opening[:place])
        for place, word in enumerate(opening)
    )


def _names_in(text: str, *, has_visit_word: bool) -> Iterable[str]:
    text, nickname = _take_nickname(text)
    text = _CODES.sub(" ", text)
    shouted = text.isupper()
    for part in _PARTS.split(text):
        for piece in _AND.split(f" {part} "):
            name = _name_of_part(piece, shouted=shouted, has_visit_word=has_visit_word)
            if name is not None:
                yield nickname or name


def _take_nickname(text: str) -> tuple[str, str | None]:
    """Take out what a patient is called: Robert "Bob" Smith, Roberto (Beto) Cruz."""
    for pattern, group in ((_NICKNAME, 2), (_NICKNAME_BETWEEN, 1)):
        match = pattern.search(text)
        if match and fold(match[group]) not in _NOT_NAMES | NOTE_WORDS - NAMES_AND_WORDS:
            name = parse_first_name(match[group])
            if name is not None and len(name.split()) == 1:
                return f"{text[: match.start()]} {text[match.end() :]}", name
    return text, None


def _name_of_part(part: str, *, shouted: bool, has_visit_word: bool) -> str | None:
    """Read one part of a title, such as " LOPEZ, MARIA " or " cleaning Ana Ruiz "."""
    fields = [words for one in part.split(",") if (words := _name_words(one))]
    if not fields or any(_is_remark(words, shouted=shouted) for words in fields[:1]):
        return None
    fields = [words for words in fields if not _is_remark(words, shouted=shouted)]
    words = [word for one in fields for word in one]
    if len(words) > _MOST_NAME_WORDS or len(fields) > 2:  # noqa: PLR2004  # LAST, FIRST
        return None
    if len(fields) == 2:  # noqa: PLR2004
        return read_last_first(*fields)
    sure = has_visit_word and (len(fields[0]) > 1 or not _tells_what_is_done(part))
    return read_plain(fields[0], titled=_has_honorific(part), sure=sure)


def _name_words(text: str) -> list[str]:
    """Give the words that may be a name: none of staff, no procedure, no remark around it."""
    words = [word.rstrip(".") if len(word) > 2 else word for word in _WORD.findall(text)]  # noqa: PLR2004
    kept: list[str] = []
    for place, word in enumerate(words):
        folded = fold(word)
        following = fold("".join(words[place + 1 : place + 2]))
        if folded in NEEDS and (kept or following not in _NOT_NAMES):
            break  # "Ana Ruiz needs Ativan": what is needed is no second name
        if folded in STAFF_TITLES - _DOCTORS:
            return []  # "Susan RDH": the name before a credential is staff too
        if folded in _DOCTORS:
            break
        if folded in INTRODUCES_OTHERS:
            break
        kept.append(word)
    while kept and fold(kept[0]) in _NOT_NAMES:
        kept.pop(0)
    behind = set[str]()
    while kept and fold(kept[-1]) in _NOT_NAMES | SUFFIXES:
        behind.add(fold(kept.pop()))
    if behind & OWN_PRACTICE and {fold(word) for word in kept}.isdisjoint(GIVEN_NAMES | SURNAMES):
        return []  # "Aspen Dental"
    return kept


def _is_remark(words: list[str], *, shouted: bool) -> bool:
    """Tell a remark ("wants nitrous") from a name by its words and its capitals."""
    folded = [fold(word) for word in words]
    is_named = folded[0] in NAMES_AND_WORDS and words[0][0].isupper()
    if not NOTE_WORDS.isdisjoint(folded[1:] if is_named else folded):
        return True
    if any(word in VISIT_WORDS for word in folded[1:-1]):
        return True
    lower = [w for w, f in zip(words, folded, strict=True) if w.islower() and f not in PARTICLES]
    return bool(lower) and not shouted and folded[0] not in GIVEN_NAMES


def _tells_what_is_done(part: str) -> bool:
    """Tell whether a rare word stands beside a procedure: "Bioclear filling" is no patient's."""
    return any(fold(word) in VISIT_WORDS - INTRODUCTIONS for word in _WORD.findall(part))


def _has_honorific(part: str) -> bool:
    return any(fold(word) in HONORIFICS for word in _WORD.findall(part))
