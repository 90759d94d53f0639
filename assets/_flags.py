"""The rule of feature flags: an asset that is switched off does nothing, whoever launches it."""

import dagster as dg

from core.engine import Engine


def skip_if_off(engine: Engine, flag: str) -> dg.MaterializeResult[None] | None:
    """Give what an asset reports whose feature is off, before anything is read; None if it is on.

    Schedules and `review-engine run` do not come this far; the UI does.
    """
    if engine.config.features.is_on(flag):
        return None
    reason = f"FEATURE_{flag.upper()} is off"
    dg.get_dagster_logger().info("skipped: %s", reason)
    return dg.MaterializeResult(metadata={"skipped": 1, "skipped_for": reason})
