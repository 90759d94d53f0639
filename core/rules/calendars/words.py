"""The words of dental calendars: what they tell apart from a patient's name, EN and ES.

All are folded: no accents, no capitals, hyphens and slashes taken out ("x-ray" is `xray`).
"""

from core.rules.names.folding import word_set

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

    abutment abutments access alginate alveoloplasty anesthesia apico apicoectomy appliance
    appliances arch arestin articaine attachment attachments bands biteplane bitewing bitewings
    bone botox brushing bruxism buccal calculus caries cavities cavity cement cementation ceph
    cephalometric ceramic cerec checking complete cosmetic crossbite crowding cusp cuspid cyst
    decay diagnostic diagnostics distal emax endodontic equilibration excision exostosis expander
    exposure extrusion facial fiber filler fitting fixed fl fltx flossing fluorosis fracture
    fractured frenulum frenum full furcation fv fvt general gingiva gingivitis gingivoplasty
    grinding halitosis hawley headgear herbst hybrid immediate impacted implantology incision
    infection inflammation interim interproximal intraoral irrigation isolation itero juvederm
    lesion lingual locator locators lumineers makeover mandibular maxilla maxillary
    maxillofacial mesial metal microabrasion midline molars mouthguard mouthwash mucosa multi
    numbing obturator occlusal occlusion opalescence overbite overdenture overjet overlay palatal
    palate palliative panorex papilla pathology perforation permanent phase photo photos pins
    placement plaque pontic porcelain posterior preventive primary probing procedure prosthesis
    prosthetic prosthetics prosthodontic provisional quadrant quadrants radiograph radiographs
    rebond rec reconstruction recontour reduction referral rehab reimplant remake removable
    removal replace replacement reshaping resorption restoration restorations review ridge rinse
    rotary routine sanative screening section sectioning separator separators shade shaping sinus
    restos smooth snap snoring soft splints stain stains stainless stayplate stent subgingival
    supragingival surface surgical therapy thirds thumb tissue tongue tori torus tray trays trauma
    txplan ultrasonic uncover uncovering veneering vitality wax waxup xerostomia zirconia zoom

    ajuste amalgama blanqueamiento brackets carilla carillas chequeo cirugia cita conducto
    conductos consulta control corona coronas dentadura diente dientes dolor emergencia empaste
    empastes endodoncia endodoncias evaluacion examen extraccion extracciones fluor frenillos
    guarda higiene implante implantes juicio limpieza limpiezas muela muelas nocturna ortodoncia
    postoperatorio profilaxis profunda protesis puente radiografia radiografias rayos relleno
    rellenos resina resinas retenedor retenedores revision rx seguimiento sellador selladores
    sutura suturas tratamiento urgencia valoracion

    absceso anual aparato aparatos arcada blanqueo boca braquets caries carillado cementado cementar
    colocacion colocar completa completo cordal cordales curacion curaciones diagnostico
    encia encias endodoncista entrega escaneo esmalte estetica extraer ferula ferulas fractura
    frenectomia frenillo implantologia impresion impresiones incisivo infeccion injerto instalacion
    ligas mantenimiento molar molares obturacion obturaciones ortopedia paladar parcial perno
    periodontal pieza piezas pza pzas placa
    placas premolar presupuesto protesica provisional pulpectomia
    pulpotomia puntos quitar radiografico raiz raspado raspaje rehabilitacion reparacion retiro
    revisar rutina sacar sarro sedacion sellante sellantes sensibilidad terapia tercer tercera
    urgencias
    """
)
"""What is done at a visit: one of these makes a title an appointment."""

FILLER_WORDS = word_set(
    """
    am pm op chair room rm operatory suite confirmed conf confd cnf unconfirmed unconf arrived
    here checked seated completed complete done dismissed walked out checkout posted
    vip insurance ins delta cigna metlife aetna
    guardian humana ppo hmo dmo medicaid medi cal medical dentical denti cash self pay member
    membership premed premedicate allergy latex late running asap first time new existing est
    established returning return patient patients pt pts adult child kid peds and for at re of
    the a an to w from by or in on with phone cell cellular tel ph mobile mob home text sms
    email mail dob age yr yrs year years old mos month months wk wks week weeks min mins minute
    minutes hr hrs hour hours day days ur ul lr ll rhs lhs upper lower left right uper mr mrs ms
    miss mx sr sra srta jr ii iii iv esq remote special referral promo groupon online booking
    booked web zocdoc nexhealth localmed number contact visit tentative deposit paid copay
    mobility wheelchair type reason note notes service status column col columna
    location duration source baby name chart monday tuesday wednesday thursday friday saturday
    sunday tue tues wed thu thur thurs fri sat feb sept oct nov dec weave solutionreach doctible
    revenuewell demandforce modento yapi adit birdeye opencare

    nuevo nueva paciente pac pte px primera primero vez adulto con de del la el los las para por y
    o tel telefono numero cel celular movil correo confirmado confirmada conf hora horas dia
    lunes martes miercoles jueves viernes sabado
    dias semana semanas mes meses minuto minutos ano anos superior inferior derecha izquierda
    llego vino atendida atendido completada completado asistio
    """
)
"""What surrounds a name without being part of it."""

LANGUAGE_FILLERS = word_set(
    """
    speaking speaker speaks only solo habla prefers pref preferred interpreter interprete needs
    language lang idioma primary
    """
)

NEEDS = word_set("need needs requires wants necesita necesitan requiere quiere")
"""What follows is asked for, and no second name."""

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
    haircut flight pickup dropoff daycare sick party potluck picnic remodel outage
    workshop course courses lecture symposium expo summit bootcamp rehearsal soccer
    orientation onboarding hiring recruiting wedding graduation funeral recital

    almuerzo comida junta juntas reunion reuniones descanso vacaciones feriado festivo cerrado
    cerrada bloqueado bloqueada reservado reservada capacitacion entrenamiento personal equipo
    cumpleanos desayuno entrevista inventario nomina enferma enfermo fiesta boda
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
    call callback cb phone ring text email remind reminder confirm verify
    order send mail ask schedule waitlist wait asap shortcall quickfill pending submit fax todo
    task pickup llamar llama marcar recordar recordatorio confirmar verificar enviar pedir
    preguntar agendar
    """
)
"""First word of a task about somebody, who is not in the chair."""

CALLS = word_set("call callback llamada")
"""Behind what opens a title, something to be done: "recall call", "reactivation call"."""

ERRANDS = word_set("calls callbacks llamadas list lista waitlist")
ERRAND_OPENINGS = ("no answer", "no contesto", "no responde")
"""How a note about a call begins; behind a patient's name it may stand for a visit as well."""

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

    adec airline alarm amazon autoclave biolase broker burkhart carpet catering coltene compressor
    copier costco darby elevator exterminator gardener handyman hotel hufriedy internet ivoclar
    landscaping laundry lease leasing locksmith midmark
    painting parking permit pest plumbers printer
    pump realtor recruiter recycling repairman restaurant safco scrubs staffing sterilizer studio
    ultradent uniforms vacuum washers wifi windows
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

INTRODUCTIONS = word_set("np npe npx appt appointment visit cita")
"""Visit words that open a name, where others tell of what is done."""

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

SUFFIXES = word_set("jr sr ii iii iv v esq phd")
HONORIFICS = word_set("mr mrs ms miss mx sr sra srta senor senora senorita")
