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
        rf"\b(?:stop|quit|ceased?|halt|discontinued?|desist(?: from)?|terminate|end|refrain from) {BETWEEN}"
        rf"(?:{DOING}|{THINGS})\b"
    ),
    (
        r"(?<!i )(?<!we )\b(?:stop|quit|end) (?:this|these|that|those|them|it)"
        r"(?: now| please| already| immediately| asap| right now| today| or else| thanks)*(?= \||$)"
    ),
    r"\b(?:stop|quit) (?:getting|receiving|sending|seeing) (?:this|these|those|them|it|any|your)\b",
    r"\bcease and desist\b",
    r"\bstop and desist\b",
    r"\bstop (?:at once|immediately|for good|forever)\b",
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
        r" (?:me|us|him|her|them|it|this|that|my (?:\w+ )?(?:number|phone|cell|mom|mother|dad|father|wife|husband|son|daughter|kids?|family)|here|again|anymore|more|no|back|ever|or"
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
    r"\b(?<!you )(?<!i )(?<!might )(?<!didnt )(?<!dont )(?:lose|forget|trash|ditch|burn|throw away|throw out|get rid of|destroy|shred) (?:my|this|our) (?:\w+ )?(?:number|info\w*|contact\w*|digits|phone number)\b",
    r"(?<!dont )(?<!didnt )(?<!never )(?<!not )\bforget (?:about )?(?:me|us|that i exist)\b",
    r"\bmy number\b.{0,80}\| (?:now |just |please |and )*(?:delete|remove|erase|lose) (?:it|that|this)\b",
    (
        r"\b(?:remove|delete|erase|take|get|drop|pull) (?:him|her|them|my \w+|our \w+|that) (?:\w+ )?(?:off|from|out of)"
        r" (?:of )?(?:\w+ ){0,2}(?:list|lists|system|database|contacts|texts|messages|records)\b"
    ),
    r"\bcancel (?:this|these|it all|everything|all of (?:this|it)|all)(?: please| now)*(?= \||$)",
    r"\b(?:dont|no) (?:call|contact|text) (?:list|registry)\b",
    r"\bdnc\b",
    r"\btcpa\b",
    rf"\bnever (?:again|ever) {DO_TO_ME} (?:me|us|this|here)\b",
    # off the list, out of it, gone
    rf"\b(?:turn|shut|switch) (?:off )?(?:these|this|those|it|your|my|the|all)? ?(?:{THINGS} )?(?:off|{THINGS})\b",
    rf"\b(?:disable|deactivate|unenroll|unlist|deregister) (?:{MY_NUMBER}|this|these|(?:\w+ )?{THINGS})\b",
    rf"\b(?:cut|scratch|cross|strike|mark|kick|knock) {MY_NUMBER} off\b",
    r"\b(?:mute|silence) (?:me|us)(?= \||$| from)",
    r"\bi (?:choose|say|said|vote|pick|reply|text|repeat|mean|type) stop(?= \||$)",
    r"\bdidnt i (?:already )?(?:opt out|unsubscribe|say)\b",
    r"\bwhat (?:do|number|should|can|word) [^|]{0,25}to (?:stop|unsubscribe|opt out)(?= \||$)",
    r"\b(?:asked|told) (?:you|u|yall|them|her|him)(?: \w+){0,3} to (?:stop|quit)\b",
    rf"\b(?:get|take|keep|pull) {MY_NUMBER} off (?:of )?(?:this|these|that|your|ur|all)\b",
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
)
