"""Turns a template and its values into the message that goes out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any
from uuid import UUID

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, meta
from jinja2 import Template as CompiledTemplate
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment

from core.errors import PermanentError
from core.rules.names.practice_names import name_in_texts
from core.rules.wording.catalogue import say, to_say
from core.rules.wording.filters import FILTERS, presentable_first_name
from core.rules.wording.segments import count_segments, fit_to_segments, to_gsm7


@dataclass(frozen=True)
class Template:
    """The wording of one purpose (`name`) in one language on one channel, as stored."""

    id: UUID
    name: str
    locale: str
    channel: str
    subject: str | None
    body: str
    body_html: str | None
    provider_template_id: str | None
    status: str


@dataclass(frozen=True)
class Rendered:
    """A message ready to go: an SMS has neither subject nor html.

    `variables` are the values in an SMS as they are spelled there, by placeholder: what fills a
    copy of the wording at the provider. None where one was left out, which no copy can do.
    """

    subject: str | None
    text: str
    html: str | None
    variables: Mapping[str, str] | None = None


PLACEHOLDER_MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "first_name": "the patient's; may be missing, then the text reads on without it",
        "practice_name": "the sender's name, in every message; in a text at most 40 characters",
        "practice_phone": "the office's number as people write it; may be missing",
        "link": "the tracking link /r/{code}, at most 45 characters; in an alert, where to look",
        "portal_link": "the portal, or the magic link into it",
        "unsubscribe_link": "the page /u/{token}",
        "postal_address": "the sender's postal address, required by CAN-SPAM",
        "reason": "why a magic link was sent: checkout or requested",
        "alert": "the alert's code",
        "summary": "what is wrong, one or two sentences",
        "since": "when it began: a text, or an aware instant",
        "kind": "of a notice: reply, appointment (STOP may mean one), reconnect, credit,"
        " confirm_address, address_changed, other",
        "heading_text": "of a notice of kind other: its title; message is its text",
        "message": "of a notice: what the patient wrote, or what is to be said",
        "calendar": "of a reconnect notice: Google Calendar or Outlook",
        "week_start": "first day of the week reported on, a date",
        "week_end": "its last day, a date",
        "sent": "patients asked",
        "delivered": "of those, delivered",
        "clicked": "of those, opened by a person",
        "ctr": "clicked of delivered, 0 to 1; None when nothing was delivered",
        "opt_outs": "patients who opted out",
        "reviews_added": "new Google reviews in the week; None when not known yet",
        "average_rating": "of the place now; None when not known yet",
        "total_reviews": "of the place now; None when not known yet",
        "spend_usd": "cost of the week's texts",
        "guarantee": "None, or a mapping: added, target, due_on (a date), status",
        "quotes": "new reviews: a list of mappings author, rating, text, url (any may be None)",
        "not_sent": "a list of mappings reason, count",
        "delayed": "a list of mappings reason, count",
    }
)
"""Every placeholder there is, and what to put there."""

OPTIONAL_PLACEHOLDERS = frozenset(
    {
        "first_name", "practice_phone", "reason", "heading_text", "message", "calendar",
        "ctr", "reviews_added", "average_rating", "total_reviews", "guarantee",
        "quotes", "not_sent", "delayed",
    }
)  # fmt: skip
"""What may be left out of the values, or be None or blank."""

_PATIENT = frozenset(
    {"first_name", "practice_name", "practice_phone", "link", "unsubscribe_link", "postal_address"}
)
_OFFICE = frozenset({"practice_name", "portal_link", "postal_address"})
_DIGEST_FIGURES = frozenset(
    {
        "week_start", "week_end", "sent", "delivered", "clicked", "ctr", "opt_outs",
        "reviews_added", "average_rating", "total_reviews", "spend_usd", "guarantee", "quotes",
        "not_sent", "delayed",
    }
)  # fmt: skip
PLACEHOLDERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "initial": _PATIENT,
        "reminder": _PATIENT,
        "proof": _PATIENT,
        "nudge": _OFFICE,
        "magic_link": _OFFICE | {"reason"},
        "digest": _OFFICE | _DIGEST_FIGURES | {"unsubscribe_link"},
        "alert": frozenset(
            {"practice_name", "alert", "summary", "since", "link", "postal_address"}
        ),
        "confirmation": frozenset({"practice_name", "practice_phone"}),
        "start_confirmation": frozenset({"practice_name"}),
        "help": frozenset({"practice_name", "practice_phone"}),
        "notice": _OFFICE | {"kind", "heading_text", "message", "first_name", "calendar"},
    }
)
"""What a template of each name may use, on whichever channel."""

_EMAILS = files("core.rules.wording") / "emails"
_HTML_FILES = {"email": "layout.html", "building_blocks": "building_blocks.html"}
_ALERT_OPTIONAL = frozenset({"practice_name", "link"})
_SMS_SEGMENTS = 2
_UNNAMED = to_say("Your dental office")
"""What a text calls a practice by whose name it must not be called."""


def render(template: Template, values: Mapping[str, Any]) -> Rendered:
    """Fill `template` with `values`.

    Required values that are missing, and templates that do not compile, raise PermanentError.
    An SMS is spelled without accents, then without the first name, where that saves a segment and
    it would otherwise be longer than two.
    """
    filled = _complete(template, values)
    try:
        if template.channel == "sms":
            return _render_sms(template, filled)
        return _render_email(template, filled)
    except TemplateError as error:
        message = f"template {template.name}/{template.locale}/{template.channel}: {error.message}"
        raise PermanentError(message) from error


def _complete(template: Template, values: Mapping[str, Any]) -> dict[str, Any]:
    optional = OPTIONAL_PLACEHOLDERS | (_ALERT_OPTIONAL if template.name == "alert" else set())
    filled: dict[str, Any] = dict.fromkeys(optional) | dict(values)
    filled["first_name"] = presentable_first_name(filled["first_name"])
    for key in ("quotes", "not_sent", "delayed"):
        filled[key] = filled[key] or []
    return filled | {"locale": template.locale}


def _render_sms(template: Template, values: dict[str, Any]) -> Rendered:
    plain = values
    if values.get("practice_name"):
        sender = name_in_texts(values["practice_name"]) or say(_UNNAMED, template.locale)
        plain = values | {"practice_name": sender}
    text = _sms_text(template.body, plain)
    if count_segments(text) > _SMS_SEGMENTS and values["first_name"]:
        nameless = plain | {"first_name": None}
        shorter = _sms_text(template.body, nameless)
        if count_segments(shorter) < count_segments(text):
            text, plain = shorter, nameless
    return Rendered(None, text, None, _variables_in(text, template.body, plain))


def _variables_in(text: str, body: str, values: Mapping[str, Any]) -> dict[str, str] | None:
    """Read off how each value that `body` names is spelled in `text`."""
    variables = {}
    for name in placeholders_of(body):
        value = " ".join(str(values.get(name) or "").split())
        spelled = value if value in text else to_gsm7(value)
        if not value or spelled not in text:
            return None
        variables[name] = spelled
    return variables


@lru_cache(maxsize=512)
def placeholders_of(text: str, *, html: bool = False) -> frozenset[str]:
    """Name the placeholders in a wording; raises jinja2's TemplateError where it has no syntax."""
    return frozenset(meta.find_undeclared_variables(environment(html=html).parse(text)))


