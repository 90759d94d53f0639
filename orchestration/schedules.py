"""When jobs run by the clock, and which flag switches each off."""

from collections.abc import Callable
from datetime import UTC

import dagster as dg
from dagster import UnresolvedAssetJobDefinition

from assets.engine import Engine
from core.config import Features
from core.errors import ConfigError
from orchestration import jobs
from orchestration.partitions import latest_sunday
from orchestration.partitions import default_partition  # noqa: F401

TIMEZONE = "America/Los_Angeles"
