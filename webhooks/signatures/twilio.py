"""Twilio's webhook signature: HMAC-SHA1 over the public URL and every form field."""

import base64
import hmac
from collections.abc import Iterable, Sequence
from hashlib import sha1, sha256
from itertools import product
from urllib.parse import parse_qs, urlsplit

from core.errors import InvalidSignature


def verify_twilio(
    url: str,
    fields: Sequence[tuple[str, str]],
    header: str | None,
    auth_tokens: Sequence[str],
    *,
    json_body: bytes | None = None,
    form_body: bytes = b"",
) -> None:
    """Raise InvalidSignature unless one of `auth_tokens` signed this very request.

    `url` is the public one, with its query, as Twilio called it; `fields` are all of the form's,
    blank and repeated ones too, in any order. With `json_body` the query carries the body's hash
    instead, and it may with the `form_body` that the fields were read from.
    Source: twilio.com/docs/usage/webhooks/webhooks-security.
    """
    if not header:
        reason = "missing_header"
        raise InvalidSignature(reason)
    if json_body is not None:
        if not _has_hash(url, json_body):
            reason = "body_hash_mismatch"
            raise InvalidSignature(reason)
        fields = ()
    given = header.strip().encode("utf-8", "surrogateescape")
    suffixes = {_signed_fields(fields), *([""] if _has_hash(url, form_body) else [])}
    is_genuine = False
    for spelling, suffix, token in product(_spellings(url), suffixes, auth_tokens):
        mac = hmac.new(token.encode(), (spelling + suffix).encode(), sha1).digest()
        is_genuine |= hmac.compare_digest(base64.b64encode(mac), given)
    if not is_genuine:
        reason = "mismatch"
        raise InvalidSignature(reason)


def _signed_fields(fields: Iterable[tuple[str, str]]) -> str:
    """Join names and values in order; a repeated value of one name counts once."""
    return "".join(name + value for name, value in sorted(set(fields)))


def _spellings(url: str) -> tuple[str, ...]:
    """Give the URL with and without its default port: Twilio has signed either."""
    parts = urlsplit(url)
    default = {"https": 443, "http": 80}.get(parts.scheme)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    bare = parts._replace(netloc=host).geturl()
    ported = parts._replace(netloc=f"{host}:{parts.port or default}").geturl()
    spellings = (url, bare, ported) if parts.port in {None, default} else (url, bare)
    return tuple(dict.fromkeys(spellings))


def _has_hash(url: str, body: bytes) -> bool:
    """Tell whether the query carries the body's hash; it may carry others, and be given twice."""
    expected = sha256(body).hexdigest().encode()
    hashes = parse_qs(urlsplit(url).query).get("bodySHA256", [])
    given = [text.lower().encode("utf-8", "surrogateescape") for text in hashes]
    return any(hmac.compare_digest(one, expected) for one in given)
