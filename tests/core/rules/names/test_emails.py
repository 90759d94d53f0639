"""What is an email address: one check for lists, forms, calendars, Stripe and settings."""

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from core.rules.names import emails
from core.rules.names.emails import check_email, find_email, parse_email

LETTERS = "abz019._+-!#'~"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana.Ruiz+x@Mail.Example.CO.UK", "ana.ruiz+x@mail.example.co.uk"),
        ("o'brien_&co@example.com", "o'brien_&co@example.com"),
        ("ana@muñoz.example", "ana@xn--muoz-hqa.example"),
        ("ana@smile.test", "ana@smile.test"),
        ("a" * 64 + "@example.com", "a" * 64 + "@example.com"),
        ("a" * 65 + "@example.com", None),
        ("'" * 65 + "@example.com", None),
        ("ana@" + "b." * 124 + "com", None),
        ("ana@" + "b" * 63 + ".com", "ana@" + "b" * 63 + ".com"),
        ("ana@" + "b" * 64 + ".com", None),
        ("", None),
        ("@", None),
        ("ana", None),
        ("ana@gmail", None),
        ("ana@test", None),
        ("ana@gmail.c", None),
        ("ana@gmail.c0m", None),
        ("ana@127.0.0.1", None),
        ("ana@[127.0.0.1]", None),
        ("ana@office.local", None),
        ("ana@localhost", None),
        ("ana@mail_server.com", None),
        ("ana@b@example.com", None),
        ("josé@example.com", None),
        ('"ana ruiz"@example.com', None),
        ("Ana <ana@example.com>", None),
        ("ana @example.com", None),
        ("ana@example.com\n", None),
        ("ana@example.com\x00", None),
    ],
)
def test_an_address_is_one_that_somebody_can_have(text: str, expected: str | None) -> None:
    assert check_email(text) == expected


@given(st.text(LETTERS, max_size=70), st.sampled_from(["example.com", "a.b.test", "x", "-a.com"]))
def test_a_plain_name_is_judged_as_the_library_judges_it(local: str, domain: str) -> None:
    address = f"{local}@{domain}"
    try:
        validate_email(
            address,
            allow_smtputf8=False,
            strict=True,
            check_deliverability=False,
            test_environment=True,
        )
        expected = address
    except EmailNotValidError:
        expected = None
    assert check_email(address) == expected


def test_a_list_of_few_domains_asks_the_library_once_for_each(monkeypatch) -> None:
    asked = []

    def note(address: str, **options: bool) -> object:
        asked.append(address)
        return validate_email(address, **options)

    monkeypatch.setattr(emails, "validate_email", note)
    emails._known_domain.cache_clear()
    for number in range(100):
        assert parse_email(f"Patient.{number}@Gmail.com") == f"patient.{number}@gmail.com"
    assert asked == ["x@gmail.com"]


def test_only_lists_and_forms_know_of_stand_ins() -> None:
    assert parse_email("None@example.com") is None
    assert find_email("None@example.com") == "none@example.com"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Jane@Example.COM", "jane@example.com"),
        (" jane.doe+x@mail.example.co.uk ", "jane.doe+x@mail.example.co.uk"),
        ("mailto:jane@example.com", "jane@example.com"),
        ("<jane@example.com>", "jane@example.com"),
        ("jane@example.com; bob@example.com", "jane@example.com"),
        ("jane@example.com,bob@example.com", "jane@example.com"),
        ("o'brien@example.com", "o'brien@example.com"),
        ("jane", None),
        ("jane@example", None),
        ("@example.com", None),
        ("jane@@example.com", None),
        ("jane.@example.com", None),
        (".jane@example.com", None),
        ("jane@-example.com", None),
        ("jane@example..com", None),
        ("jané@example.com", None),
        ("noemail@example.com", None),
        ("none@none.com", None),
        ("x" * 65 + "@example.com", None),
        ("jane@" + "x" * 250 + ".com", None),
        ("jane@example.com\r\nBcc: x@example.com", "jane@example.com"),
    ],
)
def test_a_cell_gives_its_first_address(cell, expected):
    assert parse_email(cell) == expected
