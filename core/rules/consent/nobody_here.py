"""Nobody of that name has this number: the ways of saying so, in English and in Spanish.

Patterns read folded text in which names are marked (`core.rules.consent.persons`).
"""
# ruff: noqa: E501 - a pattern broken in two reads worse than a long one

from core.rules.consent.phrases import Phrases
from core.rules.consent.revocation_words import NAME, PERSON, THINGS

_PHONE = r"(?:numbers?|phones?|cells?|cellphones?|line|cellular)"
_THIS = rf"(?:this|that|the|my) (?:\w+ )?{_PHONE}"
_HERE = (
    rf"(?:here|(?:at|on|with|for|by|under) (?:this|that) (?:\w+ )?(?:{_PHONE}|address|house|name))"
)
_SHE = r"(?:he|she|they|who|person|patient|that person|this person|(?:my |her |his )?(?:mom|mother|dad|father|wife|husband|son|daughter|sister|brother|roommate|tenant|ex))"
_SOMEBODY = (
    rf"(?:{PERSON}|(?:him|her|them|that person|this person|that patient|the person|whoever \w+))"
)
_OWNED = rf"(?:his|hers?|their|theirs|{NAME}s?|somebody elses|someone elses)"
_END = r"(?= \||$)"
_CLAUSE = r"(?:^|\| )"

