"""What owners agree to is kept with its version: a word may not change under the same version."""

import pytest

from core.onboarding.onboarding import ATTESTATION, ATTESTATION_VERSION
from core.rules.wording.catalogue import say
from core.visits.upload_previews import FILE_STATEMENT, FILE_STATEMENT_VERSION

AGREED_TO = {
    (
        "2026-03",
        "en",
    ): "Our patients gave us their phone number and agreed to receive texts from us about their visits. We keep that consent, and whoever replies STOP is not texted again.",
    (
        "2026-03",
        "es",
    ): "Nuestros pacientes nos dieron su teléfono y aceptaron recibir mensajes nuestros sobre sus visitas. Guardamos ese consentimiento, y a quien responde ALTO no le escribimos más.",
    (
        "list-2026-03",
        "en",
    ): "The patients on this list gave us their phone number or email and agreed to hear from us about their visits.",
    (
        "list-2026-03",
        "es",
    ): "Los pacientes de esta lista nos dieron su teléfono o correo y aceptaron que les escribamos sobre sus visitas.",
}


@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize(
    ("statement", "version"),
    [(ATTESTATION, ATTESTATION_VERSION), (FILE_STATEMENT, FILE_STATEMENT_VERSION)],
)
def test_a_version_of_a_statement_is_its_words_to_the_letter(statement, version, locale) -> None:
    assert say(statement, locale) == AGREED_TO[version, locale]
