"""What must not be said when asking for a review, in English and Spanish, and what to say instead."""
# ruff: noqa: E501 - a pattern broken in two reads worse than a long one

import re
from dataclasses import dataclass

from core.rules.names.folding import without_accents
from core.rules.wording.days import list_months, list_weekdays
from core.rules.wording.languages import LANGUAGES


@dataclass(frozen=True)
class BannedWording:
    """One rule: a pattern over plain lower-case words, and the way out."""

    code: str
    fix: str
    pattern: re.Pattern[str]


def _banned(code: str, fix: str, *patterns: str) -> BannedWording:
    return BannedWording(code, fix, re.compile("|".join(patterns)))


_WORDS_OF_THEIR_OWN = frozenset({"march", "may"})
_DAY_WORDS = {
    locale: "|".join(
        without_accents(name).lower()
        for name in (*list_weekdays(locale), *list_months(locale))
        if name.lower() not in _WORDS_OF_THEIR_OWN
    )
    for locale in LANGUAGES
}
"""Alternatives of a pattern; “march” and “may” are dates only before a number."""

BANNED_WORDINGS = (
    _banned(
        "incentive",
        "offer nothing for a review; Google and the FTC forbid it. Ask without a reward.",
        r"\b(?:gift ?cards?|gift|discounts?|coupons?|raffles?|drawing|sweepstakes?|giveaways?|prizes?|rewards?|bonus|vouchers?|loyalty points?|cash ?back|points)\b",
        r"\b(?:win|earn|(?<!feel )free|save \$?\d+|\$ ?\d+|\d+ ?% off|percent off|on us|in return|in exchange|as a thank you for (?:your|a) review|donat(?:e|ing|ion)s?|for (?:each|every) review|enter(?:ed)? (?:to|into))\b",
        r"\b(?:tarjetas? de regalo|regalos?|descuentos?|cupon(?:es)?|sorteos?|rifas?|premios?|recompensas?|bonos?|vales?|gratis|gratuit[oa]s?|puntos|a cambio|ganar?|gane|obsequios?|donar\w*|donamos|donacion(?:es)?|por cada resena)\b",
    ),
    _banned(
        "rating",
        "do not name stars or a rating; ask for an honest review in the patient's own words.",
        r"\b(?:(?:five|5|four|4|top|full|\d)[ -]?stars?|stars?|estrellas?)\b|[★⭐🌟]",
        r"\b(?:(?:great|good|positive|glowing|excellent|perfect|nice|wonderful|amazing|favorable|best|top|kind) (?:google )?(?:reviews?|ratings?|feedback|words)|rate us|rating|thumbs up|10/10|5/5)\b",
        r"\b(?:(?:resenas?|opinion(?:es)?|comentarios?|calificacion(?:es)?) (?:muy )?(?:buen[oa]s?|positiv[oa]s?|excelentes?|perfect[oa]s?|favorables?|bonit[oa]s?)|(?:buenas?|positivas?|excelentes?|bonitas?|linda) (?:resenas?|opinion(?:es)?|calificacion(?:es)?|comentarios?)|califiquenos|calificacion|maxima nota)\b",
        r"\b(?:say|tell|write|type|post)\b[^.!?]{0,30}\b(?:we(?:'re| are) (?:the )?(?:best|great|top|amazing|number)|(?:something|anything) (?:nice|good|kind|positive|great))\b",
        r"\b(?:diga|digale|escriba|cuente|ponga)\b[^.!?]{0,30}\b(?:somos (?:los |las )?(?:mejor(?:es)?|excelentes|buen[oa]s)|algo (?:bueno|bonito|lindo|positivo|agradable))\b",
    ),
    _banned(
        "staff_name",
        "do not ask for anyone by name or role; ask about the experience with the practice.",
        r"\b(?:mention(?:ing)?|name|naming|praise|tell (?:them|google|others) about|shout ?out|thank|tag) (?:\w+ ){0,3}?(?:dr\.?|doctor|hygienist|dentist|assistant|staff|team member|by name|receptionist|technician)\b",
        r"\b(?:mention|name|thank|tag|praise) (?!us\b|our\b|your\b|what|how|it\b|that\b|you\b|the (?:practice|office))[a-z]+ (?:in|on|by) (?:your|the|a|google|name)\b",
        r"\b(?:mencione|nombre) (?:a )?(?!lo\b|que\b|como\b|nuestr|su\b)[a-z]+ en (?:su|la|una|google)\b",
        r"\bdr\.? [a-z]+\b|\bdra\.? [a-z]+\b|\bdoctora? (?!y\b|o\b|que\b)[a-z]{3,}\b",
        r"\b(?:your|our) (?:hygienist|dentist|assistant|receptionist|technician) [a-z]+ (?:would|was|will|is|took|loved)\b",
        r"\b(?:mencione|mencionar|nombre|nombrar|elogie|felicite|hable de) (?:\w+ ){0,3}?(?:a |al |la )?(?:doctor[a]?|dentista|higienista|asistente|personal|recepcionista|por su nombre)\b",
    ),
    _banned(
        "sentiment_split",
        "ask every patient the same; do not send the happy and the unhappy different ways.",
        r"\bif (?:you|your) (?:\w+ ){0,3}?(?:happy|satisfied|pleased|enjoyed|loved|liked|unhappy|dissatisfied|disappointed|not happy|great|good|bad|negative|positive|went well|unsatisfied|upset)\b",
        r"\b(?:happy|satisfied|pleased|enjoy(?:ed)?|loved?|content[oa]|satisfech[oa])\b[^.!?]{0,40}\?",
        r"\b(?:not|un)[ -]?(?:happy|satisfied)\b|\bless than (?:perfect|satisfied|five|5)\b|\b(?:problem|issue|concern|complaint)s?\b[^.!?]{0,40}\b(?:instead|first|privately|directly|before (?:posting|reviewing|leaving))\b",
        r"\bif (?:anything|something|we)\b[^.!?]{0,30}\b(?:wasn't|was not|weren't|less|fell|wrong|right|perfect|short|better)\b",
        r"\b(?:take down|remove|delete|change|edit|retract) (?:your|the|that|any|a) (?:\w+ )?reviews?\b|\b(?:quite|borre|elimine|cambie|retire) su (?:\w+ )?resena\b",
        r"\b(?:contact|call|tell|email|reply to) us (?:first|privately|directly|instead)\b|\bbefore (?:posting|reviewing|leaving a review)\b",
        r"\bsi (?:\w+ ){0,4}?(?:content[oa]s?|satisfech[oa]s?|feliz|felices|gusto|encanto|insatisfech[oa]s?|descontent[oa]s?|molest[oa]s?|buena|mala|bien|disfruto)\b",
        r"\b(?:quejas?|problemas?)\b[^.!?]{0,40}\b(?:antes|primero|directamente|en privado)\b|\b(?:llamenos|escribanos|diganos) (?:primero|antes|directamente|en privado)\b",
    ),
    _banned(
        "on_premises",
        "do not ask for it on the spot; the patient writes where and when they like.",
        r"\b(?:before you leave|while you(?:'re| are) (?:here|still|in|with us|waiting)|at the (?:front desk|office|counter|reception)|in (?:our|the) (?:office|lobby|waiting room)|on (?:our|the office) (?:tablet|ipad|kiosk|wi-?fi)|right now|show (?:us|the front desk|our)|scan (?:the|our)|as you check out|at check ?out)\b",
        r"\b(?:antes de irse|antes de salir|mientras (?:espera|esta|sigue)|en (?:la recepcion|nuestra oficina|la sala de espera|el mostrador|el consultorio)|en (?:nuestra|la) tableta|ahora mismo|muestre(?:lo|la|nos)?|escanee)\b",
    ),
    _banned(
        "pressure",
        "ask once, calmly; leave the choice to the patient.",
        r"\b(?:you must|you need to|required|mandatory|you owe|urgent(?:ly)?|last chance|don't forget|we(?:'re| are) counting on you|help us (?:reach|hit|beat)|our goal is|quota|contest|competing|asap|final notice|act now)\b",
        r"\b(?:debe|tiene que|es obligatori[oa]|urgente|ultima oportunidad|no olvide|contamos con usted|ayudenos a (?:llegar|alcanzar)|nuestra meta|concurso|cuanto antes)\b",
    ),
    _banned(
        "visit_details",
        "say nothing about date, treatment or person: only that there was a visit.",
        r"\b(?:cleaning|fillings?|crowns?|root canal|extraction|implants?|braces|invisalign|whitening|veneers?|dentures?|x-?rays?|surgery|procedure|treatment|exam|check-?up|consultation|wisdom (?:tooth|teeth)|cavit(?:y|ies)|gum|tooth|teeth|bridge|sealants?|fluoride|diagnosis|prescription|orthodont\w*|periodont\w*|endodont\w*)\b",
        r"\b(?:today|yesterday|tomorrow|this (?:morning|afternoon|week)|last (?:week|month|night)|"
        rf"{_DAY_WORDS['en']}|"
        r"\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?|\d{1,2}(?::\d{2})? ?[ap]\.?m\b\.?|(?:march|may) \d{1,2})",
        r"\b(?:limpieza|empaste|relleno|corona|endodoncia|extraccion|implantes?|frenos|brackets|blanqueamiento|carillas?|dentaduras?|radiografias?|cirugia|procedimiento|tratamiento|revision dental|chequeo|muelas?|caries|encias?|dientes?|puente|ortodoncia|diagnostico|receta)\b",
        rf"\b(?:hoy|ayer|manana|esta (?:manana|tarde|semana)|la semana pasada|{_DAY_WORDS['es']})\b",
    ),
    _banned(
        "cancel",
        "leave “cancel” out; a patient who answers with it is opted out and may mean the appointment.",
        r"\bcancel\w*\b",
    ),
    _banned(
        "shouting",
        "write calmly: one exclamation mark at most.",
        r"!{2,}|(?:![^!]*){2,}",
    ),
)
"""Every rule about words, each with its code."""

OPT_OUT_WORDS = {
    "en": re.compile(
        r"\bstop\b[^.]*\b(?:opt[ -]?out|unsubscribe|end|stop|no more)\b|\b(?:reply|text|send) stop\b|\bstop to\b"
    ),
    "es": re.compile(
        r"\b(?:responda|envie|conteste|escriba|mande|responde)?[^.]{0,30}\b(?:alto|parar|baja|basta)\b(?: para| y)"
    ),
}
"""How a text says in each language how to opt out."""

SHARED_SHORTENERS = frozenset(
    {
        "bit.ly", "bitly.com", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "buff.ly",
        "rebrand.ly", "cutt.ly", "t.ly", "shorturl.at", "tiny.cc", "rb.gy", "lnkd.in", "bl.ink",
        "short.io", "s.id", "v.gd", "qr.ae", "adf.ly", "x.co", "soo.gd", "clck.ru", "snip.ly",
        "dub.sh", "tinyurl.is", "bit.do", "mcaf.ee", "su.pr", "yourls.org", "linktr.ee",
    }
)  # fmt: skip
"""Public short-link hosts, which carriers filter."""
