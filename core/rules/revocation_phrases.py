"""The ways in which people tell a sender to stop, in English and Spanish, and their look-alikes.

All patterns read folded text (`core.rules.reply_words`): no capitals, accents or apostrophes.
Source of what counts: 47 CFR 64.1200(a)(10), any reasonable manner, in any words.
"""
# ruff: noqa: E501 - a pattern broken in two reads worse than a long one

import re

_THINGS = (
    r"(?:texts?|texting|messages?|messaging|mensajes?|sms|emails?|mails?|notifications?|reminders?"
    r"|alerts?|requests?|communications?|contact|calls?|spam|stuff|crap|shit|bs|nonsense|junk)"
)
_DOING = (
    r"(?:texting|messaging|sending|contacting|emailing|mailing|calling|bothering|spamming|bugging"
    r"|harassing|annoying|hassling|pestering|soliciting|writing|blowing|hitting|reaching|asking"
    r"|reminding|notifying|messages|text me|message me|contact me)"
)
_BETWEEN = (
    r"(?:it |please |fucking |freaking |damn |all |the |these |this |that |any |with |your |sending"
    r" |further |me |us |of |from |those |automated |annoying |more |such |here |getting |receiving |\w+ly )*"
)
_DO_TO_ME = (
    r"(?:text|message|contact|send|email|mail|call|bother|disturb|write|reach|bug|spam|harass|hit"
    r"|solicit|ping|reply|respond|texting|messaging|contacting|sending|emailing|calling|bothering|writing)"
)
_MY_NUMBER = (
    r"(?:me|us|(?:my|this|the|our) (?:\w+ )?(?:number|phone|cell|info\w*|name|contact\w*)|number)"
)
_LIST = (
    r"(?:lists?|system|database|contacts?|texts?|texting|messages?|messaging|records?|files?"
    r"|campaigns?|group|chat|thread|sms|mailing|phone)"
)

HARMLESS = tuple(
    re.compile(pattern)
    for pattern in (
        # praise and habit: don't stop, can't stop smiling
        (
            r"\b(?:dont|never|nunca|no) (?:you |ever |please |ever ever )*(?:stop|stops|quit|paren|pare"
            r"|pares|para|paro|parar)\b(?! (?:de )?(?:texting|messaging|sending|escrib|mand|envi))"
        ),
        r"\b(?:dont|never) (?:ever |you )?stop (?:texting|messaging|sending)\b",
        (
            r"\b(?:cant|couldnt|could never|can never|didnt|doesnt|wont|wouldnt|not)"
            r" (?:\w+ )?(?:stop|stopped|quit)\b"
            rf"(?! {_BETWEEN}(?:{_DOING}|{_THINGS})\b(?! (?:my|to|about|people|everyone|friends)))"
        ),
        r"\bcan ?t stop (?:texting|messaging|sending|calling) (?:my|people|everyone|friends)\b",
        r"\bdont want (?:you|this|it|them|these) to (?:stop|end|quit)\b",
        r"\bstop it \| [^|]*\b(?:blush\w*|sweet|kind|nice|funny|cute|love\w*|laugh\w*|lol|haha)\b",
        # places and times
        (
            r"\b(?:bus|last|next|first|final|one|pit|truck|train|metro|full|non|short|quick|only"
            r"|favorite|a|the|our|my|every|traffic|rest) stops?\b"
        ),
        r"\bstop(?:ped|ping|s)? (?:by|in|over|off|signs?|lights?|at (?!once)|for (?!good|ever))\b",
        # the body
        (
            r"\b(?:bleed\w*|pain|hurt\w*|swell\w*|ache\w*|throb\w*|numbness|drool\w*|snor\w*|grind\w*)"
            r" (?:\w+ ){0,3}(?:stop|quit|end)\w*\b"
        ),
        (
            r"\b(?:stop|quit|end) (?:the |my |this |taking |using |wearing |eating |drinking |chewing )+"
            r"(?:bleed\w*|pain|hurt\w*|swell\w*|ache|medic\w*|antibiotic\w*|pills?|brushing|gum)?\b"
            rf"(?! ?(?:{_THINGS}|{_DOING})\b)"
        ),
        # wishes to stay
        r"\b(?:dont|didnt|not|never|accident\w*|mistake) (?:\w+ ){0,3}(?:unsubscribe|opt out)\b",
        r"\b(?:unsubscribe|opt\w* out) (?:\w+ ){0,3}(?:by accident|by mistake|accident\w*)\b",
        r"\bdont want to (?:miss|lose) [^|]*",
        # other matters
        r"\bdont (?:call|email|phone)(?: me)? (?:\| )?(?:just |please |but |instead )*text me\b",
        (
            r"\b(?:i|we|ive|weve) (?:\w+ )?(?:dialed|called|gave|typed|texted|put|entered|wrote|left)"
            r" [^|]*wrong (?:number|person)"
        ),
        (
            r"\b(?:bill|invoice|card|statement|form|chart|insurance|website|sign|receipt|claim)"
            r" (?:\w+ ){0,3}wrong number\b"
        ),
        r"\bwrong number (?:of|on|for)\b",
        (
            r"\b(?:remove|take|drop|get|pull|delete) [^|]*"
            r"(?:schedul\w*|appointments?|calendar|wait ?list|waiting|braces|stitches|tooth|teeth)\b"
        ),
        r"\bnumero equivocado de (?:cita|telefono en|factura|poliza|cuenta)[^|]*",
        r"\b(?:factura|recibo|seguro|tarjeta|formulario) [^|]*numero (?:equivocado|incorrecto)",
        r"\bno (?:me )?(?:dejen|deje|dejes|dejo|dejare) de\b[^|]*",
        r"\bno (?:puedo|pude|podemos|podia) (?:parar|dejar)\b[^|]*",
        r"\bsin parar\b",
    )
)
"""What looks like a revocation and is none: taken out before the phrases are sought."""

