"""GET /openapi.json."""

from falcon.asgi import Request, Response

from webhooks.deps import Deps
from webhooks.openapi_document import openapi_document


class OpenApi:
    """The description of all routes."""

    def __init__(self, deps: Deps) -> None:
        self._document = openapi_document(deps.config.app_base_url)

    async def on_get(self, req: Request, resp: Response) -> None:
        """Give the document."""
        del req
        resp.media = self._document
