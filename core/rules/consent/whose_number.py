"""Whose telephone it is, by grammar: who has it, who had it, who was meant, in both languages.

Patterns read folded text in which names are marked (`core.rules.consent.persons`).
"""
# ruff: noqa: E501 - a pattern broken in two reads worse than a long one

from core.rules.consent.contact_words import (
    BEFORE,
    DEVICE,
    GONE_ONE,
    KIN,
    PLACE,
)
from core.rules.consent.revocation_words import NAME, PERSON

_END = r"(?= \||$)"
_CLAUSE = r"(?:^|\| )"
_OF_SOMEBODY = rf"(?:{NAME}s?|his|hers?|their|my (?:\w+ )?{KIN}s?)"
_THEY = rf"(?:he|she|they|{PERSON}|(?:my|that|this|the|his|her) (?:\w+ )?{KIN})"
_HEDGE = r"(?:sorry |hi |hello |um |uh |hey |nah |no |lol |nope |yeah |oops |ok |well |i think |think |i believe |i guess |im afraid |pretty sure |yo |dude |bro |but |and |so |because |sir |maam |afraid )*"
_VERY = r"(?:definitely |certainly |actually |really |just |even |still |also |now |already |currently |probably |most likely |obviously |clearly |unfortunately )*"
_IS_NOT = r"(?:isnt|aint|is no longer|not|no longer|wasnt|never was|is definitely not|cant be)"
_GETS = r"(?:got|have|has|had|texted|texting|reached|reaching|contacted|contacting|called|calling|messaged|messaging|dialed|typed|hit|sent (?:this|it) to|messagin|hit up)"

