"""What people refuse in English: texts not wanted, not consented to, more than enough.

Source of what counts: 47 CFR 64.1200(a)(10), any reasonable manner, in any words.
"""
# ruff: noqa: E501 - a pattern broken in two reads worse than a long one

from core.rules.consent.revocation_words import (
    LIST,
    NEG_WISH,
    THINGS,
)

REFUSALS = (
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
    # to be spared: rather not, prefer not, would you mind not
    rf"\b{NEG_WISH} (?:to |for |you to |u to |you |anyone to )?(?:\w+ ){{0,3}}?(?:contacted|texted|messaged|bothered|solicited|spammed|asked (?:for|to|about)|reminded|texting|messaging|contacting|sending|{THINGS})\b",
    rf"\b{NEG_WISH} (?:you |u |yall |anyone |anybody )(?:to )?(?:text|message|contact|send|write|ask|bother|reach)\b",
    r"\b(?:rather|prefer|wish|like|want)(?: to)? not (?:get|receive|have|see|be)(?: \w+){0,2} (?:these|this|those|them|any)\b",
    r"\b(?:dont|no longer|not|never|didnt|take back|taking back|withdraw\w*|rescind\w*|cancel|lost|no|nobody) (?:\w+ ){0,3}?(?:permission|consent|authorization)\b(?! forms?| slip| to (?:use|share|post))",
    r"\b(?:no|not|never|against|without) (?:more |any )?solicit\w*",
    r"\bas (?:a )?dont (?:text|call|contact)\b",
    r"\bunauthorized\b",
    rf"\b(?:told|said|asked|saying|repeat) (?:\w+ ){{0,6}}no (?:more )?{THINGS}(?= \||$)",
    r"\b(?:tired|sick|fed up|annoyed|weary) (?:and tired )?(?:of|with|by) (?:getting |receiving |seeing |hearing |all )*(?:this|these|those|them|it|you|from you)(?: (?:guys|people|already|anymore|all|now))*(?= \||$)",
    r"(?:^|\| )(?:\w+ ){0,8}?please remove(?= \||$| (?:asap|now|thanks|thank|immediately))",
    r"(?:^|\| )(?:and |so |just )*remove(?= \||$)",
    r"\b(?:never|didnt|dont) (?:ask|asked|sign up|signed up|subscribe|subscribed|agree|agreed|opt in|opted in) (?:for|to) (?:this|these|them|those|any)(?: of \w+)?(?= \||$)",
    r"\bwho gave (?:you|u) (?:permission|consent)\b",
    r"\b(?:this|these|they) (?:is|are) (?:unwanted|not wanted|unwelcome|unsolicited|not welcome)\b",
    r"\bdont (?:send|text|message) (?:any|at all|anymore|again|ever)(?= \||$)",
    r"\b(?:un|dis)interested(?= \||$)",
    rf"\bno interest in (?:\w+ )?{THINGS}\b",
    r"(?:^|\| )no interest(?= \||$)",
    r"\b(?:keep|stay|kept) (?:me|my number|us) (?:off|out of) (?:your|this|the|any)\b",
    r"\bno longer (?:need|want|require) (?:this|these|your|the) (?:service|services|texts|messages)\b",
    # enough
    rf"\bno (?:more|further|additional) (?:\w+ ){{0,2}}?(?:{THINGS}|of (?:this|these|those))\b",
    r"(?:^|\| )(?:please |ok |just |no |thanks |thank you )*no more(?: please| thanks| of this)*(?= \||$)",
    r"\benough (?:already|is enough)\b",
    r"(?:^|\| )(?:ok )?thats enough(?= \||$)",
    rf"\benough (?:of|with) (?:\w+ ){{0,3}}?{THINGS}\b",
    (
        r"\b(?:tired|sick|fed up|annoyed|bothered) (?:and tired )?(?:of|with|by)"
        rf" (?:\w+ ){{0,3}}?{THINGS}\b"
    ),
    r"\b(?:quit|knock|cut) it(?: off| out)?\b(?! by)",
    r"\bgive it a rest\b",
    (
        r"(?:^|\| )(?:im |we are |were |sorry |am |no |nope |nah |hi |hello |so |really |thanks |thank you |yeah )*(?:not|no longer|aint) (?:at all |really )?"
        r"interested(?= \||$| stop| please| thanks| thank| at all| in (?:this|that|these|any|your|what|leaving|giving"
        rf"|writing|doing|getting|receiving|hearing|being|it\b|review|the review|{THINGS}))"
    ),
    (
        r"\bcancel (?:all |my |the |these |this |your |any |future |further |receiving |getting )*"
        r"(?:texts?|texting|messages?|messaging|subscriptions?|sms|alerts?|notifications?|emails?)\b"
    ),
)
