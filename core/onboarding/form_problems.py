"""What is said beside an answer of the portal's forms that is not taken, in English and Spanish."""

from collections.abc import Mapping
from types import MappingProxyType

PROBLEMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "not_text": ("This must be text.", "Esto debe ser texto."),
        "unprintable": (
            "This has characters that cannot be used.",
            "Hay caracteres que no se pueden usar.",
        ),
        "too_long": (
            "Please use at most {most} characters.",
            "Use {most} caracteres como máximo.",
        ),
        "consent_name": (
            "Please type your full name: it is your signature.",
            "Escriba su nombre completo: es su firma.",
        ),
        "consent_accepted": (
            "Please confirm that your patients agreed to be texted.",
            "Confirme que sus pacientes aceptaron recibir mensajes.",
        ),
        "timezone": (
            "Please choose a time zone, such as America/Los_Angeles.",
            "Elija una zona horaria, por ejemplo America/Los_Angeles.",
        ),
        "clock": (
            "Please give a time of day such as 20:00.",
            "Indique una hora del día, por ejemplo 20:00.",
        ),
        "too_quiet": (
            (
                "These quiet hours leave less than an hour between 9 in the morning and 8 in the"
                " evening, when texts may lawfully be sent everywhere. Make them shorter."
            ),
            (
                "Estas horas de silencio dejan menos de una hora entre las 9 de la mañana y las 8"
                " de la noche, cuando la ley permite enviar mensajes en todas partes. Acórtelas."
            ),
        ),
        "whole_number": (
            "Please give a whole number from {lowest} to {highest}.",
            "Indique un número entero de {lowest} a {highest}.",
        ),
        "budget": (
            "Please give an amount from {lowest} to {highest}, such as 49.50, or leave it blank.",
            "Indique un monto de {lowest} a {highest}, como 49.50, o déjelo en blanco.",
        ),
        "locale": (
            "Please choose English (en) or Spanish (es).",
            "Elija inglés (en) o español (es).",
        ),
        "phone": (
            "This is not a valid phone number.",
            "Este no es un número de teléfono válido.",
        ),
        "email": (
            "This is not a valid email address.",
            "Esta no es una dirección de correo válida.",
        ),
        "data_source": ("Please choose one of: {names}.", "Elija una de estas: {names}."),
        "not_a_link": (
            "This is not a web address. Copy the whole link from your Google profile.",
            "Esto no es una dirección web. Copie el enlace completo de su perfil de Google.",
        ),
        "not_https": (
            "The link must start with https://.",
            "El enlace debe empezar con https://.",
        ),
        "not_google": (
            (
                "The link must lead to Google. In your Google Business Profile choose “Ask for"
                " reviews” and copy the link shown there; it looks like https://g.page/r/…/review."
            ),
            (
                "El enlace debe llevar a Google. En su Perfil de Negocio de Google elija «Pedir"
                " reseñas» y copie el enlace; se ve así: https://g.page/r/…/review."
            ),
        ),
        "not_a_review_page": (
            (
                "This is a Google address, but not your office's review page. In your Google"
                " Business Profile choose “Ask for reviews” and copy the link shown there."
            ),
            (
                "Es una dirección de Google, pero no la página de reseñas de su consultorio. En su"
                " Perfil de Negocio de Google elija «Pedir reseñas» y copie el enlace."
            ),
        ),
    }
)
"""By code: English, Spanish."""


def problem_text(code: str, locale: str, **values: object) -> str:
    """Say what is wrong in `locale`; raises KeyError for a code or value that is unknown."""
    english, spanish = PROBLEMS[code]
    return (spanish if locale == "es" else english).format(**values)
