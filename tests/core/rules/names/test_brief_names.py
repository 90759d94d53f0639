"""What texts call a practice: its name, or a form of it that is short, whole words and lawful."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.rules.names.brief_names import MOST_CHARS
from core.rules.names.folding import word_set
from core.rules.names.practice_names import check_practice_name, name_in_texts
from core.rules.wording.filters import plain_punctuation
from core.rules.wording.segments import count_segments, to_gsm7

UNBRIEF = "Chase Featherstonehaugh-Cholmondeley-Majoribanks Dentistry"
"""All that fits of it is the name of a bank."""

SHORTENED = {
    "Lakeside Family Dental": "Lakeside Family Dental",
    "Dr. Ana M. Núñez, DDS, PC": "Dr. Ana M. Núñez, DDS, PC",
    "Sunrise Valley Family and Cosmetic Dentistry": "Sunrise Valley Dentistry",
    "Sunrise Valley Family and Cosmetic Dentistry of Springfield, PLLC": "Sunrise Valley Dentistry",
    "Drs. Smith, Jones, and Williams Family and Cosmetic Dentistry": (
        "Drs. Smith, Jones, and Williams"
    ),
    "The Dental Implant and Oral Surgery Center of Springfield": (
        "The Dental Implant and Oral Surgery"
    ),
    "Dental Associates of Springfield and Greater Hampden County": (
        "Dental Associates of Springfield"
    ),
    "Consultorio Dental de la Dra. María de los Ángeles Rodríguez": (
        "Dra. María de los Ángeles Rodríguez"
    ),
    "Clínica “Sonrisa” – Dr. Núñez & Asociados, Cuidado Dental 1": "Clínica Sonrisa",
    "Smith Holdings Limited LLC dba Bright Smiles of Ohio": "Bright Smiles of Ohio",
    "Lakeside Pediatric Dentistry & Orthodontics - Gentle Care for Smiles": (
        "Lakeside Pediatric Dentistry"
    ),
    "Jonathan A. Featherstonehaugh, DDS, MS, A Professional Corporation": (
        "Jonathan A. Featherstonehaugh"
    ),
    "Banks Street Dental (Suite 1200, next to the water tower)": "Banks Street Dental",
    "Chase Family and Cosmetic Dentistry of Greater Springfield": (
        "Chase Family and Cosmetic Dentistry"
    ),
    "Odontología Integral y Estética Avanzada de las Sonrisas del Caribe": (
        "Odontología Integral y Estética Avanzada"
    ),
}


@pytest.mark.parametrize(("name", "shown"), SHORTENED.items())
def test_a_long_name_loses_what_does_not_tell_the_practice_apart(name, shown) -> None:
    assert name_in_texts(name) == shown


@pytest.mark.parametrize(
    "name", ["smiledental.com", "Smile 510-555-0142", "Chase Bank", "W" * 41, UNBRIEF]
)
def test_a_name_that_may_not_open_a_text_has_no_form_that_may(name) -> None:
    assert name_in_texts(name) is None


_PARTS = st.sampled_from(
    sorted(
        word_set(
            """Sunrise Valley Family and & Cosmetic Dentistry Dental Care of Springfield PLLC, LLC DDS,
    Dr. Dra. Ana Núñez de la Clínica Odontología – - | (Suite 12) dba the Kids' “Smile” Œuvre
    Chase Target 360 Implants, … Ínstituto Łódź Featherstonehaugh-Cholmondeley-Majoribanks"""
        )
    )
)
_NAMES = st.lists(_PARTS, min_size=1, max_size=14).map(" ".join) | st.text(max_size=140)


@given(_NAMES)
@example("œ" * 40)
@example("…" * 39 + "a")
def test_what_a_text_shows_is_short_lawful_and_made_of_whole_words(name) -> None:
    shown = name_in_texts(name)
    if check_practice_name(name) is not None:
        assert shown is None
        return
    assert shown is not None
    assert 0 < len(shown) <= MOST_CHARS
    assert len(to_gsm7(shown)) <= MOST_CHARS
    assert check_practice_name(shown) is None
    whole = plain_punctuation(name)
    bare = {word.strip(' ,;:-&/|()[]{}"') for word in whole.replace('"', "").split()}
    if shown != whole:
        assert {word.strip(' ,;:-&/|()[]{}"') for word in shown.split()} <= bare
    assert count_segments(shown) <= count_segments(whole)


@given(_NAMES)
def test_a_shown_name_is_shown_unchanged(name) -> None:
    shown = name_in_texts(name)
    if shown is not None:
        assert name_in_texts(shown) == shown
