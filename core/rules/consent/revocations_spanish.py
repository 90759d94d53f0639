"""The ways in which people tell a sender to stop, in Spanish and in both languages mixed."""
# ruff: noqa: E501 - a pattern broken in two reads worse than a long one

from core.rules.consent.revocation_words import DOING, TEXTS, THINGS, WRITE, WRITING

SPANISH = (
    (
        r"\bno (?:me |nos )?(?:este|esten|sigan|siga|anden) (?:me |nos )?"
        r"(?:escrib|mand|envi|texte|contact|molest|llam|insist)(?:iendo|ando)(?:me|nos)?\b"
    ),
    (
        rf"\b(?:no|ni|nunca|nunca mas|jamas|dont|never|not) (?:ya |mas |me |nos |le |les |se |lo |los )*"
        rf"(?:vuelv(?:an|a|as) a |sig(?:an|a|as) |este[ns]? |anden? )*(?:me |nos )?{WRITE}\b"
        r"(?! (?:el|la|mi) (?:recibo|factura|receta|cuenta))"
    ),
    rf"\b(?:dej(?:en|e|a|es|ar|enme|eme|ame)|par(?:en|e|a)|ces(?:en|e)) (?:ya )?de (?:estar )?(?:me |nos )?{WRITE}",
    r"\b(?:dej(?:en|e|a)|dejad)(?:me|nos)(?: ya)? (?:en paz|tranquil\w+|sol[oa]s?)\b",
    r"\b(?:dej(?:en|e|a)) (?:de )?(?:chingar|joder|molestar|fregar|fastidiar|acosar)\b",
    (
        rf"\b(?:par(?:en|e|enle|ele|ale)|basta|deteng(?:an|a)|suspend(?:an|a)|ces(?:en|e)|det?en)"
        rf" (?:ya |con |de |los |las |estos |estas |sus |tantos |todos |el |este |mas )*{TEXTS}\b"
    ),
    r"\b(?:paren|pare|parenle|parele|parale|detenganse|basta) (?:ya|porfavor|con esto|de esto)\b",
    r"\bya (?:paren|pare|parenle|parele|parale|basta(?! (?:de (?!esto|eso|tanto|sus|mensaj|text|spam|molest|escrib|llam|acos)|con (?:que|cep)))|estuvo bueno|no mas|dejenme|dejeme)\b",
    (
        rf"\b(?:ya )?no (?:quiero|deseo|quisiera|queremos|necesito|acepto|autorizo|solicite|pedi)"
        rf" (?:\w+ ){{0,4}}?{TEXTS}\b"
    ),
    (
        r"\bno (?:quiero|deseo) (?:mas |que (?:me|nos) \w+|recibir\w* (?:nada|esto|estos|mas)\b"
        r"|saber (?:nada|mas) de ustedes|nada (?:mas )?de ustedes)(?! dolor)"
    ),
    r"\bya no (?:quiero|deseo)(?: mas| nada| esto| estos| recibir)*(?= \||$)",
    (
        r"\bno (?:me interesan?|estoy interesad[oa]s?|nos interesan?)\b"
        rf"(?! (?!(?:{TEXTS}|recib|nada|gracias|porfavor|dejar|dar|hacer|escribir|est[ao]|eso|sus?|mas|lo|que|seguir|ya|su)\w*)\w)(?! (?:en |por )?(?:otr[oa]|cambiar|el|la|los|las|un|una|ese|esa) (?!{TEXTS}))(?! cambiar)"
    ),
    rf"(?:^|\| )(?:porfavor |ya )*no {TEXTS}(?: porfavor| gracias)*(?= \||$)",
    r"(?:^|\| )(?:ya )?no quiero (?:nada|esto|estos|estas)(?: mas| de ustedes| porfavor)*(?= \||$)",
    rf"\bno mas (?:\w+ )?{TEXTS}\b",
    r"(?:^|\| )(?:ya )?no mas(?: porfavor| gracias)*(?= \||$)",
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
        r"\b(?:quit|borr|elimin|remuev|remov|retir|olvid|tach|bloque|sac|saqu)(?:en|e|a|an|ar|er) (?:ya |porfavor )*"
        r"(?:mi|este|el|nuestro) (?:numero|telefono|celular|contacto|nombre)\b(?! (?:anterior|viejo|antiguo))"
    ),
    (
        rf"\b(?:cancel|anul|suspend|desactiv)(?:en|e|a|an|ar|o) (?:ya |todos |los |las |estos |mis |mi"
        rf" |sus |la |el |de )*{TEXTS}\b"
    ),
    r"\b(?:numero|telefono) (?:es |esta |es el )?(?:equivocado|incorrecto|errado|erroneo)\b",
    r"\bequivocad[oa]s? de (?:numero|persona|telefono)\b",
    r"\bpersona equivocada\b",
    r"(?:^|\| )(?:usted )?esta(?:n|s)? (?:muy )?equivocad[oa]s?(?= \||$)",
    r"\b(?:elimin|borr|quit|sac|remov)ar (?:mi \w+ )?de (?:la|su|esta|las|sus) (?:lista|listas|base)\b",
    r"\bse equivoc(?:o|aron|an|a)\b(?: (?:de|con))?(?= \||$| (?:numero|persona|telefono))",
    r"\b(?:este )?no es (?:el|su) (?:numero|telefono|celular) de\b",
    r"\bno es (?:mi|su) numero\b",
    r"\b(?:numero|telefono|celular) (?:ya )?no (?:es|pertenece|corresponde)\b",
    r"\bno (?:soy|somos|fui|es) (?:su |sus |tu |un |una )?(?:pacientes?|clientes?)\b(?! nuev)",
    r"(?:^|\| )(?:yo |pero )?no soy (?:la persona|el paciente|paciente|\w+)(?= \||$)",
    r"(?:^|\| )(?:yo )?no me llamo\b",
    (
        r"\b(?:no (?:autorizo|autorice|consiento|di (?:mi )?(?:permiso|consentimiento))"
        r"|sin (?:mi )?(?:permiso|consentimiento)|revoco|retiro mi (?:consentimiento|permiso))\b"
    ),
    r"\b(?:esto|eso|ya) (?:es )?(?:puro |un )?(?:spam|acoso)\b",
    r"\b(?:puro|basta de) (?:spam|acoso)\b",
    r"\bdesuscrib\w+\b",
    r"\b(?:los|las|te|lo|la|este numero|voy a) (?:voy a |vamos a )?(?:bloque\w+|report\w+|denunci\w+)",
    r"\bcallense\b",
    r"\bvayanse (?:a|al)\b",
    rf"\bfavor de (?:ya )?no (?:me |nos |seguir |volver a )*(?:{WRITE}|recib\w+|insistir|usar)",
    # both languages in one breath
    (
        rf"\b(?:stop|alto|basta|quit|enough|no more|no mas|paren|pare|parenle) (?:ya |a |de |con |los |las |sus |tus"
        rf" |estos |esos |tantos |tanto |el |la |este |porfavor |please |me |nos )*(?:{TEXTS}|{THINGS}|{WRITING}|{WRITE}|{DOING})\b"
        r"(?! (?:el|la|mi|tu|su) (?:recibo|factura|receta|cuenta|direccion|foto|hora))"
    ),
    rf"\b(?:no (?:quiero|deseo)|ya no) (?:mas |los |sus |tus |estos )*(?:{THINGS}|{TEXTS})\b",
    rf"\b(?:dejen|deje|deja|paren|pare|para) (?:ya )?(?:de |con )?(?:the |los |sus |tantos )?(?:{THINGS}|{TEXTS}|{WRITING}|{DOING})\b",
    # out of it
    (
        r"\b(?:quiero|quisiera|deseo|prefiero|necesito|me gustaria|quisieramos|solicito|pido)"
        r" (?:ya )?(?:no recibir|dejar de recibir|salir(?:me)? de|que (?:ya )?(?:no|dejen|paren|me (?:quiten|saquen|borren"
        r"|eliminen|dejen|remuevan|den de baja))|ser (?:eliminad|removid|borrad)[oa])\b"
    ),
    rf"\b(?:cancel|anul|suspend|desactiv)(?:ar|en|e|a|o) (?:la |mi |esta |el |este )?(?:suscripcion|servicio de {TEXTS}|envio)\b",
    rf"\b(?:hart[oa]s?|cansad[oa]s?|aburrid[oa]s?) (?:ya )?de (?:\w+ ){{0,3}}(?:{TEXTS}|{WRITING})\b",
    rf"\b(?:dej|par)(?:en|e|a|es|ar) de (?:estar )?(?:{WRITING}|fregando|jorobando|friendo)\b",
    r"\bcancel(?:en|e|ar|a) (?:esto|todo|eso|todos|ya)(?: esto| ya| porfavor)*(?= \||$)",
    # somebody else
    r"\bno soy (?:esa|ese|la|el|su|ella|quien) ?(?:persona|paciente|senor\w*|cliente|buscan?)?(?= \||$)",
    (
        r"\bno (?:los |las |la |lo |te )?(?:conozco|conocemos|se quien(?:es)? (?:son|es|eres|sean))"
        r"(?= \||$| (?:a |ese|esa|este|esta|su|ningun\w*|nadie))"
    ),
    r"\bnunca (?:he|hemos|fui|fuimos) (?:ido |estado |visitado |sido |a )*(?:a |en )?(?:es[aeo]|est[aeo]|su|sus|paciente|ahi|alli|alla)\b",
    r"\b(?:fallecio|murio|fallecid[oa]|difunt[oa])\b",
    rf"\b(?:est[eoa]s?|sus|los) (?:{TEXTS} )?no (?:es|son) para mi\b",
    r"\b(?:aqui|aca) no (?:vive|hay|esta|trabaja) (?:nadie|ning\w+|est?a persona)\b",
    r"\b(?:esta persona|ella|el) ya no (?:vive|usa|tiene) (?:aqui|este|ese)\b",
    r"\b(?:este )?no es (?:el )?(?:numero|telefono|celular) de \w+",
    # anger
    r"\b(?:vete|vayanse|vayase|larguense|largate|pierdanse)(?= \||$| (?:a|al|de))",
    r"\bching(?:a|uen|ate|en) (?:tu|su|a)\b",
    r"\bmetanse(?:lo|los)?\b",
    # further ways, by the verb
    r"\bme (?:molestan?|fastidian?|hartan?|cansan?|enfadan?) (?:sus|estos|tantos|que (?:me )?(?:escrib|mand|envi))",
    r"\bme (?:esta|estan|estas) (?:molestando|acosando|hostigando)\b",
    r"\b(?:como (?:hago|le hago|puedo)|que (?:hago|tengo que hacer)) para (?:que )?(?:ya )?(?:no|dejar) (?:me |de )?(?:recib|lleg|mand|envi|escrib)\w*",
    r"\b(?:como|donde) (?:puedo |se |me )?(?:cancel|desuscrib|anul|quit)\w* (?:los |estos |sus |la |el |de )*(?:mensajes|textos|suscripcion|servicio|lista)\b",
    r"\b(?:me|nos) (?:doy|dan|da|das|den|de|daria\w*|pueden? dar|podrian? dar) de baja\b",
    rf"\bno (?:me |nos )(?:lleguen?|aparezcan?)(?: mas)? (?:\w+ )?{TEXTS}\b",
    r"\bno (?:estamos|estoy|ando) (?:muy |para nada )?interesad[oa]s?(?= \||$| en (?:recibir|sus|estos|dejar|hacer|sus))",
    r"\b(?:no (?:tienen?|tienes|cuentan? con|hay|di|doy|dimos)|sin|quito|retiro|cancelo|revoco) (?:mi |el |ningun |nuestro )*(?:permiso|consentimiento|autorizacion)\b",
    r"\bvoy a (?:demandar|reportar|denunciar|bloquear)(?:los|las|lo|te|la|les)?\b",
    r"\b(?:los|las|les|te|lo) (?:voy|vamos) a (?:demandar|reportar|denunciar|bloquear|acusar)\b",
    r"\b(?:los|las|lo|la|te) (?:estoy |estamos )?(?:bloque|report|denunci)\w+",
    r"\b(?:tienen?|traen?) (?:ya )?(?:hart|cansad|fastidiad|enfadad|aburrid)[oa]s?\b",
    r"\b(?:hart|cansad|fastidiad)[oa]s? (?:ya )?(?:de|con) (?:sus|tant[oa]s?|esto|estos|recibir|que (?:me|nos|sigan|siguen)|ustedes)\b(?! dolor)",
    r"\b(?:elimin|borr|quit|remuev|remov|sac|saqu)(?:en|e|a|an|ar|er) (?:ya |porfavor )*(?:mis|todos mis|nuestros|mi|mis datos e) (?:datos|informacion|numeros|contactos)\b",
    r"\bcuando (?:van|piensan) (?:a )?(?:parar|dejar|entender)\b",
    r"\bolviden?(?:se de mi|me)\b",
    r"\bolviden? (?:mi|este) numero\b",
    rf"\bno me gustan? (?:recibir|que me (?:{WRITE})|sus|estos|tantos) ?(?:{TEXTS})?",
    rf"\b(?:prefer\w+|agradec\w+|ruego|pido|suplico|solicito)(?: \w+){{0,3}} (?:no|ya no) (?:me |nos |le )?(?:recib\w+|{WRITE})\b",
    r"\b(?:abstengan?se|eviten?(?:me)?) (?:de )?(?:escrib|mand|envi|contact|molest|textear)\w+",
)
