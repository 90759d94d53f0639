"""Asking to be let go, by grammar: not to be written to, to be struck off, in both languages."""
# ruff: noqa: E501 - a pattern broken in two reads worse than a long one

from core.rules.consent.contact_words import (
    AFTERWARDS,
    CONMIGO,
    CONTACTING,
    ESCRIB,
    LOSING,
    LOST,
    MINE,
    SACAR,
    WANTING,
)
from core.rules.consent.revocation_words import LIST, TEXTS, THINGS

_END = r"(?= \||$)"
_CLAUSE = r"(?:^|\| )"
_PLEASE = r"(?:please |kindly |just |so |and |ok |okay |hey |hi |thanks |sorry |but |then |now |yo |also |no |again |seriously |sir |maam |guys |lol |could you |can you |would you )*"
_ME = r"(?:me|us|here|this|this \w+|my \w+|my \w+ \w+|our \w+|him|her|them|people|folks|any \w+|anymore|again|no more|back|ever|at all|nothing|anything)"
_YOU = r"(?:you|u|yall|they|anyone|you guys|you people|ya)"
_THESE = r"(?:(?:any|anymore|more|these|those|this|that|your|ur|the|all|such|further|future|no|another|yall|so many|of|review|marketing|automated|google|damn|fucking|stupid|annoying|constant|random|unwanted|kind of|them|it|from you) ?)*"
_TO_GET = r"(?:(?:to|be|get|getting|being|receive|receiving|see|seeing|have|having|read|reading|deal with|dealing with|accept|accepting|on|in|part of|keep|continue) )*"
_REACHED = r"(?:contacted|texted|messaged|called|bothered|solicited|spammed|harassed|disturbed|pestered|notified|reminded|bugged|hassled|emailed)"

