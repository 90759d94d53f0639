"""How an uploaded list was read, for its owner to see before anything is taken in."""

from typing import Any

from core.rules.visits.lists import ParsedVisits
from core.rules.wording.catalogue import to_say
from webhooks.portal.views.languages import translator

_SYSTEMS = {
    "dentrix": "Dentrix",
    "eaglesoft": "Eaglesoft",
    "open_dental": "Open Dental",
    "curve": "Curve",
}
_ENCODINGS = {"cp1252": "Windows-1252"}
_DELIMITERS = to_say({",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"})
_ORDERS = to_say(
    {
        "month_first": "month before day (3/4 is March 4)",
        "day_first": "day before month (3/4 is April 3)",
    }
)


def detected_view(parsed: ParsedVisits, locale: str) -> list[dict[str, Any]]:
    """Give label and value of everything that was detected."""
    say = translator(locale)
    encoding = _ENCODINGS.get(parsed.encoding, parsed.encoding.upper())
    system = _SYSTEMS.get(parsed.preset or "", "")
    return [
        {"label": say("Practice system"), "value": system or say("not recognised")},
        {"label": say("Characters"), "value": encoding},
        {"label": say("Columns divided by"), "value": say(_DELIMITERS[parsed.delimiter])},
        {"label": say("Dates"), "value": say(_ORDERS[parsed.date_order])},
    ]