_WRONG = (
    r"\bwrong (?:\w+ )?(?:number|numer|nmbr|num)\b(?! (?:of|on|in|for (?:my|the)))",
    rf"\bwrong (?:person|contact(?: info\w*)?|recipient|patient|{_PHONE}|{NAME}|guy|girl|gal|lady|man|woman|dude|chick|kid|family|house|human|individual|party)\b",
    rf"\b(?:incorrect|bad|invalid|outdated|disconnected) (?:contact|{_PHONE})\b(?! (?:is|in) )",
    rf"\bold {_PHONE} (?:for|of)\b",
    rf"\b(?:not|no longer|isnt|aint) (?:a |the )?(?:valid|good|right|correct|current|working) (?:contact|{_PHONE})\b",
    rf"{_CLAUSE}(?:a )?(?:different|another|other) {PERSON}{_END}",
    rf"{_CLAUSE}wrong no{_END}",
    rf"\b(?:got|have|texted|reached) the wrong one{_END}",
    r"\bnot who (?:you|u)\b",
    r"\blooking for (?:someone|somebody) else\b",
    r"\bnot the (?:person|one|lady|guy|man|woman) (?:you|u|that you)\b",
    r"\byou(?:ve| have|r)? (?:have |got |must have |may have |are |probably |might )*(?:me |us )?(?:confused|mistaken|mixed up|mistook)\b",
    r"\b(?:texting|texted|messaging|messaged|contacting|reached|writing) (?:to )?(?:the |a )(?:wrong (?!link|address|tooth|date|time|email)|stranger|total stranger|random)",
)
_NOT_THEM = (
    rf"{_CLAUSE}(?:\w+ ){{0,2}}(?:not|isnt|aint) {PERSON}(?: anymore| here| sorry| lol)*{_END}",
    rf"\b(?:im|i am|we arent|were|its|thats|that is|this is|hes|shes|he is|she is|he isnt|she isnt|this isnt|it isnt|that isnt|i aint|this aint|this line is|you are|youre)(?: definitely| certainly)? (?:not )?(?:even )?(?:the )?not {_SOMEBODY}\b",
    rf"\b(?:im not|this is not|this isnt|its not|it isnt|thats not|hes not|shes not|he isnt|she isnt|i aint) {_SOMEBODY}(?! (?:fault|insurance|problem|first))(?:\b)",
    rf"\b(?:im|this is|its|name is|names|my name is) {PERSON} (?:and )?not {PERSON}",
    rf"\b(?:isnt|not|aint|no longer) (?:the |a )?(?:right |correct )?{_PHONE} (?:for|of)\b",
    r"\b(?:isnt|not|aint) my (?:name|dentist|doctor|office)(?= \||$)",
    rf"{_CLAUSE}(?:no )?(?:its |thats |this is |i |definitely )*not me{_END}",
    rf"\b(?:isnt|not|no longer|aint) (?:\w+ )?{_OWNED} (?:\w+ )?{_PHONE}\b",
    r"\b(?:isnt|not|no longer|aint) (?:hers|his|theirs|mine)\b",
    rf"\bnot {_OWNED}(?: anymore)?{_END}",
)
_NOBODY = (
    r"\b(?:no|nobody|no one|none|noone) (?:\w+ )?(?:(?:by|with|of) (?:that|this|the) name|(?:here )?(?:by|with) the name|named|called(?! me| us| back| you| the| to| my))\b",
    rf"\b(?:no|nobody|no one|noone|not any|isnt any|isnt a|aint no) (?:{PERSON} |such person |person |patient |one |\w+ )?(?:\w+ )?(?:lives |works |lives at |works at |is |stays |exists |living )*{_HERE}(?! (?:is|are|was|as|can|could|will|who|that) )(?= \||$| (?:sorry|anymore|please|wrong|stop|thanks|lol|by|you|and|so|we|this|never|named)\b)",
    rf"\b(?:theres|there is|there are|there isnt|there aint) (?:no|nobody|no one|not any|not a|any|a)(?: \w+)?(?: \w+)? (?:here|{_HERE})",
    rf"\b(?:theres|there is) (?:no|not a|not any) {PERSON}",
    rf"{_CLAUSE}(?:\w+ )?no {PERSON}(?: (?:here|works|lives|{_HERE})|{_END})",
    rf"\b(?:no|nobody|no one) (?:{PERSON} )?(?:lives|works|stays|resides) (?:here|{_HERE})",
    rf"\b(?:dont|do not|didnt|never|no idea|not sure)(?: even)? (?:know|knew|met|heard of|have|recognize|who)(?: who| of| any| a| no| anyone| anybody| nobody| the| this| that)*(?: (?:named|called|by the name of|with the name))? (?:{_SOMEBODY})\b",
    rf"\bnever heard of (?:him|her|them|you|it|any|{PERSON})",
    r"\bno (?:such|known) (?:person|patient|name|individual)\b",
)
_GONE = (
    rf"\b(?:doesnt|dont|didnt|no longer|not|never|isnt|stopped) (?:have|has|had|own|owns|use|uses|using|with|belong\w*|answer\w*|reach\w*|carry|at|on) (?:to )?(?:\w+ ){{0,3}}?(?:at )?(?:this|that) (?:\w+ )?{_PHONE}\b",
    rf"\b{_THIS} (?:\w+ ){{0,2}}?(?:doesnt|no longer|isnt|not|never|didnt)(?: \w+)? (?:belongs?|belonged|associated|assigned|connected|registered)\b",
    rf"\b{_THIS} (?:now |used to |actually |has |had |been |was |is |got |just |already |recently |formerly )*(?:belongs? to|belonged to|reassigned|recycled|be (?:someone|somebody)|given to|assigned to|(?:someone|somebody) elses?)",
    rf"\b(?:new|different|previous|former|prior|old|last|another) (?:owner|person|user|holder|customer|guy|lady)s? (?:of|on|at|with|has|using|had|for) (?:this|the|my) (?:\w+ )?{_PHONE}",
    rf"\b(?:inherited|got|just got|recently got|got assigned|was (?:just )?(?:given|assigned)|have had|ive had|had|i have|i got|bought|picked up) (?:this|his|her|their|{NAME}s?) (?:\w+ )?{_PHONE}\b",
    rf"\b{_PHONE} (?:was |is |just |newly |recently )*assigned to me\b",
    rf"\bnew {_PHONE} who (?:is this|dis|this)\b",
    rf"\b(?:you have|thats|that is|this is|its) (?:an |the |her |his |their )*(?:old|former|previous) {_PHONE}\b",
    rf"\b(?:{_SHE}|{PERSON}) (?:has |have |already |just |recently |must have |since |mustve |probably )*(?:changed|switched|got|gotten|has|have) (?:a |an )?(?:his |her |their |the )?(?:new |different )?(?:{_PHONE})\b",
    rf"\b(?:his|her|their|{NAME}s?) (?:\w+ )?{_PHONE} (?:has |was |is |got )*(?:changed|disconnected|different|not this)\b",
    rf"\b(?:{_SHE}|{PERSON}) (?:doesnt|dont|no longer|does not|didnt|isnt|hasnt)(?: \w+)? ?(?:live[sd]?|work[s]?|stay[s]?|here|reachable|around|been)(?: at)? ?(?:{_HERE}|no more|anymore)",
    rf"\b(?:{_SHE}|{PERSON}) (?:has |have |already |just )*moved (?:out|away)\b",
    r"\bnot reachable (?:here|at|on)\b",
    rf"\bthis (?:\w+ )?{_PHONE} (?:belongs to|is used by) (?!me\b.*\bfor\b)",
    rf"\b(?:my (?:\w+ )?(?:son|daughter|kid|child|wife|husband|mom|mother|dad|father|grandson|granddaughter)) (?:has|have|uses|owns|got) this (?:\w+ )?{_PHONE} now\b",
    r"\bthis is (?:my|a|an|the|our) (?:\w+ ){1,5}(?:phone|number|line|office|company|business|restaurant|store|shop|place|firm|school|church)\b[^|]{0,80}(?:\| )?(?:\w+ )?(?:no|not|isnt|wrong)\b",
    r"\bthis is (?:a|an) (?:\w+ )?(?:business|company|restaurant|landline|fax|store|shop|school|church|hotel|bank|hospital)\b(?= \||$|(?: \w+)? (?:not|and not|no)\b)",
    r"\bdont (?:even )?(?:have|go to|see) (?:a |any )?dentist (?:there|here|at|in)\b",
)
_NO_PATIENT = (
    r"\bwrong (?:number|person|phone|contact|guy|girl|lady|man|woman|recipient|cell|patient)\b",
    (
        r"\b(?:this|that) (?:isnt|is no longer|aint|not) (?:his|her|hers|their|the right|the correct"
        r"|right|correct|\w+s) (?:\w+ )?(?:number|phone|cell)\b"
    ),
    (
        r"\b(?:im not|never been|never was|we arent|not|isnt|no longer) (?:a |your |the |one of your )*"
        r"(?:patients?|customer|client)\b(?! person)"
    ),
    r"\b(?:doesnt|no longer) (?:have|has|own|owns|use|uses) this (?:\w+ )?number\b",
    r"\bnumber (?:now |already )?(?:belongs to|is used by|was given to|got reassigned|got given)\b",
    r"\b(?:new|different) (?:owner|person|user|holder) (?:of|on|at|with|has|using) (?:this|the) (?:number|phone|cell|line)\b",
    (
        r"\b(?:never|havent|hasnt|not)(?: ever| even)? (?:been|gone|went|visited)(?: to| a patient (?:of|at))?"
        r" (?:your|ur|this|that) (?:\w+ )?(?:office|clinic|practice|dentist|place|dental|business)\b"
    ),
    (
        r"\b(?:this|the|my) (?:phone |cell )?number (?:isnt|no longer|doesnt|does not|has been|has|changed|now|was)"
        r" (?:\w+ )?(?:belongs?|his|hers|theirs|reassigned|recycled|disconnected|owners?|\w+s anymore)\b"
    ),
    (
        rf"\b(?:these|this|those|your|the) (?:{THINGS} )?(?:isnt|arent|aint|are not|not|wasnt|werent)"
        r" (?:meant |intended |supposed to be )?for me\b"
    ),
    r"\b(?:dont|do not) know (?:who (?:you|this|these)|you people|you guys|any \w+ by that name)\b[^|]{0,80}\b(?:stop|remove|quit)\b",
    (
        r"\b(?:dont|never) (?:know|heard of|recognize|recall) (?:who )?(?:you|u|yall|this|that|your|any|a) ?"
        r"(?:\w+ )?(?:office|clinic|practice|dentist|doctor|person|people|guys|company|business|are|is)\b"
    ),
    r"\bnever heard of (?:you|this|your|that)\b",
    rf"\b(?:{_SHE}|{PERSON}|grand\w+|aunt|uncle|client|hes|shes) (?:has |is |had |just |recently |sadly |was |have )*(?:died|dead|deceased|no longer (?:with us|alive|living)|passed(?: away| on)?(?! (?:the|her|his|my|it|me|your|you|along|out|by|on|an?|all|this|that|exam\w*|test\w*|with)\b))(?! (?:by|out)\b)",
    r"\bno (?:one|body) (?:here )?(?:by|with|named) (?:\w+ )?(?:that )?name\b",
    r"\bnobody by that name\b",
)
_EN = (*_WRONG, *_NOT_THEM, *_NOBODY, *_GONE, *_NO_PATIENT)