_WRONG = (
    rf"\b(?:wrong|incorrect|mistaken|different|diff|another|random|some other) (?:\w+ )?(?:{KIN}|{NAME}|people|folks|chat|recipient|household|house|homie|family|human|bro|contact|1|cat|buddy|pal|hombre|mobile|sim|digits|{PLACE})\b(?! (?:to|at|on|in|for (?:my|me))\b)(?! (?:dentist|doctor|hygienist))",
    rf"\b(?:you|u|yall|youve|youre|they|yu)(?: have| all| guys)?(?: must| may| might| probably| have)* (?:{_GETS})(?: the| da| a| some)? (?:wrong|incorrect|different|diff)(?: one| 1|{_END}| {DEVICE})",
    rf"{_CLAUSE}{_HEDGE}(?:(?:its|this is|thats|that is) )?(?:(?:the|an?|da) )?(?:wrong|incorrect|bad|invalid|misdialed|mistaken)(?: {DEVICE}| recipient| identity| 1| one| party| person| contact)(?: \w+)?(?: \w+)?{_END}",
    rf"\b(?:not|isnt|aint) the (?:right|correct|intended) (?:person|number|recipient|contact|guy|lady|one|phone|{NAME}|party)\b",
    r"\bgone home to be with\b|\bwith the lord\b",
    r"\bbelongs? to (?:me|us|my \w+) now\b|\bthis (?:one|\w+) belongs? to (?:me|us)\b",
    r"\b(?:brand )?new (?:number|phone|line) \| [^|]{0,40}\b(?:dont|never|no)\b",
    rf"\b(?:its|has|it has) (?:always )?been (?:my|our) (?:\w+ )?{DEVICE}\b",
    rf"\bnot (?:from|for|of|to) {PERSON}{_END}",
    r"\bnot in this (?:facility|home|house|building|office|company)\b",
    r"\bmistaken identity\b",
    r"\b(?:misdirected|misdialed|misdialled|misrouted|mistyped|missent|fat fingered)\b(?! (?:my|the (?:form|card)))",
    r"\b(?:think|thought) (?:that )?(?:im|this is|its|i was) (?:someone|somebody|another|a different) ?(?:else)?\b",
    rf"\b(?:confusing|confuse|confused|mistaking|mistaken|mixing|mixed|mistook) (?:me|us|this \w+|my \w+)(?: up)? (?:with|for) (?:another|someone|somebody|a different|{PERSON}|the)\b",
    rf"\b(?:thinking of|looking for|want|after|seeking|need|trying to (?:reach|contact|text|get)) (?:(?:a |an |some )?(?:different|diff|another|other) (?:{PERSON}|{KIN}|number|line|\w+{_END})|(?:someone|somebody) else)\b",
    rf"\bmust be (?:another|a different|some other) (?:{PERSON}|{KIN}|\w+{_END})",
    r"\b(?:typed|wrote|put|took|has|have|had|got|wrote down|copied|entered|saved|listed) (?:in |down )?(?:the |a |her |his |that |it )?(?:number |phone |contact |digits )(?:down )?(?:wrong|incorrectly|incorrect)\b",
    rf"\b(?:have|got|using|texting|has|put|listed|gave|given|wrote|entered) (?:\w+ )?(?:my|this|the wrong|wrong|a wrong|a fake|fake|a bogus|bogus|a made up) {DEVICE} (?:\w+ ){{0,3}}?(?:by|in|as a) (?:mistake|accident|error|accidentally)",
    rf"\b(?:{_THEY}|someone|somebody|whoever \w+|patient|they) (?:{_VERY})?(?:gave|given|gives|giving|put|wrote|listed|left|used|uses|provided|entered|typed)(?: \w+)?(?: \w+)? (?:a |the )?(?:my|wrong|fake|false|bogus|bad|incorrect|phony|made up|random|old) (?:\w+ )?{DEVICE}\b",
    r"\b(?:number|phone|cell|contact) (?:\w+ ){1,6}is wrong \| (?:its|this is|thats) (?:mine|my|me)\b",
    rf"\bcontact info\w* for {PERSON} is\b",
    r"\b(?:not|never|wasnt|isnt|werent|arent) (?:\w+ )?(?:meant|intended|supposed to (?:be|go|come)|addressed|destined) (?:for|to) (?:me|us|this)\b",
    rf"{_CLAUSE}{_HEDGE}(?:this |that |it |text |message |was |is |wasnt |isnt |these |are |arent )*(?:not|wasnt|isnt|arent) for (?:me|us){_END}",
    r"\brecipient (?:is )?(?:unknown|not known|incorrect|wrong)\b",
)
_NOT_ME = (
    rf"{_CLAUSE}{_HEDGE}(?:it is|its|this is|thats|that is|i am|im|this|that|it)? ?{_VERY}(?:not|aint|isnt|never)(?: even)? (?:me|i|him|her|them|us|hers|mine)(?: here| anymore| sorry| fr| bro| lol| dude| man| though| tho| either| at all| sir| maam)*{_END}",
    rf"\b(?:im|i am|this|this is|that|thats|its|it|were|hes|shes|she is|he is|i|we|line is|you are|youre)(?: {_VERY.rstrip('*')})? ?(?:not|aint|isnt|never was|was never|am not|arent) (?:that |a |the |any |named |called |no )*(?:{PERSON})(?! (?:fault|insurance|problem|first|but i|day|time|calling|texting|who))\b",
    rf"\b(?:my )?name (?:\w+ )?(?:isnt|is not|aint|never was|is definitely not) (?:{PERSON}|\w+{_END})",
    r"\b(?:not|isnt|aint|wasnt) my (?:\w+ )?(?:name|appointment|appt|visit|dentist|office|doctor|tooth|teeth|number)(?: lol| sorry| anymore| haha| bro| sir| maam)*(?= \||$)",
    rf"\b(?:im|i am|we are|were|this is|that is) (?:not|no) (?:\w+ )?(?:{_OF_SOMEBODY}|the|a|any|related|relation|kin|family|connected|affiliated|associated)(?: \w+)? ?(?:{KIN} (?:of|to)|{KIN}{_END}|to (?:{PERSON}|her|him|that person|them)|(?:with )(?:{PERSON}|them))",
    rf"\b(?:i|we) (?:have no|dont have|do not have|aint got|got no|havent|never had|dont even have)(?: a| any| no)? (?:{KIN}s?|kids|children|{PERSON}|child)(?: (?:by|with|named|called) .*)?{_END}",
    rf"\b(?:no|nobody|no one|none|neither)(?: \w+){{0,5}}? (?:goes to|go to|is called|are called|called|uses|sees|has been to|visits?|is a patient|answers to|by|named|goes by|with|been to|went to|knows?) (?:a |the |your |any |that |this |such )*(?:dentist|dental|clinic|office|practice|name|{PERSON}|names|such)\b",
    rf"\bno {PERSON}(?: \w+)? (?:on (?:my|our|this)|at (?:my|our|this)|in (?:my|our|this)|under|assigned|associated|here|lives|around|connected|attached|that i|i know|with|exists|around)",
    rf"\b(?:aint|isnt|is not|not|never been|never was|hasnt been|there isnt|there wasnt|theres)(?: ever)?(?: no| any| a| an)? {PERSON} (?:here|assigned|at this|at my|on this|on my|around|in this|lives|living|that|by)\b",
    rf"\b(?:no idea|dont know|not sure|no clue|havent a clue|dunno|wouldnt know|cant say i know|doesnt ring)(?: \w+)? (?:who|whom)(?: the hell| tf| on earth| this)? (?:{PERSON}|that|he|she|they|this person|your patient|yall|you people)(?: (?:is|are|was|even|might be))*{_END}",
    rf"\b(?:wont|cant|cannot|not going to|never going to|unable to|not able to|wouldnt|not gonna) (?:be able to |be )?(?:reach|find|get|contact|locate|get ahold of|reached|found|contacted)(?: a hold of| to| hold of)? ?(?:{PERSON}|him|her|them)?(?: \w+)? ?(?:on|at|here|through|with|by|via) ?(?:this|my|that|me|here)?(?: {DEVICE}|{_END})",
    rf"\b{_THEY} (?:can not|cant|cannot|couldnt|wont) be (?:reached|found|contacted|located)\b",
    r"\b(?:i|we)(?:ve)? (?:have )?(?:never|havent|hasnt)(?: ever| even| once)? (?:set foot|stepped foot|used|use|visited|been|heard|stepped|seen|gone|went|had|met|dealt with|done business|seen by)(?: \w+)?(?: in| at| to| inside| with| of| by)?(?: a| an| any)? ?(?:your|ur|this|that|yall|you) ?(?:office|clinic|practice|dentist|place|dental|business|guys|people|company|door|building|dr|doctor|services?)?(?= \||$| (?:before|or|in|ever|so|and|office|dental|lol|you|please))",
)
_MINE_NOW = (
    rf"\b(?:this|that|the|her|his|their|old|{NAME}s?)(?: \w+)? {DEVICE} (?:is |was |has |been |now |ahora )*(?:mine|theirs|ours)\b",
    rf"\bthis (?:is|has been|been|was) (?:my|our|mine) ?(?:\w+ )?{DEVICE}? ?(?:now|since|for (?:the|over|more|\d+|years|a|many|ten|two|three|several|almost|about)|as of)\b(?! (?:text|call|on))",
    r"\b(?:its|it is|thats|that is|is|number) (?:now )?(?:mine|ours)(?: now| now and| anymore| for| since)?(?= \||$| (?:now|since|for))(?<!not mine)",
    rf"\b(?:i|we|ive|weve)(?: have)?(?: {_VERY.rstrip('*')})? ?(?:had|owned|own|have|pay for|took over|taken over|inherited|got|bought|received|been given|was given|use|using|been using|just got|recently got|recently)(?: \w+)? (?:this|that|his|her|their|it|the)(?: \w+)? ?{DEVICE}? (?:now|for (?:over|more|the|\d+|a|years|many|ten|two|three|almost|about|like|several)|since|from|last|yesterday|today|\d+|recently|this|two|a (?:week|month|year|few))\b(?! (?:pain|tooth))",
    rf"\b(?:sold|gave|passed|handed|left) (?:me|us) (?:his|her|their|the|this) (?:\w+ )?{DEVICE}\b",
    rf"\b(?:{_OF_SOMEBODY}|{KIN}s?) (?:ex |{KIN} )?(?:used|had|owned|has|uses) this (?:\w+ )?{DEVICE}\b",
    rf"\b(?:thats|that is|its|this is|it was|this was) (?:my |his |her )?{KIN}s (?:{BEFORE} )?{DEVICE}{_END}",
    r"\b(?:belongs? to|have|got|is) (?:someone|somebody) elses? ?(?:now|number|phone|cell|line)?(?= \||$| in your| on your| on file)",
    rf"\b(?:never|havent|hasnt) (?:had|been to|been|gone to|seen|went to|went) (?:one|a dentist|any dentist|there|yall)\b[^|]{{0,40}}(?:{_END}|isnt me|not me)",
    rf"\b(?:used to|formerly|previously|once) (?:be|belong\w*|was|been)(?: to)? (?:{_OF_SOMEBODY}|someone|somebody|a|the|another)\b",
    rf"\b(?:this|it|that|number|phone|cell|line) (?:was|is|used to be)?(?: an?)? ?(?:{_OF_SOMEBODY}) (?:{BEFORE} |late |work )?(?:{DEVICE}|one)(?= \||$| (?:before|now|but|until|till|i|not|and|years))",
    rf"\b(?:this|it|that|number) (?:is |was )?(?:my|his|her|their|{NAME}s?|our)(?: \w+)? (?:late|deceased|{BEFORE}) (?:{KIN}s? )?(?:\w+ )?{DEVICE}\b(?! (?:is|my new))",
    rf"\b{DEVICE}s? (?:was |is |got |has been |been |just |now |came |then |recently )*(?:reissued|reassigned|recycled|transferred|passed (?:on )?to|handed to|came to (?:me|us)|given to|ported|sold to|repurposed)\b",
    rf"\bnew {DEVICE} \| (?:\w+ )?(?:not|isnt|no longer)\b",
    rf"\b(?:{_THEY}) (?:{_VERY})?(?:changed|switched|got|gotten|has|have|gots|dropped|done changed|gave up|lost|sold|traded|gave|left|swapped)(?: (?:a|an|his|her|their|the|me|it|this|carriers?|up))* ?(?:new |different |diff )*{DEVICE}(?: and| up| to|{_END}| \|| now)",
    rf"\bgave (?:it|this|this \w+|the \w+) up{_END}",
    rf"\b(?:moved|changed|switched|left|got)(?: \w+){{0,2}}? and (?:got|has|have|changed|took|left)(?: \w+)? (?:new |different )?{DEVICE}\b",
    rf"\b(?:this|here|you|youve|youre|we|were|its|thats)(?: have)?(?: {_VERY.rstrip('*')})? ?(?:is|here is|texting|texted|contacted|reached|calling|messaging|at|are|got)? ?(?:a|an|the|our|some|my) (?:\w+ ){{0,3}}?{PLACE}s? ?{DEVICE}?(?= \|? ?(?:not|no|aint|isnt|and not|nobody|there|wrong|we dont|sorry|please|dont)\b)",
    rf"\b(?:you|youve|youre|u)(?: have| are)? (?:texting|texted|contacted|reached|calling|messaging|hit|got) (?:a|an|the) (?:\w+ ){{0,3}}?{PLACE}{_END}",
    rf"\bthis (?:is|here is|here) (?:a|an|our) (?:work|company|business|corporate|office|shared|family|personal|private|school|random|\d+ \w+ old|little|different|new)(?: \w+)? ?(?:{DEVICE}|{KIN}){_END}",
)
_GONE = (
    rf"\b{_THEY}(?: has| have| is| had| was| be| just| already)* (?:{_VERY})?(?:left|quit|retired|gone|resigned|moved|relocated|deported|evicted|fired|transferred|passed away|transfered|long gone|took off|incarcerated|in jail)(?: (?:the|this|our|his|her|away|out|to|company|job|firm|state|country|last|years|months|a|from|here|office|town|long|ago|\w+ ago))*{_END}",
    rf"(?:{_CLAUSE}{_HEDGE}|\b){_THEY} (?:{_VERY})?(?:is |be |are |has |was )?(?:{_IS_NOT}|doesnt|dont|didnt|dont be|dont be)(?: (?:be|live|lives|work|works|stay|stays|reside|resides|longer|a|at|living|staying|employed|use|have|own|answer|pick up|been|on|in|with|here|resident|available|around|the|company|us|our|staff|reachable|carry|got|using|anymore|no more|part of))* (?:here|this {DEVICE}|(?:that|my) {DEVICE}|company|with (?:us|me|the \w+)|around here|no more|resident|at this \w+)\b",
    rf"{_CLAUSE}{_HEDGE}{_THEY} ?(?:is |are )?(?:aint|isnt|not|no longer|gone)(?: \w+)? ?(?:here|there|home)?(?: no more| anymore| she gone| he gone| any longer)*{_END}",
    rf"{_CLAUSE}{_HEDGE}(?:doesnt|dont|no longer|dont even|does not|not) (?:even )?(?:live|lives|living|work|works|stay|stays|reside|exist|belong)s? (?:here|at this \w+|with (?:me|us))\b",
    rf"{_CLAUSE}{_HEDGE}{_THEY}(?:s)? (?:is|was|used to be|has been)?(?: now)? ?(?:my|the|our|an?|his|her) (?:{BEFORE} ){_OF_SOMEBODY}?{KIN}\b",
    rf"{_CLAUSE}{_HEDGE}(?:{_THEY}s?|hes|shes|thats|that is|this is|its|it is)(?: is| was)? (?:my|the|our|an?|his|her) (?:{BEFORE}(?: {GONE_ONE})?|{GONE_ONE} from before)(?= \||$| (?:and|not|find|so|we|who|dont))",
    rf"{_CLAUSE}{_HEDGE}(?:{PERSON}|he|she|they|hes|shes) (?:was|used to be|is|were)? ?(?:just )?(?:my|the|our|a) (?:{BEFORE} )?(?:{GONE_ONE}|neighbor|coworker)(?= \||$| (?:and|not|who|before|years|until|find))(?= \| (?:he|she|hes|shes|they|gone|not|no|i|moved|left|dont|we)\b|$| (?:and|not|who|before|years|until|find))",
    rf"\b(?:{BEFORE}|last) (?:tenants?|renters?|residents?|owners?|occupants?|employees?|roommates?|subscribers?|users?)(?= \||$| (?:of|moved|had|is|was|named|not|left|who|used|no|here|must))",
    rf"\b(?:{PERSON}|he|she|they)(?:s)? (?:is )?(?:my|our) (?:neighbor|neighbour|coworker|friend|cousin) (?:and |\| )(?:{PERSON}|he|she|they|used|borrowed|just|must|who)(?: \w+){{0,3}} (?:my|this|the) {DEVICE}\b",
    rf"\b(?:borrowed|used|was using|uses) (?:my|our) {DEVICE} (?:one time|once|that day|to|for|before|a while|last|back)\b",
)
_ENGLISH = (*_WRONG, *_NOT_ME, *_MINE_NOW, *_GONE)

