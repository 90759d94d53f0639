"""The practice's name, from wherever in a checkout the buyer wrote it."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from core.billing.stripe_payloads import mapping_of, text_of
from core.rules.names.folding import without_accents
from core.rules.names.practice_names import MOST_CHARS

_NO_NAME = "Your practice"

_A_PLACE = (
    "practice", "office", "clinic", "business", "company", "consultorio", "clinica", "practica",
    "oficina", "negocio", "empresa",
)  # fmt: skip
_NOT_ITS_NAME = (
    "manager", "owner", "doctor", "dentist", "contact", "phone", "email", "mail", "address",
    "website", "software", "size", "hours", "telefono", "correo", "direccion", "dueno", "gerente",
)  # fmt: skip


def practice_name_of(session: Mapping[str, Any]) -> str:
    """Give the practice's name from where the buyer wrote it, or words that stand in for it.

    A custom field that asks for the practice comes first, then Stripe's own field for a business,
    then one that asks for some name, and only then whoever paid.
    """
    details = mapping_of(session.get("customer_details"))
    collected = mapping_of(session.get("collected_information"))
    answers = list(_answers(session.get("custom_fields")))
    candidates = [
        *(answer for asked, answer in answers if _asks_for_practice(asked)),
        text_of(collected.get("business_name")),
        text_of(details.get("business_name")),
        *(answer for asked, answer in answers if "name" in asked),
        text_of(details.get("name")),
        text_of(collected.get("individual_name")),
        text_of(details.get("individual_name")),
        text_of(mapping_of(session.get("metadata")).get("practice_name")),
    ]
    name = next((c for c in candidates if c), _NO_NAME)
    return textwrap.shorten(name, MOST_CHARS, placeholder="") or _NO_NAME


def _answers(fields: Any) -> Iterator[tuple[str, str]]:
    """Give what each field asks for, by its key and label, and what was written into it."""
    for field in fields if isinstance(fields, list) else []:
        label = mapping_of(mapping_of(field).get("label")).get("custom")
        asked = f"{mapping_of(field).get('key', '')} {text_of(label) or ''}"
        value = text_of(mapping_of(mapping_of(field).get("text")).get("value"))
        if value:
            yield without_accents(asked).lower(), value


def _asks_for_practice(asked: str) -> bool:
    is_of_a_place = any(word in asked for word in _A_PLACE)
    return is_of_a_place and not any(word in asked for word in _NOT_ITS_NAME)
