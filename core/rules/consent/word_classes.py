"""Kinds of words, by which a reply is like another that says the same in other words."""

import re
from functools import lru_cache

_CLASSES = {
    "NO": """
        aint arent cannot cant couldnt didnt doesnt dont hadnt hasnt havent isnt jamas nada
        nadie nah naw neednt neither never ni ningun ninguna ninguno no nobody none noone nope
        nor not nothing nunca shouldnt sin tampoco wasnt werent without wont wouldnt
    """,
    "CONTACT": """
        call called calling communicate contact contacted contacting contacts dm email emailed
        emailing hit mail mailing message messaged messaging msg notify notifying ping pinging
        reach reached reaching remind reminding reply replying send sending sends sent sms text
        texted texting texts write writing wrote
    """,
    "CONTACTO": """
        comuni* contact* envi* escrib* llam* mand* mensaje* notifi* texte* texto*
    """,
    "BOTHER": """
        acos* annoy* blowing bother* bug bugging ching* disturb* fastidi* harass* hassl* hostig*
        hound* importun* incomod* insist* jod* lata molest* nag* pester* solicit* spam*
    """,
    "MESSAGES": """
        ad ads advertis* alert alerts aviso avisos blast blasts bs communication communications
        comunicacion* correo correos crap email emails encuesta encuestas junk marketing mensaj*
        message messages msg msgs nonsense notificacion* notification notifications outreach
        promo promocion* promos promotion promotions publicidad recordatorio recordatorios
        reminder reminders request requests shit solicitation solicitations solicitud* spam
        stuff survey surveys texto textos texts
    """,
    "REMOVE": """
        baja blacklist block blocked blocking bloque* borr* delet* deregister* desuscrib*
        disenroll* drop* elimin* eras* exclud* excluy* expung* forget lose olvid* omit* optout
        purg* quita* quite* quito* remov* remuev* retir* saca* sace* saco* saqu* scratch scrub*
        stricken strik* tach* toss unenroll* unlist* unregister* unsubscrib* wip* withdraw*
    """,
    "STOP": """
        abst* alto basta cancel* cease ceasing cesar cese cesen corte corten cut dej* desist
        deten* discontinue* end ended ends enough evit* halt knock lay para parale parar pare
        paren parenle pares quit quits quitting refrain stop stopped stopping stops suspend*
        termin*
    """,
    "LIST": """
        archivo archivos base cadena campaign campaigns chat crm database directory file files
        group grupo list lista listas lists record records registro registros roster rotation
        sistema subscription suscripcion system thread
    """,
    "PHONE": """
        cel cell cellphone cells cellular celu celular celulares chip digits landline line linea
        mobile movil number numbers numero numeros phone phones sim tel telefono telefonos
        whatsapp
    """,
    "THEY": """
        ella ellas ellos he her hers hes him his she shes their theirs them they theyre
    """,
    "ME": """
        i id ill im ive me mi mia mine mio mis my myself nos nosotros our ours somos soy tenemos
        tengo us we were weve yo
    """,
    "YOU": """
        su sus tu tus usted ustedes yall you your youre yours youve
    """,
    "THIS": """
        aca ahi aqui esa ese eso esos esta estas este esto estos here it its that thats there
        these this those
    """,
    "WRONG": """
        another confund* confus* different else equivoc* erra* erro* incorrect incorrecta
        incorrecto invalid misdial* misdirected mistake* mix mixed other otra otras otro otros
        random stranger wrong
    """,
    "KNOW": """
        acquainted clue conoc* conozc* familiar heard idea knew know known knows met recogni*
        ubic*
    """,
    "LIVE": """
        employed encuentra labor* live lived lives living mora resid* stay staying stays trabaj*
        viv* work worked working works
    """,
    "GONE": """
        dead deceased deported despid* died difunt* divorced evicted falleci* fired gone jubil*
        left march* moved mud* muerta muerto muri* passed relocated renunci* resigned retired
        separated transferred vacated
    """,
    "FORMER": """
        anterior* antigua antiguo assigned belong belonged belonging belongs cambi* changed
        changes duena dueno ex former inherited new nueva nuevas nuevo nuevos old owner owners
        perten* previous prior propietaria propietario reassigned recycled switched
    """,
    "SEEK": """
        busc* busqu* find intended intenta intentan localiz* locate looking meant search
        searching seeking trying
    """,
    "TIME": """
        afternoon ago am ano anos april august ayer day days december dia dias domingo evening
        february friday hace hora horas hour hours hoy january jueves july june later lunes
        manana march martes mes meses miercoles minute minutes minuto minutos monday month
        months morning night noche noon november october pm sabado saturday semana semanas
        september soon sunday tarde thursday today tomorrow tonight tuesday viernes wednesday
        week weekend weeks year years yesterday
    """,
    "VISIT": """
        aligner aligners appointment appointments appt appts apt botox braces brackets canal
        cancellation checkup checkups cita citas cleaning cleanings consulta consultas corona
        crown crowns deep denture dentures exam exams extraccion extraction filling fillings
        frenos implant implants invisalign limpieza limpiezas muela ortho* procedure reagend*
        rebook* reprogram* reschedul* retainer* root schedul* slot surgery tratamiento treatment
        turno visit visita visitas visits waitlist whitening xray xrays
    """,
    "DENTIST": """
        clinic clinica consultorio dental dentist dentista* dentists doctor* dr dra higienista*
        hygienist hygienists office oficina practice recepcionista receptionist staff
    """,
    "PRAISE": """
        amable* amazing appreciate* awesome best bien buena buenas bueno buenos contenta
        contento encant* excelente* excellent fantastic feliz gentle glad good grateful great
        happy kind love loved maravill* nice perfect professional recom* smile smiling super
        sweet thankful wonderful
    """,
    "COURTESY": """
        disculp* gracias hello hey hi hola maam ok okay perdon* please porfavor sir sorry thank
        thanks
    """,
    "REVIEW": """
        comentario comentarios enlace estrella estrellas facebook feedback google link opinion*
        rating resena resenas review reviews star stars yelp
    """,
    "MONEY": """
        balance bill billing bills card cargo* charge charged charges claim claims cobr* copay
        cost costs coverage credit factura* fee fees insurance invoice money pag* paid pay
        payment plan precio* price recibo refund seguro statement tarjeta
    """,
    "LAW": """
        abogada abogadas abogado abogados attorney attorneys bbb complaint* court demand*
        denunci* fcc federal ftc ilegal illegal lawsuit lawyer lawyers legal polic* report* sue
        suing tcpa
    """,
    "SWEAR": """
        ass asshole bitch* cabron* chingad* damn f fuck* hell idiot idiots mierda off pendej*
        pinche* stupid verga
    """,
    "WANT": """
        care dese* gust* like necesit* need needs please prefer prefier* quier* quisier* rather
        wanna want wanted wants wish wishes would
    """,
    "INTEREST": """
        interes* uninterested
    """,
    "CONSENT": """
        acept* agree* ask asked asking authoriz* autoriz* consent* dije dijimos enroll* inscrib*
        opt opted pedi* pedí* permiso permission pid* request* said sign signed subscribe*
        suscrib* tell told
    """,
    "TIRED": """
        aburrida aburridas aburrido aburridos annoyed annoying cansada cansadas cansado cansados
        chole constant constantly done enough fastidiada fastidiadas fastidiado fastidiados fed
        frustrat* harta hartas harto hartos hasta irritat* over sick through tired
    """,
    "AGAIN": """
        additional again anymore continu* ever further future keep keeps longer mas more otra
        sigan sigas sigo sigue siguen still volv* vuelv* ya
    """,
    "GET": """
        get gets getting got lleg* receive received receives receiving recib* reciv*
    """,
    "TAKE": """
        count get leav* let pull put take takes taking took
    """,
    "OFF": """
        alone away from list off out paz quieta quieto tranquil*
    """,
    "CHILD": """
        baby child children daughter daughters hija hijas hijo hijos kid kids nina ninas nino
        ninos son sons
    """,
    "ASK": """
        can como could cual cuando do does donde how is porque puede pueden puedo que quien what
        when where which who why
    """,
    "HABIT": """
        brush brushing cepill* chew chewing comer cry crying drink drinking eat eating floss
        flossing fumar hablar laugh laughing preocup* reir smile smiling smoke smoking sonreir
        take taking tomar worry worrying
    """,
    "MACHINE": """
        auto automated automatic automatica automatically automatico buzon carrier code codigo
        conduciendo data delivered driving frequency help info mailbox manejando monitored msg
        notifications rates replies reply respond response respuesta service silenced subscribed
        system unmonitored unsubscribed verificacion verification voicemail
    """,
    "PERSON": """
        abuela abuelo amiga amigo aunt aunts baby babys bf bfs boss bosss boy boyfriend
        boyfriends boys brother brothers chick chicks child childs client clients comadre
        compadre cousin cousins coworker coworkers dad dads daughter daughters dude dudes
        empleada empleado employee employees esposa esposo ex exs father fathers fella fellas
        fellow fellows fiance fiancee fiancees fiances friend friends gentleman gentlemans gf
        gfs girl girlfriend girlfriends girls grandfather grandfathers grandma grandmas
        grandmother grandmothers grandpa grandpas guy guys hermana hermano hija hijo holder
        holders hubby hubbys husband husbands individual individuals inquilina inquilino jefa
        jefe kid kids lady ladys landlord landlords madre mama mamas man manager managers mans
        marido mom moms mother mothers muchacha muchacho mum mums neighbor neighbors neighbour
        neighbours nephew nephews niece nieces novia novio occupant occupants owner owners padre
        papa parent parents parentss partner partners patient patients person persona persons
        prima primo renter renters resident residents roommate roommates senor senora sibling
        siblings sister sisters sobrina sobrino son sons spouse spouses stepdad stepdads
        stepdaughter stepdaughters stepmom stepmoms stepson stepsons subscriber subscribers
        suegra suegro tenant tenants tia tio uncle uncles vecina vecino wife wifes woman womans
    """,
    "PLACE": """
        agency agencys bakery bakerys banco bank banks bar barbershop barbershops bars bookstore
        bookstores business businesss cab cabs cafe cafes church churchs compania company
        companys construction constructions daycare daycares dealership dealerships department
        departments desk desks diner diners dispatch dispatchs empresa escuela facility
        facilitys factory factorys farm farmacia farms fax faxs ferreteria firm firms garage
        garages gym gyms hospital hospitals hotel hotels hotline hotlines household households
        iglesia kitchen kitchens landline landlines laundromat laundromats library librarys
        motel motels negocio nurse nurses office offices oficina panaderia pharmacy pharmacys
        pizza* pizzeria pizzerias plumb* reception receptions restaurant restaurante restaurants
        salon salons school schools shop shops station stations store stores studio studios
        switchboard switchboards taller taqueria taxi taxis team teams tienda truck trucks
        warehouse warehouses
    """,
    "BODY": """
        ache* advil amoxicillin antibiotic* aspirin bleed* boca cavit* decay diente dientes
        doler dolor* drug* duel* encia encias gum gums hincha* hurt* ibuprofen infeccion
        infection inflamacion jaw medic* meds molestia mouth muela muelas numb* pain* pastilla
        pastillas pill pills plaque sangr* sensitivity swell* teeth throb* tooth tylenol
    """,
}
"""Class and words; * stands for any ending. A word's first class is the one it is read as."""
_SHORTEST_STEM = 2
_NUMBER = re.compile(r"\d\w*")
_COUNTED = frozenset(["one", "two", "three", "four", "five", "six", "ten", "uno", "dos", "tres"])


def _places() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Give the classes of whole words, and of stems."""
    whole: dict[str, list[str]] = {}
    stems: dict[str, list[str]] = {}
    for name, words in _CLASSES.items():
        for word in words.split():
            place = stems if word.endswith("*") else whole
            place.setdefault(word.removesuffix("*"), []).append(name)
    return whole, stems


_WHOLE, _STEMS = _places()
_ORDER = {name: i for i, name in enumerate(_CLASSES)}


@lru_cache(maxsize=8192)
def classes_of(word: str) -> tuple[str, ...]:
    """Name the classes of a folded word, the one it is read as first; numbers are one too."""
    found = set(_WHOLE.get(word, ()))
    for end in range(_SHORTEST_STEM, len(word) + 1):
        found.update(_STEMS.get(word[:end], ()))
    number = ("NUMBER",) if word in _COUNTED or _NUMBER.fullmatch(word) else ()
    return (*sorted(found, key=_ORDER.__getitem__), *number)
