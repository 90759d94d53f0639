"""Why a request was not sent, or not yet, in words that a front desk understands."""

from collections.abc import Mapping
from types import MappingProxyType

from core.rules.vocabulary import Reason

REASON_TEXTS: Mapping[Reason, tuple[str, str]] = MappingProxyType(
    {
        Reason.PRACTICE_CANCELED: ("The subscription has ended", "La suscripción ha terminado"),
        Reason.PRACTICE_PAST_DUE: ("A payment is overdue", "Hay un pago pendiente"),
        Reason.ONBOARDING_INCOMPLETE: (
            "Set-up is not finished",
            "La configuración no está terminada",
        ),
        Reason.NOT_ATTESTED: (
            "Patient consent has not been confirmed",
            "Falta confirmar el consentimiento de los pacientes",
        ),
        Reason.PAUSED: ("You paused sending", "Usted pausó los envíos"),
        Reason.NO_REVIEW_LINK: ("There is no review link yet", "Aún no hay enlace de reseñas"),
        Reason.OPTED_OUT: ("The patient opted out", "El paciente pidió no recibir mensajes"),
        Reason.SUPPRESSED: (
            "The number or address does not accept messages",
            "El número o correo no acepta mensajes",
        ),
        Reason.EXCLUDED: ("On your exclusion list", "Está en su lista de exclusión"),
        Reason.NO_CONTACT: ("No phone number or email", "Sin teléfono ni correo"),
        Reason.SAME_DAY: (
            "Already asked for another visit that day",
            "Ya se pidió por otra visita de ese día",
        ),
        Reason.ALREADY_SENT: ("Already asked about this visit", "Ya se pidió por esta visita"),
        Reason.COOLDOWN: ("Asked recently", "Se le pidió hace poco"),
        Reason.VISIT_TOO_OLD: (
            "The visit was more than 30 days ago",
            "La visita fue hace más de 30 días",
        ),
        Reason.VISIT_IN_FUTURE: ("The visit has not happened yet", "La visita aún no ocurre"),
        Reason.VISIT_CANCELED: ("The visit was called off", "La visita se anuló"),
        Reason.SEND_DELAY: (
            "Waiting for your delay after the visit",
            "En espera del tiempo tras la visita",
        ),
        Reason.QUIET_HOURS: (
            "Waiting for the end of quiet hours",
            "En espera del fin de las horas de silencio",
        ),
        Reason.DAILY_CAP: ("Daily limit reached; sent next", "Límite diario; se envía después"),
        Reason.BUDGET: (
            "Monthly budget reached; sent next",
            "Presupuesto mensual; se envía después",
        ),
        Reason.SMS_NOT_READY: (
            "Texting is not approved yet; email where known",
            "Los SMS aún no están aprobados; correo si se conoce",
        ),
        Reason.CLICKED: (
            "Already opened the link; no reminder needed",
            "Ya abrió el enlace; no hace falta recordatorio",
        ),
        Reason.REMINDED: ("Already reminded", "Ya se le recordó"),
        Reason.CARRIER_ERROR: (
            "The phone carrier could not deliver it",
            "El operador telefónico no pudo entregarlo",
        ),
        Reason.PROVIDER_DOWN: (
            "The messaging service was not available",
            "El servicio de mensajes no estaba disponible",
        ),
        Reason.UNCERTAIN: (
            "Delivery is being checked by a person",
            "Una persona está revisando la entrega",
        ),
        Reason.TEMPLATE_REJECTED: (
            "The wording is being corrected",
            "Se está corrigiendo el texto",
        ),
    }
)
"""English and Spanish for every reason."""


def reason_text(reason: str, locale: str) -> str:
    """Say `reason` in `locale`; a reason outside the list is shown with its underscores gone."""
    try:
        english, spanish = REASON_TEXTS[Reason(reason)]
    except ValueError:
        return reason.replace("_", " ")
    return spanish if locale == "es" else english
