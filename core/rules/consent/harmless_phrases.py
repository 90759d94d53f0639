"""What looks like a revocation and is none: praise, places, the body, appointments."""
# ruff: noqa: E501 - a pattern broken in two reads worse than a long one

from core.rules.consent.phrases import Phrases
from core.rules.consent.revocation_words import (
    BETWEEN,
    BODY,
    DOING,
    NOT_A_LIST,
    STOPPING_BY,
    THINGS,
)

HARMLESS = Phrases(
    (
        # praise and habit: don't stop, can't stop smiling
        (
            r"\b(?:dont|never|nunca|no) (?:you |ever |please |ever ever )*(?:stop|stops|quit|paren|pare"
            r"|pares|para|paro|parar)\b(?! (?:de )?(?:texting|messaging|sending|escrib|mand|envi))"
        ),
        r"\b(?:dont|never) (?:ever |you )?stop (?:texting|messaging|sending)\b",
        (
            r"\b(?:cant|couldnt|could never|can never|didnt|doesnt|wont|wouldnt|not)"
            r" (?:(?!interested)\w+ )?(?:stop|stopped|quit)\b"
            rf"(?! {BETWEEN}(?:{DOING}|{THINGS})\b(?! (?:my|to|about|people|everyone|friends)))"
        ),
        r"\bcan ?t stop (?:texting|messaging|sending|calling) (?:my|people|everyone|friends)\b",
        r"\bdont want (?:you|this|it|them|these) to (?:stop|end|quit)\b",
        r"\bstop it \| [^|]{0,80}\b(?:blush\w*|sweet|kind|nice|funny|cute|love\w*|laugh\w*|lol|haha)\b",
        # places and times
        (
            r"\b(?:bus|last|next|first|final|one|pit|truck|train|metro|full|non|short|quick|only"
            r"|favorite|a|the|our|my|every|traffic|rest) stops?\b"
        ),
        rf"\bstop(?:ped|ping|s)? {STOPPING_BY}\b",
        # the body
        (
            r"\b(?:bleed\w*|pain|hurt\w*|swell\w*|ache\w*|throb\w*|numbness|drool\w*|snor\w*|grind\w*)"
            r" (?:\w+ ){0,3}(?:stop|quit|end)\w*\b"
        ),
        (
            r"\b(?:stop|quit|end) (?:(?:taking|wearing|eating|drinking|chewing|using(?! (?:my|this|our) (?:\w+ )?(?:number|phone)))\b"
            rf"|(?:the |my |this |any |all |that )*{BODY}\b)"
        ),
        r"\b(?:after|before|at|from|till|until|which|what) (?:this|that|which|each|\w+) stops?\b(?! (?:text|messag|send|contact))",
        # wishes to stay
        r"\b(?:dont|wont|never|not|didnt) (?:ever |please |you )?(?:remove|take|delete|drop|cancel|forget|unlist|erase) (?!my (?:word|advice))[^|]*",
        r"\bunsubscribed? from (?:my|the|our) (?:old|other|work|insurance|former|previous)[^|]*",
        r"\b(?:dont|didnt(?! i\b)|not|never|accident\w*|mistake) (?:\w+ ){0,3}(?:unsubscribe|opt out)\b",
        r"\b(?:unsubscribe|opt\w* out) (?:\w+ ){0,3}(?:by accident|by mistake|accident\w*)\b",
        r"\bdont want to (?:miss|lose) [^|]*",
        # other matters
        r"\bdont (?:call|email|phone)(?: me)? (?:\| )?(?:just |please |but |instead )*text me\b",
        (
            r"\b(?:i|we|ive|weve) (?:\w+ )?(?:dialed|called|gave|typed|texted|put|entered|wrote|left)"
            r" [^|]{0,80}wrong (?:number|person)"
        ),
        (
            r"\b(?:bill|invoice|card|statement|form|chart|insurance|website|sign|receipt|claim)"
            r" (?:\w+ ){0,3}wrong number\b"
        ),
        r"\b(?:is|was) (?:this|it|that|your text|the text) (?:a |an |some |just |really )*(?:spam|scam|phishing|harassment)\b",
        r"\bes esto (?:un )?(?:spam|fraude)\b",
        r"\b(?:se )?(?:me )?murio (?:mi|el|la) (?:telefono|celular|cel|bateria|perr\w+|gat\w+|mascota|carro)\b",
        r"\b(?:perr|gat|mascot|telefon|celular|bateri)\w* (?:se )?(?:me )?murio\b",
        r"\b(?:phone|carrier|cell|iphone|android|filter|verizon|tmobile|it) (?:has |had |must have |may have |accidentally |automatically |just |auto )*(?:blocked|reported|flagged|marked)\b[^|]*",
        r"\bdont (?:call|phone|ring)(?: me)?(?: at| on)? (?:my|the|our) (?:work|office|home|house|other|old|landline|wifes|husbands)\b[^|]*",
        r"\b(?:delete|remove|erase|take) (?:my|the|our|that) (?:\w+ )?(?:card|credit|payment|insurance|billing|duplicate|charge|fee|order)\b[^|]*",
        r"\b(?:remove|take) [^|]{0,80} (?:cancellation|short notice) list\b",
        r"\bopted out of (?:the |my |our )?(?:sedation|insurance|plan|anesthesia|gas|xrays?|fluoride|coverage|benefits|network)\b",
        r"\bdont (?:call|phone) (?:me )?(?:at|on|during|after|before) (?:work|home|lunch|school|my|the|\d)[^|]*",
        r"\bno (?:phone )?calls (?:please )?(?:\| )?(?:just |only |but )?(?:texts?|texting) (?:is|are|me|only|please|works?|instead|message|ok)\b[^|]*",
        r"\blet me be (?!$|\|)",
        rf"\b(?:removed?|take|took|taken|drop|dropped|get|pull|delete|put|move|keep|leave|kicked) (?:me|us|my \w+|him|her|them) (?:off|from|out)(?: of)?(?: (?:the|that|your|my|this))? (?:\w+ )?{NOT_A_LIST}",
        r"\b(?:stop|quit) mailing (?:me |us )?(?:paper|bills?|statements?|letters|postcards)[^|]*",
        r"\b(?:my name is|its|name is|its spelled|spelled|im) (\w)\w* not \1\w*(?= \||$)",
        r"\bwrong number (?:of|on|for (?:my|the|our|a|your))\b",
        (
            r"\b(?:remove|take|drop|get|pull|delete) [^|]*"
            r"(?:schedul\w*|appointments?|calendar|wait ?list|waiting|braces|stitches|tooth|teeth)\b"
        ),
        # care, money and other people's matters
        r"\b(?:authorize|permission|consent\w*|approve\w*|agree\w*|autoriz\w+|autorice|acepto|pedi)\b[^|]{0,30}\b(?:charges?|fees?|xrays?|x ray|bill\w*|payment|card|cargos?|cobros?|pagos?|tratamiento|radiografias?|anesthesia|extraction)\b",
        rf"\b(?:go away|back off|left alone) (?:the |my |of )*(?:\w+ )?{BODY}\b",
        rf"\b(?:{BODY}|itch\w*|numbness|soreness|bruis\w*|bump|taste|ringing|stain\w*)(?: \w+){{0,3}} (?:to )?(?:go|goes|going|went) away\b",
        r"\b(?:says?|said|told me|tells? me) (?:to |that )?(?:dont|not to|never) (?:contact|call|text|bother|email) (?:them|him|her|you|it)\b",
        r"\b(?:isnt|not|wasnt) (?:here|in|home|around|available) (?:right now|at the moment|today|yet|until|till|at present)[^|]*",
        r"\b(?:dont|no need to) (?:text|send|email|write|call)(?: me)? (?:the|that|a|an|your) (?:address|directions|link|form|photo|picture|estimate|bill|receipt|password|code|copy|time|invoice|xrays?)\b[^|]*",
        r"\bget rid of (?:this|the|my|that|a) (?!text|messag|list|sms|number|subscri|alert|notif)\w+",
        r"\b(?:not to|dont|never) (?:worry|call|eat|drink|brush|floss|chew|rinse|use|smoke|come|wait|drive|take|bother (?:calling|coming))(?: \w+)? (?:until|till|before|after|unless|im|from|for \w+ (?:days?|hours?))\b[^|]*",
        r"\b(?:told|said to|asked|tells?) (?:you|me|her|him|us|them) (?:not to|dont) (?:worry|eat|drink|brush|floss|chew|rinse|smoke|come|wait|drive|take|use|stress|panic|go|bring)\b",
        r"\b(?:dr|doctor|dra|doctora|hygienist|dentist|higienista)(?: \w+)? (?:has |is |ya |just |se )*(?:retired?|left|moved|gone|quit|relocated|no longer|jubilo|fue)\b[^|]*",
        r"\b(?:no longer|doesnt|dont|isnt|ya no) (?:works?|trabaja|esta) (?:there|ahi|alli|alla|con ustedes)\b[^|]*",
        r"\b(?:he|she|they|ella) (?:retired|left|quit) \| [^|]{0,40}\b(?:dr|doctor|love\w*|miss|favorite|best)\b",
        r"\blet me alone (?!$|\|)\w+",
        r"\b(?:no vive conmigo|new phone|nuevo numero|otro numero) (?:\| )?(?:mande\w*|use|usen?|text|call|escrib\w*|please (?:use|update)|update|here it is|the new one|it is)\b[^|]*",
        r"\b(?:different|another|other|new) (?:phone |contact )?number for (?:billing|emergenc\w*|insurance|appointments?|the|your|scheduling|after)\b",
        r"\bhave had this (?:phone )?number (?:since|for)[^|]{0,20} and (?:never lost|you|still)\b[^|]*",
        r"\b(?:keep|leave|put|keeping|stay) (?:me|us|my \w+) (?:on|in|back)\b(?! (?:your |the |a )*(?:dont|no |block|opt))",
        r"\bno (?:me |le |nos |te )?(?:molesta|molestan|molestaba|molesto)(?= nada| mucho| tanto| ya| el| la| los| las| esperar| para nada| que)",
        r"\bya no mas (?:brackets|dolor\w*|frenos|caries|dulces?|citas?)\b",
        r"\bno (?:quiero|deseo|quisiera) que (?:me|le|nos) (?:saqu|quit|extra|pong|arranqu|toqu|oper|inyect|cobr)\w+ (?!de\b)(?:el|la|las|los|un|una|mas|todo|ese|esa)\b(?! (?:numero|telefono|celular))",
        r"\b(?:precio|hora|fecha|direccion|cuenta|link|enlace|horario|dia|nombre|cobro|total|recibo|apellido) (?:\w+ )?(?:esta|es|estaba) (?:\w+ )?(?:equivocad[oa]|mal|incorrect[oa])\b",
        r"\b(?:sac|saqu)\w+ de (?:la |una |las )?(?:dudas?|apuros?)\b",
        r"\bse (?:me |le |nos )?bloque(?:o|a|aron) (?:el|la|mi)\b",
        r"\bno (?:me )?(?:se|puedo|pude|supe|podia|alcance a) (?:como )?(?:escribir|enviar|mandar|llamar|contactar)\w*\b",
        r"\b(?:miss\w*|resched\w*|rebook\w*|cant make|late)\b.{0,60}\b(?:died|passed away|fallecio|murio)\b",
        r"\b(?:died|passed away|fallecio|murio)\b.{0,60}\b(?:miss\w*|resched\w*|rebook\w*|cant make|reagend\w*)\b",
        r"\bno (?:complaints?|problems?|issues?|worries|pain|parking|signal|google|facebook|questions?|service|reception|insurance|cavit\w+|swelling|bleeding|kids|wifi|lie|judg\w+) (?:\w+ )?here\b",
        r"\b(?:aqui|aca) no (?:hay|tengo|tenemos) (?:senal|internet|estacionamiento|lugar|wifi|luz|agua|servicio|problema|google|cobertura)\w*",
        r"\bharass\w* (?:the way|how)\b",
        r"\b(?:turn|switch|shut) off (?:the|my|your) (?:phone|cell|light|tv|music|ac|heat)\w*\b",
        r"\bnumero equivocado de (?:cita|telefono en|factura|poliza|cuenta)[^|]*",
        r"\b(?:factura|recibo|seguro|tarjeta|formulario) [^|]{0,80}numero (?:equivocado|incorrecto)",
        r"\bno (?:me )?(?:dejen|deje|dejes|dejo|dejare) de\b[^|]*",
        r"\bno (?:puedo|pude|podemos|podia) (?:parar|dejar)\b[^|]*",
        r"\bsin parar\b",
        r"\bdont (?:even )?ask(?: me)? (?:how|why|what|but)\b",
        r"\b(?:phone|battery|car|tooth|nerve|computer|laptop) (?:has |is |just )*(?:died|dead)\b",
        r"\bno need to call\b[^|]*",
        r"\bdont need (?:a|another|the|my) reminder\b",
        r"\bstop (?:and|n) (?:shop|go|smell|think|say|ask|look|listen|take|appreciate)\b",
        r"\bremind me to (?:stop|quit|cancel|unsubscribe)\b[^|]*",
        (
            r"\bno (?:me )?llam(?:en|e|es)(?: porfavor| por telefono)* (?:\| )?"
            r"(?:mejor|prefiero|solo|solamente|mande\w*|escrib\w*|por)\b[^|]*"
        ),
        r"\bno (?:para|paro|paraba|deja) de (?!escrib|mand|envi|molest|llam)\w+",
    )
)
"""Taken out of a reply before revocations are sought."""
