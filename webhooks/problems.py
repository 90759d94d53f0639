"""The error table: their mistakes are 4xx with a reason, ours are 503 and counted."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

import falcon
import falcon.asgi
from falcon.asgi import Request, Response

from core.error_traces import describe_error, trace_error
from core.errors import InvalidSignature, MalformedPayload, TransientError
from core.log import get_logger
from webhooks.deps import Deps
from webhooks.hot_rows import FAILURE
from webhooks.portal.views.pages import Pages
from webhooks.portal.views.problem_pages import show_problem
from webhooks.refusals import Refusals

_log = get_logger(__name__)

RETRY_AFTER_SECONDS = 5

_TEXTS: Mapping[int, tuple[str, str]] = {
    400: ("bad_request", "The request cannot be understood."),
    401: ("unauthorized", "Please sign in."),
    403: ("forbidden", "This is not allowed."),
    404: ("not_found", "There is nothing here."),
    405: ("method_not_allowed", "This method does nothing here."),
    411: ("length_required", "The length of the request is missing."),
    413: ("too_large", "The request is too large."),
    415: ("unsupported_media_type", "Send this in the type that is documented."),
    422: ("invalid", "Some values are not valid."),
}


class Problem(Exception):
    """An answer that ends a request: a status, a code for programs and a text for people."""

    def __init__(
        self,
        status: int,
        error: str,
        message: str,
        *,
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.message = message
        self.headers = headers or {}
        self.extra = extra

    @property
    def media(self) -> dict[str, Any]:
        """The body."""
        return {"error": self.error, "message": self.message} | self.extra


class CountedRefusals:
    """Counts what a resource refuses by itself: a page of a dead link, a form to be mended."""

    def __init__(self, refusals: Refusals) -> None:
        self._refusals = refusals

    async def process_response(
        self,
        req: Request,
        resp: Response,
        resource: object,
        req_succeeded: bool,  # noqa: FBT001 - Falcon's signature
    ) -> None:
        """Count an answer 4xx, unless the error table has."""
        del resource, req_succeeded
        status = resp.status_code
        is_refusal = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
        if is_refusal and not getattr(req.context, "is_counted", False):
            code, _ = _TEXTS.get(status, ("rejected", ""))
            self._refusals.count(req.uri_template, getattr(resp.context, "refusal", code))


def not_found() -> Problem:
    """Say that there is nothing here."""
    return Problem(404, *_TEXTS[404])


def install_error_table(app: "falcon.asgi.App[Any, Any]", deps: Deps, pages: Pages) -> None:
    """Answer every exception as this module says: programs with JSON, browsers with a page."""
    for kind, handler in ErrorTable(deps, pages).handlers.items():
        app.add_error_handler(kind, handler)


class ErrorTable:
    """Handlers in Falcon's signature; the one of the nearest class of an exception is called."""

    def __init__(self, deps: Deps, pages: Pages) -> None:
        self._deps = deps
        self._pages = pages
        self.handlers: Mapping[type[Exception], Callable[..., Awaitable[None]]] = {
            Exception: self._ours,
            TransientError: self._gone,
            MalformedPayload: self._malformed,
            falcon.HTTPError: self._falcon_error,
            InvalidSignature: self._unsigned,
            Problem: self._problem,
        }

    async def answer(self, req: Request, resp: Response, error: Exception) -> None:
        """Answer what broke after the app could have: while an answer was being streamed."""
        kinds = (kind for kind in type(error).__mro__ if kind in self.handlers)
        await self.handlers[next(kinds)](req, resp, error, {})

    async def _problem(
        self, req: Request, resp: Response, error: Problem, params: dict[str, Any]
    ) -> None:
        del params
        cause = error.__cause__
        self._count(req, cause.reason if isinstance(cause, InvalidSignature) else error.error)
        self._answer(req, resp, error.status, error.media)
        resp.set_headers(dict(error.headers))

    async def _malformed(
        self, req: Request, resp: Response, error: MalformedPayload, params: dict[str, Any]
    ) -> None:
        del params
        self._count(req, "malformed")
        self._answer(req, resp, 400, {"error": "malformed", "message": str(error)})

    async def _unsigned(
        self, req: Request, resp: Response, error: InvalidSignature, params: dict[str, Any]
    ) -> None:
        """Count a rejection by its reason; nothing of it is stored or told."""
        del params
        self._count(req, error.reason)
        _log.warning("webhook_rejected", route=req.uri_template, reason=error.reason)
        resp.status = 403
        resp.media = {"error": "invalid_signature", "message": "The signature does not match."}

    async def _falcon_error(
        self, req: Request, resp: Response, error: falcon.HTTPError, params: dict[str, Any]
    ) -> None:
        status = error.status_code
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            await self._ours(req, resp, error, params)
            return
        code, message = _TEXTS.get(status, ("rejected", "The request was rejected."))
        self._count(req, code)
        self._answer(req, resp, status, {"error": code, "message": message})
        resp.set_headers(dict(error.headers or {}))

    def _count(self, req: Request, reason: str) -> None:
        self._deps.refusals.count(req.uri_template, reason)
        req.context.is_counted = True

    def _answer(self, req: Request, resp: Response, status: int, media: Mapping[str, Any]) -> None:
        if not show_problem(self._pages, req, resp, status=status, code=str(media["error"])):
            resp.status, resp.media = status, dict(media)

    async def _gone(
        self, req: Request, resp: Response, error: TransientError, params: dict[str, Any]
    ) -> None:
        del params
        _log.warning("request_failed", route=req.uri_template, error=str(error))
        self._answer_503(req, resp)

    async def _ours(
        self, req: Request, resp: Response, error: Exception, params: dict[str, Any]
    ) -> None:
        del params
        name, trace = describe_error(error), trace_error(error)
        _log.error("request_broke", route=req.uri_template, error=name, trace=trace)
        self._answer_503(req, resp)

    def _answer_503(self, req: Request, resp: Response) -> None:
        media = {"error": "unavailable", "message": "Please try again in a moment."}
        self._answer(req, resp, 503, media)
        resp.set_header("Retry-After", str(RETRY_AFTER_SECONDS))
        route = req.uri_template or "unknown"
        at = self._deps.clock().isoformat()
        self._deps.appender.keep(FAILURE, {"at": at, "route": route, "status": 503})
