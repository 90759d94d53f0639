"""What a provider's refusal means: one table of lines, each with where that is documented.

Access is forgotten only where the token endpoint itself says that the grant is gone. Whatever an
API answers, a 401 to a fresh token included, may pass: access is kept and the owner told.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.rules.calendars.causes import Cause


class Service(StrEnum):
    """Who answers: a provider's token endpoint, or its calendar API."""

    GOOGLE_TOKENS = "google_oauth"
    GOOGLE_CALENDAR = "gcal"
    MICROSOFT_TOKENS = "microsoft_oauth"
    MICROSOFT_GRAPH = "outlook"


class Course(StrEnum):
    """What follows of an answer."""

    RETRY = "retry"
    RENEW = "renew"
    """Get another access token, once."""
    RESTART = "restart"
    """Begin the listing anew, once: its pages have expired."""
    SKIP = "skip"
    """Leave this calendar, or this list of calendars, and read the others."""
    KEEP = "keep"
    """Keep the access, try again with the next poll, and tell why."""
    DISCONNECT = "disconnect"
    """The grant is gone: forget it, and ask the owner back."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; `status` 0 is any, `words` must stand in the message if given."""

    service: Service
    status: int
    codes: frozenset[str]
    course: Course
    cause: Cause
    source: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an answer means, and the code that says so."""

    course: Course
    cause: Cause
    code: str


_RETRIED = frozenset({408, 425, 429})
_BY_STATUS: Mapping[int, tuple[Course, Cause]] = {
    401: (Course.RENEW, Cause.SIGN_IN_AGAIN),
    403: (Course.SKIP, Cause.NOT_SHARED),
    404: (Course.SKIP, Cause.CALENDAR_GONE),
    405: (Course.SKIP, Cause.REFUSED),
    410: (Course.RESTART, Cause.PASSING),
}


def judge(
    table: Collection[Line],
    service: Service,
    status: int,
    codes: Collection[str],
    message: str = "",
) -> Judgement:
    """Find what an answer means; the first line that fits holds, else the status decides.

    An unknown refusal of a token endpoint is ours to look into and costs nobody their access.
    """
    text = message.lower()
    folded = {code.lower(): code for code in codes if code}
    for line in table:
        hits = [folded[code] for code in folded if code in line.codes]
        if (
            line.service is service
            and line.status in {0, status}
            and hits
            and (not line.words or any(word in text for word in line.words))
        ):
            return Judgement(line.course, line.cause, min(hits))
    code = min(codes, default="") or str(status)
    if status in _RETRIED or status >= 500:  # noqa: PLR2004  # the 5xx class
        return Judgement(Course.RETRY, Cause.PASSING, code)
    if service in {Service.GOOGLE_TOKENS, Service.MICROSOFT_TOKENS}:
        return Judgement(Course.KEEP, Cause.OURS, code)
    course, cause = _BY_STATUS.get(status, (Course.KEEP, Cause.REFUSED))
    return Judgement(course, cause, code)


def lines(
    service: Service,
    course: Course,
    cause: Cause,
    source: str,
    codes: str,
    *,
    status: int = 0,
    words: tuple[str, ...] = (),
) -> Line:
    """Write one line; `codes` are separated by blanks and match whatever their case."""
    return Line(service, status, frozenset(codes.lower().split()), course, cause, source, words)
