"""Why a calendar entry does not become a visit, in words that a front desk understands."""

from collections.abc import Mapping

from core.rules.calendars.titles import Doubt
from core.rules.wording.catalogue import say, to_say

DOUBT_TEXTS: Mapping[Doubt, str] = to_say(
    {
        Doubt.ALL_DAY: "It lasts all day",
        Doubt.CANCELED: "Called off or moved",
        Doubt.DECLINED: "You declined it",
        Doubt.NO_SHOW: "The patient did not come",
        Doubt.TOO_LONG: "Longer than ten hours",
        Doubt.NO_TITLE: "Nothing is written in it",
        Doubt.OFFICE_TIME: "The office's own time: lunch, a meeting, blocked",
        Doubt.ERRAND: "A task, not a visit",
        Doubt.BUSINESS: "About a laboratory, supplier or another office",
        Doubt.TEST: "A test",
        Doubt.NO_CONTACT: "No phone or email",
        Doubt.SEVERAL_PHONES: "Several phones; we cannot tell which is the patient's mobile",
        Doubt.SEVERAL_EMAILS: "Several email addresses",
        Doubt.SOMEONE_ELSES_PHONE: "The phone may be a relative's or another office's",
        Doubt.NO_NAME: "No name that we are sure of",
        Doubt.SEVERAL_NAMES: "Several names",
        Doubt.UNREADABLE: "Its time or key cannot be read; save it once more in the calendar",
        Doubt.SEVERAL_PEOPLE: "About several people",
        Doubt.NOT_ARRIVED: "It says that the patient had not come yet",
        Doubt.STATUS_OPEN: "By its status it was not certain",
        Doubt.STATUS_UNKNOWN: "We do not know the status it gives",
        Doubt.DECEASED: "It says that the patient has died",
        Doubt.NOT_TO_BE_ASKED: "It says that the patient is not to be written to",
    }
)
"""English of every doubt."""


def explain_doubt(doubt: Doubt, locale: str) -> str:
    """Say a doubt in `locale`."""
    return say(DOUBT_TEXTS[doubt], locale)
