"""Reads typed values out of an environment and collects every problem on the way."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from core.rules.names.emails import check_email

SANDBOX_URL = "http://127.0.0.1:9000"
SANDBOX_TOPIC = "arn:aws:sns:us-east-1:000000000000:ses"
KEY_BYTES = 32

_REGION = (
    r"(?:af|ap|ca|eu|il|me|mx|sa|us|us-gov|cn|eusc-de)-"
    r"(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d"
)
"""As botocore's partitions.json spells the regions of the partitions on the internet."""
_FORMS = {
    "region": re.compile(_REGION),
    "topic": re.compile(
        rf"arn:aws(?:-us-gov|-cn|-eusc)?:sns:{_REGION}:\d{{12}}:[A-Za-z0-9_-]{{1,256}}"
    ),
    "account": re.compile(r"AC[0-9a-f]{32}", re.IGNORECASE),
    "service": re.compile(r"MG[0-9a-f]{32}", re.IGNORECASE),
    "stripe_key": re.compile(r"[sr]k_live_[A-Za-z0-9_]{8,}"),
    "stripe_secret": re.compile(r"whsec_[A-Za-z0-9+/=_-]{8,}"),
    "google_client": re.compile(r"[A-Za-z0-9_.-]+\.apps\.googleusercontent\.com"),
    "uuid": re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE),
    "secret": re.compile(r"(?!https?:)[!-~]{16,}"),
    "address": re.compile(r"(?=.*\d)(?=.*[^\W\d_]{2}).{12,}", re.DOTALL),
}
"""What a value looks like that a provider has issued; the address needs a number and a name."""


def has_form(name: str) -> Callable[[str], bool]:
    """Give a check of every value in a list separated by commas against a named form."""
    pattern = _FORMS[name]
    if name == "address":
        return lambda value: pattern.fullmatch(value) is not None
    return lambda value: bool(split_list(value)) and all(map(pattern.fullmatch, split_list(value)))


def is_https(value: str) -> bool:
    """Tell whether it is an https URL with a host, and neither query nor fragment."""
    parts = urlsplit(value)
    return parts.scheme == "https" and bool(parts.hostname) and not parts.query + parts.fragment


def is_absolute_url(value: str) -> bool:
    """Tell whether it is an http(s) URL with a host."""
    parts = urlsplit(value)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def is_key(value: str) -> bool:
    """Tell whether it is a key of 32 bytes in urlsafe base64."""
    try:
        return len(base64.b64decode(value, altchars=b"-_", validate=True)) == KEY_BYTES
    except (binascii.Error, ValueError):
        return False


def is_database_url(value: str) -> bool:
    """Tell whether libpq and SQLAlchemy read it alike, as a server of PostgreSQL.

    One that they do not read may show parts of its password in what they say of it.
    """
    scheme, _, rest = value.partition("://")
    if scheme.partition("+")[0] not in {"postgresql", "postgres"}:
        return False
    try:
        parts = conninfo_to_dict(f"postgresql://{rest}")
        port = urlsplit(f"postgresql://{rest}").port
    except (psycopg.ProgrammingError, ValueError):
        return False
    is_split_amiss = any("@" in str(parts.get(part, "")) for part in ("host", "port", "dbname"))
    return not is_split_amiss and (port is None or parts["port"] == str(port))


def split_list(value: str) -> tuple[str, ...]:
    """Read values separated by commas."""
    return tuple(part.strip() for part in value.split(",") if part.strip())


class EnvironmentReader:
    """Collects problems while reading, so that an operator sees all of them at once."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.problems: list[str] = []
        self.app_env = environment.get("APP_ENV", "").strip() or "sandbox"
        self.production = self.app_env == "production"

    def raw(self, key: str) -> str:
        """Give a value as it stands, blank if it is not there."""
        return self.environment.get(key, "").strip()

    def text(
        self,
        key: str,
        sandbox: str,
        *,
        default: str | None = None,
        valid: Callable[[str], object] = bool,
        wanted: str = "a value",
        form: Callable[[str], object] = bool,
        is_public: bool = False,
    ) -> str:
        """Read a text: required in production unless it has a production `default`.

        Production also insists on its `form`, and takes no value of the sandbox, which everybody
        knows, unless that is as good as any other.
        """
        value = self.raw(key)
        if not value:
            if not self.production:
                return sandbox
            if default is not None:
                return default
            self.problems.append(f"{key}: missing; set it to {wanted}")
            return ""
        if not valid(value) or (self.production and not form(value)):
            self.problems.append(f"{key}: malformed; it must be {wanted}")
        elif self.production and not is_public and sandbox in (value, *split_list(value)):
            self.problems.append(f"{key}: a published value of the sandbox; set it to {wanted}")
        return value

    def url(self, key: str, *, default: str | None = None, sandbox: str = SANDBOX_URL) -> str:
        """Read a URL, without the slash it may end in."""
        wanted = "an https URL" if self.production else "an http(s) URL"
        return self.text(
            key, sandbox, default=default, valid=is_absolute_url, wanted=wanted, form=is_https
        ).rstrip("/")

    def email(self, key: str, sandbox: str) -> str:
        """Read an email address."""
        return self.text(key, sandbox, valid=check_email, wanted="an email address")

    def several(
        self, key: str, sandbox: str, wanted: str, form: Callable[[str], object]
    ) -> tuple[str, ...]:
        """Read values separated by commas, newest first."""
        value = self.text(key, sandbox, valid=split_list, wanted=wanted, form=form)
        return split_list(value)

    def secret(self, key: str, sandbox: str, wanted: str) -> str:
        """Read what a provider has issued and nobody can guess."""
        return self.text(key, sandbox, wanted=wanted, form=has_form("secret"))

    def number(self, key: str, default: float) -> float:
        """Read a number above 0."""
        value = self.raw(key)
        try:
            number = float(value) if value else default
        except ValueError:
            number = -1.0
        if not 0 < number < float("inf"):
            self.problems.append(f"{key}: malformed; it must be a number above 0")
            return default
        return number

    def whole(self, key: str, default: int) -> int:
        """Read a whole number above 0."""
        number = self.number(key, default)
        if number != int(number):
            self.problems.append(f"{key}: malformed; it must be a whole number above 0")
        return int(number)

    def flag(self, key: str, *, sandbox: bool) -> bool:
        """Read a switch: off in production unless it is set."""
        value = self.raw(key).lower()
        if not value:
            return sandbox and not self.production
        if value not in {"true", "false", "1", "0", "on", "off"}:
            self.problems.append(f"{key}: malformed; it must be true or false")
        return value in {"true", "1", "on"}
