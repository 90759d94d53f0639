"""Why a row of a visit list was not taken, in words a receptionist can act on."""

from dataclasses import dataclass

REASONS: dict[str, tuple[str, str]] = {
    "file_is_empty": (
        "The file is empty.",
        "El archivo está vacío.",
    ),
    "file_is_spreadsheet": (
        "This is an Excel file. Open it, choose “Save as”, pick “CSV UTF-8”, and upload that file.",
        (
            "Este es un archivo de Excel. Ábralo, elija «Guardar como», «CSV UTF-8», y suba ese"
            " archivo."
        ),
    ),
    "file_is_not_text": (
        "This file is not a list. Export the visits as CSV and upload that file.",
        "Este archivo no es una lista. Exporte las visitas como CSV y suba ese archivo.",
    ),
    "file_is_too_long": (
        "The list has more than 250,000 rows. Upload it in two parts.",
        "La lista tiene más de 250,000 filas. Súbala en dos partes.",
    ),
    "file_has_no_heading": (
        (
            "No row with column names was found. The first row should read, for example:"
            " First name, Phone, Email, Visit date."
        ),
        (
            "No se encontró una fila con los nombres de las columnas. La primera fila debe decir,"
            " por ejemplo: Nombre, Teléfono, Correo, Fecha."
        ),
    ),
    "file_has_no_name": (
        "No column holds the patient's name. Add one named “First name” or “Patient name”.",
        "Ninguna columna contiene el nombre del paciente. Agregue una llamada «Nombre».",
    ),
    "file_has_no_contact": (
        "No column holds a phone number or an email. Add one named “Mobile phone” or “Email”.",
        "Ninguna columna contiene un teléfono o un correo. Agregue «Celular» o «Correo».",
    ),
    "file_has_no_date": (
        "No column holds the date of the visit. Add one named “Visit date”.",
        "Ninguna columna contiene la fecha de la visita. Agregue una llamada «Fecha».",
    ),
    "file_lacks_chosen_column": (
        "A column you chose is not in this file. Choose the columns again.",
        "Una columna elegida no está en este archivo. Elija las columnas de nuevo.",
    ),
    "row_broken": (
        "A quotation mark is opened and never closed. Fix it in this row.",
        "Hay comillas que se abren y no se cierran. Corríjalas en esta fila.",
    ),
    "row_too_long": (
        "The row has more columns than the heading. A value with a comma needs quotation marks.",
        "La fila tiene más columnas que el encabezado. Un valor con coma necesita comillas.",
    ),
    "name_missing": (
        "The patient's name is missing.",
        "Falta el nombre del paciente.",
    ),
    "name_invalid": (
        "The name has digits or signs that a name does not have.",
        "El nombre tiene números o signos que no son de un nombre.",
    ),
    "contact_missing": (
        "There is neither a phone number nor an email. Add one of them.",
        "No hay teléfono ni correo. Agregue uno de los dos.",
    ),
    "phone_invalid": (
        "The phone number is not valid. It needs ten digits with the area code, and no extension.",
        "El teléfono no es válido. Necesita diez dígitos con el código de área, sin extensión.",
    ),
    "email_invalid": (
        "The email address is not valid.",
        "El correo electrónico no es válido.",
    ),
    "may_not_text": (
        "The patient does not want texts, and there is no email.",
        "El paciente no quiere mensajes de texto y no hay correo.",
    ),
    "date_missing": (
        "The date of the visit is missing.",
        "Falta la fecha de la visita.",
    ),
    "date_invalid": (
        "The date of the visit is not a date. Write it like 2026-03-02 or March 2, 2026.",
        "La fecha de la visita no es una fecha. Escríbala como 2026-03-02 o 2 de marzo de 2026.",
    ),
    "date_in_future": (
        "The visit has not happened yet. Upload it after the visit.",
        "La visita aún no ha ocurrido. Súbala después de la visita.",
    ),
    "date_too_old": (
        "The visit was more than two years ago.",
        "La visita fue hace más de dos años.",
    ),
    "time_invalid": (
        "The time of the visit was not understood; 5 p.m. is assumed.",
        "No se entendió la hora de la visita; se supone las 5 p. m.",
    ),
    "visit_did_not_happen": (
        "The appointment was cancelled or missed, so no request is sent.",
        "La cita fue cancelada o el paciente no asistió; no se envía ninguna solicitud.",
    ),
}
"""By code: English, Spanish. None of them repeats what stood in the row."""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not taken (or, among warnings, taken in part): where, which field, why."""

    line: int
    field: str
    reason: str
    """In English; `explain_rejection(code, "es")` has the Spanish."""
    code: str


def reject_row(line: int, field: str, code: str) -> RejectedRow:
    """Make the rejection of one row, in words."""
    return RejectedRow(line, field, explain_rejection(code), code)


def explain_rejection(code: str, locale: str = "en") -> str:
    """Say what a code means in English or Spanish; raises KeyError for an unknown code."""
    english, spanish = REASONS[code]
    return spanish if locale == "es" else english
