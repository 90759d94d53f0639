"""Patients: found by keyed hashes of their contacts, added and completed in sets."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from core.store.database import Connection
from core.store.queries import load_queries

_queries = load_queries("patients")


@dataclass(slots=True)
class KnownPatient:
    """What identifies a patient; hashes, never contacts."""

    id: UUID
    first_name: str | None
    name_key: str | None
    phone_hash: str | None
    email_hash: str | None
    locale: str | None


@dataclass(frozen=True, slots=True)
class PatientRow:
    """A patient to be added, or what fills the blanks of one; contacts are sealed by then."""

    id: UUID
    first_name: str | None
    name_key: str | None
    phone_e164: str | None = field(repr=False)
    phone_hash: str | None
    email: str | None = field(repr=False)
    email_hash: str | None
    locale: str | None


def list_patients_by_contacts(
    connection: Connection,
    *,
    practice_id: UUID,
    phone_hashes: Sequence[str],
    email_hashes: Sequence[str],
) -> list[KnownPatient]:
    """List the practice's patients behind any of these contacts, oldest first.

    Planned anew each time, as for one visit another plan is best than for thousands.
    """
    params = {
        "practice_id": practice_id,
        "phone_hashes": list(phone_hashes),
        "email_hashes": list(email_hashes),
    }
    rows = connection.execute(_queries.list_by_contacts, params, prepare=False)
    return [KnownPatient(**row) for row in rows]


def pack_patients(rows: Iterable[PatientRow]) -> str:
    """Write rows down as the database reads them; blank for none."""
    values = [_values(row) for row in rows]
    return json.dumps(values) if values else ""


def insert_patients(
    connection: Connection, *, practice_id: UUID, packed: str, now: datetime
) -> None:
    """Add packed patients in one statement."""
    if packed:
        params = {"practice_id": practice_id, "rows": packed, "now": now}
        connection.execute(_queries.insert_patients, params)


def fill_patients(connection: Connection, *, practice_id: UUID, packed: str) -> None:
    """Fill blanks of known patients in one statement; what is there stays."""
    if packed:
        connection.execute(_queries.fill_patients, {"practice_id": practice_id, "rows": packed})


def _values(row: PatientRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "first_name": row.first_name,
        "name_key": row.name_key,
        "phone_e164": row.phone_e164,
        "phone_hash": row.phone_hash,
        "email": row.email,
        "email_hash": row.email_hash,
        "locale": row.locale,
    }
