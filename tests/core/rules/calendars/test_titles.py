"""What dental offices write in titles, and whom it is about."""

import pytest

from tests.core.rules.calendars.entries import PHONE, A, read

PATIENTS = {
    "the plainest": ("Maria Lopez 510-555-0142", "Maria"),
    "procedure, dash, name, initial": ("Cleaning – MARIA L. (510) 555-0142", "Maria"),
    "procedure after the name": ("Maria Lopez +15105550142 cleaning", "Maria"),
    "colon after the procedure": ("Hygiene: John D. 510.555.0142", "John"),
    "last name first": ("New pt: LOPEZ, MARIA 5105550142", "Maria"),
    "last name first with a middle initial": ("Smith, John Q. 510-555-0142 recall", "John"),
    "last name first with a suffix": ("Smith, John Jr. 510-555-0142", "John"),
    "two last names first": ("Cita: Hernández Ruiz, José Luis - 510 555 0142", "José Luis"),
    "everything in capitals": ("PROPHY DESHAWN CARTER 510-555-0142", "Deshawn"),
    "capitals inside a name stay": ("DeShawn Jackson 510-555-0142 prophy/BWX", "DeShawn"),
    "everything small": ("maria lopez 510.555.0142", "Maria"),
    "a careless capital": ("Maria lopez 510 555 0142", "Maria"),
    "accents": ("Limpieza Rosalía Íñiguez 5105550142", "Rosalía"),
    "hyphens": ("Jean-Pierre Dubois - implant consult - 510-555-0142", "Jean-Pierre"),
    "hyphens and accents": ("Hyg: Ana-María Núñez 510-555-0142", "Ana-María"),
    "an apostrophe": ("O'Neil, Sean - perio maint 510-555-0142", "Sean"),
    "a typographic apostrophe": (
        "O\u2019Connor, Siobhán \u2013 CBCT \u2013 510 555 0142",
        "Siobhán",
    ),
    "a nickname in quotes": ('Robert "Bob" Smith 510-555-0142 prophy', "Bob"),
    "a nickname in curly quotes": ("William \u201cWill\u201d Hu 510-555-0142", "Will"),
    "a nickname in brackets between": ("Roberto (Beto) Cruz 510-555-0142", "Beto"),
    "a nickname after last name first": ('Doe, Jane "Janie" 510-555-0142', "Janie"),
    "two given names": ("Mary Ann Smith 510-555-0142 recall", "Mary Ann"),
    "Ma. as Spanish abbreviates it": ("Ma. Elena Ruiz 510-555-0142 limpieza", "María Elena"),
    "particles": ("María José de la Cruz 510-555-0142", "María José"),
    "surname before a well-known name": ("GARCIA MARIA 510-555-0142", "Maria"),
    "a name nobody listed": ("SRP UR/LR Priya Patel 510-555-0142", "Priya"),
    "one listed name beside a procedure": ("Exam Priya 510-555-0142", "Priya"),
    "one rare name apart from a procedure": ("Exam - Zyrelle - 510-555-0142", "Zyrelle"),
    "one common name alone": ("Ana 510-555-0142", "Ana"),
    "name and initial": ("Maria C 510-555-0142", "Maria"),
    "surname of a supplier": ("Amy Patterson 510-555-0142", "Amy"),
    "surname that is a procedure's word": ("Root canal Maria Root 510-555-0142", "Maria"),
    "tooth number and crown": ("#14 crown seat, Maria Lopez, 510-555-0142, Delta", "Maria"),
    "tooth number and root canal": ("RCT #30 Nguyen, Thanh 510-555-0142", "Thanh"),
    "procedure code": ("D1110 Maria Lopez 510-555-0142", "Maria"),
    "clock, length and state": ("9:30 Maria Lopez NP 60 min 5105550142 conf", "Maria"),
    "recall interval": ("Maria Lopez 6mo recall 510-555-0142", "Maria"),
    "recall interval in words": ("Maria Lopez - 6 month recall - 510-555-0142", "Maria"),
    "a remark about money": ("Maria Lopez 510-555-0142 - balance due $40", "Maria"),
    "a remark about trouble": ("emergency - broken tooth - Mike 510 555 0142", "Mike"),
    "age": ("Jane Doe 34yo 510-555-0142", "Jane"),
    "birthday": ("Maria Lopez 1-510-555-0142 DOB 1/2/1980", "Maria"),
    "insurance": ("New Patient - Maria Lopez - 510-555-0142 - Aetna", "Maria"),
    "glued with hyphens": ("Cleaning-Maria Lopez-510-555-0142", "Maria"),
    "two procedures": ("Exam & cleaning Maria Lopez 510-555-0142", "Maria"),
    "stars and emoji": ("\U0001f9b7 *NEW* Maria Lopez 510-555-0142 \u2b50", "Maria"),
    "a dentist before": ("Dr. Kim - Maria Lopez crown prep 510-555-0142", "Maria"),
    "a dentist after": ("Maria Lopez Dr Kim 510-555-0142", "Maria"),
    "a dentist with w/": ("Crown prep w/ Dr. Kim: Maria Lopez 510-555-0142", "Maria"),
    "a Spanish dentist": ("Consulta Maria Lopez con Dra. Peña 510-555-0142", "Maria"),
    "a hygienist with her title": ("Susan RDH: Maria Lopez 510-555-0142", "Maria"),
    "a hygienist without one": ("Maria Lopez cleaning with Susan 510-555-0142", "Maria"),
    "a dentist who referred": ("Consult Maria Lopez 510-555-0142 referred by Dr. Chan", "Maria"),
    "Spanish words": ("Paciente nueva \u2013 Lucía Gómez 510.555.0142", "Lucía"),
    "a Spanish question": ("¿Confirmada? Limpieza Rosa Díaz 5105550142", "Rosa"),
    "de before the name": ("Limpieza de José Hernández 510-555-0142", "José"),
    "extraction in Spanish": ("Extracción muela del juicio: Andrés Mora 510-555-0142", "Andrés"),
    "no country code and dots": ("Seguimiento Iván Soto 510.555.0142", "Iván"),
    "Will who is no remark": ("Will Hu 510-555-0142 prophy", "Will"),
    "Don who is no courtesy": ("Don Smith 510-555-0142", "Don"),
    "Don as a courtesy": ("Limpieza Don Ernesto Vega 510-555-0142", "Ernesto"),
    "Nina who is no child": ("Nina Petrov 510-555-0142 exam", "Nina"),
    "a child": ("Limpieza niña Ana Ruiz 510-555-0142", "Ana"),
    "Max who is no jaw": ("Max Weber 510-555-0142", "Max"),
    "Ben who is no particle": ("Ben Smith 510-555-0142", "Ben"),
    "a dry socket": ("dry socket Maria Lopez 510-555-0142", "Maria"),
    "moved here": ("Maria Lopez 510-555-0142 (moved from Tues)", "Maria"),
    "name behind a bracketed phone": ("(510) 555-0142 Maria Lopez", "Maria"),
    "surfaces of a tooth": ("Comp #14 MO; Fischer, Lena; 510-555-0142", "Lena"),
    "surfaces in capitals": ("RESINA #30 MOD OFELIA BARRAGAN 510-555-0142", "Ofelia"),
    "films beside an exam": ("Bitewings + periodic exam Sofia Castellanos 510-555-0142", "Sofia"),
    "fluoride for a baby": ("Prophy/Fl Tx - Baby Liam Torres 510-555-0142", "Liam"),
    "a column and its hygienist": (
        "Col 2 | Hygiene w/ Jessica | Aaron Blum | 510-555-0142",
        "Aaron",
    ),
    "a dentist with c/": ("Carlos Ibarra c/ Dra. Ruiz limpieza 510-555-0142", "Carlos"),
    "a plan that is gone through": ("tx plan review Amir Farouk 510-555-0142", "Amir"),
    "rescheduled to here": ("Rescheduled from 3/4: Nolan Price 510-555-0142 exam", "Nolan"),
    "r/s from a weekday": ("R/S from Tue: Bernice Holt perio maint 510-555-0142", "Bernice"),
    "small particles first": ("van der Berg, Pieter rec 510-555-0142", "Pieter"),
    "particles behind Maria": ("Hernandez, Maria del Carmen - prophy - 510-555-0142", "Maria"),
    "a surname that is a procedure": ("Faith Crown - cleaning 510-555-0142", "Faith"),
    "a booking system's fields": (
        "Patient: Okafor, Chidi | Phone: (510) 555-0142 | Provider: Amy Tan | Type: Prophy",
        "Chidi",
    ),
    "first and last, named": ("LAST: Okafor FIRST: Chidi PH: 510-555-0142", "Chidi"),
    "an unlisted name and an initial": ("Thuan D. 510-555-0142", "Thuan"),
    "an unlisted name and a known surname": ("Zyrelle Jackson 510-555-0142", "Zyrelle"),
    "a whole unlisted name": ("Zyrelle Quandt 510-555-0142", "Zyrelle"),
    "an unlisted name beside a procedure": ("Prophy Zyrelle Quandt 510-555-0142", "Zyrelle"),
    "a procedure's code and an unlisted name": ("D4910 Zyrelle Quandt 510-555-0142", "Zyrelle"),
    "a tooth and an unlisted name": ("#30 Zyrelle Quandt 510-555-0142", "Zyrelle"),
    "a booking service": ("Weave appt - Dale Hutchins - Hygiene - 510-555-0142", "Dale"),
    "no answer to a reminder": ("Cleaning Ana Ruiz 510-555-0142 - no answer 3/2", "Ana"),
    "a day that is wished for": (
        "Seat onlay, Priscilla Nunn, 510-555-0142 - needs Sat.",
        "Priscilla",
    ),
    "a call to make first": ("Cleaning Ana Ruiz - call first - 510-555-0142", "Ana"),
}


