"""What phones and machines answer by themselves: nobody has asked for anything."""
# ruff: noqa: E501 - a pattern broken in two reads worse than a long one

from core.rules.consent.phrases import Phrases

_KEYWORD = r"(?:stop|stopall|end|quit|cancel|unsubscribe|optout|opt out|alto|baja|cancelar|salir|parar|help|ayuda|start|menu|yes|si|y|n|c|info|more|urgent|urgente|\d|\w)"
_AIM = (
    r"(?:opt ?out|optout|unsubscribe|quit|end|cancel|stop|mute|leave|exit|remove|see|get|confirm|verify|notify|receive|no longer"
    r"|discontinue|decline|be removed|info\w*|salir|cancelar|darse de baja|dar de baja|no recibir|dejar de|detener|parar|terminar|ayuda)"
)
_INSTRUCTIONS = Phrases(
    (
        # Reply STOP to unsubscribe; HELP for help; Responda ALTO para cancelar
        rf"\b(?:to (?:opt out|optout|stop|end|cancel|unsubscribe|quit)[^|]{{0,30}} )?(?:reply|text|txt|send|respond|answer|responda|responde|envie|envia|escriba|conteste|mande) (?:with |con )?{_KEYWORD} (?:to|2|for|para|if|anytime|at any time|or)\b[^|]*",
        rf"(?:(?<=\| )|(?<=help )|(?<=ayuda )|(?<=or )|^){_KEYWORD} (?:to|2|para|for) {_AIM}\b[^|]*",
        r"\bto (?:opt out|optout|unsubscribe|stop|end|cancel)[^|]{0,30}(?:\| )?(?:reply|text|txt|send) \w+",
    )
)
_MACHINES = Phrases(
    (
        # it says so itself
        r"\bauto ?(?:reply|response|responder|respond|generated|matic)",
        r"\bauto(?:reply|response|responder)\b",
        r"(?<!your )(?<!these )(?<!stop )(?<!stop the )(?<!more )(?<!no )\bautomat(?:ed|ic|ically generated) (?:reply|response|message|notice|receipt|text|notification|answer|assistant|sms)\b",
        r"\b(?:respuesta|mensaje|contestacion|resposta|aviso|reponse) automatic[ao]",
        r"\breponse automatique",
        r"\bautomatisch gesendet",
        r"\brespuesta auto\b",
        r"(?:^|\| )(?:auto|automated|automatic|automatico)(?: \w+)?(?= \|)",
        r"(?:^|\| )auto(?= \|)",
        r"\b(?:virtual assistant|automated assistant|asistente virtual|screening service|call screen|spam protection|spam filter service)\b",
        # driving, asleep, away
        r"\b(?:driving|drive mode|drivemode|conduciendo|manejando|modo (?:conducir|manejo|conduccion)|riding) (?:\w+ ){0,6}(?:focus|turned on|mode|right now|now|momento|activad[oa]|cuando|ahora|luego|when)",
        r"(?:^|\| )(?:im |i am |currently |estoy )?(?:driving|conduciendo|manejando)(?: now| right now| ahora)?(?= \||$)",
        r"\bnotifications? silenced\b",
        r"\b(?:not receiving|no recibo) notifica\w+",
        r"\bnotificaciones silenciadas\b",
        r"\bdo not disturb mode\b",
        r"\bmodo no molestar\b",
        r"\b(?:out of (?:the )?office|fuera de (?:la )?oficina|ooo)\b",
        # mailboxes and carriers
        r"\b(?:unmonitored|not monitored|isnt monitored|no es monitoread[oa]|no esta monitoread[oa])\b",
        r"\bdo not reply to this (?:message|text|email|number)(?= \||$)(?=.*)(?<=.{40})",
        r"\bthis (?:number|line|device|phone) (?:does not|doesnt|cannot|cant|can not|only) (?:accepts?|receive|support)\b",
        r"\beste numero no (?:recibe|acepta) (?:mensajes|textos|sms)\b",
        r"\b(?:message blocking is|messages? (?:blocking )?(?:is )?active|mailbox is full|not in service|landline and cannot|text to landline|message aloud|unable to send message|could not be delivered|was not delivered|delivery failed)\b",
        r"\b(?:free msg|carrier notice|system message|mensaje de la red|msg ?(?:and )?data rates|tarifas de mensajes)\b",
        # codes, tickets, voicemail
        r"\b(?:verification|login|security|passcode|one time|codigo de) (?:code|pass\w*|verificacion|pin)\b",
        r"\bpasscode is\b",
        r"\b(?:voicemail|voice message|transcript\w*|transcription|buzon de voz|mensaje de voz)\b(?=[^|]{0,80} (?:\||from|new|1|transcri\w+|tiene))",
        r"\b(?:ticket|case) \d+ has been\b",
        r"\bhas been (?:created|opened)\b",
        r"\byouve? (?:have )?(?:reached|been subscribed)\b(?! (?:the |a |an )?(?:wrong|construction|law|\w+ company))",
        r"\bthank(?:s| you) for (?:texting|contacting|reaching out to|calling) (?!me\b|us\b|my\b)",
        r"\bgracias por (?:comunicarse|contactar\w*|llamar|escribir) (?:con|a)\b",
    )
)


def is_automatic(text: str) -> bool:
    """Tell whether a machine wrote folded `text`."""
    return _MACHINES.are_in(text)


def without_instructions(text: str) -> str:
    """Take out of folded `text` what tells the reader to reply; all of it, and it is kept.

    "Reply STOP to opt out" and nothing else is said by somebody who wants just that.
    """
    rest = _INSTRUCTIONS.without(text)
    is_all = not rest.replace("|", "").strip()
    return text if is_all and not text.startswith("to ") else rest
