"""Names of practices: an office's own open a text, and nothing that sounds an alarm."""

import pytest

from core.rules.names.practice_names import NameProblem, check_practice_name

OWN = [
    "Smile Dental",
    "Lakeside Family Dental",
    "Dr. Ana M. Núñez, DDS, PC",
    "Dental 360",
    "2020 Smiles",
    "1st Avenue Dentistry",
    "O'Brien & Sons Orthodontics",
    "Clínica Dental Sonrisas de Ponce",
    "Amazon Dental Care",
    "Chase Family Dentistry",
    "Apple Valley Orthodontics",
    "Freeman Oral Surgery",
    "Banks Street Dental (Suite 1200)",
    "Pinecrest Endodontics",
    "Your practice",
]


@pytest.mark.parametrize("name", OWN)
def test_an_offices_own_name_may_open_a_text(name) -> None:
    assert check_practice_name(name) is None


REFUSED = {
    "Chase Bank: account locked, verify at chase-help.com": NameProblem.LINK,
    "Chase Bank": NameProblem.ALARM,
    "IRS Refund Department": NameProblem.ALARM,
    "Amazon": NameProblem.ALARM,
    "Amazon Support": NameProblem.ALARM,
    "Smile Dental: your account is locked": NameProblem.ALARM,
    "Smile Dental - verify now": NameProblem.ALARM,
    "USPS package held": NameProblem.ALARM,
    "Banco Popular: cuenta bloqueada": NameProblem.ALARM,
    "Dental VERIFICACIÓN": NameProblem.ALARM,
    "smiledental.com": NameProblem.LINK,
    "Smile Dental t.co": NameProblem.LINK,
    "Smile Dental https://evil": NameProblem.LINK,
    "Smile www.evil": NameProblem.LINK,
    "Smile bit.ly/x": NameProblem.LINK,
    "owner@smile": NameProblem.LINK,
    "Smile Dental 510-555-0142": NameProblem.DIGITS,
    "Smile Dental (510) 555 0142": NameProblem.DIGITS,
    "Text 72345": NameProblem.DIGITS,
    "Smile\u200bDental": NameProblem.UNPRINTABLE,
    "\u202eelimS": NameProblem.UNPRINTABLE,
    "Smile\nDental": NameProblem.UNPRINTABLE,
    "Smile\u2028Dental": NameProblem.UNPRINTABLE,
    "\ufeffSmile": NameProblem.UNPRINTABLE,
    "\uff22\uff41\uff4e\uff4b of Smiles": NameProblem.ALARM,
    "  ": NameProblem.UNPRINTABLE,
    "M" * 121: NameProblem.TOO_LONG,
    "M" * 41: NameProblem.NOT_BRIEF,
    "Chase " + "of" * 30: NameProblem.ALARM,
}


@pytest.mark.parametrize(("name", "problem"), REFUSED.items(), ids=ascii)
def test_a_name_that_is_something_else_may_not(name, problem) -> None:
    assert check_practice_name(name) is problem
