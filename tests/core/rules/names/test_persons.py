"""What somebody is called, out of whatever stands in a name's place."""

import pytest

from core.rules.names.persons import parse_desk_name, parse_first_name, parse_full_name

FULL = {
    "John Smith, PhD": "John",
    "john smith, phd": "John",
    "John Smith, DDS, MS": "John",
    "John Smith, DO": "John",
    "Dr. John Smith, MD": "John",
    "John Smith, Jr.": "John",
    "John Smith Jr": "John",
    "Smith, John, Jr.": "John",
    "Smith, Jr., Robert": "Robert",
    "Amara Ruiz, III": "Amara",
    "Smith, Do": "Do",
    "Maria Lopez Garcia": "Maria",
    "Lopez Garcia, Maria": "Maria",
    "Juan Carlos Perez": "Juan Carlos",
    "Juan Santiago Perez": "Juan",
    "Maria Jose Garcia": "Maria Jose",
    "GARCIA, MARIA JOSE": "Maria Jose",
    "Mary Jo Smith": "Mary Jo",
    "Maria de la Cruz": "Maria",
    "De la Cruz, Maria": "Maria",
    "de la Cruz Maria": "Maria",
    "Van Nguyen": "Van",
    "Van Der Berg, Anna": "Anna",
    "La Toya Jackson": "La Toya",
    "Okafor Ngozi": "Ngozi",
    "J. Robert Smith": "Robert",
    "Smith, J. Robert": "Robert",
    "Pat Smith": "Pat",
    "Na Li": "Na",
    "J. Smith": None,
    "J Smith": None,
    "J. R. Smith": None,
    "J.R. Smith": None,
    "Ms. J. Smith": None,
    "Smith, J.": None,
    "Mr. Smith": None,
    "Sra. Garcia": None,
    "Smith, Mr.": None,
    "Smith, Jr.": None,
    "Smith, Baby Boy": None,
    "Baby Girl Smith": None,
    "Test, Ana": None,
    "Patient, New": None,
    "Walk In": None,
}
NOBODY = [
    *("Patient", "Unknown", "Test", "N/A", "New", "TBD", "Baby", "Mr", "X", "XX", "New Patient"),
    *("Paciente", "Bebé", "No Name", "Anonymous", "First Name", "Lunch", "Mom", "none", "zzTest"),
]


@pytest.mark.parametrize(("cell", "name"), FULL.items(), ids=FULL)
def test_the_first_name_of_a_whole_name(cell, name) -> None:
    assert parse_full_name(cell) == name


@pytest.mark.parametrize("cell", NOBODY)
def test_nobody_is_greeted_by_a_word_that_stands_in_for_a_name(cell) -> None:
    assert [parse(cell) for parse in (parse_first_name, parse_full_name, parse_desk_name)] == [
        None
    ] * 3


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("John Smith", "John"), ("Maria Lopez Garcia", "Maria"), ("Maria de la Cruz", "Maria"),
        ("J.", None),
        ("J.R.", None),
        ("MARY ANN", "Mary Ann"), ("Ana Sofia", "Ana Sofia"), ("La Toya", "La Toya"),
        ("María del Carmen", "María Del Carmen"), ("Soo Min", "Soo Min"), ("Kim", "Kim"),
    ],
)  # fmt: skip
def test_a_surname_in_the_column_of_first_names_is_left_out(cell, name) -> None:
    assert parse_first_name(cell) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("John Smith", "John"), ("John Kowalczyk", "John"), ("Mary Ann", "Mary Ann"),
        ("Lopez, Ana", "Ana"), ("John Smith, PhD", "John"), ("La Toya", "La Toya"),
        ("Maria Lopez Garcia", "Maria"), ("José Luis", "José Luis"), ("Ana", "Ana"),
        ("J. Smith", None), ("Mrs. Garcia", None),
    ],
)  # fmt: skip
def test_a_front_desk_that_types_a_whole_name_greets_the_first(text, name) -> None:
    assert parse_desk_name(text) == name
