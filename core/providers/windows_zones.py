"""Windows' names of time zones, which Outlook uses, as the tz database has them.

From CLDR's windowsZones, the Americas, their territories and the nearest of Europe.
"""

from zoneinfo import ZoneInfo

_NAMES = """
    Alaskan Standard Time = America/Anchorage
    Aleutian Standard Time = America/Adak
    Argentina Standard Time = America/Argentina/Buenos_Aires
    Atlantic Standard Time = America/Halifax
    Azores Standard Time = Atlantic/Azores
    Bahia Standard Time = America/Bahia
    Canada Central Standard Time = America/Regina
    Central America Standard Time = America/Guatemala
    Central Brazilian Standard Time = America/Cuiaba
    Central Europe Standard Time = Europe/Budapest
    Central European Standard Time = Europe/Warsaw
    Central Standard Time = America/Chicago
    Central Standard Time (Mexico) = America/Mexico_City
    Cuba Standard Time = America/Havana
    Dateline Standard Time = Etc/GMT+12
    E. South America Standard Time = America/Sao_Paulo
    Eastern Standard Time = America/New_York
    Eastern Standard Time (Mexico) = America/Cancun
    GMT Standard Time = Europe/London
    Greenland Standard Time = America/Nuuk
    Greenwich Standard Time = Atlantic/Reykjavik
    Haiti Standard Time = America/Port-au-Prince
    Hawaiian Standard Time = Pacific/Honolulu
    Magallanes Standard Time = America/Punta_Arenas
    Montevideo Standard Time = America/Montevideo
    Mountain Standard Time = America/Denver
    Mountain Standard Time (Mexico) = America/Mazatlan
    Newfoundland Standard Time = America/St_Johns
    Pacific SA Standard Time = America/Santiago
    Pacific Standard Time = America/Los_Angeles
    Pacific Standard Time (Mexico) = America/Tijuana
    Paraguay Standard Time = America/Asuncion
    Romance Standard Time = Europe/Paris
    SA Eastern Standard Time = America/Cayenne
    SA Pacific Standard Time = America/Bogota
    SA Western Standard Time = America/La_Paz
    Saint Pierre Standard Time = America/Miquelon
    Tocantins Standard Time = America/Araguaina
    Turks And Caicos Standard Time = America/Grand_Turk
    US Eastern Standard Time = America/Indiana/Indianapolis
    US Mountain Standard Time = America/Phoenix
    UTC = Etc/UTC
    UTC+12 = Etc/GMT-12
    UTC+13 = Etc/GMT-13
    UTC-02 = Etc/GMT+2
    UTC-08 = Etc/GMT+8
    UTC-09 = Etc/GMT+9
    UTC-11 = Etc/GMT+11
    Venezuela Standard Time = America/Caracas
    W. Europe Standard Time = Europe/Berlin
    West Pacific Standard Time = Pacific/Port_Moresby
    Yukon Standard Time = America/Whitehorse
"""
_ZONES = dict(line.strip().split(" = ") for line in _NAMES.strip().splitlines())


def get_zone(name: str) -> ZoneInfo:
    """Give a zone by Windows' or the tz database's name; KeyError or ValueError for others."""
    return ZoneInfo(_ZONES.get(name, name))