_ENGLISH = (
    # not to be written to
    (
        rf"{_CLAUSE}{_PLEASE}(?:dont|never|no|do not ever|dont ever|not|neednt|dont be|dont you|dough not|dont u)(?: \w+)?(?: (?:be|ever|dare|have to|need to|try to|start|keep|bother|even|go|all|you))* "
        rf"{CONTACTING}(?: up| to| at| on| out)? {_ME}{_END}"
    ),
    rf"\b(?:dont|dough not|never|no|neednt|need not|shouldnt|dont be|not be) (?:(?:be|ever|dare|have to|need to|keep|bother|go|all|even) )*{CONTACTING}(?: up| to)? (?:me|us|this (?:number|phone|cell|line)|my (?:\w+ )?(?:number|phone|cell|line)|here)\b(?<!no reminds me)(?! (?:the (?:link|address|form|bill|receipt)|on the (?:office|work)|at work|during|if|until|till|before|after|unless))(?! \| (?:text|email))",
    r"\bno (?:more |longer )?(?:text|send|message|contact|call)(?:ing)? (?:me|us|more|again|anymore|to me)\b",
    rf"\b(?:{_YOU}|to|and|must|should|can|could|would|will|did|do|should) not (?:to |be |ever |even )*{CONTACTING}(?: {_ME}|{_END})(?<!did not)",
    rf"\b(?:ask|asked|asking|tell|told|telling|beg|begging|request|requested|requesting|said|warned|instructed|advise|advised|order|ordered|insist|demand)(?: that)?(?: {_YOU})?(?: \w+)?(?: \w+)? (?:not to|to not|to quit|dont|not)(?: be)?(?:{_END}| {CONTACTING}| do (?:this|that|it))",
    r"\bdont (?:ever |you |dare |you dare )*do (?:that|it|this|so) (?:again|anymore|no more)\b",
    rf"{_CLAUSE}{_PLEASE}(?:please |just )(?:dont|refrain|desist|cease|stop)(?: please| ever| again| bother| thanks)*{_END}",
    rf"{_CLAUSE}{_PLEASE}(?:refrain|desist|cease|kindly stop|abstain)(?: please| now| thanks| from (?:this|that|further|future|any|{CONTACTING}))*{_END}",
    r"\b(?:dont|never) (?:send|write|text|leave|give|mail)(?: me| us)? (?:another|any more|one more|no more|any other|more|anymore)\b",
    rf"\b(?:so|that|where|until|til) {_YOU} (?:dont|wont|stop|not|never|cant|quit|no longer|cease)(?: \w+)? {CONTACTING}\b(?! (?:my|the|him|her|them))",
    rf"\b(?:to|can|could|so|and|please|rather|prefer|soon|just|like to|want to|wish to|choose to|do|id) (?:not|never|stop|quit|no longer|avoid|cease|end) (?:(?:to|be|get|getting|receive|receiving|see|seeing|have|having|hear|hearing) )+{_THESE}(?:{THINGS}|{_REACHED}|from you|from yall){_END}",
    rf"\b(?:to|can|could|so|prefer|rather|soon|way i|please) (?:not|stop|quit|cant)(?: to)? (?:get|getting|receive|receiving|see|seeing|have)(?: any| any more| anymore)? (?:these|this|those|them|any|it|more){_END}",
    rf"\b(?:rather|prefer|wish|soon|sooner|prefer that|rather you|prefer you|like you|want you|that you)(?: to)? (?:not|didnt|dont|never) (?:{_TO_GET})?(?:hear|{CONTACTING}|{_REACHED})(?= \||$| (?:me|us|from|this|by|again|any|at))",
    rf"\b(?:aint|not|dont|never|isnt|no longer|didnt) (?:(?:really|even|at all|ever) )?{WANTING} (?:me |us |my \w+ )?{_TO_GET}{_THESE}(?:{THINGS}|{_REACHED}|from (?:you|yall|ya)|hearing from)\b(?! (?:about my|from my|back))",
    rf"\b(?:aint|not|dont|never|no longer|didnt) (?:really |even |ever )?{WANTING} (?:me |us |my \w+ )?{_TO_GET}(?:any|ur|your|the|this|that|any of your|yall|yalls|a) ?(?:\w+ )?{LIST}\b(?<!ask for the phone)",
    rf"\b(?:done|through|finished|over|fed up|had it|had enough|enough|sick|tired|exhausted|annoyed|irritated|frustrated|bothered|overwhelmed|weary|im over|so over|not a fan|no fan|no need|no use|no desire|no interest|zero interest|uninterested|not interested|not thrilled|opposed|object|lay off|ease up|chill|cool it|knock it off|cut it out|cut out|knock off|not)(?: (?:and|up|already|of|with|by|on|in|for|to|being|getting|receiving|all|out))* {_THESE}{THINGS}{_END}(?<!not contact)",
    rf"\b(?:done|through|over|sick of|tired of|hate|cant stand|dislike) (?:getting|receiving|being|seeing) {_THESE}(?:{THINGS}|{_REACHED})\b",
    rf"\b(?:lay off|ease up on|chill with|cool it with|cut out|knock off|enough with|enough of|spare me|spare us|hold|halt|kill|pause|suspend|nix|ditch|lose|end|drop|no to|skip) {_THESE}{THINGS}\b(?! (?:link|to my|me))",
    r"\bspare (?:me|us)(?= \||$| (?:please|the|any|your|from|these|this|further|future))",
    rf"\b(?:no|zero|nix|without) (?:more |further |additional |any |text |sms )*{THINGS} (?:to|on|for|at) (?:this|my|me|our) ?(?:number|phone|cell|line)?{_END}",
    rf"\b(?:settings? to|to|as|for|prefer|preference|want|say|says|said|choose|choosing|is|be|says) (?:no|zero|none|opt out of) (?:more |any |further |all )*{THINGS}{_END}",
    r"\b(?:left|be|leave|let) (?:(?:me|us|this \w+|my \w+|him|her) )?alone\b(?! (?:with|at|in (?:the|a|my)))",
    rf"\bnot with (?:the |these |this |all the )*{THINGS}\b",
    rf"\b(?:who|nobody|no one|noone|why|when) (?:\w+ )?(?:told|said|gave|lets?|allowed|permitted|authorized|asked)(?: \w+){{0,3}} (?:could|can|to|may|for|permission|consent|allowed to|ok to|okay to) (?:{CONTACTING}|use my|have my|contact)\b",
    rf"\bhow (?:many|much) (?:more |times |longer )*(?:do|must|have|did|will|should|are|am|does|texts|messages)\b[^|]{{0,40}}(?:\bno\b|stop|ask|say|tell|remove|opt|quit|unsubscribe|{THINGS}{_END})",
    r"\bwhy (?:am|do|are|is|did|would) (?:i|we|u|you|yall) (?:still|keep|keeps|continue|continuing)(?: to| on)? (?:get|getting|receive|receiving|send|sending|text|texting|message|messaging)\b",
    r"\b(?:asked|told|said|begged|warned)(?: \w+){0,3} (?:not to|to (?:be )?(?:removed|taken off|unsubscribed?|opt out|leave me|delete|remove me))\b(?! (?:eat|drink|brush|floss|chew|rinse|use|smoke))",
    # struck off
    rf"\b{LOSING} {MINE} (?:off|out|down|away|up|from|the hell off|the hell out|of|already off){AFTERWARDS}",
    rf"\b{LOSING} {MINE} (?:(?:off|out|away|from|in|on)(?: of| from)? )(?:(?:the|this|that|your|ur|yalls|yall|all|any|these|those|every|whatever|it|there|here|la|su|de|future|further|dont|sus) ?)*(?:\w+ ){{0,2}}?(?:{LIST}|{THINGS}|lista|{TEXTS}|inbox|thing|mess|loop|rotation|blast\w*|crm|feed|subscription\w*|service|program)\b",
    rf"\b{LOSING} {MINE} (?:off|out|away|from)(?: of| from)? (?:there|here|this|it|that|these|all this|la lista|everything){_END}",
    rf"\b(?:remove|delete|uninstall|exempt|removed|deleted|erase|erasing|deleting|removing|purge|purging|wipe|scrub|expunge|unsubscribing|unenroll|disenroll|unregister|deregister|unsign|disconnect|deactivate|block|delist|opt out|omit|exclude|nuke|shred|blacklist|discard) {MINE}{AFTERWARDS}",
    r"\b(?:lose|forget|toss|trash|dump|burn|throw out|throw away|chuck|shred|destroy|scrap|discard|ditch|misplace) (?:my|this|our) (?:\w+ )?(?:number|phone|info\w*|contact\w*|digits|name)\b",
    rf"\b(?:my|this|our|the) (?:\w+ )?(?:number|name|phone|info\w*|contact\w*|cell|digits|information) (?:\w+ )?(?:gets? |be |is |to |should |must |needs? |has |have |been |being |was |ought |to be |get )*{LOST}(?= \||$| (?:please|from|off|now|today|asap|immediately|at|permanently|thanks|thank))",
    rf"\b(?:need|want|like|wish|ask|asked|asking|request|requested|requesting|demand|prefer|love|hope|how|trying|already|expect|wanna|rather|insist on|must|please|have|get)(?: (?:to|be|get|being|me|us|myself|getting|i|have|already|{MINE})){{0,4}}? {LOST}(?: (?:from|off|of)(?: of)? (?:this|your|the|ur|all|any|these|here|everything)(?: \w+){{0,3}}| once| twice| \w+ times| already| please| now| asap| today| thanks| before| immediately| again){{0,2}}{_END}(?<!root)",
    rf"\b(?:take|taking|get|getting|leave|leaving|keep|keeping|drop|pull|put|count|cut|stay|staying|be|go) (?:me |us |my name |my number |the hell |tf )?(?:off|out)(?: of| from)? (?:the|your|ur|this|these|those|yalls?|all|any|my|la) (?:\w+ ){{0,2}}?(?:{LIST}|{THINGS}|lista|phone|inbox|number|line|life|cell|dms|subscription)\b(?! (?:call|with|while|for now))",
    rf"\bhow (?:do|can|could|would|to|does) (?:i |we |you |one |someone |a person |anyone |anybody )?(?:go about |please |ever |just )?(?:get(?:ting)? (?:off|out|away|rid|removed)|opt|unsubscribe\w*|leav\w* (?:this|the)|turn|remov\w*|tak\w* (?:my|me)|be (?:taken|removed)|make (?:it|this|these|them|you) (?:stop|end|so))(?: (?:of|from|off|out))*(?: (?:this|these|it|them|here|the (?:list|texts?|messages?)|your \w+|that))?(?: \w+)?{_END}",
    r"\b(?:what|which|where) (?:do|does|can|could|should|would|number|must|button|word|is|s|else)(?: \w+){0,6} (?:to|so) (?:i )?(?:not|stop|quit|end|opt|unsubscribe|never|dont|no longer|get off|be removed|cancel)(?= \||$| (?:get|receive|be|have|see|this|these|those|receiving|getting|out|texts?|messages?))",
    rf"\bwhats it take to (?:not|stop|be|get)\b[^|]{{0,30}}(?:these|this|{THINGS}|alone|off|removed){_END}",
    r"\b(?:request\w*|demand\w*|ask\w*|formal|want|immediate)(?: \w+){0,2} (?:removal|deletion|erasure|opt ?out|unsubscription|cessation)(?= \||$| (?:from|of my (?:number|name|info\w*|data|contact)|please|now))",
    r"\b(?:consent|permission|authorization|opt in)(?: \w+){0,4} (?:withdrawn|revoked|rescinded|denied|cancelled|canceled|terminated|removed|over|expired|void)\b",
    r"\b(?:didnt|never|dont|havent|hadnt|did i ever|i did not|no one|nobody|not)(?: (?:ever|even|once|knowingly|remember|recall|willingly))* (?:opt|opted|sign|signed|signing|enroll\w*|subscrib\w*|agree\w*|consent\w*|request\w*|register\w*|ask\w* (?:for|to|you))(?: (?:me|us|up|in|on|to|for|you|it))*(?= \||$| (?:this|these|those|them|any|your|texts?|messages?|sms|so|be|text|message|contact|and))(?! (?:appointment|insurance|charge|x))",
    rf"\b(?:put|add|mark|place|list|set|flag|register|sign|enter) {MINE} (?:down )?(?:on|to|as|in|for|under) (?:the |your |a |ur )*(?:dont|no|opt ?out|stop|block|blocked|unsubscribe\w*|optout|remove|inactive)\b",
    r"\bnot (?:wanted|welcome|appreciated|consented|authorized|opted)(?= \||$| (?:here|to|at|texts?|in))",
    rf"\bleave (?:\w+ ){{1,5}}alone{_END}",
    rf"\b(?:you|yall|u) (?:must |should |can |may |could |will |all |just |please )*(?:cease|desist|refrain|stop|quit)(?: now| please| it| this| already| immediately){{0,2}}{_END}",
    rf"{_CLAUSE}{_PLEASE}(?:i |we )?(?:just |really )*(?:want|need|wanna|like|would like) (?:to (?:be|get) )?(?:off|out)(?: of)?(?: (?:this|these|here|it|now|please|your \w+))*{_END}",
    r"\b(?:dont|no longer|never) (?:wanna|want to|wish to|care to|need to) be (?:on|in|part of) (?:here|this|these|it|any|your)\b",
    rf"\b(?:getting|earned|get|be|you a|gets|got)(?: you)?(?: a)? (?:blocked|block|reported){_END}",
    rf"\b(?:one|another) (?:more )?(?:of these|of those|like this|{THINGS}) and (?:im|i|ill|we|youre|youll|my)\b",
    rf"{_CLAUSE}(?:sign|count|opt|cross|check) me (?:off|out)(?: please| now| thanks| lol)*{_END}",
    rf"\benough (?:with|of) (?:these|this|those|it)(?: already| please| now| people| guys)*{_END}",
    rf"\b(?:dont|never) {CONTACTING} my \w+ (?:no more|anymore|again|ever|either){_END}",
    rf"\bme {SACAR} de (?:la|su|sus|tu|esta|todas|las|este|el) (?:\w+ )?(?:listas?|base|grupo|sistema|{TEXTS})\b",
    r"\b(?:told|asked|warned|begged) (?:\w+ )?(?:\w+ )?to (?:stop|quit)(?= \||$)",
    r"\b(?:no|any|zero) (?:\w+ )?(?:outreach|messaging|texts|contact|follow ?ups?)(?= \||$)",
    rf"\b(?:no|zero|any) (?:desire|wish|need|reason|interest|intention|use) (?:to |for |of |in )(?:get|getting|receive|receiving|have|having|see|hear|read|being)?(?: \w+)? ?(?:{THINGS}|from you|{_REACHED})\b",
    rf"{_CLAUSE}{_PLEASE}(?:text|message|bother|bug|spam|contact|annoy|harass|go bother|go text) (?:someone|somebody|anybody|anyone) else\b",
    r"(?:^|\| )(?:ya |por favor |porfavor )*(?:paren|parenle|pare|parele|basta|dejenme|deje|dejen)(?: ya| porfavor| por favor| de una vez)*(?= \||$)",
    rf"{_CLAUSE}{_PLEASE}never (?:ever )?again(?: please)?{_END}",
    rf"\b(?:if|that) {_YOU} (?:didnt|dont|wouldnt|stopped|not|could not|never|quit)(?: \w+)? {CONTACTING}\b(?= \||$| (?:me|us|this|my|again|here))",
    r"\bstay (?:away from|off|off of|out of|outta|out) (?:my|this|our) (?:\w+ )?(?:number|phone|cell|inbox|line|dms|texts)\b",
    rf"\b(?:dont|never) {CONTACTING} [^|]{{0,40}}\b(?:to|on|at) (?:this|my) (?:\w+ )?(?:phone|number|cell|line)\b(?! (?:work|office|home))",
    r"\b(?:nothing|no) (?:\w+ ){0,3}be sent\b",
    r"\b(?:my number|me)\b.{0,40}\| (?:please |now |just )*(?:take|get) (?:it|me|that) (?:off|out|down)\b",
    rf"{_CLAUSE}(?:ya )?no (?:gracias )?(?:deseo|me interesa|quiero saber de ustedes)(?: gracias| porfavor| mas| ya)*{_END}",
    r"\b(?:dej|par)\w{1,4} de (?:dar(?:me)? (?:la )?(?:lata|guerra|lata)|fregar|joder|chingar|molestar|insistir|estar (?:fregando|jodiendo|molestando))\b",
    rf"\bno (?:me |nos )?(?:volv|vuelv|sig)\w* (?:a |me )*{ESCRIB}",
    rf"{_CLAUSE}{_PLEASE}(?:opt|count|leave|cut|include) (?:me|us) (?:out|off)\b",
    # threats
    rf"\b(?:next|another|one more|any further|any more|any other|further|every|each|continued|more) (?:{THINGS}|contact)\b[^|]{{0,60}}\b(?:lawyer|attorney|report\w*|block\w*|harass\w*|police|sue|complaint|legal|court|fcc|trouble|regret|consequences|bbb)\b",
    r"\b(?:considered|treated as|deemed|constitutes?|consider (?:it|this|that)|viewed as|taken as|seen as|amounts to|borders? on) (?:as )?harass\w*",
    r"\b(?:text|message|contact|write|call|bother) (?:me|us|this number|here)(?: \w+)? (?:again|one more time|once more|anymore) (?:and|see|then|ill|i will|youll|i)\b",
    r"\bsee what happens\b",
    r"\b(?:dont|not|aint|never) (?:text|message) (?:people|ppl|folks|strangers|customers|patients|your patients)\b",
    rf"\bto (?:not|never|stop) {CONTACTING} (?:me|us|here|this)\b",
)

