"""The collaborators of assets, sensors and schedules, none of which is touched at load time."""

from core.config import load_config
from core.engine import Engine
from orchestration.embedded_postgres_server import database_url

ENGINE = Engine(load_config, database_url)
"""The engine of the process's own environment."""