@pytest.mark.parametrize(("title", "name"), PATIENTS.values(), ids=PATIENTS)
def test_a_patient_is_read(title, name):
    assert read(title)[:2] == (name, A)


CONTACTS = {
    "mobile before home": ("Maria Lopez c: 510-555-0142 h: 510-555-0143", (A, None)),
    "home before mobile": ("Maria Lopez h 510-555-0143, cell 510-555-0142", (A, None)),
    "labels behind": ("Maria Lopez 510-555-0143 (w) 510-555-0142 (c)", (A, None)),
    "Spanish labels": ("Limpieza Rosa Díaz casa 510-555-0143 cel 510-555-0142", (A, None)),
    "the same twice": ("Maria Lopez 510-555-0142 / (510) 555-0142", (A, None)),
    "email only": ("Exam Maria Lopez Maria.L@Example.com", (None, "maria.l@example.com")),
    "both": ("Maria Lopez 510-555-0142 ml@example.com", (A, "ml@example.com")),
    "international": ("Maria Lopez +52 55 1234 5678", ("+525512345678", None)),
    "international, other": ("Exam Nigel Hart +44 20 7946 0018", ("+442079460018", None)),
    "two phones but one address": ("Maria Lopez 510-555-0142 / 510-555-0143 m@example.com", (None, "m@example.com")),
    "an extension but an address": ("Maria Lopez 510-555-0142 ext. 12 m@example.com", (None, "m@example.com")),
    "with the country's one": ("Maria Lopez 1 (510) 555-0142", (A, None)),
    "chart number beside": ("Maria Lopez chart 4155550199 510-555-0142", (A, None)),
    "the dentist's office beside": ("Maria Lopez 510-555-0142 office 510-555-0143", (A, None)),
}  # fmt: skip


