"""Answers long work line by line for whoever asks to see how far it has come."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeAlias

from falcon.asgi import Request, Response

from core.rules.visits.progress import Report, Step, tell_nobody
from webhooks.problems import ErrorTable

KIND = "application/x-ndjson"

Work: TypeAlias = Callable[[Response, Report], Awaitable[None]]
"""Fills the response, and reports how far it has come."""


class LongAnswers:
    """Does work at once, or while its progress is told as NDJSON to who accepts that.

    Then the status is 200 whatever happens: `{"progress": {step, done, of}}` lines are followed by
    one `{"answer": {status, …}}` with the `location`, `html` or `json` that would be the answer
    otherwise. What has begun is finished, though whoever asked for it hangs up.
    """

    def __init__(self, errors: ErrorTable) -> None:
        self._errors = errors
        self._running: set[asyncio.Task[None]] = set()

    async def give(self, req: Request, resp: Response, work: Work) -> None:
        """Answer with what `work` gives; the body of the request must have been read."""
        if KIND not in (req.get_header("Accept") or ""):
            await work(resp, tell_nobody)
            return
        resp.content_type = KIND
        resp.set_header("X-Accel-Buffering", "no")  # nginx would keep the lines together
        resp.stream = self._lines(req, Response(options=resp.options), work)

    async def _lines(self, req: Request, answer: Response, work: Work) -> AsyncIterator[bytes]:
        lines: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        task = asyncio.create_task(self._finish(req, answer, work, lines))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        while (line := await lines.get()) is not None:
            yield json.dumps(line, ensure_ascii=False).encode() + b"\n"

    async def _finish(
        self, req: Request, answer: Response, work: Work, lines: asyncio.Queue[Any]
    ) -> None:
        """Work to the end; a failure is an answer like any other."""
        loop = asyncio.get_running_loop()

        def report(step: Step, done: int, of: int) -> None:
            progress = {"progress": {"step": step, "done": done, "of": of}}
            with suppress(RuntimeError):  # the loop of a worker that is stopping
                loop.call_soon_threadsafe(lines.put_nowait, progress)

        try:
            await work(answer, report)
        except Exception as error:  # noqa: BLE001 - the error table's job, which comes too late here
            await self._errors.answer(req, answer, error)
        lines.put_nowait({"answer": _told(answer)})
        lines.put_nowait(None)


def _told(answer: Response) -> dict[str, Any]:
    bodies = {"location": answer.location, "html": answer.text, "json": answer.media}
    kept = {kind: body for kind, body in bodies.items() if body is not None}
    return {"status": answer.status_code} | kept
