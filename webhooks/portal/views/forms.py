"""What the portal's forms show: answers given or known, choices, and what is said beside them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Any

from core.config import Config, Features
from core.onboarding.form import DEFAULT_QUIET_END, DEFAULT_QUIET_START
from core.onboarding.form_problems import problem_text
from core.onboarding.onboarding import ATTESTATION, ATTESTATION_VERSION
from core.reviews.lookups import PlaceState
from core.rules.names.brief_names import MOST_CHARS
from core.rules.names.practice_names import name_in_texts
from core.rules.places.review_link import BadLink, check_review_link
from core.rules.sending.forecast import PRIOR_ASKS, PRIOR_RATE, forecast_reviews
from core.rules.visits.sources import SOURCES
from core.rules.wording.catalogue import to_say
from core.store.portal import PlaceTotals
from core.store.practices import Practice
from webhooks.portal.views.languages import translator
from webhooks.portal.views.pages import clock_text

MAX_VISITS = 5000

ZONES = to_say(
    {
        "America/New_York": "Eastern (New York, Miami)",
        "America/Chicago": "Central (Chicago, Houston)",
        "America/Denver": "Mountain (Denver, Salt Lake City)",
        "America/Phoenix": "Arizona (Phoenix)",
        "America/Los_Angeles": "Pacific (Los Angeles, Seattle)",
        "America/Anchorage": "Alaska (Anchorage)",
        "Pacific/Honolulu": "Hawaii (Honolulu)",
        "America/Puerto_Rico": "Atlantic (San Juan)",
    }
)
_RARE_ZONES = (
    *("America/Adak", "America/Boise", "America/Detroit", "America/Indiana/Indianapolis"),
    *("America/Indiana/Knox", "America/Indiana/Marengo", "America/Indiana/Petersburg"),
    *("America/Indiana/Tell_City", "America/Indiana/Vevay", "America/Indiana/Vincennes"),
    *("America/Indiana/Winamac", "America/Juneau", "America/Kentucky/Louisville"),
    *("America/Kentucky/Monticello", "America/Menominee", "America/Metlakatla", "America/Nome"),
    *("America/North_Dakota/Beulah", "America/North_Dakota/Center"),
    *("America/North_Dakota/New_Salem", "America/Sitka", "America/St_Thomas", "America/Yakutat"),
    *("Pacific/Guam", "Pacific/Pago_Pago", "Pacific/Saipan"),
)
_NORTH_AMERICAN = re.compile(r"\+1(\d{3})(\d{3})(\d{4})")
_STARTS = tuple(time(h, m) for h in range(16, 24) for m in (0, 30))
_ENDS = tuple(time(h, m) for h in range(6, 13) for m in (0, 30))
_HOURS_FIELDS = frozenset({"quiet_hours_start", "quiet_hours_end", "daily_cap"})
_CONTACT_FIELDS = frozenset({"phone", "email", "digest_email"})


@dataclass(frozen=True)
class Said:
    """A line under a control: good, bad, or neither."""

    text: str
    kind: str = ""


def setup_view(
    config: Config,
    practice: Practice,
    locale: str,
    *,
    given: Mapping[str, Any],
    problems: Mapping[str, str],
) -> dict[str, Any]:
    """Give what the onboarding form shows, links, samples and the test message apart."""
    say = translator(locale)
    values = _known_values(practice) | _texts(given)
    contact = [values["phone"], values["email"]]
    return form_view(values, locale, problems=problems) | {
        "practice": practice,
        "sources": _sources(config.features, say),
        "forecast": forecast_view(values["visits"], locale),
        "hours_summary": _hours_summary(values, locale),
        "contact_summary": " · ".join(filter(None, contact)) or say("Add phone and email"),
        "open_hours": bool(_HOURS_FIELDS & problems.keys()),
        "open_contact": bool(_CONTACT_FIELDS & problems.keys()),
        "attestation": say(ATTESTATION),
        "attestation_version": ATTESTATION_VERSION,
    }


def settings_view(
    practice: Practice, locale: str, *, given: Mapping[str, Any], problems: Mapping[str, str]
) -> dict[str, Any]:
    """Give what the settings form shows, the link's state apart."""
    values = _known_values(practice) | _texts(given)
    return form_view(values, locale, problems=problems) | {"practice": practice}


def form_view(
    values: Mapping[str, str], locale: str, *, problems: Mapping[str, str]
) -> dict[str, Any]:
    """Give what both forms share."""
    say = translator(locale)
    rare: tuple[str, ...] = _RARE_ZONES
    if values["timezone"] and values["timezone"] not in {*ZONES, *rare}:
        rare = (values["timezone"], *rare)
    return {
        "values": values,
        "problems": problems,
        "name_in_texts": _shortened(values["name"]),
        "zones": (
            (say("United States"), tuple((zone, say(text)) for zone, text in ZONES.items())),
            (say("Elsewhere"), tuple((zone, _plain_zone(zone)) for zone in rare)),
        ),
        "quiet_starts": _clock_options(_STARTS, values["quiet_hours_start"], locale),
        "quiet_ends": _clock_options(_ENDS, values["quiet_hours_end"], locale),
        "script_texts": {
            "sending": say("Sending…"),
            "saving": say("Saving…"),
            "checking": say("Checking…"),
            "unreachable": say("We could not reach the server. Please try again."),
            "retrying": say("The connection is away. What you typed is safe; we keep trying."),
            "not_google": problem_text("not_google", locale),
            "hours": say("No messages {start} to {end}, at most {cap} a day"),
        },
    }


