"""When a text may arrive, written from the laws' own words and apart from the engine's rules.

Federal: not before 8 a.m. nor after 9 p.m. at the called party's location (47 CFR 64.1200(c)(1));
states narrow that. The states and zones of an area code are looked up by hand, not in a library.
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

CONTINENT = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")

WHERE = {
    "415": (("America/Los_Angeles",), "CA"),
    "212": (("America/New_York",), "NY"),
    "312": (("America/Chicago",), "IL"),
    "305": (("America/New_York",), "FL"),
    "850": (("America/New_York", "America/Chicago"), "FL"),
    "512": (("America/Chicago",), "TX"),
    "915": (("America/Denver",), "TX"),
    "203": (("America/New_York",), "CT"),
    "401": (("America/New_York",), "RI"),
    "602": (("America/Phoenix",), "AZ"),
    "808": (("Pacific/Honolulu",), "HI"),
    "907": (("America/Anchorage",), "AK"),
    "787": (("America/Puerto_Rico",), "PR"),
    "800": (CONTINENT, "toll-free"),
    "888": (CONTINENT, "toll-free"),
}


def is_lawful_text(at: datetime, phone: str) -> bool:
    """Tell whether a text may reach this number at this instant."""
    zones, state = WHERE[phone[2:5]]
    return all(_is_allowed(state, at.astimezone(ZoneInfo(zone))) for zone in zones)


def _is_allowed(state: str, local: datetime) -> bool:
    """A number that may be anybody's anywhere keeps to every state's hours."""
    sunday, weekend = local.isoweekday() == 7, local.isoweekday() in {6, 7}
    windows = {
        "FL": (8, 20),  # 501.616(6): before 8 a.m. or after 8 p.m.
        "CT": (9, 20),  # 42-288a: 9 a.m. to 8 p.m.
        "TX": (12 if sunday else 9, 21),  # 301.051: 9 to 9, on a Sunday from noon
        "RI": (10, 17) if weekend else (9, 18),  # 5-61-3.6: 9 to 6, at the weekend 10 to 5
    }
    owners = windows.values() if state == "toll-free" else [windows.get(state, (8, 21))]
    return all(first <= local.hour < last for first, last in owners)


def is_practice_awake(at: datetime, zone: str, quiet_start: time, quiet_end: time) -> bool:
    """Tell whether the practice's own quiet hours, which may wrap midnight, allow sending."""
    local = at.astimezone(ZoneInfo(zone))
    minute = local.hour * 60 + local.minute
    start = quiet_start.hour * 60 + quiet_start.minute
    end = quiet_end.hour * 60 + quiet_end.minute
    if start == end:
        is_quiet = False
    elif start < end:
        is_quiet = start <= minute < end
    else:
        is_quiet = minute >= start or minute < end
    return not is_quiet and 8 * 60 <= minute < 21 * 60