_ENGLISH = (
    # stop texting me; stop with the messages; quit it
    (
        rf"\b(?:stop|quit|cease|halt|discontinue|desist|terminate|end|refrain from) {_BETWEEN}"
        rf"(?:{_DOING}|{_THINGS})\b"
    ),
    (
        r"(?<!i )(?<!we )\b(?:stop|quit|end) (?:this|these|that|those|them|it)"
        r"(?: now| please| already| immediately| asap| right now| today| or else| thanks)*(?= \||$)"
    ),
    r"\b(?:stop|quit) (?:getting|receiving|sending|seeing) (?:this|these|those|them|it|any|your)\b",
    r"\bcease and desist\b|\bstop and desist\b|\bstop (?:at once|immediately|for good|forever)\b",
    # STOP, said within a sentence
    (
        r"(?:^|\| )(?:\w+ )?stop (?:i|im|ive|id|you|youre|its|already|now|please|right|thanks|thank|and"
        r"|no|dont|we|why|wtf|who|seriously|forever|sir|guys|enough|sorry)\b"
    ),
    (
        r"\b(?:please|just|must|now|you|should|said|say|so|okay|ok|hi|hello|hey|guys|then|im saying|yes"
        r"|to say|and) stop(?: please| now| thanks| already| immediately| asap| right now| thank you)*"
        r"(?= \||$)"
    ),
    (
        r"\b(?:told|asked|telling|asking|tell|want|need|like|have|ask|begging|beg) (?:you|this|it|these"
        r"|them|that|the \w+) (?:\w+ ){0,2}to (?:stop|quit|end)"
        r"(?: already| now| please| before| again| this| it| twice| \w+ times)*(?= \||$)"
    ),
    r"\byou (?:need|have|got|ought|better|must|should|really)(?: to)? (?:stop|quit)(?= \||$)",
    r"\bmake (?:it|this|these|them|the \w+) (?:stop|end)\b",
    rf"\b(?:{_THINGS}|this) (?:needs?|has|have|must|should|better)(?: to)? (?:stop|end)\b",
    r"\b(?:wont|doesnt|dont|not) (?:ever |you )?stop (?:texting|messaging|sending|calling|bothering)",
    # don't text me
    (
        r"(?<!\bi )(?<!you )(?<!they )(?<!we )(?<!why )\b(?:dont|never|not to|no need to|please not)"
        r" (?:you |ever |please |even |dare |fucking |keep |be |bother |try to |need to |have to )*"
        rf"{_DO_TO_ME}(?: or {_DO_TO_ME})?(?: (?:to|at|on|out|any))*"
        r" (?:me|us|this|that|my (?:\w+ )?(?:number|phone|cell)|here|again|anymore|more|no|back|ever|or"
        rf"|anything|these|number|list|registry|{_THINGS})\b"
    ),
    (
        r"(?:^|\| )(?:please |hey |ok |just )*(?:dont|never) (?:ever )?(?:text|message|send|contact|disturb"
        r"|(?:call|text|email|write) (?:or|and|nor) (?:text|call|message|write))(?: please| again)*(?= \||$)"
    ),
    (
        r"\b(?:can you|could you|will you|would you|please|pls|rather you|prefer you|id rather) not"
        rf" {_DO_TO_ME} (?:me|us|this|here)\b"
    ),
    (
        rf"(?:^|\| )(?:please |ok |just )*(?:no|zero) {_THINGS}"
        r"(?: please| thanks| thank you| anymore| from you| at all| to this number)*(?= \||$)"
    ),
    r"\bstop \w+ing (?:\w+ ){0,2}(?:me|us|this number|my (?:\w+ )?(?:number|phone|cell))\b",
    # I do not want, wish, consent
    (
        r"(?<!you )\b(?:dont|no longer|not|didnt|never) (?:really |ever |even )?(?:want|wanted|wish|need"
        r"|like|care for|care to|ask for|asked for|request|requested|appreciate|looking for|interested in)"
        rf" (?:\w+ ){{0,4}}?(?:{_THINGS}|contacted|texted|messaged|bothered|hear from|solicit\w*)\b"
    ),
    (
        r"\b(?:dont|no longer) (?:want|wish|like|agree) to be (?:on|in|part of)"
        rf" (?:this|your|the|any|a|that) (?:\w+ )?{_LIST}\b"
    ),
    (
        r"\b(?:dont|no longer) (?:want|wish|need|care)(?: to)?(?: receive| get| have| see)?"
        r" (?:any|any of|anymore of|anymore|these|this|them|it|more)"
        r"(?: these| this| anymore| more| please| from you| thanks)*(?= \||$)"
    ),
    (
        r"\b(?:dont|didnt|never|not|no|without) (?:give |gave |given |giving |have |had |ever |you )*"
        r"(?:you )?(?:my |any |prior )?(?:consent|permission|authorization|agree|agreed|authorize"
        r"|authorized|sign up|signed up|subscribe|subscribed)\b(?! forms?)"
    ),
    (
        r"\brevok(?:e|ed|ing)\b|\b(?:withdraw\w*|rescind\w*|retract\w*) (?:my |all |any )*"
        r"(?:consent|permission|authorization)\b"
    ),
    # lists
    (
        r"\bunsubscribe\b|\boptout\b|\b(?:opt|opting|i opted|ive opted|already opted)"
        r" (?:me |us |this number |myself )?out\b"
    ),
    (
        r"\b(?:remove|delete|erase|take|drop|scratch|get|scrub|pull|strike|unlist)"
        rf" (?:please )?(?:{_MY_NUMBER} )?(?:off|from|out)(?: of)? (?:\w+ ){{0,3}}{_LIST}\b"
    ),
    rf"\b(?:remove|delete|erase|unlist) (?:please )?{_MY_NUMBER}\b(?! from (?:the|my|fri|mon|tue|wed))",
    rf"\btake {_MY_NUMBER} off(?: of)?(?= \||$| (?:your|the|this|these|that|all|any|please|here)\b)",
    r"\b(?:lose|forget|trash|ditch) (?:my|this) (?:\w+ )?number\b",
    r"\b(?:dont|no) (?:call|contact|text) (?:list|registry)\b|\bdnc\b|\btcpa\b",
    # not the right person
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
    # anger
    r"\b(?:leave|let) (?:me|us) (?:the \w+ )?(?:alone|be)\b|\bgo away\b|\bget lost\b|\bback off\b",
    r"\b(?:fuck|f|piss|buzz|bug|sod|bugger) off\b|\bfuck you\b|\bshut up\b",
    r"\b(?:this|thats|its|youre|you are|stop the) (?:is |just |a )*(?:spam|spamming|harassment)\b",
    r"\b(?:report|reporting|reported) (?:(?:you|this|it|your)\b[^|]*)?(?:spam|junk|fcc|ftc|as|for)\b",
    r"\b(?:report|reporting|reported) (?:you|this number)(?= \||$)",
    r"\b(?:block|blocking|blocked) (?:you|this|your|the)\b|\b(?:sue|suing) (?:you|your)\b",
    # enough
    rf"\bno (?:more|further|additional) (?:\w+ ){{0,2}}?(?:{_THINGS}|of (?:this|these|those))\b",
    r"(?:^|\| )(?:please |ok |just )*no more(?: please| thanks| of this)*(?= \||$)",
    r"\benough (?:already|is enough)\b",
    rf"\benough (?:of|with) (?:\w+ ){{0,3}}?{_THINGS}\b",
    (
        r"\b(?:tired|sick|fed up|annoyed|bothered) (?:and tired )?(?:of|with|by)"
        rf" (?:\w+ ){{0,3}}?{_THINGS}\b"
    ),
    r"\b(?:quit|knock|cut) it(?: off| out)?\b(?! by)|\bgive it a rest\b",
    r"(?:^|\| )(?:im |we are |were |sorry |am )*(?:not|no longer) interested(?= \||$| (?:in|please|thanks|thank))",
    (
        r"\bcancel (?:all |my |the |these |this |your |any |future |further |receiving |getting )*"
        r"(?:texts?|texting|messages?|messaging|subscriptions?|sms|alerts?|notifications?|emails?)\b"
    ),
)

