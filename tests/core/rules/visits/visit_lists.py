"""Reads a list as an office in Los Angeles would have it read."""

from datetime import date, time
from pathlib import Path

from core.rules.places.local_time import at_local
from core.rules.visits.lists import ParsedVisits, parse_visits

ROOT = Path(__file__).resolve().parents[4]
LA = "America/Los_Angeles"
NOW = at_local(date(2026, 3, 2), time(18, 5), LA)


def parse(data: str | bytes, **arguments) -> ParsedVisits:
    data = data.encode() if isinstance(data, str) else data
    return parse_visits(data, **{"practice_zone": LA, "now": NOW} | arguments)


def parse_row(row: str, heading: str = "First Name,Phone,Email,Visit Date,Time,Language"):
    parsed = parse(f"{heading}\n{row}\n")
    return (*parsed.rows, *parsed.rejects)[0]


def codes(parsed: ParsedVisits) -> list[tuple[int, str, str]]:
    return [(reject.line, reject.field, reject.code) for reject in parsed.rejects]
