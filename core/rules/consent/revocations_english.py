"""The ways in which people tell a sender to stop, in English.

Source of what counts: 47 CFR 64.1200(a)(10), any reasonable manner, in any words.
"""
# ruff: noqa: E501 - a pattern broken in two reads worse than a long one

from core.rules.consent.revocation_words import (
    BETWEEN,
    DO_TO_ME,
    DOING,
    LIST,
    MY_NUMBER,
    SIGN_OFF,
    THINGS,
)

ENGLISH = (
    # stop texting me; stop with the messages; quit it
    (
        rf"\b(?:stop|quit|cease|halt|discontinue|desist|terminate|end|refrain from) {BETWEEN}"
        rf"(?:{DOING}|{THINGS})\b"
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
    rf"\b(?:{THINGS}|this) (?:needs?|has|have|must|should|better)(?: to)? (?:stop|end)\b",
    r"\b(?:wont|doesnt|dont|not) (?:ever |you )?stop (?:texting|messaging|sending|calling|bothering)",
    # don't text me
    (
        r"(?<!\bi )(?<!you )(?<!they )(?<!we )(?<!why )\b(?:dont|never|not to|no need to|please not)"
        r" (?:you |ever |please |even |dare |fucking |keep |be |bother |try to |need to |have to )*"
        rf"{DO_TO_ME}(?: or {DO_TO_ME})?(?: (?:to|at|on|out|any))*"
        r" (?:me|us|him|her|them|it|this|that|my (?:\w+ )?(?:number|phone|cell)|here|again|anymore|more|no|back|ever|or"
        rf"|anything|these|number|list|registry|{THINGS})\b"
    ),
    (
        r"(?:^|\| )(?:(?!(?:i|we|they|you|he|she|why|if|who|that) )\w+ ){0,2}(?:dont|never) (?:ever )?(?:text|message|send|contact|disturb"
        r"|(?:call|text|email|write) (?:or|and|nor) (?:text|call|message|write))(?: please| again)*(?= \||$)"
    ),
    (
        r"\b(?:can you|could you|will you|would you|please|pls|rather you|prefer you|id rather) not"
        rf" {DO_TO_ME} (?:me|us|this|here)\b"
    ),
    (
        rf"(?:^|\| )(?:please |ok |just )*(?:no|zero) {THINGS}"
        r"(?: please| thanks| thank you| anymore| from you| at all| to this number)*(?= \||$)"
    ),
    rf"\b(?:dont|never) {DO_TO_ME} (?:me |us |any |further |more |additional |such |another |these )*{THINGS}\b",
    r"\bstop \w+ing (?:\w+ ){0,2}(?:me|us|this number|my (?:\w+ )?(?:number|phone|cell))\b",
    # I do not want, wish, consent
    (
        r"(?<!you )\b(?:dont|no longer|not|didnt|never) (?:really |ever |even )?(?:want|wanted|wish|need"
        r"|like|care for|care to|ask for|asked for|request|requested|appreciate|looking for|interested in)"
        rf" (?:\w+ ){{0,4}}?(?:{THINGS}|contacted|texted|messaged|bothered|hear from|solicit\w*)\b"
    ),
    (
        r"\b(?:dont|no longer) (?:want|wish|like|agree) to be (?:on|in|part of)"
        rf" (?:this|your|the|any|a|that) (?:\w+ )?{LIST}\b"
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
        rf" (?:please )?(?:{MY_NUMBER} )?(?:off|from|out)(?: of)? (?:\w+ ){{0,3}}{LIST}\b"
    ),
    rf"\b(?:remove|delete|erase|unlist) (?:please )?{MY_NUMBER}\b(?! from (?:the|my|fri|mon|tue|wed))",
    rf"\btake {MY_NUMBER} off(?: of)?(?= \||$| (?:your|the|this|these|that|all|any|please|here)\b)",
    r"\b(?:lose|forget|trash|ditch|burn) (?:my|this) (?:\w+ )?number\b",
    r"(?<!dont )(?<!didnt )(?<!never )(?<!not )\bforget (?:about )?(?:me|us|that i exist)\b",
    r"\bmy number\b.*\| (?:now |just |please |and )*(?:delete|remove|erase|lose) (?:it|that|this)\b",
    (
        r"\b(?:remove|delete|erase|take|get|drop|pull) (?:him|her|them|my \w+|our \w+|that) (?:\w+ )?(?:off|from|out of)"
        r" (?:of )?(?:\w+ ){0,2}(?:list|lists|system|database|contacts|texts|messages|records)\b"
    ),
    r"\bcancel (?:this|these|it all|everything|all of (?:this|it)|all)(?: please| now)*(?= \||$)",
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
    r"\b(?:leave|let) (?:me|us|him|her|my \w+|this number) (?:the \w+ )?(?:alone|be)\b|\bgo away\b|\bget lost\b|\bback off\b",
    r"\b(?:fuck|f|piss|buzz|bug|sod|bugger) off\b|\bfuck you\b|\bshut up\b",
    r"\b(?:this|thats|its|youre|you are|stop the) (?:is |just |a )*(?:spam|spamming|harassment)\b",
    r"\b(?:report|reporting|reported) (?:(?:you|this|it|your)\b[^|]*)?(?:spam|junk|fcc|ftc|as|for)\b",
    r"\b(?:report|reporting|reported) (?:you|this number)(?= \||$)",
    r"\b(?:block|blocking|blocked) (?:you|u|this|your|the number)\b|\b(?:sue|suing) (?:you|your)\b",
    # enough
    rf"\bno (?:more|further|additional) (?:\w+ ){{0,2}}?(?:{THINGS}|of (?:this|these|those))\b",
    r"(?:^|\| )(?:please |ok |just )*no more(?: please| thanks| of this)*(?= \||$)",
    r"\benough (?:already|is enough)\b|(?:^|\| )(?:ok )?thats enough(?= \||$)",
    rf"\benough (?:of|with) (?:\w+ ){{0,3}}?{THINGS}\b",
    (
        r"\b(?:tired|sick|fed up|annoyed|bothered) (?:and tired )?(?:of|with|by)"
        rf" (?:\w+ ){{0,3}}?{THINGS}\b"
    ),
    r"\b(?:quit|knock|cut) it(?: off| out)?\b(?! by)|\bgive it a rest\b",
    (
        r"(?:^|\| )(?:im |we are |were |sorry |am |no |so |really )*(?:not|no longer|aint) (?:at all |really )?"
        r"interested(?= \||$| stop| please| thanks| thank| at all| in (?:this|that|these|any|your|what|leaving|giving"
        rf"|writing|doing|getting|receiving|hearing|being|it\b|review|the review|{THINGS}))"
    ),
    (
        r"\bcancel (?:all |my |the |these |this |your |any |future |further |receiving |getting )*"
        r"(?:texts?|texting|messages?|messaging|subscriptions?|sms|alerts?|notifications?|emails?)\b"
    ),
    # off the list, out of it, gone
    (
        r"\b(?:be|get|getting|been|being|want|wanted) (?:removed|deleted|erased|unsubscribed|unlisted|excluded"
        r"|opted out|taken (?:off|out)|dropped)"
        rf"(?:(?: from| off| out)?(?: of)? (?:\w+ ){{0,2}}(?:{LIST}|this|these|it|here)\b|{SIGN_OFF})"
    ),
    (
        rf"\b(?:get|getting|be|go|come|want|need|like) (?:me |us |to be )?(?:off|out)(?: of| from)?"
        rf" (?:this|these|your|ur|the|that|all these) (?:\w+ ){{0,2}}{LIST}\b"
    ),
    rf"\bi (?:really |just )*want (?:out|off)(?: of (?:this|these|it|here))?{SIGN_OFF}",
    (
        rf"\b(?:remove|delete|erase|block|exclude|unlist|purge|unsubscribe|drop|scrub|ban) {MY_NUMBER}"
        rf"(?: (?:from|off|out of) (?:this|these|here|it|all|everything|any\w*|future)\b|{SIGN_OFF})"
    ),
    rf"\bopt (?:{MY_NUMBER}|myself|him|her|my \w+) out\b",
    (
        r"\b(?:object to|opposed to|refuse|decline|reject|hate|despise|cant stand|sick of|done with|over)"
        rf" (?:\w+ing )?(?:all |these |this |your |those |any |further |getting |more )+(?:\w+ )?{THINGS}\b"
    ),
    rf"\b(?:object to|refuse|decline) (?:to )?(?:receiv\w+|get\w*|being|be) (?:\w+ ){{0,3}}(?:{THINGS}|texted|contacted)\b",
    (
        r"\b(?:why|how come) (?:do|are|is|does|did|would|u|you)(?: you| u| yall)?(?: guys| people)?"
        r" (?:keep|still|always|constantly|even)? ?(?:on )?"
        r"(?:texting|messaging|sending|contacting|bothering|spamming|bugging|harassing) (?:me|us|this)\b"
    ),
    (
        rf"\bhow (?:do|can|could|would|to) (?:i |we |you )?(?:please )?(?:stop|end|quit|block|cancel)"
        rf" (?:{BETWEEN}(?:{THINGS}|{DOING})\b|(?:this|these|it|getting|receiving)(?= \||$| (?:these|this|them|any)))"
    ),
    (
        rf"\b(?:prefer|rather|like|want|asked|choose) not (?:to )?(?:receive|get|have|be|see)\b"
        rf" (?:\w+ ){{0,3}}?(?:{THINGS}|texted|contacted|messaged|on)\b"
    ),
    rf"(?:^|\| )(?:please )?off (?:of )?(?:the|this|your) (?:\w+ )?{LIST}{SIGN_OFF}",
    r"\b(?:leave|count|keep|cut|include) (?:me|us|this number|my number) out\b",
    rf"\b(?:dont|no longer|wont|not) (?:accept|allow|permit|take|do|read|respond to|answer|use) (?:\w+ )?{THINGS}\b",
    (
        r"(?:^|\| )(?!(?:i|we|they|he|she|it|when|where|does|did|how|if|until|since|after|to)\b)(?:\w+ ){0,5}"
        r"(?<!it )(?<!i )(?<!we )(?<!to )(?<!will )(?<!not )(?<!ever )(?<!they )(?<!that )stop(?= \||$)"
    ),
    # somebody else
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
    r"\b(?:dont|do not) know (?:who (?:you|this|these)|you people|you guys|any \w+ by that name)\b[^|]*\b(?:stop|remove|quit)\b",
    (
        r"\b(?:dont|never) (?:know|heard of|recognize|recall) (?:who )?(?:you|u|yall|this|that|your|any|a) ?"
        r"(?:\w+ )?(?:office|clinic|practice|dentist|doctor|person|people|guys|company|business|are|is)\b"
    ),
    r"\bnever heard of (?:you|this|your|that)\b",
    (
        r"\b(?:he|she|mom|mother|dad|father|wife|husband|son|daughter|patient|sister|brother|grand\w+|person|aunt|uncle"
        r"|who|client) (?:has |is |had |just |recently |sadly )*(?:died|dead|deceased|passed(?: away)?)\b(?! (?:by|out))"
    ),
    r"\bno (?:one|body) (?:here )?(?:by|with|named) (?:\w+ )?(?:that )?name\b|\bnobody by that name\b",
    # anger
    r"\b(?:screw|shove|bite|eat|beat|kiss) (?:off|you|it|me|my|this|shit)(?= \||$| (?:and|you|off))",
    r"\bgo (?:to hell|screw|fuck|jump)\b|\b(?:not|aint) going to ask (?:you )?again\b",
    r"\b(?:texts?|texting|messages?|messaging) (?:me )?(?:again )?(?:is|are )?(?:harassment|illegal|unwanted|not (?:welcome|wanted|appreciated|ok)|unwelcome)\b",
    r"(?:^|\| )not (?:wanted|welcome)(?= \||$)",
    rf"\b(?:unwanted|unsolicited|illegal) {THINGS}\b",
)