@pytest.mark.parametrize(("title", "contact"), CONTACTS.values(), ids=CONTACTS)
def test_the_contact_is_the_patients_own(title, contact):
    assert read(title)[1:3] == contact


LANGUAGES = {
    "es": f"Maria Lopez {PHONE} es",
    "ESP": f"Maria Lopez {PHONE} ESP",
    "(ES)": f"Maria Lopez (ES) {PHONE}",
    "[Spanish]": f"Maria Lopez [Spanish] {PHONE}",
    "Spanish speaking": f"Maria Lopez {PHONE} Spanish speaking",
    "español": f"Maria Lopez {PHONE} español",
    "habla español": f"Maria Lopez {PHONE} habla español",
    "Spanish interpreter": f"Maria Lopez {PHONE} needs Spanish interpreter",
}


@pytest.mark.parametrize("title", LANGUAGES.values(), ids=LANGUAGES)
def test_a_spanish_marker_is_seen(title):
    assert read(title) == ("Maria", A, None, "es")


@pytest.mark.parametrize(
    ("title", "locale"),
    [
        (f"Maria Lopez {PHONE} English", "en"),
        (f"Maria Lopez {PHONE} EN", "en"),
        (f"Maria Lopez {PHONE}", None),
        (f"Limpieza Maria Lopez {PHONE}", None),
        (f"Maria Lopez {PHONE} en/es", None),
        (f"Maria Lopez (no Spanish) {PHONE}", None),
        (f"Maria Lopez {PHONE} no habla español", None),
    ],
)
def test_a_language_is_not_guessed(title, locale):
    assert read(title)[3] == locale


