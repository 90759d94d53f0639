"""A client whose app lives through all requests of a test, as it does under a server."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from falcon import testing

from tests.webhooks.described import check_answer
from webhooks.app import create_app
from webhooks.appender import Appender
from webhooks.deps import Deps

Answer = TypeVar("Answer")

_WRITTEN_WITHIN_SECONDS = 60
_LIFESPAN = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}}


class Client(testing.TestClient):
    """Starts the app before the first request, and stops it when closed.

    Falcon's own starts and stops the app, its pools included, around every single request. An
    answer is given when what the app writes behind it is written, too. It must be one that the
    description of the API tells of.
    """

    def __init__(self, deps: Deps) -> None:
        super().__init__(create_app(deps))
        self._appender: Appender = deps.appender
        self._runner: asyncio.Runner | None = None

    def simulate_request(self, *args: Any, **kwargs: Any) -> testing.Result:
        return self.run(self._ask(*args, **kwargs))

    def run(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        """Do `work` while the app lives."""
        if self._runner is None:
            self._runner = asyncio.Runner()
            self._runner.run(self._start())
        return self._runner.run(work)

    def close(self) -> None:
        if self._runner is not None:
            with self._runner as runner:
                runner.run(self._stop())
            self._runner = None

    async def _ask(self, *args: Any, **kwargs: Any) -> testing.Result:
        answer = await self._conductor.simulate_request(*args, **kwargs)
        async with asyncio.timeout(_WRITTEN_WITHIN_SECONDS):
            await self._written()
        check_answer(self.app, args[0], args[1], answer)
        return answer

    async def _written(self) -> None:
        appender = self._appender
        while (appender._waiting or appender._is_writing) and not appender.is_gone:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.001)

    async def _start(self) -> None:
        self._conductor = testing.ASGIConductor(self.app)
        self._told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._life = asyncio.create_task(self.app(_LIFESPAN, self._told.get, self._said.put))
        await self._tell("startup")

    async def _stop(self) -> None:
        await self._tell("shutdown")
        await self._life

    async def _tell(self, what: str) -> None:
        await self._told.put({"type": f"lifespan.{what}"})
        said = await self._said.get()
        assert said["type"] == f"lifespan.{what}.complete", said
