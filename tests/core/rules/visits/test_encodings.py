"""Letters beyond ASCII, in whatever characters an office's programs saved them."""

import pytest

from core.rules.visits.reading.encodings import find_codec
from core.rules.visits.reading.repairs import is_garbled, repair

NAMES = (
    "José Núñez\nÍñigo Peña\nMARÍA MUÑOZ\nZoë Björk\nRenée Françoise\nSofía O’Brien",
    "João Gonçalves\nAndré",
)


@pytest.mark.parametrize("names", NAMES)
@pytest.mark.parametrize("codec", ["utf-8", "cp1252", "cp850", "mac_roman", "utf-16-le"])
def test_a_code_page_is_told_by_the_words_that_it_makes(names, codec) -> None:
    if codec == "cp850":
        names = names.replace("’", "'")
    text = f"First Name,Phone\n{names}\n"
    assert find_codec(text.encode(codec)) == codec


@pytest.mark.parametrize("name", ["José", "Peña", "MUÑOZ", "Íngrid", "Ana María", "René"])
@pytest.mark.parametrize("codec", ["cp1252", "cp850", "mac_roman"])
def test_one_name_is_enough_to_tell(name, codec) -> None:
    data = f"First Name,Phone\n{name},5105550142\n".encode(codec)
    assert data.decode(find_codec(data)) == data.decode(codec)


def test_without_evidence_it_is_windows() -> None:
    assert find_codec(b"Note\nsee \x85 below\n") == "cp1252"


@pytest.mark.parametrize(
    "name", ["José", "Sônia", "Íñigo", "Zoë", "MUÑOZ", "João", "O’Brien", "Ávila", "Übel"]
)
@pytest.mark.parametrize("wrongly", ["cp1252", "latin-1", "mac_roman", "cp850"])
def test_letters_read_in_the_wrong_characters_are_put_right(name, wrongly) -> None:
    try:
        garbled = name.encode().decode(wrongly)
    except UnicodeDecodeError:
        pytest.skip("Windows has no letter for this byte")
    if wrongly in {"mac_roman", "cp850"} and "’" in name:
        pytest.skip("not certain")
    assert repair(garbled) == name


def test_letters_wrong_twice_are_put_right() -> None:
    assert repair("José".encode().decode("cp1252").encode().decode("cp1252")) == "José"


@pytest.mark.parametrize(
    "name", ["JOÃO", "Conceição", "Ângela", "ÂNGELA", "SEBASTIÃO", "Ana", "IRMÃ", "Zoë"]
)
def test_letters_that_are_right_stay(name) -> None:
    assert repair(name) == name
    assert not is_garbled(name)


@pytest.mark.parametrize("name", ["Jos\ufffd", "Jos?", "Mu?oz", "PeÃ", "Jos├", "Â€™â€"])
def test_letters_that_are_lost_are_known_to_be(name) -> None:
    assert is_garbled(name)
