"""Failures made to order: the next calls of a provider fail as asked."""

import json
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_PREFIXES = (
    ("/2010-04-01/", "twilio"),
    ("/v2/email/", "ses"),
    ("/v1/places/", "places"),
    ("/services/", "slack"),
    ("/calendar/v3/", "gcal"),
    ("/token", "google_oauth"),
    ("/revoke", "google_oauth"),
    ("/v1.0/", "outlook"),
    ("/common/", "microsoft_oauth"),
    ("/v1/", "stripe"),
)
PROVIDERS = frozenset(name for _, name in _PREFIXES)
KINDS = frozenset({"status", "torn", "nonsense", "hangup"})


@dataclass(frozen=True)
class Fault:
    """How the next `times` calls of a provider go wrong.

    `kind`: `status` answers with `status` in the provider's shape; `torn` breaks off in the middle
    of the answer; `nonsense` is 200 (or `status`) with a page that is no JSON; `hangup` closes
    without a byte. With `carried_out` the call takes effect all the same. A fault of a status 0
    and kind `status` only waits `delay_seconds` and lets the call through.
    """

    provider: str
    status: int = 0
    kind: str = "status"
    times: int = 1
    delay_seconds: float = 0.0
    retry_after: str = ""
    code: str = ""
    """For Entra perhaps with an AADSTS number: `invalid_grant AADSTS50173`."""
    carried_out: bool = False
    method: str = ""
    """Only calls of this HTTP method; blank for all."""


@dataclass
class Faults:
    """The faults that are still to happen, first in first out."""

    _queue: deque[Fault] = field(default_factory=deque)

    def add(self, fault: Fault) -> None:
        """Let the next calls fail."""
        self._queue.append(fault)

    def clear(self) -> None:
        """Let everything work again."""
        self._queue.clear()

    def take(self, path: str, method: str) -> Fault | None:
        """Give the fault that this call meets, and use it up by one."""
        provider = provider_of(path)
        for index, fault in enumerate(self._queue):
            if fault.provider == provider and fault.method in {"", method}:
                if fault.times > 1:
                    self._queue[index] = replace(fault, times=fault.times - 1)
                else:
                    del self._queue[index]
                return fault
        return None


def provider_of(path: str) -> str:
    """Name the provider behind a path; blank for the sandbox's own pages."""
    return next((name for prefix, name in _PREFIXES if path.startswith(prefix)), "")


def failing(app: Wsgi, faults: Faults) -> Wsgi:
    """Wrap an app so that calls meet their faults first."""

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        fault = faults.take(environ["PATH_INFO"], environ["REQUEST_METHOD"])
        if fault is None:
            return app(environ, start_response)
        if fault.kind == "status" and not fault.status:
            time.sleep(fault.delay_seconds)
            return app(environ, start_response)
        if fault.carried_out:
            b"".join(app(environ, lambda *_args, **_kwargs: None))
        time.sleep(fault.delay_seconds)
        return _answer(fault, environ, start_response)

    return serve


def _answer(
    fault: Fault, environ: dict[str, Any], start_response: Callable[..., Any]
) -> Iterable[bytes]:
    if fault.kind == "hangup":
        environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        raise ConnectionResetError
    status = HTTPStatus(fault.status or 200)
    body = b"<!doctype html><title>Maintenance</title>"
    headers = [("Content-Type", "text/html")]
    if fault.kind == "status":
        body = json.dumps(_body(fault)).encode()
        headers = [("Content-Type", "application/json"), ("x-amzn-errortype", fault.code)]
    if fault.retry_after:
        headers.append(("Retry-After", fault.retry_after))
    promised = len(body) * (2 if fault.kind == "torn" else 1)
    headers += [("Content-Length", str(promised)), ("Connection", "close")]
    start_response(f"{status.value} {status.phrase}", headers)
    return [body]


def _body(fault: Fault) -> dict[str, object]:
    code = fault.code or str(fault.status)
    message = "Asked for through /_sandbox/faults"
    number = int(code) if code.isdigit() else fault.status
    reasons = [{"domain": "global", "reason": code, "message": message}]
    bodies: dict[str, dict[str, object]] = {
        "twilio": {"code": number, "message": message, "more_info": "", "status": fault.status},
        "stripe": {"error": {"code": code, "message": message, "type": "api_error"}},
        "places": {"error": {"code": fault.status, "message": message, "status": code}},
        "gcal": {"error": {"code": fault.status, "message": message, "errors": reasons}},
        "outlook": {"error": {"code": code, "message": message}},
        "google_oauth": {"error": code, "error_description": message},
        "microsoft_oauth": _entra(code, message),
    }
    return bodies.get(fault.provider, {"message": message})


def _entra(code: str, message: str) -> dict[str, object]:
    error, _, number = code.rpartition(" AADSTS")
    if not (error and number.isdigit()):
        return {"error": code, "error_description": message}
    told = f"AADSTS{number}: {message}"
    return {"error": error, "error_description": told, "error_codes": [int(number)]}
