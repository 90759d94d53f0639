"""Messages that open with a keyword: it is heard whomever or whatever it is said to.

What follows matters only where the word means something else there: "stop by tomorrow", "end of
day works", "cancel my Tuesday cleaning", "para el martes".
"""
# ruff: noqa: E501 - a pattern broken in two reads worse than a long one

import re
from dataclasses import dataclass

from core.rules.consent.revocation_words import (
    BODY,
    DOING,
    HARMLESS_DOING,
    LIST,
    MY_NUMBER,
    NAME,
    STOPPING_BY,
    TEXTS,
    THINGS,
    VISIT,
    VISITA,
    VOCATIVE,
    WRITE,
    WRITING,
)


@dataclass(frozen=True)
class Opening:
    """A keyword, and what may follow it.

    It opts out `unless` that follows at once or `elsewhere` is said in the message, or, where
    `only` is given, if nothing but that follows.
    """

    keyword: str
    unless: str | None = None
    elsewhere: str | None = None
    only: str | None = None


_NOTHING = r"(?: \||$)"
_NUMBER = r" (?:number )?\d{3}"

_IN_ANY_CLAUSE = (
    Opening(
        r"stop(?:all)?",
        unless=(
            rf" (?:{HARMLESS_DOING}|{STOPPING_BY}|payment|button|watch"
            r"|and (?:shop|go|smell|think|say|ask|look|listen|take|appreciate)|was (?:a |an |sent |by )*(?:mistake|accident\w*|error)"
            r"|mailing (?:me )?(?:paper|bills?|statements?|letters)|(?:calling|emailing)(?: me)? (?:and |\| |just |please )*text me)\b"
            rf"| (?:the |my |this |these |any |all |that )*{BODY}\b"
        ),
    ),
    Opening(r"unsubscribed?", unless=r" from (?:my|the|our) (?:old|other|work|insurance|plan)\b"),
    Opening(r"optout|opt(?:ed|ing)?(?: me| us| this number)? out"),
)
"""Said so seldom of anything else that the beginning of any clause will do."""

_FIRST_OF_ALL = (
    Opening(r"revoke[ds]?|revoking|desist|discontinue"),
    Opening(r"arret|arretez|стоп|停止|退订|停|중지"),
    Opening(
        r"quit",
        unless=rf" (?:{HARMLESS_DOING}|vaping|coffee|sugar|soda|sucking|my job|cold turkey|work(?:ing)?|school)\b",
    ),
    Opening(
        r"end",
        unless=(
            r" (?:of (?!text|messag|this|these|discussion|story|conversation|subscription)|results?|up|time|date|table|user"
            rf"|zone|product|goal|dental)\b| (?:the |my |this )*(?:{BODY}|{VISIT})\b"
        ),
    ),
    Opening(r"cancel", unless=r" (?:that|on|by|out) ", elsewhere=VISIT),
    Opening(
        r"remove",
        only=(
            rf"(?:{_NUMBER}| (?:{MY_NUMBER}|our \w+|this|please|immediately|now|{NAME}|{VOCATIVE})\b|{_NOTHING}"
            rf"| (?:from|off) (?:\w+ )?{LIST})"
        ),
    ),
    Opening(
        r"exit",
        only=rf" (?:this |the |your |from |of |all )*(?:{LIST}|{THINGS})\b| (?:please|now|thanks)\b|{_NOTHING}",
    ),
    Opening(
        r"alto",
        unless=(
            r" (?:nivel|costos?|precios?|riesgo|grado|estandar|porcentaje|rendimiento|street|st|ave\w*|road|rd|blvd|lane"
            r"|al? dolor|y (?:guap\w|delgad\w|amable|fuerte)|(?:\w+ )?(?:dental|dentistry|smiles|clinic) (?:is|was|are|has|es|son|fue))\b"
        ),
    ),
    Opening(
        r"(?:ya )?basta",
        unless=rf" (?:con (?:que|(?!{WRITE})\w+[aei]r(?:se|l[oa]s?)?)|una?|y sobra|ver|decir|que|saber|de (?:dulces|refrescos?|soda|azucar|dolor\w*|excusas|hablar|comer|caramelos|cafe|fumar|pan))\b",
    ),
    Opening(
        r"(?:dar(?:me|nos)? de |la |de )?baja",
        only=(
            rf"(?:{_NOTHING}|{_NUMBER}| (?:porfavor|please|gracias|ya|inmediat\w+|todo|este|esta|mi|numero|(?:\w+ )?(?:dental|dentista)|{TEXTS}|{NAME}|{VOCATIVE})\b"
            rf"| (?:al?|del?|para) (?:la |el |este |esta |mi |su |sus |todos? |los |las )*(?:lista|servicio|numero|telefono|celular|esto|eso|programa|suscripcion|{TEXTS}))"
        ),
    ),
    Opening(
        r"cancel(?:ar|a|e|en|eme|enme)",
        unless=r" (?:lo|la) de | (?:el|la|los|mi|un|una) (?!suscripcion|servicio|numero|envio|mensaj|texto)",
        elsewhere=VISITA,
    ),
    Opening(
        r"(?:parar|pare|paren|pares|parenle|parele|detener|detenga|detengan|detente|detenganse)",
        unless=r" (?:en|a|al|aqui|ahi|donde|frente|el (?:carro|coche|auto))\b",
        elsewhere=BODY,
    ),
    Opening(
        r"para",
        only=rf" (?:ya|con (?:esto|eso|{TEXTS}|los|las)|de (?:{WRITE}|{WRITING}|{DOING}))\b",
    ),
    Opening(
        r"(?:ya )?no mas",
        only=(
            rf"(?:{_NOTHING}| (?:porfavor|gracias|please|ok|ya|thanks|{NAME}|{VOCATIVE}|de (?:esto|eso|est[ao]s|sus)|(?:\w+ )?{TEXTS}|{THINGS})\b)"
        ),
    ),
    Opening(
        r"salir|salirme",
        only=rf" (?:de|del) (?:la |el |esta |este |su |sus |los |las )*(?:lista|grupo|servicio|programa|esto|aqui|{TEXTS})\b",
    ),
    Opening(
        r"terminar|termine|terminen|anular|anule|finalizar|finalice|eliminar|suspender|suspenda|desactivar|desactive|borrar|remover",
        only=rf" (?:la |mi |el |los |las |esta |este |estos |todos |todas |mis |sus |de )*(?:suscripcion|servicio|envio|contacto|lista|numero|todo|esto|{TEXTS})\b",
    ),
    Opening(r"desuscri\w+"),
)
"""Heard where the message begins with them."""

