"""Links, cookies and bearer tokens: altered, used up, ended, or made for something else."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

from benchmarks.attacks.offices import Office
from benchmarks.attacks.target import Ask
from core.onboarding.sign_in import start_session
from core.rules.tokens import issue_token, sign_value

_JSON = {"Content-Type": "application/json"}
_VISIT = json.dumps({"first_name": "Forged", "phone": "+14155550166"}).encode()
_SIGNS = "Aa0_"


def by_session(cookie: str) -> Ask:
    """Look at the portal."""
    return Ask("GET", "/portal", {"Cookie": f"session={cookie}"})


def by_link(token: str) -> Ask:
    """Open the portal's form."""
    return Ask("GET", f"/onboard/{token}")


def by_button(token: str) -> Ask:
    """Sign in by a link."""
    return Ask("POST", "/portal/sign-in", _JSON, json.dumps({"token": token}).encode())


def by_unsubscribe(token: str) -> Ask:
    """Unsubscribe."""
    return Ask("POST", f"/u/{token}")


def by_code(code: str) -> Ask:
    """Follow a patient's link."""
    return Ask("GET", f"/r/{code}")


def by_bearer(token: str) -> Ask:
    """Tell of a visit."""
    return Ask(
        "POST", "/connectors/frontdesk", {"Authorization": f"Bearer {token}"} | _JSON, _VISIT
    )


def genuine_links(own: Office) -> list[tuple[Callable[[str], Ask], str]]:
    """Give every way in, and what opens it; nothing of it is used up yet."""
    session = own.session()["Cookie"].removeprefix("session=")
    bearer = own.frontdesk()["Authorization"].removeprefix("Bearer ")
    link = own.link()
    return [
        (by_session, session),
        (by_link, link),
        (by_button, link),
        (by_unsubscribe, own.unsubscribe_token()),
        (by_code, own.code),
        (by_bearer, bearer),
    ]


def alter_links(own: Office, other: Office) -> Iterator[Ask]:
    """Change every character of every one, cut them, and use those of other times and purposes."""
    for make, token in genuine_links(own):
        for altered in _alterations(token):
            yield make(altered)
    yield from _of_other_purposes(own, other)
    yield from _ended(own)


def _alterations(token: str) -> Iterator[str]:
    for number, sign in enumerate(token):
        other = next(one for one in _SIGNS if one != sign)
        yield token[:number] + other + token[number + 1 :]
    longest = range(1, min(12, len(token)))
    cut = [token[:-number] for number in longest] + [token[number:] for number in longest]
    whole = [token + "A", "A" + token, token * 2, token[::-1], token.swapcase(), "A" * len(token)]
    yield from (one for one in (*cut, *whole) if one != token)


def _of_other_purposes(own: Office, other: Office) -> Iterator[Ask]:
    """Mix up what is genuine: two practices' halves, and what was made for another use."""
    mine, theirs, mail = own.link(), other.link(), own.unsubscribe_token()
    session = own.session()["Cookie"].removeprefix("session=")
    value = session.rpartition(".")[0]
    for half in range(20, 60, 4):
        yield by_link(theirs[:half] + mine[half:])
        yield by_button(mine[:half] + theirs[half:])
    for token in (mail, session, value, own.code):
        yield by_link(token)
        yield by_button(token)
    for token in (session, value, mine, mail, "fd_", "fd_" + "A" * 43):
        yield by_bearer(token)
    yield by_session(mine)
    yield from _signed_otherwise(own, other, session)


def _signed_otherwise(own: Office, other: Office, session: str) -> Iterator[Ask]:
    """Sign for other uses, and with keys that are not ours; or with ours what nobody gave out."""
    web = own.target.web
    secret, later = web.config.hmac_secrets[0], web.now + timedelta(days=7)
    for purpose in ("onboard", "unsubscribe", "session", "", "magic_link"):
        for key in (secret, secret[::-1], b"", b"x" * 32):
            made = issue_token(
                key, practice_id=other.id, purpose=purpose, expires_at=later, nonce=b"n" * 16
            )
            yield by_link(made)
            yield by_button(made)
            if purpose != "unsubscribe" or key != secret:
                yield by_unsubscribe(made)
    value, _, mac = session.rpartition(".")
    their_mac = other.session()["Cookie"].rpartition(".")[2]
    for cookie in (
        f"{value}.{their_mac}",
        f".{mac}",
        value,
        sign_value(b"", value, purpose="session"),
        sign_value(secret, value, purpose="onboard"),
        sign_value(secret, "made up", purpose="session"),
    ):
        yield by_session(cookie)


def _ended(own: Office) -> Iterator[Ask]:
    """Use what has expired, was used up or signed out."""
    web = own.target.web
    secret, cookie = web.config.hmac_secrets[0], own.session()
    for days in (-1, -7, -0.001):
        yield by_link(own.link(days=days))
        yield by_button(own.link(days=days))
    used = own.link()
    own.target.ask(by_button(used))
    yield by_link(used)
    yield by_button(used)
    for days in (31, 60, 400):
        value = start_session(web.database, practice_id=own.id, now=web.now - timedelta(days=days))
        yield by_session(sign_value(secret, value, purpose="session"))
    own.target.ask(Ask("POST", "/portal/sign-out", cookie))
    yield by_session(cookie["Cookie"].removeprefix("session="))
    before = own.frontdesk()["Authorization"].removeprefix("Bearer ")
    own.frontdesk()
    yield by_bearer(before)
