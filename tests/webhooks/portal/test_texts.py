"""The portal in two languages."""

import ast
import re
from pathlib import Path

import pytest
from falcon import testing
from falcon.asgi import Request

from core.onboarding.form_problems import PROBLEMS
from webhooks.portal.views.languages import language_of, spanish_texts, translator
from webhooks.portal.views.pages import clock_text

PORTAL = Path(__file__).parents[3] / "webhooks"
SOURCES = PORTAL.parent / "core" / "rules" / "visits" / "sources.py"
SAID = re.compile(r"""\b_\(\s*(?:"([^"]+)"|'([^']+)')""")


def said_in_templates() -> set[str]:
    found = set()
    for template in (PORTAL / "portal" / "templates").glob("*.html"):
        found |= {m[1] or m[2] for m in SAID.finditer(template.read_text())}
        found |= set(re.findall(r'else _\("([^"]+)"\)', template.read_text()))
    return found


def texts_in_code() -> set[str]:
    found = set()
    for path in (SOURCES, *PORTAL.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def test_every_text_of_a_template_has_its_spanish() -> None:
    assert said_in_templates() - spanish_texts().keys() == set()


def test_the_catalog_holds_nothing_that_is_never_said() -> None:
    assert spanish_texts().keys() - said_in_templates() - texts_in_code() == set()


def test_every_text_that_code_says_has_its_spanish() -> None:
    said = set()
    for path in PORTAL.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            is_saying = isinstance(node, ast.Call) and (
                (isinstance(node.func, ast.Name) and node.func.id == "say")
                or (
                    isinstance(node.func, ast.Call)
                    and getattr(node.func.func, "id", "") == "translator"
                )
            )
            if is_saying and isinstance(node.args[0], ast.Constant):
                said.add(node.args[0].value)
    assert len(said) >= 30
    assert said - spanish_texts().keys() == set()


@pytest.mark.parametrize("english", sorted(spanish_texts()))
def test_both_languages_name_the_same_values(english: str) -> None:
    names = re.compile(r"\{(\w+)\}")
    assert set(names.findall(english)) == set(names.findall(spanish_texts()[english]))


def test_what_is_wrong_is_said_in_both_languages_with_the_same_values() -> None:
    names = re.compile(r"\{(\w+)\}")
    for english, spanish in PROBLEMS.values():
        assert english != spanish
        assert set(names.findall(english)) == set(names.findall(spanish))


@pytest.mark.parametrize(
    ("query", "cookie", "accepted", "language"),
    [
        ("", "", "", "en"),
        ("", "", "es-MX,es;q=0.9,en;q=0.8", "es"),
        ("", "", "en-US,es;q=0.9", "en"),
        ("", "", "fr,es;q=0.4,en;q=0.7", "en"),
        ("", "", "de;q=x,;;", "en"),
        ("", "es", "en", "es"),
        ("lang=en", "es", "es", "en"),
        ("lang=fr", "es", "en", "es"),
        ("lang=fr", "<b>", "es", "es"),
    ],
)
def test_a_page_is_in_the_language_asked_for_remembered_or_accepted(
    query, cookie, accepted, language
) -> None:
    headers = {"Accept-Language": accepted} | ({"Cookie": f"lang={cookie}"} if cookie else {})
    scope = testing.create_scope(query_string=query, headers=headers)
    assert language_of(Request(scope, testing.ASGIRequestEventEmitter())) == language


def test_times_of_day_are_written_as_people_say_them() -> None:
    from datetime import time  # noqa: PLC0415

    assert [clock_text(time(h, m), "en") for h, m in ((0, 0), (9, 30), (12, 0), (20, 0))] == [
        "12\u00a0AM", "9:30\u00a0AM", "12\u00a0PM", "8\u00a0PM",
    ]  # fmt: skip
    assert clock_text(time(20, 30), "es") == "8:30\u00a0p. m."


def test_braces_in_a_text_without_values_are_left_alone() -> None:
    assert translator("es")("{count} to be sent") == "{count} por enviar"