_NUMERO = r"(?:numeros?|telefonos?|tel|cel|celu|celular(?:es)?|linea|movil|chip|sim|whatsapp|nmr)"
_ESTE = rf"(?:este|ese|el|esta|su|mi|est)(?: \w+)? {_NUMERO}"
_PARIENTE = r"(?:mama|papa|espos[oa]|hij[oa]|herman[oa]|ti[oa]|abuel[oa]|madre|padre|ex|prim[oa]|sobrin[oa]|nieta|nieto|cunad[oa]|suegr[oa]|novi[oa]|vecin[oa]|jef[ea]|amig[oa]|nin[oa]|marido|mujer|yerno|nuera|companer[oa]|inquilin[oa]|emplead[oa]|patron\w*|roomie|exespos[oa]|exmarido)"
_PERSONA = rf"(?:persona|muchach[oa]|senor[ai]?t?[ao]?|chav[oa]|chic[oa]|joven|tip[oa]|sujeto|paciente|vato|individuo|doctor[a]?|dama|caballero|{_PARIENTE})"
_ELLA = rf"(?:ella|el|ell[oa]s|(?:es[ea]|est[ea]|la|el|mi|tu|su) (?:tal )?{_PERSONA}|(?:(?:la|el|don|dona|senora?|sra?) )*(?:{PERSON}))"
_TAL = rf"(?:{PERSON}|nadie|ningun\w*|tal|es[ea] {_PERSONA}|alguien|con ese nombre|tal persona)"
_BUSCAN = r"(?:busc\w+|quier\w+ (?:hablar|comunicarse) con|necesit\w+|tratan? de (?:localizar|contactar)|preguntan? por|confund\w+)"
_PUES = r"(?:\w+ ){0,2}"

