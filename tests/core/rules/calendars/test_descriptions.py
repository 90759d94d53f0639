"""What a description adds to a title."""

import pytest

from tests.core.rules.calendars.entries import A, read

DESCRIPTIONS = {
    "a booking form": (
        "New Patient Exam",
        "Name: Maria Lopez\nPhone: +1 510-555-0142\nEmail: ml@example.com\nLanguage: Spanish",
        ("Maria", A, "ml@example.com", "es"),
    ),
    "a booking form as HTML": (
        "Maria Lopez and Smile Dental",
        "<b>Invitee:</b> Maria Lopez<br>Phone Number: (510)&nbsp;555-0142<p>Powered by Calendly.com",
        ("Maria", A, None, None),
    ),
    "a Spanish form": (
        "Limpieza",
        "Nombre: LOPEZ, MARIA\nTeléfono: 510-555-0142\nIdioma: español",
        ("Maria", A, None, "es"),
    ),
    "a phone below a name": ("Cleaning - Maria Lopez", "cell 510-555-0142", ("Maria", A, None, None)),
    "our own number in the small print": (
        "Cleaning - Maria Lopez",
        "510-555-0142\nQuestions? Call us at 510-555-0199\nOffice phone: 510-555-0198",
        ("Maria", A, None, None),
    ),
    "a video call's number": (
        "Consult Maria Lopez 510-555-0142",
        "Join by phone: +1 415-555-0188 PIN: 123 456 789#\nhttps://meet.google.com/abc",
        ("Maria", A, None, None),
    ),
    "the title's phone wins": (
        "Maria Lopez 510-555-0142", "also 510-555-0143", ("Maria", A, None, None),
    ),
    "the name agrees": (
        "Maria Lopez 510-555-0142", "Patient: Lopez, Maria", ("Maria", A, None, None),
    ),
    "the name disagrees": ("Maria Lopez 510-555-0142", "Patient: Juan Lopez", "several_names"),
    "two names": ("Exam 510-555-0142", "Name: Maria Lopez\nPatient: Juan Lopez", "several_names"),
    "two phones": ("Exam Maria Lopez", "510-555-0142\n510-555-0143", "several_phones"),
    "an emergency contact": (
        "Exam Maria Lopez", "Emergency contact: 510-555-0143", "no_contact",
    ),
    "a pharmacy": ("Exam Maria Lopez", "Pharmacy 510-555-0143", "no_contact"),
    "lunch stays lunch": ("Lunch", "Name: Maria Lopez\nPhone: 510-555-0142", "office_time"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("title", "description", "expected"), DESCRIPTIONS.values(), ids=DESCRIPTIONS
)
def test_a_description_adds_what_it_labels(title, description, expected):
    assert read(title, description) == expected
