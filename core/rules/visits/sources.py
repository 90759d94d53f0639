"""The table of visit sources: all that flags, routes, pages, jobs and queries know of each.

A further source is an entry here, a client in `core.providers` where it is a calendar, and a
migration that names it in `visit_sources`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.errors import EngineError
from core.rules.calendars.oauth import Consent, GoogleScopes, GraphScopes
from core.rules.wording.catalogue import to_say


class UnknownSource(EngineError):
    """A name that stands for no visit source."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a source is read that is connected once and then polled.

    `client` is the module of `core.providers` whose `connect` gives the client; `platform` names
    whose it is in the graph of assets; `can_revoke` says that the provider can be told of an end.
    """

    client: str
    platform: str
    pool: str
    consent: Consent
    can_revoke: bool


@dataclass(frozen=True, slots=True)
class Source:
    """One way by which a practice's visits reach us; `title` and `hint` are for its owner."""

    name: str
    title: str
    hint: str
    calendar: Calendar | None = None

    @property
    def flag(self) -> str:
        """Give the environment's key that switches the source on."""
        return f"FEATURE_{self.name.upper()}"

    @property
    def exchange_job(self) -> str:
        """Give the type of the job that trades a consent's code for access."""
        return f"exchange_{self.name}_code"

    @property
    def look_job(self) -> str:
        """Give the type of the job that looks at a calendar for its owner."""
        return f"look_at_{self.name}"

    @property
    def revoke_job(self) -> str | None:
        """Give the type of the job that ends a consent at the provider, where one can."""
        return f"revoke_{self.name}" if self.calendar and self.calendar.can_revoke else None

    @property
    def poll_jobs(self) -> tuple[str, ...]:
        """Give the types of jobs that only a poll of this source may claim."""
        if self.calendar is None:
            return ()
        return tuple(filter(None, (self.exchange_job, self.look_job, self.revoke_job)))

    @property
    def connected_event(self) -> str:
        """Give the type of the event that says a practice has connected it."""
        return f"{self.name}_connected"


_CONNECT_HINT = to_say("Connect it after saving; we read when visits end.")

_TABLE = (
    Source(
        "gcal",
        to_say("Google Calendar"),
        _CONNECT_HINT,
        Calendar(
            client="google_calendar",
            platform="google",
            pool="google_calendar",
            consent=Consent(
                client_id="google_oauth_client_id",
                base="google_oauth_base",
                usual_base="https://accounts.google.com",
                path="/o/oauth2/v2/auth",
                scopes=(GoogleScopes.CALENDAR.value,),
                asks={
                    "access_type": "offline",
                    "prompt": "consent",  # makes Google give a refresh token again
                    "include_granted_scopes": "false",
                },
            ),
            can_revoke=True,
        ),
    ),
    Source(
        "outlook",
        to_say("Outlook"),
        _CONNECT_HINT,
        Calendar(
            client="graph_calendar",
            platform="microsoft",
            pool="microsoft_graph",
            consent=Consent(
                client_id="graph_client_id",
                base="graph_authority",
                usual_base="https://login.microsoftonline.com",
                path="/common/oauth2/v2.0/authorize",  # work and personal accounts alike
                scopes=(GraphScopes.OFFLINE.value, GraphScopes.CALENDAR.value),
                asks={"response_mode": "query", "prompt": "select_account"},
            ),
            can_revoke=False,  # Microsoft has no call that ends a consent
        ),
    ),
    Source("csv", *to_say(("Lists you upload", "Upload a CSV file as often as you like."))),
    Source("frontdesk", *to_say(("Front desk", "Two fields on a tablet when the patient leaves."))),
)

SOURCES: Mapping[str, Source] = MappingProxyType({source.name: source for source in _TABLE})
"""Every source by name, in the order in which pages show them."""

CALENDARS: Mapping[str, Source] = MappingProxyType(
    {source.name: source for source in _TABLE if source.calendar is not None}
)
"""The sources that are connected once and then polled."""

POLL_JOBS = tuple(job for source in _TABLE for job in source.poll_jobs)
"""Jobs of all polls: no other worker may claim them."""


def get_calendar(name: str) -> tuple[Source, Calendar]:
    """Give a calendar and how it is read; raises UnknownSource for whatever is none."""
    source = CALENDARS.get(name)
    if source is None or source.calendar is None:
        raise UnknownSource(name)
    return source, source.calendar
