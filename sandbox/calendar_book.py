"""The calendars behind both stand-ins: accounts, entries, consent, and tokens for them."""

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

from sandbox.state import World

DEFAULT_ACCOUNT = "frontdesk@bright-smiles.example"
PRIMARY = "primary"
TOKEN_SECONDS = 3599
CODE_LIFETIME = timedelta(minutes=10)


@dataclass(frozen=True)
class Entry:
    """One entry, or with `repeat_days` a series of them; times are aware UTC."""

    id: str
    account: str
    calendar: str
    title: str
    description: str
    starts_at: datetime
    ends_at: datetime
    updated_at: datetime
    all_day: bool = False
    status: str = "confirmed"
    declined: bool = False
    location: str = ""
    attendees: tuple[str, ...] = ()
    """Addresses, with a name in front or not: `Ana Ruiz <ana@example.com>`."""
    kind: str = "default"
    repeat_days: int = 0
    repeat_count: int = 1
    series_id: str | None = None
    original_starts_at: datetime | None = None


@dataclass(frozen=True)
class Code:
    """A consent that is on its way back."""

    account: str
    client_id: str
    redirect_uri: str
    challenge: str
    scope: str
    expires_at: datetime


@dataclass
class CalendarBook:
    """One provider's accounts; `name` is `gcal` or `outlook`.

    Every account that consents has its own calendars. `consent` is how the next consent page is
    answered: `grant`, `deny`, or `untick` for a consent without the calendar. With
    `is_strict` a refresh token is good for one use, as RFC 9700 advises providers. With a
    `mailbox_zone`, its Windows name and its real one, Graph answers in that zone.
    """

    name: str
    world: World
    entries: dict[str, Entry] = field(default_factory=dict)
    exceptions: dict[str, Entry] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    refresh_tokens: dict[str, str] = field(default_factory=dict)
    access_tokens: dict[str, str] = field(default_factory=dict)
    read_only: set[str] = field(default_factory=set)
    refusals: dict[str, tuple[int, str]] = field(default_factory=dict)
    unlisted: set[str] = field(default_factory=set)
    is_looping: bool = False
    consent: str = "grant"
    page_size: int = 250
    is_strict: bool = False
    mailbox_zone: tuple[str, str] | None = None
    is_seeded: bool = False
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def reset(self) -> None:
        """Forget everything; the typical day comes back when it is looked at."""
        for kept in (self.entries, self.exceptions, self.codes):
            kept.clear()
        self.refresh_tokens.clear()
        self.access_tokens.clear()
        for kept_names in (self.read_only, self.refusals, self.unlisted):
            kept_names.clear()
        self.is_looping = False
        self.consent, self.page_size = "grant", 250
        self.is_strict = self.is_seeded = False
        self.mailbox_zone = None

    def clear(self) -> None:
        """Drop all entries, the typical day included."""
        with self.world.changing():
            self.entries.clear()
            self.exceptions.clear()
            self.is_seeded = True

    def put(self, entry: Entry) -> Entry:
        """Enter or change an entry, or one instance of a series."""
        with self.world.changing():
            changed = replace(entry, updated_at=self.world.now())
            kept = self.exceptions if entry.series_id else self.entries
            kept[entry.id] = changed
        return changed

    def find(self, entry_id: str) -> Entry | None:
        """Find an entry, or an instance of a series by its own id."""
        with self.world.lock:
            self._seed()
            found = self.entries.get(entry_id) or self.exceptions.get(entry_id)
            if found is not None:
                return found
            instances = (i for e in self.entries.values() for i in self._instances(e))
            return next((i for i in instances if i.id == entry_id), None)

    def list_entries(self, account: str, calendar: str, *, singly: bool) -> list[Entry]:
        """List an account's entries in one calendar, series taken apart if `singly`."""
        with self.world.lock:
            self._seed()
            mine = [
                entry
                for entry in self.entries.values()
                if entry.account in {account, ""} and entry.calendar == calendar
            ]
            if not singly:
                return mine
            return [instance for entry in mine for instance in self._instances(entry)]

    def list_calendars(self, account: str) -> list[str]:
        """Name the calendars of an account, the primary one first."""
        with self.world.lock:
            others = {e.calendar for e in self.entries.values() if e.account in {account, ""}}
        return [PRIMARY, *sorted(others - {PRIMARY})]

    def list_shown(self, account: str) -> list[str]:
        """Name the calendars that stand in the account's list."""
        return [name for name in self.list_calendars(account) if name not in self.unlisted]

    def refuse(self, calendar: str, error: Callable[[int, str, str], Exception]) -> None:
        """Raise a calendar's refusal, in its provider's words, if it has one."""
        if calendar in self.refusals:
            raise error(*self.refusals[calendar], "As the front desk wishes")

    def page_after(self, end: int) -> int:
        """Give where the page begins that follows one which ended at `end`."""
        return end - self.page_size if self.is_looping and end > self.page_size else end

    def _instances(self, entry: Entry) -> Iterable[Entry]:
        if not entry.repeat_days:
            yield entry
            return
        for nth in range(entry.repeat_count):
            shift = timedelta(days=entry.repeat_days * nth)
            starts_at = entry.starts_at + shift
            instance_id = f"{entry.id}_{starts_at:%Y%m%dT%H%M%SZ}"
            yield self.exceptions.get(instance_id) or replace(
                entry,
                id=instance_id,
                starts_at=starts_at,
                ends_at=entry.ends_at + shift,
                series_id=entry.id,
                original_starts_at=starts_at,
                repeat_days=0,
            )

    def give_code(self, code: Code) -> str:
        """Give the code of a consent."""
        with self.world.changing():
            key = "4/" + self.world.make_id("", self.name, "code", next(self.numbers))
            self.codes[key] = code
        return key

    def take_code(
        self, key: str, *, client_id: str, redirect_uri: str, verifier: str
    ) -> str | None:
        """Use a code up; gives its account, None if anything about it is wrong."""
        with self.world.changing():
            code = self.codes.pop(key, None)
        if code is None or code.expires_at <= self.world.now():
            return None
        expected = (code.client_id, code.redirect_uri, code.challenge)
        return code.account if expected == (client_id, redirect_uri, s256(verifier)) else None

    def give_refresh_token(self, account: str) -> str:
        """Give lasting access to an account."""
        with self.world.changing():
            token = self.world.make_id(f"rt_{self.name}_", account, next(self.numbers))
            self.refresh_tokens[token] = account
        return token

    def use_refresh_token(self, token: str) -> str | None:
        """Give the account behind a token, which ends a token that is good for one use."""
        with self.world.changing():
            if self.is_strict:
                return self.refresh_tokens.pop(token, None)
            return self.refresh_tokens.get(token)

    def give_access_token(self, account: str) -> str:
        """Give access for an hour."""
        with self.world.changing():
            token = self.world.make_id(f"at_{self.name}_", account, next(self.numbers))
            self.access_tokens[token] = account
        return token

    def account_of(self, authorization: str | None) -> str | None:
        """Give the account of an Authorization header; None if its token is not good any more."""
        scheme, _, token = (authorization or "").partition(" ")
        return self.access_tokens.get(token) if scheme == "Bearer" else None

    def revoke(self, account: str | None = None) -> None:
        """Withdraw consent, of one account or of all."""
        with self.world.changing():
            for kept in (self.refresh_tokens, self.access_tokens):
                for token in [t for t, of in kept.items() if account in {None, of}]:
                    del kept[token]

    def _seed(self) -> None:
        """Enter a typical day that is over, as offices write them down."""
        if self.is_seeded:
            return
        self.is_seeded = True
        end = self.world.now().replace(second=0, microsecond=0) - timedelta(minutes=20)
        for nth, (title, minutes) in enumerate(TYPICAL_DAY[self.name]):
            ends_at = end - timedelta(minutes=30 * nth)
            self.entries[f"seed{nth}{self.name}"] = Entry(
                id=f"seed{nth}{self.name}",
                account="",
                calendar=PRIMARY,
                title=title,
                description="",
                starts_at=ends_at - timedelta(minutes=minutes),
                ends_at=ends_at,
                updated_at=ends_at - timedelta(days=3),
            )


