"""Slack's incoming webhook: what operators were told."""

from dataclasses import dataclass, field

import falcon

from sandbox.state import App, World


@dataclass
class Channel:
    """The lines posted so far, oldest first."""

    world: World
    lines: list[str] = field(default_factory=list)

    def reset(self) -> None:
        """Forget every line."""
        self.lines.clear()

    def on_post(self, req: falcon.Request, resp: falcon.Response, _secret: str) -> None:
        """Take one line."""
        text = (req.get_media(default_when_empty={}) or {}).get("text", "")
        if not text:
            resp.status, resp.text = falcon.HTTP_400, "no_text"
            return
        with self.world.changing():
            self.lines.append(str(text))
        resp.text = "ok"


def add_routes(app: App, channel: Channel) -> None:
    """Put Slack's path into the app."""
    app.add_route("/services/{_secret:path}", channel)
