"""One catalogue of texts a language, and all of it said."""

import re
from collections import Counter

import pytest
from babel.messages.pofile import read_po

from core.rules.wording.catalogue import ENGLISH, read_catalogue, say
from core.rules.wording.languages import LANGUAGES
from tests.core.rules.wording.said import (
    ROOT,
    texts_of,
    texts_of_code,
    texts_of_template,
    texts_of_templates,
)

TEXTS = ROOT / "core" / "rules" / "wording" / "texts"
OTHERS = sorted(LANGUAGES.keys() - {ENGLISH})
ALIKE = {"Google Calendar", "Outlook", "Alaska (Anchorage)", "Arizona (Phoenix)"}


@pytest.fixture(scope="module")
def said() -> set[str]:
    found = texts_of_code() | texts_of_templates()
    assert len(found) > 400
    return found


@pytest.mark.parametrize("locale", OTHERS)
def test_every_text_for_people_is_translated(said, locale) -> None:
    assert said - read_catalogue(locale).keys() == set()


@pytest.mark.parametrize("locale", OTHERS)
def test_a_catalogue_holds_nothing_that_is_never_said(said, locale) -> None:
    assert read_catalogue(locale).keys() - said == set()


@pytest.mark.parametrize("locale", OTHERS)
def test_a_catalogue_is_complete_and_finished(locale) -> None:
    path = TEXTS / f"{locale}.po"
    with path.open("rb") as file:
        catalogue = read_po(file)
    assert catalogue.locale_identifier == locale
    found = [message for message in catalogue if message.id]
    assert [m.id for m in found if m.fuzzy or not m.string or m.string != m.string.strip()] == []
    assert not catalogue.obsolete
    assert path.read_text().count("\nmsgid ") == len(found) + 1  # the heading; none twice


@pytest.mark.parametrize("locale", OTHERS)
def test_every_translation_names_the_values_of_its_text(locale) -> None:
    names = re.compile(r"\{(\w*)\}")
    for english, told in read_catalogue(locale).items():
        assert Counter(names.findall(english)) == Counter(names.findall(told)), english


def test_no_text_is_left_in_english() -> None:
    for locale in OTHERS:
        assert {text for text, told in read_catalogue(locale).items() if text == told} == ALIKE


def test_texts_have_no_compiled_copies() -> None:
    assert {path.name for path in TEXTS.iterdir()} == {f"{locale}.po" for locale in OTHERS}


def test_a_text_is_said_in_the_language_asked_for_with_its_values() -> None:
    assert say("Take in {count} visits", "en", count=1200) == "Take in 1,200 visits"
    assert say("Take in {count} visits", "es", count=1200) == "Recibir 1,200 visitas"
    assert say("{text}, {rating} stars", "es", text="A", rating="4.8") == "A, 4.8 estrellas"


def test_a_text_or_language_that_is_not_there_is_said_in_english() -> None:
    assert say("Nobody says this", "es") == "Nobody says this"
    assert say("Sign in", "fr") == "Sign in"


def test_braces_are_left_alone_where_there_is_no_value() -> None:
    assert say("{count} to be sent", "es") == "{count} por enviar"


def test_texts_are_found_wherever_code_says_or_marks_them() -> None:
    source = """
TABLE = to_say({"key": "in a table", 2: ("in a row", "beside it")})
LATE = "named above"
ONE = Source("name", to_say("one of many"))
def show(said):
    say, text = translator("es"), "not this"
    text = "named first" if said == "no text" else "named second"
    other = "nor this"
    return say(text), say("at once", "es"), say(TABLE["key"]), say(LATE), translator("es")("made")
"""
    assert set(texts_of(source)) == {
        "in a table", "in a row", "beside it", "one of many", "named above", "named first",
        "named second", "at once", "made",
    }  # fmt: skip
    template = """{{ _("plain") }} {{ _('either') if x == "no" else _("or") }} {{ _(text) }}
        {% if _("asked") == "no" %}{{ _("with", n=1) | title }}{% endif %}"""
    assert set(texts_of_template(template)) == {"plain", "either", "or", "asked", "with"}
