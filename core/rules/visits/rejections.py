"""Why a row of a visit list was not taken, in words a receptionist can act on."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.rules.wording.catalogue import say, to_say

REASONS: Mapping[str, str] = to_say(
    {
        "file_is_empty": "The file is empty.",
        "file_is_spreadsheet": (
            "This Excel file cannot be read here. Open it, choose “Save as”, pick “Excel Workbook"
            " (.xlsx)” or “CSV UTF-8”, and upload that file."
        ),
        "file_is_locked": (
            "This file has a password. Open it, save it without the password, and upload that file."
        ),
        "file_is_too_large_inside": (
            "This Excel file holds far more than a list of visits. Copy the list into a new"
            " workbook, and upload that."
        ),
        "file_is_archive": "This is a zip archive. Open it, and upload the list that is in it.",
        "file_is_web_archive": (
            "This is a saved web page. Open it in Excel, choose “Save as”, pick “CSV UTF-8”, and"
            " upload that file."
        ),
        "file_is_calendar": (
            "This is a calendar file. Connect the calendar itself instead, or export the visits as"
            " CSV."
        ),
        "file_is_pdf": (
            "This is a PDF, which is for printing. Export the same report as Excel or CSV, and"
            " upload that file."
        ),
        "file_is_document": (
            "This is a document. Copy its table into Excel, save it as “CSV UTF-8”, and upload"
            " that file."
        ),
        "file_is_picture": (
            "This is a picture. Export the visits as Excel or CSV, and upload that file."
        ),
        "file_is_not_text": (
            "This file is not a list. Export the visits as CSV and upload that file."
        ),
        "file_is_too_long": "The list has more than 250,000 rows. Upload it in two parts.",
        "file_has_no_heading": (
            "No row with column names was found. The first row should read, for example:"
            " First name, Phone, Email, Visit date."
        ),
        "file_has_no_name": (
            "No column holds the patient's name. Add one named “First name” or “Patient name”."
        ),
        "file_has_no_contact": (
            "No column holds a phone number or an email. Add one named “Mobile phone” or “Email”."
        ),
        "file_has_no_date": "No column holds the date of the visit. Add one named “Visit date”.",
        "file_lacks_chosen_column": (
            "A column you chose is not in this file. Choose the columns again."
        ),
        "row_broken": "A quotation mark is opened and never closed. Fix it in this row.",
        "row_too_long": (
            "The row has more columns than the heading. A value with a comma needs quotation marks."
        ),
        "name_missing": "The patient's name is missing.",
        "name_invalid": (
            "This is no name to greet somebody by: an initial, a word such as “Patient”, digits or"
            " signs. Write the first name."
        ),
        "name_garbled": (
            "The letters of the name came out wrong when the list was saved. Save it as “CSV"
            " UTF-8”, or write the name anew."
        ),
        "contact_missing": "There is neither a phone number nor an email. Add one of them.",
        "phone_invalid": (
            "The phone number is not valid. It needs ten digits with the area code, and no"
            " extension."
        ),
        "phone_not_textable": (
            "No patient has this phone number: it is toll-free, premium or of a service."
        ),
        "email_invalid": "The email address is not valid.",
        "may_not_text": "The patient does not want texts, and there is no email.",
        "may_not_email": "The patient does not want emails, and there is no phone number.",
        "may_not_contact": "The patient does not want to be contacted.",
        "patient_deceased": "The list says that the patient has died.",
        "patient_gone": "The list says that this is no patient of yours any more.",
        "mark_unclear": (
            "A column says whether this patient may be asked, and its answer is not a plain yes or"
            " no."
        ),
        "date_missing": "The date of the visit is missing.",
        "date_invalid": (
            "The date of the visit is not a date. Write it like 2026-03-02 or March 2, 2026."
        ),
        "date_in_future": "The visit has not happened yet. Upload it after the visit.",
        "date_too_old": "The visit was more than two years ago.",
        "time_unclear": (
            "The time of the visit was not understood, so it may not be over yet. Nobody is asked"
            " unless you say that they came."
        ),
        "status_unknown": (
            "We do not know this status, so nobody is asked unless you say that they came."
        ),
        "status_open": (
            "By its status the appointment is not completed. Nobody is asked unless you say that"
            " they came."
        ),
        "status_missing": (
            "Other rows have a status and this one has none. Nobody is asked unless you say that"
            " they came."
        ),
        "time_invalid": "The time of the visit was not understood; 5 p.m. is assumed.",
        "visit_did_not_happen": "The appointment was cancelled or missed, so no request is sent.",
    }
)
"""By code, in English. None of them repeats what stood in the row."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: the field, and the code of why."""

    field: str
    code: str


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
    """Say what a code means in `locale`; raises KeyError for an unknown code."""
    return say(REASONS[code], locale)
