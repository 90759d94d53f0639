"""What becomes of a text, decided by the last four digits of its recipient."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Fate:
    """The course of one text."""

    callbacks: tuple[str, ...] = ("queued", "sent", "delivered")
    """MessageStatus of each callback, in the order they are posted."""
    error_code: int | None = None
    """On the last callback; with no callbacks, the refusal of the call itself."""
    first_answer: int = 201
    """HTTP status of the first call; a repeated one to the same number is answered 201."""
    accepted_anyway: bool = True
    """Whether the first call took effect although `first_answer` says otherwise."""
    delay_seconds: float = 0.0


ORDINARY = Fate()


def _undelivered(code: int) -> Fate:
    return Fate(callbacks=("queued", "sent", "undelivered"), error_code=code)


def _refused(code: int) -> Fate:
    return Fate(callbacks=(), error_code=code)


FATES: Mapping[str, Fate] = {
    "0211": _refused(21211),
    "0610": _refused(21610),
    "0614": _refused(21614),
    "0003": _undelivered(30003),
    "0005": _undelivered(30005),
    "0006": _undelivered(30006),
    "0007": _undelivered(30007),
    "0008": _undelivered(30008),
    "0034": _undelivered(30034),
    "0333": Fate(callbacks=("queued", "sent")),
    "0777": Fate(callbacks=("delivered", "queued", "delivered", "sent")),
    "0429": Fate(first_answer=429, accepted_anyway=False),
    "0500": Fate(first_answer=503, accepted_anyway=False),
    "0599": Fate(first_answer=500),
    "0504": Fate(delay_seconds=12.0),
}

MESSAGES: Mapping[int, str] = {
    20003: "Authenticate",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    20500: "Internal Server Error",
    20503: "Service Unavailable",
    21211: "Invalid 'To' Phone Number: {to}",
    21602: "Message body is required.",
    21603: "A 'From' phone number is required.",
    21609: "The 'StatusCallback' URL is not a valid URL",
    21610: "Attempt to send to unsubscribed recipient",
    21614: "'To' number is not a valid mobile number",
    21617: "The concatenated message body exceeds the 1600 character limit",
    21701: "The Messaging Service does not exist",
}

_GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENDED = frozenset("\f^{}\\[~]|€")
_LARGEST_UCS2 = 0xFFFF


def fate_of(number: str) -> Fate:
    """Read the fate off a number's last four digits."""
    return FATES.get(number[-4:], ORDINARY)


def segments_of(body: str) -> int:
    """Count segments as Twilio's NumSegments does: GSM-7 160/153, else UCS-2 70/67.

    Written apart from the engine's own counter on purpose, so that each checks the other.
    """
    if all(letter in _GSM_BASIC or letter in _GSM_EXTENDED for letter in body):
        return _segments([2 if letter in _GSM_EXTENDED else 1 for letter in body], 160, 153)
    return _segments([2 if ord(letter) > _LARGEST_UCS2 else 1 for letter in body], 70, 67)


def _segments(widths: list[int], alone: int, joined: int) -> int:
    if sum(widths) <= alone:
        return 1
    segments, room = 1, joined
    for width in widths:
        if width > room:
            segments, room = segments + 1, joined
        room -= width
    return segments