_POR_FAVOR = r"(?:porfavor |ya |que |pues |favor |mejor |por |le |les |pido |pedimos |ruego |y |pero |gracias |hola |oiga |oigan |oye |miren |mire )*"
_CLITICOS = r"(?:(?:me|nos|le|les|se|lo|la|los|las|te|ya|mas|estar|de|a|mi|que|por) )*"
_ESTOS = r"(?:(?:mas|sus|tus|los|las|el|la|de|estos|estas|este|esta|esos|esas|ese|tantos?|tantas?|todos|todas|tipo|ningun\w*|otros?|con|su|un|solo|mugres?|pinches?|malditos?|dichosos?|del|recibir|seguir|recibiendo|ser|estar|que|me|nos|lleguen|llegue|llegando|manden|envien|en) )*"
_ACUSADO = r"(?:contactad|molestad|llamad|notificad|incluid|buscad|mensajead|texteado|acosad|hostigad|parte de|considerad|inscrit|suscrit)[oa]?s?"
_NO_QUERER = r"(?:quier\w*|querem\w*|quisier\w*|dese\w*|necesit\w*|acept\w*|pretend\w*|autoriz\w*|consient\w*|permit\w*|solicit\w*|pid[oe]|pedi\w*|pidi\w*|requier\w*|ocup[oa]|interes\w*|gust\w*|apetec\w*|me interesa|tengo interes|hay interes|estoy interesad[oa])"
_HARTO = r"(?:hart[oa]s?|cansad[oa]s?|fastidiad[oa]s?|aburrid[oa]s?|enfadad[oa]s?|molest[oa]s?|hast[ai] (?:la|el|los|las) (?:madre|gorro|coronilla|narices?|cachas|copete)|chole|estuvo bueno|estuvo|bueno estuvo|suficiente|suficientes|demasiad[oa]s?|tantos|bast[ao]|bastantes?|ya fue|no mas|alto|cort\w{1,5}|cans\w{1,6}|parale|stop)"

