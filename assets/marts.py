"""The names under which dbt's models appear among the assets."""

import dagster as dg

SCHEMA = "analytics"


def mart(name: str) -> dg.AssetKey:
    """Name a model of dbt."""
    return dg.AssetKey([SCHEMA, name])
