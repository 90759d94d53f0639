"""Alternatives that patterns of replies share: what is sent, what is done to whom, off which list.

All patterns read folded text (`core.rules.consent.reply_words`): no capitals, accents or
apostrophes.
"""

THINGS = (
    r"(?:texts?|texting|messages?|messaging|mensajes?|sms|emails?|mails?|notifications?|reminders?"
    r"|alerts?|requests?|communications?|contact|calls?|spam|links?|stuff|crap|shit|bs|nonsense|junk)"
)
DOING = (
    r"(?:texting|messaging|sending|contacting|emailing|mailing|calling|bothering|spamming|bugging"
    r"|harassing|annoying|hassling|pestering|soliciting|writing|blowing|hitting|reaching|asking"
    r"|reminding|notifying|messages|text me|message me|contact me)"
)
BETWEEN = (
    r"(?:it |please |fucking |freaking |damn |all |the |these |this |that |any |with |your |sending"
    r" |further |review |marketing |me |us |of |from |those |automated |annoying |more |such |here"
    r" |getting |receiving |\w+ly )*"
)
DO_TO_ME = (
    r"(?:text|message|contact|send|email|mail|call|bother|disturb|write|reach|bug|spam|harass|hit"
    r"|solicit|ping|reply|respond|ask|use|texting|messaging|contacting|sending|emailing|calling|bothering|writing)"
)
MY_NUMBER = (
    r"(?:me|us|(?:my|this|the|our) (?:\w+ )?(?:number|phone|cell|info\w*|name|contact\w*|digits)"
    r"|number)"
)
LIST = (
    r"(?:lists?|system|database|contacts?|texts?|texting|messages?|messaging|records?|files?"
    r"|campaigns?|group|chat|thread|sms|mailing|phone)"
)

WRITE = (
    r"(?:escrib(?:an|a|as|ir|irme|irnos)|mand(?:en|e|es|ar|arme|arnos|ando)|envi(?:en|e|es|ar|arme"
    r"|arnos|ando)|texte(?:en|e|es|ar|arme)|textear|contact(?:en|e|es|ar|arme)|mensaje(?:en|e|ar)"
    r"|tex(?:t|ti)?(?:en|ear|earme)"
    r"|molest(?:en|e|es|ar|arme)|llam(?:en|e|es|ar|arme)|busqu(?:en|e|es)|fastidi(?:en|e|es|ar)"
    r"|jod(?:an|a|as|er)|chingu(?:en|es|e)|chingar|spamee?n?|acos(?:en|e|ar)|hostigu?(?:en|e|ar)"
    r"|insist(?:an|a|ir))"
)
TEXTS = (
    r"(?:mensajes?|textos?|correos?|sms|notificaciones|recordatorios|comunicaciones|promociones"
    r"|publicidad|suscripcion|suscripciones|avisos|llamadas|spam|solicitudes)"
)

WRITING = (
    r"(?:escribiendo|mandando|enviando|texteando|contactando|molestando|llamando|fastidiando"
    r"|jodiendo|chingando|acosando|insistiendo|spameando)(?:me|nos)?"
)
SIGN_OFF = r"(?: please| thanks| thank you| now| already| asap| porfavor| gracias| ya)*(?= \||$)"
"""Courtesies, and then the clause is over."""
