"""Lints what may be said to a patient: Google's, the FTC's, the carriers' and HIPAA's rules."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import TemplateError

from core.errors import PermanentError
from core.rules.names.brief_names import MOST_CHARS
from core.rules.names.folding import without_accents
from core.rules.wording.catalogue import say
from core.rules.wording.phrases import BANNED_WORDINGS, OPT_OUT_WORDS, SHARED_SHORTENERS
from core.rules.wording.rendering import (
    OPTIONAL_PLACEHOLDERS,
    PLACEHOLDERS,
    Template,
    environment,
    placeholders_of,
    render,
)
from core.rules.wording.segments import count_segments, is_gsm7


@dataclass(frozen=True)
class Violation:
    """What is wrong with a wording, and how to put it right."""

    code: str
    message_with_fix: str


ASKS = frozenset({"initial", "reminder", "proof"})
"""The templates that ask a patient for a review."""

TO_PATIENTS = ASKS | {"confirmation", "start_confirmation", "help"}
"""The templates that a patient may get."""

LONGEST_VALUES = {
    "first_name": "M" * 30,
    "practice_name": "W" * MOST_CHARS,
    "practice_phone": "+1 (512) 555-0123",
    "link": "https://" + "l" * 37,
    "portal_link": "https://" + "p" * 37,
}
"""The longest values that a text must hold in two segments."""

_MOST_SEGMENTS = 2
_NEEDS_NO_OPT_OUT = frozenset({"confirmation"})
_WEB_ADDRESS = re.compile(
    r"(?:https?://)?\b([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})(?:/\S*)?", re.IGNORECASE
)
_EXPRESSION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_MARKUP = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]+>", re.DOTALL)


def lint_template(template: Template) -> list[Violation]:
    """List what must be corrected before `template` is saved or sent; empty if nothing.

    Sources: Google's Maps content policy (April 2026), 16 CFR 465, CTIA's messaging principles,
    CAN-SPAM, 45 CFR 164.502.
    """
    return list(_violations_of(template))


def describe_problems(template: Template) -> str:
    """Say in a line what must be corrected in `template`, and how; blank if nothing."""
    problems = lint_template(template)
    if not problems:
        return ""
    fixes = " ".join(f"[{problem.code}] {problem.message_with_fix}" for problem in problems)
    return f"template {template.name}/{template.locale}/{template.channel}: {fixes}"


@lru_cache(maxsize=256)
def _violations_of(template: Template) -> tuple[Violation, ...]:
    broken = tuple(_lint_placeholders(template))
    if broken:
        return broken
    problems = list(_lint_shorteners(template))
    if template.name in TO_PATIENTS:
        problems += _lint_words(template)
    problems += _lint_sms(template) if template.channel == "sms" else _lint_email(template)
    return tuple(problems)


def _lint_placeholders(template: Template) -> Iterator[Violation]:
    known = PLACEHOLDERS.get(template.name)
    if known is None:
        names = ", ".join(sorted(PLACEHOLDERS))
        yield Violation(
            "unknown_name", f"No message is called {template.name}; use one of: {names}."
        )
        return
    for part, html in (
        (template.subject, False),
        (template.body, False),
        (template.body_html, True),
    ):
        try:
            used = placeholders_of(part or "", html=html)
        except TemplateError as error:
            yield Violation("syntax", f"Write each placeholder as {{{{ name }}}}: {error.message}.")
            return
        for name in sorted(used - known - environment(html=True).globals.keys()):
            allowed = ", ".join(sorted(known))
            yield Violation(
                "unknown_placeholder", f"Remove {name}; this message may use: {allowed}."
            )


def _lint_words(template: Template) -> Iterator[Violation]:
    said = plain_words(
        " ".join(filter(None, (template.subject, template.body, template.body_html)))
    )
    for wording in BANNED_WORDINGS:
        found = wording.pattern.search(said)
        if found:
            yield Violation(wording.code, f"“{found[0].strip()}”: {wording.fix}")
    yield from _lint_brand(template)
    yield from _lint_language(template, said)


def _lint_brand(template: Template) -> Iterator[Violation]:
    if "practice_name" not in placeholders_of(template.body):
        yield Violation("no_brand", "Name the sender: put {{ practice_name }} into the text.")
    if template.name in ASKS and "link" not in placeholders_of(template.body):
        yield Violation("no_link", "Say where to write the review: put {{ link }} into the text.")


def _lint_language(template: Template, said: str) -> Iterator[Violation]:
    spanish = len(re.findall(r"\b(?:hola|gracias|su|por|una?|en|de|nos|para|con|responda)\b", said))
    english = len(re.findall(r"\b(?:hi|hello|thank|thanks|your|you|for|our|us|the|reply)\b", said))
    if template.locale == "es" and english > spanish:
        yield Violation("wrong_language", "This is the Spanish template: write it in Spanish.")
    if template.locale == "en" and spanish > english:
        yield Violation("wrong_language", "This is the English template: write it in English.")


def _lint_sms(template: Template) -> Iterator[Violation]:
    said = plain_words(template.body)
    if template.name in PLACEHOLDERS and template.name not in _NEEDS_NO_OPT_OUT:
        yield from _lint_opt_out(template.locale, said)
    spelled = _MARKUP.sub("", template.body)
    if not is_gsm7(spelled):
        strange = " ".join(sorted({c for c in spelled if not is_gsm7(c)}))
        yield Violation(
            "not_gsm7",
            f"Replace {strange}: outside the GSM-7 alphabet a text holds 70 characters, not 160.",
        )
    segments = count_segments(_at_its_longest(template))
    if segments > _MOST_SEGMENTS:
        yield Violation(
            "too_long",
            f"Shorten it: with the longest name and link it takes {segments} segments; "
            f"at most {_MOST_SEGMENTS}.",
        )


def _lint_opt_out(locale: str, said: str) -> Iterator[Violation]:
    if OPT_OUT_WORDS[locale].search(said):
        return
    other = "en" if locale == "es" else "es"
    sentence = say("Reply STOP to opt out", locale)
    if OPT_OUT_WORDS[other].search(said):
        yield Violation(
            "opt_out_language", f"Say how to opt out in its own language: “{sentence}”."
        )
    else:
        yield Violation("no_opt_out", f"Say how to opt out: “{sentence}”.")


def _lint_email(template: Template) -> Iterator[Violation]:
    if not template.subject or not template.subject.strip():
        yield Violation("no_subject", "Give the email a subject that says what it is.")
    if template.name not in ASKS | {"digest"}:
        return
    for part, text in (("text", template.body), ("HTML", template.body_html)):
        used = placeholders_of(text or "", html=part == "HTML")
        for name in ("unsubscribe_link", "postal_address"):
            if name not in used:
                yield Violation(
                    f"no_{name}", f"Put {{{{ {name} }}}} into the {part} part: the law asks for it."
                )


def _lint_shorteners(template: Template) -> Iterator[Violation]:
    for text in filter(None, (template.subject, template.body, template.body_html)):
        for host in _WEB_ADDRESS.findall(_MARKUP.sub(" ", text)):
            if host.lower().removeprefix("www.") in SHARED_SHORTENERS:
                yield Violation(
                    "shared_shortener",
                    f"Use {{{{ link }}}} instead of {host}: carriers block shared short links.",
                )


def _at_its_longest(template: Template) -> str:
    filled = dict.fromkeys(PLACEHOLDERS[template.name] - OPTIONAL_PLACEHOLDERS, "x" * 45)
    try:
        return render(template, filled | LONGEST_VALUES).text
    except PermanentError:
        return ""


def plain_words(text: str) -> str:
    """Give what is said, building blocks' texts included, markup left out, in plain lower case."""
    spoken = _EXPRESSION.sub(lambda m: " ".join(re.findall(r'"([^"]*)"', m[1])), text)
    bare = _MARKUP.sub(" ", spoken)
    bare = without_accents(bare).lower()
    bare = re.sub(r"[’‘`´]", "'", bare)  # noqa: RUF001 - that is what is replaced
    return re.sub(r"\s+", " ", bare).strip()