TYPICAL_DAY = {
    "gcal": (
        ("Cleaning \u2013 Maria L. (510) 555-0161", 60),
        ("New pt: OKAFOR, CHIDI 5105550162", 60),
        ("Limpieza: Rosa Díaz 510-555-0163 ESP", 60),
        ("LUNCH", 60),
        ("Crown seat #14 - Tom Becker c: 510-555-0164 h: 510-555-0165 w/ Dr. Kim", 90),
        ("Recall Hannah Weiss", 45),
        ("NO SHOW \u2013 Bill Carter 510-555-0166", 45),
        ("Staff meeting", 30),
    ),
    "outlook": (
        ("Hyg - Grace Lin 510-555-0171", 60),
        ("Exam + BWX: Andre Jones andre.jones@example.com", 45),
        ("Blocked - Dr out", 60),
        ("Consulta \u2013 Lucía Gómez 510.555.0172 (español)", 30),
        ("RCT #30 PATEL, NEHA 5105550173 Delta", 90),
        ("Call lab re Becker case 800-555-0100", 15),
    ),
}


def s256(verifier: str) -> str:
    """Give the S256 challenge of a PKCE verifier."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def instant(text: str) -> datetime:
    """Read an RFC 3339 time or a date, as UTC."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def day(moment: datetime) -> str:
    """Write the day of an all-day entry."""
    return date(moment.year, moment.month, moment.day).isoformat()
