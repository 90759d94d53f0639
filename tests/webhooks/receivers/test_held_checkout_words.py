"""What a Spanish-speaking office reads of a second checkout: the mail, and the page it leads to."""

import pytest

from tests.webhooks.receivers.test_stripe_second_checkouts import (
    living,
    mailed_link,
    practice,
    second,
    sent_notice,
)

__all__ = ["living", "second"]


@pytest.fixture
def spanish(living, second):
    living.database.execute("update settings set default_locale = 'es'")
    return living


def test_the_mail_asks_in_spanish_and_carries_nothing_english(spanish, database_url) -> None:
    mail = sent_notice(spanish, database_url)
    assert mail.subject == "¿Ha pagado otra vez?"
    for body in (mail.text, mail.html):
        assert "Alguien pagó una segunda suscripción a nombre de su consultorio." in body
        assert "rechácela ahí" in body
        assert "/checkouts/" in body
        assert "Somebody paid" not in body


def test_the_page_behind_a_spanish_mail_is_spanish_whatever_the_browser_prefers(
    spanish, database_url
) -> None:
    _, path = mailed_link(spanish, database_url)
    page = spanish.get_page(path, **{"Accept-Language": "en-US"})
    assert '<html lang="es">' in page.text
    for words in (
        "¿Ha pagado otra vez Smile Dental?",
        "Nada cambia hasta que usted decida.",
        "No, rechazarla",
    ):
        assert words in page.text
    assert "Nothing changes until you decide" not in page.text


def test_an_answer_given_in_spanish_is_confirmed_in_spanish(spanish, database_url) -> None:
    _, path = mailed_link(spanish, database_url)
    settled = spanish.post_form(path, {"decision": "refuse"})
    assert '<html lang="es">' in settled.text
    assert "No queda nada por decidir para Smile Dental." in settled.text
    assert spanish.rows("select decision, decided_by from held_checkouts") == [
        {"decision": "refused", "decided_by": "owner"}
    ]
    assert practice(spanish)["stripe_subscription_id"] == "sub_1"
