"""The words of dental calendars: what they tell apart from a patient's name, EN and ES.

All are folded: no accents, no capitals, hyphens and slashes taken out ("x-ray" is `xray`).
"""


def word_set(text: str) -> frozenset[str]:
    """Read a set of words from a text."""
    return frozenset(text.split())


VISIT_WORDS = word_set(
    """
    abscess dry adj adjust adjustment align aligner aligners amalgam anterior appointment appt
    apt attach bicuspid bite biopsy bleach bleaching bond bonding bracket brackets braces bridge
    brg brux bu build buildup bw bwx bws canal cbct checkup clean cleaning cleanings comp
    composite composites comprehensive cons consult consultation core crown crowns crn debond
    debridement deep deliver delivery denture dentures emerg emergency endo er eval evaluation
    exam exams ext exts extract extraction extractions f2f fill filling fillings final fluoride
    flipper fmd fmx frenectomy frenulectomy fu gingivectomy gingival graft guard gum hyg hygiene
    implant implants imp imps impression impressions incisor initial inlay insert invisalign
    laser limited lim maint maintenance md mand molar ng night nightguard nitrous np npe npx
    onlay op oral ortho orthodontic orthodontics osseous pa pano panoramic partial pedo perio
    periodic periodontal pfm pm polish post postop prep premolar preop prophy prophylaxis pulp
    pulpectomy pulpotomy quad quads rct recall recare recement records reeval reevaluation
    reline repair resin resto restorative retainer retainers root scale scaling scan sealant
    sealants seat sedation sleep socket spacer splint srp ssc surgery suture sutures sx teeth
    temp temporary tmd tmj tooth toothache treatment treat try tryin tx veneer veneers visit
    whitening wisdom xray xrays virtual telehealth followup follow check

    ajuste amalgama blanqueamiento brackets carilla carillas chequeo cirugia cita conducto
    conductos consulta control corona coronas dentadura diente dientes dolor emergencia empaste
    empastes endodoncia endodoncias evaluacion examen extraccion extracciones fluor frenillos
    guarda higiene implante implantes juicio limpieza limpiezas muela muelas nocturna ortodoncia
    postoperatorio profilaxis profunda protesis puente radiografia radiografias rayos relleno
    rellenos resina resinas retenedor retenedores revision rx seguimiento sellador selladores
    sutura suturas tratamiento urgencia valoracion
    """
)
"""What is done at a visit: one of these makes a title an appointment."""

FILLER_WORDS = word_set(
    """
    am pm op chair room rm operatory suite confirmed conf confd cnf unconfirmed unconf arrived
    here checked seated completed complete done vip insurance ins delta cigna metlife aetna
    guardian humana ppo hmo dmo medicaid medi cal medical dentical denti cash self pay member
    membership premed premedicate allergy latex late running asap first time new existing est
    established returning return patient patients pt pts adult child kid peds and for at re of
    the a an to w from by or in on with phone cell cellular tel ph mobile mob home text sms
    email mail dob age yr yrs year years old mos month months wk wks week weeks min mins minute
    minutes hr hrs hour hours day days ur ul lr ll rhs lhs upper lower left right uper mr mrs ms
    miss mx sr sra srta jr ii iii iv esq remote special referral promo groupon online booking
    booked web zocdoc nexhealth localmed number contact visit tentative deposit paid copay
    mobility wheelchair

    nuevo nueva paciente pac pte primera primero vez adulto con de del la el los las para por y
    o tel telefono numero cel celular movil correo confirmado confirmada conf hora horas dia
    dias semana semanas mes meses minuto minutos ano anos superior inferior derecha izquierda
    """
)
"""What surrounds a name without being part of it."""

LANGUAGE_WORDS = {
    "es": word_set("es esp sp spa span spn spanish espanol castellano hispanohablante"),
    "en": word_set("en eng english ingles"),
}
LANGUAGE_FILLERS = word_set(
    """
    speaking speaker speaks only solo habla prefers pref preferred interpreter interprete needs
    language lang idioma primary
    """
)

STAFF_TITLES = word_set(
    """
    dr dra drs doctor doctora doc dds dmd rdh rda cda hygienist assistant asst provider prov
    dentist dentista higienista doctores
    """
)
"""From one of these to the end of its part of a title, staff is meant."""

INTRODUCES_OTHERS = word_set("w with con ref referred referido referida via")
"""What follows names whoever treats or sent the patient."""

RELATIVES = word_set(
    """
    mom moms mother dad dads father parent parents guardian grandma grandpa grandmother
    grandfather wife husband spouse son daughter brother sister aunt uncle caregiver caretaker
    mama papa madre padre abuela abuelo esposa esposo hijo hija hermano hermana tia tio tutor
    cuidadora
    """
)
SEVERAL_PEOPLE = word_set(
    """
    family familia families siblings hermanos hermanas twins gemelos kids ninos sons daughters
    couple pareja household
    """
)

