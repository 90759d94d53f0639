"""The certificates that Amazon signs its notifications with: fetched apart from all other work."""

import asyncio
import time
import urllib.request
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

from core.errors import InvalidSignature, TransientError

_SCHEME = "https"
_THREADS = 2
_MOST_AT_ONCE = 8
_TIMEOUT_SECONDS = 5
_MAX_BYTES = 16_384
_CHUNK_BYTES = 4096
_KEEP_SECONDS = 24 * 3600
_REFUSE_SECONDS = 5 * 60
_MOST_KEPT = 256


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect to be the answer, which is none: who redirects may lead anywhere."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        del args, kwargs


_opener = urllib.request.build_opener(_NoRedirects)


def fetch_certificate(url: str) -> bytes:
    """Give the PEM behind an https address that the caller has checked.

    Follows no redirect, takes five seconds and 16 KiB at most. Raises InvalidSignature where the
    host says that it has none, and TransientError where nothing is said.
    """
    if urlsplit(url).scheme != _SCHEME:
        reason = "untrusted_certificate"
        raise InvalidSignature(reason)
    ends_at = time.monotonic() + _TIMEOUT_SECONDS
    try:
        with _opener.open(url, timeout=_TIMEOUT_SECONDS) as answer:
            return _read(answer, ends_at)
    except HTTPError as error:
        if error.code < 500:  # noqa: PLR2004 - the host has answered, and has no such certificate
            reason = "unknown_certificate"
            raise InvalidSignature(reason) from error
        raise _unavailable() from error
    except OSError as error:
        raise _unavailable() from error


def _read(answer: Any, ends_at: float) -> bytes:
    pem = b""
    while chunk := answer.read1(_CHUNK_BYTES):
        pem += chunk
        if len(pem) > _MAX_BYTES:
            reason = "malformed_certificate"
            raise InvalidSignature(reason)
        if time.monotonic() > ends_at:
            raise _unavailable()
    return pem


def _unavailable() -> TransientError:
    message = "the signing certificate could not be fetched"
    return TransientError(message)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What became of an address: its PEM, or why there is none."""

    pem: bytes | None
    refusal: str | None
    until: float


class Certificates:
    """Gives certificates, each fetched once however many ask, and remembered either way.

    Two threads of its own do the fetching: an address that answers slowly, or many that do not
    exist, keep nothing else waiting. What is known is given at once in any case.
    """

    def __init__(
        self, fetch: Callable[[str], bytes], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Fetch by `fetch`, as `fetch_certificate` does; `clock` counts seconds."""
        self._fetch = fetch
        self._clock = clock
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._flights: dict[str, asyncio.Future[bytes]] = {}
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="certificates")

    async def get(self, url: str) -> bytes:
        """Give the PEM of `url`.

        Raises InvalidSignature where the host has none, and TransientError where it could not be
        asked, which is believed for five minutes, or where too many others are being asked for.
        """
        kept = self._kept.get(url)
        if kept is not None and kept.until > self._clock():
            return _open(kept)
        flight = self._flights.get(url)
        if flight is None:
            if len(self._flights) >= _MOST_AT_ONCE:
                raise _unavailable()
            flight = asyncio.ensure_future(self._fly(url))
            self._flights[url] = flight
            flight.add_done_callback(lambda _: self._flights.pop(url, None))
        return await asyncio.shield(flight)

    async def _fly(self, url: str) -> bytes:
        loop = asyncio.get_running_loop()
        try:
            pem: bytes | None = await loop.run_in_executor(self._threads, self._fetch, url)
            refusal = None
        except InvalidSignature as error:
            pem, refusal = None, error.reason
        except TransientError:
            pem, refusal = None, None
        seconds = _REFUSE_SECONDS if pem is None else _KEEP_SECONDS
        kept = _Kept(pem, refusal, self._clock() + seconds)
        self._keep(url, kept)
        return _open(kept)

    def _keep(self, url: str, kept: _Kept) -> None:
        """Remember; of too many the failures go first, so that nobody drives out a real one."""
        self._kept[url] = kept
        self._kept.move_to_end(url)
        while len(self._kept) > _MOST_KEPT:
            failures = (known for known, one in self._kept.items() if one.pem is None)
            del self._kept[next(failures, next(iter(self._kept)))]


def _open(kept: _Kept) -> bytes:
    if kept.pem is not None:
        return kept.pem
    if kept.refusal is not None:
        raise InvalidSignature(kept.refusal)
    raise _unavailable()
