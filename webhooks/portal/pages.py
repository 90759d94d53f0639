"""Renders the portal's pages: plain HTML that works without scripts."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any

from falcon.asgi import Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from core.config import Config
from core.intake.links import LinkProblem
from core.intake.onboarding_form import DEFAULT_QUIET_END, DEFAULT_QUIET_START, list_zones
from core.rules.delivery_errors import policy_of
from core.rules.local_time import local_date
from core.rules.reason_texts import reason_text
from core.store.portal import Overview
from core.store.practices import Practice

COMMON_ZONES = (
    ("America/New_York", "Eastern"),
    ("America/Chicago", "Central"),
    ("America/Denver", "Mountain"),
    ("America/Phoenix", "Arizona"),
    ("America/Los_Angeles", "Pacific"),
    ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"),
    ("America/Puerto_Rico", "Puerto Rico"),
)

_STATUS_TEXTS = {
    "queued": "waiting",
    "delayed": "waiting",
    "sending": "being sent",
    "sent": "sent",
    "failed": "did not arrive",
    "skipped": "not sent",
    "blocked": "not sent",
}
_SOURCE_TEXTS = {
    "frontdesk": "Front desk",
    "csv": "Uploaded lists",
    "gcal": "Google Calendar",
    "outlook": "Outlook",
}
_EXTRA_FIELDS = frozenset({"phone", "email", "digest_email", "send_delay_minutes", "cooldown_days"})
_TITLES = {
    LinkProblem.FORGED: "This link does not work",
    LinkProblem.EXPIRED: "This link has expired",
    LinkProblem.USED: "This link has been used",
}


def wants_html(req: Request) -> bool:
    """Tell a person's browser from a program: browsers ask for HTML before all else."""
    accept = req.get_header("Accept") or ""
    html, json = accept.find("text/html"), accept.find("application/json")
    return html >= 0 and (json < 0 or html < json)


class Pages:
    """Fills the templates in `portal/templates`."""

    def __init__(self, config: Config) -> None:
        self._environment = Environment(
            loader=PackageLoader("webhooks.portal", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(
            reason_text=lambda reason: reason_text(reason, "en") if reason else "",
            status_text=lambda status: _STATUS_TEXTS.get(status, status),
            source_text=lambda source: _SOURCE_TEXTS.get(source, source),
            local_day=_local_day,
        )
        self._environment.globals["postal_address"] = config.postal_address
        self._environment.globals["asset_version"] = _asset_version()
        self._config = config

    def onboarding(
        self,
        resp: Response,
        *,
        token: str,
        practice: Practice,
        given: Mapping[str, Any] | None = None,
        problems: Mapping[str, str] | None = None,
    ) -> None:
        """Show the form: what was given before, else what is known, else sensible defaults."""
        values = _known_values(practice) | _texts(given or {})
        self._render(
            resp,
            "onboarding.html",
            token=token,
            practice=practice,
            values=values,
            problems=problems or {},
            has_extra_problems=bool(_EXTRA_FIELDS & (problems or {}).keys()),
            common_zones=COMMON_ZONES,
            zones=list_zones(),
            features=self._config.features,
        )

    def home(self, resp: Response, *, practice: Practice, overview: Overview) -> None:
        """Show the practice's own page."""
        self._render(
            resp,
            "home.html",
            practice=practice,
            overview=overview,
            features=self._config.features,
        )

    def sign_in(self, resp: Response) -> None:
        """Ask for the address to send a link to."""
        self._render(resp, "link.html", title="Sign in", text="", offers_link=True)
        resp.status = 401

    def link_problem(self, resp: Response, problem: LinkProblem, *, status: int) -> None:
        """Say why a link opens nothing, and offer a new one."""
        self._render(
            resp,
            "link.html",
            title=_TITLES[problem],
            text="Links work once, for seven days. We can send you a new one.",
            offers_link=True,
        )
        resp.status = status

    def link_sent(self, resp: Response) -> None:
        """Say the same whether the address is known or not."""
        self._render(
            resp,
            "link.html",
            title="Check your inbox",
            text="If this address belongs to one of our practices, a new link is on its way.",
            offers_link=False,
        )

    def unsubscribe(self, resp: Response, *, token: str, practice_name: str) -> None:
        """Show the one button."""
        self._render(resp, "unsubscribe.html", token=token, practice_name=practice_name)

    def unsubscribed(self, resp: Response, *, practice_name: str) -> None:
        """Confirm."""
        self._render(resp, "unsubscribe.html", token=None, practice_name=practice_name)

    def _render(self, resp: Response, name: str, **values: Any) -> None:
        resp.content_type = "text/html; charset=utf-8"
        resp.set_header("Vary", "Accept")
        resp.text = self._environment.get_template(name).render(values)


def explain_code(code: str | None) -> str | None:
    """Say in words what a delivery error means."""
    return policy_of(code).meaning_en if code else None


def _known_values(practice: Practice) -> dict[str, str]:
    start, end = practice.quiet_hours_start, practice.quiet_hours_end
    return {
        "name": practice.name,
        "phone": practice.phone or "",
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
        "consent_name": "",
        "consent_accepted": "",
    }


def _texts(given: Mapping[str, Any]) -> dict[str, str]:
    return {k: str(v) for k, v in given.items() if isinstance(v, str | int | float)}


def _local_day(instant: datetime, zone: str) -> str:
    day = local_date(instant, zone)
    return f"{day:%B} {day.day}"


def _asset_version() -> str:
    """Name the static files by what is in them, so that browsers may keep them."""
    folder = files("webhooks.portal") / "static"
    digest = hashlib.sha256()
    for name in sorted(f.name for f in folder.iterdir()):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:12]