NOT_VISITS = {
    "lunch": ("Lunch", "office_time"),
    "lunch with a dentist": (f"Lunch w/ Dr. Kim {PHONE}", "office_time"),
    "almuerzo": ("Almuerzo", "office_time"),
    "staff meeting": ("Staff meeting", "office_time"),
    "junta": ("Junta con el equipo", "office_time"),
    "morning huddle": ("AM huddle", "office_time"),
    "blocked": ("BLOCKED", "office_time"),
    "block": ("Block - Dr out", "office_time"),
    "hold": ("Hold for emergency", "office_time"),
    "out of office": ("Out of office", "office_time"),
    "vacation": ("Dr. Kim vacation", "office_time"),
    "closed": ("Office closed", "office_time"),
    "cerrado": ("Cerrado", "office_time"),
    "training": (f"OSHA training {PHONE}", "office_time"),
    "family dinner": ("Family dinner", "office_time"),
    "no contact": ("Cleaning - Maria Lopez", "no_contact"),
    "seven digits": ("Maria Lopez 555-0142", "no_contact"),
    "an extension": (f"Maria Lopez {PHONE} ext. 12", "no_contact"),
    "an extension as x": ("Maria Lopez (510)555-0142 x12", "no_contact"),
    "an impossible number": ("Maria Lopez 123-456-7890", "no_contact"),
    "toll-free": ("Maria Lopez 800-555-0142", "no_contact"),
    "a stand-in address": ("Maria Lopez noreply@example.com", "no_contact"),
    "two phones": (f"Maria Lopez {PHONE} / 510-555-0143", "several_phones"),
    "two mobiles": (f"Maria Lopez c: {PHONE} cell 510-555-0143", "several_phones"),
    "two addresses": ("Exam Maria Lopez a@example.com b@example.com", "several_emails"),
    "a member id": ("Maria Lopez id 5105550142", "someone_elses_phone"),
    "work phone": (f"Maria Lopez work {PHONE}", "someone_elses_phone"),
    "fax": (f"Maria Lopez fax {PHONE}", "someone_elses_phone"),
    "mother's phone": (f"Tommy Lee (mom {PHONE})", "someone_elses_phone"),
    "la mamá": (f"Tomás Lee, mamá {PHONE}", "someone_elses_phone"),
    "a phone alone": (PHONE, "no_title"),
    "nothing": ("", "no_title"),
    "procedure alone": (f"Cleaning {PHONE}", "no_name"),
    "a surname alone": (f"Garcia {PHONE}", "no_name"),
    "Mrs. and a surname": (f"Mrs. Garcia {PHONE}", "no_name"),
    "Sra. and a surname": (f"Sra. Peña {PHONE}", "no_name"),
    "a surname and an initial": (f"GARCIA M {PHONE}", "no_name"),
    "an initial and a surname": (f"J. Smith {PHONE}", "no_name"),
    "last, initial": (f"Smith, J. {PHONE}", "no_name"),
    "one rare word alone": (f"Brightline {PHONE}", "no_name"),
    "the dentist alone": (f"Dr Smith cleaning {PHONE}", "no_name"),
    "a name that only treats": (f"Cleaning with Maria {PHONE}", "no_name"),
    "a name that only treats, in Spanish": (f"Limpieza c/ Jessica {PHONE}", "no_name"),
    "a rare word beside a procedure": (f"Bioclear filling {PHONE}", "no_name"),
    "a brand": (f"Zoom whitening {PHONE}", "no_name"),
    "an appliance": (f"Palatal expander {PHONE}", "no_name"),
    "adjectives of a mouth": (f"Occlusal Guard Delivery {PHONE}", "no_name"),
    "where in the mouth": (f"Quadrant Scaling Upper Right {PHONE}", "no_name"),
    "what is taken out": (f"Suture Removal {PHONE}", "no_name"),
    "a general check": (f"Revisión General {PHONE}", "no_name"),
    "a practice's name": (f"Aspen Dental consult {PHONE}", "no_name"),
    "an unlisted surname first, no comma": (f"EKWUEME CHIDI {PHONE}", "no_name"),
    "a surname and a word": (f"Garcia Qzeral {PHONE}", "no_name"),
    "a remark": (f"bring forms {PHONE}", "no_name"),
    "a shouted remark": (f"BRING FORMS {PHONE}", "no_name"),
    "two names": (f"Maria & Juan Lopez {PHONE}", "several_names"),
    "two names in Spanish": (f"Limpieza María y Juan {PHONE}", "several_names"),
    "a bare name in brackets": (f"Hyg (Susan) - Maria Lopez {PHONE}", "several_names"),
    "a family": (f"Lopez family {PHONE}", "several_people"),
    "siblings": (f"Ana Lopez + siblings {PHONE}", "several_people"),
    "a call to make": (f"Call Maria Lopez {PHONE} re ins", "errand"),
    "una llamada": (f"Llamar a Maria Lopez {PHONE}", "errand"),
    "a confirmation to make": (f"Confirm Maria Lopez {PHONE}", "errand"),
    "a follow-up call": (f"f/u call: Maria Lopez {PHONE}", "errand"),
    "a recall call": (f"Recall call - Maria Lopez {PHONE}", "errand"),
    "calls to make": (f"Reactivation calls - Maria Lopez {PHONE}", "errand"),
    "a call for whatever reason": (f"Courtesy call: Maria Lopez {PHONE}", "errand"),
    "who wants to come earlier": (f"Short notice list: Maria Lopez {PHONE}", "errand"),
    "nobody answered": (f"No contestó - Maria Lopez {PHONE}", "errand"),
    "a sick hygienist": (f"Jessica out sick {PHONE}", "office_time"),
    "a workshop": (f"Bioclear Workshop {PHONE}", "office_time"),
    "a machine that is down": (f"Midmark compressor {PHONE}", "business"),
    "a party": (f"Botox Party {PHONE}", "office_time"),
    "a lab": (f"Glidewell lab case {PHONE}", "business"),
    "a vendor": (f"Henry Schein rep {PHONE}", "business"),
    "a plumber": (f"Plumber Joe {PHONE}", "business"),
    "un plomero": (f"Plomero José {PHONE}", "business"),
    "no show": (f"NO SHOW - Maria Lopez {PHONE}", "no_show"),
    "no-show": (f"Maria Lopez {PHONE} no-show", "no_show"),
    "N/S": (f"N/S Maria Lopez {PHONE}", "no_show"),
    "no vino": (f"Maria Lopez {PHONE} no vino", "no_show"),
    "canceled": (f"CANCELLED: Maria Lopez {PHONE}", "canceled"),
    "CXL": (f"CXL Maria Lopez {PHONE}", "canceled"),
    "cancelado": (f"Cancelado - Maria Lopez {PHONE}", "canceled"),
    "rescheduled": (f"r/s Maria Lopez {PHONE}", "canceled"),
    "moved away": (f"Maria Lopez {PHONE} moved to Friday", "canceled"),
    "a test": (f"Test patient {PHONE}", "test"),
}


