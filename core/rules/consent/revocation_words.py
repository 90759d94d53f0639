"""Alternatives that patterns of replies share: what is sent, what is done to whom, off which list.

All patterns read folded text (`core.rules.consent.reply_words`): no capitals, accents or
apostrophes.
"""
# ruff: noqa: E501 - a pattern broken in two reads worse than a long one

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

NAME = "xname"
"""A person's name, in text that `core.rules.consent.persons.mark_names` has read."""
PERSON = rf"(?:(?:mr|mrs|ms|miss|dr|doctor|the|el|la|don|dona|senor|senora|senorita|sr|sra) )*(?:{NAME}(?: {NAME})*)"
VOCATIVE = (
    r"(?:sir|maam|madam|lady|ladies|guys|dude|bro|man|people|folks|team|doc|doctor\w*|dr|dra|miss|mister"
    r"|senor\w*|joven\w*|amig[oa]s?|mij[oa]|oficina|clinica|consultorio|muchach[oa]s?|gente)"
)
HARMLESS_DOING = (
    r"(?:worrying|stressing|playing|kidding|joking|teasing|lying|smoking|taking(?! (?:my|up|advantage|over))|wearing|eating|drinking|chewing|brushing|flossing|growing|laughing"
    r"|smiling|crying|being (?:so |too )?(?:nice|sweet|kind|awesome|great|amazing|good|wonderful|silly|modest|cute|scared|afraid|nervous|shy)|bleeding|hurting|grinding|snoring|clenching|biting|rinsing|apologizing|spoiling"
    r"|making me (?:laugh|smile|blush|cry|feel))"
)
"""What a patient asks whether to stop, or stops for joy."""
BODY = (
    r"(?:bleed\w*|pain\w*|hurt\w*|swell\w*|ache\w*|throb\w*|numb\w*|sensitivity|infection|decay|plaque|cavit\w+"
    r"|medic\w*|antibiotic\w*|pills?|ibuprofen|tylenol|amoxicillin|aspirin|advil|meds|drug\w*|blood thinner\w*"
    r"|dolor\w*|doler|duel\w+|sangr\w+|hincha\w+|antibiotico\w*|pastillas?|medicina\w*|inflamacion|infeccion|molestia)"
)
"""What bleeds, hurts or is taken against it."""
_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)|today|tonight|tomorrow|tmrw|tmw"
    r"|morning|afternoon|evening|noon|weekend|week|month|january|february|march|april|june|july|august|september|october"
    r"|november|december|\d{1,2} ?(?:am|pm|a|p)|\d{1,2}(?:st|nd|rd|th)|at \d+|\d{1,2} \d\d"
)
VISIT = (
    r"(?:app(?:oin)?tm?e?n?t?s?|appts?|apts?|appointments?|cleanings?|visits?|check ?ups?|exams?|consult\w*|crowns?|fillings?"
    r"|implants?|whitening|extraction|root canal|xrays?|surgery|procedure|treatment|braces|ortho\w*|reservation|slot|spot"
    rf"|{_DAY}|resched\w*|reschedul\w*|rebook\w*|sick|covid|flu|fever|cant (?:make|come|go|be)|wont (?:make|be able)|unable to"
    r"|mine|ours|plan|insurance|card|order|check|payment|policy|fee|charge|last time|within)"
)
"""By which "cancel" is seen to be about a visit, or about something else that can be canceled."""
VISITA = (
    r"(?:citas?|limpiezas?|consultas?|turno|visitas?|lunes|martes|miercoles|jueves|viernes|sabado|domingo|manana|hoy|semana"
    r"|mes|reagend\w*|reprogram\w*|tratamiento|pedido|seguro|tarjeta|pago|plan|enferm\w+|no (?:puedo|podre|podemos|voy a poder|alcanzo)"
    r"|a las \d+|las \d+)"
)
"""The same in Spanish."""

STOPPING_BY = (
    r"(?:by(?! (?:order|request|law)\b)|in(?! (?:english|spanish|ingles|espanol|all|the name|every|caps|general)\b)"
    r"|over(?! and over\b)|off|into|through|signs?|lights?|at(?! (?:once|this|my|the above|\d{3})\b)"
    r"|for (?:an? |the |some )?(?:gas|lunch|dinner|breakfast|coffee|food|directions|ice|groceries|minute|second|day|night))"
)
"""After "stop": calling in on the way, or what stands at the roadside."""
LAW = r"(?:lawyers?|attorneys?|legal|lawsuit|police|cops|authorities|attorney general|better business bureau|bbb|fcc|ftc|tcpa|court)"

NOT_A_LIST = rf"(?:schedul\w*|wait ?list\w*|waiting|cancellation|autopay|speaker|hold|calendar|{_DAY}|\d|slot|books?|hook|account|insurance|plan|meds|braces)\b[^|]*"
"""What people are taken off besides our list: the 3pm slot, the waitlist."""
