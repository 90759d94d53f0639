"""Segments as Twilio bills them, its own calculator's fixtures included."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.wording.segments import count_segments, fit_to_segments, is_gsm7, to_gsm7

FLAG, RAINBOW, FACE = "🇮🇹", "🏳️‍🌈", "😜"


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("a" * 459, 3),
        ("a" * 460, 4),
        (FACE + "a" * 68, 1),
        (FACE + "a" * 69, 2),
        (FACE + "a" * 132, 2),
        (FACE + "a" * 133, 3),
        (FLAG + "a" * 66, 1),
        (FLAG + "a" * 67, 2),
        (RAINBOW + "a" * 64, 1),
        (RAINBOW + "a" * 65, 2),
        (FACE + "]" * 68, 1),
        (FACE + "]" * 69, 2),
        ("é\u0301\u0301" + "a" * 67, 1),
        ("é\u0301\u0301" + "a" * 68, 2),
        ("\r\n" * 80, 1),
        ("\r\n" * 81, 2),
    ],
)
def test_counts_what_twilios_calculator_counts(text: str, segments: int) -> None:
    assert count_segments(text) == segments


@pytest.mark.parametrize("sign", ["|", "^", "€", "{", "}", "[", "]", "~", "\\", "\f"])
def test_a_sign_of_the_extension_table_takes_two_places(sign: str) -> None:
    assert is_gsm7(sign)
    assert count_segments(sign + "a" * 158) == 1
    assert count_segments(sign + "a" * 159) == 2


def test_an_extension_sign_is_not_split_between_segments() -> None:
    assert count_segments("a" * 152 + "€" + "a" * 151) == 2
    assert count_segments("a" * 152 + "€" + "a" * 152) == 3


@pytest.mark.parametrize(
    "letter", ["Á", "Ú", "ú", "ç", "í", "Í", "ó", "Ó", "á", "’", "–", "ł", "你", "\t"]
)
def test_one_letter_outside_the_alphabet_makes_a_text_of_70(letter: str) -> None:
    assert not is_gsm7(letter)
    assert count_segments(letter + "a" * 69) == 1
    assert count_segments(letter + "a" * 70) == 2


@pytest.mark.parametrize("letter", "éèùìòÇØøÅåÆæßÉÄÖÑÜäöñüà¿¡§£¥¤ΔΦΓΛΩΠΨΣΘΞ@$_\n")
def test_spanish_signs_and_capitals_of_the_alphabet_cost_nothing(letter: str) -> None:
    assert count_segments(letter * 160) == 1


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("José", "José"),
        ("María", "Maria"),
        ("Núñez", "Nuñez"),
        ("Zoë", "Zoe"),
        ("François", "Francois"),
        ("Łukasz", "Lukasz"),
        ("Smith’s", "Smith's"),
        ("Mari\u0301a", "Maria"),
        ("“A” – B…", '"A" - B...'),
        ("李明", "李明"),
    ],
)
def test_a_name_is_spelled_in_the_alphabet_as_far_as_it_goes(name: str, plain: str) -> None:
    assert to_gsm7(name) == plain


def test_a_name_keeps_its_accent_where_the_accent_costs_nothing() -> None:
    assert fit_to_segments("Hola María", "María") == "Hola María"
    assert fit_to_segments("Hola José, " + "a" * 140, "José").startswith("Hola José")


def test_a_name_loses_its_accent_where_that_saves_a_segment() -> None:
    assert fit_to_segments("Hola María " + "a" * 100, "María") == "Hola Maria " + "a" * 100


def test_only_the_name_that_saves_a_segment_is_respelled() -> None:
    text = "Íñigo — Clínica " + "a" * 60
    assert fit_to_segments(text, "Íñigo", "Clínica") == text
    both = "María: Clínica " + "a" * 100
    assert fit_to_segments(both, "María", "Clínica") == "Maria: Clinica " + "a" * 100


def test_a_name_in_another_script_is_left_alone() -> None:
    assert fit_to_segments("Hi 李明 " + "a" * 100, "李明") == "Hi 李明 " + "a" * 100


def test_no_name_is_no_change() -> None:
    assert fit_to_segments("ó" * 71, "") == "ó" * 71


@given(st.text(max_size=700))
def test_a_text_never_takes_fewer_segments_than_its_units_fill(text: str) -> None:
    if is_gsm7(text):
        units, one, many = sum(2 if c in "\f^{}\\[~]|€" else 1 for c in text), 160, 153
    else:
        units, one, many = len(text.encode("utf-16-le")) // 2, 70, 67
    assert count_segments(text) >= (1 if units <= one else -(-units // many))
    assert (count_segments(text) == 1) == (units <= one)


@given(st.text(max_size=300), st.text(max_size=30))
def test_fitting_never_costs_a_segment(text: str, name: str) -> None:
    assert count_segments(fit_to_segments(text + name, name)) <= count_segments(text + name)
