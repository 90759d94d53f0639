"""What it means that a consent page sends an owner back without a code."""

import re

from core.rules.calendars.causes import Cause
from core.rules.calendars.google_refusals import GOOGLE_REFUSALS
from core.rules.calendars.graph_refusals import GRAPH_REFUSALS
from core.rules.calendars.refusals import Service, judge

_AADSTS = re.compile(r"AADSTS\d{4,9}")
_TABLES = {
    "gcal": (GOOGLE_REFUSALS, Service.GOOGLE_TOKENS),
    "outlook": (GRAPH_REFUSALS, Service.MICROSOFT_TOKENS),
}


def find_aadsts(told: str) -> list[str]:
    """Give the numbers of Entra's errors in its words about one."""
    return _AADSTS.findall(told)


def judge_consent(source: str, error: str, told: str) -> Cause:
    """Give why there is no code: by the number in Microsoft's words, else by the `error`.

    A page that has timed out or was used asks for another trip.
    """
    table, service = _TABLES[source]
    cause = judge(table, service, 400, [*find_aadsts(told), error], told).cause
    passing = {Cause.CONSENT_ENDED, Cause.EXPIRED, Cause.PASSING}
    return Cause.TRY_AGAIN if cause in passing else cause
