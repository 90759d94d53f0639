"""What each Twilio error code means for the message, the patient, the sender and the operator."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from functools import partial
from types import MappingProxyType


@dataclass(frozen=True)
class ErrorPolicy:
    """What to do about a delivery error, and how to tell a person.

    `retry`: the same message may go out later. `suppress`: this number gets no SMS again.
    `opted_out`: nor an email, as its owner said no. `fallback_email`: ask by email instead.
    `halt_sender`: nothing of this sender will get through, unless less than `tolerated_share` of an
    hour's texts meets the error. `alarm`: an operator must look.
    """

    meaning_en: str
    meaning_es: str
    _: KW_ONLY
    retry: bool = False
    suppress: bool = False
    opted_out: bool = False
    fallback_email: bool = False
    halt_sender: bool = False
    tolerated_share: float = 0.0
    alarm: bool = False


def policy_of(code: str) -> ErrorPolicy:
    """Give the policy for Twilio error `code`; an unknown code is retried and an operator told.

    Source of the classes: twilio.com/docs/api/errors.
    """
    return POLICIES.get(code.strip(), _UNKNOWN)


def is_email_account_fault(code: str) -> bool:
    """Tell whether SES's code says nothing about the message, but that an operator must act."""
    return code in _EMAIL_ACCOUNT_CODES


_opted_out = partial(ErrorPolicy, suppress=True, opted_out=True)
_unreachable = partial(ErrorPolicy, suppress=True, fallback_email=True)
_passing = partial(ErrorPolicy, retry=True)
_lost = partial(ErrorPolicy, fallback_email=True)
_sender = partial(ErrorPolicy, fallback_email=True, halt_sender=True, alarm=True)
_message = partial(ErrorPolicy, fallback_email=True, alarm=True)

_UNKNOWN = ErrorPolicy(
    "The text was not delivered, for a reason we have not met before. We try again.",
    "El mensaje no se entregó, por un motivo que no conocemos. Lo intentamos de nuevo.",
    retry=True,
    alarm=True,
)

_OPTED_OUT = {
    "21610": _opted_out(
        "This person replied STOP and gets no more messages.",
        "Esta persona respondió STOP y ya no recibe mensajes.",
    ),
}

_UNREACHABLE = {
    "21211": _unreachable("This is not a valid phone number.", "El número no es válido."),
    "21217": _unreachable("This is not a valid phone number.", "El número no es válido."),
    "21265": _unreachable(
        "This is a short code, not a phone number.", "Es un código corto, no un teléfono."
    ),
    "21614": _unreachable("This is not a mobile number.", "No es un teléfono móvil."),
    "21635": _unreachable(
        "This is a landline, which cannot get texts.", "Es un teléfono fijo y no recibe mensajes."
    ),
    "30004": _unreachable(
        "This phone or its carrier blocks our texts.",
        "Este teléfono o su operador bloquea nuestros mensajes.",
    ),
    "30005": _unreachable(
        "This number does not exist or is no longer in service.",
        "El número no existe o ya no está en servicio.",
    ),
    "30006": _unreachable(
        "This is a landline, or a carrier that takes no texts.",
        "Es un teléfono fijo o un operador que no acepta mensajes.",
    ),
    "63003": _unreachable("This recipient cannot be found.", "No se encuentra el destinatario."),
}

_PASSING = {
    "11200": _passing(
        "A connection failed; we try again.", "Falló una conexión; lo intentamos de nuevo."
    ),
    "20429": _passing(
        "Too many texts at once; we slow down and try again.",
        "Demasiados mensajes a la vez; lo intentamos de nuevo más despacio.",
    ),
    "20500": _passing(
        "The texting service had an error; we try again.",
        "El servicio de mensajes tuvo un error; lo intentamos de nuevo.",
    ),
    "20503": _passing(
        "The texting service was not available; we try again.",
        "El servicio de mensajes no estaba disponible; lo intentamos de nuevo.",
    ),
    "21611": _passing(
        "Too many texts were waiting; we try again later.",
        "Había demasiados mensajes en espera; lo intentamos más tarde.",
    ),
    "30001": _passing(
        "Too many texts were waiting; we try again later.",
        "Había demasiados mensajes en espera; lo intentamos más tarde.",
    ),
    "30003": _passing(
        "The phone is off or has no signal; we try again.",
        "El teléfono está apagado o sin señal; lo intentamos de nuevo.",
    ),
    "30008": _passing(
        "The carrier could not deliver it and did not say why; we try again.",
        "El operador no lo entregó y no dijo por qué; lo intentamos de nuevo.",
    ),
    "30009": _passing(
        "A part of the text was lost; we try again.",
        "Se perdió una parte del mensaje; lo intentamos de nuevo.",
    ),
    "30017": _passing(
        "The carrier is congested; we try again later.",
        "El operador está saturado; lo intentamos más tarde.",
    ),
    "30022": _passing(
        "The carrier's sending rate was reached; we try again later.",
        "Se alcanzó el límite de velocidad del operador; lo intentamos más tarde.",
    ),
    "30023": _passing(
        "The carrier's daily limit was reached; we try again later.",
        "Se alcanzó el límite diario del operador; lo intentamos más tarde.",
    ),
    "30027": _passing(
        "The carrier's daily limit for this practice was reached; we try again later.",
        "Se alcanzó el límite diario del operador para este consultorio; lo intentamos más tarde.",
    ),
    "30036": _passing(
        "The text expired before the carrier took it; we try again.",
        "El mensaje venció antes de que el operador lo aceptara; lo intentamos de nuevo.",
    ),
    "63018": _passing(
        "Too many texts at once; we slow down and try again.",
        "Demasiados mensajes a la vez; lo intentamos de nuevo más despacio.",
    ),
    "63038": _passing(
        "The account's daily limit of messages was reached; we try again later.",
        "Se alcanzó el límite diario de mensajes de la cuenta; lo intentamos más tarde.",
    ),
}

