"""Everything Dagster loads; no network, no database and no environment is needed for that."""

import warnings

import dagster as dg

import assets
from orchestration import dbt, jobs, schedules, sensors
from orchestration.resources import ENGINE


def _find_automation() -> dg.Definitions:
    """Find the jobs, and what starts them."""
    with warnings.catch_warnings():
        # Dagster calls this finder a preview; the tests say what it must find.
        warnings.simplefilter("ignore", dg.PreviewWarning)
        return dg.load_definitions_from_modules([jobs, schedules, sensors])


defs = dg.Definitions.merge(
    dg.Definitions(
        assets=[
            *dg.load_assets_from_package_module(assets, include_specs=True),
            *dg.load_assets_from_modules([dbt]),
        ],
        asset_checks=dg.load_asset_checks_from_package_module(assets),
        resources={"engine": ENGINE},
        executor=dg.in_process_executor,
    ),
    _find_automation(),
)