_SPANISH = (
    rf"\b(?:no|ni|nunca|jamas|tampoco|sin|dejar|eviten?|evitar?)(?: (?:vuelv\w*|sig\w*|este[ns]?|anden?|hay que|tien\w+ (?:que|por que)|deb\w+|pued\w+|se|quier\w*|es necesario|necesitan?|hace falta|pretend\w+))? {_CLITICOS}{ESCRIB}(?<!no escribi)(?<!mando)(?<!llamo)(?= \||$| (?:mas|nunca|jamas|a (?:este|mi|mis|esta)|por (?:este|aqui|mensaj|text|favor)|porfavor|otra|de nuevo|ya|gracias|por|mensaj\w*|text\w*|nada|al|con|esto|estos|est[ao]s|aqui|publicidad|promo\w*|tonterias|sus|tantos?|cosas|correos?))(?<!no mando)",
    rf"\b(?:dej|par|ces|deten|absten|abst|evit|basta|termin|acab|favor|cort)\w{{0,7}}(?:se|me|nos)? (?:ya )?(?:de |con )?(?:estar |seguir |una vez de |tanto )*(?:me |nos )?{ESCRIB}\b(?<!favor llame)(?<!favor llamar)(?<!favor llamarme)",
    rf"\b(?:no|nunca|jamas|ya no|tampoco) (?:\w+ )?(?:he|hemos|habia|haya|ha) (?:dado|autorizado|pedido|solicitado|aceptado|consentido|firmado|permitido|querido)(?= \||$| (?:mi|esto|estos|permiso|consentimiento|autorizacion|nada|que|recibir|sus|est\w+|{TEXTS}))(?! (?:que me (?:saqu|cobr)))",
    rf"\b(?:no|nunca|jamas|ni|tampoco|cuando|quien) (?:les |te |le |yo |me |nos |ustedes |siquiera )*(?:di|dimos|pedi|pedimos|autorice|solicite|acepte|firme|inscribi|suscribi|apunte|registre|anote|consenti|permiti|autorizamos|inscribimos) (?:para |a |en |que |de |mi |el |ningun |nada de )*(?:esto|eso|estos|esos|estas|permiso|consentimiento|autorizacion|numero|telefono|me (?:escrib|mand|envi|contact)\w+|recibir|sus|{TEXTS})\b",
    rf"\b(?:no|nunca|jamas|ya no|tampoco|ni) {_CLITICOS}{_NO_QUERER} {_ESTOS}(?:{TEXTS}|{THINGS}|{_ACUSADO}|nada de (?:ustedes|esto|esta)|{ESCRIB}|saber (?:mas |nada )*de (?:ustedes|esta|este|su)|su lista|esta lista)\b(?<!quiero que me llamen)(?! (?:dolor|la muela|el (?:recibo|cobro)))",
    rf"\b(?:no|nunca|ya no|jamas) {_CLITICOS}(?:quier\w*|querem\w*|quisier\w*|dese\w*|pid[oe]|pedi|ped[ií]mos|solicite) {_ESTOS}(?:recib\w*|esto|eso|estos|nada)(?: de ustedes| de esto| mas| por favor| porfavor| ya| gracias| aqui| en mi \w+| por \w+)*{_END}",
    rf"\bno (?:tengo|tenemos|hay|me|nos|muestro|existe)(?: (?:ningun|el menor|nada de|gran|mucho))? (?:interes|interesa\w*)(?: en| por| de| para| seguir)*(?: recib\w*)? ?(?:esto|estos|sus|{TEXTS}|eso|nada|participar)?{_END}",
    r"\bno (?:tengo|tenemos|hay) (?:\w+ )?interes (?:en|por)\b",
    rf"\b(?:ni|no) (?:un|una|otro|otra|uno) (?:\w+ )?(?:{TEXTS}|mensajito)?(?: ?solo| ?mas| ?por favor)+{_END}",
    rf"\b(?:ya |por favor |porfavor |estoy |estamos |me tienen |que |muy |bien )*{_HARTO} (?:ya )?(?:con|de) {_ESTOS}(?:{TEXTS}|{THINGS}|{ESCRIB}|ustedes|lo mismo|esto{_END}|insistir|insistencia|acoso|molestias|tanto mensaj\w+)\b",
    rf"{_CLAUSE}{_POR_FAVOR}ya (?:cans\w{{2,6}}|bajenle|bajale|parenle|chole|estuvo|basta|fue suficiente|par\w{{1,6}}|dej\w{{2,6}}|calm\w{{3,6}})(?: de (?:esto|eso|mensaj\w*|text\w*)| por favor| porfavor| con (?:esto|eso)| ya)*{_END}",
    r"\b(?:dad|dar|den|de|da|dan|dando|darnos|darme|dado|denme|deme|dame|dadme)(?:me|nos)? (?:ya )?de baja\b",
    rf"\b{SACAR}(?:me|nos|lo|la)(?: (?:ya|porfavor|inmediatamente|por favor|de una vez|hoy|ahora))*(?= \||$| (?:de|del) (?:ahi|aqui|esto|eso|su|sus|tu|tus|la (?:lista|base)|las listas|esta|este|estos|todo|lista|el (?:grupo|sistema|programa)|los (?:{TEXTS}|contactos)|{TEXTS}|todas|cualquier))(?<!sacame)(?! de (?:la|una) duda)",
    rf"\b(?:me|nos) (?:podr\w+|pued\w+|quier\w+|gustaria que|pod\w+|hac\w+ (?:el )?favor de) (?:por favor |porfavor |ya )?(?:{SACAR}|dar de baja|dejar (?:de|en paz)|eliminar)(?= \||$| de (?:su|sus|la (?:lista|base)|esta|este|los|las|esto|aqui|ahi)\b| porfavor)",
    rf"\b{SACAR} (?:ya |porfavor |por favor |inmediatamente |de inmediato )*{CONMIGO}\b(?! (?:anterior|viejo|antiguo|de la (?:cita|agenda)))",
    rf"\b(?:como|que|donde|cual)(?: (?:le|me|se|nos|hago|hay que|tengo que|debo|puedo|podria|hacer|hacemos|para|que|haga|seria))* (?:(?:salgo|salirme|salir|salirse|quito|quitarme|borro|borrarme|cancelo|cancelar|desuscrib\w+|doy|darme|dar|bloque\w+|elimin\w+|evito|evitar|deje\w*|pare\w*|dejo|paro|detengo|detener) )(?:de |del |la |el |los |estos |esta |este |baja |a |sus |que )*(?:esto|eso|baja|lista|{TEXTS}|aqui|ahi|grupo|servicio|{ESCRIB}|recibir|llegar){_END}",
    rf"\b(?:otro|un|una|otra|cualquier|el proximo|un solo) (?:{TEXTS})(?: \w+)?(?: mas)? y (?:los|las|te|lo|la|les|me|voy|llamo|hablo|ya)\b",
    rf"\b(?:si|como) (?:me |nos )?(?:vuelv\w+ a|sig\w+) (?:me )?{ESCRIB}\b",
    r"\b(?:quedan?|estan?|estas?|ya|fueron|seran?) (?:\w+ )?(?:bloquead|reportad|denunciad)[oa]s?\b(?! (?:mi|el|la|por mi))",
    rf"{_CLAUSE}(?:bloquead|reportad|denunciad)[oa]s?(?: y (?:bloquead|reportad|denunciad)[oa]s?)?{_END}",
    rf"\b(?:prefier\w*|prefer\w*|agradec\w*|ruego|pido|suplico|solicito|exijo|pedimos|rogamos|favor|necesito|quiero|quisiera|gustaria|agradeceria|conviene|pediria)(?: \w+){{0,4}}? (?:no|ya no|absten\w+|abstengan|se abstengan|dejar|dejen|dejar\w*)(?: de)? {_CLITICOS}(?:recib\w+|{ESCRIB}|ser {_ACUSADO})\b",
    rf"\b(?:absten|abst)\w{{2,8}}(?:se)? (?:de )?(?:\w+ )?(?:{ESCRIB}|hacerlo|seguir)\b",
    rf"\b(?:take|remove|drop|get|delete|leave|stop|keep|quit|put) (?:me|my number|us|mi numero|my nombre)(?: off| out| from)? (?:de )?(?:la|su|sus|tu|el|los|esta|de) (?:\w+ )?(?:lista|sistema|{TEXTS}|base|grupo)\b",
    r"\b(?:quit\w+|sac\w+|saqu\w+|borr\w+|elimin\w+|remov\w+|remuev\w+) (?:me )?(?:from|off|of) (?:the|your|this|la|su)\b",
    rf"\b(?:no more|stop|quit|no|enough) (?:de |con |a |with )?(?:los |sus |tus |estos |mas |the |your )*(?:{TEXTS})\b",
    rf"\bno {_CLITICOS}(?:text|message|call|contact|textees|send)(?:ing)?(?: me)?(?: mas| a mi \w+| porfavor| por favor| no mas)+{_END}",
)

LETTING_GO = (*_ENGLISH, *_SPANISH)
