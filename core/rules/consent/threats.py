"""What people say to whoever does not stop: insults, the law, blocking, in English.

Nobody who talks like this wants another text.
"""
# ruff: noqa: E501 - a pattern broken in two reads worse than a long one

from core.rules.consent.revocation_words import (
    LAW,
    THINGS,
)

THREATS = (
    # anger
    r"\b(?:leave|let) (?:me|us|him|her|my \w+|this number) (?:the \w+ )?(?:alone|be)\b",
    r"\bgo away\b",
    r"\bget lost\b",
    r"\bback off\b",
    r"\b(?:fuck|f|piss|buzz|bug|sod|bugger) off\b",
    r"\bfuck you\b",
    r"\bshut up\b",
    r"\b(?:this|thats|its|youre|you are|stop the) (?:is |just |a )*(?:spam|spamming|harassment)\b",
    r"\b(?:report|reporting|reported) (?:(?:you|this|it|your)\b[^|]{0,80})?(?:spam|junk|fcc|ftc|as|for)\b",
    r"\b(?:report|reporting|reported) (?:you|this number)(?= \||$)",
    r"\b(?:block|blocking|blocked) (?:you|u|this|your|the number)\b",
    r"\b(?:sue|suing) (?:you|your)\b",
    r"\b(?:screw|shove|bite|eat|beat|kiss) (?:off|you|it|me|my|this|shit)(?= \||$| (?:and|you|off))",
    r"\bgo (?:to hell|screw|fuck|jump)\b",
    r"\b(?:not|aint) going to ask (?:you )?again\b",
    r"\b(?:texts?|texting|messages?|messaging) (?:me )?(?:again )?(?:is|are )?(?:harassment|illegal|unwanted|not (?:welcome|wanted|appreciated|ok)|unwelcome)\b",
    r"(?:^|\| )not (?:wanted|welcome)(?= \||$)",
    rf"\b(?:unwanted|unsolicited|illegal) {THINGS}\b",
    r"(?:^|\| )(?:\w+ ){0,3}?(?:stfu|gtfo|foad|kick rocks|take a hike|take a walk|scram|beat it|buzz off|get bent|drop dead|pound sand|hit the road|get a life|get out of my (?:life|phone)|eff off|fk off|shoo|begone|bite me|up yours|eat shit|step off|hands off|get stuffed|go fly a kite|go bother (?:someone|somebody) else)(?: (?:\w+ ){0,3}\w+)?(?= \||$)",
    r"\b(?:screw|fuck|damn) you\b",
    r"\b(?:will|going to|ill|gonna|could|can) sue(?= \||$)",
    r"\b(?:youre|ur|you are|this is|these are|keeps?|keep|its) (?:really |so |just |still )*(?:bothering|harassing|annoying|spamming|bugging|hounding|pestering|stalking) (?:me|us|my)\b",
    r"\bspammers?\b",
    r"\bi (?:told you|said|already said) no(?: more)?(?= \||$)",
    r"\bcut (?:this|that|it) out\b",
    # the law
    rf"\b(?:call|calling|called|hire|hiring|hear from|hearing from|sue|report\w*|file|filing|complain\w*|turn\w*|inform\w*|alert\w*) (?:\w+ ){{0,6}}?{LAW}\b",
    rf"\b{LAW} (?:will|is going|are going|knows|has been|have been)\b",
    r"\bsmall claims\b",
    r"\bclass action\b",
    r"\bsee you in court\b",
    r"\bis (?:illegal|against the law)\b",
    r"\bfile a complaint\b",
    r"\bif (?:you|u|yall) (?:ever )?(?:text|message|write|contact|send)\b[^|]{0,80}\b(?:again|more|another)\b",
    r"\b(?:one|another) more (?:text|message)\b [^|]{0,80}\b(?:i|ill|im|and)\b",
    r"(?:^|\| )(?:(?:you|are|youre|this|number|is|youve|been|got|ur|u|and|im|i am|officially|now|so) )*(?:blocked|blocking|reported|reporting|flagged)(?: (?:and|as) \w+| this| you| u| it)?(?= \||$)",
)
