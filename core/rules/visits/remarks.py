"""Remarks in names, titles and notes that forbid asking somebody, EN and ES."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from core.rules.names.folding import fold, word_set


class Ban(StrEnum):
    """What forbids asking a person, the widest first; each is also the reason it is kept under."""

    DECEASED = "deceased"
    NO_CONTACT = "no_contact_wanted"
    NO_TEXTS = "no_texts_wanted"
    NO_EMAILS = "no_emails_wanted"


class BannedContact(NamedTuple):
    """Phones and addresses of somebody who is not to be asked."""

    phones: tuple[str, ...]
    email: str | None
    ban: Ban


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b")


_DO_NOT = r"(?:do ?not|don ?t|dont|never|cannot|can ?t|should not|must not|please no|not to|no)"
_DO_NOT_STRICT = r"(?:do ?not|don ?t|dont|never|should not|must not|please no|not to)"
_TEXTS = r"(?:te?xts?|te?xting|txt ?msgs?|sms|whatsapp|text messag\w*|messages|messaging|msgs)"
_NOT_NOW = r"(?! (?:before|after|until|till|at|on|yet|left|antes|despues|info|lens\w*|no show))"
_NO_ES = r"no (?:se )?(?:le |la |lo |les |me )?(?:puede |quiere |desea |acepta )?(?:que se le )?"
_MESSAGES_ES = r"(?:mensajes?|textos?|sms|msjs?|mensajitos)"
_TOLD: Mapping[Ban, re.Pattern[str]] = {
    Ban.DECEASED: _words(
        *(
            "deceased",
            "decea?sed?",
            "decsd",
            "deceasd",
            "dcsd",
            "decd",
            "passed away",
            "pt expired",
        ),
        r"(?:pt|patient|paciente|he|she|has) (?:is |has |ha )?(?:passed|died|dead|murio|muerto)",
        *("fallecid[oa]s?", "fallecio", "difunt[oa]s?", "q ?e ?p ?d", "en paz descanse"),
        r"(?:date of death|died|murio)(?: (?:on|el|in))? \d+",
        r"dead(?! tooth| teeth| nerve| pulp)",
        "muert[oa]",
    ),
    Ban.NO_CONTACT: _words(
        rf"{_DO_NOT_STRICT} (?:ever |please )?(?:contact|call|solicit|disturb|market|survey"
        rf"|bother){_NOT_NOW}",
        rf"no (?:calls?|contact|marketing|surveys?|solicit\w*|communications?|reviews?){_NOT_NOW}",
        rf"{_DO_NOT_STRICT} (?:send |ask |request )(?:for )?(?:an? |any )?(?:reviews?|surveys?"
        rf"|anything)",
        r"(?:not to be|never be) (?:contacted|called|asked)",
        *(
            "dnc",
            "dnd",
            "donotcall",
            "donotcontact",
            "optedout",
            "opt(?:ed|s)? ?out",
            "unsubscribed?",
            "remove from (?:list|marketing)",
        ),
        rf"{_NO_ES}(?:llam|contact|molest)(?:ar|e|en|es|o)(?:l[ea]s?|lo)?{_NOT_NOW}",
        r"no (?:llamadas|contacto|marketing|encuestas)",
        r"no (?:pedir|solicitar|mandar|enviar) (?:resenas?|opinion(?:es)?|encuestas?)",
        *("dado de baja", "dada de baja", "sin contacto"),
    ),
    Ban.NO_TEXTS: _words(
        rf"{_DO_NOT} (?:send |sending |get |want |wants |accept |receive |use |any |more |to "
        rf"|him |her "
        rf"|them |us )*{_TEXTS}{_NOT_NOW}",
        rf"{_DO_NOT_STRICT} (?:send |leave )?(?:te?xt|message|msg){_NOT_NOW}",
        *("dnt", "donottext", f"stop {_TEXTS}", f"without {_TEXTS}"),
        rf"(?:refus\w+|declin\w+|does not|doesn ?t|does not want|doesn ?t want|hates) {_TEXTS}",
        rf"{_TEXTS} (?:stop|no|off|opt ?out|opted out|declined|refused)",
        r"(?:calls?|phone|voice|email|e mail|mail|land ?line|letters?) only",
        rf"{_NO_ES}(?:text|envi|mand|escrib)(?:ear|ar|ir|ee?|ees|es|a|as|en|an|o)(?:l[ea]s?|me)?"
        rf"(?: {_MESSAGES_ES})?",
        rf"(?:no|sin|no (?:quiere|desea|acepta|recibe)|rechaza) (?:mas )?{_MESSAGES_ES}",
        r"solo (?:llamadas?|correo|email|telefono)",
    ),
    Ban.NO_EMAILS: _words(
        rf"{_DO_NOT_STRICT} (?:send )?(?:any )?e ?mails?{_NOT_NOW}",
        r"no (?:quiere |enviar |mandar )?(?:correos|emails)",
    ),
}
"""In folded text, as whole words."""
_HINTS = word_set(
    """
    deceased deceasd decased decsd dcsd decd passed expired died dead murio muerto muerta fallecido
    fallecida fallecidos fallecidas fallecio difunto difunta difuntos difuntas qepd q paz rip
    dnc dnd dnt donottext donotcall donotcontact optout optedout opt opted opts unsubscribe
    unsubscribed no not donot don dont never cannot can cant stop without doesn refuse refuses
    refused declined declines hates only solo sin rechaza remove dado dada death
    """
)
"""One of these is in every remark; a look that is cheap, as few names have one."""
_OTHERS = re.compile(
    r"\b(?:mother|father|mom|dad|parents?|husband|wife|spouse|son|daughter|brother|sister|partner|dog|cat"
    r"|grandm\w+|grandf\w+|madre|padre|mama|papa|esposo|esposa|marido|hijo|hija|hermano|hermana"
    r"|abuel[oa]|tooth|nerve|diente|muela)\b[\w ]{0,20}$"
)
_REST_IN_PEACE = re.compile(r"[(\[*]\s*R\.?I\.?P\.?\s*[)\]*]", re.IGNORECASE)
_MOST_CHARS = 4000


def find_ban(text: str) -> Ban | None:
    """Find the widest remark that forbids asking whom a text is about; None for none.

    That a relative has died says nothing of the patient.
    """
    return None if is_plain(text) else _find_ban(text)


def is_plain(text: str) -> bool:
    """Tell one word that is in no remark, as nearly every name of a long list is."""
    return text.isalpha() and text.isascii() and text.lower() not in _HINTS


@lru_cache(maxsize=4096)
def _find_ban(text: str) -> Ban | None:
    folded = fold(text[:_MOST_CHARS])
    if _HINTS.isdisjoint(folded.split()):
        return None
    if _REST_IN_PEACE.search(text):
        return Ban.DECEASED
    for ban, told in _TOLD.items():
        for found in told.finditer(folded):
            if ban is not Ban.DECEASED or not _OTHERS.search(folded[: found.start()]):
                return ban
    return None
