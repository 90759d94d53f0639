"""What is an email address, and which one a cell or a field gives."""

import re
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

_MAX_CHARS = 254
_MAX_LOCAL_PART_CHARS = 64
_PLAIN_LOCAL_PART = re.compile(r"[a-z0-9]+(?:[._+-][a-z0-9]+)*")
_BETWEEN = re.compile(r"[;,\s]")
_TOP_LEVEL = re.compile(r"[a-z]{2,}|xn--[a-z0-9-]+")
_STAND_INS = frozenset({"none", "noemail", "no", "na", "null", "noreply", "decline"})


def check_email(text: str) -> str | None:
    """Give an address in lower case, its domain as DNS spells it; None if nobody can have it.

    Nothing is looked up. Names kept for special use have no mail, but `.test` may be tried out
    with. No mailbox here has a name beyond ASCII: SES sends to none.
    """
    address = text.lower()
    if len(address) > _MAX_CHARS:
        return None
    local, _, domain = address.rpartition("@")
    if len(local) > _MAX_LOCAL_PART_CHARS or not _PLAIN_LOCAL_PART.fullmatch(local):
        return _validated(address)
    # Nothing can be wrong with such a name, and lists of thousands have few domains.
    known = _known_domain(domain)
    return None if known is None or len(local) + len(known) >= _MAX_CHARS else f"{local}@{known}"


def find_email(text: str) -> str | None:
    """Read the first address in a text, with or without `mailto:` or brackets around it."""
    bare = text.lower().removeprefix("mailto:").strip(" <>")
    return check_email(_BETWEEN.split(bare, maxsplit=1)[0].strip("<>"))


def parse_email(cell: str) -> str | None:
    """Read a patient's address, the first in a cell; None if there is none, or a stand-in."""
    email = find_email(cell)
    return None if email is None or email.partition("@")[0] in _STAND_INS else email


@lru_cache(maxsize=4096)
def _known_domain(domain: str) -> str | None:
    checked = _validated(f"x@{domain}")
    return checked and checked.removeprefix("x@")


def _validated(address: str) -> str | None:
    try:
        checked = validate_email(
            address,
            allow_smtputf8=False,
            strict=True,
            check_deliverability=False,
            test_environment=True,
        )
    except EmailNotValidError:
        return None
    email = (checked.ascii_email or "").lower()
    _, dot, top_level = email.partition("@")[2].rpartition(".")
    return email if dot and _TOP_LEVEL.fullmatch(top_level) else None
