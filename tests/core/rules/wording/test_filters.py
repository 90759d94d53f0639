"""How values are written in messages."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from core.rules.sending.reason_texts import REASON_TEXTS, reason_text
from core.rules.vocabulary import Reason
from core.rules.wording.catalogue import say
from core.rules.wording.filters import plain_punctuation, presentable_first_name
from core.rules.wording.rendering import environment


def _write(filter_name: str, value: Any, locale: str = "en") -> str:
    template = environment(html=False).from_string(f"{{{{ value | {filter_name} }}}}")
    return template.render(value=value, locale=locale)


@pytest.mark.parametrize(
    ("given_name", "greeted"),
    [
        ("Maria", "Maria"),
        ("MARIA", "Maria"),
        ("maria", "Maria"),
        ("  José  Luis ", "José Luis"),
        ("ANNE-MARIE", "Anne-Marie"),
        ("O'NEIL", "O'Neil"),
        ("JJ", "JJ"),
        ("J.R.", "J.R."),
        ("DeShawn", "DeShawn"),
        ("李明", "李明"),
        ("María de los Ángeles Guadalupe del Carmen", "María"),
        ("Mari\u0301a", "María"),
        (None, None),
        ("", None),
        ("   ", None),
        ("---", None),
        ("Patient 12", None),
        ("a@b.com", None),
        ("evil.com", None),
        ("T.Co", None),
        ("t.co.", None),
        ("Ana x.io", None),
        ("http://x", None),
        ("<b>Bob</b>", None),
        ("{{ link }}", None),
        ("x" * 31, None),
        ("😀", None),
    ],
)
def test_a_first_name_is_greeted_as_people_write_it_or_not_at_all(
    given_name: str | None, greeted: str | None
) -> None:
    assert presentable_first_name(given_name) == greeted


def test_typographic_signs_become_plain_ones() -> None:
    assert plain_punctuation("Smith’s\u00a0“Smile” – Dental™ ") == 'Smith\'s "Smile" - Dental'


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("whole", 1234, "1,234"),
        ("whole", 0, "0"),
        ("whole", None, "–"),
        ("whole", "", "–"),
        ("whole", "as is", "as is"),
        ("decimal", Decimal("4.849"), "4.8"),
        ("decimal", None, "–"),
        ("percent", 0.257, "26%"),
        ("percent", 0, "0%"),
        ("percent", None, "–"),
        ("usd", Decimal("0.6777"), "$0.68"),
        ("usd", 1234.5, "$1,234.50"),
        ("web_link", "https://x", "https://x"),
        ("web_link", "javascript:x", ""),
        ("web_link", None, ""),
        ("day", "Sunday", "Sunday"),
        ("instant", "noon", "noon"),
    ],
)
def test_a_figure_is_written_for_people(name: str, value: Any, written: str) -> None:
    assert _write(name, value) == written


def test_days_are_written_in_the_readers_language() -> None:
    assert _write("day", date(2026, 3, 1)) == "March 1"
    assert _write("day", date(2026, 12, 31), "es") == "31 de diciembre"
    assert _write("instant", datetime(2026, 3, 4, 9, 5, tzinfo=UTC)) == "March 4, 09:05 UTC"


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_is_worded_in_both_languages(reason: Reason) -> None:
    english, spanish = (say(REASON_TEXTS[reason], locale) for locale in ("en", "es"))
    assert _write("reason", reason.value) == english
    assert _write("reason", reason.value, "es") == spanish
    assert english != spanish


def test_a_reason_outside_the_list_is_still_shown() -> None:
    assert reason_text("something_new", "en") == "something new"
