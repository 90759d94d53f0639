"""The single words that replies are recognised by, in folded spelling."""

from core.rules.names.folding import word_set

ENGLISH_STOP = word_set("""
    stop stops stopall stopped unsubscribe unsubscribed end quit cancel revoke optout cease
    discontinue halt desist enough spam harassment
    blocked reported remove exit canceled cancelled
""")
"""Revocations in English: Twilio's eight, the FCC's seven, and what else stands alone."""

SPANISH_STOP = word_set("""
    alto altos cancelar cancela cancele cancelen parar pare paren parenle para basta baja detener
    detengan detenga detente detengase detenganse desuscribir desuscribirme salir terminar fin
    finalizar eliminar eliminarme borrar borrarme remover quitar anular suspender cancelacion nomas
    callense
""")
"""Revocations in Spanish, which Twilio does not know."""

NOT_A_SLIP = word_set("""
    shop step top slow slop stopping stopover alta also auto salto asalto alts
    cancelaron cancer hasta pasta basa casta gasta vista
""")
"""Words one slip away from a revocation that are words of their own."""

OTHER_STOP = word_set("""
    arret arretez arrete desabonner desinscrire stopp abmelden fermare annulla cancella sair
    descadastrar стоп отписаться отмена хватит 停止 退订 退訂 停 取消 拒收 중지 그만 중단 수신거부
    توقف إيقاف الغاء dung ngung tigil sispann kanpe
""")
"""Opt-outs in the other languages that patients' phones are set to."""

STOP_WORDS = ENGLISH_STOP | SPANISH_STOP | OTHER_STOP
"""Any of these alone is an opt-out."""

START = word_set("""
    start unstop iniciar inicia comenzar comienza empezar alta reanudar resume subscribe resubscribe
    restart optin suscribir suscribirme suscribirse activar reactivar
""")
"""Opt-ins; a bare YES is one only where Twilio says so, since it may answer anything."""

HELP = word_set("help info ayuda information informacion hlep hepl ayudame ayudenme")
"""Calls for help."""

COURTESIES = word_set("""
    please kindly thanks thank you ok okay hi hello hey now immediately asap right already sir maam
    sorry all just yes yo lol god omg reply it me this texts text messages texto textos
    porfavor gracias ya hola buenos buenas dias tardes noches ahora si senor senora de una vez mismo
    mensajes mensaje
""")
"""What may surround a keyword without changing it."""

SPANISH_WORDS = SPANISH_STOP | word_set("""
    ya mas mensaje mensajes texto textos porfavor gracias numero quiero deseo que los las el la por
    mi su sus estos este esto ustedes hola ayuda iniciar comenzar alta dejen deje dejenme dejeme
    quiten borren envien manden escriban molesten cita equivocado persona puedo estoy muy todo nada
    si soy de en una un es informacion nunca favor lista
""")
"""By which a reply in Spanish is recognised."""

ENGLISH_WORDS = word_set("""
    the please you your my is this these text texts texting message messages i im not dont of
    to and it thanks thank off list remove wrong number cancel help start unsubscribe from for me
    more want send was great
""")
"""By which a reply in English is recognised."""