_WRITE = (
    r"(?:escrib(?:an|a|as|ir|irme|irnos)|mand(?:en|e|es|ar|arme|arnos|ando)|envi(?:en|e|es|ar|arme"
    r"|arnos|ando)|texte(?:en|e|es|ar|arme)|textear|contact(?:en|e|es|ar|arme)|mensaje(?:en|e|ar)"
    r"|molest(?:en|e|es|ar|arme)|llam(?:en|e|es|ar|arme)|busqu(?:en|e|es)|fastidi(?:en|e|es|ar)"
    r"|jod(?:an|a|as|er)|chingu(?:en|es|e)|chingar|spamee?n?|acos(?:en|e|ar)|hostigu?(?:en|e|ar)"
    r"|insist(?:an|a|ir))"
)
_TEXTS = (
    r"(?:mensajes?|textos?|correos?|sms|notificaciones|recordatorios|comunicaciones|promociones"
    r"|publicidad|suscripcion|suscripciones|avisos|llamadas|spam|solicitudes)"
)
_SPANISH = (
    (
        r"\bno (?:me |nos )?(?:este|esten|sigan|siga|anden) (?:me |nos )?"
        r"(?:escrib|mand|envi|texte|contact|molest|llam|insist)(?:iendo|ando)(?:me|nos)?\b"
    ),
    (
        rf"\bno (?:me |nos |le |les |se )?(?:vuelv(?:an|a|as) a |sig(?:an|a|as) |este[ns]? |anden? )*"
        rf"(?:me |nos )?{_WRITE}\b(?! (?:el|la|mi) (?:recibo|factura|receta|cuenta))"
    ),
    rf"\b(?:ni|nunca mas|jamas) (?:me |nos )?{_WRITE}\b",
    rf"\b(?:dej(?:en|e|a|es|ar|enme|eme|ame)|par(?:en|e|a)|ces(?:en|e)) (?:ya )?de (?:estar )?(?:me |nos )?{_WRITE}",
    r"\b(?:dej(?:en|e|a)|dejad)(?:me|nos)(?: ya)? (?:en paz|tranquil\w+|sol[oa]s?)\b",
    r"\b(?:dej(?:en|e|a)) (?:de )?(?:chingar|joder|molestar|fregar|fastidiar|acosar)\b",
    (
        rf"\b(?:par(?:en|e|enle|ele|ale)|basta|deteng(?:an|a)|suspend(?:an|a)|ces(?:en|e)|det?en)"
        rf" (?:ya |con |de |los |las |estos |estas |sus |tantos |todos |el |este |mas )*{_TEXTS}\b"
    ),
    r"\b(?:paren|pare|parenle|parele|parale|detenganse|basta) (?:ya|porfavor|con esto|de esto)\b",
    r"\bya (?:paren|pare|parenle|parele|parale|basta|estuvo bueno|no mas|dejenme|dejeme)\b",
    (
        rf"\b(?:ya )?no (?:quiero|deseo|quisiera|queremos|necesito|acepto|autorizo|solicite|pedi)"
        rf" (?:\w+ ){{0,4}}?{_TEXTS}\b"
    ),
    (
        r"\bno (?:quiero|deseo) (?:mas |que (?:me|nos) \w+|recibir\w* (?:nada|esto|estos|mas)\b"
        r"|saber (?:nada|mas) de ustedes|nada (?:mas )?de ustedes)(?! dolor)"
    ),
    r"\bya no (?:quiero|deseo)(?: mas| nada| esto| estos| recibir)*(?= \||$)",
    r"\bno (?:me interesan?|estoy interesad[oa]|nos interesan?)\b(?! (?:otro|otra|cambiar))",
    rf"(?:^|\| )(?:porfavor |ya )*no {_TEXTS}(?: porfavor| gracias)*(?= \||$)",
    r"(?:^|\| )(?:ya )?no quiero (?:nada|esto|estos|estas)(?: mas| de ustedes| porfavor)*(?= \||$)",
    rf"\bno mas (?:\w+ )?{_TEXTS}\b|(?:^|\| )(?:ya )?no mas(?: porfavor| gracias)*(?= \||$)",
    (
        r"\b(?:dar(?:me|nos)?|den(?:me|nos)|de(?:me|nos)|dame|danos|darse|dese|dar a este numero)"
        r" (?:por favor |porfavor )?de baja\b"
    ),
    r"\b(?:quiero|solicito|pido|deseo|necesito) (?:la |mi |una |que me den (?:la |de )?)?baja\b",
    (
        r"\b(?:quit|baj|sac|saqu|borr|elimin|remuev|retir|remov)(?:en|e|a|an|ar|er)?(?:me|nos)"
        r"(?= \||$| (?:ya |porfavor )*(?:de|del)\b)(?! de (?:la )?(?:agenda|cita))"
    ),
    (
        r"\b(?:quit|borr|elimin|remuev|retir|olvid)(?:en|e|a|an|ar|er) (?:ya |porfavor )*"
        r"(?:mi|este|el|nuestro) (?:numero|telefono|celular|contacto|nombre)\b"
    ),
    (
        rf"\b(?:cancel|anul|suspend|desactiv)(?:en|e|a|an|ar|o) (?:ya |todos |los |las |estos |mis |mi"
        rf" |sus |la |el |de )*{_TEXTS}\b"
    ),
    r"\b(?:numero|telefono) (?:equivocado|incorrecto|errado|erroneo)\b",
    r"\bequivocad[oa]s? de (?:numero|persona|telefono)\b|\bpersona equivocada\b",
    r"\bse equivoc(?:o|aron|an|a)\b(?: (?:de|con))?(?= \||$| (?:numero|persona|telefono))",
    r"\b(?:este )?no es (?:el|su) (?:numero|telefono|celular) de\b|\bno es (?:mi|su) numero\b",
    r"\b(?:numero|telefono|celular) (?:ya )?no (?:es|pertenece|corresponde)\b",
    r"\bno (?:soy|somos|fui|es) (?:su |sus |tu |un |una )?(?:pacientes?|clientes?)\b",
    r"(?:^|\| )(?:yo |pero )?no soy (?:la persona|el paciente|paciente|\w+)(?= \||$)",
    r"(?:^|\| )(?:yo )?no me llamo\b",
    (
        r"\b(?:no (?:autorizo|autorice|consiento|di (?:mi )?(?:permiso|consentimiento))"
        r"|sin (?:mi )?(?:permiso|consentimiento)|revoco|retiro mi (?:consentimiento|permiso))\b"
    ),
    r"\b(?:es|puro|basta de) (?:un )?(?:spam|acoso)\b|\bdesuscrib\w+\b",
    r"\b(?:los|las|te|lo|la|este numero|voy a) (?:voy a |vamos a )?(?:bloque\w+|report\w+|denunci\w+)",
    r"\bcallense\b|\bvayanse (?:a|al)\b|\bfavor de no \w+",
)

REVOCATIONS = tuple(re.compile(pattern) for pattern in _ENGLISH + _SPANISH)
"""Any match, after the harmless is out, is a revocation."""
