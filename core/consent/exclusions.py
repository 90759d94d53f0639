"""The list of people whom a practice never wants asked: staff, their families, minors."""

from enum import StrEnum
from uuid import UUID

from core.context import IntakeContext
from core.rules.names.emails import parse_email
from core.rules.places.phone import to_e164
from core.store.exclusions import Exclusion, add_exclusion, list_exclusions

COLUMN = "exclusions.contact"
MOST = 500


class NotExcluded(StrEnum):
    """Why a contact is not put on the list."""

    NEITHER = "neither"
    FULL = "full"


def exclude(context: IntakeContext, practice_id: UUID, typed: str) -> NotExcluded | None:
    """Keep whoever has this phone or email from being asked; gives why not, if not."""
    text = typed.strip()
    contact = parse_email(text) if "@" in text else to_e164(text)
    if contact is None:
        return NotExcluded.NEITHER
    sealed = context.sealer.seal(contact, practice_id=practice_id, column=COLUMN)
    is_on = add_exclusion(
        context.connection,
        practice_id=practice_id,
        exclusion=Exclusion(context.sealer.hash(contact), sealed),
        now=context.now,
        most=MOST,
    )
    return None if is_on else NotExcluded.FULL


def read_exclusions(context: IntakeContext, practice_id: UUID) -> dict[str, str]:
    """Give the phones and emails on a practice's list by their hashes, newest first."""
    return {
        one.contact_hash: context.sealer.open(one.contact, practice_id=practice_id, column=COLUMN)
        for one in list_exclusions(context.connection, practice_id)
    }
