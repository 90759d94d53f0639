"""What is said beside an answer of the portal's forms that is not taken."""

from collections.abc import Mapping

from core.rules.wording.catalogue import say, to_say

PROBLEMS: Mapping[str, str] = to_say(
    {
        "not_text": "This must be text.",
        "unprintable": "This has characters that cannot be used.",
        "too_long": "Please use at most {most} characters.",
        "name_unprintable": "This name has characters that nobody can see. Please type it anew.",
        "name_link": "Please give the practice's name alone, without a web address.",
        "name_digits": "Please give the practice's name alone, without a phone number.",
        "name_alarm": (
            "This name reads like another company's notice, which carriers and patients take for"
            " fraud. Please give the practice's own name."
        ),
        "name_too_long": "Please use at most {most} characters.",
        "name_not_brief": "Please give a name of which at most 40 characters can stand in a text.",
        "consent_name": "Please type your full name: it is your signature.",
        "consent_accepted": "Please confirm that your patients agreed to be texted.",
        "timezone": "Please choose a time zone, such as America/Los_Angeles.",
        "clock": "Please give a time of day such as 20:00.",
        "too_quiet": (
            "These quiet hours leave less than an hour between 9 in the morning and 8 in the"
            " evening, when texts may lawfully be sent everywhere. Make them shorter."
        ),
        "whole_number": "Please give a whole number from {lowest} to {highest}.",
        "budget": (
            "Please give an amount from {lowest} to {highest}, such as 49.50, or leave it blank."
        ),
        "locale": "Please choose English (en) or Spanish (es).",
        "phone": "This is not a valid phone number.",
        "email": "This is not a valid email address.",
        "data_source": "Please choose one of: {names}.",
        "not_a_link": "This is not a web address. Copy the whole link from your Google profile.",
        "not_https": "The link must start with https://.",
        "not_google": (
            "The link must lead to Google. In your Google Business Profile choose “Ask for"
            " reviews” and copy the link shown there; it looks like https://g.page/r/…/review."
        ),
        "not_a_review_page": (
            "This is a Google address, but not your office's review page. In your Google"
            " Business Profile choose “Ask for reviews” and copy the link shown there."
        ),
    }
)
"""By code, in English."""


def problem_text(code: str, locale: str, **values: object) -> str:
    """Say what is wrong in `locale`; raises KeyError for a code or value that is unknown."""
    return say(PROBLEMS[code], locale, **{name: str(value) for name, value in values.items()})
