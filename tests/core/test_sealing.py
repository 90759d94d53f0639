from uuid import uuid4

import pytest

from core.errors import MalformedPayload
from core.sealing import Sealer

PRACTICE = uuid4()


def test_what_is_sealed_opens_again_and_never_shows(sealer: Sealer):
    sealed = sealer.seal("+15105550142", practice_id=PRACTICE, column="patients.phone_e164")
    assert "5550142" not in sealed
    opened = sealer.open(sealed, practice_id=PRACTICE, column="patients.phone_e164")
    assert opened == "+15105550142"


def test_sealing_twice_gives_two_texts(sealer: Sealer):
    first, second = (sealer.seal("a", practice_id=None, column="c") for _ in range(2))
    assert first != second


@pytest.mark.parametrize("practice_id", [uuid4(), None])
def test_a_value_pasted_into_another_practice_does_not_open(sealer: Sealer, practice_id):
    sealed = sealer.seal("secret", practice_id=PRACTICE, column="patients.email")
    with pytest.raises(MalformedPayload):
        sealer.open(sealed, practice_id=practice_id, column="patients.email")


@pytest.mark.parametrize("damaged", ["", "v1:", "v1:####", "v1:QUJD", "plain text"])
def test_damage_is_a_clear_error(sealer: Sealer, damaged: str):
    with pytest.raises(MalformedPayload, match=r"patients\.email does not open"):
        sealer.open(damaged, practice_id=PRACTICE, column="patients.email")


def test_equal_texts_hash_equal_under_one_key_and_differ_under_another(sealer: Sealer):
    other = Sealer((b"k" * 32,))
    assert sealer.hash("+15105550142") == sealer.hash("+15105550142")
    assert sealer.hash("+15105550142") != other.hash("+15105550142")
