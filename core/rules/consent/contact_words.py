"""Word classes that whole constructions are composed of: verbs in every form, who, what, where.

All patterns read folded text (`core.rules.consent.reply_words`): no capitals, accents or
apostrophes.
"""
# ruff: noqa: E501 - a pattern broken in two reads worse than a long one

# being written to, and being let go
CONTACTING = (
    r"(?:(?:text|messag|contact|call|email|mail|bother|spam|bug|bugg|harass|annoy|pester|hound|ping|solicit|disturb|notif|remind|nag|nagg|dm|sms)(?:e|es|ed|ing|in|s|y|ying|ied)?"
    r"|(?:writ|reach|send|hit|hitt|blow|hear|contact)(?:e|es|ing|in|s)?(?: (?:to|out|up|from))?|sent)"
)
"""To text, in any form: texts, texting, textin, texted."""
WANTING = r"(?:want|wanna|wish|like|need|care|prefer|ask|asked|request|requested|agree|agreed|consent|trying|tryna|looking|going|about)"
_LOSING = r"(?:remov|delet|eras|tak|drop|dropp|scratch|scrub|scrubb|pull|yank|strik|unlist|toss|throw|kick|cross|purg|wip|expung|disenroll|unenroll|unregister|deregister|unsign|eliminat|omit|exclud|exempt|uninstall|block|cut|cutt|opt|opt|leav|keep|rip|pluck|trash|clear|get|gett)"
LOSING = rf"(?:{_LOSING}(?:e|ing|in|ed|s|es)?|took|left|struck|threw)"
LOST = r"(?:removed|deleted|erased|dropped|scrubbed|purged|wiped|unlisted|excluded|unsubscribed|unenrolled|disenrolled|taken (?:off|out|down)|(?:opted|pulled|struck|left|crossed|kicked) (?:off|out)|expunged|remove|removal|deletion)"
MINE = r"(?:me|us|myself|(?:my|this|our|the|his|her|their) (?:\w+ )?(?:numbers?|phones?|cells?|names?|info\w*|contact\w*|digits|line|email|household))"
AFTERWARDS = r"(?= \||$| (?:please|now|today|asap|or|and|before|right|thanks|thank|would|immediately|if|from|lol|haha|already|forever|for good|sir|maam|at once|once|until|so|because|cuz|cause|since|pronto|effective|altogether|completely|porfavor|la|el|de)\b)"

# whose telephone it is
DEVICE = r"(?:(?:phone |cell |mobile |contact |telephone )?(?:number|numbers|phone|cell|cellphone|line|mobile|sim|digits|landline)|one)"
THIS_DEVICE = rf"(?:this|that|the|it|my)(?: \w+)? {DEVICE}"
KIN = (
    r"(?:mom|mother|mama|mum|dad|father|wife|husband|spouse|son|daughter|sister|brother|roommate|room mate|tenant|ex|grandma|grandmother|grandpa|grandfather|aunt|uncle|cousin|nephew|niece|boyfriend|girlfriend"
    r"|bf|gf|boss|coworker|neighbor|neighbour|landlord|stepson|stepdaughter|stepdad|stepmom|kid|child|baby|partner|friend|parent|parents|in law|fiance|fiancee|hubby|sibling|client|employee|manager|guy|lady|man|woman|boy|girl|dude|gentleman|person|patient|fella|fellow|chick|individual|owner|resident|renter|occupant|subscriber|holder)"
)
GONE_ONE = r"(?:tenant|renter|resident|owner|occupant|employee|roommate|room mate|coworker|boyfriend|girlfriend|husband|wife|bf|gf|user|holder|subscriber|boss|manager|landlord|housemate|neighbor|neighbour|client)"
BEFORE = r"(?:old|former|previous|prior|past|last|earlier|ex)"
PLACE = (
    r"(?:office|company|business|restaurant|store|shop|school|church|firm|garage|hotel|motel|bank|hospital|warehouse|station|bakery|salon|barbershop|daycare|library|farm|factory|agency|department|pharmacy|clinic for \w+|dealership"
    r"|pizzeria|pizza\w*|diner|cafe|bar|gym|studio|plumb\w+|law office|construction|fax|landline|front desk|reception|nurse|nursing home|facility|household|switchboard|call center|hotline|dispatch|desk|team|gas station|truck|taxi|cab|kitchen|bookstore|laundromat)"
)

# the same in Spanish
ESCRIB = (
    r"(?:(?:escrib|insist|mand|envi|text|texte|texti|contact|mensaje|molest|llam|busqu|busc|fastidi|jod|chingu|ching|spame|acos|hostig|hostigu|cans|mole|marqu|marc|notifi|notifiqu|recuerd|moleste|whatsappe|inoport|inoportun|incomod|comuni|comuniqu|mensaj|tex|manden|text)"
    r"(?:an|a|as|ais|en|e|es|eis|ar|er|ir|ando|iendo|n)?(?:se|me|nos|le|les|lo|los|la)?)"
)
"""To write, send, call or bother, in any person and mood that asks for it."""
SACAR = r"(?:(?:quit|sac|saqu|borr|elimin|remuev|remov|retir|tach|bloque|excluy|exclu|desuscrib|descart|olvid|baj)\w{0,6})"
CONMIGO = r"(?:mi|este|el|nuestro|ese) (?:\w+ )?(?:numero|telefono|celular|cel|contacto|nombre)"
