"""What the settings show of the people whom the practice never wants asked."""

from collections.abc import Mapping
from typing import Any

from core.consent.exclusions import NotExcluded
from core.rules.wording.catalogue import to_say
from webhooks.portal.views.forms import plain_phone
from webhooks.portal.views.languages import translator

_PROBLEMS = to_say(
    {
        NotExcluded.NEITHER: "This is neither a phone with its area code nor an email address.",
        NotExcluded.FULL: "The list is full. Please take somebody off first.",
    }
)


def exclusions_view(
    contacts: Mapping[str, str],
    locale: str,
    *,
    typed: str = "",
    problem: NotExcluded | None = None,
) -> dict[str, Any]:
    """Give the list of those never asked: contacts by their hashes, and what was typed last."""
    say = translator(locale)
    return {
        "contacts": [
            {"hash": contact_hash, "text": contact if "@" in contact else plain_phone(contact)}
            for contact_hash, contact in contacts.items()
        ],
        "typed": {"contact": typed},
        "problems": {"contact": say(_PROBLEMS[problem])} if problem else {},
    }
