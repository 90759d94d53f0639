"""What the columns of a visit list are called, in English, Spanish and by practice systems."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.rules.names.folding import fold
from core.rules.visits.attendance import Attendance, read_status
from core.rules.visits.marks import Asks, Mark, find_marks
from core.rules.visits.reading.headings import read_heading
from core.rules.visits.remarks import Ban

ALIASES: dict[str, tuple[str, ...]] = {
    "first_name": (
        "first name", "firstname", "patient first name", "pt first name", "fname", "first",
        "given name", "primer nombre", "nombres", "nombre de pila", "preferred name",
        "preferred first name", "preferred", "nickname", "nombre preferido",
    ),
    "last_name": (
        "last name", "lastname", "patient last name", "pt last name", "lname", "last", "surname",
        "family name", "apellido", "apellidos", "primer apellido",
    ),
    "full_name": (
        "patient name", "pat name", "patname", "lname fname", "last name first name",
        "patient full name", "full name", "patient", "pt name", "client name",
        "client", "customer name", "customer", "nombre completo", "nombre del paciente",
        "nombre paciente", "nombre y apellido", "nombre y apellidos", "paciente", "name", "nombre",
    ),
    "mobile": (
        "mobile", "mobile phone", "mobile number", "mobile phone number", "cell", "cell phone",
        "cellphone", "cell phone number", "cell number", "wireless phone", "wirelessphone",
        "wireless", "wireless ph", "cell ph", "mobile ph", "patient mobile", "patient cell",
        "patient mobile phone", "patient cell phone", "sms", "text number", "celular",
        "numero celular", "numero de celular", "telefono celular", "numero de telefono celular",
        "movil", "telefono movil", "numero de movil", "phone mobile", "phone cell",
    ),
    "phone": (
        "phone", "phone number", "phone e164", "patient phone", "primary phone", "preferred phone",
        "contact phone", "contact number", "best phone", "phone 1", "telephone",
        "telephone number", "tel", "telefono", "numero de telefono", "telefono principal",
    ),
    "home_phone": (
        "home phone", "home phone number", "hmphone", "hm phone", "hm ph", "home ph",
        "home", "hphone", "phone home", "phone 2",
        "telefono de casa", "telefono casa", "telefono fijo", "casa",
    ),
    "work_phone": (
        "work phone", "work phone number", "wkphone", "wk phone", "wk ph", "work ph",
        "work", "wphone", "phone work",
        "telefono del trabajo", "telefono de trabajo", "telefono trabajo",
    ),
    "email": (
        "email", "e mail", "email address", "e mail address", "patient email", "mail",
        "correo electronico", "correo", "direccion de correo",
    ),
    "date": (
        "visit date", "date of visit", "occurred at", "visited at", "visited on", "completed at",
        "visit datetime", "visit date time", "visit at", "appointment date", "appt date",
        "apptdate", "apt date",
        "aptdate", "appointment date time", "appointment datetime", "aptdatetime",
        "apt date time", "appt datetime", "appt date time", "appointment", "date time",
        "datetime", "service date", "date of service", "dos", "completed date", "date completed",
        "procedure date", "procdate", "date", "visit", "last visit", "last visit date",
        "last appointment", "last seen", "last date seen", "date time appt",
        "fecha de visita", "fecha de la visita", "fecha de cita",
        "fecha de la cita", "fecha visita", "fecha cita", "fecha y hora", "fecha",
        "ultima visita", "fecha ultima visita", "fecha de ultima visita",
        "fecha de la ultima visita", "dia",
    ),
    "end_time": (
        "end time", "appt end", "appointment end", "end", "finish time", "check out time",
        "checkout time", "hora de salida", "hora de fin", "hora fin", "hora final",
    ),
    "time": (
        "visit time", "appointment time", "appt time", "appttime", "apt time", "apttime",
        "start time", "begin time", "time", "hora de cita", "hora de la cita", "hora cita",
        "hora de inicio", "hora",
    ),
    "duration": (
        "length", "appt length", "appointment length", "length min", "duration", "duration min",
        "minutes", "duracion", "minutos",
    ),
    "locale": (
        "preferred language", "language preference", "language", "patient language", "lang",
        "locale", "idioma preferido", "idioma", "lengua",
    ),
    "status": (
        "appointment status", "appt status", "apptstatus", "apt status", "aptstatus",
        "visit status", "status", "estado de la cita", "estado de cita", "estado", "estatus",
    ),
    "may_text": (
        "txtmsgok", "txt msg ok", "text msg ok", "ok to text", "text ok", "text consent",
        "sms consent", "sms opt in", "text opt in", "allow text", "allow texts", "receives texts",
        "receive texts", "acepta sms", "acepta mensajes", "acepta textos",
    ),
}  # fmt: skip
"""Headings by field, most telling first: where several columns fit, the earlier one is read."""

PRESETS: dict[str, frozenset[str]] = {
    "open_dental": frozenset({"lname", "fname", "wirelessphone"}),
    "eaglesoft": frozenset({"patient name", "cell phone", "email address", "date", "time"}),
    "dentrix": frozenset({"patient name", "appt date", "appt time"}),
    "curve": frozenset({"first name", "last name", "mobile phone", "appointment date"}),
}
"""The headings by which an export of a practice system is known."""

NUMBERED: dict[str, dict[str, dict[str, str]]] = {
    "open_dental": {
        "status": {
            "1": "scheduled", "2": "complete", "3": "unscheduled", "4": "asap", "5": "broken",
            "6": "planned", "7": "patient note", "8": "patient note",
        },
        "patient_status": {
            "0": "patient", "1": "nonpatient", "2": "inactive", "3": "archived", "4": "deleted",
            "5": "deceased", "6": "prospective",
        },
        "may_text": {"0": "unknown", "1": "yes", "2": "no"},
    },
}  # fmt: skip
"""By preset and field, the words for the numbers that a query shown raw gives instead."""

PHONE_FIELDS = ("mobile", "phone", "home_phone", "work_phone")
"""Best first: texts reach mobiles."""

_FIELD_BY_HEADING = {
    heading: (name, rank)
    for name, headings in ALIASES.items()
    for rank, heading in enumerate(headings)
}
_ONE_OR_ALL_NAMES = frozenset({"name", "nombre"})
_ASIDE = re.compile(r"\([^)]*\)")
_LEAST_COLUMNS = 2
_LEAST_STATUS_CHARS = 4
_BY_WORDS = 1000
"""The rank of headings that are understood by their words only."""
_START = frozenset({"start time", "appointment start time", "appt start time", "apt start time"})


@dataclass(frozen=True)
class Columns:
    """Which columns hold what: positions by field, best first."""

    positions: Mapping[str, tuple[int, ...]]
    count: int
    preset: str | None = None
    missing: tuple[str, ...] = field(default=())
    """Headings that a column map names and the file lacks."""
    marks: tuple[tuple[int, Mark], ...] = field(default=())
    """Columns that tell who came and who may be asked."""

    def cell(self, name: str, cells: Sequence[str]) -> str:
        """Give the first cell of a field that is not blank."""
        width = len(cells)
        for position in self.positions.get(name, ()):
            if position < width and (text := cells[position]) and not text.isspace():
                return text
        return ""

    def has(self, *names: str) -> bool:
        """Tell whether any of these fields has a column."""
        return any(self.positions.get(name) for name in names)


def score_heading(cells: Sequence[str]) -> int:
    """Count the cells that name a field: 2 or more make a heading."""
    known = {name for name, _ in map(_field_of, cells[:200]) if name}
    return len(known)


def is_heading(cells: Sequence[str]) -> bool:
    """Tell a heading from titles above it and data below it."""
    return score_heading(cells) >= _LEAST_COLUMNS


def match_columns(
    heading: Sequence[str],
    column_map: Mapping[str, str] | None = None,
    rows: Sequence[Sequence[str]] = (),
) -> Columns:
    """Find the fields among a file's headings, and by the first rows where a heading is not enough.

    `column_map` gives, for a heading, the field that was chosen by hand; it wins over what the
    heading says. A field that is none of `ALIASES` leaves the column out.
    """
    folded = [fold(cell) for cell in heading]
    ranked: dict[str, list[tuple[int, int]]] = {}
    for position, text in enumerate(folded):
        name, rank = _field_of(heading[position])
        if text in _ONE_OR_ALL_NAMES and _has_last_name(heading):
            name, rank = "first_name", len(ALIASES["first_name"])
        if name:
            ranked.setdefault(name, []).append((rank, position))
    positions = {name: tuple(p for _, p in sorted(found)) for name, found in ranked.items()}
    missing = _choose(positions, folded, column_map or {})
    _place_start(positions, folded)
    if "status" not in positions and (at := _find_state(folded, rows)) is not None:
        positions["status"] = (at,)
    preset = next((name for name, own in PRESETS.items() if own <= set(folded)), None)
    return Columns(positions, len(heading), preset, missing, _find_marks(heading, positions))


def _place_start(positions: dict[str, tuple[int, ...]], folded: Sequence[str]) -> None:
    """Read a start as the time beside a day, or as both where no column has the day."""
    start = positions.pop("start", ())
    if "date" in positions:
        if start:
            positions["time"] = (*positions.get("time", ()), *start)
    elif start:
        positions["date"] = start
    elif _START.intersection(folded) and "time" in positions:
        positions["date"] = positions.pop("time")


def _find_state(folded: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """Find a column named "State" that holds statuses, and not California."""
    at = folded.index("state") if "state" in folded else None
    if at is None:
        return None
    values = [cells[at] for cells in rows if at < len(cells) and cells[at].strip()]
    words = [value for value in values if len(value.strip()) >= _LEAST_STATUS_CHARS]
    told = sum(read_status(value) is not Attendance.UNKNOWN for value in words)
    return at if words and 2 * told > len(values) else None


def _choose(
    positions: dict[str, tuple[int, ...]], folded: Sequence[str], column_map: Mapping[str, str]
) -> tuple[str, ...]:
    """Put the columns chosen by hand in their places; gives those that the file lacks."""
    places = {
        chosen: tuple(at for at, text in enumerate(folded) if text == fold(chosen))
        for chosen in column_map
    }
    taken = {at for found in places.values() for at in found}
    for name in list(positions):
        positions[name] = tuple(at for at in positions[name] if at not in taken)
    by_hand: dict[str, tuple[int, ...]] = {}
    for chosen, name in column_map.items():
        if name in ALIASES:
            by_hand[name] = by_hand.get(name, ()) + places[chosen]
    positions.update(by_hand)
    for name in [name for name, found in positions.items() if not found]:
        del positions[name]
    return tuple(chosen for chosen, found in places.items() if not found)


def _find_marks(
    heading: Sequence[str], positions: Mapping[str, tuple[int, ...]]
) -> tuple[tuple[int, Mark], ...]:
    may_text = positions.get("may_text", ())
    taken = frozenset(at for name, found in positions.items() if name != "may_text" for at in found)
    found = find_marks(heading, taken.union(may_text))
    return (*((at, Mark(Asks.ALLOWS, Ban.NO_TEXTS)) for at in may_text), *found)


def _field_of(heading: str) -> tuple[str, int]:
    """Give a heading's field and rank, with what is in brackets or else without; "" for none."""
    found = _FIELD_BY_HEADING.get(fold(heading))
    if found is None and "(" in heading:
        found = _FIELD_BY_HEADING.get(fold(_ASIDE.sub(" ", heading)))
    if found is None:
        name, rank = read_heading(heading)
        found = (name, _BY_WORDS + rank)
    return found if found[0] else ("", 0)


def _has_last_name(heading: Sequence[str]) -> bool:
    return any(_field_of(cell)[0] == "last_name" for cell in heading)
