import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.names.emails import parse_email
from core.rules.names.persons import parse_first_name, parse_full_name
from core.rules.visits.answers import Answer, read_answer
from core.rules.visits.cells import (
    clean_cell,
    is_contact,
    is_given,
    parse_locale,
)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("SMITH, JANE", "Jane"),
        ("Smith, Jane Q.", "Jane"),
        ("SMITH,JANE", "Jane"),
        ("GARCÍA LÓPEZ, MARÍA JOSÉ", "María José"),
        ("PEREZ, JUAN CARLOS", "Juan Carlos"),
        ("WILLIAMS, MARY ANN", "Mary Ann"),
        ("LEE, DAVID MICHAEL", "David"),
        ("O'BRIEN, SEÁN P. JR", "Seán"),
        ("O’BRIEN, SIOBHÁN", "Siobhán"),
        ("DU BOIS, JEAN-PAUL III", "Jean-Paul"),
        ("FISHER, ROBERT (BOB)", "Robert"),
        ('FISHER, ROBERT "BOB" J', "Robert"),
        ("SMITH, DR. JANE", "Jane"),
        ("SMITH, JANE, DDS", "Jane"),
        ("SMITH, JR., ROBERT", "Robert"),
        ("NGUYEN, J.", None),
        ("Jane Smith", "Jane"),
        ("jane smith", "Jane"),
        ("Mrs. Jane Smith", "Jane"),
        ("Ana Lopez", "Ana"),
        ("Ana Maria Lopez", "Ana Maria"),
        ("DeShawn McBride", "DeShawn"),
        ("Madonna", "Madonna"),
        ("王 伟", "王"),
        ("INGRAM, TED\nNote: prefers texts", "Ted"),
        ("Don Smith", "Don"),
        ("SMITH, DON", "Don"),
        ("Smith, Don Michael", "Don"),
        ("Don Miguel Ruiz", "Miguel"),
        ("Do\u00f1a Rosa", "Rosa"),
        ("Dona Smith", "Dona"),
        ("Mr. Don King", "Don"),
        ("LOPEZ, ANA 12345", "Ana"),
        ("Lopez 4412, Ana", "Ana"),
        ("Ana Lopez #12", "Ana"),
        ("Ruiz, Ana - 9912", "Ana"),
        ("Smith, John 3rd", "John"),
        ("Ana2 Lopez", None),
        ("Ana 2 Lopez", None),
        ("Patient 12345", None),
        ("New Patient", None),
        ("Test, Patient", None),
        ("SMITH,", None),
        (",", None),
        (", JANE", None),
        ("", None),
        ("SMITH, 12345", None),
        ("12345", None),
        ('=HYPERLINK("http://x")', None),
        ("@SUM(1)", None),
        ("+1 415", None),
        ("Jane<script>", None),
        ("x" * 100, None),
    ],
)
def test_full_names(cell, expected):
    assert parse_full_name(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("JANE", "Jane"),
        ("jane", "Jane"),
        ("Mary Ann", "Mary Ann"),
        ("JOSÉ LUIS", "José Luis"),
        ("JANE Q.", "Jane"),
        ("Jean-Paul", "Jean-Paul"),
        ("SOO-JIN", "Soo-Jin"),
        ("D'ANDRE", "D'Andre"),
        ("McKenna", "McKenna"),
        ("Na", "Na"),
        ("J", "J"),
        ("José", "José"),
        ("Jane2", None),
        ("=1+1", None),
        ("-", None),
        ("", None),
    ],
)
def test_first_names(cell, expected):
    assert parse_first_name(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("English", "en"), ("ENG", "en"), ("en-US", "en"), ("inglés", "en"), ("Spanish", "es"),
        ("Español", "es"), ("es_MX", "es"), ("SPA", "es"), ("S", "es"), ("E", "en"),
        ("Mandarin", None), ("", None), ("-", None), ("Vietnamese", None), ("Estonian", None),
    ],
)  # fmt: skip
def test_languages(cell, expected):
    assert parse_locale(cell) == expected


@pytest.mark.parametrize(
    ("answer", "cells"),
    [
        (
            Answer.YES,
            ("Yes", "Y", "X", "1", "true", "TRUE", "✓", "☑", "on", "checked", "sí", "1.0"),
        ),
        (Answer.NO, ("No", "N", "false", "0", "off", "☐", "falso", "0.0", "unchecked")),
        (Answer.BLANK, ("", " ", "??", "-", "N/A", "unknown", "0001-01-01 00:00:00")),
        (Answer.REFUSES, ("Opted out", "OPT-OUT", "unsubscribed", "declined", "Do not text")),
        (Answer.WANTS, ("Opted in", "subscribed", "acepta")),
        (Answer.UNCLEAR, ("maybe", "ask first", "✗", "2", "mother's phone")),
    ],
)
def test_yes_and_no_are_read_however_they_are_written(answer, cells):
    assert {cell: read_answer(cell) for cell in cells} == dict.fromkeys(cells, answer)


@pytest.mark.parametrize("cell", ["", " ", "N/A", "none", "-", "--", "null", "Unknown", "Ninguno"])
def test_words_for_nothing_are_nothing(cell):
    assert not is_given(cell)
    assert not is_contact(cell)


@pytest.mark.parametrize("cell", ["no", "NA", "no email", "No Phone", "000-000-0000", "0", "x"])
def test_words_for_no_contact_are_no_contact(cell):
    assert not is_contact(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('="0123"', "0123"),
        ("'0123", "0123"),
        ("\u00a0x\u00a0", "x"),
        ("\ufeffName", "Name"),
        ('=""', ""),
        ("O'Brien", "O'Brien"),
    ],
)
def test_spreadsheet_wrappings_come_off(cell, expected):
    assert clean_cell(cell) == expected


@given(st.text(max_size=120))
def test_no_text_makes_a_cell_fail_and_a_name_is_always_speakable(text):
    for parse in (parse_first_name, parse_full_name):
        name = parse(text)
        assert name is None or (0 < len(name) <= 40 and name[0].isalpha() and "\n" not in name)
    email = parse_email(text)
    assert email is None or (email.isascii() and email == email.lower())
    assert parse_locale(text) in {"en", "es", None}
    read_answer(text)
    clean_cell(text)