def _sms_text(body: str, values: Mapping[str, Any]) -> str:
    text = re.sub(r"[ \t]+", " ", _compiled(body, html=False).render(values)).strip()
    names = (values["first_name"] or "", values.get("practice_name") or "")
    return fit_to_segments(text, *names)


def _render_email(template: Template, values: dict[str, Any]) -> Rendered:
    subject = " ".join(_compiled(template.subject or "", html=False).render(values).split())
    text = _compiled(template.body, html=False).render(values)
    text = re.sub(r"[ \t]+\n", "\n", text)
    text = re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
    if template.body_html is None:
        return Rendered(subject=subject, text=text, html=None)
    html = _compiled(template.body_html, html=True).render(values | {"subject": subject})
    return Rendered(subject=subject, text=text, html=html)


@lru_cache(maxsize=512)
def _compiled(source: str, *, html: bool) -> CompiledTemplate:
    return environment(html=html).from_string(source)


@cache
def environment(*, html: bool) -> SandboxedEnvironment:
    """Give the sandboxed Jinja environment that every template is compiled in.

    A template can call the building blocks and filters and nothing else; HTML is escaped.
    """
    made = ImmutableSandboxedEnvironment(
        autoescape=html,
        undefined=StrictUndefined,
        loader=FunctionLoader(_read_html),
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: "" if value is None else value,
    )
    made.globals.clear()
    made.filters.update(FILTERS)
    if html:
        blocks = made.get_template("building_blocks").module
        made.globals.update({k: v for k, v in vars(blocks).items() if isinstance(v, Macro)})
    return made


def _read_html(name: str) -> str | None:
    """Read what a template extends or imports: "email", or the building blocks."""
    file = _HTML_FILES.get(name)
    return (_EMAILS / file).read_text(encoding="utf-8") if file else None
