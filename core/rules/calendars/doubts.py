"""Why a calendar entry does not become a visit, in words that a front desk understands."""

from collections.abc import Mapping
from types import MappingProxyType

from core.rules.calendars.titles import Doubt

DOUBT_TEXTS: Mapping[Doubt, tuple[str, str]] = MappingProxyType(
    {
        Doubt.ALL_DAY: ("It lasts all day", "Dura todo el día"),
        Doubt.CANCELED: ("Called off or moved", "Cancelada o cambiada de fecha"),
        Doubt.DECLINED: ("You declined it", "Usted la rechazó"),
        Doubt.NO_SHOW: ("The patient did not come", "El paciente no vino"),
        Doubt.TOO_LONG: ("Longer than ten hours", "Dura más de diez horas"),
        Doubt.NO_TITLE: ("Nothing is written in it", "No tiene nada escrito"),
        Doubt.OFFICE_TIME: (
            "The office's own time: lunch, a meeting, blocked",
            "Tiempo del consultorio: almuerzo, junta, bloqueado",
        ),
        Doubt.ERRAND: ("A task, not a visit", "Una tarea, no una visita"),
        Doubt.BUSINESS: (
            "About a laboratory, supplier or another office",
            "Sobre un laboratorio, proveedor u otro consultorio",
        ),
        Doubt.TEST: ("A test", "Una prueba"),
        Doubt.NO_CONTACT: ("No phone or email", "Sin teléfono ni correo"),
        Doubt.SEVERAL_PHONES: (
            "Several phones; we cannot tell which is the patient's mobile",
            "Varios teléfonos; no sabemos cuál es el celular del paciente",
        ),
        Doubt.SEVERAL_EMAILS: ("Several email addresses", "Varios correos"),
        Doubt.SOMEONE_ELSES_PHONE: (
            "The phone may be a relative's or another office's",
            "El teléfono puede ser de un familiar o de otro consultorio",
        ),
        Doubt.NO_NAME: ("No name that we are sure of", "Ningún nombre seguro"),
        Doubt.SEVERAL_NAMES: ("Several names", "Varios nombres"),
        Doubt.UNREADABLE: (
            "Its time or key cannot be read; save it once more in the calendar",
            "No se puede leer su hora o su clave; guárdela otra vez en el calendario",
        ),
        Doubt.SEVERAL_PEOPLE: ("About several people", "Sobre varias personas"),
    }
)
"""English and Spanish of every doubt."""


def explain_doubt(doubt: Doubt, locale: str) -> str:
    """Say a doubt in `en` or `es`."""
    english, spanish = DOUBT_TEXTS[doubt]
    return spanish if locale == "es" else english
