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

_TOPIC_ARN = re.compile(
    r"arn:aws[a-z-]{0,8}:sns:[a-z]{2,4}(?:-[a-z]{2,12}){1,3}-\d{1,2}:\d{12}:[\w-]{1,256}", re.ASCII
)


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


def is_topic_arn(value: str) -> bool:
    """Tell whether it names an SNS topic."""
    return _TOPIC_ARN.fullmatch(value) is not None


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
    ) -> str:
        """Read a text: required in production unless it has a production `default`."""
        value = self.raw(key)
        if not value:
            if not self.production:
                return sandbox
            if default is not None:
                return default
            self.problems.append(f"{key}: missing; set it to {wanted}")
            return ""
        if not valid(value):
            self.problems.append(f"{key}: malformed; it must be {wanted}")
        return value

    def url(self, key: str, *, default: str | None = None, sandbox: str = SANDBOX_URL) -> str:
        """Read a URL, without the slash it may end in."""
        return self.text(
            key, sandbox, default=default, valid=is_absolute_url, wanted="an http(s) URL"
        ).rstrip("/")

    def email(self, key: str, sandbox: str) -> str:
        """Read an email address."""
        return self.text(key, sandbox, valid=check_email, wanted="an email address")

    def several(self, key: str, sandbox: str, wanted: str) -> tuple[str, ...]:
        """Read values separated by commas, newest first."""
        value = self.text(key, sandbox, valid=split_list, wanted=wanted)
        return split_list(value)

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