_SPANISH = (
    rf"\b(?:no hay|no vive|no existe|no esta|no tenemos|no trabaja|no ay|no conocemos|no tengo)(?: \w+)? (?:ningun\w* |nadie |ni |tal |a |una? |esa? )*(?:{PERSON}|{_PERSONA})\b(?= \||$| (?:aqui|aca|en|con|que|vive|de|llamad))",
    rf"\b(?:aqui|aca|en esta casa|en {_ESTE}|en este {_NUMERO}|en esta oficina) (?:ya )?(?:no (?:hay|ay|vive|existe|es|esta|trabaja|labora|tenemos|contesta|conocemos|se encuentra|conoce)|nadie|nunca (?:ha|hubo|vivio))(?= \||$| (?:(?:se |la |lo |nadie |ningun\w* |ni |tal |una? |a |con |la |el |mas )*(?:llama|conoce|{PERSON}|{_PERSONA}|nombre|nadie|conocemos)\b))",
    r"\bnadie (?:\w+ )?(?:se llama|con ese|con este|con tal|de ese|la conoce|lo conoce|llamad[oa]|que se llame|responde a)",
    rf"{_PUES}\b{_ELLA} (?:ya |hace \w+ que )*(?:no|dejo de|nunca) (?:mas |se |la |lo |es |esta |me |te )*(?:viv|trabaj|labor|contest|us|ten|tien|ocup|esta|encuentr|utiliz|resid|pertenec|viene|qued|respond|carg)\w* (?:mas |ya )*(?:aqui|aca|con (?:nosotros|migo|ustedes|nosotras)|conmigo|en|este|ese|por|para|a este)\b",
    rf"{_CLAUSE}(?:es|era) (?:de |del )(?:mi )?(?:{_PARIENTE}|otra persona|otro){_END}",
    r"\bse lo dieron a (?:otr[oa]|mi)\b",
    rf"\best[ea] es mi {_NUMERO}{_END}(?<!aqui)",
    r"\b(?:te|se|os) (?:has|ha|han|habeis) (?:confundido|equivocado)\b",
    rf"\b{_BUSCAN} (?:usted |ud |ustedes )?(?:a )?otr[oa] (?:{PERSON}|{_PERSONA}|\w+{_END})",
    rf"\b{_ESTE} (?:ya )?dejo de ser\b",
    rf"\b(?:yo |ahora |ya )+tengo su {_NUMERO}\b",
    r"\b(?:ya )?no (?:viv|trabaj|labor)(?:e|a|en|an|io|aba|ia) (?:mas )?(?:aqui|aca|con (?:nosotros|nosotras|migo)|conmigo|en esta)\b",
    rf"\b(?:se |ya |ella |el |me |la |lo )*(?:mud|fue|cambi|deport|despid|renunci|jubil|march|falleci|muri)(?:o|aron|ieron|eron)?\b[^|]{{0,40}}\b(?:y )?(?:dejo|ahora|este|cambio|tengo|tiene|me quede|cel|numero)\b[^|]{{0,20}}\b(?:{_NUMERO}|mi[oa]|yo|lo tengo)\b",
    rf"\b(?:cambi(?:o|aron)) (?:ya )?(?:de |d |su |el )*{_NUMERO}\b(?! (?:mi|y quiero|para mi))",
    rf"\b{_ESTE}(?: \w+)? (?:ya |ahora |es |era |antes |hace \w+ )*(?:mi[oa]|de (?:otra|otro|mi (?:\w+ )?{_PARIENTE}|un|una|mi \w+|la|el|alguien|{PERSON}|trabajo|casa|oficina)|me pertenece|pertenece a|le pertenecia|pertenecia)\b(?! (?:nuevo|para))",
    rf"\b(?:est[ea]|eso|ese|es) (?:ya )?(?:es|era|fue)? ?(?:de )?(?:el |la |un |una |mi |mio )?{_NUMERO} (?:\w+ )?(?:de|del|es|ahora|personal|privado|particular)\b[^|]{{0,40}}(?:\| )?(?:y |pero )?no (?:de|el|la|soy|es|del|hay|conozco|se)\b",
    r"\b(?:est[ea]|eso|esto|aqui) (?:es|era|somos) (?:de |la |el |una? |mi )+(?:oficina|negocio|empresa|tienda|restaurante|trabajo|escuela|compania|taller|iglesia|taqueria|panaderia|hotel|ferreteria|banco|hospital|farmacia|casa|constructora|salon|bodega|fabrica|mecanico|despacho)\b[^|]{0,40}(?:\| )?(?:y |pero )?(?:no|aqui no|nadie)\b",
    rf"\b(?:tengo|tenemos|uso|llevo|es mio|compre|consegui|adquiri|tomo|heredo|herede|saque|recibi|obtuve|me quede con|acabo de \w+|me (?:dieron|asignaron|vendieron|toco|pasaron|entregaron)) (?:\w+ )?(?:este|ese|esta|el) (?:\w+ )?{_NUMERO}(?= \||$| (?:desde|hace|ayer|hoy|la semana|el mes|nuevo|por|y (?:no|soy)|ahora|recien|con|no|apenas|que era))",
    rf"\b(?:duen[oa]|propietari[oa]|usuari[oa]|titular) (?:\w+ )?(?:nuev[oa]|actual|anterior)?(?: de| del| de la)? (?:{_ESTE}|{_NUMERO})\b",
    r"\b(?:nuev[oa]|actual|anterior|antigu[oa]) (?:duen[oa]|propietari[oa]|usuari[oa]|inquilin[oa]|titular)\b",
    r"\b(?:inquilin[oa]|duen[oa]|usuari[oa]|emplead[oa]) (?:anterior|pasad[oa]|de antes|viej[oa]|nuev[oa])\b",
    rf"\b{_BUSCAN} (?:a )?(?:otra persona|otr[oa]|alguien mas|la persona equivocada|alguien que no)(?= \||$| (?:persona|{NAME}|joven))",
    rf"\b(?:tien\w+|anot\w+|apunt\w+|marc\w+|pus\w+|puso|guard\w+|copi\w+|escrib\w+|registr\w+|dio|dieron|di) (?:\w+ )?(?:mal|equivocad[oa]|incorrect[oa]|errad[oa]|un|otro) (?:el |su |mi |este )?{_NUMERO}(?= \||$| (?:mal|equiv\w+|falso|incorrecto|que no|errado|inventado|viejo))",
    rf"\b(?:tien\w+|anot\w+|apunt\w+|pus\w+|puso|guard\w+|copi\w+|registr\w+|dio|dieron) (?:\w+ )?(?:el |su |un |mi |este )?{_NUMERO} (?:mal|equivocad[oa]|incorrect[oa]|errad[oa]|falso|inventado|que no es|por error|viejo)\b",
    rf"\b(?:{_ELLA}|alguien|les|le|se) (?:les |le |te |se )*(?:dio|dieron|puso|pusieron|dejo|uso|escribio|anoto) (?:mi|este) {_NUMERO}\b",
    rf"\bno (?:es|era|son|eran|fue|va|iba|va dirigido|es dirigido)(?: dirigid[oa])? para (?:mi|nosotros|est?e {_NUMERO}|esta persona)\b(?! (?:numero|seguro|cita))",
    rf"{_CLAUSE}{_PUES}(?:\w+ )?(?:es|era|fue) mi (?:ex|antigu[oa]|anterior)\b",
    rf"{_CLAUSE}{_PUES}(?:est[ea]|yo|aqui)? ?no (?:es|soy)(?: el| la| yo)?(?: equivocad[oa]| disculpe| perdon| joven| sr| sra)*{_END}",
    rf"{_CLAUSE}est[ea] no es{_END}",
    rf"\b(?:usted |ud |uds |ustedes |creo que |se |te )*(?:esta[ns]?|anda[ns]?|andas?) (?:usted |ud |muy |bien |ustedes )*(?:equivocad[oa]s?|confundid[oa]s?|mal)(?= \||$| (?:{_PERSONA}|de|con|usted|amig\w+|joven|senor\w*))(?<!esta mal)",
    rf"\b(?:yo )?(?:no soy|no somos) (?:el |la |ni |ningun\w* |un[oa]? |su |tu )*(?:{PERSON}|{_PERSONA}|familia\w*|pariente|{_PARIENTE})\b(?! (?:nuev|con dolor))",
    rf"\bno (?:soy|tengo|somos) (?:ningun\w* |nada |pariente |familia\w* |su )*(?:parentesco|relacion|pariente|familiar|{_PARIENTE}s?)(?= \||$| (?:de|con|llamad|que))",
    r"\bmi nombre (?:no es|es otro)\b",
    r"\b(?:yo )?(?:nunca|jamas) (?:e |he |hemos |me he |habia )?(?:ido|estado|visitado|pisado|sido paciente|atendido|me atendi|fui|pise)\b(?= \||$| (?:a |en |con |de |su|es[aeo]|ah?i|al))",
    rf"\b(?:a )?{_ELLA} (?:no (?:la|lo|los|las)|ni (?:la|lo)) (?:conozco|conocemos|ubico|ubicamos)\b",
    rf"\b(?:no se|ni idea de|no tengo idea de) quien (?:es|sea|son)(?= \||$| (?:{_TAL}|el|la|ell?a|es[ea]|est[ea]))",
)

WHOSE_NUMBER = (*_ENGLISH, *_SPANISH)