_LOST = {
    "30410": _lost(
        "The carrier did not answer in time; not sent again, lest it arrive twice.",
        "El operador no respondió a tiempo; no se reenvía para que no llegue dos veces.",
    ),
}

_UNREGISTERED = (
    "Carriers have not approved our texts for this practice yet; we use email meanwhile.",
    "Los operadores aún no han aprobado los mensajes de este consultorio; usamos el correo.",
)
_ACCOUNT = (
    "Our texting account cannot send at the moment; we use email meanwhile.",
    "Nuestra cuenta de mensajes no puede enviar por ahora; usamos el correo.",
)
_NUMBER = (
    "The number we text from is not set up to send; we use email meanwhile.",
    "El número desde el que escribimos no puede enviar; usamos el correo.",
)
_SENDER = {
    "20003": _sender(*_ACCOUNT),
    "20005": _sender(*_ACCOUNT),
    "20403": _sender(*_ACCOUNT),
    "21212": _sender(*_NUMBER),
    "21603": _sender(*_NUMBER),
    "21606": _sender(*_NUMBER),
    "21608": _sender(*_ACCOUNT),
    "21701": _sender(*_NUMBER),
    "21703": _sender(*_NUMBER),
    "21704": _sender(*_NUMBER),
    "30002": _sender(*_ACCOUNT),
    "30007": _sender(
        "The carrier filtered the text as unwanted; we use email until it is cleared up.",
        "El operador filtró el mensaje por no deseado; usamos el correo hasta aclararlo.",
        tolerated_share=0.02,
    ),
    "30018": _sender(*_NUMBER),
    "30032": _sender(*_UNREGISTERED),
    "30033": _sender(*_UNREGISTERED),
    "30034": _sender(*_UNREGISTERED),
    "30035": _sender(*_UNREGISTERED),
    "30040": _sender(*_UNREGISTERED),
    "30044": _sender(*_ACCOUNT),
}

_COUNTRY = (
    "Texts to this number's country are not switched on.",
    "Los mensajes al país de este número no están activados.",
)
_TEXT = (
    "The wording of the text was refused; an operator corrects it.",
    "El texto del mensaje fue rechazado; un operador lo corrige.",
)
_MESSAGE = {
    "21408": _message(*_COUNTRY),
    "21602": _message(*_TEXT),
    "21604": _message(*_TEXT),
    "21605": _message(*_TEXT),
    "21617": _message(*_TEXT),
    "21619": _message(*_TEXT),
    "21656": _message(*_TEXT),
    "30010": _message(
        "The text cost more than the limit we set.",
        "El mensaje costaba más que el límite que fijamos.",
    ),
    "21612": _message(
        "This number cannot be reached from the number we text from.",
        "No se puede llegar a este número desde el número que usamos.",
    ),
    "30011": _message(*_TEXT),
    "30019": _message(*_TEXT),
    "30024": _message(
        "This carrier does not know the number we text from yet.",
        "Este operador aún no reconoce el número desde el que escribimos.",
    ),
}

POLICIES: Mapping[str, ErrorPolicy] = MappingProxyType(
    _OPTED_OUT | _UNREACHABLE | _PASSING | _LOST | _SENDER | _MESSAGE
)
"""The policy of every code that is known."""

_EMAIL_ACCOUNT_CODES = frozenset(
    {
        "AccessDeniedException",
        "AccountSuspendedException",
        "InvalidClientTokenId",
        "MailFromDomainNotVerifiedException",
        "NotFoundException",
        "SendingPausedException",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
        "no_credentials",
    }
)
"""SES codes that say nothing about the message: it waits until an operator has seen to them."""
