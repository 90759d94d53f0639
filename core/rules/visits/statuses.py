"""The statuses of appointments that dental systems write, by what they tell: EN and ES, folded.

Sources: the systems' own help pages and APIs, named beside each. A status that is in no table is
unknown; the words for who did not come are in `attendance`.
"""

from core.rules.names.folding import word_set

_CAME_BY_SYSTEM: dict[str, tuple[str, ...]] = {
    "Dentrix, Dentrix Enterprise: status list of the Appointment Book": (
        "complete", "completed", "walked out", "walkout", "set complete",
    ),
    "Dentrix Ascend: hsps.pro/DentrixAscend/Help/Changing_appointment_statuses.htm": (
        "checkout", "complete",
    ),
    "Denticon: support.planetdds.com, appointment status icons in the Scheduler": (
        "posted", "checked out",
    ),
    "Open Dental: AptStatus, DateTimeDismissed (opendental.com/site/apiappointments.html)": (
        "complete", "dismissed", "patient dismissed", "set complete",
    ),
    "Dentally: help.dentally.co, appointment status and waiting room": ("completed",),
    "FHIR R4 Appointment and Encounter: hl7.org/fhir/R4/valueset-appointmentstatus.html": (
        "fulfilled", "finished", "discharged",
    ),
    "NexHealth: docs.nexhealth.com, checked_out": ("checked out", "checkedout"),
    "Eaglesoft, SoftDent, Curve, CareStack, tab32, Cloud 9, MacPractice: status lists": (
        "checked out", "walked out", "completed", "check out", "checked out complete",
        "performed treatment", "treatment complete", "treatment completed", "treated",
        "tx complete",
        "tx completed", "seen", "done", "appointment complete", "departed", "ready for checkout",
        "ready for check out", "ready to check out", "ready to checkout", "checkout complete",
        "checkout completed",
    ),
    "short words of front desks": (
        "c o", "co", "chkd out", "chk out", "ckd out", "cko", "comp", "compl", "cmp", "cmpl",
        "cmplt",
        "attended", "attend", "came", "kept", "showed", "showed up", "show", "shown",
        "arrived and seen",
        "present", "was seen", "patient seen", "visited", "finalized", "closed out", "chkout",
        "complete checked out", "fully attended",
    ),
    "Spanish": (
        "completada", "completado", "completadas", "completados", "atendida", "atendido", "asistio",
        "asistida", "asistido", "realizada", "realizado", "finalizada", "finalizado", "terminada",
        "terminado", "cumplida", "cumplido", "vino", "presente", "efectuada", "efectuado",
        "concluida",
        "concluido", "se presento", "acudio", "dada de alta", "dado de alta", "salio", "ya salio",
        "hecha", "hecho", "visto", "vista",
    ),
}  # fmt: skip

_OPEN_BY_SYSTEM: dict[str, tuple[str, ...]] = {
    "every system: booked": (
        "scheduled", "sched", "sch", "booked", "new", "active", "pending", "tentative", "requested",
        "reserved", "open", "upcoming", "future", "today", "default", "firm", "fixed", "set",
        "accepted", "approved", "not started", "in progress", "started", "on hold", "hold",
    ),
    "every system: reminded": (
        "confirmed", "unconfirmed", "conf", "cnf", "unconf", "not confirmed", "preconfirmed",
        "confirmed by text", "confirmed by email", "confirmed by phone", "confirmed electronically",
        "econfirmed", "e confirmed", "appointment confirmed", "left message", "left msg", "lm",
        "lmom",
        "lvm", "left voicemail", "no answer", "not called", "called", "texted", "emailed",
        "email sent", "e mail sent", "text sent", "sms sent", "reminded", "reminder sent",
        "notified",
        "contacted", "unable to reach", "to be confirmed", "tbc", "tbd", "awaiting confirmation",
        "to confirm",
    ),
    "Dentrix, Dentrix Ascend": (
        "late", "late not arrived", "running late", "wait", "will call", "asap", "fixed",
    ),
    "FHIR": ("proposed", "waitlist", "waitlisted", "booked", "pending", "planned", "unknown"),
    "Open Dental, Dentally, CareStack": (
        "asap", "waiting list", "wait list", "prospective", "to reschedule", "recall",
    ),
    "Spanish": (
        "programada", "programado", "agendada", "agendado", "confirmada", "confirmado", "pendiente",
        "por confirmar", "sin confirmar", "no confirmada", "no confirmado", "reservada",
        "reservado",
        "en espera", "lista de espera", "propuesta", "tentativa", "solicitada", "activa", "activo",
        "nueva", "nuevo", "mensaje dejado", "se dejo mensaje", "no contesta", "tarde", "abierta",
        "abierto", "en curso", "en proceso",
    ),
}  # fmt: skip

_IN_OFFICE_BY_SYSTEM: dict[str, tuple[str, ...]] = {
    "every system: in the office, and not known to have stayed": (
        "arrived", "here", "ready", "chair", "in chair", "seated", "in operatory", "operatory",
        "op",
        "in op", "in reception", "reception", "available", "checked in", "check in", "checkedin",
        "checkin", "chk in", "ckd in", "ci", "c i", "in surgery", "in treatment",
        "in treatment room",
        "treatment room", "in room", "roomed", "in office", "in progress", "in lobby", "lobby",
        "waiting", "waiting room", "in waiting room", "in waiting area", "front desk",
        "with doctor",
        "with provider", "with hygienist", "in exam", "on deck", "triaged", "onleave", "walk in",
        "walkin", "in session", "engaged", "in house", "ready for doctor", "ready for provider",
        "ready for hygienist", "dr ready", "doctor ready",
    ),
    "Spanish": (
        "llego", "ha llegado", "en sala", "en sala de espera", "sala de espera", "en recepcion",
        "recepcion", "en consulta", "en consultorio", "en sillon", "en atencion", "en gabinete",
        "en tratamiento", "listo", "lista", "admitido", "admitida", "registrado", "registrada",
    ),
}  # fmt: skip


def _all_of(by_system: dict[str, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(status for statuses in by_system.values() for status in statuses)


CAME = _all_of(_CAME_BY_SYSTEM)
"""The visit is over, and the patient was there."""

IN_OFFICE = _all_of(_IN_OFFICE_BY_SYSTEM)
"""The patient had come when the list was written; whether the visit took place it does not tell."""

OPEN = _all_of(_OPEN_BY_SYSTEM)
"""The appointment was to be."""

FIRM = word_set(
    """scheduled sched sch booked new active reserved accepted approved firm fixed set confirmed
    conf cnf preconfirmed econfirmed programada programado agendada agendado confirmada confirmado
    reservada reservado activa activo nueva nuevo"""
) | {"confirmed by text", "confirmed by email", "confirmed by phone", "confirmed electronically"}
"""Of the open ones, those of an appointment that nobody doubted."""

FILLING = word_set(
    "appointment appt apt visit patient pt status cita paciente estado the was is a by"
)
"""What may stand around a status without changing it."""
