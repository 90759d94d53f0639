"""The app as a server finds it, `webhooks.asgi:app`: the only module that acts when imported."""

from core.config import load_config
from core.log import configure_logging
from webhooks.app import create_app
from webhooks.deps import build_deps

_config = load_config()
configure_logging(json=_config.is_production)
app = create_app(build_deps(_config))
