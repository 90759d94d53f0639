"""Why a request was not sent, or not yet, in words that a front desk understands."""

from collections.abc import Mapping

from core.rules.vocabulary import Reason
from core.rules.wording.catalogue import say, to_say

REASON_TEXTS: Mapping[Reason, str] = to_say(
    {
        Reason.PRACTICE_CANCELED: "The subscription has ended",
        Reason.PRACTICE_PAST_DUE: "A payment is overdue",
        Reason.ONBOARDING_INCOMPLETE: "Set-up is not finished",
        Reason.NOT_ATTESTED: "Patient consent has not been confirmed",
        Reason.PAUSED: "You paused sending",
        Reason.NO_REVIEW_LINK: "There is no review link yet",
        Reason.PRACTICE_NAME: "The practice's name cannot open a text; please change it",
        Reason.OPTED_OUT: "The patient opted out",
        Reason.SUPPRESSED: "The number or address does not accept messages",
        Reason.EXCLUDED: "On your exclusion list",
        Reason.NO_CONTACT: "No phone number or email",
        Reason.SAME_DAY: "Already asked for another visit that day",
        Reason.ALREADY_SENT: "Already asked about this visit",
        Reason.COOLDOWN: "Asked recently",
        Reason.VISIT_TOO_OLD: "The visit was more than 30 days ago",
        Reason.VISIT_IN_FUTURE: "The visit has not happened yet",
        Reason.VISIT_CANCELED: "The visit was called off",
        Reason.SEND_DELAY: "Waiting for your delay after the visit",
        Reason.QUIET_HOURS: "Waiting for the end of quiet hours",
        Reason.DAILY_CAP: "Daily limit reached; sent next",
        Reason.BUDGET: "Monthly budget reached; sent next",
        Reason.SMS_NOT_READY: "Texting is not approved yet; email where known",
        Reason.SENDER_BLOCKED: "Texting is interrupted; email where known",
        Reason.CLICKED: "Already opened the link; no reminder needed",
        Reason.REMINDED: "Already reminded",
        Reason.CARRIER_ERROR: "The phone carrier could not deliver it",
        Reason.PROVIDER_DOWN: "The messaging service was not available",
        Reason.UNCERTAIN: "Delivery is being checked by a person",
        Reason.TEMPLATE_REJECTED: "The wording is being corrected",
    }
)
"""English for every reason."""


def reason_text(reason: str, locale: str) -> str:
    """Say `reason` in `locale`; a reason outside the list is shown with its underscores gone."""
    try:
        return say(REASON_TEXTS[Reason(reason)], locale)
    except ValueError:
        return reason.replace("_", " ")
