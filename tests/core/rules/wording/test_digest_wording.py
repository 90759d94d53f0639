"""The weekly report as it reads: every figure, every quotation with its author, quiet weeks."""

from typing import Any

import pytest

from core.rules.wording.rendering import Template, render


def _find(templates: list[Template], name: str, locale: str, channel: str) -> Template:
    return next(t for t in templates if (t.name, t.locale, t.channel) == (name, locale, channel))


def test_the_digest_holds_every_figure(
    templates: list[Template], message_values: dict[str, Any]
) -> None:
    for locale, wanted in (
        (
            "en",
            [
                "1,042",
                "38%",
                "4.8",
                "$0.68",
                "213",
                "6 of 10",
                "March 31",
                "March 1",
                "The patient opted out",
                "Daily limit reached",
            ],
        ),
        (
            "es",
            [
                "1,042",
                "38%",
                "4.8",
                "$0.68",
                "213",
                "6 de 10",
                "31 de marzo",
                "1 de marzo",
                "El paciente pidió no recibir mensajes",
                "Límite diario",
            ],
        ),
    ):
        rendered = render(_find(templates, "digest", locale, "email"), message_values)
        for figure in wanted:
            assert figure in rendered.text, figure
            assert figure in (rendered.html or ""), figure


def test_a_quoted_review_names_its_author_and_google_and_links_to_the_web_only(
    templates: list[Template], message_values: dict[str, Any]
) -> None:
    rendered = render(_find(templates, "digest", "en", "email"), message_values)
    assert '"So kind & quick"\n-- Ana P., Google, 5/5\nhttps://maps.google.com/r' in rendered.text
    assert "A Google user, Google" in rendered.text
    html = rendered.html or ""
    assert "So kind &amp; quick" in html
    assert 'href="https://maps.google.com/r"' in html
    assert "javascript:" not in html + rendered.text


def test_a_digest_of_a_week_without_news_says_so(
    templates: list[Template], message_values: dict[str, Any]
) -> None:
    quiet = message_values | dict.fromkeys(
        (
            "reviews_added",
            "average_rating",
            "total_reviews",
            "guarantee",
            "quotes",
            "not_sent",
            "delayed",
            "ctr",
        )
    )
    for locale in ("en", "es"):
        rendered = render(
            _find(templates, "digest", locale, "email"), quiet | {"sent": 0, "delivered": 0}
        )
        assert "–" in rendered.text
        assert "reasons above" not in rendered.text
        assert "motivos de arriba" not in rendered.text


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "1 new Google review this week"),
        (2, "2 new Google reviews this week"),
        (0, "your week in reviews"),
    ],
)
def test_one_review_is_not_called_reviews(
    templates: list[Template], count: int, said: str, message_values: dict[str, Any]
) -> None:
    subject = render(
        _find(templates, "digest", "en", "email"), message_values | {"reviews_added": count}
    ).subject
    assert subject == f"Sonrisa Dental Center: {said}"