@pytest.mark.parametrize(("title", "reason"), NOT_VISITS.values(), ids=NOT_VISITS)
def test_what_is_no_visit_or_not_certain_says_why(title, reason):
    assert read(title) == reason


AT_THE_CHAIR = {
    "Maria L - prophy": "Maria",
    "PROPHY/ Jones, Tom": "Tom",
    "Recall: Ana R.": "Ana",
    "Dr. Kim / Tom Jones": "Tom",
    "NP exam: Rosa Díaz": "Rosa",
    "Consulta: María de la Cruz": "María",
    "Op 2 - Priya K (emerg)": "Priya",
    "Tom Jones - walked out": "Tom",
    "Tom Jones - seen": "Tom",
    "Tom Jones - completed": "Tom",
    "Ana Ruiz llegó": "Ana",
    "Ana Ruiz vino": "Ana",
    "Ana Ruiz - atendida": "Ana",
    "José Soto asistió": "José",
}
NOBODY_CAME = (
    *("Missed: Tom Jones", "Tom Jones didn't show", "Tom Jones didn\u2019t show", "Tom Jones N/S"),
    *(
        "cxl'd Tom Jones",
        "Tom Jones cxld",
        "Tom Jones - CX",
        "postponed: Tom Jones",
        "Tom Jones FTA",
    ),
    *("Tom Jones NS", "Tom Jones no-show", "Tom Jones R/S", "Tom Jones rescheduled to Fri"),
    *(
        "Tom Jones DNA",
        "Tom Jones - left without being seen",
        "Tom Jones LWBS",
        "Tom Jones ghosted",
    ),
    *("Tom Jones - bailed", "Tom Jones stood us up", "Ana Ruiz nos dejó plantados"),
    *("Ana Ruiz no llegó", "Ana Ruiz NO LLEGO", "Ana Ruiz no vino", "Ana Ruiz - canceló"),
    *("Ana Ruiz cancelada", "Ana Ruiz faltó", "Ana Ruiz reprogramada", "Ana Ruiz pospuesta"),
    *("Ana Ruiz - no se presentó", "Ana Ruiz no asistió", "Ana Ruiz - suspendida"),
    *("Ana Ruiz aplazada", "Ana Ruiz nos dejó plantada", "Tom Jones never showed"),
)
THE_OFFICES_OWN = (
    *("Blocked", "Lunch", "Lunch w/ Dr. Kim", "Staff mtg", "Staff meeting - Maria", "HOLD"),
    *("HOLD - Tom Jones", "HOLD for Dr Kim", "Almuerzo", "Junta de personal", "Reunión de equipo"),
    *("Bloqueado", "Cerrado", "OOO - Dr Kim", "PTO Maria", "Vacation - Sara", "Vacaciones Sara"),
    *("Team huddle", "Morning huddle", "Admin time", "Rep: Henry Schein", "Lab pickup", "Closed"),
    *("Call Tom Jones", "Interview: Ana Ruiz", "Entrevista Ana Ruiz", "ASAP list: Tom Jones"),
    *("Waitlist Tom Jones", "Cumpleaños de Rosa", "Birthday: Rosa", "CE course - Dr Kim"),
    *("Hygiene block", "Emergency slot", "Buffer", "DO NOT BOOK", "No agendar", "Reservado"),
    *("Sterilization", "Autoclave service: Mike", "Payroll", "Comida con proveedor", "Holiday"),
)


@pytest.mark.parametrize(("title", "name"), AT_THE_CHAIR.items())
def test_whoever_was_at_the_chair_is_greeted_by_the_first_name(title, name):
    assert read(f"{title} {PHONE}") == (name, A, None, None)


@pytest.mark.parametrize("title", NOBODY_CAME)
def test_lists_and_titles_say_alike_that_nobody_came(title):
    assert read(f"{title} {PHONE}") in {"no_show", "canceled"}


@pytest.mark.parametrize("title", THE_OFFICES_OWN)
def test_the_offices_own_time_is_never_a_patient_though_a_phone_stands_by(title):
    told = read(f"{title} {PHONE}")
    assert told in {"office_time", "errand", "business", "no_name"}
