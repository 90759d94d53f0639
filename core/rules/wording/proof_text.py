"""The text to patients as its owner reads it first, on the page and on her own phone."""

from collections.abc import Mapping
from types import MappingProxyType

from core.rules.sending.delivery_errors import policy_of
from core.rules.vocabulary import Reason

SAMPLE_FIRST_NAMES: Mapping[str, str] = MappingProxyType({"en": "Maria", "es": "María"})
"""Whom the text greets that no patient gets, by language."""

_PROBLEMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        Reason.SUPPRESSED.value: (
            "This phone opted out of our texts or cannot get any. Try another, or reply START.",
            "Este teléfono se dio de baja o no recibe mensajes. Pruebe otro, o responda INICIAR.",
        ),
        Reason.PRACTICE_CANCELED.value: (
            "Your subscription has ended; nothing is being sent.",
            "Su suscripción ha terminado; no se envía nada.",
        ),
        Reason.TEMPLATE_REJECTED.value: (
            "The wording is being corrected. Please try again later.",
            "Se está corrigiendo el texto. Intente de nuevo más tarde.",
        ),
        Reason.CARRIER_ERROR.value: (
            "The carrier did not take it, several times. Please try another phone.",
            "El operador no lo aceptó, varias veces. Pruebe con otro teléfono.",
        ),
        Reason.PROVIDER_DOWN.value: (
            "The texting service did not answer. Please try again in a few minutes.",
            "El servicio de mensajes no respondió. Intente de nuevo en unos minutos.",
        ),
    }
)


def sample_values(
    *, practice_name: str, practice_phone: str | None, link: str, locale: str
) -> dict[str, str]:
    """Give what fills in the first text to a patient, where the patient is made up."""
    return {
        "first_name": SAMPLE_FIRST_NAMES.get(locale, SAMPLE_FIRST_NAMES["en"]),
        "practice_name": practice_name,
        "practice_phone": practice_phone or "",
        "link": link,
    }


def proof_problem(code: str) -> tuple[str, str]:
    """Say in English and Spanish why the owner's text did not arrive; `code` may be a reason."""
    policy = policy_of(code)
    return _PROBLEMS.get(code, (policy.meaning_en, policy.meaning_es))
