"""Every seeded wording with every placeholder, in both languages, with and without what may be missing."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from jinja2 import meta

from core.rules.wording.rendering import (
    OPTIONAL_PLACEHOLDERS,
    PLACEHOLDER_MEANINGS,
    PLACEHOLDERS,
    Rendered,
    Template,
    environment,
    render,
)
from core.rules.wording.segments import count_segments, is_gsm7


class _Tags(HTMLParser):
    """Fails on tags that are not closed in order."""

    VOID = frozenset({"meta", "br", "img", "hr", "link", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002 - the base class's
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _find(templates: list[Template], name: str, locale: str, channel: str) -> Template:
    return next(t for t in templates if (t.name, t.locale, t.channel) == (name, locale, channel))


def _parts(rendered: Rendered) -> list[str]:
    return [part for part in (rendered.subject, rendered.text, rendered.html) if part is not None]


def _assert_whole(template: Template, rendered: Rendered) -> None:
    for part in _parts(rendered):
        assert "{{" not in part
        assert "{%" not in part
        assert "None" not in part
        assert part.strip()
    assert "  " not in rendered.text
    assert " ," not in rendered.text
    assert "\n\n\n" not in rendered.text
    if template.channel == "email":
        assert rendered.subject
        assert "\n" not in rendered.subject
        assert rendered.html
        tags = _Tags()
        tags.feed(rendered.html)
        tags.close()
        assert tags.open == []
        assert f'lang="{template.locale}"' in rendered.html


def test_every_wording_renders_with_every_value(
    templates: list[Template], message_values: dict[str, Any]
) -> None:
    assert len(templates) == 28
    for template in templates:
        _assert_whole(template, render(template, message_values))


def test_every_wording_renders_without_what_may_be_missing(
    templates: list[Template], message_values: dict[str, Any]
) -> None:
    bare = {key: value for key, value in message_values.items() if key not in OPTIONAL_PLACEHOLDERS}
    for template in templates:
        _assert_whole(template, render(template, bare | {"message": "Hello", "kind": "reply"}))
        nothing = dict.fromkeys(OPTIONAL_PLACEHOLDERS)
        _assert_whole(template, render(template, bare | nothing | {"message": "Hello"}))


@pytest.mark.parametrize(
    "name", [None, "", "  ", "12", "x@y.com", "http://evil.example", "evil.com"]
)
def test_without_a_first_name_the_greeting_reads_on(
    templates: list[Template], name: str | None, message_values: dict[str, Any]
) -> None:
    for locale, greeting in (("en", "Hi, thank you"), ("es", "Hola, gracias")):
        text = render(
            _find(templates, "initial", locale, "sms"), message_values | {"first_name": name}
        ).text
        assert f"Sonrisa Dental Center: {greeting}" in text
    email = render(
        _find(templates, "initial", "en", "email"), message_values | {"first_name": name}
    )
    assert email.text.startswith("Hi,\n")
    assert ">Hi, thank you for your visit<" in (email.html or "")


def test_every_kind_of_notice_and_magic_link_reads_whole(
    templates: list[Template], message_values: dict[str, Any]
) -> None:
    for template in templates:
        if template.name == "notice":
            subjects = set()
            for kind in ("reply", "appointment", "reconnect", "credit", "other"):
                rendered = render(template, message_values | {"kind": kind})
                _assert_whole(template, rendered)
                subjects.add(rendered.subject)
            assert len(subjects) == 5
        if template.name == "magic_link":
            asked, bought = (
                render(template, message_values | {"reason": r}) for r in ("requested", "checkout")
            )
            _assert_whole(template, asked)
            assert asked.subject != bought.subject


def test_a_text_names_the_practice_and_how_to_opt_out_in_its_language(
    templates: list[Template], message_values: dict[str, Any]
) -> None:
    for template in templates:
        if template.channel == "sms":
            text = render(template, message_values).text
            assert text.startswith("Sonrisa Dental Center:")
            assert is_gsm7(text)
            if template.name != "confirmation":
                assert (
                    "STOP to opt out" if template.locale == "en" else "ALTO para darse de baja"
                ) in text
            if template.name in {"initial", "reminder"}:
                assert message_values["link"] in text


def test_a_text_to_a_usual_patient_takes_one_segment(
    templates: list[Template], message_values: dict[str, Any]
) -> None:
    for template in templates:
        if template.channel == "sms" and template.name in {"initial", "reminder"}:
            assert count_segments(render(template, message_values).text) == 1, template


@pytest.mark.parametrize("first_name", ["M" * 30, "Ü" * 30, "Ł" * 30, "李" * 30, "ó" * 30, None])
@pytest.mark.parametrize(
    "practice_name",
    ["W" * 40, "Í" * 40, "W" * 60, "Clínica “Sonrisa” – Dr. Núñez & Asociados, Cuidado Dental 1"],
)
def test_no_text_takes_more_than_two_segments(
    templates: list[Template],
    first_name: str | None,
    practice_name: str,
    message_values: dict[str, Any],
) -> None:
    longest = message_values | {
        "first_name": first_name,
        "practice_name": practice_name,
        "link": "https://" + "l" * 37,
    }
    for template in templates:
        if template.channel == "sms":
            assert count_segments(render(template, longest).text) <= 2, template


def test_patient_emails_carry_address_and_unsubscribe_link_in_both_parts(
    templates: list[Template], message_values: dict[str, Any]
) -> None:
    for template in templates:
        if template.channel == "email" and template.name in {"initial", "reminder", "digest"}:
            rendered = render(template, message_values)
            for part in (rendered.text, rendered.html or ""):
                assert message_values["postal_address"] in part
                assert message_values["unsubscribe_link"] in part


def test_every_email_carries_the_postal_address(
    templates: list[Template], message_values: dict[str, Any]
) -> None:
    for template in templates:
        if template.channel == "email":
            rendered = render(template, message_values)
            assert message_values["postal_address"] in rendered.text
            assert message_values["postal_address"] in (rendered.html or "")


def test_emails_are_made_for_phones_and_for_the_dark(
    templates: list[Template], message_values: dict[str, Any]
) -> None:
    for template in templates:
        if template.channel == "email":
            html = render(template, message_values).html or ""
            assert "max-width:600px" in html
            assert "prefers-color-scheme: dark" in html
            assert "width=device-width" in html
            assert not re.search(r"<(?:script|img|link|iframe)\b|@import|url\(", html)


def test_a_name_that_is_markup_stays_a_name(
    templates: list[Template], message_values: dict[str, Any]
) -> None:
    evil = message_values | {"practice_name": "<b>Smile</b> & Co", "message": "<script>x</script>"}
    for template in templates:
        html = render(template, evil).html
        if html is not None and template.name != "alert":
            assert "<b>Smile" not in html
            assert "<script>x" not in html
            assert "&lt;b&gt;Smile&lt;/b&gt; &amp; Co" in html


def test_a_line_break_in_a_value_does_not_reach_the_subject(
    templates: list[Template], message_values: dict[str, Any]
) -> None:
    template = _find(templates, "notice", "en", "email")
    subject = render(
        template, message_values | {"practice_name": "Smile\r\nBcc: x@example.com"}
    ).subject
    assert subject == "A patient replied to Smile Bcc: x@example.com"


def test_no_wording_uses_a_placeholder_that_its_name_does_not_list(
    templates: list[Template],
) -> None:
    for template in templates:
        for part, html in (
            (template.subject, False),
            (template.body, False),
            (template.body_html, True),
        ):
            env = environment(html=html)
            used = meta.find_undeclared_variables(env.parse(part or "")) - env.globals.keys()
            assert used <= PLACEHOLDERS[template.name], template


def test_every_placeholder_is_explained() -> None:
    assert set(PLACEHOLDER_MEANINGS) == set().union(*PLACEHOLDERS.values())
    assert set(PLACEHOLDER_MEANINGS) >= OPTIONAL_PLACEHOLDERS


def test_no_text_to_a_patient_can_name_more_than_the_closed_set() -> None:
    allowed = {
        "first_name",
        "practice_name",
        "practice_phone",
        "link",
        "unsubscribe_link",
        "postal_address",
    }
    for name in ("initial", "reminder", "confirmation", "start_confirmation", "help"):
        assert PLACEHOLDERS[name] <= allowed
