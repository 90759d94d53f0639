"""What each Twilio error code means for the message, the patient, the sender and the operator."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from functools import partial
from types import MappingProxyType

from core.rules.wording.catalogue import to_say

CANCELED = "canceled"
"""Twilio's status of a text taken back before it went out, and the code it fails by."""


@dataclass(frozen=True)
class ErrorPolicy:
    """What to do about a delivery error, and how to tell a person (`meaning`, in English).

    `retry`: the same message may go out later. `suppress`: this number gets no SMS again.
    `opted_out`: nor an email, as its owner said no. `fallback_email`: ask by email instead.
    `halt_sender`: nothing of this sender will get through; with a `tolerated_share` only once three
    of an hour's texts and more than that share of them met the error. `account`: the provider
    refuses our account, whoever's message it is. `alarm`: an operator must look.
    """

    meaning: str
    _: KW_ONLY
    retry: bool = False
    suppress: bool = False
    opted_out: bool = False
    fallback_email: bool = False
    halt_sender: bool = False
    tolerated_share: float = 0.0
    account: bool = False
    alarm: bool = False


def policy_of(code: str) -> ErrorPolicy:
    """Give the policy for Twilio error `code`; an unknown code is retried and an operator told.

    Source of the classes: twilio.com/docs/api/errors.
    """
    return POLICIES.get(code.strip(), _UNKNOWN)


def is_account_fault(channel: str, code: str) -> bool:
    """Tell whether a provider's code says nothing about the message, but refuses our account."""
    return code in _EMAIL_ACCOUNT_CODES if channel == "email" else policy_of(code).account


_opted_out = partial(ErrorPolicy, suppress=True, opted_out=True)
_unreachable = partial(ErrorPolicy, suppress=True, fallback_email=True)
_passing = partial(ErrorPolicy, retry=True)
_lost = partial(ErrorPolicy, fallback_email=True)
_sender = partial(ErrorPolicy, fallback_email=True, halt_sender=True, alarm=True)
_account = partial(ErrorPolicy, retry=True, account=True)
_message = partial(ErrorPolicy, fallback_email=True, alarm=True)

_UNKNOWN = ErrorPolicy(
    to_say("The text was not delivered, for a reason we have not met before. We try again."),
    retry=True,
    alarm=True,
)

_OPTED_OUT = to_say(
    {
        "21610": _opted_out("This person replied STOP and gets no more messages."),
    }
)

_UNREACHABLE = to_say(
    {
        "21211": _unreachable("This is not a valid phone number."),
        "21217": _unreachable("This is not a valid phone number."),
        "21265": _unreachable("This is a short code, not a phone number."),
        "21614": _unreachable("This is not a mobile number."),
        "21635": _unreachable("This is a landline, which cannot get texts."),
        "30004": _unreachable("This phone or its carrier blocks our texts."),
        "30005": _unreachable("This number does not exist or is no longer in service."),
        "30006": _unreachable("This is a landline, or a carrier that takes no texts."),
        "63003": _unreachable("This recipient cannot be found."),
    }
)

_PASSING = to_say(
    {
        "11200": _passing("A connection failed; we try again."),
        "20429": _passing("Too many texts at once; we slow down and try again."),
        "20500": _passing("The texting service had an error; we try again."),
        "20503": _passing("The texting service was not available; we try again."),
        "21611": _passing("Too many texts were waiting; we try again later."),
        "30001": _passing("Too many texts were waiting; we try again later."),
        "30003": _passing("The phone is off or has no signal; we try again."),
        "30008": _passing("The carrier could not deliver it and did not say why; we try again."),
        "30009": _passing("A part of the text was lost; we try again."),
        "30017": _passing("The carrier is congested; we try again later."),
        "30022": _passing("The carrier's sending rate was reached; we try again later."),
        "30023": _passing("The carrier's daily limit was reached; we try again later."),
        "30027": _passing(
            "The carrier's daily limit for this practice was reached; we try again later."
        ),
        "30036": _passing("The text expired before the carrier took it; we try again."),
        "63018": _passing("Too many texts at once; we slow down and try again."),
        "63038": _passing("The account's daily limit of messages was reached; we try again later."),
    }
)

_LOST = to_say(
    {
        "30410": _lost("The carrier did not answer in time; not sent again, lest it arrive twice."),
    }
)

_UNREGISTERED = to_say(
    "Carriers have not approved our texts for this practice yet; we use email meanwhile."
)
_HALTED = to_say("Our texting account cannot send at the moment; we try again as soon as it can.")
_LIMITED = to_say("Our texting account cannot send at the moment; we use email meanwhile.")
_NUMBER = to_say("The number we text from is not set up to send; we use email meanwhile.")
_SENDER = to_say(
    {
        "21212": _sender(_NUMBER),
        "21603": _sender(_NUMBER),
        "21606": _sender(_NUMBER),
        "21608": _sender(_LIMITED),
        "30007": _sender(
            "The carrier filtered the text as unwanted; we use email until it is cleared up.",
            tolerated_share=0.02,
        ),
        "30018": _sender(_NUMBER),
        "30032": _sender(_UNREGISTERED),
        "30033": _sender(_UNREGISTERED),
        "30034": _sender(_UNREGISTERED),
        "30035": _sender(_UNREGISTERED),
        "30040": _sender(_UNREGISTERED),
        "30044": _sender(_LIMITED),
    }
)

_ACCOUNT_CODES = (
    *("401", "403", "10001", "10002", "20003", "20005", "20006", "20008", "20403"),
    *("21701", "21703", "21704", "30002"),
)
"""Bad credentials, a suspended or closed account, and the one Messaging Service of all practices
gone or without numbers. 401 and 403 are HTTP's own, of an answer without a code."""
_ACCOUNT = dict.fromkeys(_ACCOUNT_CODES, _account(_HALTED))

_TAKEN_BACK = to_say({CANCELED: ErrorPolicy("The text was canceled before it went out.")})

_COUNTRY = to_say("Texts to this number's country are not switched on.")
_TEXT = to_say("The wording of the text was refused; an operator corrects it.")
_MESSAGE = to_say(
    {
        "21408": _message(_COUNTRY),
        "21602": _message(_TEXT),
        "21604": _message(_TEXT),
        "21605": _message(_TEXT),
        "21617": _message(_TEXT),
        "21619": _message(_TEXT),
        "21656": _message(_TEXT),
        "30010": _message("The text cost more than the limit we set."),
        "21612": _message("This number cannot be reached from the number we text from."),
        "30011": _message(_TEXT),
        "30019": _message(_TEXT),
        "30024": _message("This carrier does not know the number we text from yet."),
    }
)

POLICIES: Mapping[str, ErrorPolicy] = MappingProxyType(
    _OPTED_OUT | _UNREACHABLE | _PASSING | _LOST | _SENDER | _MESSAGE | _ACCOUNT | _TAKEN_BACK
)
"""The policy of every code that is known."""

_EMAIL_ACCOUNT_CODES = frozenset(
    {
        "401",
        "403",
        "AccessDenied",
        "AccessDeniedException",
        "AccountSendingPausedException",
        "AccountSuspendedException",
        "ConfigurationSetDoesNotExistException",
        "ConfigurationSetSendingPausedException",
        "ExpiredToken",
        "ExpiredTokenException",
        "IncompleteSignature",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "MailFromDomainNotVerifiedException",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
        "NotAuthorized",
        "NotFoundException",
        "OptInRequired",
        "SendingPausedException",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
        "no_credentials",
    }
)
"""SES codes that say nothing about the message, as "401" and "403" of an answer without a code."""