def link_view(url: str, locale: str, place: PlaceTotals | PlaceState) -> Said:
    """Say whether a review link will do, with what is known of its place."""
    say = translator(locale)
    if not url:
        return Said("")
    link = check_review_link(url)
    if isinstance(link, BadLink):
        return Said(problem_text(link.reason, locale), "bad")
    if place is PlaceState.PENDING:
        return Said(say("This leads to Google. Looking up the place…"), "good")
    if place is PlaceState.UNKNOWN:
        return Said(say("Google knows no such place. Please copy the link once more."), "bad")
    if not isinstance(place, PlaceTotals):
        return Said(say("This leads to Google. Patients will land there."), "good")
    text = say("{name} on Google: {total} reviews", name=place.name, total=place.total_reviews)
    if place.average_rating is not None:
        text = say("{text}, {rating} stars", text=text, rating=f"{place.average_rating:.1f}")
    return Said(text, "good")


def forecast_view(visits: str, locale: str) -> dict[str, Any] | None:
    """Say what a month of visits may bring, and what would raise it; None for no number."""
    is_short = len(visits) <= len(str(MAX_VISITS))
    if not (is_short and visits.isascii() and visits.isdigit() and 1 <= int(visits) <= MAX_VISITS):
        return None
    say = translator(locale)
    told = forecast_reviews(int(visits))
    percent = min(99, max(1, round(told.chance * 100)))
    advice = say("Connecting a calendar, so that no visit is missed, keeps it there.")
    if told.is_at_risk and told.visits_needed:
        advice = say(
            "From about {needed} visits it is above 80%. Upload the last 30 days once, and let"
            " every visit reach us by calendar or front desk.",
            needed=told.visits_needed,
        )
    return {
        "percent": percent,
        "headline": say("{percent}% chance of ten new reviews in 30 days", percent=percent),
        "detail": say(
            "About {asks} of {visits} patients can be asked; expect around {expected} reviews.",
            asks=told.asks,
            visits=int(visits),
            expected=round(told.expected_reviews),
        ),
        "advice": advice,
        "basis": say(
            "Where this starts from: one business counted {rate}% of {sample} requests becoming"
            " reviews. Your own figures take over as they come.",
            rate=round(PRIOR_RATE * 100),
            sample=PRIOR_ASKS,
        ),
    }


def _shortened(name: str) -> str | None:
    """Give what texts make of a name that they do not carry whole."""
    shown = name_in_texts(name)
    return None if shown is None or len(name) <= MOST_CHARS else shown


def _known_values(practice: Practice) -> dict[str, str]:
    start, end = practice.quiet_hours_start, practice.quiet_hours_end
    return {
        "name": practice.name,
        "to": plain_phone(practice.phone),
        "phone": plain_phone(practice.phone),
        "email": practice.email or "",
        "digest_email": practice.digest_email or practice.email or "",
        "timezone": practice.timezone or "",
        "quiet_hours_start": f"{start:%H:%M}" if start else DEFAULT_QUIET_START,
        "quiet_hours_end": f"{end:%H:%M}" if end else DEFAULT_QUIET_END,
        "daily_cap": str(practice.daily_cap),
        "default_locale": practice.default_locale,
        "review_link": practice.review_link or "",
        "data_source": practice.data_source or "frontdesk",
        "send_delay_minutes": str(practice.send_delay_minutes),
        "cooldown_days": str(practice.cooldown_days),
        "monthly_budget_usd": _plain_dollars(practice.monthly_budget_usd),
        "visits": "",
        "consent_name": "",
        "consent_accepted": "",
    }


def plain_phone(e164: str | None) -> str:
    """Write a phone as people in North America do; blank for none."""
    return _NORTH_AMERICAN.sub(r"(\1) \2-\3", e164 or "")


def _plain_dollars(usd: Decimal | None) -> str:
    if usd is None:
        return ""
    return f"{usd:.2f}".removesuffix(".00")


def _texts(given: Mapping[str, Any]) -> dict[str, str]:
    return {k: str(v) for k, v in given.items() if isinstance(v, str | int | float)}


def _sources(features: Features, say: Callable[..., str]) -> list[dict[str, str]]:
    return [
        {"value": source.name, "title": say(source.title), "text": say(source.hint)}
        for source in SOURCES.values()
        if features.is_on(source.name)
    ]


def _clock_options(
    clocks: tuple[time, ...], chosen: str, locale: str
) -> tuple[tuple[str, str], ...]:
    """Offer half hours, and whatever else was chosen before."""
    options = {f"{clock:%H:%M}": clock_text(clock, locale) for clock in clocks}
    if chosen not in options:
        options[chosen] = chosen
    return tuple(sorted(options.items()))


def _hours_summary(values: Mapping[str, str], locale: str) -> str:
    start, end = (
        dict(_clock_options(clocks, values[name], locale))[values[name]]
        for name, clocks in (("quiet_hours_start", _STARTS), ("quiet_hours_end", _ENDS))
    )
    say = translator(locale)
    text = "No messages {start} to {end}, at most {cap} a day"
    return say(text, start=start, end=end, cap=values["daily_cap"])


def _plain_zone(zone: str) -> str:
    return zone.partition("/")[2].replace("_", " ").replace("/", ", ")