_NUMERO = r"(?:numeros?|telefonos?|tel|cel|celu|celular(?:es)?|linea|movil)"
_ESTE = rf"(?:este|ese|el|mi) (?:\w+ )?{_NUMERO}"
_AQUI = rf"(?:aqui|aca|(?:en|a|con|de) (?:este|ese) {_NUMERO}|(?:en|de) esta (?:casa|direccion))"
_ELLA = rf"(?:ella|el|ell[oa]s|usted|esa persona|esta persona|es[ea] (?:senor\w*|persona)|mi (?:mama|papa|esposo|esposa|hij[oa]|herman[oa]|tia|tio|abuel[oa]|madre|padre|ex)|{PERSON})"

_ES = (
    rf"\b(?:{_NUMERO}|persona|contacto|paciente) (?:es |esta |es el )?(?:equivocad\w+|incorrect\w+|errad\w+|errone\w+)\b(?! (?:de|en) (?:cita|mi|la|el|factura|poliza|cuenta))",
    rf"\bequivocad[oa]s? (?:de|con el) (?:{_NUMERO}|persona)\b",
    rf"{_CLAUSE}(?:\w+ )?(?:esta[ns]? |anda[ns]? )?(?:muy )?equivocad[oa]s?(?: \w+)?{_END}",
    rf"\b(?:se|te|creo que se|os) (?:equivoc(?:o|aron|an|a|aste|as)|confundi(?:o|eron|ste))\b(?: (?:de|con|amig[oa]|joven|senor\w*))?(?= \||$| (?:{_NUMERO}|persona|joven|senor\w*|amig[oa]|el {_NUMERO}|la persona))",
    r"\b(?:marco|marcaste|marcaron|llamo|escribio|escribieron|mando) mal\b",
    r"\bme (?:confunde[ns]?|esta[ns]? confundiendo|confundieron|confundio) (?:con|de)\b",
    rf"\b(?:ya )?no (?:es|pertenece|corresponde|era) (?:mas )?(?:el |al? |de |su |del )*(?:{_NUMERO} )?(?:de |a |del |de la )?(?:{_ELLA}|su|mi nombre|mi {_NUMERO})(?! (?:cita|seguro|culpa))\b",
    rf"\b{_NUMERO} (?:ahora |ya )?(?:es )?de otra persona\b",
    r"\bno es (?:la|esa) persona\b",
    r"\bno tengo (?:ningun )?dentista (?:ahi|alla|alli|con)\b",
    rf"\b{_NUMERO} es mio\b",
    rf"\b{_ESTE} (?:ya )?no (?:es|pertenece|corresponde|le pertenece)\b",
    rf"\b(?:ya )?no (?:tiene|usa|ocupa|contesta|carga|esta en|utiliza) (?:mas )?(?:este|ese) (?:\w+ )?{_NUMERO}\b",
    rf"\b(?:ya )?cambi(?:o|aron) (?:su |de |el |hace )*{_NUMERO}\b",
    rf"\btiene (?:otro|nuevo) {_NUMERO}\b",
    rf"\b{_AQUI} no (?:vive|hay|esta|trabaja|es|se encuentra|conocemos|existe)\b(?! (?:estacionamiento|lugar|problema|donde))",
    rf"\b(?:ya )?no (?:vive|trabaja|esta|se encuentra)(?: mas| \w+)? {_AQUI}",
    rf"{_CLAUSE}no es {_AQUI}",
    rf"\bno hay (?:nadie|ning\w+|tal)(?: \w+)? (?:con (?:ese|este) nombre|{_AQUI}|que se llame|llamad[oa])",
    rf"\bningun[oa]? {PERSON}\b[^|]{{0,80}}\b(?:aqui|aca|vive|numero)\b",
    rf"\bno (?:lo |la |los |las |te )?(?:conozco|conocemos|se quien es)(?= \||$| (?:a |ningun\w*|nadie|ese|esa|este|esta|{PERSON}))",
    rf"{_CLAUSE}(?:\w+ )?(?:yo )?no soy (?:{PERSON}|(?:la |el )?(?:senora?|senorita|don|dona)\b|yo\b|ell?a?\b|es[ea]\b|esa persona|quien (?:usted )?busca|la persona)",
    rf"\bno soy {PERSON}",
    r"\bno es mi nombre\b",
    r"\b(?:yo )?no me llamo\b",
    r"\bsoy otra persona\b",
    r"\b(?:este|ese) no soy yo\b",
    rf"\b(?:me (?:dieron|asignaron)|acabo de (?:recibir|comprar|adquirir|sacar)|tengo|compre|saque) (?:este|ese|el) (?:\w+ )?{_NUMERO} (?:hace|desde|nuevo|recien|\w+ hace)\b",
    r"\bnunca (?:e|he|hemos|fui|fuimos|voy) (?:ido |estado |visitado |sido |a )*(?:con (?:ustedes|usted)|a |en )",
    rf"\b(?:este|ese|el) (?:\w+ )?{_NUMERO} (?:ya |ahora )*(?:es|era) (?:de|mio) (?:otra|mi hij[oa]|otro|una? (?:negocio|empresa|oficina))",
)

NOBODY_HERE = Phrases((*_EN, *_ES))
"""Any match, after the harmless is out, says that we reach the wrong person."""