_GREETINGS = re.compile(
    r"(?:(?:please|kindly|hi|hello|hey|ok|okay|yo|sorry|just|omg|god|lol|yes|yeah|then|well|so|and|thanks|thank you"
    r"|hola|oye|oiga|mire|porfavor|si|pues|gracias|buen[oa]s (?:dias|tardes|noches)|good (?:morning|afternoon|evening)"
    r"|reply|replying|text|texto|txt|send|answer|respond[aeo]r?|respuesta|contesto) (?:\| )?|(?:no|nope|nah) \| )*"
)


@dataclass(frozen=True)
class _Compiled:
    pattern: re.Pattern[str]
    elsewhere: re.Pattern[str] | None
    asks_for_names: bool


def _compile(openings: tuple[Opening, ...], start: str) -> tuple[_Compiled, ...]:
    compiled = []
    for opening in openings:
        follows = rf"(?={opening.only})" if opening.only else r"(?= |$)"
        unless = rf"(?!{opening.unless})" if opening.unless else ""
        pattern = re.compile(rf"{start}(?:{opening.keyword}){unless}{follows}")
        elsewhere = re.compile(rf"\b(?:{opening.elsewhere})\b") if opening.elsewhere else None
        compiled.append(_Compiled(pattern, elsewhere, asks_for_names=opening.only is not None))
    return tuple(compiled)


_OPENINGS = _compile(_IN_ANY_CLAUSE + _FIRST_OF_ALL, "^") + _compile(
    _IN_ANY_CLAUSE, r"\| (?:please |just |so |and |then )*"
)


def opens_with_keyword(text: str, named: str) -> bool:
    """Tell whether folded `text` opens with a keyword that is one; `named` has its names marked."""
    text, named = _without_greetings(text), _without_greetings(named)
    return any(
        (o.pattern.search(text) or (o.asks_for_names and o.pattern.search(named)))
        and not (o.elsewhere and o.elsewhere.search(text))
        for o in _OPENINGS
    )


def _without_greetings(text: str) -> str:
    greetings = _GREETINGS.match(text)
    return text[greetings.end() :] if greetings else text
