"""How a template becomes a message, and what it refuses to become."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import PermanentError
from core.rules.wording.rendering import Rendered, Template, render

LINK = "https://go.example.com/r/aB3dE6gH9k"


def _sms(body: str, name: str = "initial") -> Template:
    return Template(UUID(int=1), name, "en", "sms", None, body, None, None, "approved")


def _email(html: str, subject: str = "Hi", body: str = "x") -> Template:
    return Template(UUID(int=1), "notice", "en", "email", subject, body, html, None, "approved")


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("{{ link }} {{ nothing_such }}", "nothing_such"),
        ("{{ link ", "end of"),
        ("{{ link.__class__.__mro__ }}", "unsafe"),
        ("{% include 'x' %}", "x"),
        ("{{ range(9) }}", "range"),
    ],
)
def test_a_wording_with_gaps_or_tricks_is_refused_by_name(
    body: str, complaint: str, message_values: dict[str, Any]
) -> None:
    with pytest.raises(PermanentError, match=f"initial/en/sms: .*{complaint}"):
        render(_sms(body), message_values)


def test_a_required_value_that_is_missing_is_refused() -> None:
    with pytest.raises(PermanentError, match="link"):
        render(_sms("{{ practice_name }} {{ link }}"), {"practice_name": "x"})


def test_an_email_without_html_stays_without() -> None:
    template = Template(
        UUID(int=1),
        "notice",
        "en",
        "email",
        "{{ kind }}",
        "text {{ kind }}",
        None,
        None,
        "approved",
    )
    assert render(template, {"kind": "a"}) == Rendered("a", "text a\n", None)


def test_values_in_html_are_escaped_and_in_text_are_not() -> None:
    rendered = render(
        _email("<p>{{ message }}</p>", "{{ message }}", "{{ message }}"), {"message": "a < b & c"}
    )
    assert rendered == Rendered("a < b & c", "a < b & c\n", "<p>a &lt; b &amp; c</p>")


@settings(max_examples=60)
@given(first=st.text(max_size=40), practice=st.text(max_size=60))
def test_whatever_the_names_a_text_says_the_link_and_the_opt_out(first: str, practice: str) -> None:
    body = "{{ practice_name }}: Hi{% if first_name %} {{ first_name }}{% endif %}. {{ link }} Reply STOP to opt out"
    text = render(_sms(body), {"first_name": first, "practice_name": practice, "link": LINK}).text
    assert text.endswith(f"{LINK} Reply STOP to opt out")
    assert "Undefined" not in text
