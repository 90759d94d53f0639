"""The text to patients as its owner reads it first, on the page and on her own phone."""

from collections.abc import Mapping

from core.rules.sending.delivery_errors import policy_of
from core.rules.vocabulary import Reason
from core.rules.wording.catalogue import say, to_say

_SAMPLE_FIRST_NAME = to_say("Maria")
"""Whom the text greets that no patient gets."""

_PROBLEMS: Mapping[str, str] = to_say(
    {
        Reason.SUPPRESSED.value: (
            "This phone opted out of our texts or cannot get any. Try another, or reply START."
        ),
        Reason.PRACTICE_CANCELED.value: "Your subscription has ended; nothing is being sent.",
        Reason.PRACTICE_NAME.value: "The practice's name may not open a text. Change it first.",
        Reason.TEMPLATE_REJECTED.value: "The wording is being corrected. Please try again later.",
        Reason.CARRIER_ERROR.value: (
            "The carrier did not take it, several times. Please try another phone."
        ),
        Reason.PROVIDER_DOWN.value: (
            "The texting service did not answer. Please try again in a few minutes."
        ),
    }
)


def sample_values(
    *, practice_name: str, practice_phone: str | None, link: str, locale: str
) -> dict[str, str]:
    """Give what fills in the first text to a patient, where the patient is made up."""
    return {
        "first_name": say(_SAMPLE_FIRST_NAME, locale),
        "practice_name": practice_name,
        "practice_phone": practice_phone or "",
        "link": link,
    }


def proof_problem(code: str, locale: str) -> str:
    """Say why the owner's text did not arrive; `code` may be a reason."""
    return say(_PROBLEMS.get(code, policy_of(code).meaning), locale)
