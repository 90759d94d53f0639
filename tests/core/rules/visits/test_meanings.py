"""Columns that a person has to say the meaning of, and what they said before."""

from core.rules.visits.columns import ALIASES
from core.rules.visits.reading.meanings import MEANINGS, ListedColumn, list_meanings
from tests.core.rules.visits.visit_lists import codes, parse

LIST = (
    "Klant,Gsm,Wanneer,Opmerking\nAna,415-555-0142,3/2/2026,a\nBo,415-555-0143,3/1/2026,\n"
    "Ana,415-555-0144,3/2/2026,b\nCy,415-555-0145,3/1/2026,b\nDi,415-555-0146,2/27/2026,c\n"
)
SAID = {"Klant": "first_name", "Gsm": "mobile", "Wanneer": "date"}


def names(data: str, **said) -> list[str]:
    return [row.first_name for row in parse(data, **said).rows]


def test_a_list_of_unknown_headings_still_gives_them_with_three_values_each():
    parsed = parse(LIST)
    assert codes(parsed) == [(1, "file", "file_has_no_heading")]
    assert parsed.columns == (
        ListedColumn("Klant", ("Ana", "Bo", "Cy"), None),
        ListedColumn("Gsm", ("415-555-0142", "415-555-0143", "415-555-0144"), None),
        ListedColumn("Wanneer", ("3/2/2026", "3/1/2026", "2/27/2026"), None),
        ListedColumn("Opmerking", ("a", "b", "c"), None),
    )
    assert "Ana" not in repr(parsed)
    assert "Ana" not in repr(parsed.columns)


def test_a_list_that_lacks_a_column_says_what_the_others_were_taken_for():
    parsed = parse("Report of March\n\nFirst Name,Gsm,Visit Date\nAna,415-555-0142,3/2/2026\n")
    assert codes(parsed) == [(1, "file", "file_has_no_contact")]
    assert [(c.heading, c.meaning) for c in parsed.columns] == [
        ("First Name", "first_name"), ("Gsm", None), ("Visit Date", "date"),
    ]  # fmt: skip


def test_what_a_person_says_of_a_column_is_believed():
    assert names(LIST, column_map=SAID) == ["Ana", "Bo", "Ana", "Cy", "Di"]
    assert names("First Name,Call me,Phone,Visit Date\nAna,Nana,4155550142,3/2/2026\n",
                 column_map={"Call me": "first_name"}) == ["Nana"]  # fmt: skip


def test_what_was_said_of_an_earlier_list_holds_where_its_headings_stand_again():
    assert names(LIST, remembered=SAID | {"Elders": "email"}) == ["Ana", "Bo", "Ana", "Cy", "Di"]
    other = "First Name,Phone,Visit Date\nAna,4155550142,3/2/2026\n"
    assert names(other, remembered=SAID) == ["Ana"]
    assert names(LIST, remembered=SAID | {"Klant": "ignored"}, column_map=SAID)[0] == "Ana"


def test_a_column_that_is_not_needed_is_not_read():
    data = "First Name,Phone,Visit Date,Email\nAna,4155550142,3/2/2026,ana@example.com\n"
    assert [row.email for row in parse(data, column_map={"Email": "ignored"}).rows] == [None]
    assert (
        codes(parse(data, column_map={"Phone": "ignored", "Email": "ignored"}))[0][2]
        == "file_has_no_contact"
    )


def test_no_column_that_forbids_asking_is_left_out_by_hand():
    data = "First Name,Phone,Visit Date,Do Not Text\nAna,4155550142,3/2/2026,Yes\n"
    assert codes(parse(data, column_map={"Do Not Text": "ignored"})) == [
        (2, "phone", "may_not_text")
    ]


def test_two_columns_of_one_meaning_are_read_in_the_order_they_were_named():
    data = (
        "First Name,A,B,Visit Date\nAna,,4155550142,3/2/2026\nBo,4155550143,4155550144,3/2/2026\n"
    )
    parsed = parse(data, column_map={"A": "phone", "B": "phone"})
    assert [row.phone_e164 for row in parsed.rows] == ["+14155550142", "+14155550143"]


def test_a_state_is_a_status_only_where_it_holds_statuses():
    heading = "First Name,Phone,Visit Date,State\n"
    came = "Ana,4155550142,3/2/2026,Completed\nBo,4155550143,3/2/2026,Did not attend\n"
    assert names(heading + came) == ["Ana"]
    lives = "Ana,4155550142,3/2/2026,CA\nBo,4155550143,3/2/2026,CO\nCy,4155550144,3/2/2026,Oregon\n"
    assert names(heading + lives) == ["Ana", "Bo", "Cy"]


def test_every_meaning_is_a_field_or_none():
    assert set(list_meanings()) - {"ignored"} == ALIASES.keys()
    assert all(MEANINGS.values())