OFFICE_TIME = word_set(
    """
    lunch brunch break meeting mtg meetings huddle training webinar seminar vacation vacations
    holiday holidays pto ooo birthday anniversary payroll interview interviews inventory closed
    osha hipaa cpr conference retreat blocked reserved unavailable admin administrative staff
    team payday bookkeeper deadline closing opening jury workout gym yoga dinner breakfast
    haircut flight pickup dropoff daycare

    almuerzo comida junta juntas reunion reuniones descanso vacaciones feriado festivo cerrado
    cerrada bloqueado bloqueada reservado reservada capacitacion entrenamiento personal equipo
    cumpleanos desayuno entrevista inventario nomina
    """
)
"""One of these anywhere: the office's own time."""

OFFICE_TIME_FIRST = word_set(
    """
    block hold off out open available buffer busy private tentative ce rep vendor blk personal
    libre bloque ocupado disponible abierto fuera
    """
)
"""The same as first word of a title; elsewhere these may be surnames."""

ERRANDS_FIRST = word_set(
    """
    call callback cb phone ring text email remind reminder confirm verify reschedule resched
    order send mail ask schedule waitlist wait asap shortcall quickfill pending submit fax todo
    task pickup llamar llama marcar recordar recordatorio confirmar verificar enviar pedir
    preguntar reagendar agendar
    """
)
"""First word of a task about somebody, who is not in the chair."""

BUSINESSES = word_set(
    """
    lab labs laboratory laboratories supply supplies vendor rep inc llc llp corp company co
    plumber plumbing electrician electric hvac roofing cleaner cleaners janitor janitorial
    service services repairman technician tech it software support fedex ups usps dhl courier
    shipment schein benco dentsply glidewell straumann nobel kavo sirona dexis dentrix eaglesoft
    accountant accounting cpa attorney lawyer landlord bank loan contractor inspector inspection
    consultant marketing sales salesman photographer interviewee candidate pharmacy farmacia
    laboratorio proveedor plomero electricista contador abogado tecnico banco mensajeria
    sucursal
    """
)
"""One of these: whoever comes is not a patient."""

OWN_PRACTICE = word_set(
    """
    dental dentistry dentist dentists smile smiles clinic orthodontics clinica consultorio
    odontologia odontologico dentistas sonrisas sonrisa office practice associates center centre
    group
    """
)
"""A part of a title with one of these names the practice itself, as booking systems write it."""

CANCELED = word_set(
    """
    canceled cancelled cancel cancels cxl cxld cx cancelado cancelada cancelo canceló cancela
    rescheduled resched reschd rs r/s reagendado reagendada reprogramado reprogramada
    """
)
NO_SHOW = word_set("noshow noshowed nshow ns failed dna fta falto ausente inasistencia")
MOVED_PHRASES = ("moved to", "changed to", "movida a", "movido a", "pasada a", "pasado a")
NO_SHOW_PHRASES = (
    "no show",
    "no showed",
    "did not show",
    "no se presento",
    "no vino",
    "no asistio",
)
TESTS = word_set("test testing demo sample prueba ejemplo dummy")

NOTE_WORDS = word_set(
    """
    bring brings wants want needs need needed pick up drop please plz ask asks asked sent send
    order ordered pay pays owes owe balance due verify call calls called texted emailed emails
    lm lmom lvm vm no not yes ok okay per will must has have had is was are be been wait waiting
    bad nervous anxious anxiety prefer prefers likes like hates very see seen next last week
    today tomorrow yesterday morning afternoon evening noon early if when until before after
    because since also forms form paperwork records xrays do does did dont can cannot cant could
    should would bleeding swollen broke broken chipped chip lost loose sensitive sensitivity
    hurts hurt swelling numb fell off came come back again sooner later pending claim auth
    preauth estimate plan plans case request requested only same both all any my me our your his
    her their it its this that there who what which about

    trae traer quiere quisiera necesita necesito favor llama llamo pago paga debe saldo si
    porque cuando antes despues tambien muy hoy manana ayer tarde noche nervioso nerviosa roto
    rota quebrado perdio perdido duele hinchado hinchada sensible flojo floja formas papeles sin
    no esta viene llega le les lo su sus mi este esa eso que como pero ya aun
    """
)
"""A part of a title with one of these is a remark, not a name."""

NAMES_AND_WORDS = frozenset({"will"})
"""Of these, names where they stand first with a capital."""

PARTICLES = word_set(
    """
    de la del las los da das do dos di van von der den ter st san santa el bin mac mc le du des
    y e
    """
)
SUFFIXES = word_set("jr sr ii iii iv v esq phd")
HONORIFICS = word_set("mr mrs ms miss mx sr sra srta senor senora senorita")
