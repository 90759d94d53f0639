import pytest

from core.rules.consent.reply_words import fold_reply
from core.rules.names.folding import fold, fold_name, without_accents
from core.rules.wording.linter import plain_words
from core.rules.wording.segments import to_gsm7


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("María Muñoz", "Maria Munoz"),
        ("Mari\u0301a", "Maria"),
        ("Ａna", "Ana"),
        ("Sloﬁe", "Slofie"),
        ("plain", "plain"),
        ("伟", "伟"),
        ("", ""),
    ],
)
def test_accents_come_off_and_other_shapes_of_letters_become_plain(text, plain):
    assert without_accents(text) == plain


@pytest.mark.parametrize(
    "text", ["cancelacion", "CANCELACIÓN", "Cancelacio\u0301n", "Ｃancelación"]
)
def test_every_reader_of_words_folds_accents_alike(text):
    for read in (fold, fold_reply, plain_words, fold_name):
        assert read(text) == "cancelacion"
    assert to_gsm7(text).casefold() == "cancelacion"


def test_a_sign_inside_a_name_parts_words_but_not_the_names_we_match_by():
    assert (fold("O'Brien-Núñez"), fold_name("O'Brien-Núñez")) == ("o brien nunez", "obriennunez")
