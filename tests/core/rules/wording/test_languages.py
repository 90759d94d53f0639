import pytest

from core.rules.names.given_names import GIVEN_NAMES, SURNAMES
from core.rules.visits.cells import parse_locale
from core.rules.wording.languages import LANGUAGE_OF_WORD, LANGUAGES
from tests.core.rules.calendars.entries import PHONE, read

LETTERS = {language.letter for language in LANGUAGES.values()}


@pytest.mark.parametrize(("word", "code"), sorted(LANGUAGE_OF_WORD.items()))
def test_a_list_and_a_calendar_know_a_language_by_the_same_words(word, code):
    assert parse_locale(word.upper()) == code
    assert read(f"Maria Lopez {PHONE} ({word})")[3] == code


@pytest.mark.parametrize("letter", sorted(LETTERS))
def test_a_letter_names_a_language_in_a_column_and_is_an_initial_in_a_title(letter):
    assert parse_locale(letter) in LANGUAGES
    assert read(f"Maria {letter.upper()} {PHONE}")[3] is None


def test_no_word_names_two_languages_and_none_is_a_persons_name():
    words = [word for language in LANGUAGES.values() for word in language.words]
    assert len(words) == len(set(words)) == len(LANGUAGE_OF_WORD)
    assert not (LETTERS | set(words)) & (GIVEN_NAMES | SURNAMES)
